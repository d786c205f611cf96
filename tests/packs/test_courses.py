"""Acts played at a desk and at a counter: which clocks each deed sets going, and what has to wait for it."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from app.catalogue.calendars import calendar
from app.catalogue.packs import FOLDER, read_pack
from app.domain.course import allowed
from app.domain.moment import Moment
from app.domain.pack import Pack, Service
from app.domain.terms import HOURS, due
from tests.packs.played import ZONE, Played

VARIANTS = ("issue", "reissue", "duplicate")
VKO = read_pack(FOLDER / "vko-2014-70@2014-05-16.toml")
SKO = [read_pack(path) for path in sorted(FOLDER.glob("sko-2015-333@*.toml"))]
DESK = [(pack, service) for pack in SKO for service in pack.services]
COUNTER = [(pack, service) for pack, service in DESK if service.channel("counter")]


def named(thing: object) -> str:
    return str(getattr(thing, "ref", "") or getattr(thing, "id", "") or thing)


@pytest.mark.parametrize(("service", "variant"), [*product(VKO.services, VARIANTS)], ids=named)
def test_service_at_the_chancellery_begins_when_the_queue_has_ended(service: Service, variant: str) -> None:
    """vko-2014-70 cl. 8, action 1: 15 minutes of waiting, then 15 of service; the whole term counts from handing in."""
    case = Played(VKO, service, variant, "chancellery", "2014-09-16T10:00", "accept", "take-in-queue")
    marked = {"confirm-registration"} if service.id != "medical-licence" else set()
    assert case.started == {"take-in"} | marked
    for id in case.started:
        assert case.due(id) == case.handed_in + timedelta(minutes=15)
    assert case("take-in") == {"assign", "licensor"}


@pytest.mark.parametrize(
    ("service", "variant"), [*product([s for s in VKO.services if s.channel("counter")], VARIANTS)], ids=named
)
def test_no_clock_of_the_queue_or_the_mark_starts_when_the_counter_sent_the_scans(
    service: Service, variant: str
) -> None:
    """What came by the gateway is taken in within 15 minutes; nobody stands there with a copy of the application."""
    case = Played(VKO, service, variant, "counter", "2014-09-16T10:00", "log-in", "fill-and-sign")
    begun = [case.started, case("send"), case("registered"), case("take-in")]
    assert {"take-in", "licensor"} <= begun[2]
    assert "assign" in begun[3]
    assert not set.union(*begun) & {"take-in-queue", "confirm-registration"}


@pytest.mark.parametrize(("pack", "service"), DESK, ids=named)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_whole_term_runs_at_the_chancellery_when_the_documents_were_taken_in(
    pack: Pack, service: Service, variant: str
) -> None:
    """sko-2015-333 cl. 5 (4): the result within the term of the Standard, counted from handing in."""
    case = Played(pack, service, variant, "chancellery", "2018-04-17T10:00", "accept", "take-in-queue")
    assert case.started == {"take-in"}
    assert case("take-in") == {"assign", "licensor"}
    term = service.step("licensor", variant=variant, object="licence", channel="chancellery")
    assert term is not None
    assert term.unit is not None
    from_handing_in = due(term.limit, term.unit, case.handed_in.local(ZONE), HOURS["licensor"], calendar())
    assert case.due("licensor") == Moment(from_handing_in.by)


@pytest.mark.parametrize(("pack", "service"), COUNTER, ids=named)
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_result_is_released_only_when_it_was_printed_and_sent(pack: Pack, service: Service, variant: str) -> None:
    """sko-2015-333 annex 2, cl. 8 (6)–(7); annex 3, cl. 8 (7)–(8)."""
    case = Played(pack, service, variant, "counter", "2018-04-17T10:00", "accept", "register")
    for step in ("to-sector", "dispatch", "licensor"):
        assert "release" not in case(step)
    assert allowed(service, case.case, "release") == ("step-before",)
    assert "release" in case("give-out")
