"""S13, S14: what another system says, in XML and in JSON; nothing in it is fetched, believed twice, or grows without an end."""

from __future__ import annotations

import base64
import gzip
import http.server
import json
import re
import shutil
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from app.domain import codec
from app.outside import gateway
from app.problems import Refused, Unavailable, WrongCall
from app.store.chain import row_hash, sha
from app.store.unit import new_id
from app.sync import contact, incoming, receipts, wire
from app.sync.links import http as links
from app.sync.links.http import HttpLink
from app.sync.server import Heard, _meet, _take_in, answer
from tests.campaign import foreign_json, foreign_xml
from tests.campaign.counted import cases, ran
from tests.campaign.foreign_pdfs import MISSING
from tests.campaign.foreign_xml import LIE, asked
from tests.sync.nodes import Pair, acquainted, batch_of, on_sqlite
from tests.world import World, who

Answers = list[tuple[str, bytes, str]]
DAMAGED = re.compile(f"{LIE}|{re.escape(MISSING)}|AF_INET")


# ---- XML


def believed(answers: Answers) -> list[str]:
    """Answers that were taken, although something is wrong with each of them."""
    return [f"{name}: {said}" for name, body, number in answers if not (said := asked(body, number)).startswith("- ")]


def calls_of(how: str, log: Path) -> list[str]:
    """What a program that reads all these answers asks of the system: files that they name, addresses of the net."""
    program = (sys.executable, "-B", "-m", "tests.campaign.foreign_xml", how)
    watch = ("strace", "-f", "-qq", "-s", "400", "-o", str(log), "-e", "trace=network,openat,open,stat,newfstatat")
    subprocess.run([*watch, *program], check=True, capture_output=True, timeout=300)
    return [line for line in log.read_text(errors="replace").splitlines() if DAMAGED.search(line)]


def dripping() -> Iterator[bytes]:
    while True:
        yield b"<a>" * 20_000


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_an_answer_in_xml_is_one_true_answer_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: Answers = [*foreign_xml.declared(), *foreign_xml.wrapped(), *foreign_xml.heavy()]
    fine = list(foreign_xml.fine())
    assert not (wrong := believed(answers)), wrong
    assert all(LIE not in said and len(said) > 9 for said in (asked(body, number) for _, body, number in fine))
    with pytest.raises(Unavailable, match="too-large"):
        gateway._bounded(dripping(), until=float("inf"))
    assert not (calls := calls_of("gateway", tmp_path / "calls")), calls
    caught = int(bool(calls_of("trusting", tmp_path / "trusting")))
    with monkeypatch.context() as fault:
        fault.setattr(gateway, "DECLARED", re.compile("(?!)"))
        caught += bool(believed(answers))
    with monkeypatch.context() as fault:
        fault.setattr(gateway, "_one", lambda parent, name: next(iter(gateway._all(parent, name)), None))
        caught += bool(believed(answers))
    ran("S13", len(answers) + len(fine) + 1, planted=(caught, 3))


# ---- JSON as bytes

Door = Callable[[bytes], object]


def doors(two: Pair) -> dict[str, Door]:
    """Where JSON comes in from another program."""
    node, peer = two.licensor.node(), two.centre.store.id
    sent = batch_of(two.centre, "AT01-01", to=two.licensor)
    there = next(p for p in _parties(two).peers.values() if p.id == peer)

    def problem(raw: bytes) -> object:
        said = links._problem(raw, 400)
        if isinstance(said, Unavailable):
            raise said
        return said

    return {
        "call": lambda raw: codec.plain_object(raw.decode()),
        "batch": wire.decode,
        "contact": contact.load,
        "receipt": lambda raw: receipts.believed(raw, there, sent, keys={}),
        "problem": problem,
        "meeting": lambda raw: _answered(two, "/contact", raw, _meet),
        "taking": lambda raw: _answered(two, "/events", raw, _take_in),
        "event": lambda raw: incoming.take_in(node, peer, [_event(two, raw)]),
    }


def _parties(two: Pair) -> Any:
    from app.sync.peers import parties

    with two.licensor.store.reading() as connection:
        return parties(connection)


def _answered(two: Pair, path: str, body: bytes, work: Any) -> object:
    """A signed question to the listening end: anything but a no is a yes."""
    seal = two.centre.node().speaker.seal("POST", path, body, instant=two.centre.clock.instant())
    headers = {name.lower(): value for name, value in seal.headers().items()}
    status, said, _ = answer(two.licensor.node(), Heard("POST", path, headers, body), work)
    if status == 200:
        return said
    raise Refused(json.loads(said)["code"])


