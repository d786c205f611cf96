"""S18: which password is good enough. ASVS 5.0, 6.2.1–6.2.12: length, a list of what is refused, no other rule."""

from __future__ import annotations

import pytest

from app.domain.password import ALONE, MOST, WITH_BADGE, fault
from app.problems import Refused
from app.start import Settings, build
from app.store import tables
from app.store.argon import LANES, MEMORY, TIME, Hasher
from tests.people.house import ADMIN, CARD, INSPECTOR, NEW, ONCE, OWN, SECTOR, House

LOGIN, OFFICE = "inspector.at01", "AT01"
GOOD = (
    "correct horse battery staple", "жасыл көл үстінде алты аққу", "тоғыз қызыл бұлт пен балапан",
    "семь синих слонов у реки", "ведро гвоздей под лестницей", "k7dw-m2xn-9rht-v4bq",
    "трёхногий табурет смеётся", "шалқыған домбыра үні естіледі", "lanterns float over the bay",
    "ржавый якорь поёт басом", "пятнадцатьзнак", "xK9#mP2$vL5@nQ8", "abrakadabrazzzzy",
    "үш түйе шөлде суға жетті", "ёлка-палка-огурец-чайник", "my dentist plays the tuba", "небо пахнет укропом",
    "vier Katzen auf dem Dach", "deux chats sur un tapis gris", "тыква катится с горы",
    "бес ешкі қоңырау тағыпты", "мокрый зонтик ждёт трамвай", "quiet turnips hum at dusk",
    "бұлақ басында қызғалдақ", "сахар в солонке, соль в чае", "eleven purple elbows knock",
    "жеті жұмыртқа бір себетте", "скрипит калитка у пасеки", "әжемнің ошағы сөнбейді",
    "pangolins dislike trombones",
)  # fmt: skip
BADGED = (
    "bq7-vmka", "тыквенник", "zebra-42", "жұмыртқа", "gdbxrfnm", "лопух-зонт", "kettle-91", "шәйнек-7",
    "mauve-fig", "рогалик!",
)  # fmt: skip
COMMON = (
    "passwordpassword", "password12345678", "Password1234567!", "p@ssw0rdp@ssw0rd", "qwertyuiopasdfgh",
    "qwerty1234567890", "123456789012345", "1234567890qwerty", "098765432109876", "111111111111111",
    "aaaaaaaaaaaaaaa", "abababababababab", "abcabcabcabcabcabc", "abcdefghijklmnop", "zyxwvutsrqponmlk",
    "йцукенгшщзхъфывап", "фывапролджэячсмить", "ЙЦУКЕН1234567890", "парольпарольпароль", "пароль123456789",
    "Пароль20162016!!", "gfhjkmgfhjkmgfhjkm", "gfhjkm123456789", "құпиясөзқұпиясөз", "құпиясөз1234567",
    "qazwsxedcrfvtgb", "1qaz2wsx3edc4rfv", "1q2w3e4r5t6y7u8i", "йфяцычувскамепин", "adminadminadmin",
    "administrator2016", "Administrator!!!", "администратор2016", "администраторадмин", "terezeterezetereze",
    "Tereze2016Tereze", "tereze-tereze-1!", "терезетерезетерезе", "inspector.at01!!", "inspectorinspector",
    "INSPECTOR.AT01at01", "at01at01at01at01", "AT01-AT01-AT01-AT", "inspector at01 2016", "atyrauatyrau2016",
    "атырауатырау2016", "қазақстанқазақстан", "казахстан2016!!!!", "kazakhstan123456", "Almaty1234567890",
    "letmeinletmein12", "iloveyouiloveyou", "welcomewelcome11", "monkeymonkeymonkey", "dragondragon1234",
    "supermanbatman12", "люблюлюблюлюблю", "привет1234567890", "солнцесолнце1234", "наташанаташа2016",
    "секретсекрет1234", "лицензиялицензия", "инспекторинспектор", "операторoperator", "couriercourier11",
    "секторсекторсектор", "zxcvbnm,./zxcvbnm", "ячсмитьбюячсмить", "әіңғүұқөһәіңғүұқөһ", "2345890-=2345890-=",
    "changemechangeme", "defaultdefault12", "secretsecret1234", "masterpassword12", "rootrootrootroot",
    "guestguestguest1", "footballfootball", "sunshinesunshine", "accessaccess2016", "hellohellohello1",
    "samsungsamsung11", "googlegoogle1234", "microsoftwindows", "postgrespostgres", "databaseoracle12",
    "январьфевраль2016", "летоосеньзима2016", "summer2016summer", "wintersummer2016", "компьютеринтернет",
    "пользовательлогин", "supervisorsector", "trustno1trustno1", "starwarsstarwars", "asdfghjkl;asdfghj",
    "qwertyйцукенqwerty", "Пароль-Пароль-1", "password.inspector", "1111222233334444", "121212121212121212",
    "147147147147147147",
)  # fmt: skip
COMMON_SHORT = (
    "password", "qwerty12", "12345678", "пароль12", "gfhjkm12", "inspector", "tereze16", "aaaaaaaa",
)  # fmt: skip
SHORT = (
    "", "a", "жасыл көл", "fourteen signs", "xK9#mP2$vL5@nQ", "тыква катится",
)  # fmt: skip
CONTROL = (
    "correct\0horse battery", "строка\nдругая строка", "tab\there and there too", "\x7fdelete me somewhere",
    "bell\x07 rings at the door",
)  # fmt: skip
TABLE = (
    [(p, False, None) for p in GOOD if len(p) >= ALONE] + [(p, True, None) for p in BADGED]
    + [(p, False, "common") for p in COMMON] + [(p, True, "common") for p in COMMON_SHORT]
    + [(p, False, "short") for p in (*SHORT, *BADGED)] + [(p, True, "short") for p in ("", "1234567", "bq7-vmk")]
    + [(p, False, "control") for p in CONTROL] + [("ы" * (MOST + 1), False, "long"), ("abcdefgh " * 20, True, "long")]
)  # fmt: skip


