"""A hand-over: two acts of two people; the holder is who it was until the other has taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import codec
from app.domain import events as e
from app.domain.case import Head
from app.domain.facts import Remark
from app.domain.handover import Handover, fold, list_hash
from app.domain.moment import Moment
from app.domain.personal import Personal

BEGAN = Moment(datetime(2016, 11, 16, 4, 30, tzinfo=UTC))
LIST = list_hash(("r",), ("c1", "c2"))
GIVEN = e.HandoverGiven(
    number="AT01-02-16-00002-1", registries=("r",), cases=("c1", "c2"), from_holder="sector", to_holder="courier",
    receiver="courier", list_hash=LIST,
)  # fmt: skip


def head(version: int, who: str = "sector", id: str = "", side: e.Side = "centre") -> Head:
    return Head(
        id=id or f"{version:036}", v=1, kind="", device="AT01-02", seq=version, case="h", version=version, op="", who=who,
        at=BEGAN + timedelta(minutes=version), recorded_at="", clock="", side=side,
    )  # fmt: skip


GAVE = (head(1), GIVEN)
TAKEN = e.HandoverTaken(given=head(1).id, list_hash=LIST)


def ended(state: Any) -> e.HandoverEnded:
    return e.HandoverEnded(state=state, person=Remark(words=Personal("rain")))


def test_the_taker_is_named_when_the_other_has_taken() -> None:
    handover = fold([GAVE, (head(2, "courier"), TAKEN)])
    assert handover is not None
    assert (handover.status, handover.giver, handover.taker) == ("taken", "sector", "courier")
    assert handover.taken_at == head(2).at
    assert codec.load(Handover, codec.dump(handover)) == handover


@pytest.mark.parametrize(
    ("who", "fact"),
    [
        ("sector", TAKEN),  # nobody takes from themselves
        ("courier", replace(TAKEN, given="another")),
        ("courier", replace(TAKEN, list_hash=list_hash(("r",), ("c1",)))),  # the bag is not what was given
        ("courier", GIVEN),
    ],
    ids=["own", "other-event", "other-list", "given-twice"],
)
def test_the_papers_stay_with_the_giver_when_what_is_taken_is_not_what_was_given(who: str, fact: Any) -> None:
    handover = fold([GAVE, (head(2, who), fact)])
    assert handover is not None
    assert (handover.status, handover.out_of_order, handover.version) == ("given", (head(2).id,), 2)


@pytest.mark.parametrize("state", ["refused", "returned", "lost"])
def test_a_hand_over_ends_with_its_reason_when_nobody_took(state: Any) -> None:
    handover = fold([GAVE, (head(2), ended(state)), (head(3, "courier"), TAKEN)])
    assert handover is not None
    assert (handover.status, handover.reason, handover.taker) == (state, "rain", None)
    assert handover.out_of_order == (head(3).id,)


def test_only_a_loss_can_follow_when_it_was_taken() -> None:
    took = [GAVE, (head(2, "courier"), TAKEN)]
    lost = fold([*took, (head(3, "courier"), ended("lost"))])
    returned = fold([*took, (head(3, "courier"), ended("returned"))])
    assert lost is not None
    assert returned is not None
    assert (lost.status, lost.taker) == ("lost", "courier")
    assert (returned.status, returned.out_of_order) == ("taken", (head(3).id,))


def test_the_list_has_one_hash_when_the_codes_come_in_any_order() -> None:
    assert list_hash(("r2", "r1"), ("b", "a")) == list_hash(("r1", "r2"), ("a", "b"))
    assert list_hash(("r1",), ("a",)) != list_hash((), ("r1", "a"))
    assert list_hash(("r1",), ()) != list_hash((), ("r1",))


def test_nothing_can_be_said_of_a_hand_over_when_the_giving_is_not_here_yet() -> None:
    assert fold([(head(2, "courier"), TAKEN)]) is None


@settings(max_examples=80)
@given(st.data())
def test_any_order_and_repetition_gives_the_same_hand_over(data: st.DataObject) -> None:
    rivals = st.sampled_from(
        (("courier", TAKEN), ("other", TAKEN), ("sector", ended("returned")), ("x", ended("lost")))
    )
    unique: list[tuple[Head, Any]] = [GAVE]
    for n, (version, (who, fact)) in enumerate(data.draw(st.lists(st.tuples(st.integers(2, 4), rivals), max_size=5))):
        unique.append((head(version, who, f"e{n:035}", data.draw(st.sampled_from(("centre", "licensor")))), fact))
    arrived = data.draw(st.permutations(unique)) + data.draw(st.lists(st.sampled_from(unique), max_size=4))
    found = fold(arrived)
    assert found == fold(unique)
    assert found is not None
    assert found.version == max(h.version for h, _ in unique)
    assert (found.status == "taken") == (found.taker is not None and found.reason is None)
