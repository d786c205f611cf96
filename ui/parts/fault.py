"""A fault of ours, told calmly over the work: the report's number, what is kept, how to take the report along."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import Para, para
from ui.look_words import say
from ui.parts.base import Painted, hairline, panel
from ui.parts.keycap import keys_width, paint_keys

SAVE, CLOSE = "Ctrl+S", "Esc"


@dataclass(frozen=True, slots=True)
class FaultState:
    """`kept`: the draft was saved and read back. None: that is not known yet."""

    number: str
    kept: bool | None = None
    begun: bool = False


class FaultCard(Painted):
    """It never takes the focus: the person goes on typing. Esc puts it away, Ctrl+S saves the report elsewhere."""

    saving = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.state: FaultState | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def say(self, state: FaultState) -> None:
        self.state = state
        words = [say("fault.title"), say("fault.number", number=state.number), self._kept(), say("fault.report")]
        self.setAccessibleName(" ".join([*words, f"{say('fault.save')}, {SAVE}", f"{say('fault.close')}, {CLOSE}"]))
        self.settle()
        self.show()
        self.raise_()
        self.update()

    def retranslate(self) -> None:
        if self.state is not None and not self.isHidden():
            self.say(self.state)

    def _kept(self) -> str:
        if self.state is None or not self.state.begun:
            return say("fault.whole")
        return say({None: "fault.keeping", True: "fault.kept", False: "fault.not-kept"}[self.state.kept])

    def act(self, key: str) -> bool:
        """Its keys, while it is there."""
        if self.isHidden() or self.state is None or key != SAVE:
            return False
        self.saving.emit(self.state.number)
        return True

    def settle(self) -> None:
        """At the right under the top bar: away from the fields at the left, and from messages at the foot."""
        host = self.parentWidget()
        wide = min(look.px(460), host.width() - look.px(28))
        self.resize(wide, self.heightForWidth(wide))
        self.move(host.width() - wide - look.px(14), look.px(44) + look.px(12))

    def _paras(self, width: int) -> tuple[Para, ...]:
        room = width - look.px(50 + 16)
        number = self.state.number if self.state else ""
        return (
            para(say("fault.title"), look.VERDICT, bold=True, width=room),
            para(say("fault.number", number=number), look.SECOND, width=room, tone="text2"),
            para(self._kept(), look.BODY, width=room),
            para(say("fault.report"), look.SECOND, width=room, tone="text2"),
        )

    def heightForWidth(self, width: int) -> int:
        return sum(p.height for p in self._paras(width)) + look.px(14 + 6 + 6 + 12 + 40)

    def sizeHint(self) -> QSize:
        return QSize(look.px(460), self.heightForWidth(look.px(460)))

    def mouseReleaseEvent(self, event) -> None:
        if event.position().y() < self.height() - look.px(40):
            return
        if event.position().x() < self.width() / 2:
            self.act(SAVE)
        else:
            self.hide()

    def draw(self, p: QPainter) -> None:
        box = QRectF(self.rect())
        panel(p, box, fill="raised", edge="edge", radius=look.BUTTON_RADIUS, width=look.theme().heavy)
        panel(p, QRectF(0, 0, look.px(5), box.height()), fill="late", radius=2)
        size = look.px(20)
        draw_shape(p, "late", look.px(18), look.px(15), size)
        y = look.px(14)
        for n, words in enumerate(self._paras(self.width())):
            words.draw(p, look.px(50), y)
            y += words.height + look.px((2, 6, 6, 0)[n])
        foot = self.height() - look.px(40)
        hairline(p, look.px(5), foot, self.width(), foot)
        x, middle = float(look.px(50)), foot + look.px(20)
        for key, words in ((SAVE, say("fault.save")), (CLOSE, say("fault.close"))):
            paint_keys(p, x, middle, key, split=True)
            x += keys_width(key, split=True) + look.px(7)
            label = para(words, look.SECOND, tone="text2")
            label.draw(p, x, middle - label.height / 2)
            x += label.width + look.px(18)
