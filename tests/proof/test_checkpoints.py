"""Who owns the store can rewrite all of it, and sign it anew. Not the sheet in the licensor's folder, nor the other node."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from app.checkpoints import due
from app.keeping.verify import verify_sheet, verify_store
from app.proof import checkpoint, cose, listed, merkle
from app.proof.checkpoint import MOST
from app.settings import devices_folder
from app.start import exchange, listening
from app.store.open import open_store
from app.sync.keys import device_key
from tests.proof.test_receipts import key_of, signed_code
from tests.store.furnished import key_of as store_key
from tests.store.furnished import tamper
from tests.world import World, database_here, file_here, furnished_database, furnished_file, world  # noqa: F401


def sheet_of(world: World, number: str) -> str:  # noqa: F811
    (row,) = world.rows("SELECT id FROM papers WHERE form = 'registry-out' AND code LIKE :c", c=code_of(number))
    return signed_code(bytes(world.centre.paper(row.id, as_="sector.at01")[2]))


def code_of(number: str) -> str:
    return "R" + number.replace("-", "")


def closed(world: World) -> tuple[str, list[str], str]:  # noqa: F811
    """A registry, its case numbers, and the text of the square on its sheet."""
    cases = [world.accepted() for _ in range(3)]
    number = str(world.closed_registry(*cases)["number"])
    return number, [str(c["number"]) for c in cases], sheet_of(world, number)


def met(world: World) -> None:  # noqa: F811
    with listening(world.licensor) as address:
        assert not any(told.get("refused") or told.get("away") for told in exchange(world.centre, address))


def rewritten(world: World, device: str, seq: int) -> None:  # noqa: F811
    """The owner of the store moves one event's time, and makes every hash after it anew: a chain without a fault."""
    settings = world.settings()
    changes: list[dict[str, Any]] = []
    world.close()
    store = open_store(settings.store, key=store_key(settings), write=False)
    with store.reading() as connection:
        rows = connection.execute(text("SELECT * FROM events WHERE device = :d ORDER BY seq"), {"d": device}).all()
    store.close()
    before = bytes(32)
    for row in rows:
        head, hashes = bytes(row.head), bytes(row.hashes)
        if row.seq == seq:
            told = json.loads(head)
            head = head.replace(told["recorded_at"].encode(), b"2016-01-11T04:00:00.000Z")
            hashes = hashlib.sha256(head).digest() + hashes[32:]
        before = hashlib.sha256(before + hashes).digest()
        changes.append({"id": row.id, "head": head, "hashes": hashes, "row_hash": before})
    for change in changes:
        tamper(
            settings, "UPDATE events SET head = :head, hashes = :hashes, row_hash = :row_hash WHERE id = :id", **change
        )
    tamper(settings, "UPDATE devices SET head = :head WHERE code = :code", head=before, code=device)


def signed_anew(world: World, device: str) -> None:  # noqa: F811
    """And throws the old checkpoints away, and signs a new one with the device's own key."""
    settings = world.settings()
    rows = world.rows("SELECT row_hash FROM events WHERE device = :d ORDER BY seq", d=device)
    world.close()
    hashes = [bytes(row.row_hash) for row in rows]
    root = merkle.root([merkle.leaf(one) for one in hashes])
    point = checkpoint.Checkpoint(device=device, count=len(hashes), head=hashes[-1], root=root, at=1)
    body = checkpoint.signed(point, sign=device_key(devices_folder(world.key), device).sign)
    tamper(
        settings, "DELETE FROM checkpoints WHERE device = :device",
        "INSERT INTO checkpoints (id, centre, device, seq, at, peaks, body, kept)"
        " VALUES (:id, 'AT01', :device, :seq, 1, :body, :body, 'somebody')",
        id=point.id, device=device, seq=point.count, body=body,
    )  # fmt: skip


def device_of(sheet: str) -> str:
    return cose.read(cose.from_text(sheet)).key


def test_a_registry_s_sheet_bears_the_journal_s_checkpoint_read_back_at_200_dpi(world: World) -> None:  # noqa: F811
    number, cases, sheet = closed(world)
    body = cose.from_text(sheet)
    statement = cose.read(body)
    point = checkpoint.read(statement)
    assert len(body) <= MOST
    assert statement.check(key_of(world, point.device))
    (device,) = world.rows("SELECT seq, head FROM devices WHERE code = :d", d=point.device)
    assert (point.count, point.head) == (device.seq, bytes(device.head))
    assert (point.list, point.items) == (number.replace("-", ""), listed.root(cases))
    assert listed.shows(point.items, listed.strip(cases, cases[1]))
    hashes = world.rows("SELECT row_hash FROM events WHERE device = :d ORDER BY seq", d=point.device)
    assert point.root == merkle.root([merkle.leaf(bytes(row.row_hash)) for row in hashes])


def test_a_true_sheet_anchors_every_event_up_to_it(file_here: World) -> None:  # noqa: F811
    _, _, sheet = closed(file_here)
    file_here.close()
    without, answer = verify_store(file_here.settings()), verify_sheet(file_here.settings(), sheet)
    assert answer["intact"], answer["first_wrong"]
    assert device_of(sheet) not in without["anchored"]
    assert answer["anchored"] == {device_of(sheet): [1, answer["sheet"]["events"]]}


def left_so(world: World, device: str) -> None:  # noqa: F811
    """Without the device's key."""


