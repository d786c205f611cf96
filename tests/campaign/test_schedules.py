"""F11–F14: whatever the net does to a contact, and whoever came back from a backup, everything is there once in the end."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.problems import Refused, Unavailable
from app.store import chain
from app.store.unit import new_id
from app.sync import contact, incoming, loop, pace
from app.sync.keys import Seal, verify
from app.sync.links import http
from app.sync.links.http import HttpLink
from app.sync.peers import Node, parties
from app.sync.wire import WireEvent
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.parts import part
from tests.campaign.schedules import Stage, first_wrong, staged

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
WHOLE_COUNT = {"F11": 500, "F12": 100_000, "F13": 5_000, "F14": 5_000}
COMMIT = {"F11": 40, "F12": 100, "F13": 60, "F14": 60}  # a hundredth of F12 would be a minute of each commit
PLANTED_SEEDS = 60  # a planted fault must show within so many


@pytest.fixture
def stage(ram: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with staged(ram, monkeypatch) as made:
        yield made


# ---- protections that are taken away


def cursor_before_data(mp: pytest.MonkeyPatch) -> None:
    send = loop._send

    def early(trip: Any, device: str, *, after: int, upto: int) -> None:
        if device not in trip.peer.devices:
            loop._move_cursor(trip.node, trip.peer, device, seq=upto)
        send(trip, device, after=after, upto=upto)

    mp.setattr(loop, "_send", early)


def any_answer_believed(mp: pytest.MonkeyPatch) -> None:
    mp.setattr(HttpLink, "_judged", lambda self, response, body, seal, *, method, path: body)


def answer_of_another_question_believed(mp: pytest.MonkeyPatch) -> None:
    judged = HttpLink._judged

    def nearly(self: HttpLink, response: Any, body: bytes, seal: Seal, *, method: str, path: str) -> bytes:
        try:
            answer = Seal.of(response.headers)
            now = self._clock.instant()
            verify(answer, f"{response.status_code} {method}", path, body=body, known=self._known, now=now)
            seal = dataclasses.replace(seal, nonce=answer.nonce)
        except Refused:
            pass
        return judged(self, response, body, seal, method=method, path=path)

    mp.setattr(HttpLink, "_judged", nearly)


def trouble_taken_for_done(mp: pytest.MonkeyPatch) -> None:
    ask, believed = HttpLink.ask, loop.believed

    def easy(self: HttpLink, method: str, path: str, body: bytes = b"", more: Any = None) -> bytes:
        try:
            return ask(self, method, path, body, more)
        except Unavailable:
            if path == "/events":
                return b""
            raise

    mp.setattr(HttpLink, "ask", easy)
    mp.setattr(
        loop, "believed", lambda raw, peer, events, **k: believed(raw, peer, events, **k) if raw else events[-1].seq
    )


def nothing_known_again(mp: pytest.MonkeyPatch) -> None:
    """A batch that comes again is put at the end as if it were new."""
    take = incoming._take_in

    def naive(node: Node, peer_id: str, device: str, *, events: list[WireEvent]) -> Any:
        with node.store.reading() as connection:
            line = parties(connection).chains[device]
        if events[0].seq > line.seq:
            return take(node, peer_id, device, events=events)
        made, before = [], line.head
        for n, event in enumerate(events):
            before = chain.row_hash(before, event.hashes)
            id = f"{device}/{line.seq + n + 1}" if event.is_stub else new_id()
            made.append(dataclasses.replace(event, id=id, seq=line.seq + n + 1, row_hash=before))
        return take(node, peer_id, device, events=made)

    mp.setattr(incoming, "_take_in", naive)


def lost_after_one_try(mp: pytest.MonkeyPatch) -> None:
    """What did not pass once is given up."""
    tried: set[tuple[str, int]] = set()
    stretch = loop.outgoing.stretch

    def once(connection: Any, device: str, *, after: int, **more: Any) -> list[WireEvent]:
        found = stretch(connection, device, after=after, **more)
        fresh = [] if (device, after) in tried else found
        tried.add((device, after))
        return fresh

    mp.setattr(loop.outgoing, "stretch", once)


def epoch_ignored(mp: pytest.MonkeyPatch) -> None:
    """Who once had everything is taken to have it still, though it came back from a backup."""
    marks = incoming._marks

    def of_any_epoch(reception: Any) -> set[str]:
        known = marks(reception)
        return known | {f"{id.split(' ', 1)[0]} whole:{reception.store.epoch}" for id in known}

    mp.setattr(incoming, "_marks", of_any_epoch)


def cursor_trusted(mp: pytest.MonkeyPatch) -> None:
    """What the other side says it has isn't listened to."""
    travel = contact.load

    def trusting(raw: bytes) -> Any:
        theirs = travel(raw)
        high = {d: max((m, SEEN.get(d, m)), key=lambda mark: mark.seq) for d, m in theirs.marks.items()}
        SEEN.update(high)
        return dataclasses.replace(theirs, marks=high)

    SEEN: dict[str, Any] = {}
    mp.setattr(contact, "load", trusting)


def restored_not_told(mp: pytest.MonkeyPatch) -> None:
    meet = contact.meet
    mp.setattr(contact, "meet", lambda node, theirs: dataclasses.replace(meet(node, theirs), restored=False))


def told_to_wait_and_does_not(mp: pytest.MonkeyPatch) -> None:
    mp.setattr(http, "_retry_after", lambda told, now: 0)


def asks_again_at_once(mp: pytest.MonkeyPatch) -> None:
    mp.setattr(pace.Pace, "pause", lambda self, **said: 0.0)


Plant = Callable[[pytest.MonkeyPatch], None]
PLANTED: dict[str, tuple[Plant, ...]] = {
    "F11": (epoch_ignored, cursor_trusted, restored_not_told),
    "F12": (cursor_before_data, trouble_taken_for_done, nothing_known_again, lost_after_one_try),
    "F13": (any_answer_believed, trouble_taken_for_done, told_to_wait_and_does_not, asks_again_at_once),
    "F14": (answer_of_another_question_believed, nothing_known_again),
}


@pytest.mark.parametrize("row", sorted(WHOLE_COUNT))
def test_everything_is_there_once_when_the_net_is_good_again(
    stage: Stage, row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = WHOLE_COUNT[row] if WHOLE else max(COMMIT[row], cases(WHOLE_COUNT[row]) if row != "F12" else 0)
    seeds = part(count)
    told = first_wrong(stage, row, seeds)
    assert not told, told
    missed = []
    for fault in PLANTED[row]:
        with monkeypatch.context() as planted:
            fault(planted)
            if not first_wrong(stage, row, range(PLANTED_SEEDS)):
                missed.append(fault.__name__)
    assert not missed, missed
    ran(row, len(seeds), planted=(len(PLANTED[row]) - len(missed), len(PLANTED[row])))
