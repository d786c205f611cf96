"""The six status shapes and the icons: drawn once per size, colour and screen density, then only copied."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer

from ui import look

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"


@cache
def body(tone: str) -> QPainterPath:
    """The outline that tells a status without its colour, on a square of 16."""
    path = QPainterPath()
    match tone:
        case "ok":
            path.addEllipse(QRectF(0.5, 0.5, 15, 15))
        case "risk":
            path.addPolygon(QPolygonF([QPointF(8, 1), QPointF(15.5, 14.5), QPointF(0.5, 14.5)]))
            path.closeSubpath()
        case "late":
            points = ((5, 0.6), (11, 0.6), (15.4, 5), (15.4, 11), (11, 15.4), (5, 15.4), (0.6, 11), (0.6, 5))
            path.addPolygon(QPolygonF([QPointF(*p) for p in points]))
            path.closeSubpath()
        case "stop":
            path.addRoundedRect(QRectF(0.8, 0.8, 14.4, 14.4), 1.5, 1.5)
        case "info":
            path.addPolygon(QPolygonF([QPointF(8, 0.4), QPointF(15.6, 8), QPointF(8, 15.6), QPointF(0.4, 8)]))
            path.closeSubpath()
        case "wait":
            for n in range(9):  # arcs of 24° with gaps of 16°: a dashed ring, the same at every size
                box = QRectF(1.4, 1.4, 13.2, 13.2)
                path.arcMoveTo(box, n * 40)
                path.arcTo(box, n * 40, 24)
        case _:
            raise ValueError(f"no status shape: {tone}")
    return path


@cache
def mark(tone: str) -> QPainterPath:
    """What is written inside the outline."""
    path = QPainterPath()
    lines: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
        "ok": (((4.7, 8.2), (7, 10.5), (11.3, 5.8)),),
        "risk": (((8, 5.8), (8, 9.8)), ((8, 12.2), (8, 12.3))),
        "late": (((5.3, 5.3), (10.7, 10.7)), ((10.7, 5.3), (5.3, 10.7))),
        "stop": (((5.8, 4.9), (5.8, 11.1)), ((10.2, 4.9), (10.2, 11.1))),
        "info": (((8, 7.3), (8, 11.3)), ((8, 4.7), (8, 4.8))),
    }
    for line in lines.get(tone, ()):
        path.moveTo(*line[0])
        for point in line[1:]:
            path.lineTo(*point)
    return path


def paint(p: QPainter, tone: str, box: QRectF, *, fill: QColor, on: QColor) -> None:
    """A status shape straight onto a painter: papers of the screen and large shapes."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.translate(box.topLeft())
    p.scale(box.width() / 16, box.height() / 16)
    round_ = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if tone == "wait":
        p.setPen(QPen(fill, 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        p.drawPath(body(tone))
    else:
        p.setPen(QPen(fill, 1, *round_) if tone == "risk" else Qt.PenStyle.NoPen)
        p.setBrush(fill)
        p.drawPath(body(tone))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(QPen(on, 2.2 if tone == "stop" else 1.9, *round_))
        p.drawPath(mark(tone))
    p.restore()


@lru_cache(maxsize=512)
def _shape(tone: str, size: int, fill: str, on: str, dpr: float) -> QPixmap:
    pixmap = QPixmap(math.ceil(size * dpr), math.ceil(size * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint(painter, tone, QRectF(0, 0, size, size), fill=QColor(fill), on=QColor(on))
    painter.end()
    return pixmap


def draw_shape(p: QPainter, tone: str, x: float, y: float, size: int, *, fill: str = "", on: str = "on_status") -> None:
    """A status shape at a place, `size` in real pixels; its own colour unless told another."""
    name = look.colour(fill or tone).name()
    p.drawPixmap(
        QPointF(round(x), round(y)), _shape(tone, size, name, look.colour(on).name(), p.device().devicePixelRatio())
    )


@cache
def _svg(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _icon(name: str, size: int, colour: str, dpr: float, width: str) -> QPixmap:
    pixmap = QPixmap(math.ceil(size * dpr), math.ceil(size * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    text = _svg(name).replace("currentColor", colour)
    if width:
        text = text.replace('stroke-width="1.6"', f'stroke-width="{width}"')
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def icon(name: str, size: int, token: str = "text", *, dpr: float = 1.0, width: str = "") -> QPixmap:
    """An icon in a token's colour; `width` thins the line of the big ones."""
    return _icon(name, size, look.colour(token).name(), dpr, width)


def draw_icon(p: QPainter, name: str, x: float, y: float, size: int, *, token: str = "text", width: str = "") -> None:
    pixmap = icon(name, size, token, dpr=p.device().devicePixelRatio(), width=width)
    p.drawPixmap(QPointF(round(x), round(y)), pixmap)
