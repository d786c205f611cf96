"""Bars on the screen, for a scanner that has no paper at hand: a camera and most scanners that take pictures read them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look
from ui.devices.examplebars import EXAMPLE, example_bars
from ui.look_text import Para, para
from ui.look_words import say
from ui.parts.base import Painted, panel


@cache
def _bars() -> QImage | None:
    return example_bars()


class ExampleCode(Painted):
    """White in every theme: bars are read by their contrast. Hidden where nothing can draw them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit()
        self.setVisible(_bars() is not None)

    def retranslate(self) -> None:
        self.setAccessibleName(f"{say('scanner.example')} {EXAMPLE}")
        self.fit()
        self.update()

    def _words(self) -> Para:
        bars = _bars()
        beside = (look.px(28) + bars.width() + look.px(20)) if bars is not None else 0
        return para(say("scanner.example"), look.BODY, tone="text2", width=max(look.px(160), self.width() - beside))

    def fit(self) -> None:
        bars = _bars()
        self.setFixedHeight(max((bars.height() if bars is not None else 0) + look.px(12), self._words().height))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def sizeHint(self) -> QSize:
        return QSize(look.px(400), self.height())

    def draw(self, p: QPainter) -> None:
        bars = _bars()
        if bars is None:
            return
        box = QRectF(0, 0, bars.width() + look.px(16), self.height())
        panel(p, box, fill="#FFFFFF", edge="line")
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)  # whole dots, or nothing reads them
        p.drawImage(round((box.width() - bars.width()) / 2), round((box.height() - bars.height()) / 2), bars)
        words = self._words()
        words.draw(p, box.right() + look.px(20), (self.height() - words.height) / 2)
