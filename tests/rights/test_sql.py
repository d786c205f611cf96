"""Signed in with psql as a person: nothing is written that the role may not, and nothing is read that is not theirs."""

from __future__ import annotations

from itertools import product
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from app.domain.rights import kinds_of
from app.domain.roles import Role
from app.store.seeing import GROUP
from app.store.tables import metadata
from tests.postgres import Server
from tests.rights.conftest import ROLES, House
from tests.rights.forging import GENERIC, Forgery, head_of, heads, person, rows, sealed, send
from tests.rights.scripts import NOT_THEIRS, ON_A_TABLE, PAST_THE_STORE, PEOPLES, TABLES, WITHOUT_EFFECT
from tests.world import who

SCHEMAS = ("tereze", "tereze_licensor")
STATE = "".join(
    f" UNION ALL SELECT '{s}.{t}', md5(string_agg(x::text, '|' ORDER BY x::text)) FROM {s}.{t} x"
    for s in SCHEMAS
    for t in sorted(metadata.tables)
)
EVERYTHING = (
    "SELECT 'roles', md5(string_agg(r::text, '|' ORDER BY rolname)) FROM pg_authid r"
    " UNION ALL SELECT 'functions', md5(string_agg(p.oid::text || p.prosrc || p.proowner, '|' ORDER BY p.oid)) FROM pg_proc p"
    " UNION ALL SELECT 'relations', md5(string_agg(c.oid::text || c.relowner || c.relacl::text || c.relrowsecurity, '|'"
    f" ORDER BY c.oid)) FROM pg_class c WHERE c.relnamespace::regnamespace::text NOT LIKE 'pg_toast%'{STATE}"
)


def state(server: Server, house: House) -> dict[str, str]:
    """Everything that anybody could have changed, as the superuser sees it."""
    address = house.world.url.replace("//owner@", "//postgres@")
    with psycopg.connect(address, autocommit=True) as connection:
        return dict(connection.execute(EVERYTHING.encode()).fetchall())


def filled(house: House, script: str) -> bytes:
    database = make_url(house.world.url).database
    return script.format(schema="tereze", scan=house.scan, database=database).encode()


def done(connection: psycopg.Connection[Any], script: bytes) -> bool:
    """Whether the database let it pass."""
    try:
        connection.execute(script)
    except psycopg.Error:
        return False
    return True


@pytest.fixture(autouse=True)
def _no_tables_of_ones_own(postgres_server: Server, house: House) -> None:
    """A copy of a database loses what its database was told: as `init` tells it."""
    database = filled(house, "{database}").decode()
    postgres_server.tell(f"REVOKE TEMPORARY, CREATE ON DATABASE {database} FROM PUBLIC")


@pytest.mark.parametrize("role", ROLES)
def test_no_script_gets_past_the_store_when_a_person_signs_in(house: House, postgres_server: Server, role: str) -> None:
    before = state(postgres_server, house)
    every = [f.format(t=f"{s}.{t}") for s, t, f in product(SCHEMAS, TABLES, ON_A_TABLE)]
    scripts = [*(e.encode() for e in every), *(filled(house, s) for s in PAST_THE_STORE)]
    with person(house.world, who(role)) as connection:
        passed = [script for script in scripts if done(connection, script)]
        for script in WITHOUT_EFFECT:
            connection.execute(filled(house, script))
    assert not passed
    assert state(postgres_server, house) == before
    print(f"{who(role)}: {len(scripts)} scripts, 0 passed; {len(WITHOUT_EFFECT)} let pass without effect")


@pytest.mark.parametrize("role", ROLES)
def test_no_row_of_others_is_read_when_a_person_asks_for_it(house: House, role: str) -> None:
    asked = [filled(house, s) for s in (*NOT_THEIRS, *PEOPLES.get(role, ()))]
    leaks = []
    with person(house.world, who(role)) as connection:
        for script in asked:
            try:
                found = connection.execute(script).fetchall()
            except psycopg.errors.InsufficientPrivilege:
                continue
            leaks += [(script, len(found))] if found else []
    assert not leaks
    print(f"{who(role)}: {len(asked)} questions, 0 rows")


@pytest.mark.parametrize("role", ["inspector", "sector", "supervisor"])
def test_a_person_reads_what_is_their_offices(house: House, role: str) -> None:
    """The other half: policies that let nobody see anything would pass every test above."""
    with person(house.world, who(role)) as connection:
        for table in ("cases", "events", "persons", "papers", "files", "file_parts", "registries", "handovers"):
            assert connection.execute(f"SELECT 1 FROM {table} LIMIT 1".encode()).fetchall(), table


def test_a_courier_reads_the_cases_of_their_bag_and_no_other(house: House) -> None:
    with person(house.world, who("courier")) as connection:
        told = connection.execute(b"SELECT holder, registry IS NOT NULL FROM cases").fetchall()
        forms = {form for (form,) in connection.execute(b"SELECT form FROM papers").fetchall()}
    assert told == [("sector", True)]
    assert forms == {"registry-out", "courier-sheet"}


def tried(house: House, role: str, forgeries: list[Forgery]) -> list[str]:
    """Names of those that the database let pass; each is undone."""
    batch, passed = house.batch(role), []
    with person(house.world, who(role)) as connection:
        for forgery in forgeries:
            connection.execute(b"BEGIN")
            try:
                send(connection, forgery.of(batch))
            except psycopg.Error:
                continue
            else:
                passed.append(forgery.name)
            finally:
                connection.execute(b"ROLLBACK")
    return passed


