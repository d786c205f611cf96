"""What cannot be applied is kept with its reason, shown on both desks, and tried again; it never stops the rest."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain import events as e
from app.domain import facts as f
from app.domain.people import Applicant
from app.domain.personal import Personal
from app.store.unit import new_id
from app.sync.incoming import redrive
from tests.sync.nodes import Pair, assert_same_cases, batch_of, take


def moved() -> e.CustodyMoved:
    return e.CustodyMoved(from_holder="inspector", to_holder="sector")


def test_an_event_before_its_cases_first_waits_and_is_applied_when_that_comes(on_both: Pair) -> None:
    case = on_both.centre.accept("AT01-01")
    on_both.centre.record("AT01-02", case, moved())
    early = batch_of(on_both.centre, "AT01-02", to=on_both.licensor)
    assert take(on_both.licensor, early, from_=on_both.centre).parked == 1
    assert on_both.licensor.parked() == {early[0].id: "first-missing"}
    take(on_both.licensor, batch_of(on_both.centre, "AT01-01", to=on_both.licensor), from_=on_both.centre)
    assert on_both.licensor.parked() == {}
    assert on_both.licensor.case(case).holder == "sector"
    assert_same_cases(on_both.centre, on_both.licensor)


def test_an_event_of_a_newer_program_is_kept_and_redriven_by_it(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    case = two.centre.accept("AT01-01")
    two.centre.record("AT01-01", case, moved())
    with monkeypatch.context() as older:
        older.delitem(e.EVENTS, "custody.moved")  # a program that does not know this kind yet
        two.until_quiet()
        assert list(two.licensor.parked().values()) == ["not-understood"]
        assert two.licensor.case(case).holder == "inspector"
        assert redrive(two.licensor.node()).settled == 0
    done = redrive(two.licensor.node())
    assert (done.tried, done.settled) == (1, 1)
    assert two.licensor.parked() == {}
    assert two.licensor.case(case).holder == "sector"


def test_what_the_licensor_parked_is_shown_at_the_centre_until_it_is_settled(
    on_both: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = on_both.centre.accept("AT01-01")
    on_both.centre.record("AT01-01", case, moved())
    with monkeypatch.context() as older:
        older.delitem(e.EVENTS, "custody.moved")
        on_both.until_quiet()
    assert list(on_both.centre.parked().values()) == ["at-peer:not-understood"]
    assert redrive(on_both.centre.node()).tried == 0  # it is not ours to try
    redrive(on_both.licensor.node())
    on_both.tick()
    assert on_both.centre.parked() == {}


def test_a_login_that_is_taken_here_parks_the_account(two: Pair) -> None:
    courier = opened("courier.one", "courier")
    two.licensor.record("AD01-01", new_id(), e.AccountOpened(**{**courier, "office": "AD01", "device": "AD01-01"}))
    two.centre.record("AT01-01", new_id(), e.AccountOpened(**courier))
    case = two.centre.accept("AT01-01")
    two.until_quiet()
    assert sorted(two.licensor.parked().values()) == ["at-peer:login-taken", "login-taken"]  # each side has one of it
    assert two.licensor.case(case)


def test_a_courier_travels_and_other_people_do_not(on_both: Pair) -> None:
    id = on_both.centre.record("AT01-01", new_id(), e.AccountOpened(**opened("courier.at01", "courier")))
    on_both.centre.record("AT01-01", new_id(), e.AccountOpened(**opened("inspector.at01", "inspector")))
    on_both.until_quiet()
    rows = on_both.licensor.rows("accounts")
    assert [(r.login, r.centre, r.open) for r in rows] == [("courier.at01", "AT01", True)]
    on_both.centre.record("AT01-02", id, e.AccountClosed(login="courier.at01"))
    on_both.until_quiet()
    assert [bool(r.open) for r in on_both.licensor.rows("accounts")] == [False]


def test_a_centre_cannot_make_an_administrator_at_the_licensor(two: Pair) -> None:
    two.centre.record("AT01-01", new_id(), e.AccountOpened(**opened("boss", "administrator")))
    with two.centre.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE accounts SET role = 'courier'")  # a store that was tampered with
    two.until_quiet()
    assert two.licensor.rows("accounts") == []
    assert list(two.licensor.parked().values()) == ["not-theirs"]


def test_an_event_that_only_the_other_side_may_write_is_parked(two: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    case = two.centre.accept("AT01-01")
    with monkeypatch.context() as forging:
        forging.setitem(e.SIDES, "application.registered", ("centre",))
        two.centre.record("AT01-01", case, e.ApplicationRegistered(number="RG-0", course=f.Course()))
    two.until_quiet()
    assert list(two.licensor.parked().values()) == ["wrong-side"]
    assert two.licensor.case(case).register_number is None


def opened(login: str, role: str) -> dict[str, Any]:
    return {
        "login": login, "role": role, "office": "AT01", "device": "AT01-02", "person": f.StaffName(name=Personal("Ким"))
    }  # fmt: skip


def test_a_registry_and_its_hand_over_travel_and_another_receivers_do_not(on_both: Pair) -> None:
    case = on_both.centre.accept("AT01-01")
    registry, other, handover = new_id(), new_id(), new_id()
    for id, receiver, number in ((registry, "AD01", "AT01-R1"), (other, "SD01", "AT01-R2")):
        fact = e.RegistryOpened(number=number, direction="out", sender="AT01", receiver=receiver)
        on_both.centre.record("AT01-02", id, fact)
    for id, registries, cases in ((handover, (registry,), (case,)), (new_id(), (other,), ())):
        given = e.HandoverGiven(
            number=f"AT01-H{id}", registries=registries, cases=cases, from_holder="sector", to_holder="courier",
            list_hash="",
        )  # fmt: skip
        on_both.centre.record("AT01-02", id, given)
    on_both.until_quiet()
    assert [r.id for r in on_both.licensor.rows("registries")] == [registry]
    assert [r.id for r in on_both.licensor.rows("handovers")] == [handover]
    given = on_both.licensor.rows("events", subject=handover)[0].id
    on_both.licensor.record("AD01-01", handover, e.HandoverTaken(given=given, list_hash=""))
    on_both.until_quiet()
    assert on_both.centre.rows("handovers", id=handover)[0].status == "taken"
    assert not on_both.centre.parked()


def test_the_number_of_a_registry_that_is_taken_here_parks_it(two: Pair) -> None:
    for house, device, sender in ((two.licensor, "AD01-01", "AD01"), (two.centre, "AT01-01", "AT01")):
        fact = e.RegistryOpened(number="R-1", direction="out", sender=sender, receiver="AD01")
        house.record(device, new_id(), fact)
    two.until_quiet()
    assert list(two.licensor.parked().values()) == ["number-taken"]
    assert [r.sender for r in two.licensor.rows("registries")] == ["AD01"]


def test_an_applicants_name_is_nowhere_in_what_is_said_of_a_parked_event(two: Pair) -> None:
    assert isinstance(Applicant(kind="legal", number=Personal("1"), name=Personal("Жайық")).name, Personal)
    case = two.centre.accept("AT01-01")
    two.centre.record("AT01-02", case, moved())
    take(two.licensor, batch_of(two.centre, "AT01-02", to=two.licensor), from_=two.centre)
    assert not [row for row in two.licensor.rows("parked") if "Жайық" in repr(row)]
