"""A scanned sheet on white, whatever the theme, with the place that matters framed; below it the other sheets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy

from ui import look
from ui.look_shapes import draw_icon
from ui.look_text import Run, para
from ui.look_words import say
from ui.parts.base import Painted
from ui.parts.keycap import keys_width, paint_keys
from ui.parts.spoken import one_line
from ui.parts.thumbs import Thumb

PAPER = "#FFFFFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetState:
    """`mark` frames a part of the page in shares of its size: left, top, width, height. `away`: why there is none."""

    title: str = ""
    number: str = ""
    place: str = ""  # «лист 9 из 31»
    page: QPixmap | None = None
    mark: tuple[float, float, float, float] | None = None
    thumbs: tuple[Thumb, ...] = ()
    on: int = -1
    away: str = ""


class SheetHead(Painted):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = SheetState()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_as(self, state: SheetState) -> None:
        self.state = state
        self.setAccessibleName(one_line(state.title, state.number, state.place))
        self._measure()
        self.update()

    def _paras(self):
        right = para(self.state.place, look.SECOND, tone="text2")
        keys = keys_width("PgUp") + keys_width("PgDn") + look.px(16)
        room = max(look.px(120), self.width() - right.width - keys - look.px(24))
        title, number = Run(f"{self.state.title}  ", "", True), Run(self.state.number, "text2", mono=True)
        if para((title, number), look.VERDICT).width > room:
            return para((title, Run("\n"), number), look.BODY, width=self.width()), right, keys
        return para((title, number), look.VERDICT, width=room), right, keys

    def _measure(self) -> None:
        title, right, _ = self._paras()
        below = right.height + look.px(4) if title.lines > 1 else 0
        self.setFixedHeight(max(look.px(28), title.height + below + look.px(4)))

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def draw(self, p: QPainter) -> None:
        title, right, keys = self._paras()
        below = title.lines > 1  # the place and the keys stand in a line of their own
        title.draw(p, 0, 0 if below else (self.height() - title.height) / 2)
        middle = self.height() - right.height / 2 - look.px(2) if below else self.height() / 2
        if self.state.place:
            x = self.width() - keys
            right.draw(p, x - look.px(4) - right.width, middle - right.height / 2)
            end = paint_keys(p, x + look.px(8), middle, "PgUp")
            paint_keys(p, end + look.px(8), middle, "PgDn")


class Page(Painted):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = SheetState()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_as(self, state: SheetState) -> None:
        self.state = state
        self.setAccessibleName(state.place or state.away)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(420), look.px(420))

    def draw(self, p: QPainter) -> None:
        box, page = QRectF(self.rect()), self.state.page
        if page is None or page.isNull():
            p.fillRect(box, look.colour("surface"))
            p.setPen(QPen(look.colour("line"), 1))
            p.drawRect(box.adjusted(0, 0, -1, -1))
            words = para(self.state.away or say("window.sheet.none"), look.BODY, tone="text2",
                         width=int(box.width()) - look.px(64), align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
            size = look.px(40)
            y = (box.height() - words.height - size - look.px(8)) / 2
            draw_icon(p, "paper", (box.width() - size) / 2, y, size, token="text3", width="1.1")
            words.draw(p, look.px(32), y + size + look.px(8))
            return
        size = page.deviceIndependentSize().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        at = QRectF((box.width() - size.width()) / 2, 0, size.width(), size.height())
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        p.fillRect(at, look.colour(PAPER))
        p.drawPixmap(at, page, QRectF(page.rect()))
        p.setPen(QPen(look.colour("line"), 1))
        p.drawRect(at.adjusted(0, 0, -1, -1))
        if self.state.mark:
            x, y, w, h = self.state.mark
            p.setPen(QPen(look.colour("#B3261E"), 3))
            frame = QRectF(at.left() + x * at.width(), at.top() + y * at.height(), w * at.width(), h * at.height())
            p.drawRect(frame)
