"""What must hold in the storm: I1–I13 as far as six stores can show them, each day and at the end."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from app.keeping.verify import verify_store
from app.settings import Settings
from tests.campaign.town import CENTRES, LICENSOR, House, Town, url

HOLDERS = {"inspector", "sector", "courier", "chancellery", "applicant", "lost"}


@dataclass(slots=True)
class Judge:
    """Beside the stores it keeps what people were told: cases, numbers, chains."""

    town: Town
    wrong: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)  # on papers that were given out → operation
    cases: dict[str, set[str]] = field(default_factory=dict)  # centre → cases that were told
    said_lost: set[str] = field(default_factory=set)  # cases: who then finds the bag after all contradicts themselves
    lost: dict[str, int] = field(default_factory=Counter)  # node → events that no other node and no copy had
    _before: tuple[set[str], dict[str, int]] = (set(), {})

    def say(self, what: str) -> None:
        self.wrong.append(f"{self.town.hour.now:%d %H:%M} {what}")

    # ---- what people were told

    def told(self, house: House, name: str, op: str, value: dict[str, Any]) -> None:
        if name == "courier.report_lost":
            bag = house.all("SELECT state FROM handovers WHERE id = ?", value["handover"])[0].state
            self.said_lost |= set(json.loads(bag)["cases"])
        number = value.get("number") if name in ("intake.accept", "intake.refuse") else None
        if number is None:
            return
        if self.numbers.setdefault(number, op) != op:
            self.say(f"I7: {number} stands on two papers")
        self.cases.setdefault(house.name, set()).add(value["case"])

    # ---- a disk that is gone

    def before_restore(self, house: House) -> None:
        self._before = {id for (id,) in house.all("SELECT id FROM cases")}, house.seqs()

    def after_restore(self, house: House) -> None:
        """What nobody else has is lost, and only that: it must be as little as the copy is old."""
        peers = [h for h in self.town.houses.values() if h is not house]
        elsewhere = {id for peer in peers for (id,) in peer.all("SELECT id FROM cases")}
        here = {id for (id,) in house.all("SELECT id FROM cases")}
        if house.name in self.cases:
            self.cases[house.name] -= self._before[0] - here - elsewhere
        seqs = house.seqs()
        for device, chain in house.acknowledged.items():
            left = max(seqs[device], *(peer.seqs().get(device, 0) for peer in peers))
            self.lost[house.name] += len(chain) - left
            del chain[left:]

    # ---- always

    def after_contact(self, house: House) -> None:
        """I3: nobody believes that another has more than it has."""
        licensor = self.town.licensor
        for one, other in ((house, licensor), (licensor, house)):
            if other.waits_for:
                continue
            have, peer = other.seqs(), other.app.store.id
            rows = one.all("SELECT id, seq FROM cursors WHERE id LIKE ?", f"{peer} %")
            for device, seq in ((id.split(" ", 1)[1], seq) for id, seq in rows):
                if device in one.acknowledged and seq > have.get(device, 0):
                    self.say(f"I3: {one.name} believes {device} at {seq} there, it is {have.get(device)}")

    def day(self, *, at_rest: bool = False) -> None:
        for house in self.town.houses.values():
            self._chains(house)
            self._subjects(house, at_rest=at_rest)

    def _chains(self, house: House) -> None:
        """I1, I6: what was told is there, as it was told; no chain has a hole."""
        for device, seq, count in house.all(
            "SELECT d.code, d.seq, count(e.seq) FROM devices d LEFT JOIN events e ON e.device = d.code GROUP BY d.code"
        ):
            if seq != count:
                self.say(f"I6: {house.name} has {count} events of {device}, its chain says {seq}")
        if house.waits_for:
            return
        for device, chain in house.acknowledged.items():
            if (have := house.chain(device)) != chain:
                self.say(f"I1: {house.name} {device} has {len(have)} events, {len(chain)} were told")

    def _subjects(self, house: House, *, at_rest: bool) -> None:
        """I4, I5, I7: one holder, two signatures, no number twice, nothing out of order.

        Between two nodes a part of a chain may be on its way: what the other side did is judged at rest.
        """
        cases, bags, registries = (
            [json.loads(state) for (state,) in house.all(f"SELECT state FROM {table}")]
            for table in ("cases", "handovers", "registries")
        )
        held = {c["id"]: c for c in cases}
        own = [b for b in bags if at_rest or b["number"].rsplit("-", 3)[0] in house.acknowledged]
        numbers = Counter(row["number"] for row in (*cases, *bags, *registries))
        under_way = Counter(id for bag in own if bag["status"] == "given" for id in bag["cases"])
        found = [f"I7: {n} twice" for n, many in numbers.items() if many > 1]
        found += [f"I5: {id} given to two at once" for id, many in under_way.items() if many > 1 and self._sure(id)]
        found += [f"I5: {c['number']} held by {c['holder']}" for c in cases if c["holder"] not in HOLDERS]
        if at_rest:
            strange = [c for c in cases if c["out_of_order"] and self._sure(c["id"])]
            found += [f"I4: {c['number']} has an event out of order" for c in strange]
        for bag in own:
            inside = [held[id] for id in bag["cases"] if id in held and self._sure(id)]
            if at_rest and bag["status"] == "given" and any(c["holder"] != bag["from_holder"] for c in inside):
                found.append(f"I5: {bag['number']} given by who does not hold it")
            if bag["status"] == "taken" and (not (bag["took"] and bag["gave"]) or bag["taker"] == bag["giver"]):
                found.append(f"I5: {bag['number']} without two hands")
        for registry in registries:
            lines = [line["case"] for line in registry["lines"]]
            if len(set(lines)) != len(lines):
                found.append(f"I5: {registry['number']} names a case twice")
        for one in found:
            self.say(f"{house.name} {one}")

    def _sure(self, case: str) -> bool:
        """Nobody said two things of it: else both are kept, and it is shown as trouble."""
        return not self._lossy and case not in self.said_lost

    @property
    def _lossy(self) -> bool:
        """A disk took with it what nobody else had: then two sides may have gone on from different ends."""
        return any(self.lost.values())

    # ---- at rest

    def same_everywhere(self) -> bool:
        return not self.apart()

    def apart(self) -> str:
        """The first thing in which two nodes still differ; empty: none."""
        licensor = self.town.licensor
        if house := next((h for h in self.town.houses.values() if h.waits_for), None):
            return f"{house.name} waits for {sorted(house.waits_for)}"
        theirs = licensor.seqs()
        states = "SELECT id, state FROM cases"
        known = dict(tuple(row) for row in licensor.all(states))
        for name in CENTRES:
            house = self.town.houses[name]
            ours = house.seqs()
            for device in {*house.acknowledged, *licensor.acknowledged}:
                if ours[device] != theirs[device]:
                    return f"{name} has {device} at {ours[device]}, the licensor at {theirs[device]}"
            for id, state in house.all(states):
                if id in known and known[id] != state:
                    return f"{name} and the licensor see {id} differently"
            cursors = {
                id.split(" ", 1)[1]: seq
                for id, seq in licensor.all("SELECT id, seq FROM cursors WHERE id LIKE ?", f"{house.app.store.id} %")
            }
            for device in licensor.acknowledged:
                if cursors.get(device, 0) != theirs[device]:
                    return f"the licensor's cursor for {name} {device} is {cursors.get(device)}"
        return ""

    def end(self) -> None:
        self.day(at_rest=True)
        for house in self.town.houses.values():
            if not self._lossy and (rows := house.all("SELECT event, reason FROM parked WHERE NOT settled")):
                self.say(f"I11: {house.name} has parked {rows[0].reason}")
            wanted = self.cases.get(house.name, set())
            have = {id for (id,) in house.all("SELECT id FROM cases")}
            if house.name != LICENSOR and have != wanted:
                self.say(f"I3: {house.name} has {len(have - wanted)} cases too many, lacks {len(wanted - have)}")
            place = Settings(store=url(house.folder, house.name), key=house.folder / "tereze.key", write=False)
            told = verify_store(place)
            if not told["intact"] and not self._witnessed(told["first_wrong"]):
                self.say(f"I6: verify of {house.name}: {told['first_wrong']['what']} {told['first_wrong']['row']}")

    def _witnessed(self, wrong: dict[str, Any]) -> bool:
        """A checkpoint of what a lost disk took: the other node rightly holds it against whoever has another chain now."""
        whose = {device: house.name for house in self.town.houses.values() for device in house.acknowledged}
        return (
            wrong["what"] in ("checkpoint-contradicts", "restored-with-loss")
            and self.lost[whose[wrong["row"].split("/")[0]]] > 0
        )
