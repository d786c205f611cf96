"""Events that the other side cannot apply: unknown, unreadable, not theirs to write, contradicting what is known.

Written past our own rules, as a node of another make or of tomorrow would: the chain fits, the seal is right, only what is
said is strange.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from app.domain import events as e
from app.domain import facts as f
from app.domain.case import Head
from app.store import chain
from app.store.unit import head_bytes, new_id
from app.sync.incoming import redrive
from tests.campaign.bad_link import NETS
from tests.campaign.schedules import ADDRESS, CENTRE, DEVICES, LICENSOR, Schedule, Side, Stage
from tests.sync.nodes import House, batch_of, take

COURSE = {"done": [], "started": []}


@dataclass(frozen=True, slots=True)
class Poison:
    """`reason`: why the receiver sets it aside; empty: it is kept at its case, which then is in trouble."""

    kind: str
    facts: Any
    reason: str = "not-understood"
    v: int = 1


UNKNOWN = Poison("licence.suspended", {"until": "2027-01-01"})
STRANGE = (
    UNKNOWN, Poison("application.registered", {"number": "RG-9", "course": COURSE}, v=2),
    Poison("application.registered", {"nomber": 3}), Poison("step.done", {"step": "take-in", "outcome": "perhaps"}),
    Poison("custody.moved", {"from_holder": "nobody", "to_holder": "sector", "course": COURSE}),
    Poison("result.prepared", {"result": 7, "negative": "maybe"}), Poison("result.signed", b"\xff{"),
    Poison("application.registered", []),
)  # fmt: skip
OF_LICENSOR = (
    *STRANGE, Poison("result.marked", {"state": "whole", "course": COURSE}, "wrong-side"),
    Poison("application.sent", {"course": COURSE}, "wrong-side"),
    Poison("application.registered", {"number": "RG-other", "course": COURSE}, ""),
    Poison("result.signed", {"by": "seal-and-signature", "course": COURSE}, ""),
    Poison("custody.moved", {"from_holder": "courier", "to_holder": "chancellery", "course": COURSE}, ""),
    Poison("case.removed-from-registry", {"registry": "r-nowhere"}, ""),
)  # fmt: skip
OF_CENTRE = (
    *STRANGE, Poison("application.registered", {"number": "RG-ours", "course": COURSE}, "wrong-side"),
    Poison("result.signed", {"by": "ourselves", "course": COURSE}, "wrong-side"),
    Poison("custody.moved", {"from_holder": "courier", "to_holder": "sector", "course": COURSE}, ""),
)  # fmt: skip
TOLD = ("status", "holder", "registry", "register_number", "result", "signed", "mark")  # what would be a guess


def insist(house: House, device: str, subject: str, *, poison: Poison, version: int) -> str:
    """Stands in that node's chain, whatever its own rules say; the subject there stays as it was."""
    facts = poison.facts if isinstance(poison.facts, bytes) else json.dumps(poison.facts).encode()
    with house.writing(device) as transaction:
        stamp = transaction.stamp
        head = Head(
            id=new_id(), v=poison.v, kind=poison.kind, device=device, seq=transaction.device["seq"] + 1, case=subject,
            version=version, op=stamp.op, who=stamp.who, at=stamp.at, recorded_at=stamp.recorded_at.iso(),
            clock="by-hand", side=house.store.side,
        )  # fmt: skip
        link = chain.link(transaction.device["head"], head_bytes(head), facts, b"{}")
        transaction.device["seq"], transaction.device["head"] = head.seq, link.row_hash
        transaction.append(head, link)
        transaction.commit()
    return head.id


