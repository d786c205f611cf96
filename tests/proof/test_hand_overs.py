"""A hand-over that cannot lie: two people sign with keys of their own, and the sheet alone shows it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from app.keeping.verify import verify_sheet, verify_store
from app.problems import Refused
from app.proof import cose, handed, listed
from app.settings import devices_folder
from app.start import exchange, licensor_store, listening
from app.sync.keys import device_key
from tests.proof.test_receipts import key_of, signed_code
from tests.store.furnished import tamper
from tests.world import World, code, database_here, file_here, furnished_database, furnished_file, world  # noqa: F401

MOST = 640  # bytes of both signatures, both keys and the device's word: a square of 41 mm on the sheet


def act_of(world: World, number: str) -> str:  # noqa: F811
    (row,) = world.rows(
        "SELECT id FROM papers WHERE form = 'hand-over-act' AND code = :c", c=f"H{number}".replace("-", "")
    )
    return signed_code(bytes(world.centre.paper(row.id, as_="sector.at01")[2]))


def taken(world: World, many: int = 3, **more: Any) -> tuple[str, list[dict[str, Any]], str]:  # noqa: F811
    """A hand-over from the sector to the courier, its cases, and the text of the square on its act."""
    cases = [world.accepted() for _ in range(many)]
    bag = world.given_to_courier(*cases)
    given = {"code": bag["number"], **{k: [code(cases[n]) for n in v] for k, v in more.items()}}
    world.do("courier.take", given, "courier")
    return str(bag["number"]), cases, act_of(world, bag["number"])


def answer(world: World, told: str, case: str | None = None, *, licensor: bool = False) -> dict[str, Any]:  # noqa: F811
    settings = world.settings(licensor_store(world.url) if licensor else None)
    world.close()
    return verify_sheet(settings, told, case=case)


def test_the_sheet_bears_both_signatures_read_back_at_200_dpi(world: World) -> None:  # noqa: F811
    number, cases, told = taken(world)
    body = cose.from_text(told)
    assert len(body) <= MOST
    statement, give, take, (gave, took) = handed.read_act(body)
    assert statement.check(key_of(world, statement.key))
    given, _ = handed.judge(give, take, gave=gave, took=took)
    (registry,) = world.rows("SELECT number FROM registries")
    codes = [f"R-{registry.number}", *(code(c) for c in cases)]
    assert (given.number, given.items) == (number.replace("-", ""), handed.root(codes))
    assert [(h.login, h.holder) for h in (gave, took)] == [("sector.at01", "sector"), ("courier.at01", "courier")]
    strip = listed.strip(codes, code(cases[1]))
    assert listed.shows(given.items, strip)
    assert not any(other["number"].replace("-", "") in str(strip) for other in (cases[0], cases[2]))


def test_it_is_verified_from_the_text_of_the_square(world: World) -> None:  # noqa: F811
    number, cases, told = taken(world)
    found = answer(world, told, cases[0]["number"])
    assert found["intact"], found
    assert found["hand_over"]["number"] == number.replace("-", "")
    assert found["store"] == {"here": True, "status": "taken", "key_given_up": {}}
    assert (found["case"]["in_list"], len(found["case"]["strips"])) == (True, 1)
    absent = answer(world, told, "AT01-01-16-99999-3")
    assert not absent["case"]["in_list"]


def test_the_other_node_judges_the_same_sheet_without_having_met_the_hand_over(file_here: World) -> None:  # noqa: F811
    _, _, told = taken(file_here)
    found = answer(file_here, told, licensor=True)
    assert found["intact"], found
    assert found["store"] == {"here": False}


def test_a_store_with_signed_hand_overs_of_both_nodes_is_intact(world: World) -> None:  # noqa: F811
    taken(world)
    with listening(world.licensor) as address:
        exchange(world.centre, address)
    settings = [world.settings(), world.settings(licensor_store(world.url))]
    world.close()
    for one in settings:
        found = verify_store(one)
        assert found["intact"], found["first_wrong"]


@pytest.mark.parametrize("what", ["missing", "damaged"])
def test_differences_are_signed_and_what_is_missing_stays_with_the_giver(world: World, what: str) -> None:  # noqa: F811
    number, cases, told = taken(world, **{what: [1]})
    _, _, take, _ = handed.read_act(cose.from_text(told))
    _, signed = handed.read_taken(take)
    assert (signed.left if what == "missing" else signed.damaged) == handed.root([code(cases[1])])
    holders = [world.case(code(c))["holder"] for c in cases]
    assert holders == ["courier", "sector" if what == "missing" else "courier", "courier"]
    if what == "missing":  # and it can be given again, without its registry
        again = world.do("courier.give", {"cases": [code(cases[1])], "to": "courier"}, "sector")
        assert (again["cases"], again["number"] == number) == (1, False)
    found = answer(world, told)
    assert (found["intact"], found["hand_over"]["whole"]) == (True, False)


def no(world: World, given: dict[str, Any], role: str = "courier", *, name: str = "courier.take") -> str:  # noqa: F811
    before = world.count("events")
    with pytest.raises(Refused) as refused:
        world.do(name, given, role)
    assert world.count("events") == before
    return refused.value.code


def test_differences_name_what_was_given_and_not_everything(world: World) -> None:  # noqa: F811
    cases, stranger = [world.accepted(), world.accepted()], world.accepted()
    bag = world.given_to_courier(*cases)
    everything = [code(c) for c in cases]
    assert no(world, {"code": bag["number"], "missing": everything}) == "nothing-taken"
    assert no(world, {"code": bag["number"], "missing": [code(stranger)]}) in ("not-in-hand-over", "case-unknown")
    both = {"missing": everything[:1], "damaged": everything[:1]}
    assert no(world, {"code": bag["number"], **both}) == "missing-and-damaged"


def test_a_signature_that_gives_is_good_for_a_day(file_here: World) -> None:  # noqa: F811
    world = file_here  # noqa: F811
    bag = world.given_to_courier(world.accepted())
    real = world.clock.instant

    class Later:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.clock, name)

        def instant(self) -> Any:
            now = real()
            return type(now)(now.utc + timedelta(hours=25))

    world.centre.clock = Later()  # type: ignore[assignment]
    assert no(world, {"code": bag["number"]}) == "give-expired"
    world.do("courier.take_back", {"code": bag["number"], "reason": "a day"}, "sector")


def test_a_key_that_was_revoked_meanwhile_gives_nothing(world: World) -> None:  # noqa: F811
    bag = world.given_to_courier(world.accepted())
    world.do("account.revoke_key", {"login": "sector.at01"}, "administrator")
    assert no(world, {"code": bag["number"]}) in (
        "give-key-revoked",
        "store-refuses",
    )  # the database compares by itself


def test_a_key_that_is_given_up_later_takes_nothing_back(world: World) -> None:  # noqa: F811
    _, _, told = taken(world)
    world.do("account.revoke_key", {"login": "courier.at01"}, "administrator")
    found = answer(world, told)
    assert found["intact"]
    assert list(found["store"]["key_given_up"]) == ["courier.at01"]


def test_only_oneself_or_an_administrator_revokes_a_key(world: World) -> None:  # noqa: F811
    taken(world)
    given = {"login": "courier.at01"}
    assert no(world, given, "sector", name="account.revoke_key") == "no-right"
    world.do("account.revoke_key", given, "courier")
    assert no(world, given, "courier", name="account.revoke_key") == "hand-key-absent"


def test_one_signature_alone_is_no_hand_over(file_here: World) -> None:  # noqa: F811
    _, _, told = taken(file_here)
    _, give, take, _ = handed.read_act(cose.from_text(told))
    for alone in (give, take):
        found = answer(file_here, cose.text(alone))
        assert (found["intact"], found["problem"]) == (False, "hand-over-one-sided")


def test_an_act_that_the_device_has_not_vouched_for_proves_nothing(file_here: World) -> None:  # noqa: F811
    """Two colleagues' made-up keys, signed by whoever: the node never issued them."""
    _, _, told = taken(file_here)
    statement, give, take, hands = handed.read_act(cose.from_text(told))
    other = device_key(devices_folder(file_here.key), "AT01-03")
    forged = handed.vouch(give, take, hands=hands, device=statement.key, sign=other.sign)
    found = answer(file_here, cose.text(forged))
    assert (found["intact"], found["problem"]) == (False, "signature-wrong")


