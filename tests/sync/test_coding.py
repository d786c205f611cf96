"""A batch without its base64: the same JSON to the last byte, whatever it holds, and nobody's bytes believed."""

from __future__ import annotations

import gzip
import json
import struct

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.problems import Refused
from app.sync import coding, wire
from app.sync.coding import ACCEPTED, BARE_GZIP, bared, clothed, packed, unpacked
from tests.sync.nodes import Pair, batch_of

pieces = st.sampled_from(
    [
        b'"data_base64":"',
        b'"',
        b"AAAA",
        b"AAA=",
        b"AA==",
        b"AB==",
        b"A",
        b"=",
        b"\n",
        b"{",
        b'"data_base64":"AAAA"',
        b" ",
    ]
)


@settings(max_examples=300)
@given(st.lists(st.one_of(pieces, st.binary(max_size=6)), max_size=30).map(b"".join))
@example(b'"data_base64":"AAAA="')
@example(b'"data_base64":"AAAA===="')
@example(b'"data_base64":"AB=="')
def test_every_body_comes_back_to_the_last_byte(raw: bytes) -> None:
    assert clothed(bared(raw)) == raw


def test_a_batch_is_smaller_without_its_base64(two: Pair) -> None:
    for _ in range(30):
        two.centre.accept("AT01-01")
    raw = wire.encode(batch_of(two.centre, "AT01-01", to=two.licensor))
    small, how = packed(raw, ACCEPTED, batch=True)
    assert how == BARE_GZIP
    assert unpacked(small, how) == raw
    assert len(small) < 0.8 * len(packed(raw, "gzip", batch=True)[0])
    assert b"application.accepted" in bared(raw)


@pytest.mark.parametrize(
    ("accepted", "batch", "how"),
    [("gzip", True, "gzip"), (ACCEPTED, False, "gzip"), ("identity", True, None), ("", True, None)],
)
def test_who_does_not_say_that_they_can_read_it_gets_what_they_can(accepted: str, batch: bool, how: str | None) -> None:
    raw = json.dumps([{"data_base64": "AAAA" * 600}]).encode()
    assert packed(raw, accepted, batch=batch)[1] == how


def test_a_short_body_travels_as_it_is() -> None:
    assert packed(b"[]", ACCEPTED, batch=True) == (b"[]", None)


def test_more_pieces_than_a_batch_has_stay_text() -> None:
    raw = b'"data_base64":"AAAA"' * (coding.PIECES + 5)
    assert clothed(bared(raw)) == raw


@pytest.mark.parametrize(
    ("bare", "code"),
    [
        (b"\x00\x00\x00", "batch-invalid"),
        (struct.pack(">II", 5, 0) + b"four", "batch-invalid"),
        (struct.pack(">II", 0, 9), "batch-invalid"),
        (struct.pack(">II", 2**32 - 1, 2**32 - 1) + b"x", "batch-invalid"),
        (struct.pack(">II", 0, 0) * 2000, "batch-invalid"),
    ],
)
def test_what_nobody_made_bare_is_refused(bare: bytes, code: str) -> None:
    with pytest.raises(Refused) as no:
        unpacked(gzip.compress(bare), BARE_GZIP)
    assert no.value.code == code


def test_what_would_grow_beyond_a_batch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "LARGEST", 100)
    with pytest.raises(Refused) as no:
        clothed(bared(b'"data_base64":"' + b"AAAA" * 30 + b'"'))
    assert no.value.code == "batch-too-large"


def test_the_first_question_says_what_can_be_read_and_the_next_uses_it(
    two: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[str | None] = []
    was = coding.unpacked

    def seen(raw: bytes, how: str | None) -> bytes:
        used.append(how)
        return was(raw, how)

    monkeypatch.setattr("app.sync.asked.unpacked", seen)
    for _ in range(5):
        two.centre.accept("AT01-01")
    two.until_quiet()
    assert used[0] is None
    assert BARE_GZIP in used
    assert wire.LARGEST == coding.LARGEST
