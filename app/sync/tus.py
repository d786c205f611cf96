"""tus 1.0.0 (core, creation, checksum) for one file at one address. Whoever has the address may send that file, for an hour.

The address is given out to a question that was signed. Any client of tus goes on from there, without our headers.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain import codec
from app.domain.moment import Instant
from app.problems import Refused
from app.store import blobs
from app.store.coming import Coming
from app.sync import files
from app.sync.files import Offered, ResultPaper, Wanted
from app.sync.peers import Node, Peer, parties

VERSION, OPEN = "1.0.0", timedelta(hours=1)
BODY = "application/offset+octet-stream"
ALGORITHMS = ("sha1", "sha256")  # every server of tus knows the first
METADATA = 1024  # of what a client tells of its file: kept and given back, never used
ALWAYS = {"Tus-Resumable": VERSION}
ABOUT = {
    **ALWAYS, "Tus-Version": VERSION, "Tus-Extension": "creation,checksum", "Tus-Max-Size": str(blobs.LARGEST),
    "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """What an address stands for."""

    peer: str
    case: str
    file: str
    size: int
    until: Instant

    @property
    def want(self) -> Wanted:
        return Wanted(case=self.case, file=self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """The answer to a signed wish: where to send it, and from which byte on."""

    address: str
    offset: int
    until: str  # then it is asked for anew


@dataclass(frozen=True, slots=True)
class Done:
    status: int
    headers: dict[str, str] = field(default_factory=dict)


def open_for(node: Node, peer: Peer, offer: Offered) -> Upload:
    """A signed wish: judged, begun or gone on with, and given an address."""
    until = Instant(node.clock.instant().utc + OPEN)
    permit = Permit(peer=peer.id, case=offer.case, file=offer.file, size=offer.size, until=until)
    if files.is_here(node, permit.want):
        offset = offer.size
    else:
        with node.lock:  # a part that is being written is not cut off
            offset = files.begin(node, peer, offer).offset
    return Upload(address=f"/uploads/{_sealed(node, permit)}", offset=offset, until=until.iso())


def read(node: Node, address: str) -> tuple[Permit, Peer]:
    """Whose address it is: `Refused`, when nobody's, or no more."""
    try:
        raw = base64.urlsafe_b64decode(address.encode("ascii") + b"=" * (-len(address) % 4))
        permit = codec.load(Permit, _seal(node).decrypt(raw[:12], raw[12:], b"tus"))
    except (ValueError, InvalidTag) as wrong:
        raise Refused("upload-unknown") from wrong
    if permit.until.utc < node.clock.instant().utc:
        raise Refused("upload-over")
    with node.store.reading() as connection:
        return permit, parties(connection).peer(permit.peer)


def answered(
    node: Node, method: str, address: str, *, headers: Mapping[str, str], body: bytes = b"", more: int = 0
) -> Done:  # fmt: skip
    match headers.get("x-http-method-override", method).upper():
        case "POST":
            return create(node, address, headers)
        case "HEAD":
            return look(node, address, headers)
        case "PATCH":
            return add(node, address, headers, body=body, more=more)
    raise Refused("request-invalid")


