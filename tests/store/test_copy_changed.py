"""The list of what a copy holds lies open in it: whoever has no key may have written it, so it is judged before it is used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.keeping.backup import bring_back, copy
from app.problems import Refused
from app.start import Settings
from tests.postgres import Server
from tests.store.copies import members_of, rebuild
from tests.store.furnished import furnish

Change = Callable[[dict[str, Any]], object]
CHANGES: dict[str, Change] = {
    "no kind": lambda told: told.pop("kind"),
    "a kind that is a number": lambda told: told.update(kind=5),
    "no chains": lambda told: told.pop("chains"),
    "no store": lambda told: told.pop("store"),
    "a store that is a text": lambda told: told.update(store="x"),
    "a store without an epoch": lambda told: told["store"].pop("epoch"),
    "no events": lambda told: told.pop("events"),
    "no day": lambda told: told.pop("made_at"),
}


def changed(file: Path, change: Change, *, without: str = "") -> None:
    members = members_of(file)
    told = json.loads(members["manifest.json"])
    if without:
        del members[without]
        told["sha256"] = hashlib.sha256().hexdigest()
    change(told)
    members["manifest.json"] = json.dumps(told).encode()
    rebuild(file, members)


@pytest.mark.parametrize("what", CHANGES)
def test_a_list_of_another_shape_is_no_copy(settings: Settings, elsewhere: str, ram: Path, what: str) -> None:
    copy(settings, ram / "copy.tar")
    changed(ram / "copy.tar", CHANGES[what])
    with pytest.raises(Refused, match="not-a-backup"):
        bring_back(ram / "copy.tar", elsewhere, key=settings.key)
    assert not (ram / "there" / "again.db").exists()


def test_a_copy_without_a_store_in_it_is_none(settings: Settings, elsewhere: str, ram: Path) -> None:
    copy(settings, ram / "copy.tar")
    main = "dump" if settings.store.startswith("postgresql") else "store.db"
    changed(ram / "copy.tar", lambda told: None, without=main)
    with pytest.raises(Refused, match="not-a-backup"):
        bring_back(ram / "copy.tar", elsewhere, key=settings.key)


@pytest.mark.parametrize("name", ["tereze\n\\! touch {0}\n", "tereze; DROP SCHEMA tereze", "Тереза", "", None])
def test_a_copy_changed_by_who_has_no_key_runs_nothing(
    postgres_url: str, postgres_server: Server, ram: Path, name: str | None
) -> None:
    """psql runs a line that begins with a backslash as a command of the machine."""
    settings = furnish(postgres_url, ram)
    postgres_server.tell("CREATE DATABASE changed OWNER owner")
    try:
        copy(settings, ram / "copy.tar")
        told = name.format(ram / "run") if name is not None else None
        changed(ram / "copy.tar", lambda manifest: manifest.update(schema_name=told))
        with pytest.raises(Refused, match="not-a-backup"):
            bring_back(ram / "copy.tar", postgres_server.url("changed"), key=settings.key)
        assert not (ram / "run").exists()
    finally:
        postgres_server.tell("DROP DATABASE changed WITH (FORCE)")
