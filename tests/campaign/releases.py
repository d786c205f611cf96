"""Releases that never were: each with one migration more, so that upgrades can be cut anywhere and old be met by new."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.start import Settings
from app.store import open
from tests.store.furnished import furnish, key_of

Lived = tuple[Settings, dict[int, bytes], Path]
FIRST = int(open.SCHEMA)
LAST = FIRST + 4
STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{now:04}", "{before:04}"


def upgrade():
    op.create_table("later_{now}", sa.Column("id", sa.Text(), primary_key=True), sa.Column("centre", sa.Text()))
    op.add_column("papers", sa.Column("seen_{now}", sa.Integer(), nullable=False, server_default="7"))
    op.create_index("papers_seen_{now}", "papers", ["seen_{now}"])
    op.execute("INSERT INTO later_{now} SELECT id, centre FROM cases")
    op.execute("UPDATE papers SET seen_{now} = 8 WHERE lang = 'kk'")
    op.execute("UPDATE store SET min_writer = {writer}, min_reader = {reader}")


def downgrade():
    op.drop_index("papers_seen_{now}")
    op.drop_column("papers", "seen_{now}")
    op.drop_table("later_{now}")
"""


def name(release: int) -> str:
    return f"{release:04}"


@contextmanager
def program(release: int, folder: Path) -> Iterator[None]:
    """Inside, the program is of that release: what it can read and write, and what it knows how to migrate.

    Expand, then contract: a release still lets the one before it write, and no older one.
    """
    made = folder / f"migrations-{release}"
    if not made.exists():
        shutil.copytree(open.MIGRATIONS, made, ignore=shutil.ignore_patterns("__pycache__"))
        for now in range(FIRST + 1, release + 1):
            told = STEP.format(now=now, before=now - 1, writer=level(now) - 1, reader=level(now) - 1)
            (made / "versions" / f"{now:04}_later.py").write_text(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(open, "MIGRATIONS", made)
        patch.setattr(open, "SCHEMA", name(release))
        patch.setattr(open, "WRITER", level(release))
        patch.setattr(open, "READER", level(release))
        yield


def level(release: int) -> int:
    """What a program of that release can read and write, as the store's row counts it."""
    return release - FIRST + 1


def lived_through(ram: Path) -> Lived:
    """A store of each release, with the same history in it."""
    settings = furnish(f"sqlite:///{ram}/store.db", ram, papers=True)
    stores = {FIRST: place_of(settings).read_bytes()}
    for release in range(FIRST + 1, LAST + 1):
        with program(release, ram):
            migrated(settings)
        stores[release] = place_of(settings).read_bytes()
    return settings, stores, ram


def place_of(settings: Settings) -> Path:
    return open.path_of(settings.store)


def lay(settings: Settings, body: bytes) -> None:
    place = place_of(settings)
    for old in place.parent.glob(f"{place.name}-*"):
        old.unlink()
    for old in place.parent.glob(f"{place.stem}.before-*"):
        old.unlink()
    place.write_bytes(body)


def migrated(settings: Settings) -> None:
    engine = open._engine(settings.store, key=key_of(settings))
    try:
        open.migrate(engine, settings.store)
    finally:
        engine.dispose()
