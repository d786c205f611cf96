"""F41: the machine on which a courier's hand-overs stood is lost with what nobody else had yet: by the day's close it shows.

Where the papers are is then known by hands that signed: the program names the last of them, and never one that did not.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.command import COMMANDS
from app.domain.events import CustodyMoved
from app.problems import Refused
from app.queries import registry as bags
from app.start import exchange, plain
from app.sync import links
from tests.campaign.bad_link import LINKS, NETS, Net
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.parts import part
from tests.campaign.test_storm import drafts, founded  # noqa: F401 – the same town
from tests.campaign.town import LICENSOR, Town, town

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
ADDRESS, HERE = "net://licensor", "AT01"
STAGES = ("given", "taken", "given there", "taken there")
TAKERS = {"given": "sector", "taken": "courier", "given there": "courier", "taken there": "chancellery"}


@dataclass(slots=True)
class Carried:
    """A bag on its way, the machine that is lost, and who holds the papers in truth."""

    town: Town
    draft: dict[str, Any]
    dice: random.Random
    cases: tuple[str, ...] = ()
    stage: str = ""

    def do(self, name: str, given: dict[str, Any], login: str, *, house: str = HERE) -> Any:
        self.town.hour.now += timedelta(minutes=self.dice.randint(1, 5))
        return plain(self.town.houses[house].app.run(name, given, as_=login, draw=False).value)

    def meet(self) -> None:
        for _ in range(2):
            for told in exchange(self.town.houses[HERE].app, ADDRESS):
                stopped = [
                    s for s in told.get("stopped", ()) if s["reason"] != "chain-held"
                ]  # until the others were met too
                assert [told.get("away"), told.get("refused"), stopped] == [None, None, []], told

    def carry(self) -> None:
        """As far as the stage; only its last hand-over may be known to one machine alone."""
        numbers = [self.do("intake.accept", self.draft, "inspector.at01") for _ in range(self.dice.randint(1, 2))]
        self.cases = tuple(c["case"] for c in numbers)
        for case in numbers:
            entered = self.do("accumulation.enter", {"code": f"C-{case['number']}"}, "sector.at01")
        given = {"code": entered["registry"], "cases": list(self.cases)}
        registry = self.do("accumulation.close", given, "sector.at01")
        self.meet()
        for house in self.town.houses.values():
            house.keep_night()
        self.stage = self.dice.choice(STAGES)
        codes = [f"C-{c['number']}" for c in numbers]
        bag = self.do("courier.give", {"registries": [registry["number"]], "to": "courier"}, "sector.at01")
        if self.stage == "given":
            return
        self.do("courier.take", {"code": bag["number"]}, "courier.at01")
        if self.stage == "taken":
            return
        self.meet()
        there = self.do("courier.give", {"cases": codes, "to": "chancellery"}, "courier.at01", house=LICENSOR)
        if self.stage == "taken there":
            self.do("courier.take", {"code": there["number"]}, "chancellery.ad01", house=LICENSOR)

    def lose(self) -> None:
        """The disk with the last hand-over on it; sometimes the other node had heard of it."""
        if self.dice.random() < 0.3:
            self.meet()
        self.town.houses[HERE if self.stage in ("given", "taken") else LICENSOR].bring_back()
        self.meet()

    def close_of_day(self) -> list[str]:
        """What is wrong with what people see a day later."""
        self.town.hour.now += timedelta(days=1, hours=12)
        wrong = []
        for name, login in ((HERE, "supervisor.at01"), (LICENSOR, "head.ad01")):
            house = self.town.houses[name]
            clocks = plain(house.app.ask("deadlines.board", {}, as_=login))
            late = {clock["case"]["id"] for clock in clocks if clock["state"] == "late"}
            known = {id: holder for id, holder in house.all("SELECT id, holder FROM cases")}
            listed = plain(house.app.ask("registry.handed", {}, as_=login))
            open_bags = [b for b in listed if b["status"] == "given"]
            for case in self.cases:
                holder = known.get(case)
                if holder is None:
                    wrong.append(f"{name} does not know the case")
                    continue
                if not self._signed(listed, case, holder):
                    wrong.append(f"{name} says {holder} holds it, who never signed")
                truth = TAKERS[self.stage]
                if (holder != truth or any(case in b["cases"] for b in open_bags)) and case not in late:
                    wrong.append(f"{name}: {holder} for {truth}, and nothing shows it")
            if self.stage in ("given", "given there") and name == (HERE if self.stage == "given" else LICENSOR):
                told = {case for b in open_bags for case in b["cases"]}
                row = house.all("SELECT count(*) AS n FROM handovers WHERE status = 'given'")[0].n
                if row and not told.issuperset(self.cases):
                    wrong.append(f"{name} has a bag on its way that no list shows")
        return wrong

    @staticmethod
    def _signed(listed: list[dict[str, Any]], case: str, holder: str) -> bool:
        """The sector by its registry; everybody else by a hand-over with two signatures."""
        taken = [b for b in listed if b["status"] == "taken" and case in b["cases"] and b["to_holder"] == holder]
        return holder == "inspector" or holder == "sector" or any(b["gave"] and b["took"] and b["taker"] for b in taken)


@contextmanager
def carried(founded: Path, ram: Path, draft: dict[str, Any], seed: int) -> Iterator[Carried]:  # noqa: F811
    folder = Path(tempfile.mkdtemp(dir=ram))
    with pytest.MonkeyPatch.context() as mp, town(founded, folder, mp, only=(HERE, LICENSOR)) as made:
        mp.setattr(links, "LINKS", LINKS)
        dice = random.Random(f"lost {seed}")
        NETS[ADDRESS] = Net(lambda: made.licensor.node, dice, lambda: "pass")
        yield Carried(made, draft, dice)
    shutil.rmtree(folder)


def one_hand_is_enough(mp: pytest.MonkeyPatch) -> None:
    """Who gives is rid of it at once."""
    wish = COMMANDS["courier.give"]

    def give(unit: Any, given: Any) -> Any:
        handed = wish.function(unit, given)
        for id in unit.handover(handed.handover).cases:
            case = unit.case(id)
            unit.record(id, CustodyMoved(from_holder=case.holder, to_holder=given.to, handover=handed.handover))
        return handed

    mp.setitem(COMMANDS, "courier.give", replace(wish, function=give))


def bags_are_not_listed(mp: pytest.MonkeyPatch) -> None:
    mp.setattr(bags, "at_most", lambda limit: 0)


def all_is_in_time(mp: pytest.MonkeyPatch) -> None:
    from app.queries import deadlines

    clock = deadlines._clock
    mp.setattr(deadlines, "_clock", lambda *given: replace(clock(*given), state="in-time"))


PLANTED: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (one_hand_is_enough, bags_are_not_listed, all_is_in_time)


def lost(founded: Path, ram: Path, draft: dict[str, Any], seeds: range, *, faulty: bool = False) -> str:  # noqa: F811
    for seed in seeds:
        with carried(founded, ram, draft, seed) as one:
            try:
                one.carry()
            except Refused:  # another rule has stopped what was planted: the next way
                if faulty:
                    continue
                raise
            one.lose()
            if wrong := one.close_of_day():
                return f"{seed} {one.stage}: {wrong}"
    return ""


def test_a_machine_lost_with_hand_overs_on_it_is_seen_within_a_day(
    founded: Path, drafts: dict[str, Any], ram: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    draft = drafts["AT"]
    seeds = part(cases(100, least=5))
    told = lost(founded, ram, draft, seeds)
    assert not told, told
    caught = 0
    for fault in PLANTED:
        with monkeypatch.context() as planted:
            fault(planted)
            caught += bool(lost(founded, ram, draft, range(12), faulty=True))
    ran("F41", len(seeds), planted=(caught, len(PLANTED)))
