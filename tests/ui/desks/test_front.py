"""The lock screen and what holds everywhere: who may go on, what a fault says, where a scan goes."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.settings import licensor_store
from app.start import exchange
from tests.ui.desks.counter import INSPECTOR, SECTOR, Counter, accepted
from tests.world import World
from ui.look_words import say
from ui.start import front_of


def test_an_unknown_login_is_told_in_words_and_nobody_is_let_in(counter: Counter) -> None:
    counter.log_in("nobody.at01")
    assert "nobody.at01" in counter.front.lock.state.error
    assert counter.front.shell.locked
    assert counter.front.session is None


def test_everybody_of_the_demonstration_is_offered_on_the_lock_screen(counter: Counter) -> None:
    counter.front.offer_people()
    logins = [e.id for e in counter.front.shell.palette_.entries]
    assert {INSPECTOR, SECTOR, "head.ad01", "courier.at01@licensor"} <= set(logins)
    counter.choose("head.ad01")
    assert counter.view.name == "sign"


def test_a_fault_of_ours_has_a_number_and_a_report_that_hides_people(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.front.work.fault.emit(RuntimeError("broken on purpose"))
    (report,) = (counter.front.folder / "reports").iterdir()
    assert report.stem in counter.front.shell.fault.accessibleName()
    assert b"broken on purpose" not in report.read_bytes()


def test_a_scan_opens_its_case_from_any_place_and_leaves_the_focus_alone(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    counter.go("intake")
    counter.scan(code.replace("-", ""))
    assert counter.view.name == "case"
    assert code[2:] in counter.view.head.accessibleName()


def test_a_scanned_number_of_a_person_goes_into_the_intake(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("intake")
    before = QApplication.focusWidget()
    counter.scan("050140424450")
    assert desk.view.number.text() == "050140424450"
    assert QApplication.focusWidget() is before


def test_the_window_of_a_store_in_use_says_so_and_offers_nothing(counter: Counter, file_here: World) -> None:
    from ui.desks.door import Door
    from ui.desks.front import Front
    from ui.shell import Shell

    second = Front(Shell(), Door(file_here.url, str(file_here.key)), counter.front.folder)
    second.start()
    counter.qtbot.waitUntil(lambda: second.wrong is not None, timeout=20_000)
    assert "занято" in second.lock.side.accessibleName()
    second.shell.close()


def test_the_rail_counts_the_clocks_that_are_over(counter: Counter) -> None:
    from ui.screenshots import furnish

    furnish(counter.front, counter.clock)
    counter.log_in("supervisor.at01")
    late = counter.front.shell.rail.buttons["deadlines"].place.alert
    assert late == sum(c.state == "late" for c in counter.app().ask("deadlines.board", {}, as_="supervisor.at01"))
    assert late > 0


def test_a_licensor_s_own_window_knows_its_people_takes_calls_and_says_so(
    file_here: World, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEREZE_LISTEN", "127.0.0.1:0")
    front = front_of(licensor_store(file_here.url), key=str(file_here.key), demo=True, folder=file_here.key.parent)
    front.start()
    try:
        qtbot.waitUntil(lambda: bool(front.door.listens_at) and not front.work.pending, timeout=20_000)
        assert {k.login for k in front.known} >= {"chancellery.ad01", "head.ad01"}
        assert not {k.login for k in front.known} & {"inspector.at01"}
        assert front.exchange.words() == ("ok", say("desk.link.listens"))
        (told,) = exchange(file_here.centre, front.door.listens_at)
        assert not told.get("away")
        assert not told.get("refused")
    finally:
        front.close()
