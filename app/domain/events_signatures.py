"""The fact that somebody signed: which recorded event, at which place of the act, and what was found out about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.kinds import BOTH, event
from app.domain.moment import Instant
from app.domain.personal import Personal
from app.domain.signature import Judgement, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What НУЦ said about revocation, in Base64: it names the certificate, so it stands in the erasable part."""

    kind: Literal["ocsp", "crl"]
    body: Personal
    source: str
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBytes:
    """The signature itself, a detached CMS in Base64, and the answers that its judgement rests on."""

    cms: Personal
    answers: tuple[Answer, ...] = ()


@event("signature.kept", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureKept:
    """Of a case. A later one of the same place and event says it anew, when the outside has answered."""

    place: Place
    signs: str  # id of the event
    judgement: Judgement
    person: SignedBytes | None = None
