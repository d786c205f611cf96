"""Where an installation keeps its things: the store, its key, the signing keys of the devices that stand here."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app import demonstration
from app.store import postgres
from app.store.open import path_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where this installation keeps its things, as the command line or the window was told."""

    store: str
    key: Path
    login: str | None = None  # PostgreSQL: connect as this person
    password: str | None = field(default=None, repr=False)
    write: bool = True


def home() -> Path:
    """The user's data folder: the default store and its key live there."""
    if told := os.environ.get("TEREZE_HOME"):
        return Path(told)
    import platformdirs

    return Path(platformdirs.user_data_dir("tereze", appauthor=False))


def default_store() -> str:
    return f"sqlite:///{home() / 'tereze.db'}"


def key_place(told: str | None) -> Path:
    return Path(told or os.environ.get("TEREZE_KEY") or home() / "tereze.key")


def password_of(store: str, login: str | None) -> str | None:
    """For PostgreSQL: from the environment, or None where a password file answers; a demonstration's people need none."""
    if told := os.environ.get("TEREZE_PASSWORD"):
        return told
    return None if os.environ.get("PGPASSFILE") else demonstration.PASSWORD


def devices_folder(key: Path) -> Path:
    """The signing keys of the devices that stand here, beside the store's key."""
    return key.parent / "devices"


def certificates_folder(key: Path) -> Path:
    """What this node shows and believes over a network; `TEREZE_TLS` says where, when it is elsewhere."""
    told = os.environ.get("TEREZE_TLS")
    return Path(told) if told else key.parent / "certificates"


def licensor_store(store: str) -> str:
    """The second store of a demonstration, beside the first."""
    if store.startswith("postgresql"):
        address, schema = postgres.place(store)
        return _url(address, f"{schema}_licensor")
    path = path_of(store)
    return f"sqlite:///{path.with_name(path.stem + '-licensor' + path.suffix)}"


def without_password(store: str) -> str:
    """The same store as anybody may read it, and as `--store` takes it."""
    if not store.startswith("postgresql"):
        return store
    address, schema = postgres.place(store)
    return _url(address._replace(password=None).difference_update_query(["password"]), schema)


def _url(address: Any, schema: str) -> str:
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    return f"{plain}{'&' if '?' in plain else '?'}schema={schema}"
