"""F12 on real sockets: each toxic at each stage of a contact; what was acknowledged is there, once, when it has passed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import httpx2
import pytest

from app.domain import events as e
from app.domain import facts as f
from app.sync import loop
from app.sync.links import http
from app.sync.server import listening
from tests.campaign.counted import WHOLE, ran
from tests.campaign.parts import part
from tests.campaign.schedules import CENTRE, DEVICES, LICENSOR, Side
from tests.campaign.toxics import STAGES, TOXICS, Poisoned, Proxy, proxied
from tests.sync.nodes import Pair, acquainted, on_sqlite

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
ALL = [(toxic, stage, seed) for seed in range(50) for toxic, stage in product(TOXICS, STAGES)]
PATIENT, SHORT = httpx2.Timeout(60), httpx2.Timeout(0.4)  # so that a stall ends; a slow machine tries once more


class Line:
    """Both nodes, the licensor's server, and the proxy between."""

    def __init__(self, pair: Pair, centre: Side, licensor: Side, *, proxy: Proxy, direct: str) -> None:
        self.pair, self.centre, self.licensor, self.proxy, self.direct = pair, centre, licensor, proxy, direct
        self.cases = [row[0] for row in centre.all("SELECT id FROM cases ORDER BY id")]

    def attempt(self, toxic: str, stage: tuple[str, str], seed: int) -> str:
        """Something new on both sides, a contact that meets the toxic, a good one; what is wrong then."""
        dice = random.Random(f"{toxic} {stage} {seed}")
        self.proxy.dice, self.proxy.next = dice, None
        self.centre.go_back("morning")
        self.licensor.live.execute("BEGIN IMMEDIATE")  # nobody of the server's threads is within a write
        self.licensor.live.execute("COMMIT")
        self.licensor.go_back("morning")
        self.pair.tick_at(self.address)  # answers of before, to be said again
        for _ in range(dice.randint(1, 3)):
            self.pair.centre.accept(dice.choice(CENTRE))
        registered = e.ApplicationRegistered(number=f"RG-{seed}", course=f.Course())
        self.pair.licensor.record(dice.choice(LICENSOR), dice.choice(self.cases), registered)
        chains = {d: self._of(d).chain(d) for d in DEVICES}
        self.proxy.next = Poisoned(*stage, toxic)  # type: ignore[arg-type]
        with pytest.MonkeyPatch.context() as hurried:
            hurried.setattr(http, "TIMES", SHORT if toxic == "stall" else PATIENT)
            for _ in range(50):
                self.pair.tick_at(self.address, batch=dice.randint(1, 3))
                if self.proxy.next.met:
                    break
            else:
                return "the toxic was never met"
        for side, other in ((self.centre, self.licensor), (self.licensor, self.centre)):
            for device in side.house.devices:
                if side.cursors().get(device, 0) > other.seq(device):
                    return f"{device}: believed at {side.cursors()[device]}, the other has {other.seq(device)}"
        return self._good(chains)

    def _good(self, chains: dict[str, list[bytes]]) -> str:
        for _ in range(4):
            done = self.pair.tick_at(self.direct)
            if done.away or done.refused or done.stopped:
                return f"the net is good: {done}"
            if not (done.sent or done.received):
                break
        for device, chain in chains.items():
            if not self.centre.chain(device) == self.licensor.chain(device) == chain:
                return f"{device} is not the same on both sides"
        states = "SELECT id, state FROM cases ORDER BY id"
        return "" if self.centre.all(states) == self.licensor.all(states) else "two cases differ"

    def _of(self, device: str) -> Side:
        return self.centre if device in CENTRE else self.licensor

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.proxy.port}"


@contextmanager
def line(ram: Path) -> Iterator[Line]:
    with acquainted(on_sqlite(ram), ram) as pair:
        sides = Side(pair.centre, ram), Side(pair.licensor, ram)
        for device in CENTRE:
            pair.centre.accept(device)
        with listening(pair.licensor, folder=pair.licensor.folder) as direct:
            for _ in range(3):
                pair.tick_at(direct)
            for side in sides:
                side.keep("morning")
            with proxied(direct, random.Random(0)) as proxy:
                yield Line(pair, *sides, proxy=proxy, direct=direct)
        for side in sides:
            side.close()


def test_each_toxic_at_each_stage_of_a_contact_loses_nothing_and_doubles_nothing(
    ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = [ALL[n] for n in part(len(ALL))] if WHOLE else ALL[: len(TOXICS) * len(STAGES) : 2]
    with line(ram) as here:
        monkeypatch.setattr(http, "TIMES", PATIENT)
        wrong = [(one, told) for one in listed if (told := here.attempt(*one))]
        assert not wrong, (len(wrong), wrong[:3])
        caught = 0
        with monkeypatch.context() as planted:
            send = loop._send

            def early(trip: loop._Trip, device: str, *, after: int, upto: int) -> None:
                """Cursor before data."""
                if device not in trip.peer.devices:
                    loop._move_cursor(trip.node, trip.peer, device, seq=upto)
                send(trip, device, after=after, upto=upto)

            planted.setattr(loop, "_send", early)
            caught += any(here.attempt("swallow", ("POST /events", "question"), seed) for seed in range(5))
        with monkeypatch.context() as planted:
            planted.setattr(loop, "_smaller", lambda trip, lost, sent: False)
            planted.setattr(http.HttpLink, "_judged", lambda self, response, body, seal, *, method, path: body)
            planted.setattr(loop, "believed", lambda raw, peer, events, *, keys: events[-1].seq)
            caught += any(here.attempt("portal", ("POST /events", "question"), seed) for seed in range(5))
    ran("F12 sockets", len(listed), planted=(caught, 2))
