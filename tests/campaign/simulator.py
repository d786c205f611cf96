"""Thirty days in five centres and at their licensor, in one program: real commands, and everything that can go wrong at once.

One seed, one run: people, net, kills, backups and clocks are all drawn from it, and so are the ids.
"""

from __future__ import annotations

import json
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
import uuid_utils

from app.problems import Refused, Unavailable
from app.start import exchange, plain
from app.sync.pace import Pace
from tests.campaign.bad_link import DEEDS, NETS, Net, Said
from tests.campaign.judged import Judge
from tests.campaign.town import BEGINS, CENTRES, DEPARTMENTS, LICENSOR, House, Killed, Town

ADDRESS = "net://licensor"
DAY = timedelta(days=1)
CONTACTS, PRESSES = 2, 5  # a day, of each centre
NET_DEEDS = tuple(d for d in DEEDS if not d.startswith("cross"))  # one centre, one program: F14 has the crossing ones
FAULTS = ("net", "away", "kill", "restore", "clock", "twice", "lost-bag", "meanwhile")
WRONG_CLOCKS = (-DAY, DAY, timedelta(hours=-1), timedelta(hours=1), timedelta(days=400), timedelta(days=-400))


class TownNet(Net):
    """The same net, to a licensor that can be killed while it answers."""

    town: Town

    def through(self, request: httpx2.Request, body: bytes) -> Said:
        try:
            with self.town.inside(LICENSOR):
                return super().through(request, body)
        except Killed as killed:
            raise httpx2.ReadError("the other side is gone") from killed

    def deliver_held(self, *, all: bool = False) -> None:
        try:
            super().deliver_held(all=all)
        except httpx2.ReadError:
            self.log.append("  gone while a late question came")


