"""The schema: the newest migration is what the program thinks of, it can be undone, and half of it is none of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from app.keeping.verify import verify_store
from app.problems import Unavailable
from app.start import Settings
from app.store import open, points, postgres, sqlite, tables
from app.store.receive import read_event
from app.store.rows import subject_of
from tests.store.furnished import ask, furnish, key_of
from tests.world import STORES

ROOT = Path(__file__).resolve().parent.parent.parent
NEXT = """
import os
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0007", "0006"

def upgrade():
    op.create_table("later", sa.Column("id", sa.Text(), primary_key=True))
    op.add_column("papers", sa.Column("seen", sa.Integer(), nullable=False, server_default="7"))
    if os.environ.get("HALF_WAY"):
        raise OSError("half-way")

def downgrade():
    op.drop_column("papers", "seen")
    op.drop_table("later")
"""


@pytest.fixture(params=STORES)
def settings(request: pytest.FixtureRequest, ram: Path) -> Settings:
    url = f"sqlite:///{ram / 'a.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return furnish(url, ram, papers=True)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    made = open._engine(settings.store, key=key_of(settings))
    yield made
    made.dispose()


@pytest.fixture
def next_program(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The program of the next release, whose migrations go one further; the store was made by this one."""
    shutil.copytree(open.MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "migrations" / "versions" / "0007_later.py").write_text(NEXT)
    monkeypatch.setattr(open, "MIGRATIONS", tmp_path / "migrations")
    monkeypatch.setattr(open, "SCHEMA", "0007")
    points._met.clear()


def alembic(connection: Connection, verb: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(open.MIGRATIONS))
    config.attributes["connection"] = connection
    getattr(command, verb)(config, revision)
    connection.commit()


def shape(engine: Engine) -> dict[str, Any]:
    """Tables, columns, keys and indexes as the store itself has them."""
    found = sqlalchemy.inspect(engine)
    return {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)),
            sorted(str(i["name"]) for i in found.get_indexes(name)),
            found.get_pk_constraint(name)["constrained_columns"],
        )
        for name in sorted(found.get_table_names())
        if not name.startswith("case_search")
    }


def everything(settings: Settings) -> dict[str, list[Any]]:
    return {
        name: [tuple(r) for r in ask(settings, f"SELECT * FROM {name} ORDER BY 1, 2")]
        for name in tables.metadata.tables
    }


