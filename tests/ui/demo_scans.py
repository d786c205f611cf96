"""Furnished states of the scans at the intake: a document of four sheets, an empty line, a fault, all of the visit."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from tests.ui.demo_words import t
from ui.desks.attach_state import AttachFacts, state_of
from ui.keys import Hint
from ui.look_words import say
from ui.parts.attached import AttachState
from ui.parts.thumbs import Thumb
from ui.screens.intake_view import IntakeState, IntakeView


def page(wide: int = 620, high: int = 877) -> QImage:
    image = QImage(wide, high, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.white)
    p = QPainter(image)
    for n in range(12):
        p.fillRect(QRectF(60, 90 + n * 50, 500 if n % 4 else 300, 10), Qt.GlobalColor.darkGray)
    p.end()
    return image


class Pages:
    """What the panel is told of the sheets: four of them, the second turned."""

    def __init__(self, count: int = 4, notes: tuple[str, ...] = ()) -> None:
        self.leaves, self.on, self.sheaf, self._notes = tuple(range(count)), 0, self, notes

    def page(self) -> QImage | None:
        return page() if self.leaves else None

    def thumbs(self) -> tuple[Thumb, ...]:
        return tuple(Thumb(str(n + 1), page(108, 148), int(n == 1)) for n in self.leaves)

    def notes(self) -> tuple[str, ...]:
        return self._notes


def facts(**more: object) -> AttachFacts:
    name = t(
        "Біліктілік талаптарына сәйкестігін растайтын мәліметтер нысаны",
        "Форма сведений о соответствии квалификационным требованиям",
        "Form of particulars on the qualification requirements",
    )
    given: dict[str, object] = {
        "number": 5, "name": name, "leafing": Pages(), "kept": True, "edited": False, "loading": False, "busy": "",
        "wrong": "", "note": "", "undo": True, "scanning": False, "others": True,
    } | more  # fmt: skip
    return AttachFacts(**given)  # type: ignore[arg-type]


def _intake(attach: AttachState) -> IntakeState:
    from tests.ui.demo_states import intake_complete

    return replace(intake_complete(), attach=attach)


class ScansView(IntakeView):
    """The intake with the panel open: over the list, or beside it where there is room."""

    name = "scans"

    def __init__(self) -> None:
        super().__init__()
        self.open_attach()

    def shown(self) -> None:
        self.open_attach()


def scan_kept() -> IntakeState:
    return _intake(state_of(facts()))


def scan_none() -> IntakeState:
    return _intake(state_of(facts(leafing=Pages(0), kept=False, undo=False, others=False)))


def scan_wrong() -> IntakeState:
    """The longest sentences there are, below the page."""
    wrong = f"{say('away.scanner.no-program')} {say('refused.file-too-many-pages', pages=300)}"
    return _intake(state_of(facts(wrong=wrong, leafing=Pages(9))))


def scan_noted() -> IntakeState:
    return _intake(state_of(facts(leafing=Pages(2, ("attachment", "script")), note=say("attach.no-separators"))))


def scan_all() -> IntakeState:
    thumbs = tuple(Thumb(f"№ {n}", page(108, 148)) for n in (1, 2, 5, 6))
    hints = (
        Hint("Enter", say("attach.do.go")), Hint("← →", say("attach.do.next")), Hint("V", say("attach.do.one")),
    )  # fmt: skip
    return _intake(AttachState(
        title=say("attach.all"), name=facts().name, place="3 / 4", page=page(), what="3 / 4", thumbs=thumbs, on=2,
        tone="info", says=say("attach.reading"), hints=hints,
    ))  # fmt: skip
