"""Help over the work: what this place is for, its picture, and a search over everything; Esc gives the work back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import help_texts, look
from ui.look_words import language, say
from ui.parts.base import Fits, Painted, panel
from ui.parts.grid import Cell, Column, ListTable, Row
from ui.parts.words import Words


class Picture(Painted):
    """A picture as wide as there is room, never larger than it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pixmap = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_file(self, path: Path | None, name: str) -> None:
        self.pixmap = QPixmap(str(path)) if path else QPixmap()
        self.setAccessibleName(name)
        self.setVisible(not self.pixmap.isNull())
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        if self.pixmap.isNull():
            return 0
        return min(width, self.pixmap.width()) * self.pixmap.height() // self.pixmap.width()

    def sizeHint(self) -> QSize:
        return QSize(look.px(320), self.heightForWidth(max(1, self.width())))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def draw(self, p: QPainter) -> None:
        if self.pixmap.isNull():
            return
        wide = min(self.width(), self.pixmap.width())
        box = QRectF(0, 0, wide, self.heightForWidth(self.width()))
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        p.drawPixmap(box.toRect(), self.pixmap)
        panel(p, box, edge="line", radius=0)


class Help(Fits, QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = "start"
        self._back: QWidget | None = None
        self.title, self.line = Words("", look.TITLE, self, bold=True), QLineEdit(self)
        self.line.setProperty("big", "true")
        self.list = ListTable(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = Words("", look.SECOND, self, tone="text2")
        self.heading, self.role = Words("", look.HEADING, self, bold=True), Words("", look.LABEL, self, tone="text2")
        self.picture, self.paras = Picture(self), [Words("", look.BODY, self) for _ in range(6)]
        self.keys = Words("", look.LABEL, self, tone="text2")
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        for widget in (self.role, self.heading, *self.paras[:1], self.picture, *self.paras[1:]):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.room = QScrollArea(self)
        self.room.setWidgetResizable(True)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that comes and goes changes the width, with it the picture's height, and so itself again, without end.
        self.room.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.room.setWidget(inside)
        self.room.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.left = QVBoxLayout()
        for widget in (self.title, self.line, self.list, self.nothing, self.keys):
            self.left.addWidget(widget)
        self.left.setStretchFactor(self.list, 1)
        self.box = QHBoxLayout(self)
        self.box.addLayout(self.left)
        self.box.addWidget(self.room, 1)
        self.line.textChanged.connect(lambda _: self._fill())
        self.line.installEventFilter(self)
        self.list.moved.connect(self._show)
        self.fit()
        self.hide()

    def fit(self) -> None:
        edge = look.px(16)
        self.box.setContentsMargins(edge, edge, edge, edge)
        self.box.setSpacing(look.px(20))
        self.left.setSpacing(look.px(8))
        self.column.setContentsMargins(0, 0, look.px(12), 0)
        self.column.setSpacing(look.px(10))
        self.line.setFont(look.font(look.VERDICT))
        self.line.setFixedWidth(look.side(300, self.width() or 1000, most=0.36))
        self.list.setFixedWidth(self.line.width())

    def open(self, place: str) -> None:
        if self.isHidden():
            self._back = self.window().focusWidget()
        wanted = help_texts.topic_of(language(), place).place
        self.title.show_words(say("help.title"))
        self.line.setAccessibleName(say("help.search"))
        self.list.setAccessibleName(say("help.title"))
        self.line.setPlaceholderText(say("help.search"))
        self.keys.show_words(say("help.keys"))
        self.nothing.show_words(say("help.nothing"))
        self.line.clear()
        self.settle()
        self.show()
        self.raise_()
        self._fill()
        self.list.go(wanted)
        self._show(wanted)
        self.line.setFocus()

    def settle(self) -> None:
        host = self.parentWidget()
        wide, high = min(host.width() - look.px(64), look.px(1080)), min(host.height() - look.px(64), look.px(680))
        self.setGeometry((host.width() - wide) // 2, (host.height() - high) // 2, wide, high)
        self.fit()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._stretch()

    def _fill(self) -> None:
        found = [t for t in help_texts.topics(language()) if t.holds(self.line.text())]
        self.list.show_columns((Column(""),))
        self.list.show_rows(tuple(Row(t.place, (Cell(t.title, t.role_title),)) for t in found))
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        if found and self.list.current() not in {t.place for t in found}:
            self.list.go(found[0].place)

    def _show(self, place: str) -> None:
        if not place:
            return
        self.place = place
        topic = help_texts.topic_of(language(), place)
        self.role.show_words(topic.role_title)
        self.heading.show_words(topic.title)
        self.picture.show_file(help_texts.picture(language(), place), topic.title)
        for n, words in enumerate(self.paras):
            words.show_words(topic.paragraphs[n] if n < len(topic.paragraphs) else "")
            words.setVisible(n < len(topic.paragraphs))
        self._stretch()
        self.room.verticalScrollBar().setValue(0)
        self.setAccessibleName(f"{topic.title}. {' '.join(topic.paragraphs)}")

    def _stretch(self) -> None:
        """In a scrolled page each text asks for its whole height, or the layout would take it away."""
        wide = self.width() - self.line.width() - look.px(16 + 20 + 16 + 12 + 14)
        for words in (self.role, self.heading, *self.paras):
            words.setMinimumHeight(words.heightForWidth(max(look.px(120), wide)))

    def close_(self) -> None:
        if self.isHidden():
            return
        self.hide()
        if self._back is not None:
            self._back.setFocus()

    def eventFilter(self, watched, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.list.keyPressEvent(event)
                return True
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                bar, step = self.room.verticalScrollBar(), self.room.height() - look.px(40)
                bar.setValue(bar.value() + (step if event.key() == Qt.Key.Key_PageDown else -step))
                return True
            case Qt.Key.Key_Escape | Qt.Key.Key_F1:
                self.close_()
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return True
        return False

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        panel(p, QRectF(self.rect()), fill="raised", edge="edge", width=max(2, look.theme().heavy))
        p.end()
