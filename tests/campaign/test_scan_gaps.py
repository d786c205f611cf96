"""F21: keys 5 to 2,000 ms apart: double, partial and interleaved scans in every layout and ending. One scan, one deed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.domain.numbers import NotACode, check_character, parse_code
from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.ui.conftest import strike
from tests.ui.test_wedge import KAZAKH, PLACE
from ui.devices.guard import Guard
from ui.devices.wedge import Thresholds, Wedge

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
RUSSIAN = dict(zip("catrhdsp", "сфекрвыз", strict=True))
LAYOUTS: tuple[dict[str, str] | None, ...] = (None, KAZAKH, RUSSIAN)
ENDS = ("CR", "LF", "TAB", "CR LF", "none")
KINDS = ("once", "double", "partial", "between", "typed", "slow", "two")
GAP = Thresholds().gap_ms


class Acting(QWidget):
    """A list that does something at a digit, a letter and Enter: what leaks into it is a deed that nobody wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []

    def keyPressEvent(self, event: Any) -> None:
        self.pressed.append(event.text() or "?")


@dataclass(slots=True)
class Place:
    """A workplace: the scanner's filter, a field that has the focus, a list with keys of its own, and what was done."""

    wedge: Wedge
    field: QLineEdit
    list: Acting
    guard: Guard
    now: int = 10_000
    deeds: list[str] = field(default_factory=list)
    entered: int = 0
    reads: Callable[[str], Any] = parse_code

    def scanned(self, code: str) -> None:
        """What the place in front does: only what is a code of ours, once."""
        try:
            read = self.reads(code)
        except NotACode:
            return
        if not self.guard.again(read.line, "here"):
            self.deeds.append(read.line)

    # ---- keys

    def key(self, char: str, gap: int, target: QWidget, layout: dict[str, str] | None) -> None:
        self.now += gap
        self._rest(gap)
        shift = Qt.KeyboardModifier.ShiftModifier if char.isupper() else Qt.KeyboardModifier.NoModifier
        text = (layout or {}).get(char.lower(), char)
        strike(target, PLACE[char.lower()], text=text, key=0x10000, modifiers=shift, at=self.now)

    def end(self, how: str, target: QWidget) -> None:
        for one in how.split():
            if one == "none":
                continue
            self.now += 5
            if one == "LF":
                control = Qt.KeyboardModifier.ControlModifier
                strike(target, PLACE["j"], text="\n", key=ord("J"), modifiers=control, at=self.now)
            else:
                key = Qt.Key.Key_Return if one == "CR" else Qt.Key.Key_Tab
                strike(target, 28 if one == "CR" else 15, text="\r", key=key, at=self.now)

    def pause(self, ms: int) -> None:
        self.now += ms
        self._rest(ms)

    def _rest(self, gap: int) -> None:
        """Time passes: whoever waits for the burst's end has waited long enough."""
        if gap > GAP + 10:
            self.wedge.give_back()


def code(random_: random.Random) -> str:
    body = f"AT01{random_.randrange(1, 4):02}16{random_.randrange(1, 100_000):05}"
    return f"C{body}{check_character(body)}"


@dataclass(slots=True)
class Wanted:
    """What a sequence should come to."""

    deeds: list[str]
    typed: str = ""


