"""The window on the shared store: a person's own password opens it, and a wrong one is told in words."""

from __future__ import annotations

from typing import Any

from app.demonstration import PASSWORD
from tests.ui.desks.counter import INSPECTOR
from tests.world import World
from ui.start import front_of


def test_a_person_signs_in_on_the_shared_store_with_their_own_password(database_here: World, qtbot: Any) -> None:
    folder = database_here.key.parent
    front = front_of(database_here.url, key=str(database_here.key), folder=folder)
    front.start()
    try:
        qtbot.waitUntil(lambda: front.ready, timeout=20_000)
        assert front.known == (), "nobody is offered: names are the store's own"
        front.enter(INSPECTOR, PASSWORD)
        qtbot.waitUntil(lambda: front.session is not None and front.work.pending == 0, timeout=20_000)
        assert front.shell.current().name == "intake"
    finally:
        front.shell.close()