def test_there_are_a_hundred_and_fifty_passwords_or_more() -> None:
    assert len(TABLE) >= 150
    assert len(TABLE) == len({(p, b) for p, b, _ in TABLE}), "one stands twice"


@pytest.mark.parametrize(("text", "badge", "wanted"), TABLE)
def test_a_password_is_judged_by_length_and_by_what_everybody_tries_asvs_6_2_1(
    text: str, badge: bool, wanted: str | None
) -> None:
    assert fault(text, login=LOGIN, office=OFFICE, badge=badge) == wanted


@pytest.mark.parametrize("only", ["lower letters alone", "ТОЛЬКО ЗАГЛАВНЫЕ", "4071 9926 5583 1740 62"])
def test_no_kind_of_sign_is_asked_for_asvs_6_2_5(only: str) -> None:
    assert fault(only, login=LOGIN, office=OFFICE) is None


def test_the_bounds_are_those_that_were_promised() -> None:
    assert (ALONE, WITH_BADGE) == (15, 8)
    assert MOST >= 64


def test_the_hash_is_argon2id_with_the_numbers_of_one_place() -> None:
    made = Hasher().hash(NEW)
    assert made.startswith(f"$argon2id$v=19$m={MEMORY},t={TIME},p={LANES}$")
    assert Hasher().fits(made, NEW)
    assert not Hasher().fits(made, NEW + " ")
    assert not Hasher().outdated(made)


def test_composed_and_decomposed_letters_are_one_password() -> None:
    hasher = Hasher(time=1, memory=64)
    assert hasher.fits(hasher.hash("й" * 8), "и\u0306" * 8)


def test_a_hash_is_made_anew_when_the_numbers_change(house: House) -> None:
    stored = "SELECT hash FROM secrets WHERE id = 'administrator.at01 password'"
    assert "m=64,t=1" in house.rows(stored)[0][0]
    house.app.store._hasher = Hasher(time=2, memory=128)
    house.enter(ADMIN, OWN)
    assert "m=128,t=2" in house.rows(stored)[0][0]
    house.enter(ADMIN, OWN)


def test_a_password_that_was_reset_while_its_hash_was_made_anew_stays_reset(house: House) -> None:
    """Between reading the old hash and writing it anew lie 100 ms and more; an administrator may have been quicker."""

    class Slow(Hasher):
        def hash(self, password: str) -> str:
            made = super().hash(NEW)
            with house.app.store.engine.begin() as line:
                mine = tables.secrets.c.id == f"{ADMIN} password"
                line.execute(tables.secrets.update().where(mine).values(hash=made))
            return super().hash(password)

    house.app.store._hasher = Slow(time=2, memory=128)
    house.enter(ADMIN, OWN)
    house.app.store._hasher = Hasher(time=2, memory=128)
    house.enter(ADMIN, NEW)
    with pytest.raises(Refused, match="log-in-refused"):
        house.enter(ADMIN, OWN)


