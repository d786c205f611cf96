"""A real store with passwords, not a demonstration: an administrator, an inspector, a supervisor, a sector, a courier."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.domain.personal import Secret
from app.start import App, Proof, Settings, build, initialise
from app.store.argon import Hasher

ADMIN, INSPECTOR, SUPERVISOR, SECTOR, COURIER = (
    f"{role}.at01" for role in ("administrator", "inspector", "supervisor", "sector", "courier")
)
OWN = "жасыл көл үстінде алты аққу"  # the administrator's own
ONCE = "k7dw-m2xn-9rht-v4bq"  # given to everybody else
NEW = "тоғыз қызыл бұлт пен балапан"
CARD = "P-AT01-01-16-73915-K"


@dataclass
class Ticks:
    """The running time of the machine, moved by hand."""

    now: float = 50_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class House:
    url: str
    key: Path
    ticks: Ticks
    app: App

    def open(self) -> App:
        """As another start of the program."""
        self.app = build(Settings(store=self.url, key=self.key))
        self.app.store.ticks = self.ticks
        self.app.store._hasher = Hasher(time=1, memory=64)
        return self.app

    def again(self) -> App:
        self.app.close()
        return self.open()

    def enter(self, login: str, password: str, badge: str = "") -> Proof:
        return self.app.entrance.enter(login, password, badge)

    def as_admin(self, wish: str, /, **given: Any) -> Any:
        return self.app.run(wish, given, as_=ADMIN, proof=self.enter(ADMIN, OWN))

    def settled(self, login: str, password: str = NEW) -> Proof:
        """Somebody who has changed the first password."""
        once = self.enter(login, ONCE)
        self.app.run("account.change_password", {"password": password}, as_=login, proof=once)
        return self.enter(login, password)

    def rows(self, statement: str) -> list[Any]:
        from sqlalchemy import text

        with self.app.store.reading() as connection:
            return list(connection.execute(text(statement)).all())


@pytest.fixture(scope="session")
def housed(ram_of_run: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="housed-", dir=ram_of_run))
    url, key = f"sqlite:///{folder / 'tereze.db'}", folder / "tereze.key"
    initialise(url, key=key, centre="AT01", login=ADMIN, administrator="Сейітқали Дана", password=Secret(OWN))
    house = House(url, key, Ticks(), app=None)  # type: ignore[arg-type]
    house.open()
    for role in ("inspector", "supervisor", "sector", "courier"):
        given = {"login": f"{role}.at01", "role": role, "office": "AT01", "device": "AT01-01", "name": "Әсел С."}
        house.as_admin("account.open", **given, password=ONCE)
    house.app.close()
    return folder


@pytest.fixture
def house(housed: Path, ram: Path) -> Iterator[House]:
    shutil.copytree(housed, ram, dirs_exist_ok=True)
    made = House(f"sqlite:///{ram / 'tereze.db'}", ram / "tereze.key", Ticks(), app=None)  # type: ignore[arg-type]
    made.open()
    yield made
    made.app.close()
