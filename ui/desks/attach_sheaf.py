"""The sheets of one document while they are looked at: opened in a child, drawn off the window's thread, laid in order."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtGui import QImage

from app.problems import Refused
from ui.devices.foreign import Limits, Opened, Part, Reading, image_of
from ui.parts.thumbs import HIGH, WIDE, Thumb, turned
from ui.work import Work

ENDED = ("file-too-heavy", "file-too-slow")  # the child is gone, and what was open in it
AT_ONCE = 4  # thumbnails in one go: the strip fills while one looks


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sheet: of which opened file, which of its pages, and how it is turned."""

    source: int
    page: int
    turn: int = 0


class Sheaf:
    """The files of one document and the child that holds them. Its methods run aside, never in the window's thread."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.bodies: list[bytes] = []
        self.opened: list[Opened] = []
        self.laid: tuple[Leaf, ...] = ()  # as it stood when it was last in front
        self._reading: Reading | None = None
        self._closed, self._held = False, 0

    def reading(self) -> Reading:
        if self._reading is None:
            self._reading = Reading(self.limits)
            weakref.finalize(self, self._reading.close)  # somebody logs out: the place goes, and the child with it
            if self._closed and not self._held:
                self._reading.close()
        return self._reading

    def take(self, body: bytes) -> tuple[Leaf, ...]:
        """Its pages, as sheets. A file that ends the child takes none of the others with it."""
        try:
            opened = self.reading().open(body)
        except Refused as no:
            if no.code in ENDED:
                self._begin_anew()
            raise
        self.bodies.append(body)
        self.opened.append(opened)
        return tuple(Leaf(len(self.opened) - 1, page) for page in range(opened.pages))

    def _begin_anew(self) -> None:
        if self._reading is not None:
            self._reading.close()
        self._reading = None
        self.opened = [self.reading().open(body) for body in self.bodies]

    def picture(self, leaf: Leaf, box: tuple[int, int]) -> QImage:
        """As it lies in the file; who shows it turns it."""
        return image_of(self.reading().draw(self.opened[leaf.source], leaf.page, box=box))

    def codes(self, leaf: Leaf) -> tuple[str, ...]:
        return self.reading().codes(self.opened[leaf.source], leaf.page)

    def body(self, leaves: tuple[Leaf, ...]) -> bytes:
        """The file to be kept: as it was given when nothing was done to it and it is its pages alone, else one PDF."""
        for source, opened in enumerate(self.opened):
            if opened.bare and leaves == tuple(Leaf(source, page) for page in range(opened.pages)):
                return self.bodies[source]
        parts = tuple(Part(self.opened[leaf.source].source, leaf.page, leaf.turn) for leaf in leaves)
        return self.reading().join(parts)

    def notes(self) -> tuple[str, ...]:
        return tuple(sorted({note for opened in self.opened for note in opened.notes}))

    def hold(self) -> None:
        """A file is being made of it: it stays open until `release`, even when another line has come to the front."""
        self._held += 1

    def release(self) -> None:
        self._held -= 1
        if self._closed:
            self.close()

    def close(self) -> None:
        self._closed = True
        if self._reading is not None and not self._held:
            self._reading.close()

    def end(self) -> None:
        """The window closes: nobody waits."""
        self._held = 0
        self.close()


class Leafing:
    """Which sheet is in front, with its picture and the small ones of all. `changed` is called when there is more to see."""

    def __init__(self, work: Work, changed: Callable[[], None], *, name: str) -> None:
        self.work, self.changed, self.name = work, changed, name
        self.sheaf = Sheaf()
        self.leaves: tuple[Leaf, ...] = ()
        self.on = 0
        self.box = (600, 800)
        self._small: dict[tuple[int, int], QImage] = {}
        self._large: tuple[tuple[int, int], QImage] | None = None
        self._drawing = False
        self.unseen: BaseException | None = None  # why the page in front could not be drawn
        work.owned(self)

    def clear(self) -> None:
        self.sheaf.close()
        self.sheaf = Sheaf()
        self.leaves, self.on, self._small, self._large, self._drawing = (), 0, {}, None, False
        self.unseen = None
        self.work.forget(f"{self.name}.page")

    def close(self) -> None:
        self.sheaf.end()

    def open(
        self, body: bytes, then: Callable[[tuple[Leaf, ...]], Any], failed: Callable[[BaseException], Any]
    ) -> None:
        sheaf = self.sheaf
        self.work.aside(
            lambda: sheaf.take(body), lambda leaves: then(leaves) if sheaf is self.sheaf else None,
            failed=lambda wrong: failed(wrong) if sheaf is self.sheaf else None,
        )  # fmt: skip

    def lay(self, leaves: tuple[Leaf, ...], *, on: int | None = None) -> None:
        self.leaves = self.sheaf.laid = leaves
        self.on = max(0, min(len(leaves) - 1, self.on if on is None else on))
        self._draw_small()
        self._draw_large()
        self.changed()

    def go(self, on: int) -> None:
        if self.leaves:
            self.on = max(0, min(len(self.leaves) - 1, on))
            self._draw_large()
            self.changed()

    def want(self, wide: int, high: int) -> None:
        if (wide, high) != self.box:
            self.box = (wide, high)
            self._draw_large()

    def leaf(self) -> Leaf | None:
        return self.leaves[self.on] if self.leaves else None

    def page(self) -> QImage | None:
        """The large picture, or the small one until it has come."""
        leaf = self.leaf()
        if leaf is None:
            return None
        at = (leaf.source, leaf.page)
        image = self._large[1] if self._large is not None and self._large[0] == at else self._small.get(at)
        return turned(image, leaf.turn) if image is not None else None

    def thumbs(self) -> tuple[Thumb, ...]:
        return tuple(
            Thumb(str(n), self._small.get((leaf.source, leaf.page)), leaf.turn) for n, leaf in enumerate(self.leaves, 1)
        )

    def turned_leaf(self, n: int, by: int) -> tuple[Leaf, ...]:
        return tuple(replace(f, turn=(f.turn + by) % 4) if i == n else f for i, f in enumerate(self.leaves))

    # ---- drawing, aside

    def _draw_small(self) -> None:
        lacking = [leaf for leaf in self.leaves if (leaf.source, leaf.page) not in self._small][:AT_ONCE]
        if not lacking or self._drawing:
            return
        sheaf, box = self.sheaf, (2 * WIDE, 2 * HIGH)
        self._drawing = True

        def drawn(images: list[QImage]) -> None:
            if sheaf is self.sheaf:
                self._drawing = False
                self._small |= {(f.source, f.page): image for f, image in zip(lacking, images, strict=True)}
                self._draw_small()
                self.changed()

        def failed(wrong: BaseException) -> None:  # a page that cannot be drawn stays a page with lines on it
            if sheaf is self.sheaf:
                self._drawing = False
                self._small |= {(f.source, f.page): QImage() for f in lacking}
                self._draw_small()

        self.work.aside(lambda: [sheaf.picture(leaf, box) for leaf in lacking], drawn, failed=failed)

    def _draw_large(self) -> None:
        leaf = self.leaf()
        if leaf is None:
            return
        sheaf, at = self.sheaf, (leaf.source, leaf.page)
        box = self.box if leaf.turn % 2 == 0 else (self.box[1], self.box[0])

        def drawn(image: QImage) -> None:
            if sheaf is self.sheaf:
                self._large, self.unseen = (at, image), None
                self.changed()

        def failed(wrong: BaseException) -> None:
            if sheaf is self.sheaf:
                self.unseen = wrong
                self.changed()

        self.work.aside(lambda: sheaf.picture(leaf, box), drawn, failed=failed, key=f"{self.name}.page")
