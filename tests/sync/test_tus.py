"""tus 1.0.0 against the really started server: a public client that knows nothing of us, and the protocol's own sentences."""

from __future__ import annotations

import base64
import hashlib
import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import httpx2
import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from app.domain import codec
from app.store.coming import PART
from app.sync import contact, files, tus, wire
from app.sync.files import Offered
from app.sync.links.http import HttpLink
from app.sync.peers import own_devices
from app.sync.server import listening
from tests.sync.nodes import Pair, batch_of
from tests.sync.scans import body_of, scan, take_in, unfinished

BODY = scan(31, 2 * PART + 4321)
TUS = {"Tus-Resumable": "1.0.0"}


@dataclass
class Door:
    """A licensor that has heard of a case and not yet seen its scan; and the address that a signed wish was given."""

    two: Pair
    base: str
    case: str
    name: str
    http: httpx2.Client
    link: HttpLink

    def upload(self) -> tus.Upload:
        offer = Offered(case=self.case, file=self.name, size=len(BODY))
        return files.read(tus.Upload, self.link.ask("POST", f"/files/{self.name}", codec.dump(offer)))

    def url(self) -> str:
        return self.base + self.upload().address

    def add(self, url: str, offset: int, body: bytes, **more: str) -> httpx2.Response:
        headers = {**TUS, "Content-Type": tus.BODY, "Upload-Offset": str(offset)}
        headers |= {k.replace("_", "-"): v for k, v in more.items()}
        return self.http.patch(url, content=body, headers={k: v for k, v in headers.items() if v})

    def offset(self, url: str) -> int:
        answer = self.http.head(url, headers=TUS)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert int(answer.headers["upload-length"]) == len(BODY)
        return int(answer.headers["upload-offset"])

    @property
    def came(self) -> bool:
        return body_of(self.two.licensor, self.name) == BODY


@pytest.fixture
def door(two: Pair) -> Iterator[Door]:
    with opened(two) as found:
        yield found


@contextmanager
def opened(two: Pair) -> Iterator[Door]:
    case, (name,) = take_in(two.centre, BODY)
    node = two.centre.node()
    with (
        listening(two.licensor, folder=two.licensor.folder) as base,
        httpx2.Client(trust_env=False, timeout=60) as http,
    ):
        link = HttpLink(base, node.speaker, known=own_devices(two.licensor.store), clock=node.clock, tls=None)
        link.ask("POST", "/contact", contact.dump(contact.told(node, two.licensor.store.id)))
        link.ask("POST", "/events", wire.encode(batch_of(two.centre, "AT01-01", to=two.licensor)))
        yield Door(two, base, case, name, http, link)
        link.close()


# ---- a public client


@pytest.mark.parametrize("chunk", [PART, 300_000, None], ids=["a part", "small parts", "all at once"])
def test_a_public_client_uploads_without_our_headers(door: Door, chunk: int | None) -> None:
    more = {} if chunk is None else {"chunk_size": chunk}
    client = TusClient(door.url())
    client.uploader(file_stream=io.BytesIO(BODY), metadata={"filename": "скан.pdf"}, **more).upload()
    assert door.came
    assert unfinished(door.two.licensor) == []
    assert door.two.tick_at(door.base).files.bytes == 0  # nothing is left for our own


def test_a_public_client_s_checksums_are_judged(door: Door) -> None:
    client = TusClient(door.url())
    client.uploader(file_stream=io.BytesIO(BODY), chunk_size=PART, upload_checksum=True).upload()
    assert door.came


def test_a_public_client_goes_on_where_it_stopped(door: Door) -> None:
    url = door.url()
    TusClient(url).uploader(file_stream=io.BytesIO(BODY), chunk_size=PART).upload(stop_at=PART)
    assert door.offset(url) == PART
    again = TusClient(url).uploader(file_stream=io.BytesIO(BODY), chunk_size=PART, url=url)
    assert again.offset == PART
    again.upload()
    assert door.came


def test_what_a_public_client_began_our_own_finishes(door: Door) -> None:
    TusClient(door.url()).uploader(file_stream=io.BytesIO(BODY), chunk_size=PART).upload(stop_at=PART)
    assert door.two.tick_at(door.base).files.bytes == len(BODY) - PART
    assert door.came


