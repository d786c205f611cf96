"""HTTP: the only thing that this program says over a network. HTTPS with certificates of both sides, or the own machine."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx2

from app.domain import codec
from app.domain.moment import Instant
from app.problems import Refused, Unavailable
from app.sync.apart import CONTACT, ahead
from app.sync.certificates import own_fault
from app.sync.coding import ACCEPTED, BARE_GZIP, GZIP, packed, unpacked
from app.sync.keys import Seal, Speaker, verify
from app.sync.tls import fault_of, trusted
from app.sync.wire import BATCH_CONTENT, LARGEST

Status = Literal["unreachable", "slow", "broken", "busy", "fault", "too-large", "untrusted"]
TIMES = httpx2.Timeout(30, connect=5)


def away(status: Status | str, **facts: object) -> Unavailable:
    return Unavailable("licensor", status, **facts)


def on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class HttpLink:
    """A conversation over one connection."""

    apart: int | None = None
    _read_there = GZIP  # until the other has said what else it can read

    def __init__(
        self, address: str, speaker: Speaker, *, known: dict[str, bytes], clock: Any, tls: Path | None
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme == "http" and not on_this_machine(parts.hostname or ""):
            raise Refused("link-open", address=address)
        if parts.scheme == "https" and tls is None:
            raise Refused("certificate-missing")
        self._speaker, self._known, self._clock, self._tls = speaker, known, clock, tls
        self._client = httpx2.Client(
            base_url=address, timeout=TIMES, trust_env=False, follow_redirects=False,
            verify=trusted(tls) if tls and parts.scheme == "https" else False,
        )  # fmt: skip

    def ask(self, method: str, path: str, body: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        """`more`: headers of another protocol that the body belongs to; it then travels as it is."""
        seal = self._speaker.seal(method, path, body, instant=self._clock.instant())
        headers = {**seal.headers(), "Accept-Encoding": ACCEPTED}
        sent, coding = body, None
        if more:
            headers |= more
        elif body:
            batch = path.startswith("/events")
            headers["Content-Type"] = BATCH_CONTENT if batch else "application/json"
            sent, coding = packed(body, self._read_there, batch=batch)
        if coding:
            headers["Content-Encoding"] = coding
        try:
            with self._client.stream(method, path, content=sent, headers=headers) as response:
                return self._judged(response, _whole(response), seal, method=method, path=path)
        except httpx2.TimeoutException as slow:
            raise away("unreachable" if isinstance(slow, httpx2.ConnectTimeout) else "slow") from slow
        except httpx2.ConnectError as gone:
            raise away(fault_of(gone) or "unreachable") from gone
        except (httpx2.TransportError, httpx2.StreamError) as cut:
            raise away(self._why(cut)) from cut

    def _judged(self, response: httpx2.Response, body: bytes, seal: Seal, *, method: str, path: str) -> bytes:
        """The answer's bytes, if the peer itself gave them to this very question."""
        status = response.status_code
        match status:
            case 413:
                raise away("too-large")
            case 429 | 503:
                raise away("busy", wait=_retry_after(response.headers.get("retry-after", ""), self._clock.instant()))
            case _ if status >= 500:
                raise away("fault", http=status)
        now = self._clock.instant()
        try:
            answer = Seal.of(response.headers)
            verify(answer, f"{status} {method}", path, body=body, known=self._known, now=now)
        except Refused as no:
            if no.code == "clocks-apart":  # said by the peer itself: its signature was judged first
                self.apart = ahead(answer.instant, asked=Instant.parse(seal.instant), now=now)
            if status in (401, 403):  # it does not know us, so it may well not be known to us
                raise _problem(body, status) from no
            raise away("untrusted", why=no.code) from no
        if answer.nonce != seal.nonce:
            raise away("untrusted", why="nonce")
        if path == CONTACT:
            self.apart = ahead(answer.instant, asked=Instant.parse(seal.instant), now=now)
        if status >= 400:
            raise _problem(body, status)
        self._read_there = response.headers.get("accept-encoding", GZIP)
        return body

    def _why(self, cut: BaseException) -> str:
        """It may have been our own certificate: not everybody says so before hanging up."""
        own = own_fault(self._tls, self._clock.instant()) if self._tls else None
        return fault_of(cut) or own or "broken"

    def close(self) -> None:
        self._client.close()


def _whole(response: httpx2.Response) -> bytes:
    """Read and unpacked no further than a batch may be: whoever speaks is not known yet."""
    raw = bytearray()
    for part in response.iter_raw():
        raw += part
        if len(raw) > LARGEST:
            raise away("untrusted", why="too-large")
    coding = response.headers.get("content-encoding")
    if coding not in (None, GZIP, BARE_GZIP):
        raise away("broken")
    try:
        return unpacked(bytes(raw), coding)
    except Refused as no:
        raise away("untrusted" if no.code == "batch-too-large" else "broken", why=no.code) from no


def _retry_after(told: str, now: Instant) -> int:
    """Seconds that the other side asks us to wait; it says them, or the moment. 0: it asks for nothing that we understand."""
    if told.isascii() and told.isdigit():
        return int(told[:6])
    try:
        return max(0, round((parsedate_to_datetime(told) - now.utc).total_seconds()))
    except (ValueError, TypeError, OverflowError):  # TypeError: a moment without its zone
        return 0


def _problem(body: bytes, status: int) -> Refused | Unavailable:
    """RFC 9457, back to what it was over there."""
    try:
        said = codec.plain_value(body)
        return Refused(str(said["code"]), **{str(k): v for k, v in said.get("facts", {}).items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return away("fault", http=status)