def test_there_is_one_head_and_it_is_what_the_program_thinks_of() -> None:
    config = Config()
    config.set_main_option("script_location", str(open.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [open.SCHEMA]


def test_the_migrated_store_is_exactly_what_the_tables_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        ours = {i.name for t in tables.metadata.tables.values() for i in t.indexes}
        differences = [
            d for d in compare_metadata(context, tables.metadata)
            if not (d[0] == "remove_table" and (d[1].name.startswith("case_search") or d[1].name == "alembic_version"))
            and not (d[0] == "remove_index" and d[1].name not in ours and d[1].name == "cases_search")
        ]  # fmt: skip
    assert differences == []


def test_every_table_says_whose_its_rows_are() -> None:
    for table in tables.metadata.tables.values():
        assert "centre" in table.columns, table.name
    beside = {"store", "guesses"}  # wrong passwords are counted in a transaction of their own
    assert set(tables.KEYS) == set(tables.metadata.tables) - beside
    assert all(KEY in tables.metadata.tables[name].columns for name, KEY in tables.KEYS.items())


def test_up_down_and_up_again_gives_the_same_store(settings: Settings, engine: Engine) -> None:
    before = shape(engine)
    with engine.connect() as connection:
        alembic(connection, "downgrade", "base")
    assert set(shape(engine)) <= {"alembic_version"}
    with engine.connect() as connection:
        alembic(connection, "upgrade", "head")
    assert shape(engine) == before
    furnish(settings.store, settings.key.parent)
    assert ask(settings, "SELECT count(*) FROM cases")[0][0] == 3


def test_own_stubs_from_before_they_were_signed_are_known_and_told(settings: Settings, engine: Engine) -> None:
    """A store that an earlier program brought back: its peers had no more than the hashes of two events."""
    with engine.connect() as connection:
        alembic(connection, "downgrade", "0005")
    last = ask(settings, "SELECT id FROM events WHERE device = 'AT01-01' AND seq = 9")[0].id
    with engine.begin() as connection:
        for told in (
            "UPDATE devices SET epoch = 2",
            "UPDATE store SET schema = '0005'",
            f"DELETE FROM persons WHERE event = '{last}'",
            f"UPDATE events SET head = NULL, facts = NULL, kind = NULL, version = NULL, subject = NULL WHERE id = '{last}'",
        ):
            connection.execute(text(told))
    open.migrate(engine, settings.store)
    engine.dispose()
    assert [(row.id, row.since, row.until) for row in ask(settings, "SELECT * FROM given_back")] == [
        ("AT01-01/9", 9, 9)
    ]
    answer = verify_store(settings)
    assert (answer["stubs"], answer["stubs_unsigned"]) == (1, 1)
    assert answer["first_wrong"]["what"] != "event-emptied"  # but the hand-over's row, which it had ended


@pytest.mark.usefixtures("next_program")
def test_a_store_of_the_release_before_grows_with_all_that_is_in_it(settings: Settings, engine: Engine) -> None:
    before = everything(settings)
    open.migrate(engine, settings.store)
    engine.dispose()
    assert ask(settings, "SELECT DISTINCT seen FROM papers")[0][0] == 7
    assert ask(settings, "SELECT schema FROM store")[0][0] == "0007"
    after = everything(settings)
    for name, rows in before.items():
        found = [row[: len(rows[0])] for row in after[name]] if rows else after[name]
        assert name == "store" or found == rows, name
    if not settings.store.startswith("postgresql"):
        kept = sqlite.engine(str(open.path_of(settings.store).with_suffix(".before-0007")), key=key_of(settings))
        with kept.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("SELECT count(*) FROM events")).scalar() == len(before["events"])
            assert connection.execute(text("SELECT schema FROM store")).scalar() == "0006"
        kept.dispose()


@pytest.mark.usefixtures("next_program")
@pytest.mark.parametrize("fault", ["migrate.before:error", "inside"])
def test_the_old_store_stays_as_it_was_when_a_migration_fails_half_way(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    before, form = everything(settings), shape(engine)
    monkeypatch.setenv("HALF_WAY" if fault == "inside" else "TEREZE_AT", fault)
    with pytest.raises(OSError, match=r"half-way|struck"):
        open.migrate(engine, settings.store)
    engine.dispose()
    assert shape(engine) == form
    assert everything(settings) == before
    monkeypatch.delenv("HALF_WAY", raising=False)
    monkeypatch.delenv("TEREZE_AT", raising=False)
    open.migrate(engine, settings.store)
    assert "later" in shape(engine)


@pytest.mark.usefixtures("next_program")
def test_the_new_store_is_whole_when_the_program_ends_right_after_migrating(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEREZE_AT", "migrate.after:error")
    with pytest.raises(OSError, match="struck"):
        open.migrate(engine, settings.store)
    engine.dispose()
    assert "later" in shape(engine)
    assert ask(settings, "SELECT schema FROM store")[0][0] == "0007"


def test_a_store_that_a_later_release_migrated_is_left_alone(
    settings: Settings, engine: Engine, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context():
        request.getfixturevalue("next_program")
        open.migrate(engine, settings.store)
    with engine.begin() as connection:
        connection.execute(text("UPDATE store SET min_writer = 2"))
    engine.dispose()
    before = everything(settings)
    with pytest.raises(Unavailable, match="newer"):
        furnish(settings.store, settings.key.parent)
    assert everything(settings) == before


@pytest.mark.parametrize("point", ["migrate.before", "migrate.after"])
def test_init_finishes_what_a_kill_cut_off(ram: Path, point: str) -> None:
    call = [sys.executable, "-m", "app.cli", "init", "--demo"]
    call += ["--store", f"sqlite:///{ram / 'a.db'}", "--key", str(ram / "k.key")]
    killed = subprocess.run(
        call, cwd=ROOT, env={**os.environ, "TEREZE_AT": f"{point}:kill"}, capture_output=True, check=False
    )
    assert killed.returncode == -9
    again = subprocess.run(call, cwd=ROOT, capture_output=True, check=False)
    assert again.returncode == 0, again.stderr.decode()
    settings = Settings(store=f"sqlite:///{ram / 'a.db'}", key=ram / "k.key", write=False)
    assert ask(settings, "SELECT count(*) FROM accounts")[0][0] == 25


def test_every_stored_event_can_be_read_again(settings: Settings) -> None:
    rows = ask(settings, "SELECT e.*, p.person FROM events e JOIN persons p ON p.event = e.id ORDER BY e.id")
    folds: dict[str, Any] = {}
    for row in rows:
        head, fact = read_event(bytes(row.head), bytes(row.facts), bytes(row.person), side="centre")
        folds[head.case] = subject_of(head.kind).apply(folds.get(head.case), head, fact)
    assert len(rows) == 10
    assert all(folds.values())


def test_the_writing_function_is_made_anew_with_each_migration(postgres_url: str, ram: Path) -> None:
    furnish(postgres_url, ram)
    made = postgres.engine(postgres_url)
    with made.begin() as connection:
        connection.execute(text("DROP FUNCTION record(text, bigint, bytea, jsonb, jsonb)"))
    open.migrate(made, postgres_url)
    with made.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM pg_proc WHERE proname = 'record'")).scalar() == 1
    made.dispose()
