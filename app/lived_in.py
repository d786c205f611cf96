"""A demonstration that looks lived in: the past weeks of its first centre, really done through the commands.

Who did what on which day is settled here, so that it is the same at every place; only the days follow the clock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.numbers import read_number
from app.start import PLACES, App, HandClock, Moment, Refused, calendar

log = logging.getLogger(__name__)

PLACE = PLACES[0]
CENTRE, DEPARTMENT = PLACE.centre.lower(), PLACE.departments[0][0].lower()
INSPECTOR, SECTOR, COURIER = f"inspector.{CENTRE}", f"sector.{CENTRE}", f"courier.{CENTRE}"
CHANCELLERY, HEAD, SPECIALIST = f"chancellery.{DEPARTMENT}", f"head.{DEPARTMENT}", f"specialist.{DEPARTMENT}"
DAYS = 14
STANDS_AT = time(10, 40)  # how the last day is left

# Fictional people who come to the counter beside those of the furnished register: birth and sex as an ИИН has them, name
VISITORS = (
    ("8303024", "Нұрпейісова Айгүл Сағатқызы"), ("7911163", "Дәуренов Ерболат Қанатұлы"),
    ("9002274", "Шевченко Марина Олеговна"), ("6807093", "Тасмағамбетов Серік Жақсыбекұлы"),
    ("8812054", "Өмірзақова Гүлжан Әбілқызы"), ("7505193", "Васильев Андрей Николаевич"),
    ("9309304", "Қуанышева Аружан Маратқызы"), ("7204013", "Һамитов Дәулет Рашидұлы"),
    ("8610184", "Пак Светлана Витальевна"), ("8011273", "Жұмағали Нұрлан Бауыржанұлы"),
)  # fmt: skip
COMING = (3, 2, 4, 3, 2)  # how many come on a day of the week
ANSWERS = ((3, 3), (3, 2), (2, 3), (3, 3), (1, 2), (3, 3), (2, 2), (3, 1))  # quality, information: 3 is satisfied
CELLS = ("А-03", "А-07", "Б-02", "Б-14", "В-05", "Г-11")
KINDS = ("issue", "reissue", "duplicate", "issue", "issue")


@dataclass(slots=True)
class Handed:
    """A case as this tale needs it."""

    code: str
    id: str
    n: int
    variant: str
    name: str
    day: int  # of the tale
    stays: str = ""  # where it is left: "licensor", "shelf", or "" when it goes all the way
    signed_on: int = -1
    back_on: int = -1


@dataclass(slots=True)
class Weeks:
    """The centre and its licensor, and a clock that this tale moves by hand."""

    centre: App
    licensor: App
    clock: HandClock
    exchange: Callable[[], object]
    go_on: Callable[[], bool]
    until: datetime
    days: list[date]
    n: int = 0
    cases: list[Handed] = field(default_factory=list)
    _agenda: list[tuple[time, Callable[[], None]]] = field(default_factory=list)

    # ---- time and deeds

    def plan(self, hour: int, minute: int, deed: Callable[[], None]) -> None:
        self._agenda.append((time(hour, minute), deed))

    def run(self, day: date) -> None:
        agenda, self._agenda = sorted(self._agenda, key=lambda one: one[0]), []
        for at, deed in agenda:
            moment = datetime.combine(day, at, self.until.tzinfo)
            if moment > self.until or not self.go_on():
                return
            self.clock.set(PLACE.region, Moment(moment))
            deed()

    def do(self, app: App, name: str, given: dict[str, Any], login: str) -> Any:
        """A no of the rules ends this deed and no other: whoever works meanwhile may have been quicker."""
        try:
            return app.run(name, given, as_=login).value
        except Refused as no:
            log.info("%s was refused: %s", name, no.code)
            return None

    # ---- the counter

    def visitor(self) -> tuple[str, str, str, str]:
        """Kind, number, name and the register that knows them; every third is a person, as at a real counter."""
        if self.n % 3 == 2:
            stem, name = VISITORS[self.n // 3 % len(VISITORS)]
            return "natural", iin(stem, self.n), name, "typed"
        known = sorted(n for n in self.centre.persons.known() if n[4] in "456789")  # type: ignore[attr-defined]
        number = known[(self.n * 5) % (len(known) - 1)]  # one stays a stranger, for whoever tries the counter
        answer = self.centre.consult(number)
        return "legal", number, answer.name.open(), answer.register

    def draft(self, day: date, variant: str) -> dict[str, Any]:
        kind, number, name, register = self.visitor()
        given: dict[str, Any] = {
            "service": "medical-licence", "variant": variant, "lang": "both",
            "applicant": {"kind": kind, "number": number, "name": name, "source": register},
        }  # fmt: skip
        if variant != "issue":
            given["paper_licence"] = True
        given["documents"] = documents(self.centre, given, day, self.n)
        moment = self.centre.clock.moment(self.centre.store.offices[PLACE.centre])
        given["begun_at"] = Moment(moment.utc - timedelta(minutes=4 + self.n * 7 % 12)).iso()  # one of a dozen is late
        self.n += 1
        return given

    def accept(self, day: int, *, variant: str = "", stays: str = "") -> None:
        variant = variant or KINDS[self.n % len(KINDS)]
        given = self.draft(self.days[day], variant)
        done = self.do(self.centre, "intake.accept", given, INSPECTOR)
        if done:
            name = given["applicant"]["name"]
            made = Handed(f"C-{done.number}", done.case, self.n, variant, name, day, stays)
            self.cases.append(made)

    def bring(self, day: int, nth: int) -> None:
        """The inspector's papers go over to the sector, within half an hour as a rule."""
        mine = [c for c in self.cases if c.day == day]
        if nth < len(mine):
            self.do(self.centre, "accumulation.take_in", {"code": mine[nth].code}, SECTOR)

    def refuse(self, day: int) -> None:
        given = self.draft(self.days[day], "issue")
        lacks = 1 + self.n % 3
        given["documents"] = given["documents"][lacks:] if self.n % 2 else given["documents"][:-lacks]
        self.do(self.centre, "intake.refuse", given, INSPECTOR)

    def put_aside(self, day: int) -> None:
        from app.store.unit import new_id

        given = self.draft(self.days[day], "issue")
        given["documents"] = given["documents"][:3]
        self.do(self.centre, "intake.save_draft", {"id": new_id(), "draft": given}, INSPECTOR)

    # ---- to the licensor and back

    def send(self, cases: list[Handed], *, give: bool = True) -> None:
        """Scanned into a registry, closed, carried over, taken in: each gives and takes as themselves."""
        entered = [(c, self.do(self.centre, "accumulation.enter", {"code": c.code}, SECTOR)) for c in cases]
        there = [(c, e) for c, e in entered if e]
        if not there:
            return
        registry = there[0][1].registry
        given = {"code": registry, "cases": [c.id for c, _ in there]}
        if self.do(self.centre, "accumulation.close", given, SECTOR) is None or not give:
            return
        self.carry(self.centre, {"registries": [registry], "to": "courier"}, SECTOR, COURIER)
        self.exchange()
        self.carry(self.licensor, {"registries": [registry], "to": "chancellery"}, COURIER, CHANCELLERY)
        for c, _ in there:
            reference = f"{4400 + c.n}"
            self.do(self.licensor, "licensor_desk.take_in", {"code": c.code, "reference": reference}, CHANCELLERY)
            self.do(self.licensor, "licensor_desk.assign", {"code": c.code, "reference": SPECIALIST}, HEAD)
        self.exchange()

    def carry(self, app: App, given: dict[str, Any], giver: str, taker: str) -> None:
        bag = self.do(app, "courier.give", given, giver)
        if bag:
            self.do(app, "courier.take", {"code": bag.handover}, taker)

    def examine(self, case: Handed) -> None:
        self.do(self.licensor, "licensor_desk.examine", {"code": case.code, "complete": True}, SPECIALIST)
        self.do(self.licensor, "licensor_desk.enter_data", {"code": case.code}, SPECIALIST)

    def sign(self, case: Handed, day: int) -> None:
        given: dict[str, Any] = {"code": case.code}
        if case.n % 11 == 0:
            grounds = self.licensor.ask("law.grounds", {"code": case.code}, as_=SPECIALIST)
            given |= {"result": "reasoned-refusal", "grounds": [grounds[0].id]}
        self.do(self.licensor, "licensor_desk.prepare", given, SPECIALIST)
        if self.do(self.licensor, "licensor_desk.sign", {"code": case.code}, HEAD):
            case.signed_on = day

    def bring_back(self, cases: list[Handed], day: int) -> None:
        self.carry(
            self.licensor, {"cases": [c.code for c in cases], "to": "courier"}, CHANCELLERY, COURIER
        )  # fmt: skip
        self.exchange()
        self.carry(self.centre, {"cases": [c.code for c in cases], "to": "sector"}, COURIER, SECTOR)
        for c in cases:
            given: dict[str, Any] = {"code": c.code, "cell": CELLS[c.n % len(CELLS)]}
            if self.do(self.centre, "accumulation.mark_received", given, SECTOR):
                c.back_on = day

    def fetch(self, case: Handed) -> None:
        """The result goes to the inspector's window; every ninth is left on the sector's shelf."""
        if case.n % 9:
            self.do(self.centre, "issue.take", {"code": case.code}, INSPECTOR)

    def release(self, case: Handed) -> None:
        given = {"code": case.code, "collector": "applicant", "name": case.name}
        if case.n % 9 == 0:
            self.do(self.centre, "issue.take", {"code": case.code}, INSPECTOR)
        if self.do(self.centre, "issue.release", given, INSPECTOR) and case.n % 4:
            quality, information = ANSWERS[case.n % len(ANSWERS)]
            asked = {"code": case.code, "quality": quality, "information": information}
            self.do(self.centre, "issue.survey", asked, INSPECTOR)
        case.stays = "released"

    # ---- a day

    def past_day(self, i: int) -> None:
        """One whole day; yesterday's registry is left for the courier, so that something is at risk."""
        last = i == len(self.days) - 2
        for c in [c for c in self.cases if c.signed_on < 0 and not c.stays.startswith("licensor")]:
            wait = {"issue": 4, "reissue": 1, "duplicate": 1}[c.variant]
            if i - c.day == 1:
                self.plan(9, 50, partial(self.examine, c))
            if i - c.day >= wait and not last:
                self.plan(10, 5, partial(self.sign, c, i))
        if back := [c for c in self.cases if 0 <= c.signed_on < i and c.back_on < 0]:
            self.plan(11, 10, lambda: self.bring_back(back, i))
            for c in back:
                late = 30 * (c.n % 13 == 0)
                self.plan(11, 14 + c.n % 9 + late, partial(self.fetch, c))
        for k, c in enumerate(c for c in self.cases if 0 <= c.back_on < i and not c.stays):
            self.plan(12 + k % 4, 7 + 9 * k % 50, partial(self.release, c))
        for k in range(COMING[i % len(COMING)]):
            left = "shelf" if (i + k) % 5 == 1 else "licensor" if i >= len(self.days) - 7 and k == 1 else ""
            hour, minute = (9, 11, 14, 15)[k], (31, 26, 12, 23)[k]
            self.plan(hour, minute, partial(self.accept, i, stays=left))
            self.plan(hour + (i % 6 == 5), minute + 14 + k * 3, partial(self.bring, i, k))
        if i % 2:
            self.plan(12, 48, lambda: self.refuse(i))
        self.plan(16, 35, lambda: self.send([c for c in self.cases if c.day == i], give=not last))
        self.run(self.days[i])

    def today(self, i: int) -> None:
        """Where the day stands: some at the window, one registry closed, one open, two drafts."""
        for minute in (4, 17, 31):
            self.plan(9, minute, partial(self.accept, i, variant="issue"))
        self.plan(9, 40, partial(self.put_aside, i))
        self.plan(9, 52, partial(self.refuse, i))
        self.plan(10, 2, lambda: self.send(self._of(i)[:1], give=False))
        self.plan(10, 8, lambda: self._scan(self._of(i)[1:2]))
        self.plan(10, 15, partial(self.accept, i))
        self.plan(10, 27, partial(self.accept, i))
        self.plan(10, 33, partial(self.put_aside, i))
        self.run(self.days[i])

    def _of(self, day: int) -> list[Handed]:
        return [c for c in self.cases if c.day == day]

    def _scan(self, cases: list[Handed]) -> None:
        for c in cases:
            self.do(self.centre, "accumulation.enter", {"code": c.code}, SECTOR)


