"""What the tests of verify share: an event of a furnished store, and what is named when something is wrong with it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from app.keeping.verify import verify_store
from app.start import Settings
from tests.store.furnished import DEVICE, ask

STORES = ("sqlite", "postgres")


def url_of(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    return f"sqlite:///{folder}/store.db" if kind == "sqlite" else str(request.getfixturevalue("postgres_url"))


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def event(settings: Settings, seq: int, device: str = DEVICE) -> Any:
    query = """SELECT e.*, p.salt, p.person FROM events e JOIN persons p ON p.event = e.id
        WHERE e.device = :device AND e.seq = :seq"""
    return ask(settings, query, device=device, seq=seq)[0]


def wrong(settings: Settings, anchor: str | None = None) -> tuple[str, str, str]:
    answer = verify_store(settings, anchor)
    assert answer["intact"] is False
    found = answer["first_wrong"]
    assert all(found["text"][lang] and "verify." not in found["text"][lang] for lang in ("ru", "kk", "en")), found
    assert all(found["do"][lang] and "verify." not in found["do"][lang] for lang in ("ru", "kk", "en")), found
    return found["what"], found["table"], found["row"]
