"""F36: a file that is cut off at any byte, by real resets. It arrives as it was, and no cut costs more than one part.

`TEREZE_CAMPAIGN=1` runs the thousand, up to 50 MB; `TEREZE_CAMPAIGN_PART=2/8` its second eighth; a commit some small ones.
"""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from app.domain import codec
from app.store import blobs, coming
from app.store.coming import PART
from app.sync import carrying, files, tus, wire
from app.sync.files import Offered
from app.sync.links.http import HttpLink
from app.sync.peers import own_devices
from app.sync.server import listening
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.parts import part
from tests.campaign.shears import Shears, cutting
from tests.sync.nodes import Pair, acquainted, batch_of, on_sqlite
from tests.sync.scans import body_of, scan, signed_result, take_in

COUNT = cases(1000, least=15)
MOST = blobs.LARGEST if WHOLE else 3 * PART
WAYS = (
    "there",
    "back",
    "public",
    "wrong",
    "power",
)  # ours to the licensor, from it, a public client, other bytes, a power cut
TRIES = 25


@dataclass
class Tried:
    """What one file met."""

    way: str
    size: int
    wrong: list[str] = field(default_factory=list)


@dataclass
class Town:
    two: Pair
    monkeypatch: pytest.MonkeyPatch
    moved: int = 0  # bytes of the file that were sent, again as well
    durable: dict[int, int] = field(default_factory=dict)  # inode → size at the last fsync

    def watch(self) -> None:
        """Looks on, changes nothing: what leaves, and what the disk was told to keep."""
        ask, gives, fsync = HttpLink.ask, files.part, os.fsync

        def asked(link: HttpLink, method: str, path: str, body: bytes = b"", more: Any = None) -> bytes:
            self.moved += len(body) if method == "PATCH" else 0
            return ask(link, method, path, body, more)

        def given(*args: Any, **more: Any) -> bytes:
            found = gives(*args, **more)
            self.moved += len(found)
            return found

        def synced(handle: int) -> None:
            fsync(handle)
            told = os.fstat(handle)
            self.durable[told.st_ino] = told.st_size

        self.monkeypatch.setattr(HttpLink, "ask", asked)
        self.monkeypatch.setattr(files, "part", given)
        self.monkeypatch.setattr(os, "fsync", synced)

    def tick(self, address: str) -> bool:
        """True: it came through without a cut."""
        done = self.two.tick_at(address)
        return done.away is None and done.files.away is None

    def forget(self, *names: str) -> None:
        """A thousand files of 50 MB are not kept."""
        for house in (self.two.centre, self.two.licensor):
            for name in names:
                house.store.file(name).unlink(missing_ok=True)
        self.two.centre.clock.at += timedelta(minutes=20)


