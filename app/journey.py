"""The whole day, really done: for every service and variant that a counter may take, the flow that its act sets.

Everything goes through the same commands as the window's buttons, on a centre's node and a licensor's node that exchange
over loopback. The journey moves its centres' clocks by hand, from 09:30 of a working day when the act was in force.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.start import (
    PLACES,
    App,
    HandClock,
    Moment,
    Place,
    Refused,
    Settings,
    build,
    calendar,
    exchange,
    initialise,
    key_place,
    licensor_store,
    listening,
    password_of,
    plain,
    verify_store,
)

MORNING = time(9, 30)
REFUSED_FOR = {  # what the incomplete sets lack: other documents and other kinds of gap each time
    0: ("missing",), 1: ("wrong-kind",), 2: ("no-sheets",), 3: ("expired", "missing"),
}  # fmt: skip


@dataclass(slots=True)
class Tale:
    """What the journey has to tell: a line for each step, and every paper."""

    out: Path
    steps: list[dict[str, Any]] = field(default_factory=list)
    papers: list[dict[str, Any]] = field(default_factory=list)

    def step(self, **line: Any) -> None:
        self.steps.append({k: v for k, v in line.items() if v is not None})
        limit = f"≤ {line['due_by'][:16]}" if line.get("due_by") else ""
        mark = "own" if line.get("own") else line.get("clause") or ""
        print(
            f"{line['act']:<17} {line['service']:<20} {line['variant']:<13} {line['step']:<21} {line['at'][:16]} "
            f"{limit:<18} {mark:<22} {line['case']}"
        )

    def keep(self, app: App, subject: str, case: str, *, as_: str) -> str | None:
        """Leaves the subject's new papers in the folder; the name of the last one."""
        known = {p["id"] for p in self.papers}
        last = None
        for row in app.ask("case.papers_of", {"code": subject}, as_=as_):
            if row.id in known:
                continue
            form, code, pdf = app.paper(row.id)
            name = f"{len(self.papers) + 1:03d}-{form}-{code}.pdf"
            (self.out / name).write_bytes(pdf)
            sha = hashlib.sha256(pdf).hexdigest()
            self.papers.append({"id": row.id, "file": name, "form": form, "case": case, "code": code, "sha256": sha})
            last = name
        return last


@dataclass(slots=True)
class Day:
    """One centre, its department, its clock."""

    place: Place
    centre: App
    licensor: App
    clock: HandClock
    link: Any
    tale: Tale
    lang: str
    now: datetime

    def __post_init__(self) -> None:
        self.clock.set(self.place.region, Moment(self.now))

    # ---- time

    def minutes(self, n: int) -> None:
        self._to(self.now + timedelta(minutes=n))

    def morning(self, days: int = 1, at: time = MORNING) -> None:
        """So many working days on."""
        day: date = calendar().working_day(days, self.now.date())
        self._to(datetime.combine(day, at, self.now.tzinfo))

    def on(self, day: date, at: time = MORNING) -> None:
        self._to(datetime.combine(day, at, self.now.tzinfo))

    def _to(self, at: datetime) -> None:
        self.now = at
        self.clock.set(self.place.region, Moment(at))

    # ---- people and nodes

    def who(self, role: str) -> str:
        return f"{role}.{self.place.centre.lower()}"

    def there(self, role: str, what: dict[str, Any]) -> str:
        return f"{role}.{what['licensor'].lower()}"

    def at_centre(self, name: str, given: dict[str, Any], role: str) -> Any:
        return plain(self.centre.run(name, given, as_=self.who(role)).value)

    def at_licensor(self, name: str, given: dict[str, Any], login: str) -> Any:
        return plain(self.licensor.run(name, given, as_=login).value)

    def sync(self) -> None:
        exchange(self.centre, self.link)

    def case(self, id: str) -> dict[str, Any]:
        return dict(plain(self.centre.ask("case.open", {"code": id}, as_=self.who("inspector"))))


# ---- what is handed in


