"""NCALayer: the program of НУЦ beside ours that asks the person for their key and signs with it, ГОСТ keys too.

A WebSocket on this machine; it speaks first; module `kz.gov.pki.knca.basics`; requests have no numbers, so there is one at a
time. There was no NCALayer to try this against: it is written from its public examples and tested with a stand-in.
"""

from __future__ import annotations

import base64
import binascii
import json
import ssl
import threading
import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import urlsplit

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from app.domain import codec
from app.domain.signature import ORGANISATION, PERSON, Signatory
from app.outside.signature import CANCELLED, Cancelled, away

ADDRESS = "wss://127.0.0.1:13579/"
OWN = ("127.0.0.1", "::1")  # not a name: a name may lead elsewhere
MODULE = "kz.gov.pki.knca.basics"
SIGNING, LOG_IN = "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2"
LARGEST = 4 * 1024 * 1024
MOST_SAID = 16  # messages that are no answer, before it is called garbled
WORDS = 200  # of what NCALayer says of itself, as it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class NCALayerSettings:
    address: str = ADDRESS
    locale: Literal["kk", "ru", "en"] = "kk"
    stamp: bool = True  # NCALayer asks НУЦ's time-stamping authority itself
    any_chain: bool = False  # a key of a test centre; never in life
    pinned: str = ""  # SHA-256 of its TLS certificate, where a workplace has written it down
    greeting: float = 5.0  # seconds until it speaks
    answer: float = 180.0  # seconds for a person to find the token and type the PIN

    def __post_init__(self) -> None:
        """Its TLS certificate is its own and proves nothing, so it is spoken to on this machine only."""
        address = urlsplit(self.address)
        if address.scheme not in ("ws", "wss") or address.hostname not in OWN:
            raise ValueError("NCALayer is on this machine: ws or wss, 127.0.0.1 or ::1")


@dataclass(frozen=True, slots=True)
class NCALayer:
    settings: NCALayerSettings = field(default_factory=NCALayerSettings)
    _one: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def sign(self, data: bytes, as_person: Signatory) -> bytes | Cancelled:
        if not self._one.acquire(blocking=False):
            raise away("busy")
        try:
            told = self._asked(request(data, as_person, self.settings))
        finally:
            self._one.release()
        result = result_of(told)
        return result if isinstance(result, Cancelled) else by(result, as_person)

    def version(self) -> str:
        """What it says when it greets; `Unavailable` when it is not running."""
        with self._connection() as line:
            return self._greeted(line)

    def _asked(self, body: str) -> dict[str, Any]:
        with self._connection() as line:
            self._greeted(line)
            try:
                line.send(body)
            except (OSError, WebSocketException):
                raise away("no-answer") from None
            until = time.monotonic() + self.settings.answer
            for _ in range(MOST_SAID):
                told = heard(line, until=until)
                if not _is_greeting(told):
                    return told
            raise away("garbled")

    def _connection(self) -> ClientConnection:
        own = self.settings
        context = _unproven() if own.address.startswith("wss:") else None
        try:
            return connect(
                own.address, ssl=context, proxy=None, open_timeout=own.greeting, close_timeout=1, max_size=LARGEST
            )
        except TimeoutError:
            raise away("slow") from None
        except (OSError, WebSocketException):
            raise away("no-answer") from None

    def _greeted(self, line: ClientConnection) -> str:
        """Nothing is sent before it has shown its certificate, where one is written down, and spoken as NCALayer does."""
        if self.settings.pinned and _fingerprint(line) != self.settings.pinned.lower():
            raise away("other-program")
        return greeted(line, until=time.monotonic() + self.settings.greeting)


def _unproven() -> ssl.SSLContext:
    """For the loopback only, where `NCALayerSettings` has made sure that we are."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _fingerprint(line: ClientConnection) -> str:
    if not isinstance(line.socket, ssl.SSLSocket):
        return ""
    return sha256(line.socket.getpeercert(binary_form=True) or b"").hexdigest()


# ---- asking


def request(data: bytes, as_person: Signatory, own: NCALayerSettings) -> str:
    """Only the person's own keys are offered: filtered by ИИН, БИН, and what the key is for."""
    purpose = SIGNING if as_person.purpose == "sign" else LOG_IN
    role = as_person.roles[:1] or ((ORGANISATION,) if as_person.bin else (PERSON,))
    signer: dict[str, Any] = {"extKeyUsageOids": [purpose, *role], "chain": [] if own.any_chain else None}
    if as_person.iin is not None:
        signer["iin"] = as_person.iin.open()
    if as_person.bin is not None:
        signer["bin"] = as_person.bin.open()
    signing: dict[str, Any] = {
        "decode": True, "encapsulate": False, "digested": False, "tsaProfile": {} if own.stamp else None,
    }  # fmt: skip
    args = {
        "allowedStorages": None, "format": "cms", "data": base64.b64encode(data).decode(), "signingParams": signing,
        "signerParams": signer, "locale": own.locale,
    }  # fmt: skip
    return json.dumps({"module": MODULE, "method": "sign", "args": args})


# ---- hearing


def heard(line: ClientConnection, *, until: float) -> dict[str, Any]:
    try:
        told = line.recv(timeout=max(until - time.monotonic(), 0.001))
    except TimeoutError:
        raise away("slow") from None
    except (OSError, WebSocketException):
        raise away("no-answer") from None
    if not isinstance(told, str):
        raise away("garbled")
    try:
        return codec.plain_object(told)
    except codec.BadShape:
        raise away("garbled") from None


def greeted(line: ClientConnection, *, until: float) -> str:
    told = heard(line, until=until)
    if not _is_greeting(told):
        raise away("garbled")
    return str(told["result"]["version"])[:WORDS]


def _is_greeting(told: dict[str, Any]) -> bool:
    result = told.get("result")
    return isinstance(result, dict) and isinstance(result.get("version"), str)


def result_of(told: dict[str, Any]) -> bytes | Cancelled:
    """A body without a result is how NCALayer says that the person has closed its window."""
    match told:
        case {"status": True, "body": dict() as body}:
            return _signature(body["result"]) if "result" in body else CANCELLED
        case {"status": False}:
            raise away("refused", code=_shown(told, "code"), says=_shown(told, "message"))
        case _:
            raise away("garbled")


def _shown(told: dict[str, Any], name: str) -> str:
    said = told.get(name)
    return "".join(c for c in str(said) if c.isprintable())[:WORDS] if isinstance(said, str | int) else ""


def _signature(result: object) -> bytes:
    """Base64, bare or between the lines of PEM; a list of one where a list was signed."""
    if isinstance(result, list) and len(result) == 1:
        result = result[0]
    if not isinstance(result, str):
        raise away("garbled")
    bare = "".join(line.strip() for line in result.splitlines() if not line.startswith("-----"))
    try:
        body = base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError):
        raise away("garbled") from None
    if not body:
        raise away("garbled")
    return body


def by(body: bytes, as_person: Signatory) -> bytes:
    """The signature, if it is by whom it was asked from: NCALayer filters, and we look again."""
    from app.signing import profile, read  # pulls in the libraries of signatures: only where something is signed

    try:
        parts = read.read(body)
    except read.Unread:
        raise away("garbled") from None
    if wrong := profile.findings(parts.certificate, as_person):
        raise away("other-person", reason=wrong[0])
    return body
