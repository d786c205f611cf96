"""What a receipt says by itself: number, service, documents, legal day and centre, signed by the counter's device.

Whoever holds the paper and the device's public key can tell it from one that somebody else has made.
"""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Literal

from app.domain import codec
from app.domain.case import Case
from app.proof.cose import Claims, NotSigned

Kind = Literal["accepted", "refused"]
KINDS: dict[Kind, str] = {"accepted": "A", "refused": "N"}
KIND, NUMBER, SERVICE, DOCUMENTS, DAY, CENTRE, FORMAT = 1, 2, 3, 4, 5, 6, 7
FIRST_FORMAT = 1
EPOCH = date(1970, 1, 1)
HASH = 16  # bytes of SHA-256: a second set of documents of the same half is out of anybody's reach


def claims(case: Case, *, kind: Kind, day: date) -> Claims:
    """`day`: the legal date of handing in."""
    assert case.what is not None
    return {
        KIND: KINDS[kind], NUMBER: case.number.replace("-", ""), SERVICE: service_of(case),
        DOCUMENTS: documents_hash(case, kind=kind), DAY: (day - EPOCH).days, CENTRE: case.number.split("-", 1)[0],
        FORMAT: FIRST_FORMAT,
    }  # fmt: skip


def service_of(case: Case) -> str:
    assert case.what is not None
    return "/".join(word for word in (case.what.service, case.what.variant, case.what.object) if word)


def documents_hash(case: Case, *, kind: Kind) -> bytes:
    """Over what was handed in – kinds, sheets, terms, in the order of the list – and, of a refusal, what was missing.

    What the licensor finds missing later changes no receipt.
    """
    gaps = [[g.document, g.kind] for g in case.gaps] if kind == "refused" else []
    told = {"documents": [_line(d) for d in case.documents], "gaps": gaps}
    return sha256(codec.dump(told)).digest()[:HASH]


def _line(taken: Any) -> list[Any]:
    until = taken.valid_until.isoformat() if taken.valid_until else None
    return [taken.document, taken.kind, taken.sheets, until, taken.returned]


def told(said: Claims) -> dict[str, Any]:
    """In words that a script reads. `NotSigned`: a statement of ours, and not about a receipt."""
    kinds = {letter: kind for kind, letter in KINDS.items()}
    wanted = {KIND: str, NUMBER: str, SERVICE: str, DOCUMENTS: bytes, DAY: int, CENTRE: str, FORMAT: int}
    if (
        set(said) != set(wanted)
        or any(not isinstance(said[k], t) for k, t in wanted.items())
        or said[KIND] not in kinds
    ):
        raise NotSigned("not-a-receipt")
    if said[FORMAT] != FIRST_FORMAT or not 0 <= said[DAY] < 100_000:
        raise NotSigned("newer")
    return {
        "receipt": kinds[said[KIND]], "number": said[NUMBER], "service": said[SERVICE], "centre": said[CENTRE],
        "day": (EPOCH + timedelta(said[DAY])).isoformat(), "documents": said[DOCUMENTS].hex(),
    }  # fmt: skip


def differs(said: Claims, case: Case) -> str:
    """What the journal says otherwise than the paper; empty: nothing. The set may have grown by a supplement since."""
    if said[NUMBER] != case.number.replace("-", "") or case.what is None:
        return "number"
    if said[SERVICE] != service_of(case):
        return "service"
    kind: Kind = "refused" if case.status == "refused" else "accepted"
    if said[KIND] != KINDS[kind]:
        return "verdict"
    return "" if said[DOCUMENTS] == documents_hash(case, kind=kind) else "documents"
