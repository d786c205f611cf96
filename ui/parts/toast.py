"""A message above the foot: what was done or went wrong, one action with its key. It never takes the focus."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import glued, para
from ui.look_words import again
from ui.parts.base import Painted, panel
from ui.parts.keycap import keys_width, paint_keys
from ui.parts.spoken import announce

NUMBER = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)+")  # stays on one line


@dataclass(frozen=True, slots=True)
class ToastState:
    tone: str
    title: str
    text: str = ""
    action: str = ""
    key: str = ""


def _aloud(state: ToastState) -> str:
    return " ".join(w for w in (state.title, state.text, state.action, state.key) if w)


class Toast(Painted):
    """Success goes after 4 s; anything else stays until Esc or its action."""

    acted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.state: ToastState | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self.hide)
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(120)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()

    def say(self, state: ToastState) -> None:
        self.state = state
        self.setAccessibleName(_aloud(state))
        announce(self, self.accessibleName(), at_once=state.tone not in ("ok", "info"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not state.action)
        self.resize(self.sizeHint())
        self.settle()
        self.show()
        self.raise_()
        if not look.now().still:
            rest = self.pos()
            self._slide.stop()
            self._slide.setStartValue(rest + QPoint(look.px(24), 0))
            self._slide.setEndValue(rest)
            self._slide.start()
        if state.tone in ("ok", "info"):
            self._end.start(4000)
        else:
            self._end.stop()

    def retranslate(self) -> None:
        """It stands, and the language is another: nobody is told twice."""
        if (s := self.state) is None or self.isHidden():
            return
        self.state = replace(s, title=again(s.title), text=again(s.text), action=again(s.action))
        self.setAccessibleName(_aloud(self.state))
        self.settle()
        self.update()

    def forget(self) -> None:
        """Nothing of it can be read any more."""
        self.state = None
        self.setAccessibleName("")
        self.hide()

    def settle(self) -> None:
        """Its place in the window: over the list, above the foot."""
        host = self.parentWidget()
        self.resize(self.sizeHint())
        self.move(host.width() - self.width() - look.px(14), host.height() - look.px(56) - self.height() - look.px(12))

    def act(self) -> bool:
        """Its key was pressed: true when it had something to do."""
        if self.isHidden() or not self.state or not self.state.key:
            return False
        self.hide()
        self.acted.emit(self.state.key)
        return True

    def _side(self) -> int:
        if not self.state or not self.state.action:
            return look.px(14)
        return para(self.state.action, look.SECOND).width + keys_width(self.state.key, split=True) + look.px(40)

    def _paras(self):
        s = self.state or ToastState("info", "")
        wide = look.px(440) - look.px(50) - self._side()
        title = para(NUMBER.sub(lambda m: glued(m[0]), s.title), look.BODY, bold=True, width=wide)
        return title, para(s.text, look.SECOND, tone="text2", width=wide) if s.text else None

    def sizeHint(self) -> QSize:
        title, text = self._paras()
        return QSize(look.px(440), title.height + (text.height if text else 0) + look.px(24))

    def mouseReleaseEvent(self, event) -> None:
        self.act()

    def draw(self, p: QPainter) -> None:
        s = self.state
        if not s:
            return
        box = QRectF(self.rect())
        panel(p, box, fill="raised", edge="edge", radius=look.BUTTON_RADIUS, width=look.theme().heavy)
        panel(p, QRectF(0, 0, look.px(5), box.height()), fill=s.tone, radius=2)
        size = look.px(20)
        draw_shape(p, s.tone, look.px(18), (box.height() - size) / 2, size)
        title, text = self._paras()
        y = (box.height() - title.height - (text.height if text else 0)) / 2
        title.draw(p, look.px(50), y)
        if text:
            text.draw(p, look.px(50), y + title.height)
        if s.action:
            keys = keys_width(s.key, split=True)
            x = box.width() - look.px(14) - keys
            paint_keys(p, x, box.height() / 2, s.key, split=True)
            label = para(s.action, look.SECOND, tone="text2")
            label.draw(p, x - look.px(8) - label.width, (box.height() - label.height) / 2)