def draft(day: Day, service: str, variant: str, *, object: str, number: int, flow: str) -> dict[str, Any]:
    """A complete application: the applicant from the register, every document that the list of this case asks for."""
    people = sorted(day.centre.persons.known())  # type: ignore[attr-defined]
    legal = [n for n in people if n[4] in "456789"]
    natural = [n for n in people if n[4] not in "456789"]
    applicant, kind = (
        (legal[number % len(legal)], "legal") if number % 3 != 2 else (natural[number % len(natural)], "natural")
    )
    if service == "gobmp-compliance":
        applicant, kind = legal[number % len(legal)], "legal"
    answer = day.centre.consult(applicant)
    given: dict[str, Any] = {
        "service": service, "variant": variant, "object": object, "channel": "counter", "lang": day.lang,
        "applicant": {
            "kind": kind, "number": applicant, "name": answer.name.open(), "address": answer.address.open(),
            "source": answer.register,
        },
        "begun_at": Moment(day.now - timedelta(minutes=6)).iso(),
    }  # fmt: skip
    if number % 2 == 0 and kind == "legal":
        someone = natural[(number + 3) % len(natural)]
        given["representative"] = {
            "number": someone, "name": day.centre.consult(someone).name.open(),
            "authority": {"number": f"{1100 + number}", "valid_until": str(day.now.date() + timedelta(300)), "notarised": True},
        }  # fmt: skip
    if service == "gobmp-compliance":
        given["filing_ends_on"] = str(day.now.date() + timedelta(2))
    if variant != "issue":
        given["paper_licence"] = True
    given["documents"] = [line for line in _papers_of(day, given)]
    return given