@pytest.mark.parametrize("anew", [signed_anew, left_so])
def test_an_old_sheet_contradicts_the_owner_who_rewrote_the_journal(
    file_here: World,  # noqa: F811
    anew: Callable[[World, str], None],
) -> None:
    _, _, sheet = closed(file_here)
    device = device_of(sheet)
    rewritten(file_here, device, 2)
    anew(file_here, device)
    file_here.close()
    alone = verify_store(file_here.settings())
    assert alone["intact"] is (anew is signed_anew), alone["first_wrong"]  # what lies in one house can be made to agree
    answer = verify_sheet(file_here.settings(), sheet)
    assert not answer["intact"]
    assert answer["first_wrong"]["what"] in ("paper-contradicts", "checkpoint-contradicts")
    assert answer["first_wrong"]["since"] == 1
    assert answer["first_wrong"]["row"].startswith(f"{device}/")


def test_a_strip_shows_one_case_of_the_sheet_and_neighbours_that_another_was_not_on_it(
    file_here: World,  # noqa: F811
) -> None:
    _, cases, sheet = closed(file_here)
    other = str(file_here.accepted()["number"])
    file_here.close()
    items = checkpoint.read(cose.read(cose.from_text(sheet))).items
    for number, there in ((cases[0], True), (other, False)):
        told = verify_sheet(file_here.settings(), sheet, case=number)["case"]
        strips = [
            listed.Strip(**{**one, "path": tuple(bytes.fromhex(step) for step in one["path"])})
            for one in told["strips"]
        ]
        assert told["in_list"] is there
        assert (listed.shows(items, strips[0]) and strips[0].number == number.replace("-", "")) is there
        assert listed.shows_absent(items, number, strips) is not there


def test_a_sheet_whose_registry_holds_other_cases_now_is_told(file_here: World) -> None:  # noqa: F811
    number, cases, sheet = closed(file_here)
    (row,) = file_here.rows("SELECT state FROM registries WHERE number = :n", n=number)
    file_here.close()
    state = row.state.replace(cases[0], cases[0][:-1] + ("1" if cases[0][-1] != "1" else "2"))
    tamper(file_here.settings(), "UPDATE registries SET state = :s WHERE number = :n", s=state, n=number)
    answer = verify_sheet(file_here.settings(), sheet)
    assert (answer["intact"], answer["problem"]) == (False, "list-differs")


def test_a_sheet_contradicts_a_journal_whose_end_was_cut(file_here: World) -> None:  # noqa: F811
    _, _, sheet = closed(file_here)
    device, point = device_of(sheet), checkpoint.read(cose.read(cose.from_text(sheet)))
    (last,) = file_here.rows("SELECT row_hash FROM events WHERE device = :d AND seq = :s", d=device, s=point.count - 1)
    file_here.close()
    tamper(
        file_here.settings(),
        "DELETE FROM persons WHERE event IN (SELECT id FROM events WHERE device = :d AND seq > :s)",
        "DELETE FROM events WHERE device = :d AND seq > :s",
        "DELETE FROM checkpoints WHERE device = :d",
        "UPDATE devices SET seq = :s, head = :head WHERE code = :d",
        d=device, s=point.count - 1, head=bytes(last.row_hash),
    )  # fmt: skip
    wrong = verify_sheet(file_here.settings(), sheet)["first_wrong"]
    assert (wrong["what"], wrong["row"]) == ("anchor-beyond", device)


def test_a_sheet_that_another_key_signed_proves_nothing(file_here: World) -> None:  # noqa: F811
    _, _, sheet = closed(file_here)
    point = checkpoint.read(cose.read(cose.from_text(sheet)))
    file_here.close()
    forged = cose.text(checkpoint.signed(point, sign=Ed25519PrivateKey.generate().sign))
    answer = verify_sheet(file_here.settings(), forged)
    assert (answer["intact"], answer["problem"]) == (False, "signature-wrong")


def test_the_other_node_keeps_the_checkpoints_and_both_know_what_is_anchored(world: World) -> None:  # noqa: F811
    _, _, sheet = closed(world)
    device, point = device_of(sheet), checkpoint.read(cose.read(cose.from_text(sheet)))
    met(world)
    there = world.rows("SELECT id FROM checkpoints WHERE device = :d", licensor=True, d=device)
    assert point.id in {row.id for row in there}
    (row,) = world.rows("SELECT kept FROM checkpoints WHERE id = :id", id=point.id)
    assert row.kept == world.licensor.store.id
    settings, theirs = world.settings(), world.settings(world.licensor.settings.store)
    world.close()
    for node in (settings, theirs):
        answer = verify_store(node)
        assert answer["intact"], answer["first_wrong"]
        assert answer["anchored"][device] == [1, point.count]


def test_the_other_node_contradicts_a_centre_that_rewrote_its_journal_and_sent_it_anew(file_here: World) -> None:  # noqa: F811
    _, _, sheet = closed(file_here)
    device = device_of(sheet)
    met(file_here)
    rewritten(file_here, device, 2)
    signed_anew(file_here, device)
    with listening(file_here.licensor) as address:
        (told,) = exchange(file_here.centre, address)
    assert (device, "chain-differs") in {(s["device"], s["reason"]) for s in told["stopped"]}


@pytest.mark.parametrize(
    ("events", "seconds", "wanted"),
    [(0, 9999, False), (99, 899, False), (100, 0, True), (1, 900, True), (1, -86400, True)],
)
def test_a_chain_is_anchored_after_100_events_or_a_quarter_of_an_hour(events: int, seconds: int, wanted: bool) -> None:
    assert due(events, seconds) is wanted
