"""What every paper's facts begin with: the office, the codes, the act and clause, the people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.domain.case import Case
from app.domain.clauses import in_words
from app.domain.facts import What
from app.domain.moment import Moment
from app.domain.numbers import bars, read_number
from app.domain.office import Office as Place
from app.domain.pack import Pack, Service, Text
from app.domain.people import Applicant, Representative
from app.print.facts import Both, Office, Party, Signer
from app.words import words

if TYPE_CHECKING:
    from app.command import Unit


def both(text: Text) -> Both:
    return Both(ru=text.ru, kk=text.kk)


def said(key: str, **facts: object) -> Both:
    return Both(ru=words("ru")(key, **facts), kk=words("kk")(key, **facts))


def each(make: Callable[[str], str]) -> Both:
    return Both(ru=make("ru"), kk=make("kk"))


def cited(clause: str, *, source: str = "act") -> Both | None:
    """«прил. 1, п. 10 2)»; with ° where it is not the act's own."""
    text = in_words(clause) if clause else None
    if text is None:
        return None
    mark = "" if source == "act" else "°"
    return Both(ru=text.ru + mark, kk=text.kk + mark)


def office(place: Place) -> Office:
    return Office(name=both(place.name), branch=both(place.branch), address=both(place.address), telephone=place.phone)


def local(unit: Unit, at: Moment) -> str:
    return at.local(unit.zone).isoformat(timespec="seconds")


def day(at: datetime | date | None) -> str:
    return at.isoformat()[:10] if at else ""


def applicant(who: Applicant) -> Party:
    name, number = who.name.open(), who.number.open()
    legal = who.kind == "legal" or read_number(number).kind == "bin"  # joint entrepreneurs have a БИН too
    return Party(name=Both(ru=name, kk=name), number=number, legal=legal)


def representative(who: Representative | None) -> Party | None:
    if who is None:
        return None
    name = who.name.open()
    return Party(name=Both(ru=name, kk=name), number=who.number.open())


def person(unit: Unit, login: str, role: str) -> Signer:
    account = unit.account_of(login)
    return Signer(name=account.name if account else login, role=said(f"role.{role}"))


def law(unit: Unit, what: What) -> tuple[Pack, Service]:
    return unit.law_of(what)


def sheet(unit: Unit, case: Case, *, form: str, prefix: str = "C") -> dict[str, Any]:
    """The common part of a paper about a case: office, codes, act, clause, training."""
    found = None
    if case.what is not None:
        _, service = unit.law_of(case.what)
        found = service.paper(form, variant=case.what.variant, channel=case.what.channel, result=case.result or "")
    return {
        "office": office(unit.office), "code": bars(prefix, case.number), "number": case.number,
        "act": case.what.pack.split("@")[0] if case.what else "",
        "clause": cited(found.clause, source=found.source) if found else None,
        "set_by": both(found.annex) if found and found.annex else None,
        "training": unit.office.training_weeks is not None,
    }  # fmt: skip


def frame(unit: Unit, *, number: str, prefix: str) -> dict[str, Any]:
    """The common part of a paper about a registry or a hand-over."""
    return {
        "office": office(unit.office), "code": bars(prefix, number), "number": number,
        "training": unit.office.training_weeks is not None,
    }  # fmt: skip


def asked(service: Service, what: What) -> Both:
    """What is asked for: the variant, and of what."""
    variant = service.variant(what.variant)
    name = both(variant.name) if variant else Both(ru=what.variant, kk=what.variant)
    if not what.object:
        return name
    return each(lambda lang: f"{name.in_(lang)}: {words(lang)(f'object.{what.object}')}")


def asked_in_short(what: What) -> Both:
    """«выдача: лицензия», where a cell has no room for the act's words."""
    keys = (f"variant.{what.variant}", *((f"object.{what.object}",) if what.object else ()))
    return each(lambda lang: ": ".join(words(lang)(key) for key in keys))
