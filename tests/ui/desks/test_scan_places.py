"""A scan at every moment of the day: over a list, behind the lock, twice, while a registry closes, of a wrong paper."""

from __future__ import annotations

import os
import pty
import tty
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from app.domain.numbers import check_character
from tests.ui.conftest import strike
from tests.ui.desks.counter import INSPECTOR, KNOWN, SECTOR, Counter, accepted
from ui import keys
from ui.devices.burst import Burst

NUMBERS = (KNOWN, "060240197729")


def bars(code: str) -> str:
    return code.replace("-", "")


def holder_of(counter: Counter, code: str) -> str:
    return str(counter.app().ask("case.open", {"code": code}, as_=SECTOR).case.holder)


def entered(counter: Counter, code: str) -> bool:
    return counter.app().ask("case.open", {"code": code}, as_=SECTOR).case.registry is not None


@pytest.fixture
def sounds(counter: Counter) -> list[str]:
    heard: list[str] = []
    counter.front.reading.sounds.played.connect(heard.append)
    return heard


@pytest.fixture
def desk(counter: Counter) -> Any:
    counter.log_in(SECTOR)
    return counter.go("sector")


def pass_time(counter: Counter, ms: int) -> None:
    """The guard's clock goes on by itself; here it is moved by hand."""
    guard = counter.front.reading.guard
    at = guard.now_ms() + ms
    guard.now_ms = lambda: at


# ---- twice


def test_a_second_read_of_the_same_paper_is_silent_and_a_later_one_is_told(
    counter: Counter, desk: Any, sounds: list[str]
) -> None:
    code = accepted(counter)
    pass_time(counter, 0)
    for _ in range(3):
        counter.scan(bars(code))
    assert sounds == ["ok"], "heard once"
    assert "ВНЕСЕНО" in desk.view.panel.accessibleName()
    assert [(s.tone, s.words) for s in desk.view.state.last] == [
        ("info", "двойное чтение, раз: 3 — пропущено"), ("ok", "внесено, строка 1")
    ]  # fmt: skip
    pass_time(counter, 1000)
    counter.scan(bars(code))
    assert "УЖЕ ЗДЕСЬ" in desk.view.panel.accessibleName()
    assert "строка 1" in desk.view.panel.accessibleName()
    assert desk.view.state.last[0].words == "уже здесь, строка 1"
    assert not desk.view.state.aside, "nothing is wrong with that paper"
    assert len(desk.view.state.lines) == 1


def test_a_case_opened_by_a_trembling_scan_is_opened_once(counter: Counter, sounds: list[str]) -> None:
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    counter.go("find")
    pass_time(counter, 0)
    counter.scan(bars(code))
    counter.scan(bars(code))
    assert counter.view.name == "case"
    assert sounds == ["ok"]


# ---- taken back


def test_undo_takes_back_the_scans_of_this_place_in_their_order(counter: Counter, desk: Any) -> None:
    known = [n for n in counter.app().persons.known() if n[4] in "456789"]
    codes = [accepted(counter, number) for number in known[:3]]
    for code in (codes[2], codes[0], codes[1]):
        counter.scan(bars(code))
    assert [line.number for line in desk.view.state.lines] == [codes[n][2:] for n in (1, 0, 2)], "as they were scanned"
    counter.press("Ctrl+Z")
    assert [entered(counter, code) for code in codes] == [True, False, True]
    counter.press("Ctrl+Z")
    assert [entered(counter, code) for code in codes] == [False, False, True]
    (last,) = [s for s in desk.view.state.last if s.undo]
    assert last.number == codes[2][2:]
    events = counter.app().ask("case.history", {"code": codes[1]}, as_=SECTOR)
    kinds = [e.kind for e in sorted(events, key=lambda e: e.id)]
    assert kinds[-2:] == ["case.entered-in-registry", "case.removed-from-registry"], "an event of its own"


