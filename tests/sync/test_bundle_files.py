"""Scans and results by stick: with their cases, in several bundles, on several sticks, in any order; judged as by HTTPS."""

from __future__ import annotations

import hashlib
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.store import blobs
from app.sync import bundle, enclosed, files, sealed, stick
from app.sync.bundle import Written
from tests.sync.nodes import House, Pair, acquaint, bring_back, house, on_sqlite, photograph
from tests.sync.scans import body_of, offices, peer_of, scan, signed_result, take_in
from tests.sync.sticks import DAY, carried, read, registered, written

KB = 1024


def go(one: House, other: House, place: Path, *, rest: bool = False) -> Written:
    return bundle.write(one, other.store.id, place, folder=one.folder, rest=rest)


def places(made: Written) -> list[Path]:
    return [Path(made.file), *map(Path, made.more)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bundles that hold some hundred KB of files: the same as with gigabytes, in less time."""
    monkeypatch.setattr(enclosed, "ROOM", 300 * KB)


# ---- what passes


def test_a_scan_and_the_result_travel_with_the_events_that_name_them(on_both: Pair, ram: Path) -> None:
    bodies = [scan(n, 5000 + n) for n in range(3)]
    case, names = take_in(on_both.centre, *bodies)
    there = carried(on_both.centre, on_both.licensor, ram)
    assert (there.received, there.files, there.files_refused) == (1, 3, ())
    assert [body_of(on_both.licensor, name) for name in names] == bodies
    assert offices(on_both.licensor, names[0]) == {"AT01", "AD01"}
    (result,) = signed_result(on_both, case, scan(9, 4000))
    back = carried(on_both.licensor, on_both.centre, ram)
    assert (back.files, back.acknowledged) == (1, 1)
    assert body_of(on_both.centre, result) == scan(9, 4000)
    (paper,) = on_both.centre.rows("papers", subject=case)
    assert (paper.file, paper.form) == (result, "licence")


def test_a_file_goes_again_until_the_other_side_says_that_it_has_it(two: Pair, ram: Path) -> None:
    take_in(two.centre, scan(1, 3000))
    for n in range(2):  # the first stick is lost
        assert written(two.centre, two.licensor, ram / f"{n}.tereze").files == 1
    assert read(two.licensor, ram / "1.tereze").files == 1
    again = read(two.licensor, ram / "1.tereze")
    assert (again.age, again.files, again.files_known) == ("again", 0, 1)
    carried(two.licensor, two.centre, ram)
    assert written(two.centre, two.licensor, ram / "2.tereze").files == 0


def test_what_found_no_room_is_asked_for_after_its_event_was_acknowledged(
    two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (name,) = take_in(two.centre, scan(2, 9000))
    with monkeypatch.context() as full:
        full.setattr(enclosed, "ROOM", 10)
        made = written(two.centre, two.licensor, ram / "a.tereze")
    assert (made.files, made.left_files, made.left_bytes) == (0, 1, 9000)
    read(two.licensor, ram / "a.tereze")
    assert written(two.centre, two.licensor, ram / "b.tereze").files == 1  # its event is not acknowledged yet
    carried(two.licensor, two.centre, ram)
    assert carried(two.centre, two.licensor, ram).files == 1  # by the word of the other side alone
    assert body_of(two.licensor, name) == scan(2, 9000)


def test_many_files_become_several_bundles_that_are_read_in_any_order(two: Pair, ram: Path, small: None) -> None:
    bodies = [scan(n, 90 * KB) for n in range(10)]
    kept = [take_in(two.centre, body)[1][0] for body in bodies]
    made = written(two.centre, two.licensor, ram / "road.tereze")
    assert [place.name for place in places(made)] == [
        "road.tereze", "road-2.tereze", "road-3.tereze", "road-4.tereze",
    ]  # fmt: skip
    assert (made.files, made.left_files, made.number) == (10, 0, 4)
    assert all(place.stat().st_size < 2**32 - 1 for place in places(made))  # what FAT32 can hold
    lying = places(made) * 2
    random.Random(20161116).shuffle(lying)
    brought = [read(two.licensor, place) for place in lying]
    assert sum(one.files for one in brought) == 10
    assert sum(one.files_known for one in brought) == 10
    assert not any(one.files_refused or one.stopped for one in brought)
    assert [body_of(two.licensor, name) for name in kept] == bodies
    carried(two.licensor, two.centre, ram)
    assert written(two.centre, two.licensor, ram / "quiet.tereze").files == 0


def test_a_bundle_can_never_be_larger_than_a_stick_of_the_old_kind_takes() -> None:
    assert sealed.LARGEST < 2**32 - 1
    assert blobs.LARGEST <= enclosed.ROOM < sealed.LARGEST - bundle.ROOM


def test_on_sticks_that_are_small_the_rest_goes_on_the_next_one(
    two: Pair, ram: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [take_in(two.centre, scan(n, 90 * KB))[1][0] for n in range(11)]

    def usage(folder: Path) -> SimpleNamespace:
        return SimpleNamespace(free=stick.SPARE + 500 * KB - sum(one.stat().st_size for one in folder.iterdir()))

    monkeypatch.setattr(stick.shutil, "disk_usage", usage)
    left, folders = [], [ram / f"stick-{n}" for n in range(3)]
    for n, folder in enumerate(folders):
        folder.mkdir()
        made = go(two.centre, two.licensor, folder / "road.tereze", rest=n > 0)
        left.append((made.files, len(made.more), made.left_files))
    assert left == [(5, 1, 6), (5, 1, 1), (1, 0, 0)]
    for folder in reversed(folders):
        for place in folder.iterdir():
            read(two.licensor, place)
    assert all(body_of(two.licensor, name) for name in kept)
    folders[2].joinpath("road.tereze").unlink()
    assert go(two.centre, two.licensor, folders[2] / "road.tereze").left_files == 6, "without `rest` it begins anew"


@pytest.fixture
def small_stick(ram: Path) -> Iterator[Path]:
    place = ram / "stick"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"this user may not mount a stick: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_real_stick_that_is_too_small_holds_whole_bundles_and_says_what_is_left(
    two: Pair, ram: Path, small_stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosed, "ROOM", 1500 * KB)
    kept = [take_in(two.centre, scan(n, 700 * KB))[1][0] for n in range(8)]
    left, rest = 8, False
    for n in range(8):
        made = go(two.centre, two.licensor, small_stick / f"{n}.tereze", rest=rest)
        left -= made.files
        assert made.left_files == left
        assert not list(small_stick.glob("*.half"))
        for place in small_stick.iterdir():  # carried over, and the stick is empty again
            assert not read(two.licensor, place).files_refused
            place.unlink()
        if not left:
            break
        rest = True
    assert n > 0, "all of it found room: nothing was tried"
    assert all(body_of(two.licensor, name) for name in kept)


def test_after_a_backup_what_was_lost_comes_by_stick_again(two: Pair, ram: Path) -> None:
    backup = photograph(two.licensor)
    _, (name,) = take_in(two.centre, scan(5, 6000))
    carried(two.centre, two.licensor, ram)
    carried(two.licensor, two.centre, ram)
    bring_back(two.licensor, backup, epoch="after")
    two.centre.clock.at += DAY
    assert body_of(two.licensor, name) is None
    carried(two.licensor, two.centre, ram)
    assert carried(two.centre, two.licensor, ram).files == 1
    assert body_of(two.licensor, name) == scan(5, 6000)


def test_a_reader_of_an_older_program_passes_over_the_files(
    two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (name,) = take_in(two.centre, scan(6, 2000))
    written(two.centre, two.licensor, ram / "a.tereze")
    with monkeypatch.context() as older:
        older.setattr(bundle, "FILE", "no-such-kind")
        assert read(two.licensor, ram / "a.tereze").received == 1
    assert body_of(two.licensor, name) is None


# ---- what is not kept


def take(two: Pair, case: str, name: str, body: bytes, *, paper: str = "") -> enclosed.Brought:
    offer = files.Offered(case=case, file=name, size=len(body))
    peer = peer_of(two.licensor, two.centre)
    return enclosed.take(two.licensor.node(), peer, offer, paper=paper, body=body, so_far=enclosed.Brought())


def test_other_bytes_than_the_hash_names_are_not_kept_and_stop_nothing(
    two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (wrong,) = take_in(two.centre, scan(1, 3000))
    _, (right,) = take_in(two.centre, scan(2, 3000))
    true = enclosed.bodies

    def spoilt(*given: object, **named: object) -> Iterator[tuple[files.Offered, bytes | None]]:
        for offer, body in true(*given, **named):  # type: ignore[arg-type]
            yield offer, (body or b"")[:-1] + b"?" if offer.file == wrong else body

    with monkeypatch.context() as planted:
        planted.setattr(enclosed, "bodies", spoilt)
        done = carried(two.centre, two.licensor, ram)
    assert (done.received, done.files, done.files_refused) == (2, 1, ("file-differs",))
    assert body_of(two.licensor, wrong) is None
    assert body_of(two.licensor, right) == scan(2, 3000)
    assert carried(two.centre, two.licensor, ram).files == 1


def test_a_file_that_no_case_of_theirs_names_is_not_kept(two: Pair, ram: Path) -> None:
    case, (name,) = take_in(two.centre, scan(1, 3000))
    strange = scan(77, 3000)
    hash_of = hashlib.sha256(strange).hexdigest()
    assert take(two, case, name, scan(1, 3000)).refused == ("file-not-theirs",)  # its case has not come
    written(two.centre, two.licensor, ram / "a.tereze")
    read(two.licensor, ram / "a.tereze")
    assert take(two, case, hash_of, strange).refused == ("file-not-theirs",)
    assert take(two, case, hash_of, strange, paper='{"form":"licence"}').refused == ("batch-invalid",)
    assert take(two, case, name, scan(1, 3000)).known == 1


def test_another_centres_scan_is_not_given_away_by_naming_its_hash(two: Pair, ram: Path) -> None:
    urls = on_sqlite(ram)
    _, (name,) = take_in(two.centre, scan(3, 3000))
    carried(two.centre, two.licensor, ram)
    with house(urls("third"), ram / "tk", "centre", devices=("SK01-01",), clock=two.centre.clock) as third:
        acquaint(third, two.licensor)
        case, _ = take_in(third, scan(4, 100), device="SK01-01")
        carried(third, two.licensor, ram)
        peer = peer_of(two.licensor, third)
        wanted = (files.Wanted(case=case, file=name),)
        enclosed.hear(two.licensor.node(), peer, epoch="x", number=1, lacks=wanted)
        assert enclosed.offered(two.licensor.node(), peer, rest=False) == []


def test_one_that_was_lost_here_is_told_and_holds_up_no_other(two: Pair, ram: Path) -> None:
    _, (lost,) = take_in(two.centre, scan(1, 3000))
    take_in(two.centre, scan(2, 3000))
    two.centre.store.file(lost).unlink()
    made = written(two.centre, two.licensor, ram / "a.tereze")
    assert (made.files, made.lost, made.left_files) == (1, 1, 0)
    assert read(two.licensor, ram / "a.tereze").files == 1


def test_no_name_and_no_byte_of_a_scan_can_be_read_on_the_stick_or_beside_the_store(two: Pair, ram: Path) -> None:
    body = b"%PDF-1.7 " + "Жайық-Дәрігер".encode() * 50
    case, (name,) = take_in(two.centre, body)
    written(two.centre, two.licensor, place := ram / "a.tereze")
    read(two.licensor, place)
    carried(two.licensor, two.centre, ram)
    lying = [place, *two.centre.node().unfinished.iterdir(), *two.licensor.node().unfinished.glob("*")]
    assert any(one.suffix == ".said" for one in lying)
    for one in lying:
        raw = one.read_bytes()
        assert not any(secret in raw for secret in ("Жайық".encode(), name.encode(), case.encode()))


def test_what_was_said_is_asked_again_where_its_file_is_gone_or_spoilt(two: Pair, ram: Path) -> None:
    take_in(two.centre, scan(1, 3000))
    carried(two.centre, two.licensor, ram)
    carried(two.licensor, two.centre, ram)
    node, peer = two.centre.node(), peer_of(two.centre, two.licensor)
    (kept,) = node.unfinished.glob("*.said")
    kept.write_bytes(kept.read_bytes()[:-1])
    assert enclosed.read(node, peer) == enclosed.Said()
    two.licensor.record("AD01-01", two.centre.rows("cases")[0].id, registered("RG-1"))
    assert carried(two.licensor, two.centre, ram).received == 1
    assert enclosed.read(node, peer).number == 2


# ---- a planted fault: a reader that believes what a file says of itself


def keeps_other_bytes(two: Pair, ram: Path) -> bool:
    """Whether the licensor keeps what is not the file that the case names."""
    take_in(two.centre, scan(len(two.centre.rows("cases")), 3000))
    true = enclosed.bodies
    with pytest.MonkeyPatch.context() as sender:
        sender.setattr(enclosed, "bodies", lambda *a, **k: ((o, b"?" + (b or b"")[1:]) for o, b in true(*a, **k)))
        return carried(two.centre, two.licensor, ram).files > 0


def test_a_reader_that_does_not_look_at_the_hash_is_caught(
    two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not keeps_other_bytes(two, ram)
    monkeypatch.setattr(
        files, "bring", lambda node, peer, offer, body: files._keep(node, peer, files._told(peer, offer), body)
    )
    assert keeps_other_bytes(two, ram)


def test_a_writer_that_waits_for_no_word_of_the_other_side_is_caught(
    two: Pair, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def comes_in_the_end() -> bool:
        _, (name,) = take_in(two.centre, scan(len(two.centre.rows("cases")), 3000))
        with pytest.MonkeyPatch.context() as full:
            full.setattr(enclosed, "ROOM", 10)
            carried(two.centre, two.licensor, ram)
        carried(two.licensor, two.centre, ram)
        carried(two.centre, two.licensor, ram)
        return body_of(two.licensor, name) is not None

    assert comes_in_the_end()
    monkeypatch.setattr(enclosed, "hear", lambda *a, **k: None)
    assert not comes_in_the_end()
