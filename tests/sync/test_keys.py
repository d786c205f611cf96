"""Who speaks: keys of devices, signatures of batches, stale and repeated ones."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.domain.moment import Instant
from app.problems import Refused
from app.sync.keys import APART, Nonces, Seal, Speaker, device_key, public_bytes, verify

NOW = Instant(datetime(2026, 11, 20, 6, 0, tzinfo=UTC))


def later(by: timedelta) -> Instant:
    return Instant(NOW.utc + by)


@pytest.fixture
def speaker(tmp_path: Path) -> Speaker:
    return Speaker("AT01-01", device_key(tmp_path, "AT01-01"))


def judged(speaker: Speaker, seal: Seal, *, path: str = "/events", body: bytes = b"body", now: Instant = NOW) -> str:
    return verify(seal, "POST", path, body=body, known={"AT01-01": public_bytes(speaker.key)}, now=now)


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = device_key(tmp_path / "devices", "AT01-01")
    again = device_key(tmp_path / "devices", "AT01-01")
    assert public_bytes(first) == public_bytes(again)
    assert public_bytes(device_key(tmp_path / "devices", "AT01-02")) != public_bytes(first)
    files = sorted((tmp_path / "devices").iterdir())
    assert [f.name for f in files] == ["AT01-01.pem", "AT01-02.pem"]
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}


@pytest.mark.parametrize("code", ["../AT01-01", "AT01", "AT01-01/x", "", "at01-01"])
def test_a_code_that_is_no_device_makes_no_file(tmp_path: Path, code: str) -> None:
    with pytest.raises(Refused, match="device-unknown"):
        device_key(tmp_path, code)
    assert not list(tmp_path.iterdir())


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = generate_private_key(65537, 2048)
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "AT01-01.pem").write_bytes(pem)
    with pytest.raises(Refused, match="device-key-wrong"):
        device_key(tmp_path, "AT01-01")


def test_what_a_device_signed_is_believed(speaker: Speaker) -> None:
    assert judged(speaker, speaker.seal("POST", "/events", b"body", instant=NOW)) == "AT01-01"


def test_a_seal_survives_its_headers_in_any_letter_case(speaker: Speaker) -> None:
    seal = speaker.seal("POST", "/events", b"body", instant=NOW)
    assert Seal.of({name.upper(): value for name, value in seal.headers().items()}) == seal


@pytest.mark.parametrize("gone", ["Tereze-Device", "Tereze-Instant", "Tereze-Nonce", "Tereze-Signature"])
def test_a_missing_header_is_refused(speaker: Speaker, gone: str) -> None:
    headers = speaker.seal("POST", "/events", b"body", instant=NOW).headers()
    del headers[gone]
    with pytest.raises(Refused, match="signature-missing"):
        Seal.of(headers)


def test_a_signature_that_is_not_base64_is_refused(speaker: Speaker) -> None:
    headers = speaker.seal("POST", "/events", b"body", instant=NOW).headers() | {"Tereze-Signature": "ё"}
    with pytest.raises(Refused, match="signature-missing"):
        Seal.of(headers)


def test_another_path_body_nonce_instant_or_method_is_not_what_was_signed(speaker: Speaker) -> None:
    seal = speaker.seal("POST", "/events", b"body", instant=NOW)
    wrong = (
        (seal, "/contact", b"body"), (seal, "/events", b"bodY"), (replace(seal, nonce="0"), "/events", b"body"),
        (replace(seal, instant=later(timedelta(seconds=1)).iso()), "/events", b"body"),
        (replace(seal, signature=bytes(64)), "/events", b"body"), (replace(seal, signature=b""), "/events", b"body"),
        (speaker.seal("GET", "/events", b"body", instant=NOW), "/events", b"body"),
        (speaker.seal("POST", "/events?after=0", b"body", instant=NOW), "/events?after=5", b"body"),
    )  # fmt: skip
    for given, path, body in wrong:
        with pytest.raises(Refused, match="signature-wrong"):
            judged(speaker, given, path=path, body=body)


def test_an_unknown_device_is_refused(speaker: Speaker) -> None:
    seal = Speaker("AT01-09", speaker.key).seal("POST", "/events", b"body", instant=NOW)
    with pytest.raises(Refused, match="device-unknown"):
        judged(speaker, seal)


@pytest.mark.parametrize("sign", [1, -1])
def test_clocks_more_than_five_minutes_apart_are_refused_and_say_by_how_much(speaker: Speaker, sign: int) -> None:
    seal = speaker.seal("POST", "/events", b"body", instant=NOW)
    assert judged(speaker, seal, now=later(sign * APART))
    with pytest.raises(Refused) as no:
        judged(speaker, seal, now=later(sign * (APART + timedelta(seconds=1))))
    assert (no.value.code, no.value.facts["seconds"]) == ("clocks-apart", -sign * 301)


def test_an_instant_that_is_none_is_refused(speaker: Speaker) -> None:
    seal = replace(speaker.seal("POST", "/events", b"body", instant=NOW), instant="yesterday")
    with pytest.raises(Refused, match="signature-missing"):
        judged(speaker, seal)


def test_a_nonce_counts_once_as_long_as_its_batch_would_be_taken(speaker: Speaker) -> None:
    seal, nonces = speaker.seal("POST", "/events", b"body", instant=NOW), Nonces()
    nonces.meet(seal, NOW)
    with pytest.raises(Refused, match="nonce-again"):
        nonces.meet(seal, later(2 * APART))
    nonces.meet(seal, later(2 * APART + timedelta(seconds=1)))  # forgotten: by now its moment is too old anyway