def test_what_was_taken_back_may_be_scanned_again_at_once(counter: Counter, desk: Any, sounds: list[str]) -> None:
    code = accepted(counter)
    pass_time(counter, 0)
    counter.scan(bars(code))
    counter.press("Ctrl+Z")
    counter.scan(bars(code))
    assert entered(counter, code)
    assert sounds == ["ok", "ok"]


def test_a_closed_registry_gives_nothing_back(counter: Counter, desk: Any) -> None:
    code = accepted(counter)
    counter.scan(bars(code))
    counter.press("Ctrl+Enter")
    assert not desk.view.state.undo
    counter.press("Ctrl+Z")
    assert entered(counter, code)


# ---- wrong papers


def test_a_bad_scan_has_its_own_words_and_holds_up_nothing(counter: Counter, desk: Any, sounds: list[str]) -> None:
    good, other = accepted(counter), accepted(counter, NUMBERS[1])
    unknown = "AT01-01-16-77777"
    counter.scan("CAT010116999990")
    counter.scan(bars(good))
    counter.scan("R" + bars(unknown) + check_character(unknown))
    counter.scan("C" + bars(unknown) + check_character(unknown))
    counter.scan("0123456789-unreadable")
    counter.scan(bars(other))
    assert sounds == ["late", "ok", "late", "late", "late", "ok"]
    assert [line.number for line in desk.view.state.lines] == [other[2:], good[2:]]
    whys = [line.why for line in desk.view.state.aside]
    assert len(whys) == len(set(whys)) == 4, whys
    assert all(line.do for line in desk.view.state.aside)


def test_control_signs_go_and_leading_zeros_stay(counter: Counter, desk: Any) -> None:
    code = accepted(counter)
    counter.front.shell.wedge.tell(Burst(f"\x02]C0{bars(code)}\x1d", "", 5, "Enter"))
    counter.rest()
    assert entered(counter, code)
    counter.front.shell.wedge.tell(Burst("000123456", "", 5, "Enter"))
    counter.rest()
    assert [line.number for line in desk.view.state.aside] == ["000123456"]


# ---- at a bad moment


def test_a_list_goes_away_for_a_scan_and_words_that_were_begun_stay(
    counter: Counter, desk: Any, sounds: list[str]
) -> None:
    first, second = accepted(counter), accepted(counter, NUMBERS[1])
    over = counter.front.shell.palette_
    counter.press("F3")
    assert over.isVisible()
    counter.scan(bars(first))
    assert not over.isVisible()
    assert entered(counter, first)
    counter.press("Ctrl+K")
    QTest.keyClick(over.line, "x", delay=120)
    counter.scan(bars(second))
    assert (over.isVisible(), over.line.text()) == (True, "x")
    assert "Сначала закройте список" in counter.told
    assert not entered(counter, second)
    assert sounds == ["ok", "late"]


def test_behind_the_lock_a_scan_does_nothing_and_says_what_to_do(counter: Counter, sounds: list[str]) -> None:
    code = accepted(counter)
    stem = "AT01-01-16-00001"
    counter.scan(bars(code))
    assert "Окно заперто" in counter.front.lock.state.error
    assert bars(code) not in counter.front.lock.state.error
    counter.scan("P" + bars(stem) + check_character(stem))
    assert "бейдж" in counter.front.lock.state.error
    assert holder_of(counter, code) == "inspector"
    assert sounds == ["late", "late"]


def test_a_scan_while_the_registry_is_being_closed_opens_the_next_one(counter: Counter, desk: Any) -> None:
    first, second = accepted(counter), accepted(counter, NUMBERS[1])
    counter.scan(bars(first))
    desk.press("Ctrl+Enter")
    assert desk.busy, "the closing is under way"
    counter.scan(bars(second))
    app = counter.app()
    (closed,) = app.ask("registry.all", {"status": "closed"}, as_=SECTOR)
    (open_,) = app.ask("registry.all", {"status": "open"}, as_=SECTOR)
    assert [line.number for line in closed.lines] == [first[2:]]
    inside = app.ask("registry.open", {"code": open_.id}, as_=SECTOR).cases
    assert [c.number for c in inside] == [second[2:]]


