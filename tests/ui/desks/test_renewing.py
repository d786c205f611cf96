"""A store of an earlier version at the lock screen: it is said that it is brought up to date, and then people work."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.outside.clock import HandClock
from tests.campaign.releases import FIRST, name, program
from tests.ui.desks.counter import Counter
from tests.world import World
from ui.start import front_of


def test_an_older_store_is_brought_up_to_date_after_the_lock_screen_has_said_so(
    file_here: World, qtbot: Any, ram: Any
) -> None:
    with program(FIRST + 1, ram):
        front = front_of(
            file_here.url, key=str(file_here.key), demo=True, folder=file_here.key.parent, clock=HandClock()
        )
        counter, said = Counter(front, HandClock(), qtbot), []
        true = front.lock.render

        def rendered(state: Any) -> None:
            said.append(state)
            true(state)

        front.lock.render = rendered
        try:
            front.start()
            counter.rest()
            assert front.ready
            (first, *_) = [state for state in said if "прежней версии" in str(state)]
            assert f"before-{name(FIRST + 1)}" in str(first)
            assert "прежней версии" not in str(front.lock.state)
            place = front.door.apps["centre"].store.path
            assert place.with_suffix(f".before-{name(FIRST + 1)}").exists()
            counter.log_in("inspector.at01")
            assert front.session is not None
        finally:
            front.shell.close()
            front.shell.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QApplication.processEvents()
