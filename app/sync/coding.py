"""How a body is packed for the way: by gzip, and a batch without its base64 before it, where the other side says it can.

Under `Content-Encoding: tereze-bare, gzip` the bytes of events lie between the parts of the JSON as they are stored, and
compress like what they are. What is signed, judged and read is the JSON, made again from it to the last byte. Decision 026.
"""

from __future__ import annotations

import binascii
import struct

from app.problems import Refused
from app.sync.wire import LARGEST, spread, squeezed

BARE, GZIP = "tereze-bare", "gzip"
ACCEPTED = f"{GZIP}, {BARE}"  # what this program can read; each side says it to the other
BARE_GZIP = f"{BARE}, {GZIP}"  # in the order in which they were applied
SQUEEZE = 1024  # shorter bodies travel as they are
PIECES = 1024  # of one body, at most: nobody makes us keep a million of nothing
_OPENS, _CLOSES = b'"data_base64":"', b'"'
_LENGTHS = struct.Struct(">II")


def packed(body: bytes, accepted: str, *, batch: bool) -> tuple[bytes, str | None]:
    """The body for who can read that, and how it is packed now."""
    if len(body) <= SQUEEZE or GZIP not in accepted:
        return body, None
    if batch and BARE in accepted:
        return squeezed(bared(body)), BARE_GZIP
    return squeezed(body), GZIP


def unpacked(raw: bytes, coding: str | None) -> bytes:
    """What was said before it was packed; what nobody packed, and what is packed in a way unknown here, as it came."""
    match coding:
        case "gzip":
            return spread(raw)
        case "tereze-bare, gzip":
            return clothed(spread(raw))
    return raw


def bared(raw: bytes) -> bytes:
    """Lengths, text, bytes; lengths, text, bytes … Base64 that another would have written otherwise stays text."""
    made: list[bytes] = []
    begun = at = 0
    while len(made) < 3 * PIECES and (found := raw.find(_OPENS, at)) >= 0:
        start = found + len(_OPENS)
        at = raw.find(_CLOSES, start)
        if at < 0:
            break
        told = raw[start:at]
        try:
            body = binascii.a2b_base64(told, strict_mode=True)
        except binascii.Error:
            continue
        if binascii.b2a_base64(body, newline=False) == told:  # not so: unused bits set, or one more "=" than is needed
            made += (_LENGTHS.pack(start - begun, len(body)), raw[begun:start], body)
            begun = at
    return b"".join((*made, _LENGTHS.pack(len(raw) - begun, 0), raw[begun:]))


def clothed(bare: bytes) -> bytes:
    """`Refused`: nobody's batch, or one that would be too large."""
    made: list[bytes] = []
    at = size = 0
    while at < len(bare):
        try:
            text, body = _LENGTHS.unpack_from(bare, at)
        except struct.error as cut:
            raise Refused("batch-invalid", place="") from cut
        middle = at + _LENGTHS.size + text
        at, told = middle + body, bare[middle - text : middle]
        size += text + body * 4 // 3 + 4
        if at > len(bare) or len(made) > 2 * PIECES:
            raise Refused("batch-invalid", place="")
        if size > LARGEST:
            raise Refused("batch-too-large", megabytes=LARGEST // 1024**2)
        made += (told, binascii.b2a_base64(bare[middle:at], newline=False))
    return b"".join(made)