def test_a_public_client_with_another_file_is_told_so_and_nobody_sees_it(door: Door) -> None:
    url, other = door.url(), BODY[:-1] + b"?"
    with pytest.raises(TusUploadFailed) as failed:
        TusClient(url).uploader(file_stream=io.BytesIO(other), chunk_size=PART).upload()
    assert failed.value.status_code == 422
    assert body_of(door.two.licensor, door.name) is None
    assert door.offset(url) == 0
    with pytest.raises(TusCommunicationError) as longer:
        TusClient(url).uploader(file_stream=io.BytesIO(BODY + b"?"), chunk_size=PART).upload()
    assert longer.value.status_code == 400


# ---- the protocol's sentences


def test_the_server_tells_what_it_can(door: Door) -> None:
    for where in (f"{door.base}/uploads", door.url()):
        said = door.http.options(where)
        assert said.status_code == 204
        assert {k: v for k, v in said.headers.items() if k.startswith("tus-")} == {
            "tus-resumable": "1.0.0", "tus-version": "1.0.0", "tus-extension": "creation,checksum",
            "tus-max-size": str(50 * 1024 * 1024), "tus-checksum-algorithm": "sha1,sha256",
        }  # fmt: skip


def test_creation_gives_a_place_and_begins_anew(door: Door) -> None:
    url = door.url()
    metadata = f"filename {base64.b64encode(b'scan.pdf').decode()}"
    headers = {**TUS, "Upload-Length": str(len(BODY)), "Upload-Metadata": metadata}
    made = door.http.post(url, headers=headers)
    assert (made.status_code, made.headers["tus-resumable"]) == (201, "1.0.0")
    assert door.base + made.headers["location"] == url
    assert door.http.head(url, headers=TUS).headers["upload-metadata"] == metadata
    door.add(url, 0, BODY[:500])
    assert door.offset(url) == 500
    assert door.http.post(url, headers=headers).status_code == 201
    assert door.offset(url) == 0
    for wrong in ({}, {"Upload-Length": "x"}, {"Upload-Length": "7"}, {"Upload-Defer-Length": "1"}):
        assert door.http.post(url, headers={**TUS, **wrong}).status_code == 400
    assert door.http.post(url, headers={**TUS, "Upload-Length": str(10**9)}).status_code == 413


def test_a_part_goes_to_its_place_and_nowhere_else(door: Door) -> None:
    url = door.url()
    first = door.add(url, 0, BODY[:1000])
    assert (first.status_code, first.headers["upload-offset"], first.content) == (204, "1000", b"")
    for wrong in (0, 999, 1001, len(BODY)):
        answer = door.add(url, wrong, BODY[1000:1100])
        assert (answer.status_code, answer.json()["code"], answer.json()["facts"]) == (
            409, "offset-differs", {"have": 1000},
        )  # fmt: skip
        assert answer.headers["tus-resumable"] == "1.0.0"
    assert door.add(url, 1000, BODY[1000:], Content_Type="application/json").status_code == 415
    assert door.add(url, 1000, BODY[1000:], Upload_Offset="").status_code == 400
    assert door.add(url, 1000, BODY[1000:], Upload_Offset="-1").status_code == 400
    assert door.add(url, 1000, BODY[1000:] + b"more").status_code == 413
    assert door.offset(url) in (1000, 1000 + 2 * PART)
    door.add(url, door.offset(url), BODY[door.offset(url) :])
    assert door.came
    done = door.add(url, len(BODY), b"")
    assert (done.status_code, done.headers["upload-offset"]) == (204, str(len(BODY)))
    assert door.add(url, 0, BODY[:9]).json()["facts"] == {"have": len(BODY)}


def test_another_version_is_told_ours(door: Door) -> None:
    url = door.url()
    for headers in ({}, {"Tus-Resumable": "0.2.2"}):
        for answer in (
            door.http.head(url, headers=headers),
            door.http.post(url, headers={**headers, "Upload-Length": str(len(BODY))}),
            door.http.patch(url, content=b"x", headers={**headers, "Upload-Offset": "0", "Content-Type": tus.BODY}),
        ):
            assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")
    assert door.offset(url) == 0


