"""Schedules of a bad net between a centre and its licensor: one seed, one morning of work, contacts and faults.

What was acknowledged is written down beside the stores; when the faults have stopped both must have it, once.
"""

from __future__ import annotations

import contextlib
import dataclasses
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain import events as e
from app.domain import facts as f
from app.problems import Refused
from app.store import sqlite
from app.sync import links
from app.sync.loop import Ticked
from app.sync.pace import LONGEST, Pace
from app.sync.peers import Node
from tests.campaign.bad_link import BELIEVED, DEEDS, LINKS, NETS, Net
from tests.sync.nodes import KEY, House, Pair, acquainted, on_sqlite

ADDRESS = "net://licensor"
CENTRE, LICENSOR = ("AT01-01", "AT01-02"), ("AD01-01", "AD01-02")
DEVICES = CENTRE + LICENSOR
ERRORS = (
    "error-before", "error-after", "busy", "busy-after", "too-many", "half-json", "portal", "portal-after", "redirect",
    "no-from-between", "too-large", "garbage", "cut", "died-before", "died-after",
)  # fmt: skip
REPEATS = ("twice", "twice-late", "late", "old-answer", "other-answer", "cross-before", "cross-after", "lose-answer")
OF_ROW = {"F11": DEEDS, "F12": DEEDS, "F13": ERRORS, "F14": REPEATS}


