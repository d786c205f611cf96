"""The people of an application: who asks, who stands at the counter for them, and by what authority."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.domain.moment import Instant
from app.domain.names import LINE, NAME, clean
from app.domain.numbers import read_number
from app.domain.pack import ApplicantKind
from app.domain.personal import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    kind: ApplicantKind
    number: Personal  # ИИН of a natural person or entrepreneur, БИН of a legal person
    name: Personal
    address: Personal | None = None
    phone: Personal | None = None
    source: Literal["typed", "gbd-fl", "gbd-ul", "met-before"] = "typed"
    asked_at: Instant | None = None  # when the register answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The paper that lets somebody act for the applicant."""

    kind: Literal["power-of-attorney", "order", "legal-representative"] = "power-of-attorney"
    number: Personal | None = None
    valid_until: date | None = None  # good through its last day
    notarised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    number: Personal
    name: Personal
    phone: Personal | None = None
    authority: Authority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The personal part of an application. It stands in a table of its own and can be erased."""

    applicant: Applicant
    representative: Representative | None = None
    remarks: dict[str, Personal] | None = None  # document id → free words of the inspector
    holders: dict[str, Personal] | None = None  # document id → in whose name it is


def cleaned_applicant(who: Applicant) -> Applicant:
    """As it is kept: the number in its one written form, words without what nobody sees. Or `Refused`."""
    return replace(
        who, number=_number(who.number), name=clean(who.name, NAME), address=_line(who.address), phone=_line(who.phone)
    )


def cleaned_representative(who: Representative) -> Representative:
    authority = who.authority
    if authority is not None:
        authority = replace(authority, number=_line(authority.number))
    return replace(
        who, number=_number(who.number), name=clean(who.name, NAME), phone=_line(who.phone), authority=authority
    )


def _number(number: Personal) -> Personal:
    return Personal(read_number(number.open()).value)


def _line(words: Personal | None) -> Personal | None:
    return clean(words, LINE) if words is not None else None
