"""What a person can send to the database who leaves the program aside: a true batch, caught on the wire, and bent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import event

from app.domain import codec
from app.start import App
from app.store.unit import new_id
from tests.world import World

Batch = dict[str, Any]
Bend = Callable[[Batch], None]
RECORD = "SELECT record(%(device)s, %(seq)s, %(head)s, %(new)s::jsonb, %(batch)s::jsonb)"
OTHER = "SK01"


class Caught(Exception):
    """What was about to be sent."""

    def __init__(self, sent: dict[str, Any]) -> None:
        self.sent = sent


def caught(app: App, login: str, name: str, given: Any) -> Batch:
    """The batch of a command as it goes to the database. It is stopped there: nothing is written."""
    engine = app.store._engine(login)

    def stop(connection: Any, cursor: Any, statement: str, parameters: Any, *more: Any) -> None:
        if "record(" in statement:
            raise Caught(dict(parameters))

    event.listen(engine, "before_cursor_execute", stop)
    try:
        app.run(name, given, as_=login)
    except Caught as found:
        sent = found.sent
        return {**sent, "new": json.loads(sent["new"]), "batch": json.loads(sent["batch"])}
    finally:
        event.remove(engine, "before_cursor_execute", stop)
    raise AssertionError(f"{name} sent nothing")


def send(connection: psycopg.Connection[Any], batch: Batch) -> None:
    told = {**batch, "new": json.dumps(batch["new"]), "batch": json.dumps(batch["batch"])}
    connection.execute(RECORD.encode(), told)


def person(world: World, login: str, schema: str = "tereze") -> psycopg.Connection[Any]:
    """Signed in with psql instead of the program."""
    address = world.url.replace("//owner@", f"//{login}@")
    return psycopg.connect(address, autocommit=True, options=f"-c search_path={schema},public")


# ---- bytes


def rows(batch: Batch, table: str) -> list[dict[str, Any]]:
    return [item["r"] for item in batch["batch"] if item["t"] == table]


def bytes_of(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def text_of(body: bytes) -> str:
    return "\\x" + body.hex()


def sha(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


def head_of(row: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(bytes_of(row["head"])))


def facts_of(row: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(bytes_of(row["facts"])))


def sealed(batch: Batch) -> None:
    """Every hash made to agree again, as somebody does who knows the format."""
    people = {row["event"]: row for row in rows(batch, "persons")}
    before = batch["head"]
    for row in rows(batch, "events"):
        whose = people.get(row["id"], {"salt": "\\x", "person": "\\x"})
        salted = bytes_of(whose["salt"]) + bytes_of(whose["person"])
        hashes = sha(bytes_of(row["head"])) + sha(bytes_of(row["facts"])) + sha(salted)
        before = sha(bytes(before) + hashes)
        row["hashes"], row["row_hash"] = text_of(hashes), text_of(before)
    batch["new"]["head"] = text_of(bytes(before))


def heads(**changed: Any) -> Bend:
    def bend(batch: Batch) -> None:
        for row in rows(batch, "events"):
            row["head"] = text_of(codec.plain_bytes({**head_of(row), **changed}))
            row.update({k: v for k, v in {"kind": changed.get("kind"), "version": changed.get("version")}.items() if v})
        sealed(batch)

    return bend


def every(table: str, seal: bool = True, **changed: Any) -> Bend:
    def bend(batch: Batch) -> None:
        for row in rows(batch, table):
            row.update(changed)
        if seal:
            sealed(batch)

    return bend


def without(table: str) -> Bend:
    def bend(batch: Batch) -> None:
        batch["batch"] = [item for item in batch["batch"] if item["t"] != table]
        sealed(batch)

    return bend


def beside(table: str, **row: Any) -> Bend:
    """One more row that nobody of that right would put there."""

    def bend(batch: Batch) -> None:
        batch["batch"].append({"t": table, "r": row, "e": ""})

    return bend


def new(**changed: Any) -> Bend:
    return lambda batch: batch["new"].update(changed)


def plain(**changed: Any) -> Bend:
    return lambda batch: batch.update(changed)


@dataclass(frozen=True)
class Forgery:
    name: str
    bend: Bend

    def of(self, batch: Batch) -> Batch:
        bent = deepcopy(batch)
        self.bend(bent)
        return bent


def _facts(batch: Batch) -> None:
    for row in rows(batch, "events"):
        row["facts"] = text_of(bytes_of(row["facts"]) + b" ")


def _twice(batch: Batch) -> None:
    batch["batch"] += deepcopy([item for item in batch["batch"] if item["t"] == "events"])


def _filling(batch: Batch) -> None:
    """In the place of one that is there: what only the exchange does, and only to a stub."""
    for item in batch["batch"]:
        if item["t"] == "events":
            item["t"] = "fillings"


def _second_of_its_kind(batch: Batch) -> None:
    """Two events of one id, on the chain as it should be."""
    first = rows(batch, "events")[-1]
    head = {**head_of(first), "seq": first["seq"] + 1, "version": first["version"] + 1}
    batch["batch"].append({"t": "events", "e": None, "r": {**first, "seq": head["seq"], "version": head["version"],
                           "head": text_of(codec.plain_bytes(head))}})  # fmt: skip
    batch["new"]["seq"] += 1
    sealed(batch)


def _number(batch: Batch) -> None:
    for table in ("cases", "registries", "handovers"):
        for row in rows(batch, table):
            row["number"] = f"{OTHER}-01-16-00009-X"
    for row in rows(batch, "accounts"):
        row["login"] = "owner"


ME = {"centre": "AT01", "version": 1, "login": "x.at01", "role": "administrator", "name": "x", "device": "AT01-01"}
EMPTY = sha(b"").hex()
GENERIC = tuple(
    Forgery(name, bend)
    for name, bend in (
        ("an event as a filling", _filling),
        ("who: a colleague", heads(who="supervisor.at01.x")),
        ("who: the node", heads(who="init")),
        ("who: the exchange", heads(who="sync")),
        ("who: nobody", heads(who="")),
        ("who: of another centre", heads(who="inspector.sk01")),
        ("kind: unknown", heads(kind="case.forgotten")),
        ("kind: empty", heads(kind="")),
        ("kind: another's work", heads(kind="result.signed")),
        ("kind: a step of the licensor", heads(kind="step.done")),
        ("kind: the exchange's", heads(kind="checkpoint")),
        ("kind: of the head alone", lambda b: rows(b, "events")[0].update(kind="law.adopted")),
        ("version: skipped", heads(version=7)),
        ("version: none", heads(version=0)),
        ("version: back", heads(version=-1)),
        ("shape of tomorrow", heads(v=2)),
        ("device in the head: another", heads(device="AT01-77")),
        ("device in the head: another centre's", heads(device="SK01-01")),
        ("device of the row: another", every("events", device="AT01-77")),
        ("device: another centre's", plain(device="SK01-01", seq=1)),
        ("device: of the other side", plain(device="AD01-01", seq=0)),
        ("device: none", plain(device="AT01-99", seq=0)),
        ("seq: skipped", every("events", seq=99999)),
        ("seq in the head: skipped", heads(seq=99999)),
        ("seq asked: back", lambda b: b.update(seq=b["seq"] - 1)),
        ("head asked: another", plain(head=sha(b"another"))),
        ("id in the head: another", heads(id=new_id())),
        ("subject in the head: another", heads(case=new_id())),
        ("centre of the event: another", every("events", centre=OTHER)),
        ("centre of the person: another", every("persons", centre=OTHER)),
        ("hash: facts changed, not sealed", _facts),
        ("hash: person changed, not sealed", every("persons", seal=False, person=text_of(b'{"name":"x"}'))),
        ("hash: salt changed, not sealed", every("persons", seal=False, salt=text_of(bytes(16)))),
        ("hash: of another", every("events", seal=False, hashes=text_of(bytes(96)))),
        ("row hash: of another", every("events", seal=False, row_hash=text_of(bytes(32)))),
        ("no person", without("persons")),
        ("no events", without("events")),
        ("no operation of its own", every("operations", op=new_id())),
        ("operation of another centre", every("operations", centre=OTHER)),
        ("an event twice", _twice),
        ("an id twice", _second_of_its_kind),
        ("another's number", _number),
        ("new: seq ahead", lambda b: b["new"].update(seq=b["new"]["seq"] + 1)),
        ("new: seq stays", lambda b: b["new"].update(seq=b["seq"])),
        ("new: head of another", new(head=text_of(bytes(32)))),
        ("new: numbers used up", new(serial=2_000_000)),
        ("new: numbers back", new(serial=-1)),
        ("new: a year far away", new(year=9999)),
        ("new: a year back", new(year=1999)),
        ("beside: an account of mine", beside("accounts", id=new_id(), open=True, **ME)),
        ("beside: a case of nobody's event", beside("cases", id=new_id(), centre="AT01", version=1, number="AT01-01-16-1")),
        ("beside: a registry", beside("registries", id=new_id(), centre="AT01", version=1, number="AT01-01-16-1")),
        ("beside: a hand-over", beside("handovers", id=new_id(), centre="AT01", version=1, number="AT01-01-16-1")),
        ("beside: a law", beside("laws", id=new_id(), centre="AT01", version=1, pack="x", state="{}")),
        ("beside: access", beside("access", id=new_id(), centre="AT01", version=1, login="sector.at01", state="{}")),
        ("beside: a password of a colleague", beside("secrets", id="sector.at01 password", centre="AT01",
                                                     login="sector.at01", hash="md5")),
        ("beside: my own badge", beside("secrets", id="inspector.at01 badge", centre="AT01", login="inspector.at01", hash="")),
        ("beside: a device", beside("devices", code="AT01-77", centre="AT01", epoch=1, seq=0, head="\\x", year=0, serial=0,
                                    public_key="\\x", local=True)),
        ("beside: a peer", beside("peers", id="x", centre="AT01", address="http://x", epoch="x")),
        ("beside: a cursor", beside("cursors", id="x AT01-01", centre="AT01", seq=99)),
        ("beside: a parked event", beside("parked", event="x", centre="AT01", subject="x", reason="x", settled=True)),
        ("beside: the store", beside("store", id="x")),
        ("beside: guesses", beside("guesses", login="x", centre="", failed_at="", state="{}")),
        ("beside: no table", beside("pg_authid", rolname="x")),
        ("beside: a table's name with more", beside("cases; DROP TABLE cases", id="x")),
        ("beside: another office", beside("offices", code=OTHER, centre=OTHER, side="centre", state="{}")),
        ("beside: a person of no event", beside("persons", event=new_id(), centre="AT01", salt="\\x", person="\\x")),
        ("beside: a draft of a colleague", beside("drafts", id=new_id(), centre="AT01", login="nobody.at01", saved_at="",
                                                  body="{}")),
        ("beside: a draft of another centre", beside("drafts", id=new_id(), centre=OTHER, login="x", saved_at="", body="")),
        ("beside: a paper of nothing", beside("papers", id=new_id(), centre="AT01", subject=new_id(), form="label", lang="ru",
                                              code="x", copy=0, facts="{}")),
        ("beside: a paper of another centre", beside("papers", id=new_id(), centre=OTHER, subject=OTHER, form="label",
                                                     lang="ru", code="x", copy=0, facts="{}")),
        ("beside: a drawn paper", beside("papers", id=new_id(), centre="AT01", subject="AT01", form="process", lang="ru",
                                         code="x", copy=0, facts="{}", file=EMPTY, edition="x")),
        ("beside: a file without its content", beside("files", sha256="0" * 64, centre="AT01", size=1, parts=1, key="\\x")),
        ("beside: a checkpoint of another device", beside("checkpoints", id="AT01-77/1/0", centre="AT01", device="AT01-77",
                                                          seq=1, at=1, peaks="\\x", body="\\x", kept="")),
        ("beside: a checkpoint of no event", beside("checkpoints", id=f"AT01-01/1/{'0' * 16}", centre="AT01",
                                                    device="AT01-01", seq=1, at=1, peaks="\\x", body="\\x", kept="")),
        ("beside: a file's part alone", beside("file_parts", id=f"{'0' * 64}/0", centre="AT01", body="\\x00")),
    )
)  # fmt: skip