def played(place: Place, target: QWidget, random_: random.Random) -> Wanted:
    """One sequence at a target; what it should do."""
    kind, layout, end = random_.choice(KINDS), random_.choice(LAYOUTS), random_.choice(ENDS[:4])
    pace = random_.randrange(5, 25 if kind == "double" else GAP + 1)  # twice within the second that one read is
    one = code(random_)
    place.pause(3_000)

    def burst(text: str, end: str = end) -> None:
        for n, char in enumerate(text):
            place.key(char, pace if n else 200, target, layout)
        place.end(end, target)

    match kind:
        case "once":
            burst(one)
            return Wanted([one])
        case "double":  # the same label within the blanking time, two and three times
            for _ in range(random_.randrange(2, 4)):
                burst(one)
                place.pause(random_.randrange(60, 350))
            return Wanted([one])
        case "two":
            other = code(random_)
            burst(one)
            place.pause(random_.randrange(60, 2_000))
            burst(other)
            return Wanted([one, other] if one != other else [one])
        case "partial":  # the beam slipped: the rest never came, or the check character does not agree
            burst(one[: random_.randrange(6, len(one))])
            return Wanted([])
        case "slow":  # a person who types a code: it is their text, and no scan
            for char in one.lower():
                place.key(char, random_.randrange(GAP + 30, 2_000), target, None)
            place.pause(500)
            return Wanted([], one.lower())
        case "typed":  # a few quick keys of a person, without an end
            text = "".join(random_.choice("0123456789") for _ in range(random_.randrange(1, 6)))
            for char in text:
                place.key(char, random_.randrange(5, 200), target, None)
            place.pause(500)
            return Wanted([], text)
        case _:  # "between": a person types, scans in the middle of it, and goes on
            before, after = "12", "34"
            for char in before:
                place.key(char, random_.randrange(GAP + 60, 900), target, None)
            place.pause(200)
            burst(one)
            place.pause(random_.randrange(GAP + 60, 900))
            for char in after:
                place.key(char, random_.randrange(GAP + 60, 900), target, None)
            place.pause(500)
            return Wanted([one], before + after)


def wrong_at(place: Place, random_: random.Random, *, listed: bool) -> list[str]:
    """One sequence: a deed too many or too few, a key in a foreign place, a text that is not what was typed."""
    target: QWidget = place.list if listed else place.field
    place.field.setText("было")
    place.list.pressed.clear()
    place.deeds.clear()
    place.entered = 0
    wanted = played(place, target, random_)
    place.wedge.give_back()
    found = []
    if [deed.replace("-", "") for deed in place.deeds] != wanted.deeds:
        found.append(f"deeds {place.deeds}, wanted {wanted.deeds}")
    if listed:
        if "".join(place.list.pressed) != wanted.typed:
            found.append(f"keys {place.list.pressed}, wanted {wanted.typed!r}")
    elif place.field.text() != "было" + wanted.typed:
        found.append(f"field {place.field.text()!r}, wanted {wanted.typed!r}")
    if place.entered:
        found.append(f"Enter reached the field {place.entered} times")
    return found


@pytest.fixture
def place(qapp: QApplication, qtbot: Any) -> Iterator[Place]:
    wedge, line, acting = Wedge(qapp), QLineEdit(), Acting()
    qtbot.addWidget(line)
    qtbot.addWidget(acting)
    qapp.installEventFilter(wedge)
    made = Place(wedge, line, acting, Guard(lambda: 0))
    made.guard.now_ms = lambda: made.now
    wedge.scanned.connect(made.scanned)
    line.returnPressed.connect(lambda: setattr(made, "entered", made.entered + 1))
    yield made
    qapp.removeEventFilter(wedge)
    wedge.deleteLater()


def test_a_scan_is_one_deed_and_leaves_no_key_behind(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    random_, count = share("F21", 10_000, commit=200)
    wrong = [bad for n in range(count) if (bad := wrong_at(place, random_, listed=n % 2 == 0))]
    assert not wrong, (len(wrong), wrong[:5])
    caught = []
    with monkeypatch.context() as planted:  # no blanking time
        planted.setattr(Guard, "again", lambda self, code, operation: False)
        caught.append(any(wrong_at(place, random_, listed=False) for _ in range(60)))
    with monkeypatch.context() as planted:  # the layout's letters instead of the key's place
        planted.setattr("ui.keys.char", lambda event: event.text())
        caught.append(any(wrong_at(place, random_, listed=False) for _ in range(60)))
    with monkeypatch.context() as planted:  # a code is taken without its check character
        planted.setattr(place, "reads", lambda code: SimpleNamespace(line=code))
        caught.append(any(wrong_at(place, random_, listed=True) for _ in range(60)))
    with monkeypatch.context() as planted:  # nothing is held back
        planted.setattr(Wedge, "_key", _listens(Wedge._key))
        caught.append(any(wrong_at(place, random_, listed=True) for _ in range(60)))
    ran("F21", count, through=len(wrong), planted=(sum(caught), len(caught)))


def _listens(key: Any) -> Any:
    """It reads along and lets every key pass."""

    def passing(self: Wedge, target: Any, event: Any) -> bool:
        key(self, target, event)
        return False

    return passing