def create(node: Node, address: str, headers: Mapping[str, str]) -> Done:
    """Creation: the file begins anew. One that is here already is not asked for again."""
    _check_version(headers)
    permit, peer = read(node, address)
    length = _number(headers, "upload-length")
    if length > blobs.LARGEST:
        raise Refused("file-too-large", megabytes=blobs.LARGEST // 1024**2)
    metadata = headers.get("upload-metadata", "")
    if length != permit.size or len(metadata) > METADATA:
        raise Refused("request-invalid")
    if not files.is_here(node, permit.want):
        with node.lock:
            offer = _offer(permit, files.resumed(node, peer, permit.want))
            files.begin(node, peer, offer, metadata=metadata, anew=True)
    return Done(201, {**ALWAYS, "Location": f"/uploads/{address}"})


def look(node: Node, address: str, headers: Mapping[str, str]) -> Done:
    """HEAD: up to which byte the file is here for good. A whole one that a cut kept from being judged is judged now."""
    _check_version(headers)
    permit, peer = read(node, address)
    told = {**ALWAYS, "Upload-Length": str(permit.size), "Cache-Control": "no-store"}
    if files.is_here(node, permit.want):
        return Done(200, {**told, "Upload-Offset": str(permit.size)})
    with node.lock:
        file = _begun(node, peer, permit)
    if file.told.metadata:
        told["Upload-Metadata"] = file.told.metadata
    if file.whole:
        files.finish(node, peer, file)
    return Done(200, {**told, "Upload-Offset": str(file.offset)})


def check_part(headers: Mapping[str, str]) -> None:
    """What a part says of itself, before its body is read."""
    _check_version(headers)
    if headers.get("content-type", "").split(";")[0].strip() != BODY:
        raise Refused("part-of-other-kind")
    _number(headers, "upload-offset")
    if "upload-checksum" in headers:
        _checksum(headers["upload-checksum"])


def add(node: Node, address: str, headers: Mapping[str, str], *, body: bytes, more: int = 0) -> Done:
    """PATCH: the part at its place, on the disk before this returns. `more`: what of the same body stands here already.

    With the last part the whole file is judged: a wrong one is refused, and begins anew.
    """
    check_part(headers)
    permit, peer = read(node, address)
    offset = _number(headers, "upload-offset") + more
    if "upload-checksum" in headers:
        algorithm, digest = _checksum(headers["upload-checksum"])
        if hashlib.new(algorithm, body).digest() != digest:
            raise Refused("checksum-differs")
    if files.is_here(node, permit.want):
        if (offset, body) != (permit.size, b""):
            raise Refused("offset-differs", have=permit.size)
        return Done(204, {**ALWAYS, "Upload-Offset": str(permit.size)})
    with node.lock:
        file = _begun(node, peer, permit)
        if offset != file.offset:
            raise Refused("offset-differs", have=file.offset)
        file.append(body)
    if file.whole:
        files.finish(node, peer, file)
    return Done(204, {**ALWAYS, "Upload-Offset": str(file.offset)})


def _begun(node: Node, peer: Peer, permit: Permit) -> Coming:
    """After a wrong hash, or when it was swept: from its first byte."""
    return files.resumed(node, peer, permit.want) or files.begin(node, peer, _offer(permit, None))


def _offer(permit: Permit, before: Coming | None) -> Offered:
    paper = files.read(ResultPaper, before.told.paper.encode()) if before and before.told.paper else None
    return Offered(case=permit.case, file=permit.file, size=permit.size, paper=paper)


def _check_version(headers: Mapping[str, str]) -> None:
    if headers.get("tus-resumable") != VERSION:
        raise Refused("tus-version")


def _number(headers: Mapping[str, str], name: str) -> int:
    said = headers.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) < 16):
        raise Refused("request-invalid")
    return int(said)


def _checksum(said: str) -> tuple[str, bytes]:
    algorithm, _, digest = said.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Refused("checksum-unknown", known=",".join(ALGORITHMS))
    try:
        return algorithm, base64.b64decode(digest, validate=True)
    except ValueError as wrong:
        raise Refused("request-invalid") from wrong


def checksum(body: bytes) -> str:
    return f"sha256 {base64.b64encode(hashlib.sha256(body).digest()).decode()}"


def _sealed(node: Node, permit: Permit) -> str:
    nonce = secrets.token_bytes(12)
    sealed = nonce + _seal(node).encrypt(nonce, codec.dump(permit), b"tus")
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def _seal(node: Node) -> AESGCM:
    key = HKDF(SHA256(), 32, salt=None, info=b"tereze upload address").derive(node.speaker.key.private_bytes_raw())
    return AESGCM(key)
