"""A case is the fold of its events: any order and repetition of arrival gives the same case, and nothing is dropped."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.catalogue.acts import Catalogue
from app.catalogue.calendars import calendar
from app.domain import codec
from app.domain import events as e
from app.domain import facts as f
from app.domain.case import ENDED, Case, Head, apply, fold, order
from app.domain.course import Clockwork, advance, allowed, anchors_of
from app.domain.moment import Moment
from app.domain.people import Applicant, People
from app.domain.personal import Personal

BEGAN = Moment(datetime(2016, 11, 16, 4, 30, tzinfo=UTC))
PERSON = People(applicant=Applicant(kind="legal", number=Personal("140640017300"), name=Personal("ТОО")))
WHAT = f.What(
    pack="atyrau-2015-324@2016-07-15", service="medical-licence", variant="issue", object="licence", channel="counter",
    licensor="AD01",
)  # fmt: skip
NUMBER = "AT01-01-16-00001-1"
_catalogue = Catalogue.load()
_, SERVICE = _catalogue.in_force("atyrau", "medical-licence", channel="counter", on=BEGAN.utc.date())
ZONE = ZoneInfo("Asia/Atyrau")
STEPS = tuple(s.id for s in SERVICE.steps_for(variant="issue", object="licence", channel="counter"))
Journal = list[tuple[Head, Any]]


def head(version: int, id: str = "", *, side: e.Side = "centre", minutes: int = 0, who: str = "a") -> Head:
    return Head(
        id=id or f"{version:036}", v=1, kind="", device="AT01-01", seq=version, case="c", version=version, op="", who=who,
        at=BEGAN + timedelta(minutes=minutes or version), recorded_at="", clock="", side=side,
    )  # fmt: skip


def accepted(**more: Any) -> e.ApplicationAccepted:
    first: dict[str, Any] = {"number": NUMBER, "what": WHAT, "documents": (), "course": f.Course(), "person": PERSON}
    return e.ApplicationAccepted(**{**first, **more})


def journal(*facts: Any) -> Journal:
    return [(head(n), fact) for n, fact in enumerate(facts, 1)]


def moved(from_: f.Holder, to: f.Holder) -> e.CustodyMoved:
    return e.CustodyMoved(from_holder=from_, to_holder=to)


PREPARED = e.ResultPrepared(result="licence", negative=False, number="1", course=f.Course())
SIGNED = e.ResultSigned(by="seal-and-signature", course=f.Course())
RELEASED = e.ResultReleased(
    collector="applicant", document_shown="identity-card", course=f.Course(), person=f.Collector(name=Personal("Ә"))
)
WAY = (
    accepted(), moved("inspector", "sector"), e.EnteredInRegistry(registry="r"), moved("sector", "courier"),
    moved("courier", "chancellery"), PREPARED, SIGNED, moved("chancellery", "courier"), moved("courier", "sector"),
    e.ResultMarked(state="whole", cell="A-1"), moved("sector", "inspector"), RELEASED,
    e.SurveyAnswered(quality=3, information=2),
)  # fmt: skip
STATUSES = (
    "accepted", "in-sector", "in-registry", "on-the-way", "at-licensor", "at-licensor", "result-ready",
    "result-on-the-way", "result-on-the-way", "result-on-the-way", "to-release", "released", "released",
)  # fmt: skip


@pytest.mark.parametrize("length", range(1, len(WAY) + 1))
def test_the_status_follows_the_papers_when_a_case_goes_its_way(length: int) -> None:
    case = fold(journal(*WAY[:length]))
    assert case is not None
    assert (case.status, case.version, case.out_of_order) == (STATUSES[length - 1], length, ())


BACK = (*WAY[:10], moved("sector", "courier"), moved("courier", "chancellery"))


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ((), "unclaimed"),
        ((moved("chancellery", "courier"),), "result-on-the-way"),  # a telephone is enough, nothing need be asked for
        ((e.ResultAskedBack(),), "result-ready"),
        ((e.ResultAskedBack(), moved("chancellery", "courier"), moved("courier", "sector")), "result-on-the-way"),
        ((e.ResultAskedBack(), moved("chancellery", "courier"), moved("courier", "sector"), moved("sector", "inspector")),
         "to-release"),
    ],
)  # fmt: skip
def test_a_result_that_goes_back_uncollected_waits_until_it_is_asked_for(more: tuple[Any, ...], status: str) -> None:
    assert [fold(journal(*BACK[:n])).status for n in (11, 12)] == ["unclaimed", "unclaimed"]  # type: ignore[union-attr]
    case = fold(journal(*BACK, *more))
    assert case is not None
    assert (case.status, case.out_of_order) == (status, ())


def test_a_result_asked_for_on_the_way_back_turns_round() -> None:
    case = fold(journal(*BACK[:11], e.ResultAskedBack(), moved("courier", "sector")))
    assert case is not None
    assert (case.status, case.holder, case.out_of_order) == ("result-on-the-way", "sector", ())


def test_the_case_is_the_same_when_it_is_written_and_read_at_any_point() -> None:
    case: Case | None = None
    for head_, fact in journal(*WAY):
        case = apply(case, head_, fact)
        assert codec.load(Case, codec.dump(case)) == case


def test_nothing_can_be_said_of_a_case_when_its_first_event_is_not_here_yet() -> None:
    assert fold(journal(*WAY)[1:]) is None
    assert fold([]) is None


@settings(max_examples=150)
@given(st.data())
def test_any_order_and_repetition_gives_the_same_case(data: st.DataObject) -> None:
    whole = journal(*WAY)
    extra = [  # of the other side, written at the same versions: two nodes that did not know of each other
        (head(n, f"f{n:035}", side="licensor"), fact)
        for n, fact in data.draw(
            st.lists(st.tuples(st.integers(1, 14), st.sampled_from((*WAY[1:], e.CaseShelved(cell="B-2")))), max_size=4)
        )
    ]
    unique = list({h.id: (h, f) for h, f in whole + extra}.values())
    arrived = data.draw(st.permutations(unique)) + data.draw(st.lists(st.sampled_from(unique), max_size=5))
    assert fold(arrived) == fold(unique)


def test_the_centre_comes_first_when_both_sides_wrote_the_same_version() -> None:
    ours, theirs = head(2, "zz"), head(2, "aa", side="licensor")
    assert order(ours) < order(theirs)
    assert order(head(2, "aa")) < order(head(2, "zz"))
    assert order(head(2)) < order(head(3, minutes=-5))  # never by time


MISFITS = (
    (1, moved("sector", "courier")),  # the inspector holds it
    (1, SIGNED),  # nothing was prepared
    (1, RELEASED),
    (1, e.ResultMarked(state="whole")),
    (7, PREPARED),  # signed already
    (7, SIGNED),
    (3, e.EnteredInRegistry(registry="other")),
    (3, e.RemovedFromRegistry(registry="other")),
    (4, e.ApplicationSent(course=f.Course())),
    (12, moved("applicant", "sector")),  # ended
    (13, e.SurveyAnswered(quality=1, information=1)),  # answered
    (6, e.ResultTold(by="telephone")),  # there is no result
    (9, e.ResultAskedBack()),  # it is here
    (2, accepted()),
    (2, e.SlipGiven(number="x", service="medical-licence", reason="channel-not-offered")),
)


@pytest.mark.parametrize(("length", "fact"), MISFITS, ids=lambda v: type(v).__name__ if not isinstance(v, int) else v)
def test_an_event_is_kept_and_marked_when_it_does_not_fit_its_place(length: int, fact: Any) -> None:
    before = fold(journal(*WAY[:length]))
    after = fold(journal(*WAY[:length], fact))
    assert before is not None
    assert after == replace(before, version=length + 1, out_of_order=(head(length + 1).id,))


def test_a_later_event_still_counts_when_one_before_it_did_not_fit() -> None:
    case = fold(journal(accepted(), SIGNED, moved("inspector", "sector")))
    assert case is not None
    assert (case.holder, len(case.out_of_order), case.version) == ("sector", 1, 3)


def test_a_step_is_done_once_when_it_is_reported_twice() -> None:
    step = e.StepDone(step="assign", course=f.Course(done=("assign",)))
    case = fold(journal(accepted(), step, step))
    assert case is not None
    assert [d.step for d in case.done] == ["assign"]
    assert case.out_of_order == (head(3).id,)


def test_a_clock_stops_with_its_limit_when_its_step_is_done() -> None:
    due = BEGAN + timedelta(minutes=30)
    clock = f.Started(step="to-sector", due_by=due, clause="annex-1/10(3)")
    later = f.Started(step="dispatch", due_by=due + timedelta(days=1))
    first = accepted(course=f.Course(done=("accept",), started=(clock, later)))
    case = fold(journal(first))
    assert case is not None
    assert case.next_due == clock
    step = e.CustodyMoved(from_holder="inspector", to_holder="sector", course=f.Course(done=("to-sector",)))
    case = fold(journal(first, step))
    assert case is not None
    done = next(d for d in case.done if d.step == "to-sector")
    assert (done.due_by, done.clause, case.running, case.next_due) == (due, "annex-1/10(3)", (later,), later)


def test_a_clock_runs_once_when_both_sides_started_it() -> None:
    course = f.Course(started=(f.Started(step="give-out", due_by=BEGAN),))
    late = f.Course(started=(f.Started(step="give-out", due_by=BEGAN + timedelta(minutes=1)),))
    here = (head(2, "b"), e.CustodyMoved(from_holder="inspector", to_holder="sector", course=course))
    there = (head(2, "a", side="licensor"), e.StepDone(step="sign", course=late))
    case = fold([(head(1), accepted()), there, here])
    assert case is not None
    assert case.running == course.started


def test_no_clock_is_next_when_none_has_a_limit() -> None:
    case = fold(journal(accepted(course=f.Course(started=(f.Started(step="release"),)))))
    assert case is not None
    assert case.next_due is None
    assert [s.step for s in case.running] == ["release"]


def test_sheets_count_only_what_stays_here_when_a_document_was_given_back() -> None:
    taken = tuple(
        f.Taken(document=d, kind="copy", sheets=n, returned=back) for d, n, back in (("a", 3, False), ("b", 2, True))
    )
    case = fold(journal(accepted(documents=taken)))
    assert case is not None
    assert case.sheets == 3


@pytest.mark.parametrize(
    ("fact", "status"),
    [
        (e.ApplicationRefused(number=NUMBER, what=WHAT, gaps=(), documents=(), person=PERSON), "refused"),
        (e.SlipGiven(number=NUMBER, service="medical-licence", reason="channel-not-offered"), "slip"),
        (e.NoDataRecorded(number=NUMBER, what=WHAT, register="gbd-ul", clause="", passed=(), person=PERSON), "no-data"),
    ],
)
def test_a_case_of_one_event_has_ended_when_it_begins(fact: Any, status: str) -> None:
    case = fold(journal(fact, moved("applicant", "sector"), e.PaperReprinted(paper="p", copy=1)))
    assert case is not None
    assert (case.status, case.holder, len(case.out_of_order)) == (status, "applicant", 1)
    assert case.status in ENDED


class Counter(RuleBasedStateMachine):
    """Everything that a person can press, at any moment, at either side; some of it late or out of its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.journal: Journal = journal(accepted(course=self.course(None, "accept", "register", "visit")))
        case = fold(self.journal)
        assert case is not None
        self.case, self.ids = case, 1

    def course(self, case: Case | None, *just: str) -> f.Course:
        now = BEGAN + timedelta(minutes=3 * len(getattr(self, "journal", ())))
        anchors = anchors_of(case) if case else {"handing-in": now}
        clockwork = Clockwork(now, ZONE, calendar())
        return advance(SERVICE, WHAT, just=just, case=case, clockwork=clockwork, anchors=anchors)

    def write(self, fact: Any, *, side: e.Side = "centre", behind: int = 0) -> None:
        self.ids += 1
        version = max(self.case.version + 1 - behind, 2)
        self.journal.append((head(version, f"{self.ids:036}", side=side, minutes=self.ids), fact))
        case = fold(self.journal)
        assert case is not None
        self.case = case

    @rule(n=st.integers(0, len(STEPS) - 1))
    def take_an_allowed_step(self, n: int) -> None:
        for step in STEPS[n:] + STEPS[:n]:
            if not allowed(SERVICE, self.case, step):
                self.write(e.StepDone(step=step, course=self.course(self.case, step)), side="licensor")  # type: ignore[arg-type]
                assert self.case.is_done(step)
                return

    @rule(to=st.sampled_from(("sector", "courier", "chancellery", "inspector")))
    def move(self, to: f.Holder) -> None:
        before = self.case
        self.write(moved(before.holder, to))
        assert self.case.holder == (before.holder if before.status in ENDED else to)

    @rule(from_=st.sampled_from(("sector", "courier", "lost")), behind=st.integers(0, 3))
    def move_what_is_not_held(self, from_: f.Holder, behind: int) -> None:
        self.write(moved(from_, "chancellery"), side="licensor", behind=behind)

    @rule()
    def register(self) -> None:
        self.write(e.EnteredInRegistry(registry=f"r{self.ids}"))

    @precondition(lambda self: self.case.registry)
    @rule()
    def take_out(self) -> None:
        self.write(e.RemovedFromRegistry(registry=str(self.case.registry)))

    @rule(behind=st.integers(0, 2))
    def prepare(self, behind: int) -> None:
        self.write(replace(PREPARED, course=self.course(self.case, "prepare")), side="licensor", behind=behind)

    @rule()
    def sign(self) -> None:
        ready = self.case.result is not None and not self.case.signed and self.case.status not in ENDED
        self.write(replace(SIGNED, course=self.course(self.case, "sign", "licensor")), side="licensor")
        if ready:
            assert self.case.signed

    @rule()
    def release(self) -> None:
        before = self.case
        self.write(replace(RELEASED, course=self.course(before, "release", "release-queue")))
        if before.signed:
            assert self.case.status == "released"
        else:
            assert self.case.status != "released"

    @rule(behind=st.integers(0, 3))
    def survey(self, behind: int) -> None:
        self.write(e.SurveyAnswered(quality=1, information=3), behind=behind)

    @invariant()
    def any_order_of_arrival_gives_this_case(self) -> None:
        arrived = self.journal * 2
        random.Random(self.ids).shuffle(arrived)
        assert fold(arrived) == self.case

    @invariant()
    def nothing_is_dropped_and_nothing_counts_twice(self) -> None:
        case = self.case
        assert case.version == max(h.version for h, _ in self.journal)
        assert len(set(case.out_of_order)) == len(case.out_of_order)
        assert set(case.out_of_order) <= {h.id for h, _ in self.journal}
        done, running = [d.step for d in case.done], [s.step for s in case.running]
        assert len(set(done)) == len(done)
        assert not set(done) & set(running)
        assert len(set(running)) == len(running), "a clock was started twice"
        assert case.status != "released" or (case.signed and case.holder == "applicant" and not case.running)
        assert codec.load(Case, codec.dump(case)) == case


TestCounter = Counter.TestCase
TestCounter.settings = settings(max_examples=25, stateful_step_count=25)