@dataclass(slots=True)
class Poisoned(Schedule):
    """Work, one strange event among it, more work; over a net that is bad too."""

    told: Poison = UNKNOWN
    event: str = ""
    case: str = ""
    before: dict[str, Any] = field(default_factory=dict)

    def _draw(self) -> str:
        return self.dice.choice(("lose-answer", "cut", "error-after", "twice")) if self.dice.random() < 0.2 else "pass"

    def run(self) -> list[str]:
        stage, dice = self.stage, self.dice
        stage.set_up()
        NETS[ADDRESS] = self.net
        self.cases = list(stage.cases)
        self.chains = {device: stage.side(device).chain(device) for device in DEVICES}
        theirs = self.row == "F38" or dice.random() < 0.5
        sender = stage.licensor if theirs else stage.centre
        self.case, self.told = dice.choice(stage.cases), dice.choice(OF_LICENSOR if theirs else OF_CENTRE)
        registered = e.ApplicationRegistered(number="RG-1", course=f.Course())
        self.record(dice.choice(LICENSOR), self.case, registered)
        self.tick()
        self.quiet()
        self.before = self._told(stage.other(sender))
        device = dice.choice(LICENSOR if theirs else CENTRE)
        self._neighbours(device)
        last = sender.one("SELECT version FROM cases WHERE id = ?", self.case)
        self.event = insist(sender.house, device, self.case, poison=self.told, version=last + 1)
        self.chains[device] = sender.chain(device)
        self._neighbours(device)
        self.net.draw = self._draw
        self.tick()
        self.quiet()
        self._judge(sender, stage.other(sender))
        return self.wrong

    def _neighbours(self, device: str) -> None:
        """Of the same chain and of another case: they must arrive."""
        other = next(c for c in self.stage.cases if c != self.case)
        if device in CENTRE:
            self.record(device, "", None)
        else:
            self.record(device, other, e.EnteredInRegistry(registry="r-n"))
            self.record(device, other, e.RemovedFromRegistry(registry="r-n"))

    def _told(self, side: Side) -> dict[str, Any]:
        state = json.loads(side.one("SELECT state FROM cases WHERE id = ?", self.case))
        return {name: state.get(name) for name in TOLD}

    def _judge(self, sender: Side, receiver: Side) -> None:
        for device in DEVICES:
            for side in (sender, receiver):
                if side.chain(device) != self.chains[device]:
                    self.wrong.append(f"{device}: a neighbour did not arrive")
        if self._told(receiver) != self.before:
            self.wrong.append(f"guessed: {self._told(receiver)}")
        parked = dict(receiver.all("SELECT event, reason FROM parked WHERE NOT settled"))
        shown = dict(sender.all("SELECT event, reason FROM parked WHERE NOT settled"))
        if not self.told.reason:
            row = receiver.all("SELECT trouble, state FROM cases WHERE id = ?", self.case)[0]
            if not row[0] or self.event not in json.loads(row[1])["out_of_order"]:
                self.wrong.append("a contradiction that is not shown")
        elif parked != {self.event: self.told.reason} or shown != {self.event: f"at-peer:{self.told.reason}"}:
            self.wrong.append(f"set aside: {parked}, shown there: {shown}, wanted {self.told.reason}")
        redrive(receiver.house.node())  # of no use, and of no harm
        if self.told.reason and dict(receiver.all("SELECT event, reason FROM parked WHERE NOT settled")) != parked:
            self.wrong.append("tried again, and no longer told")


@dataclass(slots=True)
class Shuffled(Schedule):
    """Chains in any order of stretches, some of them twice: what depends on another chain may come before it."""

    def run(self) -> list[str]:
        stage, dice = self.stage, self.dice
        stage.set_up()
        NETS[ADDRESS] = self.net
        self.cases = list(stage.cases)
        self.chains = {device: stage.side(device).chain(device) for device in DEVICES}
        for _ in range(dice.randint(4, 9)):
            self.work()
        sender, receiver = stage.centre, stage.licensor
        waiting = {device: batch_of(sender.house, device, to=receiver.house) for device in CENTRE}
        had = {device: receiver.seq(device) for device in CENTRE}
        while any(len(events) > had[device] for device, events in waiting.items()):
            device = dice.choice(CENTRE)
            start = dice.randint(0, had[device]) if dice.random() < 0.3 else had[device]
            events = waiting[device][start : had[device] + dice.randint(1, 3)]
            if events:
                had[device] = max(had[device], take(receiver.house, events, from_=sender.house).seq)
        self.net.draw = lambda: "pass"
        self.quiet()  # what the licensor wrote goes the other way
        self.judge()
        return self.wrong


def first_wrong(stage: Stage, row: str, seeds: range) -> str:
    for seed in seeds:
        schedule: Schedule = Shuffled(stage, row, seed) if row == "F37" else Poisoned(stage, row, seed)
        if schedule.run():
            told = f" {schedule.told}" if isinstance(schedule, Poisoned) else ""
            return f"{row} {seed}:{told} {schedule.wrong[:3]}\n" + "\n".join(schedule.net.log)
    return ""
