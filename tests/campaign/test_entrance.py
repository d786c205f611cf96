"""S16 and S18: whoever guesses is looked at a hundred times an hour at the most, and is not told who is there."""

from __future__ import annotations

import random
import statistics
import time

import pytest

from app.domain.codec import BadShape
from app.domain.guesses import Guesses
from app.entrance import Entrance
from app.problems import Refused
from app.store import seals
from app.store.argon import Hasher
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.people_guessing import COUNTS_AFTERWARDS, answer, killed, siege
from tests.people.house import COURIER, INSPECTOR, NEW, ONCE, SECTOR, SUPERVISOR, House
from tests.people.test_passwords import TABLE

SEED = 20161116
GUESSES, KILLS, NAMES = cases(10_000, least=300), cases(40, least=2), cases(400, least=24)


def _forgets(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    """The count lives in the program alone."""
    kept: dict[tuple[int, str], Guesses] = {}

    def begin(store: object, login: str, *, now: float, at: str) -> float:
        found = kept.get((id(store), login), Guesses())
        if found.seconds > 0:
            return found.seconds
        kept[id(store), login] = found.failed()
        return 0.0

    monkeypatch.setattr(seals, "begin_try", begin)
    monkeypatch.setattr(seals, "end_try", lambda *a, **k: None)


def _by_the_wall(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    """A wait is reckoned by the clock that anybody can set."""
    monkeypatch.setattr(Entrance, "_begin", _wall_begin)


def _wall_begin(self: Entrance, login: str) -> float:
    return seals.begin_try(self.store, login, now=self.clock.instant().utc.timestamp(), at=self.clock.instant().iso())


def _boot_is_time(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    """After a start of the machine everything is said to be long ago."""
    monkeypatch.setattr(seals, "gone", lambda mark, now: abs(now - mark))


def _by_spelling(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    """Each way to write a login has a count of its own."""
    began = seals.begin_try
    spelt = iter(range(10**9))
    monkeypatch.setattr(
        seals, "begin_try", lambda s, login, *, now, at: began(s, f"{login} {next(spelt) // 7}", now=now, at=at)
    )


PLANTED = (_forgets, _by_the_wall, _boot_is_time, _by_spelling)


def test_whoever_guesses_is_looked_at_no_more_than_promised_whatever_they_start_anew(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """S16: 10,000 guesses with pauses, starts, clocks set, machines booted, programs beside, other spellings; kills."""
    people = (SECTOR, INSPECTOR, "nobody.at01")
    through = 0
    for n, login in enumerate(people):
        through += siege(house, login, ONCE, tries=GUESSES // 3, seed=SEED + n, monkeypatch=monkeypatch)
    through += killed(house, COURIER, times=KILLS)
    caught = 0
    for n, plant in enumerate(PLANTED):
        with pytest.MonkeyPatch.context() as planted:
            plant(planted, house)
            caught += siege(house, f"stranger{n}.at01", "x", tries=400, seed=SEED, monkeypatch=monkeypatch) > 0
    caught += killed(house, SUPERVISOR, times=1, fault=COUNTS_AFTERWARDS) > 0
    ran("S16 guesses", GUESSES + KILLS, through=through, planted=(caught, len(PLANTED) + 1))


# ---- nobody is told whether a login is there


def told_apart(house: House, names: int) -> int:
    """How often the answers to a person of the house and to a stranger differ in anything but their names."""
    chance, differ = random.Random(SEED), 0
    for n in range(names):
        known, stranger = chance.choice((SECTOR, INSPECTOR, SUPERVISOR)), f"zhanar.{n}"
        house.ticks.now += 2 * 3600
        differ += answer(house.app, known, ONCE)[0] != "in"  # begins a new row
        for _ in range(chance.randrange(1, 8)):
            wrong = chance.choice(("x", "", "ж" * 40, "' OR 1=1 --", "\0", f"a{n}"))
            differ += answer(house.app, known, wrong) != answer(house.app, stranger, wrong)
    return differ


def ratio(house: House, pairs: int) -> float:
    """Work for an unknown login ÷ work for a wrong password: medians of alternating pairs, of processor time."""
    took: dict[str, list[float]] = {SECTOR: [], "nobody.at01": []}
    for _ in range(pairs):
        for login, times in took.items():
            house.ticks.now += 3600
            began = time.process_time()
            answer(house.app, login, "wrong")
            times.append(time.process_time() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    return unknown / known


def test_nobody_is_told_who_is_there_by_words_or_by_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    through, pairs = told_apart(house, NAMES), 80
    house.app.store._hasher = Hasher(time=1, memory=8 * 1024)
    house.settled(SECTOR)
    apart = min((abs(ratio(house, pairs) - 1) for _ in range(3)), key=float)
    caught = 0
    with monkeypatch.context() as planted:  # an unknown login is refused at once
        fits = Hasher.fits
        planted.setattr(Hasher, "fits", lambda self, kept, secret: bool(kept) and fits(self, kept, secret))
        caught += abs(ratio(house, 10) - 1) > 0.05
    with monkeypatch.context() as planted:  # …or is told so
        tried = Entrance._known

        def told(self: Entrance, login: str) -> object:
            if not (found := tried(self, login))[0]:
                raise Refused("login-unknown")
            return found

        planted.setattr(Entrance, "_known", told)
        caught += told_apart(house, 12) > 0
    print(f"S16: unknown ÷ wrong = 1 ± {apart:.3f}")
    ran("S16 who is there", NAMES + 2 * pairs, through=through + (apart > 0.05), planted=(caught, 2))


# ---- S18


def judged(house: House, table: list[tuple[str, bool, str | None]]) -> int:
    """Passwords that the door takes or leaves against the list, or that it keeps as anything but Argon2id."""
    proof, wrong, mine = house.settled(SECTOR), 0, NEW
    for text, badge, said in table:
        if badge:
            continue
        try:
            house.app.run("account.change_password", {"password": text}, as_=SECTOR, proof=proof)
        except Refused as no:
            wrong += no.code != f"password-{said}"
        except BadShape:
            wrong += "\0" not in text
        else:
            wrong, mine = wrong + (said is not None), text
        house.ticks.now += 60
        proof = house.enter(SECTOR, mine)
        kept = house.rows(f"SELECT hash FROM secrets WHERE id = '{SECTOR} password'")[0][0]
        wrong += not kept.startswith("$argon2id$") or mine in kept
    house.ticks.now += 900 * 86_400  # three years: nobody is made to change it
    return wrong + house.enter(SECTOR, mine).once


def few() -> list[tuple[str, bool, str | None]]:
    """All of them, or some of each kind."""
    alone = [one for one in TABLE if not one[1]]
    return (
        alone if WHOLE else [one for said in {s for _, _, s in alone} for one in [o for o in alone if o[2] == said][:2]]
    )


def _kinds_of_signs(secret: str, **_: object) -> str | None:
    """The rule of old: eight signs, a capital letter, a digit."""
    good = len(secret) >= 8 and any(c.isupper() for c in secret) and any(c.isdigit() for c in secret)
    return None if good else "short"


def _length_alone(secret: str, **_: object) -> str | None:
    return None if len(secret) >= 15 else "short"


def test_a_password_is_judged_by_its_length_and_by_what_everybody_tries(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    through, caught, rules = judged(house, few()), 0, (_kinds_of_signs, _length_alone)
    for rule in rules:
        house.as_admin("account.reset_password", login=SECTOR, password=ONCE)
        with monkeypatch.context() as planted:
            proof = house.enter(SECTOR, ONCE)
            house.app.run("account.change_password", {"password": NEW}, as_=SECTOR, proof=proof)
            planted.setattr(House, "settled", lambda self, login: self.enter(login, NEW))
            planted.setattr(seals, "fault", rule)
            caught += (
                judged(house, [o for o in TABLE if o[2] == "common"][:2] + [o for o in TABLE if o[2] is None][:2]) > 0
            )
    ran("S18", len(few()), through=through, planted=(caught, len(rules)))
