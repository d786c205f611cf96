"""One case the whole way to the release window, both nodes and every hand: for what is counted at its end."""

from __future__ import annotations

from typing import Any

from app.start import exchange, listening
from tests.world import World, code, who


def to_release(world: World) -> dict[str, Any]:
    case = world.accepted()
    bag = world.given_to_courier(case)
    world.do("courier.take", {"code": bag["number"]}, "courier")
    with listening(world.licensor) as link:
        exchange(world.centre, link)
        here = world.licensor
        handed = here.run("courier.give", {"cases": [code(case)], "to": "chancellery"}, as_=who("courier")).value
        world.there("courier.take", {"code": handed.number}, "chancellery")
        for name, role, more in (
            ("take_in", "chancellery", {"reference": "17"}), ("assign", "head", {"reference": "specialist"}),
            ("prepare", "specialist", {}), ("sign", "head", {}),
        ):  # fmt: skip
            world.there(f"licensor_desk.{name}", {"code": code(case), **more}, role)
        back = world.there("courier.give", {"cases": [code(case)], "to": "courier"}, "chancellery")
        here.run("courier.take", {"code": back["number"]}, as_=who("courier"))
        exchange(world.centre, link)
    bag = world.do("courier.give", {"cases": [code(case)], "to": "sector"}, "courier")
    world.do("courier.take", {"code": bag["number"]}, "sector")
    world.do("accumulation.mark_received", {"code": code(case), "cell": "A-1"}, "sector")
    world.do("issue.take", {"code": code(case)})
    return case