def live(
    centre: App, licensor: App, *, exchange: Callable[[App], object], clock: HandClock | None = None,
    until: datetime | None = None, days: int = DAYS, go_on: Callable[[], bool] = lambda: True,
) -> int:  # fmt: skip
    """The past `days` working days and today so far. How many cases there were. `exchange` is given the centre."""
    by_hand = clock or HandClock()
    zone = ZoneInfo(PLACE.zone)
    office = centre.store.offices[PLACE.centre]
    now = until or centre.clock.moment(office).local(zone)
    here, there = replace(centre, clock=by_hand), replace(licensor, clock=by_hand)
    full = calendar().is_working_day(now.date()) and now.time() >= STANDS_AT
    today = now.date() if full else working_days(now.date(), 1)[0]  # too early, or a day off: the last day stands so
    tale = Weeks(here, there, by_hand, lambda: exchange(here), go_on, now, working_days(today, days))
    for i in range(len(tale.days) - 1):
        if go_on():
            tale.past_day(i)
    if go_on():
        tale.today(len(tale.days) - 1)
    exchange(here)
    return len(tale.cases)


def working_days(today: date, back: int) -> list[date]:
    """So many worked days before today, and today itself."""
    found, day = [today], today
    while len(found) <= back:
        day -= timedelta(1)
        if calendar().is_working_day(day):
            found.append(day)
    return found[::-1]


def documents(app: App, given: dict[str, Any], day: date, n: int) -> list[dict[str, Any]]:
    """Every paper that the list of this case asks for."""
    lines = []
    for i, d in enumerate(app.ask("law.checklist", given, as_=INSPECTOR).documents):
        if d.register or d.optional:
            continue
        line = {"document": d.id, "kind": d.kinds[0], "sheets": 1 + (i + n) % 5}
        if d.expires:
            line["valid_until"] = str(day + timedelta(200))
        lines.append(line)
    return lines


def iin(stem: str, n: int) -> str:
    """A number that nobody bears: the birth and sex, a serial beyond the used ones, and its check digit."""
    for serial in range(9000 + n, 9999):
        for digit in "0123456789":
            if not read_number(found := f"{stem}{serial}{digit}").problem:
                return found
    raise AssertionError("no serial is left")
