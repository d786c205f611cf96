"""A store of keys for tests: keyring's own back end class over one file, so that nobody's real one is touched."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class FileRing(KeyringBackend):
    """Where `TEREZE_TEST_RING` says. `locked` plays a session that nobody has unlocked."""

    priority = 1  # type: ignore[assignment]
    locked = False

    @property
    def place(self) -> Path:
        return Path(os.environ["TEREZE_TEST_RING"])

    def entries(self) -> dict[str, str]:
        return dict(json.loads(self.place.read_text("utf-8"))) if self.place.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        self._unlocked()
        return self.entries().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._unlocked()
        self.place.write_text(json.dumps({**self.entries(), f"{service} {username}": password}), "utf-8")

    def delete_password(self, service: str, username: str) -> None:
        self._unlocked()
        entries = self.entries()
        if entries.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError
        self.place.write_text(json.dumps(entries), "utf-8")

    def _unlocked(self) -> None:
        if self.locked:
            raise KeyringLocked
