"""What a certificate of НУЦ says of its owner: ИИН, БИН, roles, and what the key may be used for (FACTS 5.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from app.domain.personal import Personal
from app.domain.signature import ORGANISATION, Reason, Signatory

SERIAL_NUMBER, UNIT = "2.5.4.5", "2.5.4.11"
SIGNING, LOG_IN = "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2"
IIN, BIN = re.compile(r"IIN([0-9]{12})"), re.compile(r"BIN([0-9]{12})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    iin: Personal | None
    bin: Personal | None
    roles: frozenset[str]
    usages: frozenset[str]


def profile_of(certificate: Any) -> Profile:
    subject = [
        (pair["type"].dotted, pair["value"].native) for rdn in certificate.subject.chosen for pair in rdn
    ]  # the whole subject: a second serialNumber must not hide behind the first
    numbers = [value for type_, value in subject if type_ == SERIAL_NUMBER]
    units = [value for type_, value in subject if type_ == UNIT]
    extended, usage = certificate.extended_key_usage_value, certificate.key_usage_value
    return Profile(
        iin=_only(IIN, numbers),
        bin=_only(BIN, [*numbers, *units]),
        roles=frozenset(one.dotted for one in extended) if extended is not None else frozenset(),
        usages=frozenset(usage.native) if usage is not None else frozenset(),
    )


def _only(pattern: re.Pattern[str], values: list[object]) -> Personal | None:
    """The one number of that kind. Two are none: whose it is would be anybody's guess."""
    found = {m[1] for value in values if isinstance(value, str) and (m := pattern.fullmatch(value))}
    return Personal(found.pop()) if len(found) == 1 else None


def findings(certificate: Any, expected: Signatory) -> tuple[Reason, ...]:
    """What in the certificate speaks against its owner having signed as `expected`."""
    has = profile_of(certificate)
    return tuple(
        reason
        for reason in (
            _person("person-differs", wanted=expected.iin, has=has.iin),
            _person("organisation-differs", wanted=expected.bin, has=has.bin),
            _purpose(has, expected),
            _role(has, expected),
        )
        if reason is not None
    )


def _person(differs: Reason, *, wanted: Personal | None, has: Personal | None) -> Reason | None:
    if wanted is None:
        return None
    if has is None:
        return "person-missing" if differs == "person-differs" else differs
    return None if has.open() == wanted.open() else differs


def _purpose(has: Profile, expected: Signatory) -> Reason | None:
    match expected.purpose:
        case "sign":
            fits = SIGNING in has.roles and {"digital_signature", "non_repudiation"} <= has.usages
            return None if fits else "not-for-signing"
        case "log-in":
            fits = LOG_IN in has.roles and "digital_signature" in has.usages
            return None if fits else "not-for-log-in"


def _role(has: Profile, expected: Signatory) -> Reason | None:
    if expected.bin is not None and ORGANISATION not in has.roles:
        return "role-missing"
    if expected.roles and not has.roles & set(expected.roles):
        return "role-missing"
    return None
