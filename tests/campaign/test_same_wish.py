"""F15, F20: the same wish again – a double click, a resend – does one deed; another wish under its id does none."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.problems import Refused, Unavailable
from app.start import App
from app.store.unit import new_id
from tests.campaign.counted import WHOLE, ran
from tests.campaign.forgetting import forget_wishes
from tests.campaign.shares import share
from tests.world import World, code, who

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)  # the whole takes what it takes
INSPECTOR, SECTOR = who("inspector"), who("sector")


def wishes(world: World, random_: random.Random) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    """A command that can be done now: its name, who presses it, with what, and with what else under the same id."""
    draft = world.draft()
    other = {**draft, "applicant": {**draft["applicant"], "phone": f"8{random_.randrange(10**9)}"}}
    match random_.randrange(4):
        case 0:
            return "intake.accept", INSPECTOR, draft, other
        case 1:
            return "intake.refuse", INSPECTOR, {**draft, "documents": draft["documents"][1:]}, other
        case 2:
            first, second = (code(world.do("intake.accept", draft)) for _ in range(2))
            return "accumulation.enter", SECTOR, {"code": first}, {"code": second}
    id = new_id()
    return "intake.save_draft", INSPECTOR, {"id": id, "draft": draft}, {"id": id, "draft": other}


def pressed(app: App, name: str, login: str, given: dict[str, Any], op: str) -> Any:
    """What came of a press; a no is an answer too."""
    try:
        return app.run(name, given, as_=login, op=op, draw=False)
    except (Refused, Unavailable) as no:
        return no


def doubled(world: World, random_: random.Random) -> bool:
    """Pressed two to four times, one after another or all at once: more than one deed, or two different answers."""
    name, login, given, _ = wishes(world, random_)
    before, op, times = world.count("events"), new_id(), random_.randrange(2, 5)
    if random_.random() < 0.5:
        found = [pressed(world.centre, name, login, given, op) for _ in range(times)]
    else:
        with ThreadPoolExecutor(times) as hands:
            found = [
                f.result() for f in [hands.submit(pressed, world.centre, name, login, given, op) for _ in range(times)]
            ]
    done = [one for one in found if not isinstance(one, Exception)]
    new = world.count("events") - before
    once = {"intake.accept": 1, "intake.refuse": 1, "intake.save_draft": 0}.get(name)
    told = (
        len(done) == times and len({str(one.value) for one in done}) == 1 and sum(not one.repeated for one in done) == 1
    )
    operations = world.rows("SELECT count(*) AS n FROM operations WHERE op = :op", op=op)[0].n
    return not told or operations != 1 or (new != once if once is not None else not 1 <= new <= 3)


def differing(world: World, random_: random.Random) -> bool:
    """Under the id of a wish that was granted, another one: anything else than a no that changes nothing."""
    name, login, given, other = wishes(world, random_)
    op = new_id()
    world.centre.run(name, given, as_=login, op=op, draw=False)
    before = world.count("events"), world.count("operations")
    found = pressed(world.centre, name, login, other, op)
    refused = isinstance(found, Refused) and found.code == "operation-differs"
    return not refused or (world.count("events"), world.count("operations")) != before


@pytest.mark.parametrize(("row", "tried", "whole"), [("F20", doubled, 10_000), ("F15", differing, 1_000)])
def test_the_same_wish_is_granted_once(
    world: World, monkeypatch: pytest.MonkeyPatch, row: str, tried: Any, whole: int
) -> None:
    random_, count = share(row, whole, commit=max(25, whole // 100))
    through = sum(tried(world, random_) for _ in range(count))
    with monkeypatch.context() as planted:
        forget_wishes(planted)
        caught = any(_noticed(world, tried, random_) for _ in range(6))
    ran(row, count, through=through, planted=(int(caught), 1))


def _noticed(world: World, tried: Any, random_: random.Random) -> bool:
    try:
        return bool(tried(world, random_))
    except Exception as fault:  # the store's own key of operations is a second door behind the first
        return "operations" in str(fault) or "UNIQUE" in str(fault)
