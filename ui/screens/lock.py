"""The lock screen: time, link, who goes on. It shows no applicant. Login and password, or a badge and a PIN."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui import look
from ui.look_shapes import draw_icon, draw_shape
from ui.look_text import draw, para
from ui.look_words import language, say
from ui.parts.badge import StatusMark
from ui.parts.base import Painted, hairline, panel
from ui.parts.button import Button
from ui.parts.card import Card
from ui.parts.field import Field, FieldState
from ui.parts.screen import Screen
from ui.parts.segment import Choice, Segment
from ui.parts.words import Words
from ui.screens.lock_people import Colleague, ColleagueButton, initials


@dataclass(frozen=True, slots=True)
class LockNotice:
    tone: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockState:
    """`login` and `person` empty: nobody has worked here yet. `error` is a sentence; `wait` shuts the button."""

    time: str = ""
    day: str = ""
    place: str = ""  # «Отдел № 4 — окно 3»
    hours: str = ""
    login: str = ""
    person: str = ""
    role: str = ""
    locked: str = ""  # «Окно заперто 2 мин назад»
    draft: bool = False
    notices: tuple[LockNotice, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    error: str = ""
    wait: str = ""
    training: bool = False
    prompt: str = ""  # another word for the password's field: "a password of your own"
    told: str = ""  # a sentence under it, where there is no error


class Side(Painted):
    """Left: the program, the large clock, the place, what the link is doing."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = LockState()

    def show_as(self, state: LockState) -> None:
        self.state = state
        facts = [state.time, state.day, state.place, state.hours]
        facts += [f"{n.title}. {n.text}" for n in state.notices]
        if state.training:
            facts.append(say("window.lock.training"))
        self.setAccessibleName(". ".join(f for f in facts if f))
        self.update()

    def draw(self, p: QPainter) -> None:
        s, left = self.state, look.px(48)
        wide = self.width() - 2 * left
        p.fillRect(self.rect(), look.colour("surface"))
        hairline(p, self.width() - 1, 0, self.width() - 1, self.height())
        size = look.px(36)
        draw_icon(p, "tereze", left, look.px(40), size, token="accent")
        draw(p, left + look.px(48), look.px(46), "Tereze", look.DUE, bold=True)
        foot = self._training(p, left, wide)
        y = min(look.px(138), round(self.height() * 0.15))
        y += draw(p, left, y, s.time, look.CLOCK, bold=True).height
        y += draw(p, left, y, s.day, look.HEADING, tone="text2", width=wide).height + look.px(32)
        y += draw(p, left, y, s.place, look.VERDICT, bold=True, width=wide).height
        y += draw(p, left, y, s.hours, look.BODY, tone="text2", width=wide).height + look.px(24)
        self._notices(p, left, y, wide, foot - look.px(12))

    def _training(self, p: QPainter, left: float, wide: float) -> float:
        """The chip at the foot; gives its upper edge."""
        if not self.state.training:
            return self.height()
        words, room = say("window.lock.training"), int(wide) - look.px(20)
        label = para(words, look.SECOND, tone=look.ON_TRAINING, bold=True, width=room)
        high = label.height + look.px(18)
        box = QRectF(left, self.height() - look.px(40) - high, label.width + look.px(20), high)
        panel(p, box, fill=look.TRAINING, radius=4)
        label.draw(p, box.left() + look.px(10), box.top() + look.px(9))
        return box.top()

    def _notices(self, p: QPainter, left: float, y: float, wide: float, foot: float) -> None:
        """What needs a person first; what there is no room for is told after the log-in."""
        rows = []
        for n in sorted(self.state.notices, key=lambda n: n.tone == "ok"):
            title = para(n.title, look.BODY, bold=True, width=int(wide) - look.px(62))
            text = para(n.text, look.SECOND, tone="text2", width=int(wide) - look.px(62))
            rows.append((n, title, text, title.height + text.height + look.px(22)))
        while rows and y + sum(r[3] for r in rows) > foot:
            rows.pop()
        if not rows:
            return
        total = sum(r[3] for r in rows)
        panel(p, QRectF(left, y, wide, total), fill="sunken", edge="line", radius=look.BUTTON_RADIUS)
        for at, (n, title, text, high) in enumerate(rows):
            if at:
                hairline(p, left, y, left + wide, y)
            size = look.px(18)
            draw_shape(p, n.tone, left + look.px(14), y + (high - size) / 2, size)
            title.draw(p, left + look.px(45), y + look.px(11))
            text.draw(p, left + look.px(45), y + look.px(11) + title.height)
            y += high


