"""Kazakhstan's calendar and the monthly calculation index, read from their dated files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal, get_args

from app.domain.calendar import DAY, Calendar, DayKind, Names, Rule

RESOURCES: Final = Path(__file__).resolve().parent.parent.parent / "resources"
Purpose = Literal["fees", "benefits"]  # taxes, fees and fines; benefits and other social payments


class CalendarFault(ValueError):
    """The file says something that a calendar or a table of rates cannot say: where, and what."""


class RateUnknown(LookupError):
    """No rate is held for that day: nobody may guess what is to be paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The monthly calculation index (МРП) in tenge, for one purpose, from the first to the last day it held."""

    tenge: int
    purpose: Purpose
    from_: date
    to: date
    source: Literal["reconstructed", "public"]


@cache
def calendar(known_on: date | None = None) -> Calendar:
    """The country's calendar as it stands, or as it stood on the day `known_on`."""
    return calendar_at(RESOURCES / "calendars" / "kz.toml", known_on)


@cache
def calendar_at(path: Path, known_on: date | None = None) -> Calendar:
    """A calendar file, read strictly."""
    text = tomllib.loads(path.read_text("utf-8"))
    version: date = text["version"]
    days: dict[str, Any] = dict(text["days"])
    for earlier in sorted(text.get("earlier", ()), key=lambda one: one["until"], reverse=True):
        if known_on is None or known_on > earlier["until"]:
            break
        version = text["first"]
        for gone in earlier["absent"]:
            del days[gone.isoformat()]
        days |= earlier["days"]
    rules = {date.fromisoformat(day): _rule(day, entry, text) for day, entry in days.items()}
    for day, rule in rules.items():
        if rule.other is not None and rule.kind != "replacement":
            _moved_both_ways(day, rule, rules)
    return Calendar(version=version, first=text["first"], last=text["last"], days=rules)


def _rule(day: str, entry: dict[str, Any], text: dict[str, Any]) -> Rule:
    if unknown := entry.keys() - {"rule", "other", "reference", "estimated"}:
        raise CalendarFault(f"days.{day}: unknown key {sorted(unknown)[0]}")
    kept, references = text["rules"].get(entry["rule"]), text["references"]
    if kept is None or kept["kind"] not in get_args(DayKind):
        raise CalendarFault(f"days.{day}: no rule {entry['rule']}")
    reference = references.get(entry.get("reference", kept["reference"]))
    if reference is None:
        raise CalendarFault(f"days.{day}: no such reference")
    if kept["kind"] in ("replacement", "moved-off", "worked-day") and "other" not in entry:
        raise CalendarFault(f"days.{day}: says not which day it goes with")
    return Rule(
        kind=kept["kind"],
        names=Names(kept["ru"], kept["kk"], kept["en"]),
        reference=Names(reference["ru"], reference["kk"], reference["en"]),
        other=entry.get("other"),
        estimated=entry.get("estimated", False),
    )


def _moved_both_ways(day: date, rule: Rule, rules: dict[date, Rule]) -> None:
    back = rules.get(rule.other) if rule.other else None
    if back is None or back.other != day or {rule.kind, back.kind} != {"moved-off", "worked-day"}:
        raise CalendarFault(f"days.{day}: moved one way only")


@cache
def rates_at(path: Path) -> tuple[Rate, ...]:
    """The table of rates: per purpose without a hole or an overlap."""
    text = tomllib.loads(path.read_text("utf-8"))
    rates = tuple(
        Rate(tenge=r["tenge"], purpose=r["purpose"], from_=r["from"], to=r["to"], source=r["source"])
        for r in text["rate"]
    )
    for purpose in get_args(Purpose):
        row = sorted((rate for rate in rates if rate.purpose == purpose), key=lambda rate: rate.from_)
        for a, b in pairwise(row):
            if a.to + DAY != b.from_:
                raise CalendarFault(f"rate {purpose}: {a.to} is not followed by {b.from_}")
    return rates


def rate(on: date, purpose: Purpose = "fees") -> Rate:
    """The rate in force on the day of payment, with what it is known from."""
    for one in rates_at(RESOURCES / "rates.toml"):
        if one.purpose == purpose and one.from_ <= on <= one.to:
            return one
    raise RateUnknown(f"no monthly calculation index for {purpose} on {on}")


def mci(on: date, purpose: Purpose = "fees") -> int:
    """The monthly calculation index in tenge on the day of payment."""
    return rate(on, purpose).tenge
