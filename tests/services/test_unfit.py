"""Two nodes that had not met do two things with one bag: both are kept, and both desks say that somebody must look."""

from __future__ import annotations

import pytest

from app.keeping.verify import verify_store
from app.problems import Refused
from app.start import exchange, licensor_store, listening
from tests.world import World, desk, who


def test_a_bag_that_was_taken_back_here_and_taken_there_is_shown_with_its_number(file_here: World) -> None:
    world = file_here
    bag = world.given_to_courier(world.accepted())

    def met() -> None:
        with listening(world.licensor) as address:
            exchange(world.centre, address)

    met()
    world.do("courier.take_back", {"code": bag["number"], "reason": "rain"}, "sector")
    world.licensor.run("courier.take", {"code": bag["number"]}, as_=who("courier"), draw=False)
    met()
    for app, login in ((world.centre, who("supervisor")), (world.licensor, desk("administrator"))):
        (shown,) = app.ask("house.parked_events", {}, as_=login)
        assert (shown.reason, shown.number) == ("out-of-order", bag["number"])
    with pytest.raises(Refused) as refused:
        world.do("courier.take", {"code": bag["number"]}, "courier")
    assert refused.value.code == "hand-over-ended"
    world.close()
    for url in (world.url, licensor_store(world.url)):
        answer = verify_store(world.settings(url))
        assert answer["intact"], answer["first_wrong"]
