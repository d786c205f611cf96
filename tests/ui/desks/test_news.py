"""What another workplace commits appears in the window by itself, and takes nothing out of the person's hands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.demonstration import PASSWORD
from tests.ui.desks.counter import INSPECTOR, SECTOR, Counter
from tests.world import World, code
from ui.desks import news
from ui.start import front_of

LONG = 60_000  # milliseconds that a slow machine may take until something appears


@pytest.fixture
def shared(database_here: World, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    """The window of one workplace on a shared store; `database_here` is another one."""
    monkeypatch.setattr(news, "PAUSE", 0.05)
    folder = database_here.key.parent / "window"
    front = front_of(database_here.url, key=str(database_here.key), folder=folder, clock=database_here.clock)
    made = Counter(front, database_here.clock, qtbot)
    front.shell.resize(1366, 768)
    front.shell.show()
    front.shell.activateWindow()
    front.start()
    qtbot.waitUntil(lambda: front.ready, timeout=LONG)
    yield made
    front.shell.close()
    front.shell.deleteLater()
    QApplication.processEvents()


def come_in(window: Counter, login: str, other: World) -> None:
    """They are in, and their window hears what others do: something is changed until it has looked."""
    window.front.enter(login, PASSWORD)
    window.qtbot.waitUntil(lambda: window.front.session is not None and not window.front.work.pending, timeout=LONG)
    window.front.news.listen()

    def heard() -> bool:
        other.centre.store.live.tell([("offices", "0")])  # type: ignore[union-attr]
        return window.front.news.looks > 0

    window.qtbot.waitUntil(heard, timeout=LONG)


def test_a_case_that_another_counter_took_in_appears_by_itself(shared: Counter, database_here: World) -> None:
    come_in(shared, INSPECTOR, database_here)
    desk = shared.go("find")
    case = database_here.accepted()
    shared.qtbot.waitUntil(lambda: case["number"] in {r.number for r in desk.waiting.newest.rows}, timeout=LONG)


def test_what_is_typed_and_where_stays_as_it_is(shared: Counter, database_here: World) -> None:
    come_in(shared, INSPECTOR, database_here)
    desk = shared.go("find")
    shared.type("Жай")
    before, typed = QApplication.focusWidget(), _text(QApplication.focusWidget())
    assert typed
    case = database_here.accepted()
    shared.qtbot.waitUntil(lambda: case["number"] in {r.number for r in desk.waiting.newest.rows}, timeout=LONG)
    assert QApplication.focusWidget() is before
    assert _text(before) == typed
    shared.type("ық")
    assert _text(before) == typed + "ық"


def test_a_visit_that_is_being_typed_is_not_touched(shared: Counter, database_here: World) -> None:
    come_in(shared, INSPECTOR, database_here)
    desk = shared.go("intake")
    shared.scan("050140424450")
    before, looks = QApplication.focusWidget(), shared.front.news.looks
    database_here.accepted()
    shared.qtbot.waitUntil(lambda: shared.front.news.looks > looks, timeout=LONG)
    shared.rest()
    assert desk.view.number.text() == "050140424450"
    assert QApplication.focusWidget() is before


def test_an_open_case_looks_again_when_it_was_changed_and_not_when_another_was(
    shared: Counter, database_here: World
) -> None:
    first, second = database_here.accepted(), database_here.accepted()
    come_in(shared, INSPECTOR, database_here)
    desk = shared.go("case")
    shared.front.go("case", code(first))
    shared.rest()
    looks, stood = shared.front.news.looks, desk.opened
    database_here.do("accumulation.take_in", {"code": code(second)}, "sector")
    shared.qtbot.waitUntil(lambda: shared.front.news.looks > looks, timeout=LONG)
    shared.rest()
    assert desk.opened is stood
    database_here.do("accumulation.take_in", {"code": code(first)}, "sector")
    shared.qtbot.waitUntil(lambda: desk.opened.case.holder == "sector", timeout=LONG)


def test_the_sector_sees_what_the_hall_has_taken_in(shared: Counter, database_here: World) -> None:
    come_in(shared, SECTOR, database_here)
    desk = shared.go("sector")
    case = database_here.accepted()
    shared.qtbot.waitUntil(lambda: case["number"] in {r.number for r in desk.news.expected}, timeout=LONG)


def _text(widget: Any) -> str:
    return str(widget.text() if hasattr(widget, "text") else widget.toPlainText())
