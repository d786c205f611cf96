"""Invented people whose applications ran to their end at both nodes, and every place where they are named afterwards."""

from __future__ import annotations

import base64
import io
import json
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import text

from app.start import App, exchange, listening, plain
from app.store import blobs, tables
from app.store.open import path_of
from app.store.unit import new_id
from tests.atrest.planted import Planted, Search, layers, people
from tests.world import AT, MG, World, who

LICENSOR = (
    ("take_in", "chancellery", {"reference": "17"}), ("assign", "head", {"reference": "specialist"}),
    ("prepare", "specialist", {}), ("sign", "head", {}),
)  # fmt: skip


@dataclass
class Lives:
    """Who is to be forgotten, by case; who is not; and the two nodes."""

    world: World
    link: str
    gone: dict[str, Planted] = field(default_factory=dict)
    acts: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Planted] = field(default_factory=dict)

    def sync(self) -> None:
        for _ in range(2):  # what comes back in the first is sent in the second
            assert not any(told.get("refused") or told.get("away") for told in exchange(self.world.centre, self.link))


@contextmanager
def meeting(world: World) -> Iterator[Lives]:
    with listening(world.licensor) as address:
        yield Lives(world, address)


def scan_of(one: Planted) -> str:
    """A page with the number on it, and the name in what describes it."""
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    canvas.setTitle(one.name)
    canvas.drawString(72, 720, one.number)
    canvas.save()
    return base64.b64encode(out.getvalue()).decode()


def draft_of(world: World, one: Planted, *, act: str = AT, **more: Any) -> dict[str, Any]:
    """Named in every field that can name somebody; kept as a draft that nobody put away, with a scan."""
    stands_for = {"number": one.number, "name": one.name, "authority": {"number": one.number}}
    given = world.draft(act=act, number=one.number, representative=stands_for, **more)
    given["applicant"] |= {"name": one.name, "address": f"{one.name} көшесі", "phone": f"+{one.number}"}
    scan = world.do("intake.keep_scan", {"body": scan_of(one)}, act=act)["scan"]
    given["documents"][0] |= {"scan": scan, "remark": one.name, "holder": one.name}
    world.do("intake.save_draft", {"id": new_id(), "draft": given}, act=act)
    return dict(given)


def live(lives: Lives, count: int, *, staying: int = 2) -> None:
    """Refused at the counter, nothing in the register, and released after the whole way; some run on."""
    world = lives.world
    planted = people(count + staying, seed=count)
    way: dict[str, Planted] = {}
    for nth, one in enumerate(planted[:count]):
        if nth % 5 == 3:
            given = draft_of(world, one)
            case = world.do("intake.refuse", given | {"documents": given["documents"][:1]})
        elif nth % 5 == 4:
            given = {"draft": draft_of(world, one, act=MG), "register": "gbd-ul"}
            case = world.do("intake.record_no_data", given, act=MG)
        else:
            case = world.do("intake.accept", draft_of(world, one))
            way[case["case"]] = one
        lives.gone[case["case"]], lives.acts[case["case"]] = one, MG if nth % 5 == 4 else AT
    for one in planted[count:]:  # in another bag: their lists stay
        case = world.do("intake.accept", draft_of(world, one))
        lives.kept[case["case"]] = one
    world.closed_registry(*(world.case(id) | {"case": id} for id in lives.kept))
    _to_licensor(lives, list(way))
    _and_back(lives, way)
    lives.sync()


def _to_licensor(lives: Lives, ids: list[str]) -> None:
    world, courier = lives.world, who("courier")
    world.do("calls.print_list", {"cases": ids, "title": "all"})
    bag = world.given_to_courier(*(world.case(id) | {"case": id} for id in ids))
    world.do("courier.take", {"code": bag["number"]}, "courier")
    lives.sync()
    given = {"cases": ids, "to": "chancellery"}
    bag = plain(world.licensor.run("courier.give", given, as_=courier).value)
    world.there("courier.take", {"code": bag["number"]}, "chancellery")
    for name, role, more in LICENSOR:
        world.later(AT, minutes=5)
        for id in ids:
            world.there(f"licensor_desk.{name}", {"code": id, **more}, role)