def _event(two: Pair, head: bytes) -> wire.WireEvent:
    """The next event of the chain, with this head and true hashes: as a paired node may send it that means ill."""
    chain = two.licensor.rows("devices", code="AT01-01")[0]
    parts = (head, b"{}", bytes(16), b"{}")
    packed = b"".join(p + bytes(-len(p) % 3) for p in (struct.pack(">IIII", *map(len, parts)), *parts))
    told = {"id": "01", "case": "c", "kind": "application.sent"}
    with suppress(ValueError, RecursionError, TypeError):
        told |= json.loads(head)
    envelope = {
        "specversion": "1.0", "id": told["id"], "source": "/devices/AT01-01", "sequence": chain.seq + 1,
        "rowhash": row_hash(bytes(chain.head), sha(head) + sha(b"{}") + sha(bytes(16) + b"{}")).hex(),
        "type": f"tereze.{told['kind']}", "subject": told["case"], "datacontenttype": wire.FULL_CONTENT,
        "data_base64": base64.b64encode(packed).decode(),
    }  # fmt: skip
    (event,) = wire.decode(json.dumps([envelope]).encode())
    return event


def _next(two: Pair, plain: Any, head: dict[str, Any]) -> bytes:
    """The head as it would be of the chain's next event, where it was not changed on purpose."""
    chain = two.licensor.rows("devices", code="AT01-01")[0]
    fresh = {"id": new_id(), "seq": chain.seq + 1}
    if isinstance(plain, dict):
        plain = {**plain, **{n: v for n, v in fresh.items() if plain.get(n) == head[n]}}
    return json.dumps(plain).encode()


def taken(door: Door, raws: list[bytes]) -> list[str]:
    """What a door took, or where it fell."""
    wrong = []
    for raw in raws:
        try:
            door(raw)
            wrong.append(f"taken: {raw[:60]!r}")
        except (Refused, Unavailable, WrongCall, UnicodeDecodeError) as no:
            if getattr(no, "status", "") == "fault" and isinstance(no, Unavailable):
                continue  # how the asking end says that it could not read the no
    return wrong


@pytest.fixture
def two(ram: Path) -> Iterator[Pair]:
    with acquainted(on_sqlite(ram), ram) as pair:
        pair.centre.accept("AT01-01")
        yield pair


