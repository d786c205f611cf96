"""A place shows its own thing: not the one before, not what was looked for earlier, not in another language."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.numbers import trouble_with
from tests.ui.desks.counter import CTRL, INSPECTOR, KNOWN, accepted, at_licensor, held
from tests.ui.desks.test_custody_desks import SECOND
from tests.ui.desks.test_intake_desk import mark_all, sit_down
from ui.parts.button import Button
from ui.screenshots import CHANCELLERY, HEAD, send

SIGNS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
UNKNOWN = next(n for c in SIGNS if not trouble_with(n := f"AT01-01-16-09999-{c}", ("case",)))


def test_an_unknown_number_leaves_no_other_case_on_the_page(counter):
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    counter.front.search(code)
    counter.rest()
    assert code[2:] in counter.view.head.accessibleName()
    counter.front.search(UNKNOWN)
    counter.rest()
    assert code[2:] not in counter.view.head.accessibleName()
    assert counter.view.state.blocked
    assert "Записывается" not in counter.view.state.blocked


def test_what_was_looked_for_before_does_not_cover_the_chosen_list(counter):
    accepted(counter)
    counter.log_in(INSPECTOR)
    desk = counter.go("find")
    go = held(counter.front.work.read)
    desk.view.line.setFocus()
    counter.quickly("zzzz")
    counter.strike(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    go.set()
    counter.rest()
    assert desk.found is None


def test_a_click_leaves_the_hands_where_they_were(counter):
    at_licensor(counter, SECOND)
    counter.log_in(HEAD)
    desk = counter.go("sign")
    desk.view.queue.setFocus()
    main = next(b for b in reversed(counter.front.shell.foot.findChildren(Button)) if b.isVisible())
    QTest.mouseClick(main, Qt.MouseButton.LeftButton)
    counter.rest()
    assert QApplication.focusWidget() is desk.view.queue
    QTest.mouseClick(counter.front.shell.top.langs[0], Qt.MouseButton.LeftButton)
    counter.rest()
    assert QApplication.focusWidget() is desk.view.queue


def test_what_a_message_offers_is_done_by_its_own_place(counter):
    desk = sit_down(counter)
    counter.type(KNOWN)
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    counter.go("find")
    assert "F7" in counter.told
    assert counter.front.shell.toast.isVisible()
    counter.press("F7")
    assert "не печатается" not in counter.told


def test_what_a_list_is_narrowed_to_is_said_anew(counter):
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    desk = counter.go("find")
    desk._choose("newest")
    desk._sort("status")
    counter.rest()
    desk.view.table.list.go(next(r.id for r in desk.view.state.rows if r.number == code[2:]))
    counter.press("F3")
    in_russian = desk.view.state.only
    counter.front.speak("kk")
    counter.rest()
    assert in_russian
    assert desk.view.state.only not in ("", in_russian)


def test_a_doubled_press_signs_one_case(counter):
    codes = at_licensor(counter, SECOND)
    counter.log_in(HEAD)
    desk = counter.go("sign")
    first = desk.current
    counter.strike(Qt.Key.Key_Return, CTRL)
    counter.qtbot.waitUntil(lambda: desk.current not in ("", first) and not desk.busy and not desk._not_yet())
    counter.strike(Qt.Key.Key_Return, CTRL)  # before anybody could have read the next one
    counter.rest()
    there = counter.app("licensor")
    assert sum(bool(there.ask("case.open", {"code": c}, as_=HEAD).case.signed) for c in codes) == 1
    counter.qtbot.wait(600)
    counter.press("Ctrl+Enter")
    assert all(there.ask("case.open", {"code": c}, as_=HEAD).case.signed for c in codes)


def test_enter_alone_decides_nothing(counter):
    """A number of the journal is asked for where one is promised; «without» stays one key away."""
    code = accepted(counter)
    send(counter.app(), counter.app("licensor"), [code], counter.front.door.exchange)
    counter.log_in(CHANCELLERY)
    counter.go("licensor")
    counter.press("Ctrl+Enter")
    counter.press("Enter")
    assert "Сделано" not in counter.told
    assert "номер" in counter.told
    counter.press("Ctrl+Enter")
    counter.choose("without")
    assert "номер" not in counter.told