def _papers_of(day: Day, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    listed = plain(day.centre.ask("law.checklist", given, as_=day.who("inspector")))["documents"]
    for n, document in enumerate(listed):
        if document.get("register") or document["optional"]:
            continue
        line = {"document": document["id"], "kind": document["kinds"][0], "sheets": 1 + n % 4}
        if document["expires"]:
            line["valid_until"] = str(day.now.date() + timedelta(200))
        yield line


def spoilt(given: dict[str, Any], *, number: int, today: date, expiring: set[str]) -> dict[str, Any]:
    """The same application with gaps: something missing, in the wrong kind, without sheets, or past its last day."""
    documents = [dict(d) for d in given["documents"]]
    kinds = REFUSED_FOR[number % 4]
    target = documents[number % len(documents)]
    if "missing" in kinds:
        documents.remove(target)
        target = documents[(number + 1) % len(documents)]
    if "wrong-kind" in kinds:
        target["kind"] = "electronic"
    if "no-sheets" in kinds:
        target["sheets"] = 0
    if "expired" in kinds:
        for document in documents:
            if document["document"] in expiring:
                document["valid_until"] = str(today - timedelta(4))
    return {**given, "documents": documents}


# ---- the flows


def paper_flow(day: Day, service: str, variant: str, *, object: str, number: int) -> None:
    """atyrau-2015-324, sko-2015-333: inspector, sector, courier, licensor and back."""
    given = draft(day, service, variant, object=object, number=number, flow="paper")
    refuse(day, given, number=number)
    day.minutes(4)
    accepted = day.at_centre("intake.accept", given, "inspector")
    case, told = accepted["case"], Told(day, accepted["case"])
    told("accept")
    code = "C-" + accepted["number"]
    day.minutes(10)
    day.at_centre("accumulation.take_in", {"code": code}, "sector")
    told("to-sector")
    day.minutes(20)
    entered = day.at_centre("accumulation.enter", {"code": code}, "sector")
    day.minutes(5)
    closed = day.at_centre("accumulation.close", {"code": entered["registry"], "cases": [case]}, "sector")
    told(
        "registry",
        own=True,
        paper=day.tale.keep(day.centre, closed["registry"], accepted["number"], as_=day.who("sector")),
    )
    given_ = {"registries": [closed["registry"]], "to": "courier", "receiver": day.who("courier")}
    handed = day.at_centre("courier.give", given_, "sector")
    day.minutes(2)
    day.at_centre("courier.take", {"code": handed["handover"]}, "courier")
    told("dispatch", paper=_sheets(day, day.centre, handed, accepted, as_=day.who("courier")))
    what = day.case(case)["case"]["what"]
    day.sync()
    if day.now.time() > time(17, 30) or not calendar().is_working_day(day.now.date()):
        day.morning()
    day.minutes(8)
    there = plain(
        day.licensor.run(
            "courier.give", {"registries": [closed["registry"]], "to": "chancellery"}, as_=day.who("courier")
        ).value
    )
    day.minutes(2)
    desk = "secretary" if service == "gobmp-compliance" else "chancellery"
    day.at_licensor("courier.take", {"code": there["handover"]}, day.there(desk, what))
    day.sync()
    told("courier-to-licensor", paper=_sheets(day, day.licensor, there, accepted, as_=day.there(desk, what)))
    (commission if service == "gobmp-compliance" else consider)(day, told, what, code, number=number)
    day.minutes(3)
    back = day.at_licensor(
        "courier.give", {"cases": [code], "to": "courier", "receiver": day.who("courier")}, day.there(desk, what)
    )
    day.minutes(2)
    plain(day.licensor.run("courier.take", {"code": back["handover"]}, as_=day.who("courier")).value)
    day.sync()
    told("licensor-to-courier", paper=_sheets(day, day.licensor, back, accepted, as_=day.there(desk, what)))
    day.minutes(6)
    home = day.at_centre("courier.give", {"cases": [code], "to": "sector"}, "courier")
    day.minutes(3)
    day.at_centre("courier.take", {"code": home["handover"]}, "sector")
    told("courier-to-centre", paper=_sheets(day, day.centre, home, accepted, as_=day.who("sector")))
    day.minutes(4)
    day.at_centre("accumulation.mark_received", {"code": code, "state": "whole", "cell": f"A-{number:02d}"}, "sector")
    told("mark-received")
    day.minutes(5)
    day.at_centre("issue.take", {"code": code}, "inspector")
    told("sector-to-inspector")
    release(day, told, code, given)


def electronic_flow(day: Day, service: str, variant: str, *, object: str, number: int) -> None:
    """mangystau-2013-3 medical; vko-2014-70 medical and narcotics: the operator's form, sent to the register."""
    given = draft(day, service, variant, object=object, number=number, flow="electronic")
    given |= _began(day)
    if number % 2 == 0:
        no_data(day, given)
        day.minutes(3)
        given |= _began(day)
        _carry(day, given, object=object, number=number, negative=False)
    else:
        _carry(day, given, object=object, number=number, negative=False)
        day.morning(1)
        again = spoilt(given, number=number, today=day.now.date(), expiring=set())
        again |= _began(day)
        _carry(day, again, object=object, number=number, negative=True)


def _carry(day: Day, given: dict[str, Any], *, object: str, number: int, negative: bool) -> None:
    certified = day.at_centre("intake.certify", {"draft": given, "certificate": "operator"}, "inspector")
    told = Told(day, certified["case"])
    told("fill-and-sign")
    code = "C-" + certified["number"]
    day.minutes(1)
    day.at_centre("intake.send", {"code": code}, "inspector")
    told("send")
    what = day.case(certified["case"])["case"]["what"]
    day.sync()
    day.at_licensor("licensor_desk.register", {"code": code}, day.there("chancellery", what))
    day.sync()
    told("registered")
    if negative:
        day.minutes(30)
        _refuse_there(day, told, what, code)
    else:
        consider(day, told, what, code, number=number)
    release(day, told, code, given)


def consider(day: Day, told: Told, what: dict[str, Any], code: str, *, number: int) -> None:
    """The licensor's own steps, as far as the act has them, in the act's order."""
    as_ = {role: day.there(role, what) for role in ("chancellery", "head", "specialist")}
    attempts: tuple[tuple[str, dict[str, Any], str, str, int], ...] = (
        ("confirm_registration", {"code": code}, "chancellery", "confirm-registration", 2),
        ("take_in", {"code": code, "reference": f"{number + 17}"}, "chancellery", "take-in", 4),
        ("assign", {"code": code, "reference": as_["specialist"]}, "head", "assign", 8),
        ("examine", {"code": code, "complete": True}, "specialist", "completeness", 60),
        ("enter_data", {"code": code}, "specialist", "enter-data", 30),
        ("ask_body", {"code": code, "reference": "1-04/112"}, "specialist", "ask-body", 10),
    )
    for verb, given, role, step, minutes in attempts:
        _try(day, told, f"licensor_desk.{verb}", given, as_[role], step, minutes)
    if told.has("ask-body"):
        day.morning(3)
    _try(
        day,
        told,
        "licensor_desk.record_answer",
        {"code": code, "positive": True, "reference": "77-3"},
        as_["specialist"],
        "body-answers",
        5,
    )
    _prepare_and_sign(day, told, what, code, {"code": code})


def _refuse_there(day: Day, told: Told, what: dict[str, Any], code: str) -> None:
    """Violations in the documents: the licensor refuses, with its ground.   mangystau-2013-3 medical cl. 8, process 8"""
    grounds = plain(day.licensor.ask("law.grounds", {"code": code}, as_=day.there("specialist", what)))
    _prepare_and_sign(
        day, told, what, code, {"code": code, "result": "reasoned-refusal", "grounds": [grounds[0]["id"]]}
    )
    told("refused")


def _prepare_and_sign(day: Day, told: Told, what: dict[str, Any], code: str, prepared: dict[str, Any]) -> None:
    day.minutes(4)
    day.at_licensor("licensor_desk.prepare", prepared, day.there("specialist", what))
    told.remember("prepare")
    day.minutes(3)
    day.at_licensor("licensor_desk.sign", {"code": code}, day.there("head", what))
    day.sync()
    told("licensor", paper=day.tale.keep(day.licensor, told.case, told.number, as_=day.there("head", what)))


def commission(day: Day, told: Told, what: dict[str, Any], code: str, *, number: int) -> None:
    """ГОБМП: journal after the last day for filing, the sitting, the protocol.   atyrau-2015-324 annex 2, cl. 15"""
    secretary = day.there("secretary", what)
    closing = date.fromisoformat(day.case(told.case)["case"]["filing_ends_on"])
    day.on(calendar().working_day(1, closing))
    _try(day, told, "licensor_desk.journal", {"code": code, "reference": f"{number + 3}"}, secretary, "journal", 10)
    _try(
        day,
        told,
        "licensor_desk.verify_documents",
        {"code": code, "reference": "2-11/5"},
        secretary,
        "verify-documents",
        30,
    )
    decided = {"code": code, "compliant": number % 2 == 0, "reference": f"№ {number + 1}"}
    _try(day, told, "licensor_desk.decide", decided, secretary, "commission", 40)
    _prepare_and_sign(day, told, what, code, {"code": code})


def release(day: Day, told: Told, code: str, given: dict[str, Any]) -> None:
    """To the person who came for it; then two questions."""
    day.minutes(9)
    person = given.get("representative") or given["applicant"]
    collector: dict[str, Any] = {"code": code, "name": person["name"], "number": person["number"]}
    if "representative" in given:
        collector |= {"collector": "representative", "authority": given["representative"]["authority"]["number"]}
    day.at_centre("issue.release", collector, "inspector")
    told("release")
    day.at_centre("issue.survey", {"code": code, "quality": 3, "information": 2}, "inspector")
    day.sync()
    told("survey", own=True)
    day.morning()


def refuse(day: Day, given: dict[str, Any], *, number: int) -> None:
    """The negative outcome of the paper flow: a refusal receipt in two copies."""
    listed = plain(day.centre.ask("law.checklist", given, as_=day.who("inspector")))["documents"]
    expiring = {d["id"] for d in listed if d["expires"]}
    bad = spoilt(given, number=number, today=day.now.date(), expiring=expiring)
    refused = day.at_centre("intake.refuse", bad, "inspector")
    told = Told(day, refused["case"], given)
    told("refusal-receipt", by="accept")


def no_data(day: Day, given: dict[str, Any]) -> None:
    """The negative outcome of the electronic flow: the register has nothing on the person."""
    register = "gbd-ul" if given["applicant"]["kind"] == "legal" else "gbd-fl"
    recorded = day.at_centre("intake.record_no_data", {"draft": given, "register": register}, "inspector")
    Told(day, recorded["case"], given)("no-data", by="no-data")


def _began(day: Day) -> dict[str, Any]:
    """Log-in, choice and the question to the register, before the case has its first event."""
    begun_at, passed = Moment(day.now).iso(), []
    for step, seconds in (("log-in", 20), ("choose", 15), ("ask-register", 40)):
        day._to(day.now + timedelta(seconds=seconds))
        passed.append({"step": step, "at": Moment(day.now).iso()})
    return {"begun_at": begun_at, "passed": passed}


def _sheets(day: Day, app: App, handed: dict[str, Any], accepted: dict[str, Any], *, as_: str) -> str | None:
    return day.tale.keep(app, handed["handover"], accepted["number"], as_=as_)


def _try(day: Day, told: Told, name: str, given: dict[str, Any], login: str, step: str, minutes: int) -> None:
    """Does a step that the act may not have: then it is simply not done."""
    day.minutes(minutes)
    if day.now.time() >= time(18) or time(13) <= day.now.time() < time(14, 30):
        day.on(day.now.date(), time(14, 35)) if day.now.time() < time(14, 30) else day.morning()
    try:
        day.at_licensor(name, given, login)
    except Refused as no:
        if no.code != "not-a-step":
            raise
        return
    told.remember(step)


class Told:
    """Tells the steps of one case as the case itself has them: done when, due by when, by which clause."""

    def __init__(self, day: Day, case: str, given: dict[str, Any] | None = None) -> None:
        self.day, self.case, self._seen = day, case, set[str]()
        found = day.case(case)["case"]
        self.number, self._what = found["number"], found.get("what") or given or {}

    def has(self, step: str) -> bool:
        return step in self._seen

    def remember(self, step: str) -> None:
        """Done at the other node: it is told when it has come here."""
        self._seen.add(step)

    def __call__(self, step: str, *, own: bool = False, paper: str | None = None, by: str | None = None) -> None:
        """`by`: the step of the act whose clause speaks of this."""
        day, app = self.day, self.day.centre
        paper = paper or day.tale.keep(app, self.case, self.number, as_=day.who("inspector"))
        case = day.case(self.case)["case"]
        told = {s["step"] for s in day.tale.steps if s["case"] == self.number}
        base = {
            "act": day.place.act, "service": self._what["service"], "variant": self._what["variant"],
            "object": self._what["object"], "case": self.number,
        }  # fmt: skip
        zone = day.now.tzinfo
        new = [d for d in case.get("done", ()) if d["step"] not in told]
        for done in new:
            at = datetime.fromisoformat(done["at"]).astimezone(zone).isoformat(timespec="seconds")
            due = done.get("due_by")
            due = datetime.fromisoformat(due).astimezone(zone).isoformat(timespec="seconds") if due else None
            clause = done.get("clause") or self._clause(done["step"])
            day.tale.step(
                **base,
                step=done["step"],
                at=at,
                due_by=due,
                clause=clause or None,
                own=done.get("own") or None,
                paper=paper,
            )
        if not any(d["step"] == step for d in new) and step not in told:
            clause = None if own else self._clause(by or step)
            at = day.now.isoformat(timespec="seconds")
            day.tale.step(**base, step=step, at=at, clause=clause, own=None if clause else True, paper=paper)

    def _clause(self, step: str) -> str | None:
        for line in self.day.case(self.case)["steps"]:
            if line["step"] == step:
                return str(line["clause"])
        return None


def travel(out: Path, *, store: str | None = None, act: str | None = None, lang: str | None = None) -> int:
    """Runs the day, leaves papers and `journey.json`; 0 when both nodes verify and their cases are equal."""
    out.mkdir(parents=True, exist_ok=True)
    key = key_place(None if store else str(out / "journey.key"))
    store = store or f"sqlite:///{(out / 'journey.db').resolve()}"
    initialise(store, key=key, demo=True)
    clock, tale = HandClock(), Tale(out)
    with ExitStack() as stack:
        apps = []
        for address in (store, licensor_store(store)):
            apps.append(build(Settings(store=address, key=key, password=password_of(address, None)), clock=clock))
            stack.callback(apps[-1].close)
        link = stack.enter_context(listening(apps[1]))
        for place in PLACES:
            if act not in (None, place.act):
                continue
            zone = ZoneInfo(place.zone)
            start = datetime.combine(place.on, MORNING, zone)
            day = Day(place, apps[0], apps[1], clock, link, tale, lang if lang in ("ru", "kk") else "both", start)
            _one_act(day)
        differing = _differing(apps)
    verified = {
        side: verify_store(Settings(store=s, key=key, write=False))
        for side, s in (("centre", store), ("licensor", licensor_store(store)))
    }
    whole = all(v["intact"] for v in verified.values()) and not differing
    report = {
        "steps": tale.steps,
        "papers": [{k: v for k, v in p.items() if k != "id"} for p in tale.papers],
        "verified": verified,
        "differing": differing,
    }
    (out / "journey.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    print(
        f"{len(tale.steps)} steps, {len(tale.papers)} papers, both nodes {'agree' if whole else 'DO NOT AGREE'}",
        file=sys.stderr,
    )
    return 0 if whole else 1


def _one_act(day: Day) -> None:
    number = 0
    for offered in plain(day.centre.ask("law.services", {}, as_=day.who("inspector"))):
        if not offered["flow"]:
            if offered["why_not"] == "channel-not-offered":
                slip = day.at_centre("intake.give_slip", {"service": offered["service"], "lang": day.lang}, "inspector")
                Told(day, slip["case"], {"service": offered["service"], "variant": "", "object": ""})(
                    "information-slip", own=True
                )
            continue
        flow = paper_flow if offered["flow"] == "paper" else electronic_flow
        for n, variant in enumerate(offered["variants"]):
            objects = variant["objects"] or [""]
            flow(day, offered["service"], variant["id"], object=objects[n % len(objects)], number=number)
            number += 1


def _differing(apps: list[App]) -> list[str]:
    """Cases whose fold is not the same at both nodes."""
    folds = [dict(app.folds()) for app in apps]
    shared = folds[0].keys() & folds[1].keys()
    return sorted(n for n in shared if folds[0][n] != folds[1][n])


__all__ = ["travel"]
