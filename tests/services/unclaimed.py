"""Nobody has come for a result within its month: the courier takes it back to the licensor."""

from __future__ import annotations

from typing import Any

from tests.world import World, code


def sent_back(world: World, case: dict[str, Any]) -> dict[str, Any]:
    """It left with the courier; a contact with the licensor is still to come."""
    world.later(days=32)
    bag = world.do("courier.give", {"cases": [code(case)], "to": "courier"}, "sector")
    world.do("courier.take", {"code": bag["number"]}, "courier")
    return case