@dataclass(slots=True)
class Side:
    """A node whose store can be put aside and put back without being closed."""

    house: House
    folder: Path
    live: Any = None
    kept: dict[str, Any] = field(default_factory=dict)
    node: Node | None = None

    def __post_init__(self) -> None:
        self.live = sqlite.connect(str(self.house.store.path), key=KEY).raw

    def keep(self, name: str) -> None:
        if name not in self.kept:
            place = self.folder / f"{self.house.devices[0]}.{name}"
            self.kept[name] = sqlite.connect(str(place), key=KEY).raw
        _copy(self.live, self.kept[name])

    def go_back(self, name: str) -> None:
        _copy(self.kept[name], self.live)
        self.house.store.epoch = self.one("SELECT epoch FROM store")
        self.node = self.house.node()

    def restore(self, name: str, epoch: str) -> None:
        """As `tereze restore` does it: the copy, under a new epoch."""
        _copy(self.kept[name], self.live)
        self.live.execute("UPDATE store SET epoch = ?", (epoch,))
        self.live.execute("UPDATE devices SET epoch = epoch + 1 WHERE local")
        self.house.store.epoch = epoch
        self.node = self.house.node()

    def all(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.live.execute(statement, values).fetchall()  # type: ignore[no-any-return]

    def one(self, statement: str, *values: Any) -> Any:
        found = self.all(statement, *values)
        return found[0][0] if found else None

    def chain(self, device: str) -> list[bytes]:
        return [bytes(h) for _, h in self.all("SELECT seq, row_hash FROM events WHERE device = ? ORDER BY seq", device)]

    def seq(self, device: str) -> int:
        return int(self.one("SELECT seq FROM devices WHERE code = ?", device))

    def cursors(self) -> dict[str, int]:
        """How far each chain is with the other side, by device."""
        rows = ((id.split(" ", 1)[1], seq) for id, seq in self.all("SELECT id, seq FROM cursors"))
        return {device: seq for device, seq in rows if device in DEVICES}

    def close(self) -> None:
        for raw in (self.live, *self.kept.values()):
            raw.close()


def _copy(source: Any, target: Any) -> None:
    with target.backup("main", source, "main") as copying:
        copying.step(-1)


@dataclass(slots=True)
class Stage:
    """Both nodes after a quiet morning, to be set up again for each schedule."""

    pair: Pair
    centre: Side
    licensor: Side
    begun: datetime
    cases: tuple[str, ...]
    wrong: list[str] = field(default_factory=list)

    def side(self, device: str) -> Side:
        return self.centre if device in CENTRE else self.licensor

    def other(self, side: Side) -> Side:
        return self.licensor if side is self.centre else self.centre

    def set_up(self) -> None:
        self.pair.centre.clock.at = self.begun
        self.centre.go_back("morning")
        self.licensor.go_back("morning")


@contextmanager
def staged(ram: Path, monkeypatch: Any) -> Iterator[Stage]:
    monkeypatch.setattr(links, "LINKS", LINKS)
    with acquainted(on_sqlite(ram), ram) as pair:
        sides = Side(pair.centre, ram), Side(pair.licensor, ram)
        cases = tuple(pair.centre.accept(device) for device in CENTRE)
        pair.centre.record(CENTRE[1], cases[0], e.CustodyMoved(from_holder="inspector", to_holder="sector"))
        stage = Stage(pair, *sides, begun=pair.centre.clock.at, cases=cases)
        sides[1].node = pair.licensor.node()
        NETS[ADDRESS] = Net(lambda: sides[1].node, random.Random(0), lambda: "pass")  # type: ignore[arg-type,return-value]
        for _ in range(3):
            assert pair.tick_at(ADDRESS).away is None
        for side in sides:
            side.keep("morning")
        yield stage
        for side in sides:
            side.close()


@dataclass(slots=True)
class Schedule:
    """One run. `wrong`: what was seen that may never be."""

    stage: Stage
    row: str
    seed: int
    dice: random.Random = field(init=False)
    net: Net = field(init=False)
    cases: list[str] = field(default_factory=list)
    chains: dict[str, list[bytes]] = field(default_factory=dict)  # what was acknowledged, by device
    forked: set[str] = field(default_factory=set)
    unnoticed: bool = False  # a licensor from a backup that no contact has met yet
    noticed: bool = False
    resting: Side | None = None  # came back from a backup: nobody works there until a contact was whole
    wrong: list[str] = field(default_factory=list)
    crossing: bool = False
    pace: Pace = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(f"{self.row} {self.seed}")
        self.pace = Pace(self.dice.random)
        self.net = Net(
            lambda: self.stage.licensor.node, self.dice, self._draw, self._wait, self.work, self._cross  # type: ignore[arg-type,return-value]
        )  # fmt: skip

    # ---- what happens

    def _draw(self) -> str:
        return self.dice.choice(OF_ROW[self.row]) if self.dice.random() < 0.6 else "pass"

    def _wait(self, by: timedelta) -> None:
        self.stage.pair.centre.clock.at += by

    def _cross(self) -> None:
        """Another contact of the same centre, while the first has asked and waits."""
        if not self.crossing:
            self.crossing = True
            self.tick()
            self.crossing = False

    def record(self, device: str, case: str, fact: Any) -> bool:
        if self.stage.side(device) is self.resting:
            return False
        house = self.stage.side(device).house
        with contextlib.suppress(Refused):  # does not fit there, or they have no such case: nobody was told yes
            if fact is None:
                self.cases.append(house.accept(device))
            else:
                house.record(device, case, fact)
            self.chains[device].append(
                bytes(self.stage.side(device).one("SELECT head FROM devices WHERE code = ?", device))
            )
            return True
        return False

    def work(self) -> None:
        dice = self.dice
        case, number = dice.choice(self.cases), dice.randint(1, 3)
        match dice.randrange(8):
            case 0 | 1 | 2:
                self.record(dice.choice(CENTRE), "", None)
            case 3:
                moved = e.CustodyMoved(from_holder="inspector", to_holder="sector")
                self.record(dice.choice(CENTRE), case, moved)
            case 4:
                self.record(dice.choice(CENTRE), case, e.EnteredInRegistry(registry=f"r-{number}"))
            case 5:
                self.record(dice.choice(CENTRE), case, e.RemovedFromRegistry(registry=f"r-{number}"))
            case _:
                if self.stage.licensor.one("SELECT 1 FROM cases WHERE id = ?", case):
                    fact = e.ApplicationRegistered(number=f"RG-{number}", course=f.Course())
                    self.record(dice.choice(LICENSOR), case, fact)

    def tick(self) -> Ticked:
        done = self.stage.pair.tick_at(ADDRESS, batch=self.dice.randint(1, 4))
        if done.away is None and done.refused is None and {s.device for s in done.stopped} <= self.forked:
            self.resting = None
        self._paced(done)
        self.noticed |= done.restored
        if self.unnoticed and not self.crossing and done.away is None and done.refused is None:
            if not self.noticed:
                self.wrong.append("a licensor from a backup was met and not noticed")
            self.unnoticed = False
        self._always()
        return done

    def _paced(self, done: Ticked) -> None:
        """Not at once again, not never; and when it is asked to wait, so long."""
        pause = self.pace.after([dataclasses.asdict(done)])
        if not min(15, LONGEST) <= pause <= LONGEST:
            self.wrong.append(f"the next contact in {pause} s")
        if done.away == "busy" and not (done.wait == self.net.asked_to_wait and pause >= min(done.wait, LONGEST)):
            self.wrong.append(f"asked to wait {self.net.asked_to_wait} s, waits {pause} s")

    def restore(self) -> None:
        """One of the two comes back from a backup; what the other has of it must come back too."""
        side = self.stage.centre if self.dice.random() < 0.4 else self.stage.licensor
        self.net.deliver_held(all=True)
        side.restore("older", f"epoch {self.seed} {self.dice.random()}")
        self.unnoticed, self.noticed = side is self.stage.licensor, False
        theirs = self.stage.other(side)
        for device in side.house.devices:
            left = max(side.seq(device), theirs.seq(device))
            self.chains[device] = self.chains[device][:left]
        if self.dice.random() < 0.25:
            self._early(side, theirs)
        self.resting = side

    def _early(self, side: Side, theirs: Side) -> None:
        """Somebody works there before the first contact: where the other has more of that chain, it has forked."""
        device = self.dice.choice(side.house.devices)
        acknowledged = list(self.chains[device])
        fork = theirs.seq(device) > side.seq(device)
        fact = None if device in CENTRE else e.EnteredInRegistry(registry="early")
        if self.record(device, self.dice.choice(self.cases), fact) and fork:
            self.chains[device] = acknowledged
            self.forked.add(device)

    # ---- what must hold

    def _always(self) -> None:
        """Nobody believes that the other has more than it has; every chain is without a hole."""
        sides = (self.stage.centre, self.stage.licensor)
        for side, other in (sides, sides[::-1]):
            have = {d: s for d, s in other.all("SELECT code, seq FROM devices")}
            for device, seq in side.cursors().items():
                if device in side.house.devices and seq > have[device] and other is not self.resting:
                    self.wrong.append(f"{device}: believed at {seq}, the other has {have[device]}")
            counts = side.all(
                "SELECT d.code, d.seq, count(e.seq), coalesce(max(e.seq), 0) FROM devices d LEFT JOIN events e "
                "ON e.device = d.code GROUP BY d.code"
            )
            for device, seq, count, last in counts:
                if not seq == count == last:
                    self.wrong.append(f"{device}: {count} events, the chain says {seq}")

    def quiet(self) -> None:
        """The faults have stopped: a few contacts must do."""
        self.net.draw = lambda: "pass"
        self.net.deliver_held(all=True)
        for _ in range(5):
            done = self.tick()
            if done.away or done.refused:
                self.wrong.append(f"the net is good and the contact ends: {done.away or done.refused}")
            if not (done.sent or done.received):
                break
        else:
            self.wrong.append(f"never quiet: {done}")
        stopped = {s.device for s in done.stopped}
        if stopped != self.forked:
            self.wrong.append(f"stopped {done.stopped}, forked {sorted(self.forked)}")

    def judge(self) -> None:
        centre, licensor = self.stage.centre, self.stage.licensor
        for device in set(DEVICES) - self.forked:
            for side in (centre, licensor):
                if side.chain(device) != self.chains[device]:
                    self.wrong.append(f"{device}: {side.house.devices[0][:2]} has not what was acknowledged")
                if side.cursors().get(device) != len(self.chains[device]):
                    self.wrong.append(f"{device}: the cursor is {side.cursors().get(device)}")
        if not self.forked:
            states = (
                "SELECT id, status, holder, registry, register_number, trouble, version, state FROM cases ORDER BY id"
            )
            if centre.all(states) != licensor.all(states):
                self.wrong.append("the two see a case differently")
            for side in (centre, licensor):
                if found := side.all("SELECT event, reason FROM parked WHERE NOT settled"):
                    self.wrong.append(f"parked: {found[0][1]}")
        for side, other in ((centre, licensor), (licensor, centre)):
            if side.one("SELECT epoch FROM peers") != other.house.store.epoch:
                self.wrong.append("the peer's epoch was not noticed")

    def run(self) -> list[str]:
        self.stage.set_up()
        NETS[ADDRESS] = self.net
        BELIEVED.clear()
        self.cases = list(self.stage.cases)
        self.chains = {device: self.stage.side(device).chain(device) for device in DEVICES}
        contacts = self.dice.randint(1, 3)
        restored_at = self.dice.randrange(contacts) if self.row == "F11" else -1
        for nth in range(contacts):
            for _ in range(self.dice.randint(0 if nth else 1, 3)):
                self.work()
            if nth == restored_at:
                older = (self.stage.centre, self.stage.licensor)
                for side in older:
                    side.keep("older")
                self.work()
                self.tick()
                self.restore()
            self.tick()
        self.quiet()
        self.judge()
        self.wrong += [f"believed: {one}" for one in BELIEVED]
        return self.wrong


def first_wrong(stage: Stage, row: str, seeds: range) -> str:
    """What the first schedule of these that goes wrong has seen, with all that its net did; empty: none."""
    for seed in seeds:
        schedule = Schedule(stage, row, seed)
        if schedule.run():
            return f"{row} {seed}: {schedule.wrong[:3]}\n" + "\n".join(schedule.net.log)
    return ""
