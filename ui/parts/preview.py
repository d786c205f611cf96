"""What the camera looks at, so that a person can hold the paper right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look
from ui.look_shapes import draw_icon
from ui.parts.base import Painted, panel


class Preview(Painted):
    """Four to three, with the line on which the bars should lie."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(look.px(168))

    def sizeHint(self) -> QSize:
        return QSize(look.px(224), look.px(168))

    def show_picture(self, image: QImage) -> None:
        """Mirrored, as a person moves a paper before a mirror."""
        small = image.scaled(
            look.px(224), look.px(168), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
        )
        self.image = small.mirrored(True, False)
        self.update()

    def draw(self, p: QPainter) -> None:
        box = QRectF(self.rect())
        panel(p, box, fill="sunken", edge="line", radius=look.FIELD_RADIUS)
        if self.image.isNull():
            size = look.px(40)
            draw_icon(p, "scan", box.center().x() - size / 2, box.center().y() - size / 2, size, token="text3")
            return
        p.drawImage(
            round((box.width() - self.image.width()) / 2), round((box.height() - self.image.height()) / 2), self.image
        )
        p.setPen(QPen(look.colour("late"), 2))
        p.drawLine(round(box.left() + 12), round(box.center().y()), round(box.right() - 12), round(box.center().y()))