class Face(Painted):
    """Initials, name, role."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.person, self.role = "", ""
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(look.px(56))

    def show_person(self, person: str, role: str) -> None:
        self.person, self.role = person, role
        self.setAccessibleName(f"{person}, {role}")
        self.update()

    def draw(self, p: QPainter) -> None:
        size = look.px(48)
        y = (self.height() - size) / 2
        panel(p, QRectF(0, y, size, size), fill="accent_soft", radius=24)
        mark = para(initials(self.person), look.VERDICT, tone="accent_text", bold=True)
        mark.draw(p, (size - mark.width) / 2, y + (size - mark.height) / 2)
        x, wide = size + look.px(12), self.width() - size - look.px(12)
        name = para(self.person, look.HEADING, bold=True, width=wide)
        role = para(self.role, look.BODY, tone="text2", width=wide)
        y = (self.height() - name.height - role.height) / 2
        name.draw(p, x, y)
        role.draw(p, x, y + name.height)


class Lock(Screen):
    name, title_key, icon = "lock", "window.top.lock", "lock"

    entered = Signal(str, str)  # login, password
    language_chosen = Signal(str)
    badge_read = Signal(str)
    signature_asked = Signal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = LockState()
        self.side = Side(self)
        self.locked, self.lang = StatusMark(parent=self, size=look.BODY), Segment(parent=self)
        self.card = Card(self, head=False)
        self.face, self.login, self.password = Face(self), Field(parent=self, room=False), Field(parent=self)
        self.password.line.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self.login, self.password):
            field.line.setProperty("big", "true")
        self.go_on = Button("", "Enter", self, kind="main")
        self.sign = Button("", "F5", self, icon="pen")
        self.other = Words("", look.BODY, self, tone="text2")
        self.another = Button("", "F8", self)
        self.people = QHBoxLayout()
        self.buttons: list[ColleagueButton] = []
        self.begun = self.early = False  # somebody has begun to write; and has pressed Enter before the store was open
        self._lay()
        for field in (self.login, self.password):
            field.edited.connect(self._begin)
        self.lang.chosen.connect(self.language_chosen)
        self.go_on.clicked.connect(self._enter)
        self.sign.clicked.connect(self.signature_asked)
        self.another.clicked.connect(self._somebody_else)
        self.password.line.returnPressed.connect(self._enter)
        self.fit()
        self.retranslate()

    def _lay(self) -> None:
        self.form = QWidget(self)
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self.locked, 1)
        top.addWidget(self.lang)
        column.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.card)
        column.addSpacing(8)
        beside = QHBoxLayout()
        beside.addWidget(self.other, 1)
        beside.addWidget(self.another)
        column.addLayout(beside)
        column.addLayout(self.people)
        column.addStretch(1)
        for widget in (self.face, self.login, self.password):
            self.card.add(widget)
        row = QHBoxLayout()
        row.addWidget(self.go_on, 1)
        row.addWidget(self.sign)
        self.card.body.addLayout(row)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.side)
        box.addStretch(1)
        box.addWidget(self.form, 20)
        box.addStretch(4)

    def fit(self) -> None:
        self.side.setFixedWidth(min(look.px(520), max(300, self.width() * 2 // 5)))
        self.form.setMaximumWidth(look.px(560))
        self.card.body.setContentsMargins(look.px(32), look.px(24), look.px(32), look.px(22))
        self.card.body.setSpacing(look.px(8))
        self.people.setSpacing(0)
        self._across()

    def _across(self) -> None:
        """Colleagues beside each other, or below when a name would have to break."""
        room = min(look.px(560), (self.width() - self.side.width()) * 4 // 5)
        widest = max((b.least() for b in self.buttons), default=0)
        across = room >= look.px(556) and 3 * widest <= room
        self.people.setDirection(QHBoxLayout.Direction.LeftToRight if across else QHBoxLayout.Direction.TopToBottom)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def retranslate(self) -> None:
        self.login.show_label(say("window.lock.login"))
        self.render(self.state)

    def render(self, state: LockState) -> None:
        fresh = state.login != self.state.login
        self.state = state
        self.side.show_as(state)
        self.locked.show_as("", state.locked or say("window.lock.who"))
        langs = tuple(Choice(code, word) for code, word in (("kk", "ҚАЗ"), ("ru", "РУС"), ("en", "ENG")))
        self.lang.offer(langs, language(), name=say("window.lock.language"))
        self.face.setVisible(bool(state.person))
        self.face.show_person(state.person, state.role)
        self.login.setVisible(not state.person)
        if fresh or not self.login.text():
            self.login.line.setModified(False)
            self.login.show_as(FieldState(state.login))
        below = state.error or state.told or say("window.lock.scanner")
        self.password.show_reason(below, "bad" if state.error else "")
        self.password.show_label(state.prompt or say("window.lock.password"))
        self.password.line.setAccessibleDescription(state.error or state.told)
        words = say("window.lock.draft" if state.draft else "window.lock.enter")
        self.go_on.show_as(words, blocked=state.wait)
        self.sign.show_as(say("window.lock.signature"))
        self.other.show_words(say("window.lock.other" if state.person else "window.lock.choose"))
        self.other.setVisible(bool(state.person or state.colleagues))
        self.another.show_as(say("window.lock.another"))
        self.another.setVisible(bool(state.person))
        self._people(state.colleagues)
        self.changed.emit()

    def _people(self, colleagues: tuple[Colleague, ...]) -> None:
        if [b.colleague for b in self.buttons] == list(colleagues[:3]):
            return
        for button in self.buttons:
            self.people.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for n, colleague in enumerate(colleagues[:3], 1):
            button = ColleagueButton(n, colleague, self.form)
            button.clicked.connect(lambda _=False, c=colleague: self._take(c))
            self.people.addWidget(button)
            self.buttons.append(button)
        self._across()

    def _somebody_else(self) -> None:
        """Whoever is not offered here writes their login: at the other side's window, or after a change of shift."""
        self.render(replace(self.state, login="", person="", role="", error=""))
        self.forget()
        self.login.setFocus()

    def _take(self, colleague: Colleague) -> None:
        self.render(replace(self.state, login=colleague.login, person=colleague.name, role=colleague.role, error=""))
        self.forget()
        self.password.setFocus()

    def _enter(self) -> None:
        if self.state.wait:
            self.early = True
            return
        login = self.login.text().strip()
        if not login:
            self.login.setFocus()
        elif self.password.text():
            self.entered.emit(login, self.password.text())
        else:
            self.password.setFocus()

    def forget(self) -> None:
        """The password does not stay in the field."""
        self.password.line.clear()
        self.password.line.setModified(False)

    def _begin(self) -> None:
        self.begun, self.early = True, False

    def opened(self) -> None:
        """The store was opened behind the screen: whoever is writing writes on, and who has pressed Enter goes in now."""
        early, self.early = self.early, False
        if not self.begun:
            self.shown()
        elif early:
            self.go_on.click()
        elif self.state.person:
            self.password.setFocus()

    def shown(self) -> None:
        self.begun = self.early = False
        self.forget()
        (self.password if self.state.person else self.login).setFocus()
        self.login.line.selectAll()  # the next person types over the last one's name

    def scanned(self, code: str) -> None:
        self.badge_read.emit(code)

    def on_key(self, key: str) -> bool:
        if key.startswith("Alt+") and key[4:].isdigit() and 0 < int(key[4:]) <= len(self.state.colleagues[:3]):
            self._take(self.state.colleagues[int(key[4:]) - 1])
            return True
        if key == "F5":
            self.signature_asked.emit()
            return True
        if key == "F8" and self.state.person:
            self._somebody_else()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return
        super().keyPressEvent(event)