@dataclass(slots=True)
class Storm:
    """One run over a town. `wrong`: what was seen that may never be."""

    town: Town
    seed: int
    days: int = 30
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)  # by region
    dice: random.Random = field(init=False)
    faults: set[str] = field(default_factory=set)
    kinds: tuple[str, ...] = ()  # of this seed
    net: TownNet = field(init=False)
    judge: Judge = field(init=False)
    away_until: dict[str, Any] = field(default_factory=dict)
    paces: dict[str, Pace] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)
    disks: float = 1 / 200  # how likely one is lost at a deed
    fresh_op_again: bool = False  # planted: who presses again makes a new key
    quiet_after: float = -1.0  # minutes from the last fault to rest

    def __post_init__(self) -> None:
        self.dice = random.Random(f"storm {self.seed}")
        self.faults = self.faults or set(self.dice.sample(FAULTS, self.dice.randint(3, len(FAULTS))))
        self.kinds = tuple(sorted(self.faults))
        self.net = TownNet(lambda: self.town.licensor.node, self.dice, self._draw, lambda by: None, self._meanwhile)
        self.net.town = self.town
        self.judge = Judge(self.town)
        self.paces = {name: Pace(self.dice.random) for name in CENTRES}
        NETS[ADDRESS] = self.net

    @property
    def wrong(self) -> list[str]:
        return self.judge.wrong

    def say(self, what: str) -> None:
        self.log.append(f"{self.town.hour.now:%d %H:%M} {what}")

    # ---- people

    def _op(self) -> str:
        return str(uuid.UUID(int=self.dice.getrandbits(128), version=4))

    def press(self, house: House, name: str, given: dict[str, Any], login: str) -> Any:
        """A button, pressed until it is known what came of it. None: the rules said no, or the machine does."""
        op, doomed = self._op(), False
        for _ in range(4):
            try:
                with self.town.inside(house.name):
                    outcome = house.app.run(name, given, as_=login, op=op, draw=False)
                break
            except Killed:
                self.done["killed"] += 1
                self.say(f"{house.name} was killed in {name}")
                op, doomed = self._op() if self.fresh_op_again else op, True
            except Refused as no:
                self.done["refused"] += 1
                self.say(f"{house.name} {login} {name}: {no.code}")
                house.told()
                return None
            except Unavailable as trouble:
                self.wrong.append(f"{name}: {trouble}")
                return None
        value = plain(outcome.value)
        self.done["done"] += 1
        self.say(f"{house.name} {login} {name} {given.get('code', '')} {'again' if doomed else ''}")
        house.told()
        self.judge.told(house, name, op, value)
        if "twice" in self.faults and self.dice.random() < 0.15:
            self._pressed_again(house, name, given, login=login, op=op, value=value)
        return value

    def _pressed_again(
        self, house: House, name: str, given: dict[str, Any], *, login: str, op: str, value: Any
    ) -> None:
        with self.town.inside(house.name):
            try:
                again = house.app.run(name, given, as_=login, op=op, draw=False)
            except Refused as no:
                self.wrong.append(f"{name} pressed twice is refused: {no.code}")
                return
        if not again.repeated or plain(again.value) != value:
            self.wrong.append(f"{name} pressed twice did two things")

    def someone_presses(self, house: House) -> None:
        if house.waits_for:
            return  # a backup was brought back: nobody works there until every peer was met
        likely = list(self.sensible(house))
        if house.is_centre and (not likely or self.dice.random() < 0.25):
            likely = [self._at_the_counter(house)]
        if likely:
            self.press(house, *self.dice.choice(likely))

    def _at_the_counter(self, house: House) -> tuple[str, dict[str, Any], str]:
        given, login = self.drafts[house.name[:2]], f"inspector.{house.name.lower()}"
        given = {**given, "applicant": {**given["applicant"]}}
        if self.dice.random() < 0.1:
            return "intake.refuse", {**given, "documents": given["documents"][:1]}, login
        return "intake.accept", given, login

    def sensible(self, house: House) -> Iterator[tuple[str, dict[str, Any], str]]:
        """What the people of that node would do next, with what they see there."""
        cases = house.all(
            "SELECT id, number, holder, licensor, registry, status, json_extract(state, '$.signed') AS signed, "
            "json_extract(state, '$.mark') AS mark FROM cases WHERE status NOT IN ('released', 'refused', 'lost')"
        )
        given = house.all("SELECT state FROM handovers WHERE status IN ('given', 'taken')")
        yield from (self._centre_steps if house.is_centre else self._licensor_steps)(house, cases)
        yield from self._bags(house, [json.loads(g.state) for g in given])

    def _centre_steps(self, house: House, cases: list[Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
        at = house.name.lower()
        sector, inspector, courier = f"sector.{at}", f"inspector.{at}", f"courier.{at}"
        for c in cases:
            code = {"code": f"C-{c.number}"}
            match c.holder, bool(c.signed):
                case "inspector", False:
                    yield "accumulation.take_in", code, sector
                case "sector", False if not c.registry:
                    yield "accumulation.enter", code, sector
                case "courier", True:
                    yield "courier.give", {"cases": [code["code"]], "to": "sector"}, courier
                case "sector", True:
                    yield ("issue.take", code, inspector) if c.mark else ("accumulation.mark_received", code, sector)
                case "inspector", True:
                    yield "issue.release", {**code, "name": "Сейітқали Дана"}, inspector
        for r in house.all("SELECT id, number, status FROM registries WHERE direction = 'out'"):
            inside = [c.id for c in cases if c.registry == r.id and c.holder == "sector"]
            if inside and r.status == "open":
                yield "accumulation.close", {"code": f"R-{r.number}", "cases": inside}, sector
            elif inside:
                yield "courier.give", {"registries": [f"R-{r.number}"], "to": "courier"}, sector

    def _licensor_steps(self, house: House, cases: list[Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
        for c in cases:
            code, at, courier = f"C-{c.number}", c.licensor.lower(), f"courier.{c.number.split('-')[0].lower()}"
            if c.holder == "courier" and not c.signed:
                yield "courier.give", {"cases": [code], "to": "chancellery"}, courier
            elif c.holder == "chancellery" and c.signed:
                yield "licensor_desk.give_out", {"code": code}, f"chancellery.{at}"
                yield "courier.give", {"cases": [code], "to": "courier"}, f"chancellery.{at}"
            elif c.holder == "chancellery":
                yield "licensor_desk.take_in", {"code": code, "reference": "17"}, f"chancellery.{at}"
                yield "licensor_desk.assign", {"code": code, "reference": f"specialist.{at}"}, f"head.{at}"
                yield "licensor_desk.prepare", {"code": code}, f"specialist.{at}"
                yield "licensor_desk.sign", {"code": code}, f"head.{at}"

    def _bags(self, house: House, bags: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any], str]]:
        for bag in bags:
            code, leg = {"code": f"H-{bag['number']}"}, (bag["from_holder"], bag["to_holder"])
            at = bag["number"].split("-")[0].lower()
            department = next((c["licensor"] for c in self._inside(house, bag)), DEPARTMENTS[0]).lower()
            centre = next((c["number"].split("-")[0] for c in self._inside(house, bag)), at).lower()
            here = house.is_centre == (leg in (("sector", "courier"), ("courier", "sector")))
            if bag["status"] == "given" and here:
                taker = {"sector": f"sector.{centre}", "courier": f"courier.{centre}"}
                yield "courier.take", code, taker.get(leg[1], f"chancellery.{department}")
                if self.dice.random() < 0.1:
                    yield "courier.take_back", {**code, "reason": "rain"}, bag["giver"]
            carried = bag["status"] == "taken" and leg[1] == "courier" and here
            if carried and "lost-bag" in self.faults and self.dice.random() < 0.03:
                yield "courier.report_lost", {**code, "reason": "an accident"}, bag["taker"]

    @staticmethod
    def _inside(house: House, bag: dict[str, Any]) -> list[Any]:
        listed = ",".join("?" for _ in bag["cases"])
        rows = house.all(f"SELECT number, licensor FROM cases WHERE id IN ({listed})", *bag["cases"])
        return [r._mapping for r in rows]

    # ---- net and contacts

    def _draw(self) -> str:
        centre = self.town.running[-1] if self.town.running else ""
        if self.town.hour.now < max(self.away_until.get(who, BEGINS) for who in (centre, "all")):
            return "unreachable"
        return self.dice.choice(NET_DEEDS) if "net" in self.faults and self.dice.random() < 0.3 else "pass"

    def _meanwhile(self) -> None:
        """People at other nodes work on while two are talking."""
        others = [h for n, h in self.town.houses.items() if n not in self.town.running]
        if "meanwhile" in self.faults:
            self.someone_presses(self.dice.choice(others))

    def contact(self, house: House) -> float:
        """Seconds until this centre would ask again."""
        address = ADDRESS
        try:
            with self.town.inside(house.name):
                ticks = exchange(house.app, address)
        except Killed:
            self.done["killed"] += 1
            self.say(f"{house.name} was killed in its contact")
            return 60.0
        for told in ticks:
            self.done["sent"] += told["sent"]
            self.done["received"] += told["received"]
            self.say(f"{house.name} contact {told}")
            if not (told.get("away") or told.get("refused") or told["stopped"]):
                house.waits_for.discard(LICENSOR)
                self.town.licensor.waits_for.discard(house.name)
        self.judge.after_contact(house)
        return self.paces[house.name].after(ticks)

    # ---- what befalls them

    def nightfall(self) -> None:
        for name, house in self.town.houses.items():
            house.keep_night()
            if "clock" in self.faults:
                house.clock.wrong_by = self.dice.choice(WRONG_CLOCKS) if self.dice.random() < 0.1 else timedelta()
            if "away" in self.faults and name != LICENSOR and self.dice.random() < 0.1:
                self.away_until[name] = self.town.hour.now + DAY * self.dice.randint(1, 6)
        if "away" in self.faults and self.dice.random() < 0.05:
            self.away_until["all"] = self.town.hour.now + DAY

    def mischief(self) -> None:
        """Now and then: a machine is about to be killed, or a disk is gone."""
        if "kill" in self.faults and not self.town.left and self.dice.random() < 0.15:
            self.town.doomed, self.town.left = self.dice.choice(list(self.town.houses)), self.dice.randint(1, 30)
        if "restore" in self.faults and self.dice.random() < self.disks:
            self.lose_a_disk(self.dice.choice(list(self.town.houses)))

    def lose_a_disk(self, name: str) -> None:
        house = self.town.houses[name]
        if not house.file.with_suffix(".night").exists() or any(h.waits_for for h in self.town.houses.values()):
            return
        self.say(f"{name} comes back from last night's copy")
        self.net.deliver_held(all=True)
        self.judge.before_restore(house)
        house.bring_back()
        house.waits_for = set(CENTRES) if name == LICENSOR else {LICENSOR}
        self.judge.after_restore(house)
        self.done["restored"] += 1

    # ---- the days

    def run(self) -> list[str]:
        for day in range(self.days):
            agenda: list[tuple[float, Callable[[], Any]]] = []
            for name in CENTRES:
                house = self.town.houses[name]
                agenda += [(self.dice.uniform(0, 9), lambda h=house: self.contact(h)) for _ in range(CONTACTS)]
                agenda += [(self.dice.uniform(0, 9), lambda h=house: self.someone_presses(h)) for _ in range(PRESSES)]
                at_licensor = range(PRESSES)
                agenda += [
                    (self.dice.uniform(0, 9), lambda: self.someone_presses(self.town.licensor)) for _ in at_licensor
                ]
            for hour, deed in sorted(agenda, key=lambda one: one[0]):
                self.town.hour.now = BEGINS + day * DAY + timedelta(hours=hour)
                self.mischief()
                deed()
                if self.wrong:
                    return self.wrong
            self.town.hour.now = BEGINS + day * DAY + timedelta(hours=15)
            self.judge.day()
            if self.wrong:
                return self.wrong
            self.nightfall()
        self.rest()
        self.judge.end()
        return self.wrong

    def rest(self) -> None:
        """The faults stop: within an hour of their own pace everything is everywhere."""
        self.faults, self.town.left = set(), 0
        self.away_until.clear()
        for house in self.town.houses.values():
            house.clock.wrong_by = timedelta()
        self.net.deliver_held(all=True)
        begun = self.town.hour.now
        due = {name: begun + timedelta(seconds=self.dice.uniform(0, 900)) for name in CENTRES}
        while (self.town.hour.now - begun) < timedelta(hours=1):
            name = min(due, key=lambda n: due[n])
            self.town.hour.now = due[name]
            due[name] += timedelta(seconds=max(self.contact(self.town.houses[name]), 240.0))
            if self.judge.same_everywhere():
                self.quiet_after = (self.town.hour.now - begun).total_seconds() / 60
                return
        self.wrong.append(f"not at rest after an hour: {self.judge.apart()}")


def seeded_ids(seed: int, hour: Any, monkeypatch: Any) -> None:
    """Ids as the program makes them, by the run's own time and dice."""
    dice, last = random.Random(f"ids {seed}"), [0]

    def uuid7() -> uuid.UUID:
        last[0] = max(last[0] + 1, int(hour.now.timestamp() * 1000))
        value = (last[0] << 80) | (7 << 76) | (dice.getrandbits(12) << 64) | (2 << 62) | dice.getrandbits(62)
        return uuid.UUID(int=value)

    monkeypatch.setattr(uuid_utils, "uuid7", uuid7)
