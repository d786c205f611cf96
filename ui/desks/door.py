"""Opening the store behind the lock screen, and letting a person in. Runs in the reader thread; nothing here draws."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.pack import Text
from app.problems import Unavailable

if TYPE_CHECKING:
    from app.queries.house import Me
    from app.start import App, Proof
    from ui.devices.key import Signer


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
    unfinished: Callable[[str], bool] = lambda store: False  # its first start was cut off
    fresh: bool = False  # this start has made the demonstration
    renews: bool = False  # it was said that a store of an earlier version is brought up to date
    _address: str | None = None  # of the demonstration's licensor, on loopback

    def open(self) -> tuple[Known, ...]:
        """Makes a demonstration that is not there yet; opens the centre's node. Who may log in, where that is known."""
        from app import start

        self.store = self.store or start.default_store()
        if self.store.startswith("postgresql"):
            return ()  # the person's own password opens it
        if self.demo and not Path(self.store.removeprefix("sqlite:///")).expanduser().exists():
            start.initialise(self.store, key=self.key, demo=True)
            self.fresh = True
        if not self.demo and self.unfinished(self.store):
            raise Unavailable("store", "not-there")
        app = self._node("centre", self.store)
        if not app.store.demo:
            return ()
        place = start.PLACES[0]
        if app.store.side == "licensor":
            return known(app, f"chancellery.{place.departments[0][0].lower()}")
        there = self._node("licensor", start.licensor_store(self.store))
        here = known(app, f"inspector.{place.centre.lower()}")
        couriers = tuple(replace(k, login=f"{k.login}@licensor") for k in here if k.role == "courier")
        return here + couriers + known(there, f"chancellery.{place.departments[0][0].lower()}")

    def exchange(self) -> list[dict[str, Any]]:
        """One tick with the other side. In a demonstration the licensor listens in this same program; a licensor's own
        window listens where `TEREZE_LISTEN` says."""
        from app import by_hand, start

        here = self.apps["centre"]
        if self._address is None and "licensor" in self.apps:
            self._address = self._open.enter_context(start.listening(self.apps["licensor"]))
        elif self._address is None and here.store.side == "licensor" and (told := os.environ.get("TEREZE_LISTEN")):
            host, _, port = told.rpartition(":")
            tls = by_hand.tls_of(here.settings.key)
            self._address = self._open.enter_context(start.listening(here, host or "127.0.0.1", int(port), tls=tls))
        address = None if here.store.side == "licensor" else self._address
        return start.exchange(here, address, tls=by_hand.tls_of(here.settings.key))

    @property
    def listens_at(self) -> str:
        """Where other nodes reach this window; empty: nowhere."""
        here = self.apps.get("centre")
        return self._address or "" if here is not None and here.store.side == "licensor" else ""

    def live_in(self, go_on: Callable[[], bool]) -> int:
        """Some weeks of work in a demonstration that was just made, so that no list is empty."""
        from app import start

        return start.live_in(self.apps["centre"], self.apps["licensor"], go_on=go_on)

    @property
    def demonstration(self) -> bool:
        return self.demo or any(app.store.demo for app in self.apps.values())

    @property
    def asks_nobody(self) -> bool:
        """Every node that is open here is a demonstration's."""
        return bool(self.apps) and all(app.store.demo for app in self.apps.values())

    def enter(self, login: str, password: str, badge: str = "") -> tuple[App, Me, Proof]:
        """Whose node it is, who they are there, and that it is they; `Refused`, `Unavailable` where it cannot be."""
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
            return self._asked(self.apps["centre"], self.apps["centre"].entrance.vouch(login, badge))
        name, _, machine = login.partition("@")
        sides = [machine] if machine in self.apps else list(self.apps)
        for side in sides:
            app = self.apps[side]
            try:
                return self._asked(app, app.prove(name, password, badge))
            except Refused as no:
                if no.code != "account-unknown" or side == sides[-1]:
                    raise
        raise AssertionError("a door without a node lets nobody in")

    def enter_by_key(self, login: str, key: Signer) -> tuple[App, Me, Proof] | None:
        """The same by the person's ЭЦП; None: they closed the window of their key. It may take minutes."""
        from app.domain.signature import Signatory
        from ui.devices.key import CANCELLED

        app = next(app for app in self.apps.values() if app.judging)
        challenge = app.challenge()
        cms = key.sign(challenge, Signatory(purpose="log-in"))
        if cms is CANCELLED:
            return None
        return self._asked(app, app.enter_by_signature(login, challenge, cms))  # type: ignore[arg-type]

    @staticmethod
    def _asked(app: App, proof: Proof) -> tuple[App, Me, Proof]:
        return app, app.ask("house.me", {}, as_=proof.login), proof

    def _node(self, side: str, store: str) -> App:
        from app import start

        if side not in self.apps:
            settings = start.Settings(store=store, key=start.key_place(self.key))
            self.apps[side] = start.build(settings, clock=self.clock, older=self._older)
        return self.apps[side]

    def _older(self, what: str, **facts: str) -> None:
        """The first time it is only said; who has said it opens once more."""
        if what == "renewing" and not self.renews:
            raise Unavailable("store", "renewing", **facts)

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
