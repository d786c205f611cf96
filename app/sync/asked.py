"""One question over HTTP as it came, who speaks in it, and the answer: signed too, a no like a yes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from litestar import Request, Response

from app.problems import Refused, Unavailable
from app.sync.apart import CONTACT, ahead
from app.sync.coding import ACCEPTED, packed, unpacked
from app.sync.keys import Seal, verify
from app.sync.peers import Node, Parties, Peer, parties
from app.sync.wire import BATCH_CONTENT

PROBLEM_CONTENT = "application/problem+json"
BYTES_CONTENT = "application/octet-stream"  # of files: they are packed already, and travel as they are
STATUSES = {
    "signature-missing": 401, "signature-wrong": 401, "clocks-apart": 401, "nonce-again": 401, "device-unknown": 403,
    "peer-unknown": 403, "event-differs": 409, "chain-gap": 409, "chain-held": 409, "own-chain-ahead": 409,
    "chain-broken": 422, "batch-too-large": 413, "file-not-theirs": 403, "file-not-here": 404, "file-erased": 410,
    "file-differs": 422, "file-too-large": 413, "upload-unknown": 404, "upload-over": 410, "offset-differs": 409,
    "part-too-large": 413, "part-of-other-kind": 415, "checksum-differs": 460, "tus-version": 412,
}  # fmt: skip


class Heard:
    """One request as it came: what is judged before anything is done."""

    def __init__(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        self.method, self.path, self.headers, self.body = method, path, headers, body


def problem_of(no: Refused | Unavailable) -> tuple[int, bytes, str]:
    if isinstance(no, Unavailable):
        return problem(503, f"{no.what}-{no.status}", {})
    return problem(STATUSES.get(no.code, 400), no.code, no.facts)


def judged(node: Node, heard: Heard) -> tuple[Parties, Peer, bytes]:
    """Who speaks, and what was said before it was packed."""
    seal = Seal.of(heard.headers)
    with node.store.reading() as connection:
        there = parties(connection)
    peer = there.owner(seal.device)
    if peer is None:
        raise Refused("device-unknown", device=seal.device)
    known = {device: there.chains[device].public_key for device in peer.devices}
    body = unpacked(heard.body, heard.headers.get("content-encoding"))
    now = node.clock.instant()
    try:
        verify(seal, heard.method, heard.path, body=body, known=known, now=now, nonces=node.nonces)
    except Refused as no:
        if no.code == "clocks-apart":  # said by the peer itself: its signature was judged first
            node.told.apart[peer.id] = ahead(seal.instant, asked=now, now=now)
        raise
    if heard.path == CONTACT:
        node.told.apart[peer.id] = ahead(seal.instant, asked=now, now=now)
    return there, peer, body


def problem(status: int, code: str, facts: Mapping[str, object]) -> tuple[int, bytes, str]:
    """RFC 9457. The facts are numbers, device codes and moments: nothing personal."""
    plain = {k: v for k, v in facts.items() if isinstance(v, (str, int))}
    said = {"type": f"urn:tereze:problem:{code}", "title": code, "status": status, "code": code, "facts": plain}
    return status, json.dumps(said, separators=(",", ":")).encode(), PROBLEM_CONTENT


def heard_of(request: Request[Any, Any, Any], body: bytes) -> Heard:
    query = request.scope["query_string"].decode("ascii", "replace")
    path = request.scope["path"] + (f"?{query}" if query else "")
    return Heard(request.method, path, {k.lower(): v for k, v in request.headers.items()}, body)


def signed(node: Node, heard: Heard, status: int, *, body: bytes, content: str) -> Response[bytes]:
    """Every answer is signed with the question's nonce, a no as well: nobody between can say it for us."""
    nonce = heard.headers.get("tereze-nonce", "-")
    seal = node.speaker.seal(f"{status} {heard.method}", heard.path, body, instant=node.clock.instant(), nonce=nonce)
    headers = {**seal.headers(), "Accept-Encoding": ACCEPTED}
    if content != BYTES_CONTENT:
        body, coding = packed(body, heard.headers.get("accept-encoding", ""), batch=content == BATCH_CONTENT)
        headers |= {"Content-Encoding": coding} if coding else {}
    return Response(body, status_code=status, headers=headers, media_type=content)
