"""When a centre asks again: soon while all is well, later and later when not, and never later than a quarter of an hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from app.domain.moment import Instant
from app.problems import Unavailable
from app.sync.links.http import _retry_after
from app.sync.pace import LONGEST, USUAL, Pace, steadily
from tests.sync.nodes import HandClock

AWAY = {"away": "busy"}


def test_a_contact_that_passed_is_followed_by_one_in_half_a_minute() -> None:
    assert Pace().after([{"away": None, "refused": None}]) == USUAL
    assert Pace().after([{"refused": "address-missing"}]) == USUAL  # they call us


def test_contacts_that_fail_come_later_and_later_and_the_first_that_passes_ends_it() -> None:
    pace = Pace(lambda: 1.0)
    assert [pace.after([AWAY]) for _ in range(7)] == [30, 60, 120, 240, 480, 900, 900]
    assert pace.after([{}]) == USUAL
    assert pace.after([AWAY]) == 30


def test_a_full_disk_of_ours_is_no_end_and_what_waits_passes_later(expect_log: Callable[[str, str], None]) -> None:
    expect_log("app.sync.pace", "no exchange now")
    waits: list[float] = []
    contacts = iter((Unavailable("store", "disk-full"), Unavailable("store", "disk-full"), None))

    def contact() -> list[dict[str, Any]]:
        if (full := next(contacts)) is not None:
            raise full
        return [{"sent": 1}]

    with pytest.raises(StopIteration):  # the test's own end: the program has none
        steadily(contact, wait=waits.append)
    assert USUAL / 2 <= waits[0] <= USUAL <= waits[1] <= 2 * USUAL
    assert waits[2] == USUAL


def test_two_centres_do_not_come_at_the_same_moment() -> None:
    assert Pace(lambda: 0.0).after([AWAY]) < Pace(lambda: 0.7).after([AWAY]) < Pace(lambda: 1.0).after([AWAY])


def test_who_asks_us_to_wait_is_heard_up_to_a_quarter_of_an_hour() -> None:
    assert 120 <= Pace().after([{**AWAY, "wait": 120}]) <= 132
    assert Pace().after([{**AWAY, "wait": 86_400}]) == LONGEST


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120), ("", 0), ("soon", 0), ("-5", 0), ("Fri, 20 Nov 2026 06:02:00 GMT", 120),
        ("Fri, 20 Nov 2026 05:00:00 GMT", 0), ("20 Nov 2026 06:02:00", 0), ("９", 0),
    ],
)  # fmt: skip
def test_the_header_is_seconds_or_a_moment(told: str, seconds: int) -> None:
    now = HandClock().instant()
    assert isinstance(now, Instant)
    assert _retry_after(httpx2.Headers({"retry-after": told.encode()}).get("retry-after"), now) == seconds
