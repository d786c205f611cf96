"""Files follow the cases that name them: to nobody else, sealed all the way, and never seen before they are whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain import codec
from app.domain import events as e
from app.problems import Refused, Unavailable
from app.store import awaited, blobs, coming
from app.store.unit import new_id
from app.sync import carrying, contact, files, tus, wire
from app.sync.files import Asked, Offered, Wanted
from app.sync.links.http import HttpLink
from app.sync.peers import own_devices
from app.sync.server import listening
from tests.sync.nodes import Pair, accepted, acquaint, batch_of, bring_back, house, on_sqlite, photograph
from tests.sync.scans import body_of, named, offices, paper, peer_of, scan, signed_result, take_in, unfinished
from tests.sync.test_erased import asked as erasing_asked
from tests.sync.test_erased import released

PARTS = scan(1, 2 * coming.PART + 77)


def wants(house_: Any, other: Any) -> list[str]:
    return [w.file for w in files.lacking(house_.node(), peer_of(house_, other))[0]]


@contextmanager
def linked(two: Pair) -> Iterator[HttpLink]:
    node = two.centre.node()
    with listening(two.licensor, folder=two.licensor.folder) as address:
        link = HttpLink(address, node.speaker, known=own_devices(two.licensor.store), clock=node.clock, tls=None)
        yield link
        link.close()


def test_scans_come_to_the_licensor_of_their_case(on_both: Pair) -> None:
    small = scan(2, 900)
    _, names = take_in(on_both.centre, PARTS, small)
    done = on_both.tick()
    assert (done.files.sent, done.files.received, done.files.away, done.files.refused) == (2, 0, None, ())
    assert [body_of(on_both.licensor, name) for name in names] == [PARTS, small]
    assert offices(on_both.licensor, names[0]) == {"AD01", "AT01"}
    assert wants(on_both.licensor, on_both.centre) == []
    assert unfinished(on_both.licensor) == []
    assert on_both.tick().files.bytes == 0


def test_scans_of_another_licensor_and_of_a_refusal_do_not_travel(two: Pair) -> None:
    _, (other,) = take_in(two.centre, scan(3, 500), licensor="SD01")
    with two.centre.writing("AT01-01") as transaction:
        name = blobs.put(transaction, scan(4, 500))
        fact = named(accepted("AT01-01-16-99999-0"), [name])
        transaction.record(
            new_id(),
            e.ApplicationRefused(
                number=fact.number, what=fact.what, gaps=(), documents=fact.documents, person=fact.person
            ),
        )
        transaction.commit()
    assert two.tick().files.sent == 0
    assert body_of(two.licensor, other) is body_of(two.licensor, name) is None


def test_the_papers_of_the_result_come_to_the_centre(on_both: Pair) -> None:
    case, _ = take_in(on_both.centre, scan(5, 100))
    on_both.until_quiet()
    result = scan(6, coming.PART + 5)
    (name,) = signed_result(on_both, case, result)
    done = on_both.tick()
    assert (done.files.sent, done.files.received) == (0, 1)
    assert body_of(on_both.centre, name) == result
    (row,) = on_both.centre.rows("papers", subject=case)
    assert (row.centre, row.form, row.file) == ("AT01", "licence", name)
    assert row.code == on_both.licensor.rows("papers", subject=case)[0].code
    assert on_both.tick().files == carrying.Carried()


def test_a_result_that_is_not_drawn_yet_is_waited_for(two: Pair) -> None:
    case = two.centre.accept("AT01-01")
    two.until_quiet()
    signed_result(two, case)
    assert two.tick().files.received == 0
    assert wants(two.centre, two.licensor) == [""]


def test_a_centre_that_came_back_from_a_backup_gets_its_scans_back(two: Pair) -> None:
    backup = photograph(two.centre)
    _, (name,) = take_in(two.centre, PARTS)
    two.until_quiet()
    bring_back(two.centre, backup, epoch="after")
    two.centre.store.file(name).unlink()
    assert body_of(two.centre, name) is None
    two.until_quiet()
    assert body_of(two.centre, name) == PARTS


def test_a_file_that_does_not_pass_stops_neither_events_nor_other_files(two: Pair) -> None:
    _, (lost, there) = take_in(two.centre, scan(7, 300), scan(8, 300))
    spoilt = two.centre.store.file(lost)
    body = spoilt.read_bytes()
    spoilt.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    two.centre.accept("AT01-02")
    done = two.tick()
    assert (done.sent, done.away, done.refused) == (2, None, None)
    assert (done.files.sent, done.files.refused) == (1, ("file-not-here",))
    assert body_of(two.licensor, there) is not None
    assert body_of(two.licensor, lost) is None
    two.centre.accept("AT01-02")
    assert two.tick().sent == 1


def test_events_that_come_up_meanwhile_go_before_the_next_part(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    _, (name,) = take_in(two.centre, scan(9, 4 * coming.PART))
    order: list[str] = []
    ask = HttpLink.ask

    def told(self: HttpLink, method: str, path: str, body: bytes = b"", more: Any = None) -> bytes:
        order.append(f"{method} {path.split('/')[1].split('?')[0]}")
        if order.count("PATCH uploads") == 1 and method == "PATCH":
            two.centre.accept("AT01-02")
        return ask(self, method, path, body, more)

    monkeypatch.setattr(HttpLink, "ask", told)
    done = two.tick()
    assert (done.sent, done.files.sent) == (2, 1)
    first = order.index("PATCH uploads")
    assert order[first + 1 : first + 3] == ["POST contact", "POST events"]
    assert order.count("PATCH uploads") == 4  # nothing twice
    assert body_of(two.licensor, name) is not None


def test_a_file_that_was_lost_over_there_stops_no_other(two: Pair) -> None:
    cases = [two.centre.accept("AT01-01") for _ in range(2)]
    two.until_quiet()
    (lost,), (there,) = (signed_result(two, case, scan(n, 300)) for n, case in enumerate(cases, 60))
    two.licensor.store.file(lost).unlink()
    done = two.tick()
    assert (done.files.received, done.files.refused, done.files.away) == (1, ("file-not-here",), None)
    assert body_of(two.centre, there) == scan(61, 300)


# ---- who may


def test_a_third_node_neither_gets_nor_gives_what_is_not_of_its_cases(two: Pair, ram: Path) -> None:
    case, (name,) = take_in(two.centre, scan(10, 400))
    two.until_quiet()
    with house(on_sqlite(ram)("third"), ram / "tk", "centre", devices=("SK01-01",), clock=two.centre.clock) as third:
        acquaint(third, two.licensor)
        trio = Pair(third, two.licensor)
        peer = peer_of(two.licensor, third)
        node = two.licensor.node()
        assert files.answered(node, peer, Asked(wants=(Wanted(case=case, file=name), Wanted(case=case)))).has == ()
        with pytest.raises(Refused, match="file-not-theirs"):
            files.part(node, peer, Wanted(case=case, file=name), offset=0)
        with pytest.raises(Refused, match="file-not-theirs"):
            files.begin(node, peer, Offered(case=case, file=name, size=400))
        # it names in a case of its own what another centre brought: it has to show that it has it
        own = third.record("SK01-01", new_id(), named(accepted("SK01-01-16-00001-0"), [name]))
        assert trio.tick().sent == 1
        with pytest.raises(Refused, match="file-not-here"):
            files.part(node, peer_of(two.licensor, third), Wanted(case=own, file=name), offset=0)
        assert wants(two.licensor, third) == [name]
        with third.writing("SK01-01") as transaction:
            blobs.put(transaction, scan(10, 400))
            transaction.commit()
        assert trio.tick().files.sent == 1
        assert offices(two.licensor, name) == {"AD01", "AT01", "SK01"}


def test_only_what_a_case_names_may_come(two: Pair) -> None:
    case, (name,) = take_in(two.centre, scan(11, 400))
    two.until_quiet()
    node, peer = two.licensor.node(), peer_of(two.licensor, two.centre)
    for wrong in (Offered(case=case, file="0" * 64, size=5), Offered(case=new_id(), file=name, size=5)):
        with pytest.raises(Refused, match="file-not-theirs"):
            files.begin(node, peer, wrong)
    with pytest.raises(Refused, match="file-too-large"):
        files.begin(node, peer, Offered(case=case, file=name, size=blobs.LARGEST + 1))


def test_a_paper_of_a_result_takes_no_other_papers_place(two: Pair) -> None:
    case = two.centre.accept("AT01-01")
    two.until_quiet()
    signed_result(two, case, scan(12, 300))
    own = two.centre.record("AT01-01", new_id(), accepted("AT01-01-16-00777-0"))
    with two.centre.writing("AT01-01") as transaction:
        transaction.put(
            "papers", id="ours", subject=own, form="label", lang="ru", code="X", copy=0, facts="{}", file=None
        )
        transaction.commit()
    two.tick()
    peer, node = peer_of(two.centre, two.licensor), two.centre.node()
    (row,) = two.centre.rows("papers", subject=case)
    good = files.ResultPaper(
        id=row.id, form=row.form, lang=row.lang, code=row.code, copy=0, facts=row.facts, edition="e"
    )
    for wrong in (
        replace(good, id="ours"),
        replace(good, form="label"),
        replace(good, code="Y"),
        replace(good, facts=""),
    ):
        with pytest.raises(Refused, match="file-not-theirs"):
            files.begin(node, peer, Offered(case=case, file="1" * 64, size=5, paper=wrong))
    with pytest.raises(Refused, match="file-not-theirs"):  # nothing that is the print of nothing
        files.begin(node, peer, Offered(case=case, file="1" * 64, size=5))


def test_a_file_of_erased_people_is_neither_sent_nor_taken(on_both: Pair) -> None:
    case = released(on_both)
    on_both.until_quiet()
    with on_both.licensor.writing("AD01-01") as transaction:  # drawn late: the centre waits for it
        paper(transaction, case, scan(13, 200), form="licence")
        transaction.commit()
    giver, taker = peer_of(on_both.licensor, on_both.centre), peer_of(on_both.centre, on_both.licensor)
    (offer,) = files.answered(on_both.licensor.node(), giver, Asked(wants=(Wanted(case=case),))).has
    half = files.begin(on_both.centre.node(), taker, offer)
    on_both.centre.record("AT01-02", case, e.PeopleErased(request=erasing_asked(on_both, case), years=5))
    with pytest.raises(Refused, match="file-erased"):
        files.begin(on_both.centre.node(), taker, offer)
    assert half.place.exists()
    files.tidy(on_both.centre.node(), taker)
    assert not half.place.exists()
    on_both.until_quiet()
    with pytest.raises(Refused, match="file-erased"):
        files.part(on_both.licensor.node(), giver, Wanted(case=case, file=offer.file), offset=0)
    assert files.answered(on_both.licensor.node(), giver, Asked(wants=(Wanted(case=case),))).has == ()
    assert wants(on_both.centre, on_both.licensor) == []


# ---- on the disk


def test_no_plain_byte_of_an_unfinished_file_lies_on_the_disk(two: Pair) -> None:
    secret = b"one applicant's own words, again and again; " * 40_000
    case, (name,) = take_in(two.centre, secret)
    two.tick_at("http://127.0.0.1:1")
    with linked(two) as link:
        link.ask("POST", "/contact", _contact(two))
        _events(two, link)
        _first_part(two, link, Offered(case=case, file=name, size=len(secret)), secret)
    (half,) = unfinished(two.licensor)
    raw = half.read_bytes()
    assert len(raw) > coming.PART
    assert b"applicant" not in raw
    assert name.encode() not in raw
    assert half.stat().st_mode & 0o077 == 0
    assert two.tick().files.bytes == len(secret) - coming.PART
    assert body_of(two.licensor, name) == secret


def _contact(two: Pair) -> bytes:
    return contact.dump(contact.told(two.centre.node(), two.licensor.store.id))


def _events(two: Pair, link: HttpLink) -> None:
    link.ask("POST", "/events", wire.encode(batch_of(two.centre, "AT01-01", to=two.licensor)))


def _first_part(two: Pair, link: HttpLink, offer: Offered, body: bytes) -> None:
    upload = files.read(tus.Upload, link.ask("POST", f"/files/{offer.file}", codec.dump(offer)))
    link.ask("PATCH", upload.address, body[: coming.PART], carrying.headers(0, body[: coming.PART]))


def told_of(two: Pair, size: int) -> coming.Told:
    return coming.Told(peer="p", case="c", file=hashlib.sha256(scan(20, size)).hexdigest(), size=size)


def test_a_torn_or_spoilt_last_part_does_not_count(tmp_path: Path, two: Pair) -> None:
    told, body = told_of(two, 3000), scan(20, 3000)
    file = coming.begin(tmp_path, told, secret=b"k")
    file.append(body[:1000])
    file.append(body[1000:2500])
    whole = file.place.read_bytes()
    for cut in (1, 30, 1500, 1520):
        file.place.write_bytes(whole[:-cut])
        assert _again(tmp_path, told).offset == 1000
    file.place.write_bytes(whole[:-5] + b"12345")
    again = _again(tmp_path, told)
    assert again.offset == 1000
    again.append(body[1000:])
    assert _again(tmp_path, told).body() == body


@pytest.mark.parametrize(("point", "kept"), [("part.before", 0), ("part.after", 1000)])
def test_a_part_counts_once_its_boundary_was_passed(
    tmp_path: Path, two: Pair, monkeypatch: pytest.MonkeyPatch, point: str, kept: int
) -> None:
    told, body = told_of(two, 3000), scan(20, 3000)
    file = coming.begin(tmp_path, told, secret=b"k")
    monkeypatch.setenv("TEREZE_AT", f"{point}:full:*")
    with pytest.raises(Unavailable):
        file.append(body[:1000])
    monkeypatch.delenv("TEREZE_AT")
    again = _again(tmp_path, told)
    assert again.offset == kept
    again.append(body[kept:])
    assert _again(tmp_path, told).body() == body


def _again(folder: Path, told: coming.Told) -> coming.Coming:
    found = coming.resume(folder, told.peer, told.file, secret=b"k")
    assert found is not None
    return found


def test_a_spoilt_part_in_the_middle_or_another_key_begins_anew(tmp_path: Path, two: Pair) -> None:
    told, body = told_of(two, 3000), scan(20, 3000)
    file = coming.begin(tmp_path, told, secret=b"k")
    file.append(body[:1000])
    file.append(body[1000:])
    raw = bytearray(file.place.read_bytes())
    raw[-2500] ^= 1
    file.place.write_bytes(raw)
    with pytest.raises(Refused, match="file-differs"):
        _again(tmp_path, told).body()
    assert coming.resume(tmp_path, told.peer, told.file, secret=b"k") is None
    coming.begin(tmp_path, told, secret=b"k").append(body[:10])
    assert coming.begin(tmp_path, told, secret=b"other").offset == 0


def test_a_whole_file_with_another_hash_is_refused_and_begins_anew(tmp_path: Path, two: Pair) -> None:
    told, body = told_of(two, 3000), scan(20, 3000)
    coming.begin(tmp_path, told, secret=b"k").append(body[:-1] + b"?")
    with pytest.raises(Refused, match="file-differs"):
        _again(tmp_path, told).body()
    assert coming.begin(tmp_path, told, secret=b"k").offset == 0


def test_unfinished_files_are_swept_when_nobody_goes_on_with_them(two: Pair) -> None:
    case, (name,) = take_in(two.centre, scan(14, 500))
    with linked(two) as link:
        link.ask("POST", "/contact", _contact(two))
        _events(two, link)
    node, peer = two.licensor.node(), peer_of(two.licensor, two.centre)
    file = files.begin(node, peer, Offered(case=case, file=name, size=500))
    young = (node.clock.instant().utc - files.KEPT).timestamp() + 60
    os.utime(file.place, (young, young))
    files.tidy(node, peer)
    assert file.place.exists()
    os.utime(file.place, (young - 61, young - 61))
    files.tidy(node, peer)
    assert unfinished(two.licensor) == []


def test_a_full_disk_is_told_and_what_was_there_stays(
    tmp_path: Path, two: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, body = told_of(two, 3000), scan(20, 3000)
    file = coming.begin(tmp_path, told, secret=b"k")
    file.append(body[:1000])
    with monkeypatch.context() as full:
        full.setattr(coming, "_durable", lambda file: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(Unavailable, match="store: disk-full"):
            file.append(body[1000:2000])
    again = _again(tmp_path, told)
    assert again.offset in (1000, 2000)
    again.append(body[again.offset :])
    assert again.body() == body


# ---- what is read again, and what not


def test_a_chain_whose_files_are_here_is_not_read_again(two: Pair) -> None:
    for n in range(awaited.PIECE):
        take_in(two.centre, scan(100 + n, 50))
    two.until_quiet()
    files.tidy(two.licensor.node(), peer_of(two.licensor, two.centre))
    (mark,) = two.licensor.rows("cursors", id=awaited.mark(two.centre.store.id, "AT01-01"))
    assert mark.seq == awaited.PIECE
    _, (late,) = take_in(two.centre, scan(15, 60))
    assert two.tick().files.sent == 1
    assert body_of(two.licensor, late) is not None


def test_more_than_one_question_holds_is_asked_in_pieces(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LISTED", 3)
    names = [take_in(two.centre, scan(200 + n, 40))[1][0] for n in range(8)]
    missing = names[1]
    two.centre.store.file(missing).unlink()
    with two.centre.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM files WHERE sha256 = ?", (missing,))
    assert two.tick().files.sent == 7
    assert wants(two.licensor, two.centre) == [missing]
