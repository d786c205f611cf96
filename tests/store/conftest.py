"""The furnished demonstration, and a small store with a history, for the tests beside this file."""

from pathlib import Path

import pytest

from app.start import Settings
from tests.store.furnished import furnish
from tests.store.verified import STORES, url_of
from tests.world import database_here, file_here, furnished_database, furnished_file, world  # noqa: F401


@pytest.fixture(params=STORES)
def settings(request: pytest.FixtureRequest, ram: Path) -> Settings:
    return furnish(url_of(request, request.param, ram), ram)


@pytest.fixture
def embedded(ram: Path) -> Settings:
    return furnish(f"sqlite:///{ram}/store.db", ram)
