"""Opening the store behind the lock screen, and letting a person in. Runs in the reader thread; nothing here draws."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.pack import Text

if TYPE_CHECKING:
    from app.queries.house import Me
    from app.start import App


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may log in here, as the lock screen offers them."""

    login: str
    name: str
    role: str
    office: str
    place: Text


@dataclass(slots=True)
class Door:
    """`store` and `key` as the command line was told; an empty store is the user's own.

    A demonstration has a second node: the licensor's.
    """

    store: str
    key: str | None = None
    demo: bool = False
    clock: Any = None  # tests and pictures move it by hand
    apps: dict[str, App] = field(default_factory=dict)  # side → its node
    _open: ExitStack = field(default_factory=ExitStack)
    _address: str | None = None  # of the demonstration's licensor, on loopback

    def open(self) -> tuple[Known, ...]:
        """Makes a demonstration that is not there yet; opens the centre's node. Who may log in, where that is known."""
        from app import start

        self.store = self.store or start.default_store()
        if self.store.startswith("postgresql"):
            return ()  # the person's own password opens it
        if self.demo and not Path(self.store.removeprefix("sqlite:///")).expanduser().exists():
            start.initialise(self.store, key=self.key, demo=True)
        app = self._node("centre", self.store)
        if not app.store.demo or app.store.side != "centre":
            return ()
        there = self._node("licensor", start.licensor_store(self.store))
        place = start.PLACES[0]
        here = known(app, f"inspector.{place.centre.lower()}")
        couriers = tuple(replace(k, login=f"{k.login}@licensor") for k in here if k.role == "courier")
        return here + couriers + known(there, f"chancellery.{place.departments[0][0].lower()}")

    def exchange(self) -> list[dict[str, Any]]:
        """One tick with the other side. In a demonstration the licensor listens in this same program."""
        from app import start

        centre = self.apps["centre"]
        if "licensor" in self.apps and self._address is None:
            self._address = self._open.enter_context(start.listening(self.apps["licensor"]))
        return start.exchange(centre, self._address)

    @property
    def demonstration(self) -> bool:
        return self.demo or any(app.store.demo for app in self.apps.values())

    def enter(self, login: str, password: str) -> tuple[App, Me]:
        """Whose node it is, and who they are there; `Refused`, `Unavailable` where it cannot be."""
        from app import start
        from app.problems import Refused

        if self.store.startswith("postgresql"):
            for app in self.apps.values():
                app.close()
            self.apps.clear()
            settings = start.Settings(
                store=self.store, key=start.key_place(self.key), login=login,
                password=password or start.password_of(self.store, login),
            )  # fmt: skip
            self.apps["centre"] = start.build(settings, clock=self.clock)
        name, _, machine = login.partition("@")
        sides = [machine] if machine in self.apps else list(self.apps)
        for side in sides:
            app = self.apps[side]
            try:
                return app, app.ask("house.me", {}, as_=name)
            except Refused as no:
                if no.code != "account-unknown" or side == sides[-1]:
                    raise
        raise AssertionError("a door without a node lets nobody in")

    def _node(self, side: str, store: str) -> App:
        from app import start

        if side not in self.apps:
            settings = start.Settings(store=store, key=start.key_place(self.key))
            self.apps[side] = start.build(settings, clock=self.clock)
        return self.apps[side]

    def close(self) -> None:
        self._open.close()
        self._address = None
        for app in self.apps.values():
            app.close()
        self.apps.clear()


def known(app: App, login: str) -> tuple[Known, ...]:
    """Everybody of that node who may still log in."""
    offices = app.store.offices
    return tuple(
        Known(p.login, p.name, p.role, p.office, offices[p.office].branch)
        for p in app.ask("house.people", {}, as_=login)
        if p.open and offices[p.office].side == app.store.side
    )
