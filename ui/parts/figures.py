"""Figures side by side: how many cases, documents, sheets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from ui import look
from ui.look_text import para
from ui.parts.base import Painted, hairline, panel


@dataclass(frozen=True, slots=True)
class Figure:
    words: str
    value: str
    of: str = ""


class Figures(Painted):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.figures: tuple[Figure, ...] = ()
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(look.px(76))

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        self.figures = figures
        self.setAccessibleName(", ".join(f"{f.words}: {f.value} {f.of}".strip() for f in figures))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(300), look.px(76))

    def draw(self, p: QPainter) -> None:
        panel(p, QRectF(self.rect()), fill="surface", edge="line", width=look.theme().heavy)
        each = self.width() / max(1, len(self.figures))
        for n, f in enumerate(self.figures):
            x = n * each
            if n:
                hairline(p, x, 0, x, self.height())
            para(f.words, look.LABEL, tone="text2").draw(p, x + look.px(12), look.px(12))
            value = para(f.value, look.FIGURE, bold=True)
            value.draw(p, x + look.px(12), look.px(31))
            if f.of:
                of = para(f"/ {f.of}", look.VERDICT, tone="text3")
                of.draw(p, x + look.px(20) + value.width, look.px(40))


@dataclass(frozen=True, slots=True, kw_only=True)
class TermState:
    """A limit that runs: title, badge, share used, until when and why."""

    title: str
    tone: str = "ok"
    badge: str = ""
    share: float = 0
    until: str = ""
    clause: str = ""
