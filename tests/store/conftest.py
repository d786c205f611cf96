"""The furnished demonstration, and a small store with a history, for the tests beside this file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.start import Settings
from tests.postgres import Server
from tests.store.furnished import furnish
from tests.store.verified import STORES, url_of
from tests.world import database_here, file_here, furnished_database, furnished_file, world  # noqa: F401


@pytest.fixture(params=STORES)
def settings(request: pytest.FixtureRequest, ram: Path) -> Settings:
    return furnish(url_of(request, request.param, ram), ram)


@pytest.fixture
def embedded(ram: Path) -> Settings:
    return furnish(f"sqlite:///{ram}/store.db", ram)


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, settings: Settings, ram: Path) -> Iterator[str]:
    """A place of the same kind where there is no store yet."""
    if not settings.store.startswith("postgresql"):
        yield f"sqlite:///{ram}/there/again.db"
        return
    server: Server = request.getfixturevalue("postgres_server")
    server.tell("CREATE DATABASE elsewhere OWNER owner")
    yield server.url("elsewhere")
    server.tell("DROP DATABASE elsewhere WITH (FORCE)")
