"""A scan that is only looked at: on the page of a case, on the licensor's desk – where this node holds the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.problems import Unavailable
from ui import problems
from ui.desks.attach_sheaf import Leafing
from ui.desks.session import Session
from ui.keys import Hint
from ui.look_words import again, count, say
from ui.parts.attached import AttachPanel, AttachState


class Looking(Leafing):
    """`away` says why there is nothing to see: no scan was made, it is not here, or it cannot be opened."""

    def __init__(self, session: Session, changed: Callable[[], None], *, name: str) -> None:
        super().__init__(session.work, changed, name=name)
        self.session = session
        self.file, self.away = "", ""

    def show(self, file: str) -> None:
        if file and file == self.file and not self.away:  # open, or on its way; what was not here is looked for again
            return
        self.clear()
        self.file, self.away = file, "" if file else "attach.none"
        if not file:
            self.session.work.forget(f"{self.name}.file")
            return
        app = self.session.app

        def have(body: bytes) -> None:
            if file == self.file:
                self.open(body, self.lay, self._wrong)

        self.session.read(
            lambda: app.file(file, as_=self.session.me.login), have, failed=self._wrong, key=f"{self.name}.file"
        )

    def _wrong(self, wrong: BaseException) -> None:
        away = isinstance(wrong, Unavailable) and (wrong.what, wrong.status) == ("file", "not-come")
        self.away = "attach.elsewhere" if away else problems.told(wrong, self.session.folder / "reports").text
        self.changed()

    def says(self) -> str:
        """Instead of the page, as long as there is none."""
        if self.unseen is not None:
            return problems.told(self.unseen, self.session.folder / "reports").text
        if self.away.startswith("attach."):  # kept as a key: the language may be switched meanwhile
            return say(self.away)
        return again(self.away) or ("" if self.leaves else say("attach.opening"))

    def place(self) -> str:
        return say("attach.place", n=self.on + 1, of=len(self.leaves)) if len(self.leaves) > 1 else ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A document of a case, and the file that it refers to; empty: it was not scanned."""

    name: str
    file: str


class CaseScans:
    """Over the line of a case: its documents one by one, each with its scan, to be looked at and nothing else."""

    def __init__(self, session: Session, panel: AttachPanel, shown: Callable[[bool], None]) -> None:
        self.panel, self.shown = panel, shown
        self.documents: tuple[Scanned, ...] = ()
        self.at, self.open_ = 0, False
        self.looking = Looking(session, self.show, name="case.scans")
        panel.turned.connect(lambda by: self.looking.go(self.looking.on + by))
        panel.chosen.connect(self.looking.go)
        panel.stepped.connect(lambda by: self.go(self.at + by))
        panel.left.connect(self.close)
        panel.preview.wants.connect(self.looking.want)

    def turn(self, documents: tuple[Scanned, ...]) -> None:
        """Opens at the first document that has a scan; the same key closes."""
        if self.open_:
            self.close()
            return
        self.documents, self.open_ = documents, bool(documents)
        if documents:
            self.shown(True)
            self.panel.setFocus()
            self.go(next((n for n, d in enumerate(documents) if d.file), 0))

    def close(self) -> None:
        if self.open_:
            self.open_ = False
            self.looking.show("")
            self.shown(False)

    def go(self, at: int) -> None:
        self.at = max(0, min(len(self.documents) - 1, at))
        self.looking.show(self.documents[self.at].file)
        self.show()

    def show(self) -> None:
        if not self.open_ or not self.documents:
            return
        look, document = self.looking, self.documents[self.at]
        pages = len(look.leaves)
        notes = " ".join(say(f"attach.holds.{note}") for note in look.sheaf.notes())
        hints = [Hint("↑ ↓", say("attach.do.line"))]
        hints += [Hint("PgUp PgDn", say("attach.do.next")), Hint("±", say("attach.do.zoom"))] if pages else []
        title = say("attach.title", n=self.at + 1)
        self.panel.show_as(AttachState(
            title=title, name=document.name, place=look.place(), page=look.page(), what=f"{title}, {look.place()}",
            empty=look.says(), thumbs=look.thumbs(), on=look.on, tone="risk" if notes else "info" if pages else "",
            says=notes or (count("attach.pages", pages) if pages else ""),
            hints=(*hints, Hint("Esc", say("attach.do.close"))),
        ))  # fmt: skip
