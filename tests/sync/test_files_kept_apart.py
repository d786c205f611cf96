"""Files on their way: a page of names loses none, an address leads to nobody else, a full disk spoils nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.problems import Refused, Unavailable
from app.store import coming
from app.store.coming import PART, Told
from app.sync import carrying, files, tus
from tests.sync.nodes import Pair, batch_of, take
from tests.sync.scans import body_of, peer_of, scan, take_in

SECRET = b"s" * 32


def told(n: int = 0, size: int = 10 * PART) -> Told:
    return Told(peer=str(n), case="c", file="a" * 64, size=size)


class Answers:
    """The peer's end of a link, that answers what a test wants it to."""

    def __init__(self, address: str) -> None:
        self.address, self.asked = address, list[str]()

    def ask(self, method: str, path: str, body: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        self.asked.append(f"{method} {path}")
        if method == "POST":
            return json.dumps({"address": self.address, "offset": 0, "until": ""}).encode()
        raise Refused("offset-differs", have=0)


def load_for(two: Pair, answers: Answers) -> tuple[carrying._Load, files.Offered]:
    case, (name,) = take_in(two.centre, scan(1, 300))
    load = carrying._Load(
        two.centre.node(), peer_of(two.centre, two.licensor), answers, lambda: False, carrying.Carried()  # type: ignore[arg-type]
    )  # fmt: skip
    return load, files.Offered(case=case, file=name, size=300)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/uploads/x", "//other.example/uploads/x", "/uploads/../files/x", "/files/x", ""]
)
def test_a_scan_goes_to_no_other_place(two: Pair, address: str) -> None:
    answers = Answers(address)
    with pytest.raises(Refused, match="batch-invalid"):
        carrying._send(*load_for(two, answers))
    assert [one for one in answers.asked if one.startswith("PATCH")] == []


def test_what_was_never_taken_does_not_count_as_sent(two: Pair) -> None:
    load, offer = load_for(two, Answers("/uploads/x"))
    with pytest.raises(Refused, match="offset-differs"):
        carrying._send(load, offer)
    assert load.done.sent == 0


def test_pages_of_more_than_a_hundred_files(two: Pair) -> None:
    """102 comes after 68, though not as a text."""
    for n in range(250):
        take_in(two.centre, scan(n, 30))
    assert two.tick().files.sent == 250


def test_a_page_that_ends_inside_an_event(two: Pair) -> None:
    for n in range(33):
        take_in(two.centre, *(scan(n * 10 + i, 30) for i in range(3)))
    _, names = take_in(two.centre, *(scan(9000 + i, 30) for i in range(3)))
    take_in(two.centre, scan(99999, 30))
    two.tick()
    assert [body_of(two.licensor, name) is not None for name in names] == [True] * 3


def test_what_is_lost_at_the_other_side_keeps_no_later_one_away(two: Pair) -> None:
    names = [n for k in range(33) for n in take_in(two.centre, *(scan(10 * k + i, 30) for i in range(3)))[1]]
    for name in names:
        two.centre.store.file(name).unlink()
    _, new = take_in(two.centre, *(scan(9000 + i, 30) for i in range(3)))
    two.tick()
    assert [body_of(two.licensor, name) is not None for name in new] == [True] * 3


def test_an_event_of_more_files_than_a_page_is_named_as_far_as_it_goes() -> None:
    one = files.Awaited(device="AT01-01", seq=1, case="c", number="n", file="f")
    assert len(files._whole_events([one] * (files.LISTED + 1))) == files.LISTED


def test_a_full_disk_at_the_beginning_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(coming, "_durable", full)
        with pytest.raises(Unavailable, match="disk-full"):
            coming.begin(tmp_path, told(), secret=SECRET)
        assert not list(tmp_path.iterdir())
    assert coming.begin(tmp_path, told(), secret=SECRET).offset == 0


def test_a_file_where_the_folder_should_be_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "unfinished").write_text("in the way")
    with pytest.raises(Unavailable, match="disk-error"):
        coming.begin(tmp_path / "unfinished", told(), secret=SECRET)


def test_tidying_cuts_nothing_off(tmp_path: Path) -> None:
    """Another program may be in the middle of a part: what looks torn is whole in a moment."""
    begun = coming.begin(tmp_path, told(), secret=SECRET)
    begun.append(b"x" * PART)
    with begun.place.open("ab") as file:
        file.write(b"\x00\x00\x10")  # the beginning of the next part
    before = begun.place.read_bytes()
    assert coming.sweep(tmp_path, secret=SECRET, older_than=0, needed=lambda _: True) == 0
    assert begun.place.read_bytes() == before


def test_tidying_meets_a_file_that_is_just_gone(tmp_path: Path) -> None:
    stop, wrong = threading.Event(), list[str]()

    def sends(n: int) -> None:
        while not stop.is_set():
            one = coming.begin(tmp_path, told(n), secret=SECRET)
            one.append(b"x" * 1000)
            one.away()

    def tidies() -> None:
        for _ in range(300):
            try:
                coming.sweep(tmp_path, secret=SECRET, older_than=0, needed=lambda _: True)
            except Exception as fault:
                wrong.append(repr(fault))
        stop.set()

    threads = [threading.Thread(target=sends, args=(n,)) for n in range(2)] + [threading.Thread(target=tidies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_question_how_far_it_is_waits_for_the_part_that_is_being_written(two: Pair) -> None:
    """HEAD, and a new wish for the same file, beside a part: neither may cut off what was acknowledged."""
    body = scan(1, 12 * PART)
    case, (name,) = take_in(two.centre, body)
    take(two.licensor, batch_of(two.centre, "AT01-01", to=two.licensor), from_=two.centre)
    peer, node = peer_of(two.licensor, two.centre), two.licensor.node()
    wish = files.Offered(case=case, file=name, size=len(body))
    address = tus.open_for(node, peer, wish).address.rsplit("/", 1)[1]
    plain = {"tus-resumable": "1.0.0"}
    stop, wrong = threading.Event(), list[str]()

    def asks() -> None:
        while not stop.is_set():
            try:
                tus.look(node, address, plain)
                tus.open_for(node, peer, wish)
            except Refused as no:
                wrong.append(no.code)

    thread = threading.Thread(target=asks)
    thread.start()
    try:
        for at in range(0, len(body), PART):
            headers = {**plain, "content-type": tus.BODY, "upload-offset": str(at)}
            tus.add(node, address, headers, body=body[at : at + PART])
    finally:
        stop.set()
        thread.join()
    assert not wrong
    assert body_of(two.licensor, name) == body
