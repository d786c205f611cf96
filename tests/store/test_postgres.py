"""A centre's shared store: many write at once, each with their own number, and nobody past the one function."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from app.demonstration import PASSWORD
from app.problems import Unavailable
from app.start import App, Settings, build
from app.store import postgres
from app.store.open import open_store
from app.store.tables import metadata
from app.store.unit import new_id
from tests.postgres import Server
from tests.store.furnished import DEVICE, accepted, furnish, stamp
from tests.world import World, who

PERSON = "inspector.at01"
TABLES = sorted(metadata.tables)


@pytest.fixture
def shared(database_here: World) -> World:
    return database_here


@pytest.fixture
def person(shared: World) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """What a person gets who signs in with psql instead of the program."""
    address = shared.url.replace("//owner@", f"//{PERSON}@")
    with psycopg.connect(address, autocommit=True, options="-c search_path=tereze,public") as connection:
        yield connection


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO {t} DEFAULT VALUES", "UPDATE {t} SET centre = 'X'", "DELETE FROM {t}", "TRUNCATE {t}", "DROP TABLE {t}",
     "ALTER TABLE {t} ADD x int",
     "CREATE TRIGGER x BEFORE INSERT ON {t} EXECUTE FUNCTION y()",
     "DO $$ BEGIN LOCK TABLE {t} IN EXCLUSIVE MODE; END $$"],
)  # fmt: skip
def test_a_person_cannot_change_any_table(
    person: psycopg.Connection[tuple[object, ...]], table: str, statement: str
) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFunction)) as no:
        person.execute(statement.format(t=table).encode())
    assert "y()" in statement or isinstance(no.value, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE tereze.x (a int)",
        "CREATE TABLE public.x (a int)",
        "CREATE FUNCTION tereze.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION tereze.record(p_device text, p_seq bigint, p_head bytea, p_new jsonb, p_batch jsonb)"
        " RETURNS void LANGUAGE sql AS ''",
        "CREATE SCHEMA mine",
        "CREATE ROLE friend",
        "SET ROLE owner",
        "SET SESSION AUTHORIZATION owner",
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "COPY tereze.cases TO PROGRAM 'cat'",
        "COPY tereze.cases TO '/var/x'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT lo_import('/etc/passwd')",
        "ALTER TABLE tereze.events DISABLE TRIGGER ALL",
        "SELECT setval(pg_get_serial_sequence('tereze.cases', 'row'), 1)",
        "CREATE EXTENSION plpython3u",
    ],
)
def test_a_person_cannot_reach_past_the_store(person: psycopg.Connection[tuple[object, ...]], statement: str) -> None:
    with pytest.raises(psycopg.Error) as no:
        person.execute(statement.encode())
    assert no.value.sqlstate in ("42501", "58P01", "0A000", "22023"), no.value


def test_the_only_function_of_ours_that_writes_and_a_person_may_call_is_record(
    person: psycopg.Connection[tuple[object, ...]],
) -> None:
    found = person.execute(
        "SELECT p.proname, has_function_privilege(p.oid, 'EXECUTE') FROM pg_proc p JOIN pg_namespace n"
        " ON n.oid = p.pronamespace WHERE n.nspname LIKE 'tereze%'"
    ).fetchall()
    may = sorted({name for name, allowed in found if allowed})
    assert may == ["matching", "my_bag", "my_colleagues", "my_offices", "my_role", "record"]
    assert [name for name, allowed in found if not allowed] == ["judge", "judge"]  # of the centre, of the licensor
    owner = person.execute("SELECT prosecdef, proconfig FROM pg_proc WHERE proname = 'record' LIMIT 1").fetchone()
    assert owner is not None
    assert owner[0] is True
    assert "pg_temp" in str(owner[1])


def test_the_function_is_nobodys_who_is_no_person(shared: World, postgres_server: Server) -> None:
    postgres_server.tell("CREATE ROLE stranger LOGIN")
    try:
        address = shared.url.replace("//owner@", "//stranger@")
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in ("SELECT * FROM tereze.cases", "SELECT tereze.record('', 0, '', '{}', '[]')"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement.encode())
    finally:
        postgres_server.tell("DROP ROLE stranger")


def test_a_table_of_a_persons_own_does_not_come_before_the_stores(shared: World) -> None:
    """A temporary table of the same name must not be written to in the store's place."""
    app = shared.centre
    with app.store.engine.connect() as connection:
        connection.execute(text("CREATE TEMP TABLE events (LIKE tereze.events)"))
        connection.commit()
    before = shared.count("tereze.events")
    shared.accepted()
    assert shared.count("tereze.events") == before + 1


@pytest.mark.parametrize(
    ("batch", "state"),
    [
        ('[{"t": "store", "r": {"id": "x"}}]', "42501"),
        ('[{"t": "pg_authid", "r": {}}]', "42501"),
        ('[{"t": "cases; DROP TABLE cases", "r": {}}]', "42501"),
        ('[{"t": "events", "r": {"id": "x"}}]', "42501"),
    ],
)
def test_the_function_writes_only_what_the_store_has(
    person: psycopg.Connection[tuple[object, ...]], batch: str, state: str
) -> None:
    row = person.execute("SELECT code, seq, head FROM devices WHERE local ORDER BY code LIMIT 1").fetchone()
    assert row is not None
    with pytest.raises(psycopg.Error) as no:
        person.execute("SELECT record(%s, %s, %s, '{}', %s)", (*row, batch))
    assert no.value.sqlstate == state


