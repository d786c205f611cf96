"""HTTP: the only thing that this program says over a network. HTTPS with certificates of both sides, or the own machine."""

from __future__ import annotations

import ssl
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx2

from app.domain import codec
from app.problems import Refused, Unavailable
from app.sync.keys import Seal, Speaker, verify
from app.sync.wire import BATCH_CONTENT, LARGEST, spread, squeezed

Status = Literal["unreachable", "slow", "broken", "busy", "fault", "too-large", "untrusted"]
TIMES = httpx2.Timeout(30, connect=5)
SQUEEZE = 1024  # shorter bodies travel as they are


def away(status: Status, **facts: object) -> Unavailable:
    return Unavailable("licensor", status, **facts)


def on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def trusted(tls: Path) -> ssl.SSLContext:
    """Our certificate and the ones we believe: `node.pem` (with its key), `peers.pem`. The system's roots are not asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(tls / "node.pem")
    context.load_verify_locations(tls / "peers.pem")
    return context


class HttpLink:
    """A conversation over one connection."""

    def __init__(
        self, address: str, speaker: Speaker, *, known: dict[str, bytes], clock: Any, tls: Path | None
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme == "http" and not on_this_machine(parts.hostname or ""):
            raise Refused("link-open", address=address)
        if parts.scheme == "https" and tls is None:
            raise Refused("certificate-missing")
        self._speaker, self._known, self._clock = speaker, known, clock
        self._client = httpx2.Client(
            base_url=address, timeout=TIMES, trust_env=False, follow_redirects=False,
            verify=trusted(tls) if tls and parts.scheme == "https" else False,
        )  # fmt: skip

    def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        seal = self._speaker.seal(method, path, body, instant=self._clock.instant())
        headers = {**seal.headers(), "Accept-Encoding": "gzip"}
        sent = body
        if body:
            headers["Content-Type"] = BATCH_CONTENT if path.startswith("/events") else "application/json"
        if len(body) > SQUEEZE:
            sent, headers["Content-Encoding"] = squeezed(body), "gzip"
        try:
            with self._client.stream(method, path, content=sent, headers=headers) as response:
                return self._judged(response, _whole(response), seal, method=method, path=path)
        except httpx2.TimeoutException as slow:
            raise away("unreachable" if isinstance(slow, httpx2.ConnectTimeout) else "slow") from slow
        except httpx2.ConnectError as gone:
            raise away("unreachable") from gone
        except (httpx2.TransportError, httpx2.StreamError) as cut:
            raise away("broken") from cut

    def _judged(self, response: httpx2.Response, body: bytes, seal: Seal, *, method: str, path: str) -> bytes:
        """The answer's bytes, if the peer itself gave them to this very question."""
        status = response.status_code
        match status:
            case 413:
                raise away("too-large")
            case 503:
                raise away("busy")
            case _ if status >= 500:
                raise away("fault", http=status)
        try:
            answer = Seal.of(response.headers)
            verify(answer, f"{status} {method}", path, body=body, known=self._known, now=self._clock.instant())
        except Refused as no:
            if status in (401, 403):  # it does not know us, so it may well not be known to us
                raise _problem(body, status) from no
            raise away("untrusted", why=no.code) from no
        if answer.nonce != seal.nonce:
            raise away("untrusted", why="nonce")
        if status >= 400:
            raise _problem(body, status)
        return body

    def close(self) -> None:
        self._client.close()


def _whole(response: httpx2.Response) -> bytes:
    """Read and unpacked no further than a batch may be: whoever speaks is not known yet."""
    packed = bytearray()
    for part in response.iter_raw():
        packed += part
        if len(packed) > LARGEST:
            raise away("untrusted", why="too-large")
    match response.headers.get("content-encoding"):
        case None:
            return bytes(packed)
        case "gzip":
            try:
                return spread(bytes(packed))
            except Refused as no:
                raise away("untrusted" if no.code == "batch-too-large" else "broken", why=no.code) from no
    raise away("broken")


def _problem(body: bytes, status: int) -> Refused | Unavailable:
    """RFC 9457, back to what it was over there."""
    try:
        said = codec.plain_value(body)
        return Refused(str(said["code"]), **{str(k): v for k, v in said.get("facts", {}).items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return away("fault", http=status)
