"""Every scan of the visit at once: the first sheet of each document; Enter goes to its line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ui.desks.attach_sheaf import Sheaf
from ui.desks.session import Session
from ui.keys import Hint
from ui.look_words import count, say
from ui.parts.attached import AttachState
from ui.parts.thumbs import HIGH, WIDE, Thumb

if TYPE_CHECKING:
    from ui.desks.attach import Holder


@dataclass(slots=True)
class Cover:
    """One document: its line, and its first sheet when it has come."""

    line: str
    number: int
    name: str
    image: QImage | None = None
    small: QImage | None = None
    pages: int = 0
    wrong: bool = False


class Overview:
    def __init__(
        self, session: Session, changed: Callable[[], None], holder: Holder, *, box: Callable[[], tuple[int, int]]
    ) -> None:
        self.session, self.changed, self.holder, self.box = session, changed, holder, box
        self.on_, self.at = False, 0
        self.covers: list[Cover] = []
        self._sheaf: Sheaf | None = None
        session.work.owned(self)

    def close(self) -> None:
        if self._sheaf is not None:
            self._sheaf.close()

    def turn(self) -> None:
        if not self.close_():
            self._open()

    def close_(self) -> bool:
        was, self.on_ = self.on_, False
        self.session.work.forget("attach.cover")
        if was:
            self.changed()
        return was

    def _open(self) -> None:
        found = [(n, id, name) for n, (id, name) in enumerate(self.holder.lines(), 1) if self.holder.scan_of(id)]
        self.covers = [Cover(id, n, name) for n, id, name in found]
        at = next((n for n, c in enumerate(self.covers) if c.line == self.holder.line()), 0)
        self.on_, self.at = True, at
        self.changed()
        self._next()

    def _next(self) -> None:
        """One after the other, each in a child of its own: one bad file hides no other."""
        cover = next((c for c in self.covers if c.image is None and not c.wrong), None)
        if cover is None or not self.on_:
            return
        file, app = self.holder.scan_of(cover.line), self.session.app

        def wrong(fault: BaseException) -> None:
            cover.wrong = True
            self._next()
            self.changed()

        def drawn(found: tuple[QImage, QImage, int]) -> None:
            cover.image, cover.small, cover.pages = found
            self._next()
            self.changed()

        def have(body: bytes) -> None:
            self.session.work.aside(lambda: self._first(body), drawn, failed=wrong, key="attach.cover")

        self.session.read(lambda: app.file(file, as_=self.session.me.login), have, failed=wrong)

    def _first(self, body: bytes) -> tuple[QImage, QImage, int]:
        self._sheaf = sheaf = Sheaf()
        try:
            leaves = sheaf.take(body)
            small = sheaf.picture(leaves[0], (2 * WIDE, 2 * HIGH))
            return sheaf.picture(leaves[0], self.box()), small, len(leaves)
        finally:
            sheaf.close()

    def go(self, n: int) -> None:
        self.at = max(0, min(len(self.covers) - 1, n))
        self.changed()

    def line(self) -> str:
        return self.covers[self.at].line if self.on_ and self.covers else ""

    def state(self) -> AttachState:
        thumbs = tuple(Thumb(f"№ {c.number}", c.small) for c in self.covers)
        cover = self.covers[self.at] if self.covers else None
        place = say("attach.place", n=self.at + 1, of=len(self.covers)) if cover else ""
        title = say("attach.all")
        if cover is None:
            return AttachState(title=title, empty=say("attach.all.none"), hints=(Hint("V", say("attach.do.one")),))
        name = dict(self.holder.lines()).get(cover.line, cover.name)  # in the language of now
        says = "" if cover.wrong or not cover.pages else count("attach.pages", cover.pages)
        empty = say("attach.unseen") if cover.wrong else say("attach.opening")
        return AttachState(
            title=title, name=f"№ {cover.number}. {name}", place=place, page=cover.image, what=f"{title}, {place}",
            empty=empty, thumbs=thumbs, on=self.at, tone="info" if says else "", says=says,
            hints=(
                Hint("Enter", say("attach.do.go")), Hint("← →", say("attach.do.next")), Hint("V", say("attach.do.one")),
            ),
        )  # fmt: skip
