"""A node that is cut off in the middle of taking a batch in: what it says to have, it has, and the rest is asked for again."""

from __future__ import annotations

import pytest

from app.store import points
from tests.sync.nodes import Pair, assert_same_cases, batch_of, take


@pytest.fixture(autouse=True)
def _unmet() -> None:
    points._met.clear()


def had(two: Pair) -> tuple[int, list[int]]:
    """How far the receiver says that the chain is, and which of its events are there."""
    device = two.licensor.rows("devices", code="AT01-01")[0]
    return device.seq, sorted(row.seq for row in two.licensor.rows("events", device="AT01-01"))


@pytest.mark.parametrize(
    "point", ["receive.before", "commit.before", "commit.after", "commit.before:2", "commit.after:2"]
)
def test_a_batch_is_whole_or_not_there_when_the_receiver_is_cut_off(
    two: Pair, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    cases = [two.centre.accept("AT01-01") for _ in range(4)]
    events = batch_of(two.centre, "AT01-01", to=two.licensor)
    name, _, nth = point.partition(":")
    monkeypatch.setenv("TEREZE_AT", f"{name}:error:{nth or 1}")
    for part in (events[:2], events[2:]):
        try:
            take(two.licensor, part, from_=two.centre)
        except OSError:  # struck: the program is gone, and starts again
            break
    monkeypatch.delenv("TEREZE_AT")
    seq, there = had(two)
    assert there == list(range(1, seq + 1))
    cursors = {row.id: row.seq for row in two.licensor.rows("cursors")}
    assert cursors[f"{two.centre.store.id} AT01-01"] == seq
    two.until_quiet()
    assert had(two) == (4, [1, 2, 3, 4])
    assert all(two.licensor.case(case) for case in cases)
    assert_same_cases(two.centre, two.licensor)
