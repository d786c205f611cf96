"""The night's copy when clocks and folders are not as they should be: one is made, told, and there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.moment import Instant
from app.keeping.nightly import Plan, copies, due, make
from app.start import Settings

EVENING = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


@pytest.fixture
def plan(ram: Path) -> Plan:
    return Plan(folder=ram / "backups", keep=2)


def test_what_was_just_made_stays_though_its_clock_went_back(embedded: Settings, plan: Plan) -> None:
    """The battery of the board is flat: every other copy bears a later name."""
    for n in range(3):
        make(embedded, plan, Instant(EVENING + timedelta(days=n)))
    told = make(embedded, plan, Instant(datetime(2026, 1, 1, 0, 5, tzinfo=UTC)))
    assert told["proven"]
    assert Path(told["file"]).exists()
    assert [f"{at:%Y-%m-%d}" for at, _ in copies(plan.folder)] == ["2026-01-01", "2026-11-22"]


def test_one_made_under_a_clock_that_was_ahead_is_nobodys_copy_of_tonight(embedded: Settings, plan: Plan) -> None:
    make(embedded, plan, Instant(EVENING + timedelta(days=365)))
    assert due(plan, Instant(EVENING))
    make(embedded, plan, Instant(EVENING))
    assert not due(plan, Instant(EVENING + timedelta(minutes=5)))
    assert due(plan, Instant(EVENING + timedelta(days=1)))


def test_a_clock_that_was_put_right_a_little_makes_no_second_one(embedded: Settings, plan: Plan) -> None:
    make(embedded, plan, Instant(EVENING))
    assert not due(plan, Instant(EVENING - timedelta(minutes=1)))


def test_a_name_that_no_calendar_knows_stops_nothing(embedded: Settings, plan: Plan) -> None:
    plan.folder.mkdir()
    (plan.folder / "tereze-20261399T000000Z.backup").write_bytes(b"x")
    assert due(plan, Instant(EVENING))
    assert make(embedded, plan, Instant(EVENING))["kept"] == 1
