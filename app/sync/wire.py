"""An event on its way: CloudEvents 1.0 in a JSON batch. Its bytes travel as they were stored, never written anew."""

from __future__ import annotations

import base64
import gzip
import json
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.domain import codec
from app.problems import Refused
from app.store import chain

TYPE = "tereze."
STUB = "tereze.stub"
FULL_CONTENT, STUB_CONTENT = "application/vnd.tereze.event", "application/vnd.tereze.stub"
BATCH_CONTENT = "application/cloudevents-batch+json"
LARGEST = 48 * 1024 * 1024  # of a batch before compression; more is refused unread
MOST_THINGS = (
    65_536  # objects, lists and their members: a whole batch has 5 000, and a million of them would fill the memory
)
MOST_VERSION = 10**9  # of a subject: what no journal comes to, and every column holds
_LENGTHS = struct.Struct(">IIII")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireEvent:
    """An event, or the stub of one that does not concern the receiver: then only its hashes."""

    id: str
    device: str
    seq: int
    hashes: bytes
    row_hash: bytes
    subject: str | None = None
    kind: str | None = None
    version: int | None = None
    head: bytes | None = None
    facts: bytes | None = None
    salt: bytes | None = None  # both None: erased
    person: bytes | None = None
    told: dict[str, Any] | None = field(default=None, compare=False, repr=False)  # what stands in the head, once read

    @property
    def is_stub(self) -> bool:
        return self.head is None


def stub_id(device: str, seq: int) -> str:
    """A stub has no id of its own to show: when the event was made is nobody else's business."""
    return f"{device}/{seq}"


def _packed(parts: Iterable[bytes]) -> bytes:
    """Lengths, then the parts, each at a multiple of three: so equal text is equal base64, and compresses."""
    made = []
    listed = tuple(parts)
    for part in (_LENGTHS.pack(*map(len, listed)), *listed):
        made.append(part)
        made.append(bytes(-len(part) % 3))
    return b"".join(made)


def _unpacked(raw: bytes) -> list[bytes]:
    lengths = _LENGTHS.unpack_from(raw)
    at, parts = _LENGTHS.size + -_LENGTHS.size % 3, []
    for length in lengths:
        parts.append(raw[at : at + length])
        at += length + -length % 3
    if at != len(raw):
        raise ValueError("lengths")
    return parts


def encode(events: Iterable[WireEvent]) -> bytes:
    return json.dumps([_envelope(e) for e in events], separators=(",", ":")).encode()


def _envelope(event: WireEvent) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "specversion": "1.0", "id": event.id, "source": f"/devices/{event.device}", "sequence": event.seq,
        "rowhash": event.row_hash.hex(),
    }  # fmt: skip
    if event.head is None:
        body = event.hashes
        plain |= {"type": STUB, "datacontenttype": STUB_CONTENT}
    else:
        body = _packed((event.head, event.facts or b"", event.salt or b"", event.person or b""))
        plain |= {"type": f"{TYPE}{event.kind}", "subject": event.subject, "datacontenttype": FULL_CONTENT}
        if event.salt is None:  # erased: the hash of what was there is all that is left
            plain["personhash"] = event.hashes[64:].hex()
    plain["data_base64"] = base64.b64encode(body).decode()
    return plain


def decode(raw: bytes) -> list[WireEvent]:
    """The batch, each event's hashes made from its own bytes. `Refused("batch-invalid")` names the first wrong one."""
    if sum(raw.count(sign) for sign in (b"{", b"[", b",")) > MOST_THINGS:
        raise Refused("batch-invalid", place="")
    try:
        plain = codec.plain_value(raw)
    except ValueError as wrong:
        raise Refused("batch-invalid", place="") from wrong
    if not isinstance(plain, list):
        raise Refused("batch-invalid", place="")
    return [_event(one, place) for place, one in enumerate(plain)]


def _event(plain: Any, place: int) -> WireEvent:
    try:
        source, seq, body = plain["source"], plain["sequence"], base64.b64decode(plain["data_base64"], validate=True)
        device = source.removeprefix("/devices/")
        if plain["specversion"] != "1.0" or device == source or type(seq) is not int or seq < 1:
            raise ValueError("envelope")
        common: dict[str, Any] = {"device": device, "seq": seq, "row_hash": bytes.fromhex(plain["rowhash"])}
        if plain["datacontenttype"] == STUB_CONTENT:
            if len(body) != 96 or plain["id"] != stub_id(device, seq) or plain["type"] != STUB:
                raise ValueError("stub")
            return WireEvent(id=plain["id"], hashes=body, **common)
        head, facts, salt, person = _unpacked(body)
        says = codec.plain_value(head)
        if (says["id"], says["device"], says["seq"], says["case"], TYPE + says["kind"]) != (
            plain["id"], device, seq, plain["subject"], plain["type"],
        ):  # fmt: skip
            raise ValueError("the envelope says another thing than the event")
        names = [codec.read(str, says[name]) for name in ("id", "case", "kind")]
        if not all(names) or not 1 <= codec.read(int, says["version"]) <= MOST_VERSION or "/" in says["id"]:
            raise ValueError("head")
        erased = plain.get("personhash")
        last = chain.sha(salt + person) if erased is None else bytes.fromhex(erased)
        if len(last) != 32 or (erased is None) != (len(salt) == 16):
            raise ValueError("person")
        return WireEvent(
            id=says["id"], hashes=chain.sha(head) + chain.sha(facts) + last, subject=says["case"], kind=says["kind"],
            version=says["version"], head=head, facts=facts, salt=salt if erased is None else None,
            person=person if erased is None else None, told=says, **common,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError, struct.error) as wrong:
        raise Refused("batch-invalid", place=str(place)) from wrong


def squeezed(raw: bytes) -> bytes:
    return gzip.compress(raw, compresslevel=3, mtime=0)


def spread(raw: bytes) -> bytes:
    """What `squeezed` made, never more than a batch may hold: a small bomb is refused before it goes off."""
    stream = zlib.decompressobj(wbits=31)
    try:
        made = stream.decompress(raw, LARGEST)
    except zlib.error as wrong:
        raise Refused("batch-invalid", place="") from wrong
    if stream.unconsumed_tail or (len(made) == LARGEST and not stream.eof):
        raise Refused("batch-too-large", megabytes=LARGEST // 1024**2)
    if not stream.eof or stream.unused_data:  # cut off, or something behind it
        raise Refused("batch-invalid", place="")
    return made
