"""DER, written and judged. Signed attributes must be in it, whatever the rest of a CMS is written in (RFC 5652, 5.3)."""

from __future__ import annotations

DEEPEST = 32
SEQUENCE, SET = 0x30, 0x31


def element(tag: int, *parts: bytes) -> bytes:
    """One element, written as DER is: its length as short as can be."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + body


def is_der(body: bytes) -> bool:
    """One element and nothing behind it; every length definite and as short as can be; each SET OF in order."""
    try:
        return _element(body, 0, 0) == len(body)
    except (IndexError, ValueError):
        return False


def _element(body: bytes, at: int, depth: int) -> int:
    """Where the element ends. `ValueError`: not DER."""
    if depth > DEEPEST:
        raise ValueError
    tag = body[at]
    if tag & 0x1F == 0x1F:
        raise ValueError  # tags above 30: nothing that is signed here has them
    length, start = _length(body, at + 1)
    end = start + length
    if end > len(body):
        raise ValueError
    if tag & 0x20:
        children, child = [], start
        while child < end:
            after = _element(body, child, depth + 1)
            children.append(body[child:after])
            child = after
        if child != end or (tag == SET and children != sorted(children)):
            raise ValueError
    return end


def _length(body: bytes, at: int) -> tuple[int, int]:
    first = body[at]
    if first < 0x80:
        return first, at + 1
    size = first & 0x7F
    octets = body[at + 1 : at + 1 + size]
    if not 1 <= size <= 4 or len(octets) < size or octets[0] == 0 or (size == 1 and octets[0] < 0x80):
        raise ValueError
    return int.from_bytes(octets, "big"), at + 1 + size