def test_an_event_that_was_written_is_never_written_over(
    shared: World, person: psycopg.Connection[tuple[object, ...]]
) -> None:
    shared.accepted()
    row = person.execute("SELECT code, seq, head FROM devices WHERE code = 'AT01-01'").fetchone()
    event = person.execute("SELECT row_to_json(e)::text FROM events e LIMIT 1").fetchone()
    assert row is not None
    assert event is not None
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        person.execute("SELECT record(%s, %s, %s, '{}', %s)", (*row, f'[{{"t": "events", "r": {event[0]}}}]'))


def test_a_batch_is_refused_when_the_device_moved_meanwhile(ram: Path, postgres_url: str) -> None:
    furnish(postgres_url, ram)
    store = open_store(postgres_url, key=None, write=True)
    with store.writing(DEVICE, stamp(1)) as late:
        accepted(late)
        with store.writing(DEVICE, stamp(1)) as quick:
            accepted(quick)
            quick.commit()
        with pytest.raises(Unavailable, match="moved-meanwhile"):
            late.commit()
    store.close()


def at_once(apps: list[App], *wishes: tuple[str, object, str, str]) -> list[object]:
    """Everybody presses at the same moment."""
    ready = threading.Barrier(len(wishes))

    def press(app: App, wish: tuple[str, object, str, str]) -> object:
        name, given, login, op = wish
        ready.wait()
        try:
            return app.run(name, given, as_=login, op=op)
        except Exception as no:  # what it ended with is what the test looks at
            return no

    with ThreadPoolExecutor(len(wishes)) as pool:
        return list(pool.map(press, apps, wishes))


@pytest.fixture
def windows(shared: World) -> Iterator[list[App]]:
    """Four programs at one centre, as four workplaces have them."""
    opened = [build(shared.settings(), clock=shared.clock) for _ in range(4)]
    yield opened
    for app in opened:
        app.close()


def test_two_programs_on_one_device_get_numbers_without_a_gap(shared: World, windows: list[App]) -> None:
    draft = shared.draft()
    wish = ("intake.accept", draft, who("inspector"))
    for _ in range(2):
        answers = at_once(windows, *((*wish, new_id()) for _ in windows))
        assert not [a for a in answers if isinstance(a, Exception)]
    serials = sorted(int(r.number.split("-")[3]) for r in shared.rows("SELECT number FROM cases"))
    assert serials == list(range(1, 9))
    shared.whole()


def test_one_operation_is_done_once_when_it_is_pressed_everywhere_at_once(shared: World, windows: list[App]) -> None:
    op = new_id()
    answers = at_once(windows, *(("intake.accept", shared.draft(), who("inspector"), op) for _ in windows))
    assert len({a.value.number for a in answers}) == 1  # type: ignore[attr-defined]
    assert sorted(a.repeated for a in answers) == [False, True, True, True]  # type: ignore[attr-defined]
    assert (shared.count("cases"), shared.count("operations")) == (1, 1)
    shared.whole()


def test_one_case_is_taken_in_once_when_two_take_it_at_once(shared: World, windows: list[App]) -> None:
    number = shared.accepted()["number"]
    wish = ("accumulation.take_in", {"code": number}, who("sector"))
    answers = at_once(windows[:2], (*wish, new_id()), (*wish, new_id()))
    refused = [a for a in answers if isinstance(a, Exception)]
    assert [getattr(a, "code", a) for a in refused] == ["taken-in-already"]
    assert shared.case(number)["holder"] == "sector"
    shared.whole()


def test_a_person_is_known_to_the_database_by_name(shared: World) -> None:
    with shared.centre.store.reading(who("sector")) as connection:
        assert connection.execute(text("SELECT session_user")).scalar() == who("sector")


def test_a_wrong_address_or_stranger_is_the_outside_and_no_fault_of_ours(shared: World, ram: Path) -> None:
    for url, login in ((shared.url.replace("world_", "nowhere_"), PERSON), (shared.url, "nobody.at01")):
        with pytest.raises(Unavailable):
            build(Settings(store=url, key=ram / "k", login=login, password=PASSWORD))


def test_the_password_of_a_person_is_taken_literally(ram: Path, postgres_url: str, postgres_server: Server) -> None:
    from app.store.open import add_person

    furnish(postgres_url, ram)
    add_person(postgres_url, login="o.kim", password="'; DROP TABLE tereze.cases; --\\ :x")
    rights = "SELECT rolcanlogin, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'o.kim'"
    assert postgres_server.tell(rights) == [(True, False, False, False)]
    assert postgres.place(postgres_url)[1] == "tereze"
    with pytest.raises(
        Unavailable, match="not-there"
    ):  # a login without an account sees not even that there is a store
        open_store(postgres_url, key=None, write=True, login="o.kim")
