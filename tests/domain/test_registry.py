"""A registry: closed it never changes; an amendment is a new edition, and what does not fit is kept and marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import codec
from app.domain import events as e
from app.domain import facts as f
from app.domain.case import Head
from app.domain.facts import Remark
from app.domain.moment import Moment
from app.domain.personal import Personal
from app.domain.registry import Registry, fold

BEGAN = Moment(datetime(2016, 11, 16, 4, 30, tzinfo=UTC))
OPENED = e.RegistryOpened(number="AT01-02-16-00001-1", direction="out", sender="AT01", receiver="AD01")


def head(version: int, id: str = "", side: e.Side = "centre") -> Head:
    return Head(
        id=id or f"{version:036}", v=1, kind="", device="AT01-02", seq=version, case="r", version=version, op="",
        who="sector", at=BEGAN + timedelta(minutes=version), recorded_at="", clock="", side=side,
    )  # fmt: skip


def line(n: int) -> f.Line:
    return f.Line(
        case=f"c{n}", number=f"AT01-01-16-{n:05}-1", service="medical-licence", variant="issue", object="licence",
        documents=3, sheets=7,
    )  # fmt: skip


def closed(edition: int, *cases: int, reason: str | None = None) -> e.RegistryClosed:
    remark = Remark(words=Personal(reason)) if reason else None
    return e.RegistryClosed(edition=edition, lines=tuple(line(n) for n in cases), person=remark)


JOURNAL: list[tuple[Head, Any]] = [
    (head(1), OPENED), (head(2), closed(1, 1, 2)), (head(3), closed(2, 1, reason="wrong case")),
]  # fmt: skip


def test_a_registry_is_open_when_it_was_only_opened() -> None:
    registry = fold(JOURNAL[:1])
    assert registry is not None
    assert (registry.status, registry.edition, registry.lines, registry.opened_by) == ("open", 0, (), "sector")
    assert registry.opened_at == head(1).at


def test_the_edition_before_is_kept_when_a_closed_registry_is_amended() -> None:
    registry = fold(JOURNAL)
    assert registry is not None
    assert (registry.status, registry.edition, registry.reason) == ("closed", 2, "wrong case")
    assert [x.case for x in registry.lines] == ["c1"]
    assert [x.case for x in registry.before] == ["c1", "c2"]
    assert codec.load(Registry, codec.dump(registry)) == registry


@pytest.mark.parametrize("fact", [closed(1, 1), closed(3, 1), OPENED], ids=["again", "leap", "opened-twice"])
def test_an_event_is_kept_and_marked_when_it_does_not_fit(fact: Any) -> None:
    before = fold(JOURNAL[:2])
    assert before is not None
    assert fold([*JOURNAL[:2], (head(3), fact)]) == replace(before, version=3, out_of_order=(head(3).id,))


def test_nothing_can_be_said_of_a_registry_when_its_opening_is_not_here_yet() -> None:
    assert fold(JOURNAL[1:]) is None


@settings(max_examples=80)
@given(st.data())
def test_any_order_and_repetition_gives_the_same_registry(data: st.DataObject) -> None:
    strange = [
        (head(n, f"f{n}{m:034}", "licensor"), closed(m, 9))
        for n, m in data.draw(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), max_size=3, unique=True))
    ]
    unique = JOURNAL + strange
    arrived = data.draw(st.permutations(unique)) + data.draw(st.lists(st.sampled_from(unique), max_size=4))
    found = fold(arrived)
    assert found == fold(unique)
    assert found is not None
    assert found.version == max(h.version for h, _ in unique)