def test_a_part_with_another_checksum_is_thrown_away(door: Door) -> None:
    url, part = door.url(), BODY[:1000]
    right = {n: base64.b64encode(hashlib.new(n, part).digest()).decode() for n in ("sha1", "sha256")}
    wrong = base64.b64encode(hashlib.sha1(b"").digest()).decode()
    assert door.add(url, 0, part, Upload_Checksum=f"sha1 {wrong}").status_code == 460
    assert door.add(url, 0, part, Upload_Checksum=f"md5 {wrong}").status_code == 400
    assert door.add(url, 0, part, Upload_Checksum="sha1 ***").status_code == 400
    assert door.add(url, 0, BODY[: PART + 1], Upload_Checksum=f"sha1 {wrong}").status_code == 413
    assert door.offset(url) == 0
    assert door.add(url, 0, part, Upload_Checksum=f"sha1 {right['sha1']}").status_code == 204
    assert door.offset(url) == 1000


def test_a_method_may_be_told_in_a_header(door: Door) -> None:
    url = door.url()
    headers = {**TUS, "Content-Type": tus.BODY, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert door.http.post(url, content=BODY[:10], headers=headers).status_code == 204
    assert door.offset(url) == 10


def test_what_a_cut_part_brought_is_kept(door: Door) -> None:
    url = urlsplit(door.url())
    with socket.create_connection((url.hostname, url.port)) as line:
        head = f"PATCH {url.path} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
        head += f"Content-Type: {tus.BODY}\r\nContent-Length: {len(BODY)}\r\n\r\n"
        line.sendall(head.encode() + BODY[: PART + 70_000])
    here, sent = door.offset(url.geturl()), 0
    while here < len(BODY):  # the server hears of the cut in its own time, and says where it stands by then
        answer = door.add(url.geturl(), here, BODY[here:] if here >= PART else b"")
        sent += (len(BODY) - here) if answer.status_code == 204 and here >= PART else 0
        here = door.offset(url.geturl())
    assert PART <= len(BODY) - sent <= PART + 70_000
    assert door.came


# ---- whose address it is


def test_an_address_is_nobody_s_to_make_up_or_to_keep(door: Door) -> None:
    url = door.url()
    middle = len(door.base) + 40
    for wrong in (
        url[:-4],
        url[:middle] + ("A" if url[middle] != "A" else "B") + url[middle + 1 :],
        f"{door.base}/uploads/x",
    ):
        assert door.http.head(wrong, headers=TUS).status_code == 404
        assert door.add(wrong, 0, b"x").json()["code"] == "upload-unknown"
    door.two.licensor.clock.at += timedelta(hours=1, seconds=1)
    assert door.add(url, 0, b"x").json()["code"] == "upload-over"
    assert door.http.head(url, headers=TUS).status_code == 410


def test_our_own_parts_are_judged_by_their_signature(door: Door) -> None:
    upload, node = door.upload(), door.two.centre.node()
    piece = BODY[:1000]
    seal = node.speaker.seal("PATCH", upload.address, piece, instant=node.clock.instant())
    more = {**TUS, "Content-Type": tus.BODY, "Upload-Offset": "0"}
    url = door.base + upload.address
    spoilt = door.http.patch(url, content=piece[:-1] + b"?", headers={**more, **seal.headers()})
    assert (spoilt.status_code, spoilt.json()["code"]) == (401, "signature-wrong")
    assert door.http.patch(url, content=piece, headers={**more, **seal.headers()}).status_code == 204
    again = door.http.patch(url, content=piece, headers={**more, **seal.headers()})
    assert (again.status_code, again.json()["code"]) == (401, "nonce-again")
    assert door.offset(url) == 1000


def test_no_address_is_given_for_what_no_case_names(door: Door) -> None:
    for case, name in ((door.case, "0" * 64), ("elsewhere", door.name)):
        offer = Offered(case=case, file=name, size=5)
        with pytest.raises(Exception, match="file-not-theirs"):
            door.link.ask("POST", f"/files/{name}", codec.dump(offer))
    nobody = door.http.post(f"{door.base}/files/{door.name}", content=b"{}")
    assert (nobody.status_code, nobody.json()["code"]) == (401, "signature-missing")
