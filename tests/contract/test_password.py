"""Where a person's PostgreSQL password comes from: told, from a password file, or the demonstration's own."""

from __future__ import annotations

import pytest

from app.demonstration import PASSWORD
from app.settings import password_of

URL = "postgresql://owner@localhost/centre"


def test_a_told_password_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEREZE_PASSWORD", "told")
    monkeypatch.setenv("PGPASSFILE", "somewhere")
    assert password_of(URL, "inspector.at01") == "told"


def test_a_password_file_is_not_overridden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEREZE_PASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", "somewhere")
    assert password_of(URL, "inspector.at01") is None


def test_a_demonstration_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEREZE_PASSWORD", raising=False)
    monkeypatch.delenv("PGPASSFILE", raising=False)
    assert password_of(URL, "inspector.at01") == PASSWORD
