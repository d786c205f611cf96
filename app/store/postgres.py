"""A centre's shared store: PostgreSQL. One SQL function, `record`, is the only way to write; each person is a login role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from sqlalchemy import text
from sqlalchemy.engine import URL, Connection, Engine, create_engine

from app.domain import codec
from app.problems import Refused, Unavailable
from app.store import erasing, filling, standing
from app.store.judging import EXCHANGED, is_person, judge_function, listed
from app.store.points import at
from app.store.seeing import EXCHANGE, GROUP, MAY_CALL, NODE, functions, policies
from app.store.tables import APPEND_ONLY, KEYS, VERSIONED, metadata

Rows = dict[tuple[str, str], dict[str, Any]]
DEFAULT_SCHEMA = "tereze"
CALM = "-c statement_timeout=30000 -c lock_timeout=10000"


def place(url: str) -> tuple[URL, str]:
    """The address for the driver, and the schema of this node: `postgresql://…/db?schema=tereze_licensor`. It may name
    several servers, `postgresql://user@h1,h2:5433,h3/db`: the one that leads is found."""
    from app.store import leading  # with its driver it takes 160 ms of a start, and most nodes have no such store

    found = leading.address_of(url)
    schema = str(found.query.get("schema", DEFAULT_SCHEMA))
    return found.set(drivername="postgresql+psycopg").difference_update_query(["schema"]), schema


def engine(url: str, *, login: str | None = None, password: str | None = None) -> Engine:
    from app.store import leading

    address, schema = place(url)
    if login:
        address = address.set(username=login, password=password)
    limits = " ".join(f"-c {name}={value}" for name, value in LIMITS.items()) if login else CALM
    made = create_engine(
        address, pool_size=2, pool_use_lifo=True, max_overflow=2, hide_parameters=True,
        connect_args={"options": f"-c search_path={schema},public {limits}", **leading.line_to(address)},
    )  # fmt: skip
    return leading.found_by(made)


WRITE = "SELECT record(%(device)s, %(seq)s, %(head)s, %(new)s::jsonb, %(batch)s::jsonb)"


def _text(plain: Any) -> str:
    return codec.plain_bytes(plain).decode()


def _json(value: Any) -> Any:
    return "\\x" + bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value


def write(
    connection: Connection, *, device: dict[str, Any], began: tuple[int, bytes], rows: Rows, expect: Any
) -> tuple[str, ...]:  # fmt: skip
    """One round trip. The function locks the device's row, compares what was read, and writes all of it."""
    batch = [
        {"t": table, "e": expect.get((table, key)), "r": {c: _json(v) for c, v in row.items()}}
        for (table, key), row in rows.items()
    ]
    at("write.before")
    try:
        connection.exec_driver_sql(
            WRITE,
            {
                "device": device["code"], "seq": began[0], "head": began[1],
                "new": _text({c: _json(v) for c, v in device.items()}), "batch": _text(batch),
            },
        )  # fmt: skip
    except sqlalchemy.exc.DBAPIError as fault:
        if getattr(fault.orig, "sqlstate", "") in ("TZ001", "TZ002", "23505", "40001", "40P01"):
            raise Unavailable("store", "moved-meanwhile") from fault
        if getattr(fault.orig, "sqlstate", "") == standing.FENCED:
            raise Unavailable("store", "moved", to=str(fault.orig).splitlines()[0]) from fault
        if getattr(fault.orig, "sqlstate", "") == "25006":  # a standby, which only follows
            raise Unavailable("store", "read-only") from fault
        if (
            getattr(fault.orig, "sqlstate", "") == "42501"
        ):  # the database judges for itself, whatever this program thinks
            raise Refused("store-refuses", why=str(fault.orig).splitlines()[0].rpartition(": ")[2]) from fault
        raise
    return ()  # what it shreds lies in the store itself


