"""What a bundle may not be: half, spoilt, another's, forged; each told in words, and the planted faults that prove it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.problems import Unavailable
from app.sync import bundle, heeding, sealed, stick
from app.sync.keys import device_key
from app.sync.peers import own_devices, pair
from tests.sync.nodes import House, Pair, house, on_sqlite
from tests.sync.sticks import carried, cursor, read, refused, written

# ---- what is refused, and in which words


def test_half_a_file_a_flipped_bit_and_what_is_no_bundle_are_told_apart(two: Pair, ram: Path) -> None:
    two.centre.accept("AT01-01")
    written(two.centre, two.licensor, place := ram / "stick")
    whole = place.read_bytes()
    said = set()
    for cut in (1, 15, 17, 40, len(whole) // 2, len(whole) - 1):
        place.write_bytes(whole[:cut])
        said.add(refused(lambda: read(two.licensor, place)))
    assert said == {"bundle-cut"}
    spoilt = set()
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        spoilt.add(refused(lambda: read(two.licensor, place)))
    assert spoilt <= {
        "bundle-none", "bundle-newer", "bundle-damaged", "bundle-cut", "bundle-for-another", "bundle-other-key", "peer-unknown",
    }  # fmt: skip
    assert "bundle-damaged" in spoilt
    for other in (b"", b"%PDF-1.7", whole + b"\0"):
        place.write_bytes(other)
        assert refused(lambda: read(two.licensor, place)) in ("bundle-none", "bundle-damaged")
    assert two.licensor.rows("events") == []


def test_a_bundle_for_another_or_of_our_own_or_from_a_stranger_is_not_read(two: Pair, ram: Path) -> None:
    two.centre.accept("AT01-01")
    written(two.centre, two.licensor, mine := ram / "mine")
    assert refused(lambda: read(two.centre, mine)) == "bundle-own"
    with house(on_sqlite(ram)("third"), ram / "tk", "centre", devices=("SK01-01",), clock=two.centre.clock) as third:
        assert refused(lambda: read(third, mine)) == "bundle-for-another"
        pair(third, two.licensor.store.id, "", devices=own_devices(two.licensor.store))  # one side only
        written(third, two.licensor, theirs := ram / "theirs")
        assert refused(lambda: read(two.licensor, theirs)) == "peer-unknown"


def test_a_bundle_sealed_to_a_key_that_is_gone_is_asked_for_anew(two: Pair, ram: Path) -> None:
    written(two.centre, two.licensor, place := ram / "stick")
    two.licensor.folder = ram / "new"
    for code in ("AD01-01", "AD01-02"):
        device_key(two.licensor.folder, code)
    node, raw = Pair(two.licensor, two.licensor), place.read_bytes()
    assert refused(lambda: sealed.open_(raw, own=node.licensor.store.id, folder=ram / "new")) == "bundle-other-key"
    assert refused(lambda: sealed.open_(raw, own=node.licensor.store.id, folder=ram / "none")) == "bundle-other-key"


def forged(two: Pair, place: Path, *, key_of: House, method: str = bundle.METHOD) -> None:
    """A whole bundle, sealed rightly, that says it is the centre's."""
    node = two.centre.node()
    inner = bundle._inner(bundle._gathered(node, two.licensor.store.id), 1)
    key = device_key(key_of.folder, key_of.devices[0])
    seal = type(node.speaker)("AT01-01", key).seal(
        method, f"/{two.licensor.store.id}", inner, instant=node.clock.instant()
    )
    body = sealed.pack(bundle.codec.plain_bytes(seal.headers()), [inner])
    keys = own_devices(two.licensor.store)
    place.write_bytes(sealed.close(body, by=two.centre.store.id, to=two.licensor.store.id, keys=keys))


def test_a_bundle_that_the_centre_did_not_sign_is_refused(two: Pair, ram: Path) -> None:
    two.centre.accept("AT01-01")
    forged(two, place := ram / "stick", key_of=two.licensor)
    assert refused(lambda: read(two.licensor, place)) == "signature-wrong"
    forged(two, place, key_of=two.centre, method="POST")  # signed for something else
    assert refused(lambda: read(two.licensor, place)) == "signature-wrong"
    forged(two, place, key_of=two.centre)
    assert read(two.licensor, place).received == 1


