"""The keys that people sign hand-overs with: made with a password, opened by it, and given up with it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain.moment import Moment
from app.entrance import LIVES, Proof
from app.handing import public_of
from app.outside.clock import HandClock
from app.problems import Refused
from app.start import App, Settings, build
from app.store.argon import Hasher
from tests.people.house import ADMIN, COURIER, INSPECTOR, NEW, ONCE, OWN, SECTOR, House

ANOTHER = "қар басқан биік тау мен өзен"


def ring(house: House, login: str) -> list[dict[str, str]]:
    (state,) = [row.state for row in house.rows("SELECT login, state FROM access") if row.login == login]
    return list(json.loads(state).get("keys", []))


def opened(house: House, login: str, proof: Proof | None) -> str:
    """The public half of the key that this proof has opened; empty: none."""
    with house.app.store.reading() as connection:
        private = house.app.entrance.hand(connection, login, proof)
    return public_of(private) if private is not None else ""


def test_a_key_is_made_with_one_s_own_password_and_opened_by_it(house: House) -> None:
    assert ring(house, SECTOR) == []
    proof = house.settled(SECTOR)
    (key,) = ring(house, SECTOR)
    assert opened(house, SECTOR, proof) == key["public"]
    assert opened(house, SECTOR, None) == ""


def test_it_closes_after_five_minutes_and_with_the_lock(house: House) -> None:
    first = house.settled(SECTOR)
    house.app.entrance.forget(SECTOR)
    assert opened(house, SECTOR, first) == ""
    second = house.enter(SECTOR, NEW)
    house.ticks.now += LIVES + 1
    house.settled(COURIER)  # anybody's entering sweeps what has ended
    assert opened(house, SECTOR, second) == ""


def test_the_sealed_half_says_nothing_and_opens_with_no_other_password(house: House) -> None:
    house.settled(SECTOR)
    (key,) = ring(house, SECTOR)
    (kept,) = [row.hash for row in house.rows("SELECT id, hash FROM secrets") if row.id == f"{SECTOR} hand-key"]
    hasher = house.app.store.hasher
    private = hasher.unseal(kept, NEW)
    assert private is not None
    assert public_of(private) == key["public"]
    assert private.hex() not in kept
    for wrong in (ONCE, ANOTHER, "", NEW + " "):
        assert hasher.unseal(kept, wrong) is None
    for spoilt in (
        "",
        kept[:-2],
        kept.replace("argon2id-aesgcm", "argon2id"),
        kept.replace("$1$", "$65$"),
        "open$" + "00" * 32,
    ):
        assert hasher.unseal(spoilt, NEW) is None
    assert private.hex() not in " ".join(str(row) for row in house.rows("SELECT * FROM events"))


def test_a_new_password_makes_a_new_key_and_ends_the_old_one(house: House) -> None:
    house.settled(SECTOR)
    house.app.run("account.change_password", {"password": ANOTHER}, as_=SECTOR, proof=house.enter(SECTOR, NEW))
    first, second = ring(house, SECTOR)
    assert (bool(first["until"]), second["until"], first["public"] == second["public"]) == (True, "", False)
    assert opened(house, SECTOR, house.enter(SECTOR, ANOTHER)) == second["public"]


def test_a_password_of_an_administrator_s_giving_leaves_no_key(house: House) -> None:
    house.settled(SECTOR)
    house.as_admin("account.reset_password", login=SECTOR, password=ONCE)
    assert [bool(key["until"]) for key in ring(house, SECTOR)] == [True]
    assert [row.hash for row in house.rows("SELECT id, hash FROM secrets") if row.id == f"{SECTOR} hand-key"] == [""]
    assert opened(house, SECTOR, house.enter(SECTOR, ONCE)) == ""


def test_nobody_makes_a_key_in_another_s_name(house: House) -> None:
    house.settled(SECTOR)
    before = ring(house, SECTOR)
    with pytest.raises(Refused, match="no-right"):
        house.app.run("account.revoke_key", {"login": SECTOR}, as_=INSPECTOR, proof=house.settled(INSPECTOR))
    assert ring(house, SECTOR) == before
    house.as_admin("account.revoke_key", login=SECTOR)
    assert bool(ring(house, SECTOR)[0]["until"])


# ---- a day of a real office: its clock stands in the act's time, everything else is as on any counter


@pytest.fixture
def bag(house: House) -> tuple[House, str]:
    """A registry that the sector has closed, on a store that asks for passwords."""
    clock = HandClock()
    clock.set("atyrau", Moment(datetime(2016, 11, 16, 9, 30, tzinfo=ZoneInfo("Asia/Atyrau"))))
    house.app.close()
    house.app = started(house, clock)
    here = house.app.store.offices["AT01"]
    department = replace(here, code="AD01", side="licensor", licensors={})
    house.app.run("upkeep.add_office", department, as_=ADMIN, proof=house.enter(ADMIN, OWN))
    house.app.run(
        "upkeep.set_office",
        replace(here, licensors={"medical-licence": "AD01"}),
        as_=ADMIN,
        proof=house.enter(ADMIN, OWN),
    )
    inspector, sector = house.settled(INSPECTOR), house.settled(SECTOR)
    number = accepted(house.app, inspector)
    entered = house.app.run("accumulation.enter", {"code": f"C-{number}"}, as_=SECTOR, proof=sector).value
    given = {"code": entered.registry, "cases": [entered.case]}
    closed = house.app.run("accumulation.close", given, as_=SECTOR, proof=sector).value
    return house, closed.number


def started(house: House, clock: HandClock) -> App:
    app = build(Settings(store=house.url, key=house.key), clock=clock)
    app.store.ticks = house.ticks
    app.store._hasher = Hasher(time=1, memory=64)
    return app


def accepted(app: App, proof: Proof) -> str:
    number = next(n for n in app.persons.known() if n[4] in "456789")  # type: ignore[attr-defined]
    draft: dict[str, Any] = {
        "service": "medical-licence", "variant": "issue", "object": "licence",
        "applicant": {"kind": "legal", "number": number, "name": "«Арай» ЖШС"},
    }  # fmt: skip
    listed = app.ask("law.checklist", draft, as_=INSPECTOR).documents
    draft["documents"] = [
        {"document": d.id, "kind": d.kinds[0], "sheets": 1, **({"valid_until": "2017-06-01"} if d.expires else {})}
        for d in listed
        if not d.register and not d.optional
    ]
    return str(app.run("intake.accept", draft, as_=INSPECTOR, proof=proof).value.number)


def test_both_sign_with_their_own_passwords_and_the_sheet_is_verified(bag: tuple[House, str], ram: Path) -> None:
    house, registry = bag
    given = {"registries": [registry], "to": "courier"}
    with pytest.raises(Refused, match="proof-needed"):
        house.app.run("courier.give", given, as_=SECTOR)
    handed = house.app.run("courier.give", given, as_=SECTOR, proof=house.enter(SECTOR, NEW)).value
    house.settled(COURIER)
    house.app.run("courier.take", {"code": handed.handover}, as_=COURIER, proof=house.enter(COURIER, NEW))
    house.app.close()
    from app.start import verify_store

    answer = verify_store(Settings(store=house.url, key=house.key))
    assert answer["intact"], answer["first_wrong"]
    house.open()


def test_who_has_no_key_or_has_not_opened_it_signs_nothing(bag: tuple[House, str]) -> None:
    house, registry = bag
    given = {"registries": [registry], "to": "courier"}
    house.as_admin("account.bind_signature", login=SECTOR, number="871008401427")
    house.app.entrance.signatures = type("Port", (), {"signer": lambda self, content, cms: "871008401427"})()
    by_card = house.app.enter_by_signature(SECTOR, house.app.challenge(), b"cms")
    with pytest.raises(Refused, match="proof-needed"):  # a signature opens no key: the password is asked for
        house.app.run("courier.give", given, as_=SECTOR, proof=by_card)
    house.as_admin("account.revoke_key", login=SECTOR)
    with pytest.raises(Refused, match="hand-key-none"):
        house.app.run("courier.give", given, as_=SECTOR, proof=house.enter(SECTOR, NEW))
    proof = house.enter(SECTOR, NEW)
    house.app.run("account.change_password", {"password": ANOTHER}, as_=SECTOR, proof=proof)
    house.app.run("courier.give", given, as_=SECTOR, proof=house.enter(SECTOR, ANOTHER))