def test_a_first_password_is_good_for_changing_it_and_nothing_else(house: House) -> None:
    once = house.enter(SECTOR, ONCE)
    assert once.once
    with pytest.raises(Refused, match="password-once"):
        house.app.run("courier.give", {"cases": ["x"], "to": "courier"}, as_=SECTOR, proof=once)
    assert not house.settled(SECTOR).once
    with pytest.raises(Refused, match="log-in-refused"):
        house.enter(SECTOR, ONCE)


def test_nobody_is_made_to_change_a_password_of_their_own(house: House) -> None:
    house.settled(SECTOR)
    house.ticks.now += 400 * 24 * 3600
    assert not house.enter(SECTOR, NEW).once


@pytest.mark.parametrize("text", ["коротко", "passwordpassword", "sector.at01sector"])
def test_a_weak_password_is_refused_at_the_door_and_the_old_one_stays(house: House, text: str) -> None:
    proof = house.settled(SECTOR)
    with pytest.raises(Refused, match=r"password-(short|common)"):
        house.app.run("account.change_password", {"password": text}, as_=SECTOR, proof=proof)
    house.enter(SECTOR, NEW)


def test_eight_signs_are_enough_beside_a_badge_and_void_without_it(house: House) -> None:
    proof = house.settled(INSPECTOR)
    with pytest.raises(Refused, match="password-short"):
        house.app.run("account.change_password", {"password": "kettle-91"}, as_=INSPECTOR, proof=proof)
    house.as_admin("account.issue_badge", login=INSPECTOR, badge=CARD)
    house.app.run("account.change_password", {"password": "kettle-91"}, as_=INSPECTOR, proof=proof)
    house.enter(INSPECTOR, "kettle-91", CARD)
    house.as_admin("account.revoke_badge", login=INSPECTOR)
    for badge in ("", CARD):
        with pytest.raises(Refused, match="log-in-refused"):
            house.enter(INSPECTOR, "kettle-91", badge)


@pytest.mark.parametrize(
    ("password", "badge", "answer"),
    [(NEW, "", "badge-needed"), ("", CARD, "log-in-refused"), (CARD, CARD, "log-in-refused"),
     (NEW, "P-AT01-01-16-73916-9", "log-in-refused"), (NEW, "C-AT01-01-16-73915-K", "log-in-refused"),
     (NEW, "garbage", "log-in-refused"), ("wrong " + NEW, "", "log-in-refused"), ("wrong " + NEW, CARD, "log-in-refused")],
)  # fmt: skip
def test_a_badge_never_lets_in_alone(house: House, password: str, badge: str, answer: str) -> None:
    house.settled(INSPECTOR)
    house.as_admin("account.issue_badge", login=INSPECTOR, badge=CARD)
    with pytest.raises(Refused, match=answer):
        house.enter(INSPECTOR, password, badge)
    house.enter(INSPECTOR, NEW, CARD.replace("-", ""))  # as the bars have it


def test_no_secret_stands_anywhere_in_the_store_but_as_its_hash(house: House) -> None:
    house.settled(INSPECTOR)
    house.as_admin("account.issue_badge", login=INSPECTOR, badge=CARD)
    hashes = [row[0] for row in house.rows("SELECT hash FROM secrets WHERE hash <> ''")]
    assert all(hash.startswith(("$argon2id$", "argon2id-aesgcm$")) for hash in hashes)  # the second: a sealed key
    for (table,) in house.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'case_search%'"):
        for row in house.rows(f"SELECT * FROM {table}"):
            told = " ".join(str(bytes(v), "latin-1") if isinstance(v, bytes) else str(v) for v in row)
            for secret in (OWN, ONCE, NEW, CARD, CARD.replace("-", "")):
                assert secret not in told, table
                assert secret.encode().decode("latin-1") not in told, table
            if table != "secrets":
                assert not any(hash in told for hash in hashes), table


def test_a_store_made_without_a_password_says_one_once(ram) -> None:  # type: ignore[no-untyped-def]
    from app.start import initialise

    url, key = f"sqlite:///{ram / 'tereze.db'}", ram / "tereze.key"
    told = initialise(url, key=key, centre="AT02")
    ((login, once),) = told["one_time_password"].items()
    assert "one_time_password" not in initialise(url, key=key, centre="AT02")
    app = build(Settings(store=url, key=key))
    assert app.prove(login, once).once
    app.close()