def test_what_a_newer_program_adds_is_passed_over(two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two.centre.accept("AT01-01")
    true = bundle._stretches

    def more(*args: object, **named: object) -> Iterator[tuple[bundle.Part, bytes, int]]:
        for part, body, last in true(*args, **named):  # type: ignore[arg-type]
            yield part, body, last
            yield bundle.Part(kind="picture", size=5), b"12345", last

    monkeypatch.setattr(bundle, "_stretches", more)
    assert carried(two.centre, two.licensor, ram).received == 1
    monkeypatch.setattr(bundle, "VERSION", 2)
    written(two.centre, two.licensor, place := ram / "newer")
    monkeypatch.setattr(bundle, "VERSION", 1)
    assert refused(lambda: read(two.licensor, place)) == "bundle-newer"


def test_a_file_that_is_no_bundle_is_not_written_over_and_a_stick_that_is_full_is_told(two: Pair, ram: Path) -> None:
    (place := ram / "letter.doc").write_bytes(b"dear")
    assert refused(lambda: written(two.centre, two.licensor, place)) == "bundle-place-taken"
    assert place.read_bytes() == b"dear"
    with pytest.raises(Unavailable) as away:
        written(two.centre, two.licensor, ram / "nowhere" / "stick")
    assert (away.value.what, away.value.status) == ("stick", "not-written")


def test_a_reading_that_a_full_disk_broke_off_is_done_again(
    two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for device in ("AT01-01", "AT01-02"):
        two.centre.accept(device)
    written(two.centre, two.licensor, place := ram / "stick")
    for point in ("commit.before", "receive.after", "receive.after"):
        monkeypatch.setenv("TEREZE_AT", f"{point}:full:*")
        with pytest.raises(Unavailable):
            read(two.licensor, place)
    monkeypatch.delenv("TEREZE_AT")
    done = read(two.licensor, place)
    assert (done.age, done.received, done.known) == ("new", 1, 1)
    assert len(two.licensor.rows("cases")) == 2


def test_one_wrong_chain_stops_alone(two: Pair, ram: Path) -> None:
    two.centre.accept("AT01-01")
    other = two.centre.accept("AT01-02")
    with two.centre.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET facts = CAST('{}' AS BLOB) WHERE device = 'AT01-01'")
    done = carried(two.centre, two.licensor, ram)
    assert [(s.device, s.reason) for s in done.stopped] == [("AT01-01", "chain-broken")]
    assert two.licensor.case(other)


# ---- planted faults: the same tests see them


def by_receipt_only(two: Pair, ram: Path) -> bool:
    """Whether everything arrives although the first stick is lost, and a forged receipt is not believed."""
    case = two.centre.accept("AT01-01")
    written(two.centre, two.licensor, ram / "lost")
    carried(two.centre, two.licensor, ram)
    return two.licensor.case(case) is not None


def false_receipt(two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The licensor's bundle holds a receipt that none of its devices signed; how far the centre believes it."""
    two.centre.accept("AT01-01")
    carried(two.centre, two.licensor, ram)
    with monkeypatch.context() as forging:
        true = bundle.receipt

        def unsigned(speaker: object, store: str, taken: object) -> bytes:
            return true(two.centre.node().speaker, store, taken).replace(b'AT01-01","device', b'AD01-01","device')  # type: ignore[arg-type]

        forging.setattr(bundle, "receipt", unsigned)
        written(two.licensor, two.centre, place := ram / "forged")
    done = read(two.centre, place)
    assert done.acknowledged == cursor(two.centre, two.licensor, "AT01-01")
    return done.acknowledged


def test_a_cursor_that_moves_at_writing_is_caught(two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert by_receipt_only(two, ram)
    true = stick.put

    def moving(place: Path, raw: bytes) -> None:
        true(place, raw)
        with two.centre.store.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE cursors SET seq = (SELECT seq FROM devices WHERE code = 'AT01-01') WHERE id LIKE '% AT01-01'"
            )

    carried(two.licensor, two.centre, ram)
    monkeypatch.setattr(stick, "put", moving)
    assert not by_receipt_only(two, ram)


def test_a_receipt_that_nobody_signed_is_not_believed_and_a_reader_that_believes_it_is_caught(
    two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert false_receipt(two, ram, monkeypatch) == 0
    monkeypatch.setattr(heeding, "believed", lambda raw, peer, events, *, keys: events[-1].seq)
    assert false_receipt(two, ram, monkeypatch) == 2


def test_a_bundle_that_is_not_sealed_is_caught(two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Open:
        def __init__(self, key: bytes) -> None: ...

        def encrypt(self, nonce: bytes, body: bytes, bound: bytes) -> bytes:
            return body + bytes(16)

        generate_key = sealed.AESGCM.generate_key

    def readable(raw: bytes) -> bool:
        return b"Tereze-Signature" in raw

    two.centre.accept("AT01-01")
    written(two.centre, two.licensor, place := ram / "stick")
    assert not readable(place.read_bytes())
    monkeypatch.setattr(sealed, "AESGCM", Open)
    written(two.centre, two.licensor, place)
    assert readable(place.read_bytes())
    monkeypatch.undo()
    assert refused(lambda: read(two.licensor, place)) == "bundle-damaged"


@pytest.mark.parametrize("public", [bytes([1]) + bytes(31), bytes(32)])
def test_a_device_whose_key_is_no_point_is_refused_in_words(public: bytes) -> None:
    assert refused(lambda: sealed.close(b"", by="a", to="b", keys={"AD01-01": public})) == "device-key-wrong"
