"""Beside the lock screen's fields: who else works at this window, each a button away."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from ui import look
from ui.look_text import para
from ui.parts.base import RING, PaintedButton, panel, ring
from ui.parts.keycap import keys_width, paint_keys


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another person of this workplace: one digit fills in the login."""

    login: str
    name: str
    role: str

    @property
    def shown(self) -> str:
        """The name with its initials on one line."""
        return self.name.replace(". ", ".\u00a0")


def initials(name: str) -> str:
    return "".join(w[0] for w in name.split()[:2]).upper()


class ColleagueButton(PaintedButton):
    def __init__(self, n: int, colleague: Colleague, parent=None) -> None:
        super().__init__(parent)
        self.n, self.colleague = n, colleague
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # all as high as the highest
        self.setAccessibleName(f"{colleague.name}, {colleague.role}, Alt+{n}")

    def sizeHint(self) -> QSize:
        return QSize(look.px(176) + 2 * RING, look.px(53) + 2 * RING)

    def least(self) -> int:
        """So wide that no word is broken."""
        words = [(w, look.SECOND, True) for w in self.colleague.shown.split(" ")]
        words += [(w, look.LABEL, False) for w in self.colleague.role.split()]
        widest = max(para(w, size, bold=bold).width for w, size, bold in words)
        return widest + 2 * RING + look.px(10 + 32 + 10 + 10 + 8) + keys_width(f"Alt+{self.n}")

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        name, role = self._paras()
        self.setMinimumHeight(max(look.px(53), name.height + role.height + look.px(14)) + 2 * RING)

    def _paras(self):
        wide = self.width() - 2 * RING - look.px(10 + 32 + 10 + 10 + 8) - keys_width(f"Alt+{self.n}")
        return (
            para(self.colleague.shown, look.SECOND, bold=True, width=wide),
            para(self.colleague.role, look.LABEL, tone="text2", width=wide),
        )

    def draw(self, p: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        edge = look.theme().heavy
        panel(p, box, fill="surface", edge="line", radius=look.BUTTON_RADIUS, width=edge)
        if self.hasFocus():
            ring(p, box)
        size = look.px(32)
        spot = QRectF(box.left() + look.px(10), box.center().y() - size / 2, size, size)
        panel(p, spot, fill="accent_soft", radius=16)
        mark = para(initials(self.colleague.name), look.LABEL, tone="accent_text", bold=True)
        mark.draw(p, spot.center().x() - mark.width / 2, spot.center().y() - mark.height / 2)
        key = f"Alt+{self.n}"
        keys = keys_width(key)
        x = spot.right() + look.px(10)
        name, role = self._paras()
        y = box.center().y() - (name.height + role.height) / 2
        name.draw(p, x, y)
        role.draw(p, x, y + name.height)
        paint_keys(p, box.right() - look.px(10) - keys, box.center().y(), key)
