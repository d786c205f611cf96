"""The transaction: events, folds, numbers and the operation's answer stand or fall together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.domain import codec
from app.domain import events as e
from app.domain import facts as f
from app.domain.case import Case
from app.domain.moment import Moment
from app.problems import Refused
from app.store import chain, open
from app.store.open import Store
from app.store.receive import read_event
from app.store.rows import CASE, folded
from app.store.unit import new_id
from tests.store.furnished import DEVICE, OTHER, accepted, furnish, key_of, record, stamp
from tests.world import STORES


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, ram: Path) -> Iterator[Store]:
    url = f"sqlite:///{ram / 'a.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    settings = furnish(url, ram)
    opened = open.open_store(url, key=key_of(settings), write=True)
    yield opened
    opened.close()


WRONG = e.CustodyMoved(from_holder="courier", to_holder="sector")


def rows(store: Store, statement: str, **values: Any) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(text(statement), values).all())


def counts(store: Store) -> dict[str, int]:
    tables = ("events", "persons", "cases", "registries", "handovers", "accounts", "operations", "papers", "files")
    return {t: rows(store, f"SELECT count(*) FROM {t}")[0][0] for t in tables}


def test_nothing_is_left_when_it_is_not_committed(store: Store) -> None:
    before, device = counts(store), rows(store, "SELECT * FROM devices ORDER BY code")
    with store.writing(DEVICE, stamp(20)) as transaction:
        accepted(transaction)
        transaction.answer("x", b"h", "{}")
        transaction.put("papers", id="p", subject="s", form="f", lang="ru", code="", copy=0, facts="{}", file=None)
    assert (counts(store), rows(store, "SELECT * FROM devices ORDER BY code")) == (before, device)


def test_nothing_is_left_when_the_command_fails_halfway(store: Store) -> None:
    before, device = counts(store), rows(store, "SELECT * FROM devices ORDER BY code")

    with pytest.raises(Refused, match="event-does-not-fit"), store.writing(DEVICE, stamp(20)) as transaction:
        transaction.record(accepted(transaction).id, e.CaseShelved(cell="A-1"), WRONG)
    assert (counts(store), rows(store, "SELECT * FROM devices ORDER BY code")) == (before, device)


def test_all_of_it_is_there_when_it_is_committed(store: Store) -> None:
    before = counts(store)
    with store.writing(DEVICE, stamp(20)) as transaction:
        case: Case = accepted(transaction)
        transaction.answer("x", b"h", "{}")
        transaction.commit()
    after = counts(store)
    assert {t: after[t] - n for t, n in before.items() if after[t] != n} == {
        "events": 1, "persons": 1, "cases": 1, "operations": 1,
    }  # fmt: skip
    state = rows(store, "SELECT state, version, centre FROM cases WHERE id = :id", id=case.id)[0]
    assert codec.load(Case, state.state) == case
    assert (state.version, state.centre) == (1, "AT01")


def test_the_stored_bytes_make_the_chain_and_nothing_personal_stands_in_the_facts(store: Store) -> None:
    for device in (DEVICE, OTHER):
        prev = chain.GENESIS
        for n, row in enumerate(rows(store, "SELECT * FROM events WHERE device = :d ORDER BY seq", d=device), 1):
            person = rows(store, "SELECT salt, person FROM persons WHERE event = :e", e=row.id)[0]
            head, facts = bytes(row.head), bytes(row.facts)
            hashes = [hashlib.sha256(b).digest() for b in (head, facts, bytes(person.salt) + bytes(person.person))]
            assert bytes(row.hashes) == b"".join(hashes)
            assert bytes(row.row_hash) == hashlib.sha256(prev + b"".join(hashes)).digest()
            prev = bytes(row.row_hash)
            told = json.loads(head)
            assert (told["seq"], told["device"], told["id"], told["kind"]) == (n, device, row.id, row.kind)
            assert len(bytes(person.salt)) == 16
            assert "Жайық".encode() not in facts
            assert b"140640017300" not in facts
            read_event(head, facts, bytes(person.person), side="centre")
        last = rows(store, "SELECT seq, head FROM devices WHERE code = :d", d=device)[0]
        assert (last.seq, bytes(last.head)) == (n, prev)


def test_the_same_person_has_another_hash_in_each_event(store: Store) -> None:
    """Or a name could be guessed from the hash that is left of it when it was erased."""
    taken = record(store, DEVICE, accepted, accepted, minute=20)
    found = [rows(store, "SELECT * FROM events WHERE subject = :s", s=case.id)[0] for case in taken]
    people = [rows(store, "SELECT salt, person FROM persons WHERE event = :e", e=event.id)[0] for event in found]
    assert bytes(people[0].person) == bytes(people[1].person)
    assert len({bytes(one.salt) for one in people}) == len({bytes(event.hashes)[64:] for event in found}) == 2


def test_ids_sort_by_the_order_in_which_they_were_made() -> None:
    made = [new_id() for _ in range(500)]
    assert made == sorted(set(made))


def test_numbers_follow_each_other_without_a_gap_and_each_device_has_its_own(store: Store) -> None:
    serials = {}
    for device in (DEVICE, OTHER):
        with store.writing(device, stamp(1)) as transaction:
            start = int(transaction.device["serial"])
            serials[device] = [transaction.next_serial(2016) - start for _ in range(3)]
            transaction.commit()
    assert serials == {DEVICE: [1, 2, 3], OTHER: [1, 2, 3]}
    with store.writing(DEVICE, stamp(1)) as transaction:
        wasted = transaction.next_serial(2016)  # and not committed
    with store.writing(DEVICE, stamp(1)) as transaction:
        assert transaction.next_serial(2016) == wasted


def test_the_serial_starts_again_with_the_year_and_never_comes_back(store: Store) -> None:
    with store.writing(DEVICE, stamp(1)) as transaction:
        assert transaction.next_serial(2017) == 1
        assert transaction.next_serial(2017) == 2
        transaction.commit()
    with store.writing(DEVICE, stamp(1)) as transaction:
        assert transaction.next_serial(2018) == 1
        # a clock that goes back must not give the numbers of a year a second time
        assert transaction.next_serial(2017) == 2
        assert transaction.device["year"] == 2018


def test_a_case_gets_one_number_when_the_clock_went_back_over_the_new_year(store: Store) -> None:
    made = []
    for year in (2017, 2016, 2017, 2016):
        moved = replace(stamp(1), at=Moment(datetime(year, 12, 31, 5, tzinfo=UTC)))
        with store.writing(DEVICE, moved) as transaction:
            serial = transaction.next_serial(year)
            made.append((transaction.device["year"], serial))
            transaction.commit()
    assert len(set(made)) == 4


def test_an_event_of_the_other_side_is_refused_before_anything_is_written(store: Store) -> None:
    with store.writing(DEVICE, stamp(20)) as transaction:
        case = accepted(transaction)
        with pytest.raises(Refused, match="wrong-side"):
            transaction.record(case.id, e.ResultSigned(by="x", course=f.Course()))


def test_an_event_that_does_not_fit_is_refused_where_it_is_written(store: Store) -> None:
    with store.writing(DEVICE, stamp(20)) as transaction:
        case = accepted(transaction)
        with pytest.raises(Refused, match="event-does-not-fit"):
            transaction.record(case.id, e.CustodyMoved(from_holder="courier", to_holder="sector"))
    with store.writing(DEVICE, stamp(20)) as transaction, pytest.raises(Refused, match="event-does-not-fit"):
        transaction.record(new_id(), e.RegistryClosed(edition=1, lines=()))


def test_a_device_that_does_not_stand_here_writes_nothing(store: Store) -> None:
    for device in ("AT01-77", "AD01-01", ""):
        with pytest.raises(Refused, match="device-unknown"), store.writing(device, stamp(1)):
            pass


def test_a_transaction_sees_its_own_events(store: Store) -> None:
    with store.writing(DEVICE, stamp(20)) as transaction:
        case = accepted(transaction)
        moved = transaction.record(case.id, e.CustodyMoved(from_holder="inspector", to_holder="sector"))
        assert (moved.holder, moved.version) == ("sector", 2)
        assert transaction.fold(CASE, case.id) == moved
        transaction.commit()
    found = record(store, DEVICE, lambda t: t.find(CASE, number=case.number))[0]
    assert found == moved


def test_the_head_says_which_version_of_the_case_the_writer_had(store: Store) -> None:
    with store.writing(DEVICE, stamp(20)) as transaction:
        case = accepted(transaction)
        transaction.record(case.id, e.CaseShelved(cell="A-1"), e.CaseShelved(cell="A-2"))
        transaction.commit()
    found = rows(store, "SELECT version, seq FROM events WHERE subject = :s ORDER BY seq", s=case.id)
    assert [r.version for r in found] == [1, 2, 3]
    assert [r.seq for r in found] == list(range(found[0].seq, found[0].seq + 3))


def test_search_folds_case_and_yo_and_keeps_every_kazakh_letter() -> None:
    assert folded("ЁЛКА Ёж") == "елка еж"
    assert folded("ӘҒҚҢӨҰҮҺІ") == "әғқңөұүһі"
    assert folded("й") == folded("й")  # composed and not
    assert len({folded(c) for c in "аәоөуұүкқнңгғхһиі"}) == 17
