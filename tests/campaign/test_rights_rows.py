"""S19 and S20: nobody does what is not theirs, at the door or at the database's own prompt.

Cells, scripts and forged batches are those of tests/rights, where all of them run; here their lines are written.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import psycopg
import pytest

from app import command
from app.command import COMMANDS, Nothing, all_wishes
from app.domain.codec import BadShape
from app.domain.roles import Role, may
from app.problems import Refused, Unavailable, WrongCall
from tests.campaign.counted import cases, ran
from tests.postgres import Server
from tests.rights.conftest import ROLES, furnished
from tests.rights.conftest import House as Furnished
from tests.rights.forging import GENERIC, person
from tests.rights.scripts import NOT_THEIRS, ON_A_TABLE, PAST_THE_STORE, PEOPLES, TABLES
from tests.rights.test_matrix import CENTRE, LICENSOR, made_up, state, theirs
from tests.rights.test_sql import done, filled, tried
from tests.rights.test_sql import state as everything
from tests.world import AT, SK, World, code, database_world, desk, who

SEED = 20161116


# ---- S19


def opened_cells(world: World, side: str, share: int) -> tuple[int, int]:
    """Cells of role × operation without the right: how many were tried, how many did not say no. One in `share`."""
    app, login = (world.centre, who) if side == "centre" else (world.licensor, desk)
    tries = through = 0
    for n, ((name, wish), role) in enumerate(
        product(sorted(all_wishes().items()), CENTRE if side == "centre" else LICENSOR)
    ):
        if may(role, wish.right) or n % share:
            continue
        tries += 1
        try:
            (app.run if name in COMMANDS else app.ask)(name, Nothing(), as_=login(role))
            through += 1
        except Refused as no:
            through += no.code != "no-right"
        except (BadShape, WrongCall, Unavailable, AttributeError, KeyError):
            through += 1  # it was looked at further than the right
    return tries, through


def forged(world: World, calls: int) -> int:
    """Random people press random buttons with codes of anybody: how many came to something without the right."""
    house, chance, through = furnished(world), random.Random(SEED), 0
    first = len(world.rows("SELECT id FROM events"))
    numbers = [r.number for r in world.rows("SELECT number FROM handovers")]
    logins = [who(r, act) for r in CENTRE for act in (AT, SK)]
    pool = [code(house.mine), code(house.theirs), house.mine["case"], house.theirs["case"], house.scan, "AT01", "SK01",
            *(f"H-{n}" for n in numbers), *logins, "x"]  # fmt: skip
    for _ in range(calls):
        name, login = chance.choice(sorted(COMMANDS)), chance.choice(logins)
        given = made_up(chance, COMMANDS[name].given, pool)
        try:
            world.centre.run(name, given if isinstance(given, dict) else {}, as_=login, draw=False)
        except (Refused, BadShape, WrongCall, Unavailable):
            continue
        through += not may(Role(login.split(".")[0]), COMMANDS[name].right)
    theirs(world, first)
    return through


def test_no_cell_of_the_matrix_and_no_forged_call_has_an_effect_without_the_right(file_here: World) -> None:
    calls, share = cases(10_000, least=100), 1 if cases(100) == 100 else 7
    before = state(file_here), state(file_here, licensor=True)
    tries, through = (
        sum(two) for two in zip(*(opened_cells(file_here, s, share) for s in ("centre", "licensor")), strict=True)
    )
    through += (state(file_here), state(file_here, licensor=True)) != before
    through += forged(file_here, calls)
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(command, "may", lambda role, right: True)
        caught = opened_cells(file_here, "centre", 50)[1] > 0
    with pytest.MonkeyPatch.context() as planted:  # one right too many in the table
        planted.setattr(command, "may", lambda role, right: may(role, right) or role is Role.SECTOR)
        caught += opened_cells(file_here, "centre", 11)[1] > 0
    ran("S19", tries + calls, through=through, planted=(int(caught), 2))


# ---- S20


@pytest.fixture
def rooms(postgres_server: Server, furnished_database: tuple[str, Path]) -> Iterator[Furnished]:
    with database_world(postgres_server, furnished_database) as made:
        found = furnished(made)
        postgres_server.tell(f"REVOKE TEMPORARY, CREATE ON DATABASE {filled(found, '{database}').decode()} FROM PUBLIC")
        yield found


def passed(rooms: Furnished, share: int) -> tuple[int, int]:
    """Scripts, questions and forged batches of all five roles: how many were tried, and how many passed."""
    chance, tries, through = random.Random(SEED), 0, 0
    every = [f.format(t=f"tereze.{t}") for t, f in product(TABLES, ON_A_TABLE)]
    for role in ROLES:
        scripts = [s.encode() for s in every] + [filled(rooms, s) for s in PAST_THE_STORE]
        asked = [filled(rooms, s) for s in (*NOT_THEIRS, *PEOPLES.get(role, ()))]
        batches = list(GENERIC)
        if share > 1:
            scripts, asked, batches = (
                chance.sample(some, max(3, len(some) // share)) for some in (scripts, asked, batches)
            )
        with person(rooms.world, who(role)) as connection:
            through += sum(done(connection, s) for s in scripts)
            through += sum(rows_of(connection, s) for s in asked)
        through += len(tried(rooms, role, batches))
        tries += len(scripts) + len(asked) + len(batches)
    return tries, through


def rows_of(connection: psycopg.Connection[tuple[object, ...]], script: bytes) -> bool:
    try:
        return bool(connection.execute(script).fetchall())
    except psycopg.Error:
        return False


def test_no_person_gets_past_the_database_with_psql(rooms: Furnished, postgres_server: Server) -> None:
    share = 1 if cases(100) == 100 else 20
    before = everything(postgres_server, rooms)
    tries, through = passed(rooms, share)
    through += everything(postgres_server, rooms) != before
    caught = 0
    address = rooms.world.url
    with psycopg.connect(address, autocommit=True, options="-c search_path=tereze") as owner:
        judge = owner.execute(b"SELECT pg_get_functiondef('judge'::regproc)").fetchone()
        assert judge is not None
        owner.execute(b"CREATE OR REPLACE FUNCTION judge(p_new jsonb, p_batch jsonb, mine devices) RETURNS void"
                      b" LANGUAGE plpgsql AS $$ BEGIN END $$")  # fmt: skip
        caught += bool(tried(rooms, "inspector", list(GENERIC)[:20]))
        owner.execute(judge[0].encode())
        owner.execute(b"ALTER TABLE cases DISABLE ROW LEVEL SECURITY")
        with person(rooms.world, who("inspector")) as connection:
            caught += any(rows_of(connection, filled(rooms, s)) for s in NOT_THEIRS)
        owner.execute(b"ALTER TABLE cases ENABLE ROW LEVEL SECURITY")
        owner.execute(b"GRANT UPDATE, DELETE ON events TO PUBLIC")
        with person(rooms.world, who("inspector")) as connection:
            caught += any(done(connection, f.format(t="tereze.events").encode()) for f in ON_A_TABLE[:3])
    ran("S20", tries, through=through, planted=(caught, 3))


def test_the_counted_scripts_are_more_than_the_table_asks_for() -> None:
    assert len(TABLES) * len(ON_A_TABLE) + len(PAST_THE_STORE) >= 300
