"""An ЭЦП is brought to a case: the applicant's under the request, the operator's under the form, the licensor's under the
result. Whatever is found out about it is kept with it; an outage stops nobody."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from app.command import Unit, check_right, command
from app.domain.case import Case
from app.domain.events import SignatureKept
from app.domain.events_signatures import Answer, SignedBytes
from app.domain.moment import Instant
from app.domain.personal import Personal
from app.domain.roles import Right
from app.domain.signature import Judgement, Place, Signatory, Verdict
from app.domain.signing_places import BRINGS, OWN, SIGNED, signatory
from app.problems import Refused, Unavailable

LARGEST = 256 * 1024  # of a signature; of each answer ten times that: a list of revoked certificates is long
MOST = 8  # answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """`cms`: a detached signature over the statement that `signatures.to_sign` gives, in Base64."""

    code: str
    place: Place
    cms: Personal
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    case: str
    number: str
    verdict: Verdict
    judgement: Judgement


@command(Right.SEE_CASES)
def keep(unit: Unit, given: Brought) -> Judged:
    """Judged here from its bytes: a caller brings evidence, never a verdict. A signature that is proven wrong is not kept.

    Kept again, an undecided one is judged anew.   mangystau-2013-3 and vko-2014-70, process 5; DOMAIN.md e-signature
    """
    check_right(unit.account, BRINGS[given.place])
    if unit.judge is None:
        raise Unavailable("signature", "not-there")
    case = unit.case(given.code)
    event = unit.transaction.newest(case.id, SIGNED[given.place])
    if event is None:
        raise Refused("nothing-to-sign", place=given.place)
    if given.place in OWN and event.who != unit.account.login:
        raise Refused("signature-of-other", who=event.who)
    if any(s.place == given.place and s.event == event.id and s.verdict == "valid" for s in case.signatures or ()):
        raise Refused("signature-there", number=case.number)
    judgement = unit.judge(
        _bytes(given.cms, LARGEST), event.statement(given.place), _by(unit, case, given.place),
        answers=tuple((a.kind, _bytes(a.body, 10 * LARGEST), a.source, a.at) for a in given.answers[:MOST]),
        born=event.recorded_at, now=Instant.parse(unit.instant.iso()),  # as it is kept: the same answer for ever
    )  # fmt: skip
    if judgement.verdict == "invalid":
        raise Refused("signature-invalid", reason=judgement.reason)
    person = SignedBytes(cms=given.cms, answers=given.answers[:MOST])
    unit.record(case.id, SignatureKept(place=given.place, signs=event.id, judgement=judgement, person=person))
    return Judged(case=case.id, number=case.number, verdict=judgement.verdict, judgement=judgement)


def _by(unit: Unit, case: Case, place: Place) -> Signatory:
    known = unit.access(unit.account.login)
    return signatory(place, case.people, known.number if known else None, login=unit.account.login)


def _bytes(text: Personal, largest: int) -> bytes:
    body = text.open()
    if len(body) > largest * 4 // 3 + 4:
        raise Refused("signature-unreadable")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("signature-unreadable") from None
