"""The signed answer to a batch: this node has the chain up to here. It says nothing of time, so again is the same bytes."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain import codec
from app.problems import Refused
from app.sync.incoming import Taken
from app.sync.keys import Speaker
from app.sync.peers import Peer
from app.sync.wire import WireEvent


def signed_text(store: str, device: str, seq: int, *, row_hash: str) -> bytes:
    return "\n".join(("tereze-receipt", store, device, str(seq), row_hash)).encode()


def receipt(speaker: Speaker, store: str, taken: Taken) -> bytes:
    """Ed25519 signs the same text with the same bytes: the same batch is answered alike for the life of the case."""
    hashed = taken.row_hash.hex()
    signature = speaker.key.sign(signed_text(store, taken.device, taken.seq, row_hash=hashed))
    said = {
        "store": store, "device": taken.device, "seq": taken.seq, "row_hash": hashed, "by": speaker.device,
        "signature": base64.b64encode(signature).decode(),
    }  # fmt: skip
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def believed(raw: bytes, peer: Peer, events: Sequence[WireEvent], *, keys: Mapping[str, bytes]) -> int:
    """Up to where the peer has the chain: only what it signed, of events that we sent. `Refused("receipt-wrong")`."""
    try:
        said = codec.plain_value(raw)
        sent = {e.seq: e.row_hash.hex() for e in events}
        fits = (said["store"], said["device"], said["row_hash"]) == (peer.id, events[0].device, sent[said["seq"]])
        text = signed_text(peer.id, events[0].device, said["seq"], row_hash=said["row_hash"])
        key = keys[said["by"]]
        Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(said["signature"], validate=True), text)
    except (KeyError, TypeError, ValueError, InvalidSignature) as wrong:
        raise Refused("receipt-wrong", device=events[0].device) from wrong
    if not fits:
        raise Refused("receipt-wrong", device=events[0].device)
    return int(said["seq"])
