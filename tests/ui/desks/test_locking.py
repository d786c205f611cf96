"""S17: the window locks by itself, by one key and after sleep; nothing of an applicant can be read then. ASVS 5.0, 7.3.1."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from sqlalchemy import text

from app.problems import Refused
from tests.ui.desks.counter import INSPECTOR, KNOWN, SECTOR, Counter, accepted
from tests.ui.desks.counter import counter as counter
from ui.desks.session import Session
from ui.parts.toast import ToastState

SEED = 20161116
TIMES = 500 if os.environ.get("TEREZE_CAMPAIGN") else 60
NAME = "Жайық-Дәрігер Тест"
PLACES = ("intake", "find", "case", "deadlines", "settings", "taken")
OVER = ("nothing", "list", "message", "search", "dialog", "clipboard", "draft")
WHY = ("idle", "slept", "clock-back", "key", "frozen")


class Hands:
    """Both clocks that the watch looks at."""

    def __init__(self, counter: Counter) -> None:
        self.ticks, self.wall = 1000.0, 9_000_000.0
        counter.front.second.stop()
        counter.front.watch.ticks, counter.front.watch.wall = lambda: self.ticks, lambda: self.wall
        counter.front.watch.ours = lambda: True  # a window without a screen owns no clipboard
        counter.front.watch.begin()

    def gone(self, seconds: float, *, wall: float | None = None) -> None:
        self.ticks += seconds
        self.wall += seconds if wall is None else wall


def readable(counter: Counter) -> str:
    """Whatever can be seen, read aloud or pasted: of hidden widgets what they hold too."""
    found = [QGuiApplication.clipboard().text(), counter.front.shell.windowTitle()]
    shell = counter.front.shell
    others = [top for top in QApplication.topLevelWidgets() if top.parent() is None and type(top) is not type(shell)]
    for top in (shell, *others):  # dialogs and menus too; not the windows of other tests
        for widget in (top, *top.findChildren(QWidget)):
            found += [widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle(), widget.toolTip()]
            if isinstance(widget, QLineEdit):
                found.append(widget.text())
            if isinstance(widget, QPlainTextEdit):
                found.append(widget.toPlainText())
    return " ".join(found)


def put(counter: Counter, over: str, chance: random.Random) -> None:
    """Something of an applicant lies over the work."""
    from ui.parts.palette import Entry

    shell = counter.front.shell
    match over:
        case "list":
            shell.offer("drafts", NAME, (Entry("x", NAME, KNOWN),), text=NAME)
        case "message":
            shell.tell(ToastState(chance.choice(("ok", "late")), NAME, KNOWN))
        case "search":
            shell.top.scan.setText(NAME)
        case "dialog":
            dialog = QFileDialog(shell, NAME)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
            dialog.open()
        case "clipboard":
            QGuiApplication.clipboard().setText(f"{NAME} {KNOWN}")
        case "draft":
            for line in shell.stack.currentWidget().findChildren(QLineEdit)[:1]:
                line.setText(NAME)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of a screen without a window manager
def test_nothing_can_be_read_whatever_was_open_when_it_locks(counter: Counter) -> None:
    """S17: place × what lies over it × why it locks; the name is looked for in every widget there is."""
    case = accepted(counter)
    hands, chance, locked = Hands(counter), random.Random(SEED), 0
    for n in range(TIMES):
        counter.log_in(INSPECTOR)
        place, over, why = PLACES[n % len(PLACES)], OVER[n % len(OVER)], WHY[n % len(WHY)]
        counter.front.go(place, case if place == "case" else "")
        counter.rest()
        put(counter, over, chance)
        hands.gone(1)
        counter.front._tick()
        assert counter.front.session is not None, (place, over)
        match why:
            case "idle":
                hands.gone(299)
            case "slept":
                hands.gone(1, wall=chance.uniform(11, 90_000))
            case "clock-back":
                hands.gone(1, wall=-chance.uniform(12, 90_000))
            case "frozen":
                hands.gone(chance.uniform(11, 290))
            case "key":
                counter.front.shell.palette_.close_()
                counter.front.shell.lock_asked.emit()
        counter.front._tick()  # the next second
        locked += counter.front.session is None
        counter.rest()
        assert counter.front.shell.locked, (n, place, over, why)
        told = readable(counter)
        assert NAME not in told, (n, place, over, why)
        assert KNOWN not in told, (n, place, over, why)
        counter.rest()
    assert locked == TIMES
    print(f"S17: {locked} of {TIMES} locked at the first tick, nothing was left to read")


@pytest.mark.parametrize("minutes", [1, 2, 3, 4, 5])
def test_it_locks_after_the_minutes_of_the_setting_and_not_before(counter: Counter, minutes: int) -> None:
    hands = Hands(counter)
    counter.log_in(INSPECTOR)
    counter.front.keep(lock_after=minutes)
    for _ in range(minutes * 60 - 1):
        hands.gone(1)
        counter.front.watch.asked = hands.ticks
        counter.front.watch.tick()
    assert counter.front.session is not None
    hands.gone(1)
    counter.front.watch.tick()
    assert counter.front.session is None


def test_a_key_is_work_and_puts_the_lock_off(counter: Counter) -> None:
    hands = Hands(counter)
    counter.log_in(INSPECTOR)
    for _ in range(3):
        hands.gone(9 * 20)
        counter.front.watch.last = hands.ticks, hands.wall
        QApplication.sendEvent(
            counter.front.shell, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
        )
        counter.front._tick()
        assert counter.front.session is not None


@pytest.mark.parametrize("wrong", [0, 6, 60, True, "5", None, 2.5])
def test_the_setting_cannot_be_longer_than_five_minutes(counter: Counter, wrong: Any) -> None:
    import json

    from ui.desks.habits import FILE, remembered

    (counter.front.folder / FILE).write_text(json.dumps({"lock_after": wrong}), "utf-8")
    assert remembered(counter.front.folder).lock_after == 5


def test_what_somebody_else_put_on_the_clipboard_stays(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("of another program")
    counter.front.watch.ours = lambda: False
    counter.front.log_out()
    assert clipboard.text() == "of another program"


def test_what_somebody_asked_who_has_gone_since_is_answered_to_nobody(counter: Counter) -> None:
    """A reading, a deed and a deed that was refused, each slower than the key that locks."""
    counter.log_in(INSPECTOR)
    session: Session | None = counter.front.session
    assert session is not None
    accepted(counter)
    paper = counter.app().ask("papers.made_here", {}, as_=INSPECTOR)[0].id
    heard: list[Any] = []
    session.ask("queue.all", {}, heard.append)
    session.read(lambda: 1, heard.append)
    session.beside(lambda: 1, heard.append)
    session.run("upkeep.reprint", {"paper": paper, "reason": "lost"}, heard.append)
    session.run("upkeep.reprint", {"paper": "no such", "reason": "lost"}, heard.append, failed=heard.append)
    session.ask("case.open", {"case": "no such"}, heard.append, failed=heard.append)
    counter.front.log_out()
    counter.rest()
    assert heard == []
    assert counter.front.shell.locked
    again = counter.app().run("upkeep.reprint", {"paper": paper, "reason": "lost"}, as_=INSPECTOR)
    assert again.value.copy == 2, "the deed itself was done"


def test_two_people_in_turn_each_find_their_own_draft(counter: Counter) -> None:
    other = "administrator.at01"
    drafts: dict[str, str] = {}
    for turn in range(6):
        login = (INSPECTOR, SECTOR, other)[turn % 3]
        counter.log_in(login)
        session: Session | None = counter.front.session
        assert session is not None
        assert session.me.login == login
        if login == INSPECTOR:
            desk = counter.go("intake")
            if login in drafts:
                assert desk.visit.id == drafts[login]
            else:
                counter.type(KNOWN)
            drafts[login] = desk.visit.id
        else:
            assert "intake" not in counter.front.desks
        counter.front.log_out()
        counter.rest()
    owners = counter.app().ask("queue.my_drafts", {}, as_=SECTOR)
    assert owners == ()


# ---- F40: an account that was closed, a role that was changed elsewhere


def close(counter: Counter, login: str) -> None:
    counter.app().run("account.close", {"login": login}, as_="administrator.at01")


def test_a_closed_person_is_out_at_the_next_button(counter: Counter) -> None:
    counter.log_in(SECTOR)
    close(counter, SECTOR)
    assert counter.front.session is not None
    counter.front.session.ask("house.me", {}, lambda _: None)
    counter.rest()
    assert counter.front.session is None
    assert counter.front.lock.state.told


def test_a_closed_person_is_out_within_a_minute_without_pressing_anything(counter: Counter) -> None:
    hands = Hands(counter)
    counter.log_in(SECTOR)
    close(counter, SECTOR)
    seconds = 0
    while seconds < 60 and counter.front.session is not None:
        hands.gone(1)
        counter.front.watch.tick()
        counter.rest()
        seconds += 1
    assert counter.front.session is None
    assert seconds <= 25
    with pytest.raises(Refused, match="account-closed"):
        counter.app().run("accumulation.print_unclaimed", {}, as_=SECTOR)


def test_a_role_that_was_changed_is_in_force_within_a_minute(counter: Counter) -> None:
    hands = Hands(counter)
    counter.log_in(INSPECTOR)
    counter.app().run("account.set_role", {"login": INSPECTOR, "role": "sector"}, as_="administrator.at01")
    hands.gone(5)
    for _ in range(20):
        hands.gone(1)
        counter.front.watch.tick()
        counter.rest()
    assert counter.front.session is None
    counter.log_in(INSPECTOR)
    assert counter.front.session is not None
    assert counter.front.session.me.role == "sector"


def drafts_of(counter: Counter, login: str) -> int:
    with counter.app().store.reading() as connection:
        asked = text("SELECT count(*) FROM drafts WHERE login = :login AND body <> ''")
        return int(connection.execute(asked, {"login": login}).scalar() or 0)


def test_what_a_closed_person_had_begun_is_kept(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("intake")
    counter.type(KNOWN)
    desk.leave()
    counter.rest()
    before = drafts_of(counter, INSPECTOR)
    close(counter, INSPECTOR)
    counter.front.session.ask("house.me", {}, lambda _: None)  # type: ignore[union-attr]
    counter.rest()
    assert before == drafts_of(counter, INSPECTOR) == 1


def test_the_lock_says_why_and_is_no_error_of_a_password(counter: Counter) -> None:
    lock = counter.front.lock
    counter.log_in(INSPECTOR)
    hands = Hands(counter)

    def nobody_for_five_minutes() -> None:
        for _ in range(60):
            hands.gone(5)
            counter.front._tick()

    nobody_for_five_minutes()
    assert "мин без работы" in lock.state.told
    assert lock.state.error == ""
    assert "сохранено" not in lock.state.told, "nothing had been begun"
    counter.log_in(INSPECTOR)
    counter.scan(KNOWN)
    nobody_for_five_minutes()
    assert "Начатое сохранено" in lock.state.told
    assert lock.password.line.accessibleDescription() == lock.state.told
