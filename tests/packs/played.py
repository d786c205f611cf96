"""A case handed in at a desk, or come from the register, led through its act: which clocks each deed sets going."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.catalogue.calendars import calendar
from app.domain import events as e
from app.domain import facts as f
from app.domain.case import Case, Head, apply
from app.domain.course import Clockwork, advance, anchors_of
from app.domain.moment import Moment
from app.domain.pack import Pack, Service
from app.domain.people import Applicant, People
from app.domain.personal import Personal

ZONE = ZoneInfo("Asia/Almaty")
PERSON = People(applicant=Applicant(kind="legal", number=Personal("140640017300"), name=Personal("ТОО")))
BEGIN = ("take-in", "journal")  # what the desk begins where an act has no step of accepting: licensor_desk.accept


class Played:
    """One case of a service × variant × channel; `started` holds the clocks that the last deed set going."""

    def __init__(self, pack: Pack, service: Service, variant: str, channel: str, at: str, *first: str) -> None:
        objects = next(v.objects for v in service.variants if v.id == variant)
        self.service = service
        self.what = f.What(
            pack=pack.ref, service=service.id, variant=variant, object=objects[0] if objects else "", channel=channel,
            licensor="AD01",
        )  # type: ignore[arg-type]  # fmt: skip
        self.handed_in = self.now = Moment(datetime.fromisoformat(at).replace(tzinfo=ZONE))
        course = self._course(None, first)
        begun = course if course.done else self._course(None, (), begin=BEGIN)
        fact = e.ApplicationAccepted(
            number="VK01-01-14-00001-1", what=self.what, documents=(), course=begun, person=PERSON
        )
        self._fold(None, begun, fact)

    def __call__(self, step: str) -> set[str]:
        """Does the step a while later; the steps whose clocks it started."""
        self.now += timedelta(minutes=7)
        course = self._course(self.case, (step,))
        assert course.done == (step,), step
        self._fold(self.case, course, e.StepDone(step=step, course=course))  # type: ignore[arg-type]
        return self.started

    def due(self, step: str) -> Moment | None:
        return next(s.due_by for s in self.case.running if s.step == step)

    def _course(self, case: Case | None, just: tuple[str, ...], begin: tuple[str, ...] = ()) -> f.Course:
        known = anchors_of(case) if case else {"handing-in": self.now}
        if "take-in" in just:
            known.setdefault("receipt", self.now)
        clockwork = Clockwork(self.now, ZONE, calendar())
        return advance(self.service, self.what, just=just, case=case, clockwork=clockwork, anchors=known, begin=begin)

    def _fold(self, case: Case | None, course: f.Course, fact: object) -> None:
        version = case.version + 1 if case else 1
        head = Head(
            id=f"{version:036}", v=1, kind="step.done", device="VK01-01", seq=version, case="case", version=version,
            op="", who="a", at=self.now, recorded_at="", clock="by-hand", side="centre",
        )  # fmt: skip
        grown = apply(case, head, fact)  # type: ignore[arg-type]
        assert grown is not None
        assert not grown.out_of_order
        self.case, self.started = grown, {s.step for s in course.started}
