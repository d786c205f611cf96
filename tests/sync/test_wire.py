"""The bytes on the way: what was stored is what arrives, and nothing that is not a batch is taken for one."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.problems import Refused
from app.store.chain import row_hash, sha
from app.sync import wire
from app.sync.wire import WireEvent


def event(*, facts: bytes = b"{}", person: bytes = b"{}", seq: int = 3) -> WireEvent:
    says = {"id": "01", "device": "AT01-01", "seq": seq, "case": "c", "kind": "application.sent", "version": 2}
    head, salt = json.dumps(says).encode(), bytes(range(16))
    hashes = sha(head) + sha(facts) + sha(salt + person)
    return WireEvent(
        id="01", device="AT01-01", seq=seq, hashes=hashes, row_hash=row_hash(bytes(32), hashes), subject="c",
        kind="application.sent", version=2, head=head, facts=facts, salt=salt, person=person,
    )  # fmt: skip


def stub() -> WireEvent:
    hashes = bytes(range(96))
    return WireEvent(id="AT01-01/4", device="AT01-01", seq=4, hashes=hashes, row_hash=row_hash(bytes(32), hashes))


@given(facts=st.binary(max_size=40), person=st.binary(max_size=40))
def test_every_byte_arrives_as_it_was(facts: bytes, person: bytes) -> None:
    sent = [event(facts=facts, person=person), stub()]
    assert wire.decode(wire.encode(sent)) == sent


def test_fields_stay_in_the_order_of_the_program_that_wrote_them() -> None:
    """What comes in is hashed as it is; written anew it would be another event."""
    sent = event(facts=b'{ "service" : "x","course":{"started":[],"done":[ ] } }', person=b'{"z":1, "a":2}')
    assert wire.decode(wire.encode([sent])) == [sent]


def test_a_batch_is_cloudevents_1_0() -> None:
    whole, empty = json.loads(wire.encode([event(), stub()]))
    assert {"specversion", "id", "source", "type"} <= whole.keys()
    assert (whole["specversion"], whole["source"], whole["type"]) == (
        "1.0",
        "/devices/AT01-01",
        "tereze.application.sent",
    )
    assert all(name == name.lower() and name.isalnum() for name in whole.keys() - {"data_base64"})
    assert "subject" not in empty


def test_a_stub_tells_nothing_but_its_place_and_hashes() -> None:
    (empty,) = json.loads(wire.encode([stub()]))
    assert empty.keys() == {
        "specversion", "id", "source", "sequence", "rowhash", "type", "datacontenttype", "data_base64"
    }  # fmt: skip


def test_an_erased_event_has_the_hash_of_what_was_there_and_nothing_else() -> None:
    erased = replace(event(), salt=None, person=None)
    (back,) = wire.decode(wire.encode([erased]))
    assert back == erased


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another specversion": lambda e: e.update(specversion="0.3"),
    "another id": lambda e: e.update(id="02"),
    "another source": lambda e: e.update(source="/devices/AT01-02"),
    "no path in the source": lambda e: e.update(source="AT01-01"),
    "another place": lambda e: e.update(sequence=4),
    "a place before the first": lambda e: e.update(sequence=0),
    "a place that is a truth value": lambda e: e.update(sequence=True),
    "another kind": lambda e: e.update(type="tereze.result.signed"),
    "another case": lambda e: e.update(subject="d"),
    "no hash": lambda e: e.pop("rowhash"),
    "a hash that is none": lambda e: e.update(rowhash="zz"),
    "no bytes": lambda e: e.pop("data_base64"),
    "bytes that are not base64": lambda e: e.update(data_base64="ё"),
    "bytes cut": lambda e: e.update(data_base64=e["data_base64"][:-8]),
    "few bytes": lambda e: e.update(data_base64="AAAA"),
    "a person's hash of another length": lambda e: e.update(personhash="00"),
    "erased and not": lambda e: e.update(personhash="00" * 32),
    "a number as source": lambda e: e.update(source=1),
}


@pytest.mark.parametrize("what", CHANGES)
def test_an_envelope_that_is_not_right_is_refused_by_its_place(what: str) -> None:
    batch = json.loads(wire.encode([event(seq=2), event()]))
    CHANGES[what](batch[1])
    with pytest.raises(Refused) as no:
        wire.decode(json.dumps(batch).encode())
    assert (no.value.code, no.value.facts["place"]) == ("batch-invalid", "1")


@pytest.mark.parametrize("change", [{"id": "AT01-01/5"}, {"data_base64": "AAAA"}, {"type": "tereze.x"}])
def test_a_stub_that_is_not_right_is_refused(change: dict[str, str]) -> None:
    (plain,) = json.loads(wire.encode([stub()]))
    with pytest.raises(Refused, match="batch-invalid"):
        wire.decode(json.dumps([plain | change]).encode())


def test_a_head_that_names_itself_like_a_stub_is_refused() -> None:
    head = (event().head or b"").replace(b'"01"', b'"AT01-01/9"')
    with pytest.raises(Refused, match="batch-invalid"):
        wire.decode(wire.encode([replace(event(), id="AT01-01/9", head=head)]))


@pytest.mark.parametrize("raw", [b"", b"{", b"{}", b"[1]", b"[null]", "ё".encode("utf-16")])
def test_what_is_no_batch_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused, match="batch-invalid"):
        wire.decode(raw)


def test_what_was_squeezed_spreads_again() -> None:
    raw = wire.encode([event()] * 20)
    assert wire.spread(wire.squeezed(raw)) == raw
    assert len(wire.squeezed(raw)) < len(raw) / 5


def test_a_small_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LARGEST", 1024 * 1024)
    with pytest.raises(Refused, match="batch-too-large"):
        wire.spread(gzip.compress(bytes(4 * 1024 * 1024)))


@pytest.mark.parametrize("raw", [b"", b"not gzip at all"])
def test_what_is_not_squeezed_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused):
        wire.spread(raw)
