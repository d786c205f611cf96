"""The two flows at the counter, as the acts have them: on paper through the courier, or the operator's form."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from app.journey.day import Day, Told
from app.journey.handed_in import draft, spoilt
from app.journey.nodes import Node
from app.start import Moment, Refused, calendar


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
    there = day.at_licensor(
        "courier.give", {"registries": [closed["registry"]], "to": "chancellery"}, day.who("courier")
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
    day.at_licensor("courier.take", {"code": back["handover"]}, day.who("courier"))
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
    grounds = day.licensor.tell("ask", name="law.grounds", given={"code": code}, as_=day.there("specialist", what))
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
    decided = {
        "code": code,
        "compliant": number % 2 == 0,
        "reference": f"{number + 1}",
        "votes": [5, 1, 0],
        "members": 7,
    }
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
    listed = day.asked("law.checklist", given)["documents"]
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


def _sheets(day: Day, node: Node, handed: dict[str, Any], accepted: dict[str, Any], *, as_: str) -> str | None:
    return day.tale.keep(node, handed["handover"], accepted["number"], as_=as_)


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
