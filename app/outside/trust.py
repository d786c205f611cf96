"""Whom this node believes about signatures: certificates that an administrator laid into the folder `trust` beside the store.

`trust/roots`, `trust/issuers`, `trust/stamps`: certificates, DER or PEM. No folder: this node keeps no signatures at all.
"""

from __future__ import annotations

import base64
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.moment import Instant
from app.domain.signature import Judgement, Signatory
from app.outside.clock import Clock
from app.outside.revocation import Gathers, NotConnected, Revocation, Sources
from app.problems import Refused, Unavailable
from app.signing.evidence import Evidence, Trust

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)
LARGEST = 64 * 1024


def trust_in(folder: Path) -> Trust | None:
    """None where there is no such folder: this node was not set up to look at signatures."""
    if not folder.is_dir():
        return None
    return Trust(
        roots=_certificates(folder / "roots"), issuers=_certificates(folder / "issuers"),
        stamp_roots=_certificates(folder / "stamps"),
    )  # fmt: skip


def sources_in(folder: Path) -> Sources:
    """The addresses of НУЦ that this node may ask: `trust/sources.toml` with `ocsp`, `lists`, `stamps`."""
    file = folder / "sources.toml"
    told = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    return Sources(
        ocsp=str(told.get("ocsp", "")), lists=tuple(str(one) for one in told.get("lists", ())),
        stamps=str(told.get("stamps", "")),
    )  # fmt: skip


def judging_in(folder: Path, clock: Clock) -> Judging | None:
    """What this node was set up with; None: it looks at no signature."""
    trust = trust_in(folder)
    if trust is None:
        return None
    return Judging(trust, clock, Revocation(sources_in(folder), trust, clock))


def _certificates(folder: Path) -> tuple[bytes, ...]:
    found: list[bytes] = []
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        if not file.is_file() or file.stat().st_size > LARGEST:
            continue
        body = file.read_bytes()
        blocks = [base64.b64decode(block) for block in _PEM.findall(body)]
        found += blocks or [body]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Judging:
    """The judgement of a signature by this node's trust; the libraries are opened when the first one is met."""

    trust: Trust
    clock: Clock
    gathers: Gathers = field(default_factory=NotConnected)

    def __call__(
        self, cms: bytes, content: bytes, by: Signatory, *, answers: tuple[tuple[str, bytes, str, Instant], ...],
        born: Instant, now: Instant,
    ) -> Judgement:  # fmt: skip
        from app.signing.judge import Question, judge

        evidence = tuple(
            Evidence(kind="crl" if kind == "crl" else "ocsp", body=body, source=source, at=at)
            for kind, body, source, at in answers
        )
        asked = Question(
            cms=cms, content=content, signatory=by, trust=self.trust, evidence=evidence, born=born, now=now
        )
        return judge(asked)

    def signer(self, content: bytes, cms: bytes) -> str:
        """The ИИН of who signed a challenge just now, and whose certificate НУЦ says to be good.

        `Refused("log-in-refused")`: nobody whose word counts. `Unavailable`: НУЦ does not answer; the password is the way.
        """
        from app.signing.judge import Question, judge
        from app.signing.profile import profile_of
        from app.signing.read import Unread, read

        gathered = self.gathers.gather(cms)
        found = judge(
            Question(
                cms=gathered.cms, content=content, signatory=Signatory(purpose="log-in"), trust=self.trust,
                evidence=gathered.evidence, now=self.clock.instant(),
            )
        )  # fmt: skip
        if found.reason in ("revocation-unknown", "revocation-stale"):
            raise Unavailable("signature", "no-answer")
        if found.verdict != "valid":
            raise Refused("log-in-refused")
        try:
            number = profile_of(read(cms).certificate).iin
        except Unread:
            number = None
        if number is None:
            raise Refused("log-in-refused")
        return number.open()
