"""A centre's shared store: PostgreSQL. One SQL function, `record`, is the only way to write; each person is a login role."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy
from sqlalchemy import text
from sqlalchemy.engine import URL, Connection, Engine, create_engine, make_url

from app.problems import Unavailable
from app.store.tables import APPEND_ONLY, KEYS, VERSIONED, metadata

Rows = dict[tuple[str, str], dict[str, Any]]
DEFAULT_SCHEMA = "tereze"
GROUP = "tereze_person"  # what every person may: read, and call `record`


def place(url: str) -> tuple[URL, str]:
    """The address for the driver, and the schema of this node: `postgresql://…/db?schema=tereze_licensor`."""
    found = make_url(url)
    schema = str(found.query.get("schema", DEFAULT_SCHEMA))
    return found.set(drivername="postgresql+psycopg").difference_update_query(["schema"]), schema


def engine(url: str, *, login: str | None = None, password: str | None = None) -> Engine:
    address, schema = place(url)
    if login:
        address = address.set(username=login, password=password)
    return create_engine(
        address, pool_size=1, max_overflow=3, pool_pre_ping=True,
        connect_args={"options": f"-c search_path={schema},public -c statement_timeout=30000 -c lock_timeout=10000"},
    )  # fmt: skip


def _json(value: Any) -> Any:
    return "\\x" + bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value


def write(connection: Connection, *, device: dict[str, Any], began: tuple[int, bytes], rows: Rows, expect: Any) -> None:
    """One round trip. The function locks the device's row, compares what was read, and writes all of it."""
    batch = [
        {"t": table, "e": expect.get((table, key)), "r": {c: _json(v) for c, v in row.items()}}
        for (table, key), row in rows.items()
    ]
    try:
        connection.execute(
            text("SELECT record(:device, :seq, :head, CAST(:new AS jsonb), CAST(:batch AS jsonb))"),
            {
                "device": device["code"], "seq": began[0], "head": began[1],
                "new": json.dumps({c: _json(v) for c, v in device.items()}), "batch": json.dumps(batch),
            },
        )  # fmt: skip
    except sqlalchemy.exc.DBAPIError as fault:
        if getattr(fault.orig, "sqlstate", "") in ("TZ001", "TZ002", "23505", "40001", "40P01"):
            raise Unavailable("store", "moved-meanwhile") from fault
        raise


# each person is a login role of their own, made and closed with the account
ROLE = f"""
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = item->'r'->>'login') THEN
                EXECUTE format('CREATE ROLE %I LOGIN IN ROLE {GROUP}', item->'r'->>'login');
            END IF;
            EXECUTE format(
                CASE WHEN (item->'r'->>'open')::boolean THEN 'ALTER ROLE %I LOGIN' ELSE 'ALTER ROLE %I NOLOGIN' END,
                item->'r'->>'login')"""


# a password is the database's own; it is set by the person, or by an administrator of their office or of a courier's node
PASSWORD = """
            IF NOT EXISTS (SELECT 1 FROM accounts WHERE login = item->'r'->>'login') OR NOT (
                session_user = (item->'r'->>'login') OR session_user = current_user OR EXISTS (
                    SELECT 1 FROM accounts a WHERE a.login = session_user AND a.role = 'administrator' AND a.open))
            THEN
                RAISE EXCEPTION 'not theirs to set' USING ERRCODE = '42501';
            END IF;
            IF item->'r'->>'id' LIKE '% password' THEN
                IF NOT (SELECT demo FROM store LIMIT 1) THEN
                    EXECUTE format('ALTER ROLE %I PASSWORD %L', item->'r'->>'login', nullif(item->'r'->>'hash', ''));
                END IF;
                CONTINUE;
            END IF;
            """


def record_function(schema: str) -> str:
    """SQL of the one writing function, one static statement a table, made from the tables themselves."""
    branches = []
    for name, key in KEYS.items():
        columns = [c.name for c in metadata.tables[name].columns if c.name != "row"]
        listed = ", ".join(f'"{c}"' for c in columns)
        insert = f"INSERT INTO {name} ({listed}) SELECT {listed} FROM jsonb_populate_record(NULL::{name}, item->'r')"
        if name not in APPEND_ONLY:
            changes = ", ".join(f'"{c}" = excluded."{c}"' for c in columns if c != key)
            insert += f' ON CONFLICT ("{key}") DO UPDATE SET {changes}'
        if name in VERSIONED:
            look = "md5(state)" if "state" in metadata.tables[name].columns else "version::text"
            insert = f"""
            SELECT {look} INTO found FROM {name} WHERE id = item->'r'->>'id' FOR UPDATE;
            IF coalesce(found, '') <> coalesce(item->>'e', '') THEN
                RAISE EXCEPTION 'subject moved' USING ERRCODE = 'TZ002';
            END IF;
            {insert}"""
        if name == "secrets":
            insert = PASSWORD + insert
        if name == "accounts":
            insert += f"""; {ROLE}"""
        branches.append(f"WHEN '{name}' THEN {insert};")
    return f"""
CREATE OR REPLACE FUNCTION record(p_device text, p_seq bigint, p_head bytea, p_new jsonb, p_batch jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE item jsonb; found text; mine devices%ROWTYPE;
BEGIN
    SELECT * INTO mine FROM devices WHERE code = p_device AND local FOR UPDATE;
    IF mine.seq IS DISTINCT FROM p_seq OR mine.head IS DISTINCT FROM p_head THEN
        RAISE EXCEPTION 'device moved' USING ERRCODE = 'TZ001';
    END IF;
    FOR item IN SELECT value FROM jsonb_array_elements(p_batch) LOOP
        CASE item->>'t'
            {" ".join(branches)}
            ELSE RAISE EXCEPTION 'no such table';
        END CASE;
    END LOOP;
    UPDATE devices SET seq = (p_new->>'seq')::bigint, head = decode(substr(p_new->>'head', 3), 'hex'),
        year = (p_new->>'year')::int, serial = (p_new->>'serial')::int WHERE code = p_device;
END $$"""


def grants(schema: str) -> list[str]:
    """What a person's role may: see the tables, call `record`, nothing else."""
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC",
        f"REVOKE ALL ON FUNCTION {schema}.record(text, bigint, bytea, jsonb, jsonb) FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {schema} TO {GROUP}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {GROUP}",
        f"GRANT EXECUTE ON FUNCTION {schema}.record(text, bigint, bytea, jsonb, jsonb) TO {GROUP}",
    ]
