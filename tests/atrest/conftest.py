"""The furnished demonstration, for the tests beside this file; and a store of keys that is nobody's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from app.store import keys
from tests.atrest.own_ring import FileRing
from tests.world import file_here, furnished_file  # noqa: F401


@pytest.fixture
def ring(ram: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileRing]:
    """The system's store of keys for this test, and for the programs that it starts."""
    monkeypatch.setenv("TEREZE_TEST_RING", str(ram / "ring.json"))
    before, made = keyring.get_keyring(), FileRing()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a guess costs is measured once; elsewhere these tests count faults, not seconds."""
    monkeypatch.setattr(keys, "TIME", 1)
    monkeypatch.setattr(keys, "MEMORY", 64)
    monkeypatch.setattr(keys, "_known", {})
    monkeypatch.setattr(keys, "_ask", [])
