"""НУЦ asked about a signature: OCSP, lists of revoked certificates, the time stamp. Never inside a transaction.

Only the addresses that a node was given are called, never one that a stranger's certificate names. What is away is told, not
raised: the signature is judged with what there is, and stays *indeterminate*.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Protocol

import httpx2

from app.domain.signature import Trouble
from app.outside.clock import Clock
from app.signing.build import NoStamp, stamp_request, stamped
from app.signing.evidence import Evidence, Trust
from app.signing.read import Unread, read
from app.signing.status import asked_of, fits, stands_alone

LARGEST_ANSWER, LARGEST_LIST = 64 * 1024, 32 * 1024 * 1024
APART, WRONG = 120.0, 300.0  # seconds between our clock and НУЦ's: told; and nobody signs without a time stamp
for name in ("httpx2", "httpcore2"):  # they tell addresses and headers to the log
    logging.getLogger(name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Addresses that a node was given; НУЦ's own are in docs/guide/protocol.md."""

    ocsp: str = ""
    lists: tuple[str, ...] = ()
    stamps: str = ""
    seconds: float = 10.0  # for one answer: somebody waits at the counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The signature – with its time stamp, where one was given – and what is known about its certificates."""

    cms: bytes
    evidence: tuple[Evidence, ...] = ()
    troubles: tuple[tuple[str, Trouble], ...] = ()  # which source told nothing, and why

    @property
    def clock_wrong(self) -> bool:
        """Our clock is so far from НУЦ's that a signature of this moment would say another, and no stamp proves it."""
        return ("clock", "clock-wrong") in self.troubles


class Gathers(Protocol):
    def gather(self, cms: bytes) -> Gathered:
        """Never raises: an outage stops no intake."""
        ...


@dataclass(frozen=True, slots=True)
class NotConnected:
    """The Quiet one: a node that has no way to НУЦ."""

    def gather(self, cms: bytes) -> Gathered:
        return Gathered(cms=cms, troubles=(("ocsp", "not-set-up"),))


@dataclass(frozen=True, slots=True)
class Revocation:
    """The real one."""

    sources: Sources
    trust: Trust
    clock: Clock

    def gather(self, cms: bytes) -> Gathered:
        troubles: list[tuple[str, Trouble]] = []
        body = self._stamped(cms, troubles) if self.sources.stamps else cms
        try:
            asked = asked_of(read(body), self.trust)
        except Unread:
            return Gathered(cms=cms)  # the judge will say what it is
        evidence: list[Evidence] = []
        unanswered = not asked
        for one in asked if self.sources.ocsp else ():
            got = self._post(self.sources.ocsp, one.body, "application/ocsp-request", "ocsp", troubles)
            if got is None:
                unanswered = True
            elif not fits(one, got):
                troubles.append(("ocsp", "refused"))
                unanswered = True
            else:
                evidence.append(Evidence(kind="ocsp", body=got, source=self.sources.ocsp, at=self.clock.instant()))
                unanswered = unanswered or not stands_alone(got)
        if not self.sources.ocsp:
            troubles += [("ocsp", "not-set-up")] if not self.sources.lists else []
            unanswered = True
        for address in self.sources.lists if unanswered else ():
            got = self._call("GET", address, b"", {}, LARGEST_LIST, "crl", troubles)
            if got is not None:
                evidence.append(Evidence(kind="crl", body=got, source=address, at=self.clock.instant()))
        if read(body).stamps:  # then the time is theirs
            troubles = [one for one in troubles if one[1] != "clock-wrong"]
        return Gathered(cms=body, evidence=tuple(evidence), troubles=tuple(dict.fromkeys(troubles)))

    def _stamped(self, cms: bytes, troubles: list[tuple[str, Trouble]]) -> bytes:
        """With a time stamp, unless it has one already: then a second would only be later."""
        try:
            if read(cms).stamps:
                return cms
            request, nonce = stamp_request(cms)
        except Unread:
            return cms
        got = self._post(self.sources.stamps, request, "application/timestamp-query", "time-stamp", troubles)
        if got is None:
            return cms
        try:
            return stamped(cms, got, nonce=nonce)
        except NoStamp as why:
            troubles.append(("time-stamp", "refused" if why.args[0] == "refused" else "garbled"))
            return cms

    def _clock(self, said: str) -> list[tuple[str, Trouble]]:
        """What their clock says, by the head of an answer that came just now; words that are no date say nothing."""
        try:
            apart = abs((self.clock.instant().utc - parsedate_to_datetime(said)).total_seconds())
        except (ValueError, TypeError):
            return []
        found: list[tuple[str, Trouble]] = [("clock", "clock-apart")] if apart > APART else []
        return [*found, ("clock", "clock-wrong")] if apart > WRONG else found

    def _post(
        self, address: str, body: bytes, kind: str, source: str, troubles: list[tuple[str, Trouble]]
    ) -> bytes | None:
        return self._call("POST", address, body, {"Content-Type": kind}, LARGEST_ANSWER, source, troubles)

    def _call(
        self, method: str, address: str, body: bytes, headers: dict[str, str], largest: int, source: str,
        troubles: list[tuple[str, Trouble]],
    ) -> bytes | None:  # fmt: skip
        until = time.monotonic() + self.sources.seconds
        try:
            with (
                httpx2.Client(timeout=self.sources.seconds, trust_env=False) as client,
                client.stream(method, address, content=body, headers=headers) as response,
            ):
                if response.status_code != 200:
                    troubles.append((source, "no-answer" if response.status_code >= 500 else "refused"))
                    return None
                if method == "POST":  # no cache between has an old answer of it
                    troubles += self._clock(response.headers.get("date", ""))
                got = bytearray()
                for chunk in response.iter_bytes():
                    got += chunk
                    if len(got) > largest or time.monotonic() > until:
                        troubles.append((source, "too-large" if len(got) > largest else "slow"))
                        return None
                return bytes(got)
        except httpx2.TimeoutException:
            troubles.append((source, "slow"))
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL):
            troubles.append((source, "no-answer"))
        return None
