"""Nodes are made known to each other by hand: what is added, what is refused, and that a chain never falls back."""

from __future__ import annotations

from dataclasses import replace as changed
from pathlib import Path

import pytest

from app.problems import Refused
from app.store.open import add_device
from app.sync.keys import Speaker, device_key, public_bytes
from app.sync.loop import tick
from app.sync.peers import Node, own_devices, pair, peers_of
from app.sync.receipts import believed, receipt
from tests.sync.nodes import KEY, Pair, batch_of, take


def test_pairing_again_adds_a_device_and_leaves_the_chains_as_they_are(two: Pair) -> None:
    two.centre.accept("AT01-01")
    two.until_quiet()
    add_device(
        two.centre.store.url, key=KEY, code="AT01-03", public_key=public_bytes(device_key(two.centre.folder, "AT01-03"))
    )
    case = two.centre.accept("AT01-03")
    assert [(s.device, s.reason) for s in two.tick().stopped] == [("AT01-03", "device-unknown")]
    before = two.licensor.rows("devices", code="AT01-01")
    pair(two.licensor, two.centre.store.id, "http://127.0.0.1:9", devices=own_devices(two.centre.store))
    assert two.licensor.rows("devices", code="AT01-01") == before
    two.until_quiet()
    assert two.licensor.case(case)
    (peer,) = peers_of(two.licensor.store)
    assert (peer.address, peer.devices) == ("http://127.0.0.1:9", ("AT01-01", "AT01-02", "AT01-03"))
    pair(two.licensor, two.centre.store.id, "", devices={})
    assert peers_of(two.licensor.store)[0].address == "http://127.0.0.1:9"  # no address: the old one stays


def test_a_replaced_key_counts_from_then_on(two: Pair, tmp_path: Path) -> None:
    new = public_bytes(device_key(tmp_path, "AT01-01"))
    pair(two.licensor, two.centre.store.id, "", devices={"AT01-01": new})
    assert two.tick().refused == "signature-wrong"


def test_a_device_of_ours_or_of_another_peer_cannot_be_paired(two: Pair) -> None:
    with pytest.raises(Refused, match="device-of-another"):
        pair(two.licensor, two.centre.store.id, "", devices={"AD01-01": bytes(32)})
    with pytest.raises(Refused, match="device-of-another"):
        pair(two.licensor, "0000", "", devices={"AT01-01": bytes(32)})
    with pytest.raises(Refused, match="device-key-wrong"):
        pair(two.licensor, "0000", "", devices={"SK01-01": b"short"})
    assert [p.id for p in peers_of(two.licensor.store)] == [two.centre.store.id]


def test_a_store_without_devices_pairs_with_nobody(two: Pair) -> None:
    with two.centre.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM devices")
    with pytest.raises(Refused, match="device-unknown"):
        pair(two.centre, "0000", "", devices={})


def test_a_peer_without_an_address_calls_us(two: Pair) -> None:
    done = tick(two.licensor, two.centre.store.id, folder=two.licensor.folder)
    assert done.refused == "address-missing"


def test_a_receipt_is_believed_only_from_the_peer_and_for_what_was_sent(two: Pair) -> None:
    two.centre.accept("AT01-01")
    events = batch_of(two.centre, "AT01-01", to=two.licensor)
    taken = take(two.licensor, events, from_=two.centre)
    (peer,) = peers_of(two.centre.store)
    keys = own_devices(two.licensor.store)
    node: Node = two.licensor.node()
    said = receipt(node.speaker, two.licensor.store.id, taken)
    assert believed(said, peer, events, keys=keys) == 1
    stranger = two.centre.node().speaker
    for wrong in (
        b"{}", b"[]", receipt(stranger, two.licensor.store.id, taken), receipt(node.speaker, "0000", taken),
        receipt(node.speaker, two.licensor.store.id, changed(taken, seq=2)),
        receipt(node.speaker, two.licensor.store.id, changed(taken, row_hash=bytes(32))),
        said.replace(b'"AT01-01"', b'"AT01-02"'),
        receipt(Speaker(node.device, stranger.key), two.licensor.store.id, taken),  # in the peer's name by another's key
    ):  # fmt: skip
        with pytest.raises(Refused, match="receipt-wrong"):
            believed(wrong, peer, events, keys=keys)
