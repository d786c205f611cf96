"""What every painted part shares: it measures itself anew when theme, scale or language change, and shows its focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPen
from PySide6.QtGui import Qt as Guessing  # Qt's own guess is kept beside its pictures
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui import look

RING = 4  # room around buttons and groups for the focus ring: 2 px, 2 px off


class Fits:
    """For widgets: `fit()` sets sizes from the look; it runs at each change of theme or scale."""

    _stands: object = None

    def stand(self, what: object) -> bool:
        """Measured and painted anew where it is other than what stands there already: most of a screen stays as it is.
        Whether it is."""
        if what == self._stands:
            return False
        self._stands = what
        self.updateGeometry()  # type: ignore[attr-defined]
        self.update()  # type: ignore[attr-defined]
        return True

    def fit(self) -> None:
        """Sizes that depend on the scale or the words."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)  # type: ignore[misc]
        if event.type() == QEvent.Type.StyleChange:
            self.fit()
            self.updateGeometry()  # type: ignore[attr-defined]
            self.update()  # type: ignore[attr-defined]


class Painted(Fits, QWidget):
    """A part that draws itself in `draw(p)`, which each part has; read out it is its accessible name."""

    spoken_as = QAccessible.Role.StaticText

    def paintEvent(self, event: QPaintEvent) -> None:
        p = QPainter(self)
        self.draw(p)
        p.end()


class PaintedButton(Fits, QAbstractButton):
    """A button that draws itself in `draw(p)`, which each button has."""

    spoken_as = QAccessible.Role.Button

    def paintEvent(self, event: QPaintEvent) -> None:
        p = QPainter(self)
        self.draw(p)
        p.end()


def tip(words: str) -> str:
    """What a tip says, letter by letter: one that looks like markup would be drawn as markup, and its pictures fetched."""
    return Guessing.convertFromPlainText(words) if Guessing.mightBeRichText(words) else words


def panel(
    p: QPainter,
    box: QRectF,
    *,
    fill: str = "",
    edge: str = "",
    radius: float = look.CARD_RADIUS,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """A filled round rectangle with its hairline inside the box."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(Qt.PenStyle.NoPen)
    if edge:
        pen = QPen(look.colour(edge), width)
        if dashed:
            pen.setDashPattern([3, 2.5])
        p.setPen(pen)
        half = width / 2
        box = box.adjusted(half, half, -half, -half)
    p.setBrush(look.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    r = look.px(radius)
    p.drawRoundedRect(box, r, r)
    p.restore()


def ring(p: QPainter, box: QRectF, radius: float = look.BUTTON_RADIUS, *, off: float = 2) -> None:
    """The focus ring, 2 px wide, `off` px outside the box."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(QPen(look.colour("focus"), 2))
    p.setBrush(Qt.BrushStyle.NoBrush)
    grow = off + 1
    r = look.px(radius) + off
    p.drawRoundedRect(box.adjusted(-grow, -grow, grow, grow), r, r)
    p.restore()


def hairline(p: QPainter, x1: float, y1: float, x2: float, y2: float, *, token: str = "line") -> None:
    p.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if y1 == y2:
        p.fillRect(QRectF(x1, y1, x2 - x1, 1), look.colour(token))
    else:
        p.fillRect(QRectF(x1, y1, 1, y2 - y1), look.colour(token))


def bar(p: QPainter, box: QRectF, share: float, *, tone: str = "accent", ground: str = "wait_soft") -> None:
    """How much of a limit is used, 0…1."""
    p.save()
    p.setPen(Qt.PenStyle.NoPen)
    p.fillRect(box, look.colour(ground))
    if look.theme().heavy > 1:
        p.setPen(QPen(look.colour("edge"), 1))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawRect(box.adjusted(0, 0, -1, -1))
        box = box.adjusted(1, 1, -1, -1)
    share = min(1.0, max(0.0, share))
    p.fillRect(QRectF(box.left(), box.top(), round(box.width() * share), box.height()), look.colour(tone))
    p.restore()
