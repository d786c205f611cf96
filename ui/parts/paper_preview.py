"""A paper over the window before it is printed: white page, turned and enlarged by keys; closed, the work is as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from ui import keys, look
from ui.devices.dots import drawn, opened
from ui.keys import Hint
from ui.look_text import Para, Run, para
from ui.look_words import language, say
from ui.parts.base import Painted, hairline, panel
from ui.parts.keycap import keys_width, paint_keys
from ui.parts.sheet import PAPER

ZOOMS = ("page", "width", "twice")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewState:
    """`hints`: what its keys do here; turning, enlarging and closing are always there."""

    title: str
    code: str = ""
    note: str = ""  # to which printer, or why to none
    pdf: bytes = b""
    hints: tuple[Hint, ...] = ()


class PaperPreview(Painted):
    """`act` gets the key of a hint. Every key is its own while it is open; F12 still locks, a scan still goes on."""

    def __init__(self, parent: QWidget, act: Callable[[str], None], above: Callable[[], int] = lambda: 0) -> None:
        super().__init__(parent)
        self.above = above  # what must stay in sight over it: the strip of training
        self.state, self.act = PreviewState(title=""), act
        self.page, self.count, self.zoom, self.down = 0, 0, "page", 0
        self._image: tuple[tuple[int, str, int, int], QImage] | None = None
        self._back: QWidget | None = None
        self._make, self._lang = (lambda: self.state), ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def open(self, make: Callable[[], PreviewState]) -> None:
        """`make` is asked again when the language is switched."""
        if self.isHidden():
            self._back = self.window().focusWidget()
        self._make, self._lang, self.state = make, language(), make()
        self.page, self.zoom, self.down, self._image = 0, "page", 0, None
        with opened(self.state.pdf) as document:
            self.count = document.pageCount()
        self.settle()
        self._said()
        self.show()
        self.raise_()
        self.setFocus()
        if (app := QApplication.instance()) is not None:
            app.installEventFilter(self)  # later than the window's own, so it is asked first
        self.parentWidget().installEventFilter(self)

    def close_(self) -> None:
        if self.isHidden():
            return
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
        self.parentWidget().removeEventFilter(self)
        self.hide()
        self.state, self._image, self._make = (
            PreviewState(title=""),
            None,
            lambda: self.state,
        )  # nothing of a person stays behind
        if self._back is not None:
            self._back.setFocus()

    def settle(self) -> None:
        self.setGeometry(self.parentWidget().rect().adjusted(0, self.above(), 0, 0))

    def fit(self) -> None:
        self._image = None

    def _said(self) -> None:
        place = say("printers.preview.page", n=self.page + 1, of=self.count)
        spoken = ", ".join(f"{h.key}: {h.words}" for h in self._hints())
        self.setAccessibleName(f"{self.state.title}, {self.state.code}, {place}. {self.state.note}. {spoken}")

    def _hints(self) -> tuple[Hint, ...]:
        turning = (Hint("PgDn", say("printers.preview.turn")),) if self.count > 1 else ()
        return (
            *self.state.hints,
            Hint("F3", say("printers.preview.larger")),
            *turning,
            Hint("Esc", say("printers.preview.close")),
        )

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.settle()
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QWidget) or not isinstance(event, QKeyEvent):
            return False
        if watched.window() is not self.window():
            return False
        key = keys.name(event)
        if key == "F12":
            self.close_()
            return False
        if not key and event.text() and not self._moves(event):
            return False  # plain typing may be a scanner: the window's own filter decides
        if not self._moves(event):
            self._key(key)
        return True

    def _key(self, key: str) -> None:
        match key:
            case "Esc":
                self.act("Esc")
                return
            case "F3":
                self.zoom, self.down = ZOOMS[(ZOOMS.index(self.zoom) + 1) % len(ZOOMS)], 0
            case "PgDn" | "PgUp":
                step = 1 if key == "PgDn" else -1
                self.page, self.down = min(max(0, self.page + step), self.count - 1), 0
            case _ if any(h.key == key and not h.blocked for h in self.state.hints):
                self.act(key)
        if self.isVisible():
            self._said()
            self.update()

    def _moves(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            return False
        self.down = max(0, self.down + step * look.px(96))
        self.update()
        return True

    # showing

    def _paras(self) -> tuple[Para, Para]:
        room = self.width() - look.px(48)
        head = (Run(self.state.title, "", True), Run(f"   {self.state.code}", "text2", mono=True))
        place = say("printers.preview.page", n=self.page + 1, of=self.count)
        return para(head, look.TITLE, width=room), para(
            f"{place} · {self.state.note}".strip(" ·"), look.SECOND, tone="text2", width=room
        )

    def _foot(self) -> tuple[list[list[tuple[Hint, Para]]], int]:
        """Its keys, in as many lines as they need."""
        lines: list[list[tuple[Hint, Para]]] = [[]]
        x, room = 0, self.width() - look.px(48)
        for hint in self._hints():
            words = para(hint.words, look.SECOND)
            wide = keys_width(hint.key, split=True) + words.width + look.px(30)
            if lines[-1] and x + wide > room:
                lines.append([])
                x = 0
            lines[-1].append((hint, words))
            x += wide
        return lines, look.px(36) * len(lines) + look.px(12)

    def draw(self, p: QPainter) -> None:
        if self._lang != language():
            self._lang, self.state = language(), self._make()
            self._said()
        p.fillRect(self.rect(), look.colour("bg"))
        title, note = self._paras()
        top = look.px(14) + title.height + note.height + look.px(12)
        lines, high = self._foot()
        self._page(p, QRectF(look.px(24), top, self.width() - look.px(48), self.height() - top - high - look.px(12)))
        panel(p, QRectF(0, 0, self.width(), top - look.px(6)), fill="surface", radius=0)
        hairline(p, 0, top - look.px(6), self.width(), top - look.px(6))
        title.draw(p, look.px(24), look.px(10))
        note.draw(p, look.px(24), look.px(12) + title.height)
        y = self.height() - high
        panel(p, QRectF(0, y, self.width(), high), fill="surface", radius=0)
        hairline(p, 0, y, self.width(), y)
        for n, line in enumerate(lines):
            x, middle = look.px(24), y + look.px(24) + n * look.px(36)
            for hint, words in line:
                end = paint_keys(p, x, middle, hint.key, split=True)
                words.draw(p, end + look.px(8), middle - words.height / 2)
                x = round(end + look.px(8) + words.width + look.px(22))

    def _page(self, p: QPainter, box: QRectF) -> None:
        image = self._drawn(QSize(int(box.width()), int(box.height())))
        if image is None:
            return
        ratio = image.devicePixelRatio()
        wide, high = image.width() / ratio, image.height() / ratio
        self.down = int(min(self.down, max(0, high - box.height())))
        at = QRectF(box.left() + max(0, (box.width() - wide) / 2), box.top() - self.down, wide, high)
        if high < box.height():
            at.moveTop(box.top() + (box.height() - high) / 2)
        p.save()
        p.setClipRect(box)
        p.fillRect(at, look.colour(PAPER))
        p.drawImage(at, image)
        p.setPen(look.colour("edge"))
        p.drawRect(at.adjusted(0, 0, -1, -1))
        p.restore()

    def _drawn(self, room: QSize) -> QImage | None:
        """The page at this size, drawn once; a small paper is not blown up beyond twice its own size."""
        if not self.state.pdf:
            return None
        known = (self.page, self.zoom, room.width(), room.height())
        if self._image is not None and self._image[0] == known:
            return self._image[1]
        ratio = self.devicePixelRatioF()
        with opened(self.state.pdf) as document:
            size = document.pagePointSize(self.page)
            whole = min(room.width() / size.width(), room.height() / size.height(), 4.0)
            wide = min(room.width() / size.width(), 4.0)
            scale = {"page": whole, "width": max(whole, wide * 0.75), "twice": max(whole, wide)}[self.zoom]
            pixels = QSize(round(size.width() * scale * ratio), round(size.height() * scale * ratio))
            image = drawn(document, self.page, pixels)
        image.setDevicePixelRatio(ratio)
        self._image = (known, image)
        return image
