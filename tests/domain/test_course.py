"""The course of a case through its act: from acceptance to release on every way that a counter may take."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.acts import Catalogue
from app.catalogue.calendars import calendar
from app.catalogue.packs import FOLDER, read_pack
from app.domain import events as e
from app.domain import facts as f
from app.domain.case import Case, Head, apply
from app.domain.completeness import Passed
from app.domain.course import Clockwork, advance, allowed, anchors_of, end_of_filing, opening
from app.domain.moment import Moment
from app.domain.pack import Pack, Service
from app.domain.people import Applicant, People
from app.domain.personal import Personal

PAPER = ("accept", "register", "visit")
ELECTRONIC = ("log-in", "choose", "ask-register", "fill-and-sign", "visit")
PERSON = People(applicant=Applicant(kind="legal", number=Personal("140640017300"), name=Personal("ТОО")))
ZONE = ZoneInfo("Asia/Almaty")


def ways() -> Iterator[tuple[Pack, Service, f.What]]:
    """Every service × variant × object of every pack that a counter may take."""
    for file in sorted(FOLDER.glob("*@*.toml")):
        pack = read_pack(file)
        for service in pack.services:
            if (channel := service.channel("counter")) is None or channel.flow == "desk":
                continue
            for variant in service.variants:
                for object in variant.objects or ("",):
                    what = f.What(
                        pack=pack.ref, service=service.id, variant=variant.id, object=object, channel="counter",
                        licensor="AD01",
                    )  # fmt: skip
                    yield pack, service, what


WAYS = list(ways())


def named(way: object) -> str:
    return f"{way.pack}:{way.service}:{way.variant}:{way.object}" if isinstance(way, f.What) else ""


def head(version: int, at: Moment) -> Head:
    return Head(
        id=f"{version:036}", v=1, kind="step.done", device="AT01-01", seq=version, case="case", version=version, op="",
        who="a", at=at, recorded_at="", clock="by-hand", side="centre",
    )  # fmt: skip


class Walk:
    """A case that does one allowed step after another, a while between two."""

    def __init__(self, pack: Pack, service: Service, what: f.What) -> None:
        self.service, self.what = service, what
        on = min(pack.from_ + timedelta(40), pack.to)
        self.now = Moment(datetime.combine(on, time(9, 30), ZONE))
        electronic = service.channel("counter").flow == "electronic"  # type: ignore[union-attr]
        just = ELECTRONIC if electronic else PAPER
        steps = {s.id for s in service.steps_for(variant=what.variant, object=what.object, channel="counter")}
        self.first = tuple(s for s in just if s in steps)
        course = self.course(None, *just)
        shared = {"number": "AT01-01-16-00001-1", "what": what, "documents": (), "course": course, "person": PERSON}
        if electronic:
            fact = e.ApplicationCertified(gaps=(), passed=(), certificate="operator", **shared)
        else:
            filing = (on + timedelta(10)) if what.service == "gobmp-compliance" else None
            fact = e.ApplicationAccepted(filing_ends_on=filing, **shared)
        case = apply(None, head(1, self.now), fact)
        assert case is not None
        self.case, self.started = case, [s.step for s in course.started]

    def course(self, case: Case | None, *just: str) -> f.Course:
        known = {"handing-in": self.now} if case is None else anchors_of(case)
        if case and (closing := end_of_filing(case, ZONE)):
            known["end-of-filing"] = closing
        clockwork = Clockwork(self.now, ZONE, calendar())
        made = advance(self.service, self.what, just=just, case=case, clockwork=clockwork, anchors=known)
        starts = {self.now, *known.values()}
        for clock in made.started:
            assert clock.due_by is None or clock.due_by >= min(starts), f"{clock.step} is due before it starts"
        return made

    def choices(self) -> list[str]:
        steps = self.service.steps_for(variant=self.what.variant, object=self.what.object, channel="counter")
        return [s.id for s in steps if not allowed(self.service, self.case, s.id)]

    def step(self, id: str) -> None:
        self.now += timedelta(minutes=7)
        course = self.course(self.case, id)
        assert course.done == (id,)
        version = self.case.version + 1
        grown = apply(self.case, head(version, self.now), e.StepDone(step=id, course=course))  # type: ignore[arg-type]
        assert grown is not None
        assert grown.version == version
        assert not grown.out_of_order, f"{id} is allowed and does not fit"
        self.case = grown
        self.started += [s.step for s in course.started]


@pytest.mark.parametrize(("pack", "service", "what"), WAYS, ids=named)
@pytest.mark.parametrize("seed", range(3))
def test_every_way_ends_with_the_release_when_allowed_steps_are_done_in_any_order(
    pack: Pack, service: Service, what: f.What, seed: int
) -> None:
    walk, dice = Walk(pack, service, what), random.Random(seed)
    for _ in range(100):
        if not (choices := walk.choices()):
            break
        walk.step(dice.choice(choices))
    assert not walk.choices(), "the walk has no end"
    assert walk.case.is_done("release"), f"stuck after {[d.step for d in walk.case.done]}"
    assert len(walk.started) == len(set(walk.started)), "a clock was started twice"
    left = {s.step for s in walk.case.running}
    steps = {s.id: s for s in service.steps_for(variant=what.variant, object=what.object, channel="counter")}
    done = {d.step for d in walk.case.done}
    assert not {s for s in left if not set(steps[s].unless) & done}, "a clock runs on after everything was done"


@pytest.mark.parametrize(("pack", "service", "what"), WAYS, ids=named)
def test_a_step_is_refused_with_its_reason_when_it_is_not_its_turn(pack: Pack, service: Service, what: f.What) -> None:
    walk = Walk(pack, service, what)
    assert allowed(service, walk.case, "p-payment") == ("not-a-step",)
    assert allowed(service, walk.case, walk.first[0]) == ("step-done",)
    assert allowed(service, walk.case, "release") == ("step-before",)


@pytest.mark.parametrize(
    ("pack", "service", "what"), [w for w in WAYS if w[1].channel("counter").flow == "electronic"], ids=named
)  # type: ignore[union-attr]
def test_a_step_is_excluded_when_the_one_that_replaces_it_is_done(pack: Pack, service: Service, what: f.What) -> None:
    walk = Walk(pack, service, what)
    assert walk.case.is_done("fill-and-sign")
    assert allowed(service, walk.case, "no-data") == ("step-excluded",)
    assert "no-data" not in walk.started


def test_nothing_is_allowed_when_the_case_has_ended() -> None:
    on = date(2016, 11, 16)
    _, service = Catalogue.load().in_force("atyrau", "medical-licence", channel="counter", on=on)
    slip = e.SlipGiven(number="AT01-01-16-00001-1", service="medical-licence", reason="channel-not-offered")
    case = apply(None, head(1, Moment(datetime(2016, 11, 16, tzinfo=UTC))), slip)
    assert case is not None
    assert allowed(service, case, "release") == ("case-ended",)


def test_the_clock_of_the_licensor_counts_from_receipt_when_the_act_says_so() -> None:
    walk = Walk(*next(w for w in WAYS if w[2].pack.startswith("atyrau") and w[2].variant == "issue"))
    for step in ("to-sector", "dispatch", "courier-to-licensor"):
        walk.step(step)
    received = walk.now
    for _ in range(6):
        if any(s.step == "licensor" for s in walk.case.running):
            break
        walk.step(next(c for c in walk.choices() if c != "licensor"))
    clock = next(s for s in walk.case.running if s.step == "licensor")
    step = walk.service.step("licensor", variant="issue", object=walk.what.object, channel="counter")
    assert step is not None
    expected = Clockwork(walk.now, ZONE, calendar()).due(step, walk.service, "counter", start=received)
    assert expected is not None
    assert clock.due_by == Moment(expected.by)
    assert anchors_of(walk.case)["receipt"] == received


def test_what_passed_before_the_first_event_is_counted_from_its_own_moments() -> None:
    _, service, what = next(w for w in WAYS if w[2].pack.startswith("mangystau") and w[2].variant == "issue")
    begun = Moment(datetime(2013, 3, 13, 9, 30, tzinfo=ZONE))
    passed = (
        Passed(step="log-in", at=begun + timedelta(seconds=20)),
        Passed(step="choose", at=begun + timedelta(seconds=50)),
    )
    clockwork = Clockwork(begun + timedelta(minutes=4), ZONE, calendar())
    clocks = opening(
        service, what, ("log-in", "choose"), began=begun, passed={p.step: p.at for p in passed}, clockwork=clockwork
    )
    due = {c.step: c.due_by for c in clocks}
    assert due["log-in"] == begun + timedelta(minutes=1)
    assert due["choose"] == passed[0].at + timedelta(seconds=30)
