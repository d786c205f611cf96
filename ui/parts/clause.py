"""A clause beside the work: act, regulation, by what right we say so, its words if they are held, what is set by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui import look
from ui.look_text import Run, glued, para
from ui.look_words import say
from ui.parts.badge import StatusMark
from ui.parts.base import Fits, hairline, panel
from ui.parts.keycap import keys_width, paint_keys
from ui.parts.words import Words

CLOSE, FURTHER = "Esc", "F6"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLine:
    """What the version takes from the clause."""

    what: str
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseState:
    """`words` empty: they are not held, and `missing` says how to have them."""

    clause: str = ""
    place: str = ""  # the regulation, the Standard, the law
    act: str = ""
    period: str = ""
    tone: str = "info"  # of the source
    source: str = ""
    words: tuple[str, ...] = ()  # paragraphs
    missing: str = ""
    sets: tuple[SetLine, ...] = ()

    def said(self) -> str:
        lines = (
            self.clause,
            self.place,
            self.act,
            self.source,
            *self.words,
            self.missing,
            *(s.what for s in self.sets),
        )
        return ". ".join(w for w in lines if w)


class ClauseBody(Fits, QWidget):
    """The paragraphs, one below the other; whoever holds it scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = ClauseState()
        self.box = QVBoxLayout(self)
        self.clause, self.place = Words("", look.TITLE, self, bold=True), Words("", look.SECOND, self)
        self.act, self.source = Words("", look.LABEL, self, tone="text2"), StatusMark("", "", self, size=look.SECOND)
        self.head = Words("", look.LABEL, self, tone="text2", bold=True)
        self.words = QVBoxLayout()
        self.missing = Words("", look.SECOND, self, tone="text2")
        self.sets_head = Words("", look.LABEL, self, tone="text2", bold=True)
        self.sets = QVBoxLayout()
        for widget in (self.clause, self.place, self.act, self.source, self.head):
            self.box.addWidget(widget)
        self.box.addLayout(self.words)
        self.box.addWidget(self.missing)
        self.box.addWidget(self.sets_head)
        self.box.addLayout(self.sets)
        self.box.addStretch(1)
        self.fit()

    def fit(self) -> None:
        self.box.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(12))
        self.box.setSpacing(look.px(6))
        self.words.setSpacing(look.px(6))
        self.sets.setSpacing(look.px(5))

    def show_as(self, state: ClauseState) -> None:
        self.state = state
        self.setAccessibleName(state.said())
        self.clause.show_words(state.clause)
        self.place.show_words(state.place)
        self.act.show_words(" · ".join(w for w in (state.act, state.period) if w))
        self.source.show_as(state.tone, state.source)
        self.head.show_words(say("law.clause.words"))
        self.missing.show_words(state.missing)
        self.sets_head.show_words(say("law.clause.sets"))
        for widget, there in (
            (self.place, state.place), (self.act, state.act), (self.source, state.source), (self.head, state.words),
            (self.missing, state.missing), (self.sets_head, state.sets),
        ):  # fmt: skip
            widget.setVisible(bool(there))
        self._fill(self.words, tuple(Words(w, look.BODY, self) for w in state.words))
        lines = ((Run(s.what), Run(f"  {s.rest}" if s.rest else "", "text2")) for s in state.sets)
        self._fill(self.sets, tuple(Words(line, look.SECOND, self) for line in lines))

    @staticmethod
    def _fill(box: QVBoxLayout, fresh: tuple[Words, ...]) -> None:
        while (item := box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for widget in fresh:
            box.addWidget(widget)
            widget.show()


class ClauseArea(QScrollArea):
    """The body with a bar when it is longer than its place; keys turn it by pages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = ClauseBody(self)
        self.setWidget(self.body)
        self.setWidgetResizable(True)
        for ground in (self.body, self.viewport()):  # what lies below shows through
            ground.setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_as(self, state: ClauseState) -> None:
        again = state == self.body.state
        self.body.show_as(state)
        if not again:
            self.verticalScrollBar().setValue(0)

    def turn(self) -> bool:
        """A page further, from the end to the beginning. False: all of it is seen."""
        bar = self.verticalScrollBar()
        if not bar.maximum():
            return False
        bar.setValue(0 if bar.value() == bar.maximum() else bar.value() + bar.pageStep() - look.px(24))
        return True


class ClauseSheet(Fits, QWidget):
    """Over the work at its right, and never in its way: it takes no focus. Esc puts it away, F6 reads on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._anew: Callable[[], ClauseState] | None = None
        self.area = ClauseArea(self)
        self.box = QVBoxLayout(self)
        self.box.addWidget(self.area)
        self.fit()
        self.hide()

    def fit(self) -> None:
        self.box.setContentsMargins(look.px(6), look.px(3), look.px(3), look.px(40))

    def retranslate(self) -> None:
        if self._anew is not None and not self.isHidden():
            self.say(self._anew(), anew=self._anew)

    def say(self, state: ClauseState, *, anew: Callable[[], ClauseState] | None = None) -> None:
        """`anew` makes the same in another language, while it stands."""
        self._anew = anew
        self.area.show_as(state)
        self.setAccessibleName(f"{say('law.clause.title')}. {state.said()}. {say('law.clause.close')}, {CLOSE}")
        self.settle()
        self.show()
        self.raise_()

    def settle(self) -> None:
        """As high as its words, as far as there is room between top bar and foot."""
        host, top, foot = self.parentWidget(), look.px(44 + 12), look.px(56 + 12)
        wide = min(look.px(480), host.width() - look.px(28))
        self.fit()
        inner = wide - look.px(9) - self.area.verticalScrollBar().sizeHint().width()
        self.area.body.layout().activate()
        need = self.area.body.layout().heightForWidth(inner) + look.px(43 + 4)
        self.setGeometry(host.width() - wide - look.px(14), top, wide, min(need, host.height() - top - foot))
        self.update()

    def act(self, key: str) -> bool:
        """Its key, while it is there and longer than its place."""
        return not self.isHidden() and key == FURTHER and self.area.turn()

    def mouseReleaseEvent(self, event) -> None:
        if event.position().y() >= self.height() - look.px(40):
            self.hide()

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        box = QRectF(self.rect())
        panel(p, box, fill="raised", edge="edge", radius=look.BUTTON_RADIUS, width=max(2, look.theme().heavy))
        panel(p, QRectF(0, 0, look.px(5), box.height()), fill="accent", radius=2)
        foot = self.height() - look.px(40)
        hairline(p, look.px(5), foot, self.width() - 2, foot)
        x, middle = float(look.px(20)), foot + look.px(20)
        keys = [(CLOSE, say("law.clause.close"))]
        if self.area.verticalScrollBar().maximum():
            keys.append((FURTHER, say("law.clause.further")))
        for key, words in keys:
            paint_keys(p, x, middle, key, split=True)
            x += keys_width(key, split=True) + look.px(7)
            label = para(glued(words), look.SECOND, tone="text2")
            label.draw(p, x, middle - label.height / 2)
            x += label.width + look.px(18)
        p.end()