@pytest.mark.parametrize("role", ROLES)
def test_no_forged_batch_is_written_when_a_person_sends_it(house: House, postgres_server: Server, role: str) -> None:
    before = state(postgres_server, house)
    assert tried(house, role, list(GENERIC)) == []
    assert state(postgres_server, house) == before
    print(f"{who(role)}: {len(GENERIC)} forged batches, 0 written")


@pytest.mark.parametrize("role", ROLES)
def test_a_true_batch_is_written_once_when_it_is_sent_twice(house: House, role: str) -> None:
    batch = house.batch(role)
    with person(house.world, who(role)) as connection:
        connection.execute(b"BEGIN")
        send(connection, batch)
        with pytest.raises(psycopg.Error) as no:
            send(connection, batch)
        assert no.value.sqlstate == "TZ001"
        connection.execute(b"ROLLBACK")


@pytest.mark.parametrize(("role", "other"), [(a, b) for a, b in product(ROLES, ROLES) if a != b])
def test_a_batch_is_not_written_when_another_sends_it(house: House, role: str, other: str) -> None:
    """A true batch of a colleague, and the same with the sender's own name in it: the role decides."""
    batch = house.batch(role)

    def renamed(bent: dict[str, Any]) -> None:
        heads(who=who(other))(bent)

    theirs = {head_of(row)["kind"] for row in rows(batch, "events")} <= set(kinds_of(Role(other)))
    tries = [Forgery("as it is", sealed), *(() if theirs else (Forgery("renamed", renamed),))]
    with person(house.world, who(other)) as connection:
        for forgery in tries:
            with pytest.raises(psycopg.Error) as no:
                send(connection, forgery.of(batch))
            assert no.value.sqlstate == "42501", forgery.name


def test_the_forgeries_would_be_written_when_nobody_judged(house: House, postgres_server: Server) -> None:
    """The red control: without the judge most of them pass, so it is the judge that stops them."""
    address = house.world.url
    with psycopg.connect(address, autocommit=True, options="-c search_path=tereze") as owner:
        was = owner.execute(b"SELECT pg_get_functiondef('judge'::regproc)").fetchone()
        assert was is not None
        owner.execute(
            b"CREATE OR REPLACE FUNCTION judge(p_new jsonb, p_batch jsonb, mine devices) RETURNS void"
            b" LANGUAGE plpgsql AS $$ BEGIN END $$"
        )
        try:
            passed = tried(house, "inspector", list(GENERIC))
        finally:
            owner.execute(was[0].encode())
    assert len(passed) >= 40, passed
    print(f"without the judge {len(passed)} of {len(GENERIC)} are written")


def test_every_table_has_forced_policies_and_every_function_a_fixed_path(house: House) -> None:
    with psycopg.connect(house.world.url) as owner:
        tables = owner.execute(
            b"SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind = 'r'"
            b" AND relnamespace::regnamespace::text LIKE 'tereze%' AND relname <> 'alembic_version'"
        ).fetchall()
        functions = owner.execute(
            b"SELECT proname, proconfig::text, has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc"
            b" WHERE pronamespace::regnamespace::text LIKE 'tereze%'"
        ).fetchall()
        views = owner.execute(b"SELECT 1 FROM pg_views WHERE schemaname LIKE 'tereze%'").fetchall()
    assert len(tables) == 2 * len(metadata.tables)
    assert all(enabled and forced for _, enabled, forced in tables)
    assert all("pg_temp" in path and not public for _, path, public in functions)
    assert views == []  # one that comes must be security_invoker


def test_a_login_is_a_person_of_limits_and_owns_nothing(house: House, postgres_server: Server) -> None:
    told = postgres_server.tell(
        "SELECT r.rolname, r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolbypassrls, r.rolreplication,"
        " r.rolconnlimit > 0 FROM pg_roles r"
        f" JOIN pg_auth_members m ON m.member = r.oid JOIN pg_roles g ON g.oid = m.roleid WHERE g.rolname = '{GROUP}'"
    )
    assert told
    assert {row[1:] for row in told} == {(False, False, False, False, False, True)}
    with psycopg.connect(house.world.url) as owner:
        owned = owner.execute(b"SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace::regnamespace::text"
                              b" LIKE 'tereze%'").fetchall()  # fmt: skip
    assert owned == [("owner",)]


def test_a_case_of_another_centre_is_not_written_by_a_true_event(house: House) -> None:
    """Own name, own device, own chain, an own kind: only the subject is another centre's."""
    batch = house.batch("supervisor")
    theirs = house.world.rows("SELECT * FROM cases WHERE id = :id", id=house.theirs["case"])[0]._mapping

    def stolen(bent: dict[str, Any]) -> None:
        for row in rows(bent, "events"):
            row.update(subject=theirs["id"], version=theirs["version"] + 1)
        for row in rows(bent, "cases"):
            row.update({**theirs, "version": theirs["version"] + 1})
            row.pop("row")
        heads(case=theirs["id"], version=theirs["version"] + 1)(bent)

    with (
        person(house.world, who("supervisor")) as connection,
        pytest.raises(psycopg.Error, match="not theirs: subject"),
    ):
        send(connection, Forgery("stolen", stolen).of(batch))
