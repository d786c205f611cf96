"""Over a net that loses, repeats, cuts and spoils: everything arrives, once."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from app.domain import events as e
from app.domain import facts as f
from app.problems import Unavailable
from app.store import points
from app.sync.loop import Ticked
from app.sync.server import listening
from tests.sync.net import Deed, bad_net
from tests.sync.nodes import Pair, assert_same_cases, batch_of, take

DEEDS: tuple[Deed, ...] = ("pass", "pass", "lose-question", "lose-answer", "twice", "cut", "spoil", "away")


def once(two: Pair, *deeds: Deed) -> Ticked:
    with listening(two.licensor, folder=two.licensor.folder) as address, bad_net(address, iter(deeds)) as net:
        return two.tick_at(net)


def test_a_lost_answer_is_asked_for_again_and_has_one_effect(two: Pair) -> None:
    case = two.centre.accept("AT01-01")
    lost = once(two, "pass", "lose-answer")
    assert (lost.away, lost.sent) == ("broken", 0)
    assert two.licensor.case(case)  # it had arrived
    assert two.centre.rows("cursors", id=f"{two.licensor.store.id} AT01-01")[0].seq == 0
    again = once(two)
    assert (again.away, again.stopped) == (None, ())
    assert two.centre.rows("cursors", id=f"{two.licensor.store.id} AT01-01")[0].seq == 1
    assert len(two.licensor.rows("events")) == 1


def test_a_failing_batch_is_tried_smaller(two: Pair) -> None:
    for _ in range(8):
        two.centre.accept("AT01-01")
    done = once(two, "pass", "lose-question", "away")
    assert (done.sent, done.away) == (8, None)
    assert len(two.licensor.rows("cases")) == 8


def test_a_failing_fetch_is_tried_smaller(two: Pair) -> None:
    cases = [two.centre.accept("AT01-01") for _ in range(5)]
    two.until_quiet()
    for number, case in enumerate(cases):
        fact = e.ApplicationRegistered(number=f"RG-{number}", course=f.Course())
        two.licensor.record("AD01-01", case, fact)
    done = once(two, "pass", "cut")
    assert (done.received, done.away) == (5, None)


def test_a_licensor_that_is_not_there_is_told_and_nothing_is_lost(two: Pair) -> None:
    case = two.centre.accept("AT01-01")
    assert two.tick_at("http://127.0.0.1:1").away == "unreachable"
    two.until_quiet()
    assert two.licensor.case(case)


@pytest.mark.parametrize(
    ("deed", "status"), [("away", "fault"), ("busy", "busy"), ("strange", "untrusted"), ("garbled", "fault")]
)
def test_an_answer_that_is_none_ends_the_contact_and_says_what_it_was(two: Pair, deed: Deed, status: str) -> None:
    two.centre.accept("AT01-01")
    assert once(two, deed).away == status
    assert once(two).sent == 1


def test_an_old_answer_is_not_taken_for_a_new_one(two: Pair) -> None:
    deeds: list[Deed] = ["pass", "pass", "old-answer"]  # the contact, the files, the next contact
    with listening(two.licensor, folder=two.licensor.folder) as address, bad_net(address, iter(deeds)) as net:
        assert two.tick_at(net).away is None
        assert two.tick_at(net).away == "untrusted"


def test_a_batch_that_is_too_large_over_there_goes_in_parts(two: Pair) -> None:
    for _ in range(8):
        two.centre.accept("AT01-01")
    assert once(two, "pass", "too-large").sent == 8


def test_a_full_store_of_ones_own_is_not_taken_for_the_licensors(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    case = two.centre.accept("AT01-01")
    two.until_quiet()
    two.licensor.record("AD01-01", case, e.ApplicationRegistered(number="RG-1", course=f.Course()))
    with monkeypatch.context() as struck, listening(two.licensor, folder=two.licensor.folder) as address:
        struck.setenv("TEREZE_AT", "commit.before:full:*")
        with pytest.raises(Unavailable, match="store: disk-full"):
            two.tick_at(address)
    two.until_quiet()
    assert two.centre.case(case).register_number == "RG-1"


def test_a_batch_that_another_program_overtook_is_taken_in_again(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    two.centre.accept("AT01-01")
    events = batch_of(two.centre, "AT01-01", to=two.licensor)
    points._met.clear()
    monkeypatch.setenv("TEREZE_AT", "commit.before:moved")
    assert take(two.licensor, events, from_=two.centre).fresh == 1


@pytest.mark.parametrize("seed", range(6))
def test_everything_arrives_once_over_a_bad_net(two: Pair, seed: int) -> None:
    dice = random.Random(seed)

    def deeds() -> Iterator[Deed]:
        for _ in range(40):
            yield dice.choice(DEEDS)

    cases = [two.centre.accept(dice.choice(("AT01-01", "AT01-02"))) for _ in range(12)]
    with listening(two.licensor, folder=two.licensor.folder) as address, bad_net(address, deeds()) as net:
        for number in range(40):
            done = two.tick_at(net, batch=dice.randint(1, 6))
            if number < len(cases) and two.licensor.case(cases[number]):
                fact = e.ApplicationRegistered(number=f"RG-{number}", course=f.Course())
                two.licensor.record("AD01-01", cases[number], fact)
            if number > 12 and not (done.sent or done.received or done.away or done.stopped or done.refused):
                break
    two.until_quiet()
    assert len(two.licensor.rows("cases")) == 12
    for node in (two.centre, two.licensor):
        assert len(node.rows("events")) == 12 + len(two.licensor.rows("events", device="AD01-01"))
        assert not node.parked()
    assert_same_cases(two.centre, two.licensor)