def test_an_act_that_never_happened_here_is_a_forgery_even_with_the_device_s_key(file_here: World) -> None:  # noqa: F811
    number, _, told = taken(file_here)
    tamper(file_here.settings(), "DELETE FROM handovers WHERE number = :number", number=number)
    found = answer(file_here, told)
    assert (found["intact"], found["problem"]) == (False, "hand-over-not-here")


def test_a_key_that_nobody_issued_is_not_excused_by_a_place_said_to_be_lost(file_here: World) -> None:  # noqa: F811
    """After a true return the event of a key may be a stub for ever; here only the rows say that there was one."""
    _, _, told = taken(file_here)
    assert answer(file_here, told)["intact"]
    state = json.loads(file_here.rows("SELECT state FROM access WHERE login = 'courier.at01'")[0].state)
    file_here.close()
    tamper(
        file_here.settings(),
        "UPDATE access SET state = :state WHERE login = 'courier.at01'",
        "UPDATE devices SET epoch = 2",
        "UPDATE events SET head = NULL WHERE seq = 1",
        state=json.dumps({**state, "keys": []}),
    )
    found = answer(file_here, told)
    assert (found["intact"], found["problem"]) == (False, "hand-over-key-not-theirs")
    tamper(file_here.settings(), "UPDATE access SET state = '{}' WHERE login = 'courier.at01'")
    assert answer(file_here, told)["problem"] == "hand-over-key-not-theirs"


def test_an_owner_who_changes_who_took_is_found(file_here: World) -> None:  # noqa: F811
    """The row and its events made anew are the chain's to find; a fold that names another taker is found here too."""
    number, _, _ = taken(file_here)
    settings = file_here.settings()
    file_here.close()
    tamper(
        settings,
        "UPDATE handovers SET state = replace(state, 'courier.at01', 'courier.sk01') WHERE number = :n",
        n=number,
    )
    found = verify_store(settings)
    assert not found["intact"]


def test_the_act_says_who_signed_until_when_and_what_was_missing(file_here: World) -> None:  # noqa: F811
    number, cases, told = taken(file_here, missing=[2])
    (row,) = file_here.rows("SELECT facts FROM papers WHERE form = 'hand-over-act'")
    facts = json.loads(row.facts)
    _, give, _, (gave, took) = handed.read_act(cose.from_text(told))
    assert facts["gave"]["key"] == handed.fingerprint(gave.public)
    assert facts["took"]["key"] == handed.fingerprint(took.public)
    assert facts["nonce"] == handed.read_given(give)[1].nonce.hex()
    assert facts["valid_until"]
    assert cases[2]["number"] in facts["differences"][0]["ru"]
    assert (facts["counted"], facts["number"]) == (2, number)