def _and_back(lives: Lives, way: dict[str, Planted]) -> None:
    world, courier, ids = lives.world, who("courier"), list(way)
    bag = world.there("courier.give", {"cases": ids, "to": "courier"}, "chancellery")
    world.licensor.run("courier.take", {"code": bag["number"]}, as_=courier)
    lives.sync()
    bag = world.do("courier.give", {"cases": ids, "to": "sector"}, "courier")
    world.do("courier.take", {"code": bag["number"]}, "sector")
    for id, one in way.items():
        torn = {"state": "damaged", "reason": f"{one.name} {one.number}", "cell": "A-1"}
        world.do("accumulation.mark_received", {"code": id, **torn}, "sector")
    world.do("accumulation.print_received", {"code": bag["number"]}, "sector")
    world.do("accumulation.print_unclaimed", {}, "sector")
    for id, one in way.items():
        world.do("issue.take", {"code": id})
        world.do("issue.release", {"code": id, "name": one.name, "number": one.number, "authority": one.number})


def forget(lives: Lives, *, ids: Iterable[str] | None = None) -> None:
    """One asks, in words that name the person too, and another confirms."""
    for id in ids if ids is not None else lives.gone:
        one, act = lives.gone[id], lives.acts[id]
        ask = {"code": id, "what": "erase-people", "reason": f"{one.name}: the term is over"}
        lives.world.do("overrides.request", ask, "sector", act=act)
        lives.world.do("overrides.confirm", {"code": id}, "supervisor", act=act)


# ---- every byte of a node


PAGE, RESERVED, FIRST = (
    4096,
    32,
    24,
)  # of the file; nonce and tag at each page's end; bytes of the first that are not sealed


def bare_pages(app: App) -> bytes:
    """The file and its log as they lie on the disk, without their encryption: what whoever has the key can read.

    Page by page and by nothing of SQLite, so that what stands between rows and in pages that hold nothing is there too.
    """
    place, key = path_of(app.store.url), bytes.fromhex(app.store.key or "")
    file, log = place.read_bytes(), place.with_name(f"{place.name}-wal")
    pages = [(n // PAGE + 1, file[n : n + PAGE]) for n in range(0, len(file), PAGE)]
    frames = log.read_bytes()[32:] if log.exists() else b""
    for n in range(0, len(frames), PAGE + 24):
        pages.append((struct.unpack(">I", frames[n : n + 4])[0], frames[n + 24 : n + 24 + PAGE]))
    bare = [_unsealed(number, body, key) for number, body in pages]
    assert b"CREATE TABLE cases" in b"".join(bare), "still sealed: nothing would be found in it"
    return b"\n".join(bare)


def _unsealed(number: int, body: bytes, key: bytes) -> bytes:
    """A page of SQLite3 Multiple Ciphers' own cipher: ChaCha20, a key of its own for each page."""
    nonce, tail = body[-RESERVED : -RESERVED + 12], body[-RESERVED + 12 : -RESERVED + 16]
    count = int.from_bytes(tail, "little") ^ number
    own = _stream(key, count, nonce).update(bytes(64))[32:]
    return _stream(own, count + 1, nonce).update(body[FIRST if number == 1 else 0 : -RESERVED])


def _stream(key: bytes, count: int, nonce: bytes) -> Any:
    start = struct.pack("<I", count & 0xFFFFFFFF) + nonce
    return Cipher(algorithms.ChaCha20(key, start), None).encryptor()


def bare_rows(app: App) -> bytes:
    """Every row of every table, bytes as they are."""
    rows: list[bytes] = []
    with app.store.reading() as connection:
        for name in tables.metadata.tables:
            for row in connection.execute(text(f"SELECT * FROM {name}")):
                rows += [bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in row]
    return b"\n".join(rows)


def bare_files(app: App) -> Iterator[bytes]:
    """Scans and papers, opened; and their sealed bytes, of which none may lie there without a row."""
    with app.store.reading() as connection:
        names = list(blobs.names(connection))
        for name in names:
            yield blobs.get(app.store, connection, name)
    if not app.store.on_postgres:
        lying = {p.name for p in Path(f"{app.store.path}.files").rglob("*") if p.is_file()}
        assert lying == set(names), "a file without its row"


def hits(app: App, search: Search, *, told: bool = False) -> int:
    """How often one of these people is named at this node; `told`: in rows and files alone."""
    body = bare_rows(app) if app.store.on_postgres or told else bare_pages(app)
    return search.hits(body) + sum(search.hits(part) for file in bare_files(app) for _, part in layers(file))


def journal(app: App) -> list[tuple[Any, ...]]:
    """The chain itself, that no erasing changes."""
    with app.store.reading() as connection:
        rows = connection.execute(
            text("SELECT device, seq, head, facts, hashes, row_hash FROM events ORDER BY device, seq")
        )
        return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]


def fold_of(app: App, id: str) -> dict[str, Any]:
    with app.store.reading() as connection:
        found = connection.execute(text("SELECT state FROM cases WHERE id = :i"), {"i": id}).scalar()
    return dict(json.loads(found)) if found else {}