@contextmanager
def town(ram: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    with acquainted(on_sqlite(ram), ram) as two:
        made = Town(two, monkeypatch)
        made.watch()
        yield made


def size_of(chance: random.Random, n: int) -> int:
    if n % 40 == 7:
        return MOST
    return int(2 ** chance.uniform(8, MOST.bit_length() - 1)) + chance.randrange(200)


def cuts_of(chance: random.Random, size: int) -> list[int]:
    """Anywhere in the file, or in what is said before and after it."""
    return [chance.randrange(40, size + 6000) for _ in range(chance.randrange(1, 5))]


def one(town: Town, n: int) -> Tried:
    chance = random.Random(f"F36 {n}")
    tried = Tried(WAYS[n % len(WAYS)], size_of(chance, n))
    body = scan(n, tried.size)
    ways: dict[str, Callable[[Town, Tried, bytes, random.Random], tuple[str, ...]]] = {
        "there": there, "back": back, "public": public, "wrong": wrong, "power": power,
    }  # fmt: skip
    names = ways[tried.way](town, tried, body, chance)
    town.forget(*names)
    return tried


def until_here(town: Town, tried: Tried, address: str, *, here: Callable[[], bytes | None], body: bytes) -> None:
    for _ in range(TRIES):
        town.tick(address)
        if (found := here()) is not None:
            if found != body:
                tried.wrong.append("another file")
            return
    tried.wrong.append("never came")


def cost(town: Town, tried: Tried, shears: Shears) -> None:
    again = town.moved - tried.size
    if again > shears.made * PART:
        tried.wrong.append(f"{again} bytes again after {shears.made} cuts")


def there(town: Town, tried: Tried, body: bytes, chance: random.Random) -> tuple[str, ...]:
    _, (name,) = take_in(town.two.centre, body)
    with listening(town.two.licensor, folder=town.two.licensor.folder) as address, cutting(address) as shears:
        shears.cuts, town.moved = cuts_of(chance, tried.size), 0
        until_here(town, tried, shears.address, here=lambda: body_of(town.two.licensor, name), body=body)
        cost(town, tried, shears)
    return (name,)


def back(town: Town, tried: Tried, body: bytes, chance: random.Random) -> tuple[str, ...]:
    case = town.two.centre.accept("AT01-01")
    with listening(town.two.licensor, folder=town.two.licensor.folder) as address, cutting(address) as shears:
        town.tick(address)
        (name,) = signed_result(town.two, case, body)
        shears.cuts, town.moved = cuts_of(chance, tried.size), 0
        until_here(town, tried, shears.address, here=lambda: body_of(town.two.centre, name), body=body)
        cost(town, tried, shears)
    return (name,)


class Counting(io.BytesIO):
    """How much a client read of it, which is what it sends."""

    told = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.told += len(found)
        return found


@contextmanager
def linked(town: Town, address: str) -> Iterator[HttpLink]:
    node = town.two.centre.node()
    link = HttpLink(address, node.speaker, known=own_devices(town.two.licensor.store), clock=node.clock, tls=None)
    try:
        yield link
    finally:
        link.close()


def named_there(town: Town, address: str, body: bytes) -> tuple[Offered, str]:
    """The licensor has heard of the case, and of the scan nothing but the name; where a client may send it."""
    case, (name,) = take_in(town.two.centre, body)
    mark = town.two.licensor.rows("devices", code="AT01-01")[0].seq
    offer = Offered(case=case, file=name, size=len(body))
    with linked(town, address) as link:
        link.ask("POST", "/events", wire.encode(batch_of(town.two.centre, "AT01-01", after=mark, to=town.two.licensor)))
        upload = files.read(tus.Upload, link.ask("POST", f"/files/{name}", codec.dump(offer)))
    return offer, upload.address


def public(town: Town, tried: Tried, body: bytes, chance: random.Random) -> tuple[str, ...]:
    with listening(town.two.licensor, folder=town.two.licensor.folder) as address, cutting(address) as shears:
        offer, path = named_there(town, address, body)
        url = shears.address + path
        stream, shears.cuts = Counting(body), cuts_of(chance, tried.size)
        for _ in range(TRIES):
            with suppress(TusUploadFailed, TusCommunicationError):
                client = TusClient(url).uploader(file_stream=stream, chunk_size=PART, url=url)
                client.upload()
                break
        found = body_of(town.two.licensor, offer.file)
        if found != body:
            tried.wrong.append("never came" if found is None else "another file")
        town.moved = stream.told
        cost(town, tried, shears)
    return (offer.file,)


def wrong(town: Town, tried: Tried, body: bytes, chance: random.Random) -> tuple[str, ...]:
    """Other bytes of the same length: refused as a whole, seen by nobody, and the true file comes after them."""
    at = chance.randrange(len(body))
    other = body[:at] + bytes([body[at] ^ (1 << chance.randrange(8))]) + body[at + 1 :]
    with listening(town.two.licensor, folder=town.two.licensor.folder) as address:
        offer, path = named_there(town, address, body)
        before, url = set(_names(town)), address + path
        status = 0
        try:
            TusClient(url).uploader(file_stream=io.BytesIO(other), chunk_size=PART).upload()
        except TusUploadFailed as no:
            status = no.status_code or -1
        if status != 422 or set(_names(town)) != before:
            tried.wrong.append(f"other bytes were taken: {status}")
        with suppress(TusUploadFailed, TusCommunicationError):
            TusClient(url).uploader(file_stream=io.BytesIO(body), chunk_size=PART).upload()
        if body_of(town.two.licensor, offer.file) != body:
            tried.wrong.append("the true file did not come")
    return (offer.file, *(set(_names(town)) - before))


def _names(town: Town) -> list[str]:
    with town.two.licensor.store.reading() as connection:
        return list(blobs.names(connection))


def power(town: Town, tried: Tried, body: bytes, chance: random.Random) -> tuple[str, ...]:
    """The licensor's power goes between two parts: the disk has what it was told to keep, so also what was confirmed."""
    licensor = town.two.licensor
    with listening(licensor, folder=licensor.folder) as address:
        offer, path = named_there(town, address, body)
    said = 0
    for _ in range(TRIES):
        with listening(licensor, folder=licensor.folder) as address:
            client = TusClient(address + path)
            uploader = client.uploader(file_stream=io.BytesIO(body), chunk_size=PART, url=address + path)
            if uploader.offset < said:
                tried.wrong.append(f"confirmed up to {said}, there up to {uploader.offset}")
            if uploader.offset == len(body):
                break
            uploader.upload_chunk()
            said = uploader.offset
        for half in licensor.node().unfinished.glob("*.part"):
            kept = town.durable.get(half.stat().st_ino, 0)
            half.write_bytes(half.read_bytes()[: kept + chance.choice((0, 0, 1, 5000))])
            town.durable[half.stat().st_ino] = half.stat().st_size
    if body_of(licensor, offer.file) != body:
        tried.wrong.append("never came")
    return (offer.file,)


def through(town: Town, seeds: range) -> list[Tried]:
    return [tried for n in seeds if (tried := one(town, n)).wrong]


# ---- planted: with each of them the campaign must see something


def offset_not_asked(town: Town) -> None:
    town.monkeypatch.setattr(carrying, "asked", lambda upload: 0)


def begun_anew(town: Town) -> None:
    begin = files.begin
    town.monkeypatch.setattr(files, "begin", lambda *given, **more: begin(*given, **{**more, "anew": True}))


def hash_not_judged(town: Town) -> None:
    def believed(self: coming.Coming) -> bytes:
        digest = coming.hashlib.sha256  # type: ignore[attr-defined]
        with town.monkeypatch.context() as planted:
            planted.setattr(coming.hashlib, "sha256", lambda made: _Says(self.told.file, digest(made)))  # type: ignore[attr-defined]
            return body(self)

    body = coming.Coming.body
    town.monkeypatch.setattr(coming.Coming, "body", believed)


@dataclass
class _Says:
    name: str
    true: Any

    def hexdigest(self) -> str:
        return self.name


def confirmed_too_early(town: Town) -> None:
    town.monkeypatch.setattr(coming, "_durable", lambda file: None)


PLANTED: dict[str, tuple[Callable[[Town], None], str]] = {
    "offset not asked": (offset_not_asked, "there"), "begun anew": (begun_anew, "back"),
    "hash not judged": (hash_not_judged, "wrong"), "confirmed before it is durable": (confirmed_too_early, "power"),
}  # fmt: skip


def test_f36_a_file_that_is_cut_anywhere_arrives_as_it_was(ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = part(COUNT)
    with town(ram, monkeypatch) as made:
        found = through(made, seeds)
        caught = 0
        for plant, way in PLANTED.values():
            with monkeypatch.context() as planted:
                made.monkeypatch = planted
                plant(made)
                first = WAYS.index(way)
                some = range(5000 + first, 5000 + first + 8 * len(WAYS), len(WAYS))
                caught += any(one(made, n).wrong for n in some)
            made.monkeypatch = monkeypatch
    assert not found, [(t.way, t.size, t.wrong) for t in found]
    ran("F36", len(seeds), through=len(found), planted=(caught, len(PLANTED)))