def test_json_that_is_not_strict_is_refused_at_every_door(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text.encode("utf-8", "surrogatepass") for text in foreign_json.refused_texts()]
    raws = [*texts, *foreign_json.BYTES]
    raws = raws[:: max(1, len(raws) // cases(len(raws) * 10, least=24))]
    for name, door in doors(two).items():
        assert not (wrong := taken(door, [*raws, b"[" * 50_000, b'{"a":1,"a":2}'])), f"{name}: {wrong}"
    for text in foreign_json.YES:
        assert codec.plain_value(text) == json.loads(text)
    with monkeypatch.context() as fault:
        fault.setattr(codec, "_STRICT", json.JSONDecoder())
        caught = int(bool(taken(doors(two)["call"], [b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":1e400}'])))
    ran("S14", len(raws) * len(doors(two)) + len(foreign_json.YES), planted=(caught, 1))


# ---- values of another kind


def fallen(take: Callable[[Any], object], twisted: list[tuple[str, Any]]) -> list[str]:
    """Values at which the program did not say yes or no, but fell."""
    wrong = []
    for name, plain in twisted:
        try:
            take(plain)
        except (Refused, Unavailable, WrongCall):
            continue
        except Exception as fault:
            wrong.append(f"{name}: {fault!r}"[:200])
    return wrong


def test_a_value_of_another_kind_is_answered_by_a_no_wherever_it_stands(
    file_here: World, two: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = list(foreign_json.twisted(file_here.draft()))
    draft = draft[:: max(1, len(draft) // cases(len(draft), least=60)) | 1]
    before = file_here.count("cases")
    ask = lambda plain: file_here.centre.ask("law.checklist", plain, as_=who("inspector"))  # noqa: E731
    keep = lambda plain: file_here.do("intake.save_draft", {"id": "0" * 32, "draft": plain})  # noqa: E731
    assert not (wrong := fallen(ask, draft) + fallen(keep, draft)), wrong
    assert file_here.count("cases") == before

    head = json.loads(next(e.head for e in batch_of(two.centre, "AT01-01", to=two.licensor) if e.head))
    heads = list(foreign_json.twisted(head))
    sent = json.loads(wire.encode(batch_of(two.centre, "AT01-01", to=two.licensor)))
    batches = list(foreign_json.twisted(sent))
    told = json.loads(contact.dump(contact.told(two.centre.node(), two.licensor.store.id)))
    contacts = list(foreign_json.twisted(told))
    chosen = [found[:: max(1, len(found) // cases(len(found), least=60)) | 1] for found in (heads, batches, contacts)]
    node, peer = two.licensor.node(), two.centre.store.id
    wrong = fallen(lambda plain: incoming.take_in(node, peer, [_event(two, _next(two, plain, head))]), chosen[0])
    wrong += fallen(lambda plain: _answered(two, "/events", json.dumps(plain).encode(), _take_in), chosen[1])
    wrong += fallen(lambda plain: _answered(two, "/contact", json.dumps(plain).encode(), _meet), chosen[2])
    assert not wrong, wrong
    with monkeypatch.context() as fault:
        fault.setattr(codec, "_whole", lambda value, path: value)
        fault.setattr(codec, "_text", lambda value, path: value)
        codec._reader.cache_clear()
        monkeypatch.setitem(codec._PLAIN, str, lambda value, path: value)
        caught = int(bool(fallen(keep, draft) or fallen(ask, draft)))
    codec._reader.cache_clear()
    ran("S14", 2 * len(draft) + sum(map(len, chosen)), planted=(caught, 1))


# ---- without an end


@contextmanager
def saying(headers: dict[str, str], body: Iterator[bytes] | bytes) -> Iterator[str]:
    """A peer that says this to whatever it is asked."""

    class Turn(http.server.BaseHTTPRequestHandler):
        def post(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for part in (body,) if isinstance(body, bytes) else body:
                    self.wfile.write(part)
            except OSError:
                self.close_connection = True  # the one who asked had enough

        def log_message(self, format: str, *args: object) -> None:
            return None

    named = type("Named", (Turn,), {"do_POST": Turn.post})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), named)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ended(two: Pair, headers: dict[str, str], body: Iterator[bytes] | bytes) -> str:
    with saying(headers, body) as address:
        link = HttpLink(address, two.centre.node().speaker, known={}, clock=two.centre.clock, tls=None)
        try:
            link.ask("POST", "/contact", b"{}")
        except Unavailable as end:
            return f"{end.status} {end.facts.get('why', '')}"
        finally:
            link.close()
    return "taken"


def endless() -> Iterator[bytes]:
    for _ in range(100):
        yield b'{"a":' * 300_000


MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print([done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss])
"""
BOMB = gzip.compress(bytes(100 * 1024**2), 6)
ENDS: dict[str, tuple[dict[str, str], Callable[[], Iterator[bytes] | bytes], str]] = {
    "a bomb": ({"Content-Encoding": "gzip"}, lambda: BOMB, "untrusted batch-too-large"),
    "no end": ({}, endless, "untrusted too-large"),
    "no end, packed": ({"Content-Encoding": "gzip"}, endless, "untrusted too-large"),
    "packed otherwise": ({"Content-Encoding": "br"}, lambda: b"{}", "broken "),
    "packed twice": ({"Content-Encoding": "gzip, gzip"}, lambda: b"{}", "broken "),
    "packed, it says": ({"Content-Encoding": "gzip"}, lambda: b"{}", "broken batch-invalid"),
    "deflate": ({"Content-Encoding": "deflate"}, lambda: zlib.compress(b"{}"), "broken "),
    "nobody's": ({}, lambda: b"{}", "untrusted signature-missing"),
}


def test_an_answer_or_a_call_without_an_end_is_not_read_to_its_end(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, (headers, body, end) in ENDS.items():
        assert ended(two, headers, body()) == end, name
    program = [sys.executable, "-m", "app.cli", "findings", "--act", "atyrau-2015-324", "--service", "medical-licence"]
    program += ["--variant", "issue", "--on", "2016-11-16", "-"]
    with open("/dev/zero", "rb") as flood:
        done = subprocess.run([sys.executable, "-c", MEASURED, *program], stdin=flood, capture_output=True, timeout=120)
    exit, used = json.loads(done.stdout)
    assert (exit, b"larger than" in done.stderr) == (2, True), done.stderr
    assert used < 400 * 1024, used  # KB
    with monkeypatch.context() as fault:
        fault.setattr(links, "_whole", lambda response: response.read())
        caught = int(ended(two, *(ENDS["a bomb"][0], BOMB)) != ENDS["a bomb"][2])
    ran("S14", len(ENDS) + 1, planted=(caught, 1))
