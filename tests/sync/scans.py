"""Cases with scans, for the tests of files: bytes that look like a scan, of any size, from one seed."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain import events as e
from app.domain import facts as f
from app.store import blobs
from app.store.unit import new_id
from app.sync.peers import Peer, parties
from tests.sync.nodes import House, Pair, accepted


def scan(seed: int, size: int) -> bytes:
    return (b"%PDF-1.7\n" + random.Random(seed).randbytes(size))[:size]


def take_in(house: House, *bodies: bytes, device: str = "AT01-01", licensor: str = "AD01") -> tuple[str, list[str]]:
    """A case with these scans, as the counter takes it in: files and event in one transaction."""
    id = new_id()
    with house.writing(device) as transaction:
        names = [blobs.put(transaction, body) for body in bodies]
        fact = named(accepted(house._number(device), licensor), names)
        transaction.record(id, fact)
        transaction.commit()
    return id, names


def named(fact: e.ApplicationAccepted, names: list[str]) -> e.ApplicationAccepted:
    documents = tuple(
        f.Taken(document=f"paper-{n}", kind="original", sheets=1, scan=name) for n, name in enumerate(names)
    )
    return replace(fact, documents=documents)


def body_of(house: House, name: str) -> bytes | None:
    """What that node has under the name; None: it is not there."""
    with house.store.reading() as connection:
        if name not in set(blobs.names(connection)):  # to its end: a question that is left half-way holds its moment
            return None
        return blobs.get(house.store, connection, name)


def unfinished(house: House) -> list[Path]:
    return sorted(house.node().unfinished.glob("*"))


def offices(house: House, name: str) -> set[str]:
    return set(house.rows("files", sha256=name)[0].centre.split())


def peer_of(house: House, other: House) -> Peer:
    with house.store.reading() as connection:
        return parties(connection).peer(other.store.id)


def signed_result(two: Pair, case: str, *bodies: bytes, form: str = "licence") -> list[str]:
    """The licensor signs, and the paper of the result is drawn."""
    house = two.licensor
    with house.writing("AD01-01") as transaction:
        transaction.record(
            case, e.ResultPrepared(result="licence", negative=False, number="1", course=f.Course()),
            e.ResultSigned(by="seal-and-signature", course=f.Course()),
        )  # fmt: skip
        names = [paper(transaction, case, body, form=form) for body in bodies]
        transaction.commit()
    return names


def paper(transaction: Any, case: str, body: bytes, *, form: str) -> str:
    id, name = new_id(), blobs.put(transaction, body)
    facts = json.dumps({"code": f"P{id[:8]}", "copy": 0})
    transaction.put(
        "papers", id=id, subject=case, form=form, lang="both", code=f"P{id[:8]}", copy=0, facts=facts, file=name,
        edition="of-that-day",
    )  # fmt: skip
    return name