# each person is a login role of their own, made and closed with the account; a role that was there before stays as it is
ROLE = f"""
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = item->'r'->>'login') THEN
                EXECUTE format('CREATE ROLE %I LOGIN CONNECTION LIMIT 40 IN ROLE {GROUP}', item->'r'->>'login');
            END IF;
            IF {is_person("item->'r'->>'login'")} THEN
                EXECUTE format(
                    CASE WHEN (item->'r'->>'open')::boolean THEN 'ALTER ROLE %I LOGIN' ELSE 'ALTER ROLE %I NOLOGIN' END,
                    item->'r'->>'login');
            END IF"""


# a password is the database's own; it is set by the person, or by an administrator of their office or of a courier's node
PASSWORD = """
            IF NOT EXISTS (SELECT 1 FROM accounts WHERE login = item->'r'->>'login') OR NOT (
                session_user = (item->'r'->>'login') OR session_user = current_user OR EXISTS (
                    SELECT 1 FROM accounts a WHERE a.login = session_user AND a.role = 'administrator' AND a.open))
            THEN
                RAISE EXCEPTION 'not theirs to set' USING ERRCODE = '42501';
            END IF;
            IF item->'r'->>'id' LIKE '% password' THEN
                IF NOT (SELECT demo FROM store LIMIT 1) AND @person@ THEN
                    EXECUTE format('ALTER ROLE %I PASSWORD %L', item->'r'->>'login', nullif(item->'r'->>'hash', ''));
                END IF;
                CONTINUE;
            END IF;
            """


@contextmanager
def alone(engine: Engine, about: str) -> Iterator[None]:
    """Of two who do the same in one database at the same moment the second waits, and then finds it done."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(hashtextextended(:about, 0))"), {"about": about})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(hashtextextended(:about, 0))"), {"about": about})


CASE_OF_ITEM = "(item->'r'->>'id')"
WITH_LEAP = """'{"leap": 0}'::jsonb || (item->'r')"""  # a program of schema 0005 does not know of it
OF_BOTH = """ ON CONFLICT (sha256) DO UPDATE SET centre = (
                SELECT string_agg(DISTINCT o, ' ' ORDER BY o)
                FROM unnest(string_to_array(files.centre || ' ' || excluded.centre, ' ')) o)"""


# what was answered is on the disk, whatever the server's or a person's own setting says of it
DURABLE = """IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;"""


def record_function(schema: str) -> str:
    """SQL of the one writing function, one static statement a table, made from the tables themselves."""
    branches = []
    for name, key in KEYS.items():
        columns = [c.name for c in metadata.tables[name].columns if c.name != "row"]
        names = ", ".join(f'"{c}"' for c in columns)
        given = WITH_LEAP if name == "devices" else "item->'r'"
        insert = f"INSERT INTO {name} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{name}, {given})"
        if name not in APPEND_ONLY:
            changes = ", ".join(f'"{c}" = excluded."{c}"' for c in columns if c != key)
            insert += f' ON CONFLICT ("{key}") DO UPDATE SET {changes}'
        if name == "files":  # two offices have the same document: it is of both
            insert = insert.split(" ON CONFLICT")[0] + OF_BOTH
        if name == "file_parts":
            insert += " ON CONFLICT DO NOTHING"
        if name in VERSIONED:
            look = "md5(state)" if "state" in metadata.tables[name].columns else "version::text"
            insert = f"""
            SELECT {look} INTO found FROM {name} WHERE id = item->'r'->>'id' FOR UPDATE;
            IF coalesce(found, '') <> coalesce(item->>'e', '') THEN
                RAISE EXCEPTION 'subject moved' USING ERRCODE = 'TZ002';
            END IF;
            {insert}"""
        if name == "secrets":
            insert = PASSWORD.replace("@person@", is_person("item->'r'->>'login'")) + insert
        if name == "accounts":
            insert += f"""; {ROLE}"""
        branches.append(f"WHEN '{name}' THEN {insert};")
    branches.append(f"WHEN '{erasing.ITEM}' THEN {erasing.on_postgres(CASE_OF_ITEM)}")
    branches.append(f"WHEN '{filling.ITEM}' THEN {filling.ON_POSTGRES}")
    return f"""
