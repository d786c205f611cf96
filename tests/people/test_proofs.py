"""S17: signing, hand-over, taking data out and keys ask for the password once more. ASVS 5.0, 7.5.1 and 7.5.3."""

from __future__ import annotations

import pytest

from app.command import COMMANDS, all_wishes
from app.entrance import LIVES, Proof
from app.problems import Refused, Unavailable
from tests.people.house import ADMIN, COURIER, INSPECTOR, NEW, OWN, SECTOR, House
from tests.world import World

AGAIN = {
    "licensor_desk.sign", "intake.certify", "courier.give", "courier.take", "courier.refuse", "courier.take_back",
    "courier.report_lost", "account.open", "account.close", "account.set_role", "account.change_password",
    "account.reset_password", "account.issue_badge", "account.revoke_badge", "account.unlock", "account.bind_signature",
    "account.revoke_key",
    "law.adopt",
}  # fmt: skip


def test_the_commands_that_ask_are_these() -> None:
    all_wishes()
    assert {name for name, wish in COMMANDS.items() if wish.again} >= AGAIN


@pytest.mark.parametrize("name", sorted(AGAIN))
def test_each_is_refused_without_a_proof_before_anything_is_looked_at(house: House, name: str) -> None:
    before = house.rows("SELECT count(*) FROM operations")
    all_wishes()
    given = COMMANDS[name].given
    needed = {f: "x" for f, kind in given.__annotations__.items() if f != "draft"}
    stranger = Proof(login=ADMIN, token="made up")
    others = house.enter(ADMIN, OWN)
    for proof in (None, stranger, Proof(login=SECTOR, token=others.token), others):
        with pytest.raises(Refused, match="proof-needed"):
            house.app.run(name, given(**{k: needed.get(k) for k in given.__annotations__}), as_=SECTOR, proof=proof)
    assert house.rows("SELECT count(*) FROM operations") == before


def test_a_proof_lives_five_minutes(house: House) -> None:
    proof = house.enter(ADMIN, OWN)
    house.ticks.now += LIVES
    house.app.entrance.check(proof, ADMIN, name="courier.give")
    house.ticks.now += 0.1
    with pytest.raises(Refused, match="proof-needed"):
        house.app.entrance.check(proof, ADMIN, name="courier.give")


def test_a_proof_ends_with_the_lock_and_with_the_program(house: House) -> None:
    proof = house.enter(ADMIN, OWN)
    house.app.entrance.forget(ADMIN)
    with pytest.raises(Refused, match="proof-needed"):
        house.app.entrance.check(proof, ADMIN, name="courier.give")
    proof = house.enter(ADMIN, OWN)
    house.again()
    with pytest.raises(Refused, match="proof-needed"):
        house.app.entrance.check(proof, ADMIN, name="courier.give")


def test_a_token_is_not_told_when_a_proof_is_printed(house: House) -> None:
    proof = house.enter(ADMIN, OWN)
    assert proof.token not in f"{proof!r} {proof}"


def test_a_demonstration_needs_no_proof(file_here: World) -> None:
    case = file_here.accepted()
    file_here.given_to_courier(case)


def test_a_closed_person_is_refused_with_every_proof(house: House) -> None:
    proof = house.settled(SECTOR)
    house.as_admin("account.close", login=SECTOR)
    with pytest.raises(Refused, match="account-closed"):
        house.app.run("courier.give", {"cases": ["x"], "to": "courier"}, as_=SECTOR, proof=proof)
    with pytest.raises(Refused, match="account-closed"):
        house.enter(SECTOR, NEW)


def test_a_changed_role_counts_from_the_next_button(house: House) -> None:
    proof = house.settled(SECTOR)
    house.as_admin("account.set_role", login=SECTOR, role="supervisor")
    with pytest.raises(Refused, match="no-right"):
        house.app.run("courier.give", {"cases": ["x"], "to": "courier"}, as_=SECTOR, proof=proof)
    assert house.app.ask("house.me", {}, as_=SECTOR).role == "supervisor"


@pytest.mark.parametrize(("login", "role"), [(COURIER, "sector"), (SECTOR, "courier")])
def test_a_courier_stays_a_courier(house: House, login: str, role: str) -> None:
    with pytest.raises(Refused, match="role-of-courier"):
        house.as_admin("account.set_role", login=login, role=role)


# ---- by ЭЦП: the verification is another file's; here is what the door makes of it


class Signed:
    """A port: says whose certificate it was, as the verification does."""

    def __init__(self, number: str) -> None:
        self.number, self.asked = number, b""

    def signer(self, content: bytes, cms: bytes) -> str:
        if cms != b"good":
            raise Refused("signature-invalid")
        self.asked = content
        return self.number


def by_signature(house: House, number: str = "871008401427", cms: bytes = b"good") -> Proof:
    house.app.entrance.signatures = Signed(number)
    return house.app.enter_by_signature(INSPECTOR, house.app.challenge(), cms)


def test_a_signature_lets_in_whose_number_is_bound(house: House) -> None:
    house.as_admin("account.bind_signature", login=INSPECTOR, number="871008401427")
    proof = by_signature(house)
    house.app.entrance.check(proof, INSPECTOR, name="intake.certify")
    with pytest.raises(Refused, match="log-in-refused"):
        by_signature(house, "880411400607")
    with pytest.raises(Refused, match="signature-invalid"):
        by_signature(house, cms=b"bad")


def test_a_signature_lets_nobody_in_to_whom_no_number_is_bound(house: House) -> None:
    for number in ("871008401427", ""):
        with pytest.raises(Refused, match="log-in-refused"):
            by_signature(house, number)


def test_a_challenge_is_good_once_here_and_for_five_minutes(house: House) -> None:
    house.as_admin("account.bind_signature", login=INSPECTOR, number="871008401427")
    house.app.entrance.signatures = Signed("871008401427")
    used, old = house.app.challenge(), house.app.challenge()
    assert used != old
    assert house.app.store.id.encode() in used
    house.app.enter_by_signature(INSPECTOR, used, b"good")
    house.ticks.now += LIVES + 1
    for challenge in (used, old, b"made up"):
        with pytest.raises(Refused, match="challenge-old"):
            house.app.enter_by_signature(INSPECTOR, challenge, b"good")


def test_where_no_verification_is_set_up_the_door_says_so(house: House) -> None:
    with pytest.raises(Unavailable) as away:
        house.app.enter_by_signature(INSPECTOR, house.app.challenge(), b"good")
    assert (away.value.what, away.value.status) == ("signature", "not-there")


# ---- nothing of it travels


def test_how_people_get_in_is_sent_to_nobody(world: World) -> None:
    from sqlalchemy import text

    from app.start import exchange, listening

    world.do("account.reset_password", {"login": "courier.at01", "password": "k7dw-m2xn-9rht-v4bq"}, "administrator")
    world.do("account.issue_badge", {"login": "courier.at01", "badge": "P-AT01-01-16-73915-K"}, "administrator")
    with listening(world.licensor) as link:
        exchange(world.centre, link)
    for table in ("access", "secrets", "guesses"):
        with world.licensor.store.reading() as connection:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0, table
    sent = world.rows("SELECT count(*) FROM events WHERE kind LIKE 'access.%'", licensor=True)[0][0]
    assert sent == 0
    assert world.rows("SELECT count(*) FROM events WHERE kind LIKE 'access.%'")[0][0] == 2