# ---- from a port


def test_a_scanner_on_a_port_works_as_one_on_the_keyboard(counter: Counter, desk: Any, tmp_path: Path) -> None:
    code = accepted(counter)
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    port = tmp_path / "scanner"
    port.symlink_to(os.ttyname(theirs))
    reading = counter.front.reading
    reading.use(replace(reading.setup, kind="serial", port=str(port)))
    os.write(ours, bars(code).encode() + b"\r\n")
    counter.qtbot.waitUntil(lambda: len(desk.view.state.lines) == 1)
    counter.rest()
    assert entered(counter, code)
    reading.close()
    os.close(ours)
    os.close(theirs)


# ---- over a dialog of the program's own


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of a screen without a window manager
def test_a_scan_over_the_dialog_for_files_is_not_typed_into_it(counter: Counter, desk: Any) -> None:
    code = accepted(counter)
    dialog = QFileDialog(counter.front.shell)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    dialog.activateWindow()
    (line,) = dialog.findChildren(QLineEdit, "fileNameEdit")
    line.setText("договор.pdf")
    line.setFocus()
    for n, sign in enumerate(bars(code)):
        place = next(place for place, char in keys.PLACES.items() if char == sign.lower())
        shift = Qt.KeyboardModifier.ShiftModifier if sign.isupper() else Qt.KeyboardModifier.NoModifier
        strike(line, place, text=sign, modifiers=shift, at=1_000 + 6 * n)
    strike(line, 28, text="\r", key=Qt.Key.Key_Return, at=1_000 + 6 * len(code))
    counter.rest()
    assert (dialog.isVisible(), line.text()) == (True, "договор.pdf")
    assert entered(counter, code)
    dialog.reject()
    dialog.deleteLater()


# ---- into the registry of another receiver


def test_a_case_for_another_receiver_is_told_apart_by_sound_word_and_pile(
    counter: Counter, desk: Any, sounds: list[str]
) -> None:
    """The registry in front goes to somebody else than the case that is scanned."""
    first, second = accepted(counter), accepted(counter, NUMBERS[1])
    counter.scan(bars(first))
    (opened,) = desk.news.open
    other = replace(opened, registry=replace(opened.registry, id="other", number="AT01-02-16-00099-Z"))
    desk.news = replace(desk.news, open=(other, opened))
    desk.current = "other"
    counter.front.shell.wedge.scanned.emit(bars(second))
    counter.qtbot.waitUntil(lambda: len(sounds) == 2)
    assert sounds == ["ok", "late"]
    said = desk.view.panel.accessibleName()
    assert "В ДРУГОЙ РЕЕСТР" in said
    assert f"R-{opened.registry.number}" in said
    assert desk.view.state.last[0].tone == "info"
    counter.rest()


# ---- what other places sound like


def test_at_the_shelf_a_scan_sounds_as_it_ended(counter: Counter, desk: Any, sounds: list[str]) -> None:
    code, stem = accepted(counter), "AT01-01-16-77777"
    counter.scan("S" + bars(stem) + check_character(stem))
    assert desk.shelf.on
    counter.scan("C" + bars(stem) + check_character(stem))
    counter.scan("CAT010116999990")
    counter.scan(bars(code))
    assert sounds[:3] == ["ok", "late", "late"]
    assert len(sounds) == 4, "each scan is heard once"


def test_a_paper_that_is_not_in_the_bag_sounds_as_an_error_at_the_couriers(counter: Counter, sounds: list[str]) -> None:
    stem = "AT01-01-16-77777"
    counter.log_in("courier.at01")
    counter.go("courier")
    counter.scan("R" + bars(stem) + check_character(stem))
    assert sounds == ["late"]


def test_a_number_of_a_person_that_fills_a_field_sounds_as_done(counter: Counter, sounds: list[str]) -> None:
    counter.log_in(INSPECTOR)
    counter.go("intake")
    counter.scan(KNOWN)
    assert sounds == ["ok"]