CREATE OR REPLACE FUNCTION record(p_device text, p_seq bigint, p_head bytea, p_new jsonb, p_batch jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE item jsonb; found text; mine devices%ROWTYPE;
BEGIN
    {DURABLE}
    SELECT * INTO mine FROM devices WHERE code = p_device AND local FOR UPDATE;
    IF mine.code IS NULL OR mine.seq IS DISTINCT FROM p_seq OR mine.head IS DISTINCT FROM p_head THEN
        RAISE EXCEPTION 'device moved' USING ERRCODE = 'TZ001';
    END IF;
    IF session_user = current_user THEN NULL;  -- the node itself: a store is made, brought back, its papers are drawn
    ELSIF EXISTS (SELECT 1 FROM pg_auth_members x JOIN pg_roles g ON g.oid = x.roleid JOIN pg_roles o ON o.oid = x.member
            WHERE g.rolname = '{EXCHANGE}' AND o.rolname = session_user) THEN
        IF EXISTS (SELECT 1 FROM jsonb_array_elements(p_batch) WHERE value->>'t' NOT IN ({listed(EXCHANGED)})) THEN
            RAISE EXCEPTION 'not theirs: exchange' USING ERRCODE = '42501';
        END IF;
    ELSE
        PERFORM judge(p_new, p_batch, mine);
    END IF;
    FOR item IN SELECT value FROM jsonb_array_elements(p_batch) LOOP
        CASE item->>'t'
            {" ".join(branches)}
            ELSE RAISE EXCEPTION 'no such table';
        END CASE;
    END LOOP;
    UPDATE devices SET seq = (p_new->>'seq')::bigint, head = decode(substr(p_new->>'head', 3), 'hex'),
        year = (p_new->>'year')::int, serial = (p_new->>'serial')::int, leap = coalesce((p_new->>'leap')::int, leap)
        WHERE code = p_device;
END $$"""


RECORD = "record(text, bigint, bytea, jsonb, jsonb)"
JUDGE = "judge(jsonb, jsonb, devices)"
LIMITS = {  # of every person's session; a program may ask for less
    "statement_timeout": "30s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s",
}  # fmt: skip
# the owner's database is for nobody's own tables; who does not own it can only ask for that
NO_TEMPORARY = """DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY, CREATE ON DATABASE %I FROM PUBLIC', current_database());
EXCEPTION WHEN insufficient_privilege THEN RAISE NOTICE 'TEMPORARY stays granted: the database has another owner'; END $$"""


def rights(schema: str) -> list[str]:
    """Everything that the store's rights are made of, again at each start of a newer program."""
    called = (RECORD, *MAY_CALL)
    readers = f"{GROUP}, {EXCHANGE}"
    return [
        *functions(schema),
        judge_function(schema),
        record_function(schema),
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC",
        f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {schema} FROM PUBLIC",
        f"REVOKE ALL ON FUNCTION {schema}.{JUDGE.replace('devices', schema + '.devices')} FROM {readers}",
        f"GRANT USAGE ON SCHEMA {schema} TO {readers}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {readers}",
        *(f"GRANT EXECUTE ON FUNCTION {schema}.{one} TO {readers}" for one in called),
        *policies(schema),
        NO_TEMPORARY,
    ]


def role_lines() -> list[str]:
    """The groups of the server; the owner is of the node's."""
    lines = [
        f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{name}')"
        f" THEN CREATE ROLE {name} NOLOGIN; END IF; END $$"
        for name in (GROUP, NODE, EXCHANGE)
    ]
    return [
        *lines,
        f"DO $$ BEGIN IF NOT pg_has_role(current_user, '{NODE}', 'USAGE') THEN"
        f" EXECUTE format('GRANT {NODE} TO %I', current_user); END IF; END $$",
    ]
