"""An electronic signature (ЭЦП) as the counter speaks of it: whose it should be, and what was found out about it.

Three verdicts, never two: what could not be learnt is *indeterminate*, and stops nobody's papers from being taken in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from app.domain import codec
from app.domain.moment import Instant
from app.domain.personal import Personal

Verdict = Literal["valid", "invalid", "indeterminate"]

Sound = Literal["sound"]
# Proven wrong, whatever anybody outside would answer.
Wrong = Literal[
    "not-a-signature",  # no CMS of one signed content, bytes behind it, attributes that are not DER
    "no-signer", "content-differs", "signature-wrong", "attributes-wrong", "certificate-substituted",
    "certificate-forged", "issuer-not-entitled", "not-yet-valid", "expired", "revoked",
    "not-for-signing", "not-for-log-in", "role-missing", "person-missing", "person-differs", "organisation-differs",
]  # fmt: skip
# Not proven, one way or the other: asked again later, or looked at by a person.
Unsure = Literal[
    "too-large", "several-signers", "certificate-missing", "not-examined", "gost-not-checked", "algorithm-unknown",
    "algorithm-weak", "issuer-unknown", "issuer-revoked", "issuer-out-of-term", "expired-without-time",
    "revoked-without-time", "on-hold", "revocation-unknown", "revocation-stale",
]  # fmt: skip
Reason = Literal[Sound, Wrong, Unsure]

# Why an outside source told nothing. The signature is then judged without it.
Trouble = Literal[
    "no-answer", "slow", "refused", "garbled", "too-large", "not-set-up", "clock-apart", "clock-wrong",
]  # fmt: skip
# Whose clock says when: a time-stamping authority, or ours when the signature was judged (or first kept).
TimeSource = Literal["time-stamp", "own-clock"]
# What became of the time stamp that came with a signature.
StampState = Literal["none", "proven", "wrong", "unproven"]
# Where in the acts a signature stands.
Place = Literal["request", "certification", "result"]

PERSON, ORGANISATION = "1.2.398.3.3.4.1.1", "1.2.398.3.3.4.1.2"  # roles of НУЦ certificates (FACTS 5.3)
HEAD, RIGHT_TO_SIGN, EMPLOYEE = f"{ORGANISATION}.1", f"{ORGANISATION}.2", f"{ORGANISATION}.5"

UNSURE: frozenset[str] = frozenset(get_args(Unsure))
WRONG: frozenset[str] = frozenset(get_args(Wrong))


def verdict_of(reason: Reason) -> Verdict:
    if reason == "sound":
        return "valid"
    return "invalid" if reason in WRONG else "indeterminate"


def weightiest(reasons: tuple[Reason, ...]) -> Reason:
    """What is proven wrong outweighs what is not known; of equals the first found is told."""
    return next((r for r in reasons if r in WRONG), reasons[0] if reasons else "sound")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who should have signed, and as what. A person of an organisation is both: ИИН and БИН."""

    iin: Personal | None = None
    bin: Personal | None = None
    roles: tuple[str, ...] = ()  # any of these; none: as the certificate of a person or of the organisation has it
    purpose: Literal["sign", "log-in"] = "sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was found out about one signature, when, and by whose clock. Nothing personal: it may stand in an event."""

    reason: Reason
    also: tuple[Reason, ...] = ()  # further findings
    time: TimeSource
    at: Instant  # the signature stood at that time at the latest
    stamp: StampState = "none"
    claimed: Instant | None = None  # what the signer's own computer says; proves nothing
    judged_at: Instant
    cms: str  # SHA-256
    content: str  # SHA-256 of what is signed
    evidence: tuple[str, ...] = ()  # SHA-256 of each answer that it rests on

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.reason)

    @property
    def again(self) -> bool:
        """Whether asking the outside again may settle it."""
        return self.reason in ("revocation-unknown", "revocation-stale", "on-hold", "not-examined")


def statement(place: Place, *, case: str, event: str, head: str, facts: str, person: str) -> bytes:
    """What a person signs: which place of the act, and the recorded event by its hashes in the chain, as canonical JSON.

    Nothing personal is in it, and it can be written again from the journal for ever, when the person has been erased too.
    """
    said = {"case": case, "event": event, "facts": facts, "head": head, "person": person, "signs": f"tereze/{place}/1"}
    return codec.plain_bytes(said)


class Judge(Protocol):
    """What is to be said of a signature, from bytes alone; the answers prove themselves."""

    def __call__(
        self, cms: bytes, content: bytes, by: Signatory, *, answers: tuple[tuple[str, bytes, str, Instant], ...],
        born: Instant, now: Instant,
    ) -> Judgement: ...  # fmt: skip
