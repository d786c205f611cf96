"""What stands on the pictures of people: a locked window that waits for its person, a password that is told once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.personal import Secret

if TYPE_CHECKING:
    from ui.desks.front import Front

INSPECTOR, ADMINISTRATOR = "inspector.at01", "administrator.at01"
CHANCELLERY, HEAD, SPECIALIST = "chancellery.ad01", "head.ad01", "specialist.ad01"


def waited_for(front: Front) -> None:
    """The inspector has gone for a moment: the window is theirs, and anybody else's by one key."""
    from ui import screenshots as shots

    shots.enter(front, INSPECTOR)
    front.shell.lock_asked.emit()
    shots.settle(front)


def told_once(front: Front) -> None:
    from ui import screenshots as shots
    from ui.desks.admitting import show_once

    shots.enter(front, ADMINISTRATOR, "settings")
    assert front.session is not None
    show_once(front.session, INSPECTOR, Secret("k7mq-x2rd-9hvt-4wep"))
    shots.settle(front)


def sign(front: Front) -> None:
    """Two results wait for the head's signature."""
    from ui import screenshots as shots

    there = front.door.apps["licensor"]
    if not there.ask("queue.waiting", {"place": "desk", "step": "sign"}, as_=HEAD):
        waiting = there.ask("queue.waiting", {"place": "desk", "step": "completeness"}, as_=SPECIALIST)
        for row in waiting[:2]:
            there.run("licensor_desk.examine", {"code": row.id, "complete": True}, as_=SPECIALIST)
            there.run("licensor_desk.enter_data", {"code": row.id}, as_=SPECIALIST)
            there.run("licensor_desk.prepare", {"code": row.id}, as_=SPECIALIST)
    shots.enter(front, HEAD, "sign")


STAGES: tuple[tuple[str, Callable[[Front], None]], ...] = (
    ("sign", sign),
    ("lock-person", waited_for),
    ("people-once", told_once),
)
