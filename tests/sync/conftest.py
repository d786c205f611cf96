"""The nodes of a test of the sync, on the kind of store that it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.nodes import Pair, Urls, acquainted, on_sqlite


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, ram: Path) -> Urls:
    """An address for each node's store, on both kinds of store."""
    if request.param == "sqlite":
        return on_sqlite(ram)
    database = request.getfixturevalue("postgres_url")
    return lambda name: f"{database}&schema=node_{name}"


@pytest.fixture
def on_both(urls: Urls, ram: Path) -> Iterator[Pair]:
    with acquainted(urls, ram) as pair:
        yield pair


@pytest.fixture
def two(ram: Path) -> Iterator[Pair]:
    """On the embedded store."""
    with acquainted(on_sqlite(ram), ram) as pair:
        yield pair
