"""A centre and its licensor over a real connection: both ways, nothing twice, nothing that is not the other's."""

from __future__ import annotations

from app.domain import events as e
from app.domain import facts as f
from app.sync.links import open_link
from app.sync.peers import parties
from app.sync.server import listening
from app.sync.wire import encode
from tests.sync.nodes import Pair, assert_same_cases, batch_of


def registered(number: str) -> e.ApplicationRegistered:
    return e.ApplicationRegistered(number=number, course=f.Course())


def test_a_case_travels_to_the_licensor_and_its_answer_back(on_both: Pair) -> None:
    case = on_both.centre.accept("AT01-01")
    assert on_both.tick().sent == 1
    on_both.licensor.record("AD01-01", case, registered("RG-1"))
    assert on_both.tick().received == 1
    assert on_both.centre.case(case).register_number == "RG-1"
    assert_same_cases(on_both.centre, on_both.licensor)


def test_a_second_contact_has_nothing_to_do(on_both: Pair) -> None:
    on_both.centre.accept("AT01-01")
    on_both.until_quiet()
    before = on_both.licensor.rows("events")
    done = on_both.tick()
    assert (done.sent, done.received, done.parked, done.stopped, done.away) == (0, 0, 0, (), None)
    assert on_both.licensor.rows("events") == before


def test_events_of_both_sides_at_once_make_the_same_case_on_both(on_both: Pair) -> None:
    case = on_both.centre.accept("AT01-01")
    on_both.tick()
    on_both.licensor.record("AD01-02", case, registered("RG-7"))
    on_both.centre.record("AT01-02", case, e.CustodyMoved(from_holder="inspector", to_holder="sector"))
    on_both.until_quiet()
    assert on_both.centre.case(case).register_number == "RG-7"
    assert on_both.licensor.case(case).holder == "sector"
    assert_same_cases(on_both.centre, on_both.licensor)


def test_a_refusal_and_a_strangers_case_are_stubs_and_the_chain_has_no_hole(on_both: Pair) -> None:
    refused = on_both.centre.refuse("AT01-01")
    elsewhere = on_both.centre.accept("AT01-01", licensor="SD01")
    ours = on_both.centre.accept("AT01-01")
    on_both.until_quiet()
    rows = on_both.licensor.rows("events", device="AT01-01")
    assert sorted((r.seq, r.head is None, r.subject) for r in rows) == [
        (1, True, None),
        (2, True, None),
        (3, False, ours),
    ]
    assert on_both.licensor.case(refused) is on_both.licensor.case(elsewhere) is None
    sent = {r.event for r in on_both.licensor.rows("persons")}
    assert not sent & {r.id for r in on_both.centre.rows("events") if r.subject in (refused, elsewhere)}
    heads = {r.code: bytes(r.head) for r in on_both.centre.rows("devices")}
    assert {r.code: bytes(r.head) for r in on_both.licensor.rows("devices")} == heads


def test_the_bytes_arrive_as_they_were_stored(on_both: Pair) -> None:
    on_both.centre.accept("AT01-01")
    on_both.until_quiet()
    there = {r.id: tuple(map(bytes, (r.head, r.facts, r.hashes, r.row_hash))) for r in on_both.licensor.rows("events")}
    here = {r.id: tuple(map(bytes, (r.head, r.facts, r.hashes, r.row_hash))) for r in on_both.centre.rows("events")}
    assert there == here
    people = [
        [(r.event, bytes(r.salt), bytes(r.person)) for r in n.rows("persons")]
        for n in (on_both.centre, on_both.licensor)
    ]
    assert people[0] == people[1]


def test_rows_belong_to_the_office_of_the_device(on_both: Pair) -> None:
    case = on_both.centre.accept("AT01-02")
    on_both.tick()
    on_both.licensor.record("AD01-01", case, registered("RG-2"))
    on_both.tick()
    assert on_both.licensor.case(case).centre == on_both.centre.case(case).centre == "AT01"
    for node in (on_both.centre, on_both.licensor):
        assert {(r.device[:4], r.centre) for r in node.rows("events")} == {("AT01", "AT01"), ("AD01", "AD01")}


def test_many_events_travel_in_batches_of_one_transaction_each(two: Pair) -> None:
    for _ in range(7):
        two.centre.accept("AT01-01")
    assert two.tick(batch=3).sent == 7
    assert len(two.licensor.rows("cases")) == 7
    cursor = two.centre.rows("cursors", id=f"{two.licensor.store.id} AT01-01")[0]
    assert cursor.seq == 7


def test_a_batch_sent_twice_is_one_effect_and_the_same_signed_answer(on_both: Pair) -> None:
    on_both.centre.accept("AT01-01")
    on_both.centre.accept("AT01-01")
    node = on_both.centre.node()
    body = encode(batch_of(on_both.centre, "AT01-01", to=on_both.licensor))
    with on_both.licensor.store.reading() as connection:
        known = {c.device: c.public_key for c in parties(connection).local}
    with listening(on_both.licensor, folder=on_both.licensor.folder) as address:
        link = open_link(address, node.speaker, known=known, clock=node.clock, tls=None)
        first, second = link.ask("POST", "/events", body), link.ask("POST", "/events", body)
        link.close()
    assert first == second
    assert len(on_both.licensor.rows("events")) == len(on_both.licensor.rows("cases")) == 2


def test_an_erased_person_stays_erased_on_the_way(two: Pair) -> None:
    case = two.centre.accept("AT01-01")
    with two.centre.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM persons")
    assert two.tick().sent == 1
    assert two.licensor.case(case).applicant == ""
    assert two.licensor.case(case).status == "accepted"
    assert not two.licensor.rows("persons")
    assert not two.licensor.parked()
