"""The only place where the parts meet: settings in, a working `App` out."""

from __future__ import annotations

import contextlib
import functools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app import checkpoints, drawing
from app.adopted import LawHere
from app.catalogue.acts import Catalogue
from app.catalogue.calendars import calendar
from app.command import Asking, Outcome, Setting, Unit, Wish, check_right, input_hash, wish
from app.demonstration import PLACES, Place
from app.domain import codec
from app.domain.moment import Moment
from app.domain.office import Office
from app.domain.rights import COUNTS
from app.domain.roles import Right
from app.entrance import Entrance, Proof, judging_in
from app.handing import Hands
from app.making import initialise
from app.meeting import meet
from app.outside.clock import Clock, HandClock, SystemClock
from app.outside.persons import Furnished, Persons
from app.problems import Refused, Unavailable, WrongCall
from app.queries import reach
from app.settings import Settings, default_store, devices_folder, home, key_place, licensor_store, password_of
from app.signed import sign
from app.store import blobs, renewal, tables, told
from app.store.entry import enter, workplace
from app.store.keys import passphrase_is
from app.store.open import Store, kept_key
from app.store.people import account_of
from app.store.receive import receiving
from app.store.rows import Account
from app.store.seals import fresh_password
from app.store.troubles import patiently
from app.store.unit import Stamp, Transaction, new_id
from app.sync.pace import CALLS_US, Pace, steadily
from app.tally import Tally


@dataclass(slots=True, repr=False)  # its keys are no words for a log
class App:
    """The one door. `run` changes, `ask` reads, `consult` asks the outside; nothing else touches the store."""

    settings: Settings
    store: Store
    law: LawHere
    clock: Clock
    persons: Persons
    entrance: Entrance
    judging: Any = None  # of signatures (`app.outside.trust`); None: this node was not set up for them
    tally: Tally = field(default_factory=Tally)
    _anchors: checkpoints.Anchors = field(default_factory=checkpoints.Anchors)
    # device → what signs with its key, and the public one; None: not on this machine
    _keys: dict[str, tuple[Callable[[bytes], bytes], bytes] | None] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        return self.law.now

    def account(self, login: str) -> Account:
        """The person as the store knows them now. `Refused("account-unknown")`."""
        with self.store.reading(login) as connection:
            return account_of(connection, login)

    def prove(self, login: str, password: str, badge: str = "") -> Proof:
        """That it is they: what signing, hand-over and taking data out ask for. `Refused`: see `Entrance.enter`."""
        return self.entrance.prove(login, password, badge)

    def challenge(self) -> bytes:
        return self.entrance.challenge()

    def enter_by_signature(self, login: str, challenge: bytes, cms: bytes) -> Proof:
        return self.entrance.enter_by_signature(login, challenge, cms)

    def run(
        self, name: str, given: Any, *, as_: str, op: str | None = None, device: str | None = None, draw: bool = True,
        proof: Proof | None = None,
    ) -> Outcome:  # fmt: skip
        """One command: right, transaction, commit, papers. `given` is its dataclass or plain JSON.

        Without `draw` its papers stay due, as after a kill: the benchmark of the transaction asks for that.

        Raises `Refused` (nothing changed), `Unavailable` (nothing changed, or the same `op` tells what did),
        `codec.BadShape` and KeyError for a wrong call.
        """
        wanted = wish("command", name)
        given = codec.read(wanted.given, given) if isinstance(given, dict) else given
        if wanted.again:
            self.entrance.check(proof, as_, name=name)
        operation = op or new_id()
        outcome, code, stamp = patiently(
            lambda: self.law.knowing(lambda: self._run(wanted, given, as_, operation, device, proof))
        )
        if any(kind == "office" for kind, _ in outcome.changed):
            self.store.offices.update(self.store.read_offices())
        if any(kind == "adopted" for kind, _ in outcome.changed):
            self.law.read_again()
        if draw:
            self.draw(list(outcome.papers), code, stamp, again=outcome.repeated)
        return outcome

    def _run(
        self, wanted: Wish, given: Any, as_: str, op: str, device: str | None, proof: Proof | None
    ) -> tuple[Outcome, str, Stamp]:
        """Everything of a command but its drawing, in one transaction: who acts is read where it is written."""
        digest = input_hash(wanted.name, given, login=as_)
        with self.store.acting(as_) as connection:
            entry = enter(connection, as_, device=device, op=op)
            account = entry.account
            check_right(account, wanted.right)
            code = workplace(self.store, connection, account, wanted=device, there=entry.device)
            setting = self._setting(connection, account, code)
            stamp = Stamp(
                who=account.login, at=setting.now, recorded_at=setting.instant, clock=self.clock.source(setting.office),
                op=op, centre=setting.office.code,
            )  # fmt: skip
            transaction = Transaction(self.store, connection, code, stamp, found=entry.device)
            if entry.done is not None:
                return _repeated(wanted, entry.done, digest), code, stamp
            sign = self._signer(code, bytes(transaction.device["public_key"]))
            anchor = functools.partial(checkpoints.make, transaction, sign) if sign else None
            hands = Hands(functools.partial(self.entrance.hand, connection, as_, proof))
            unit = Unit(
                **_parts(setting), transaction=transaction, sign=sign, anchor=anchor, judge=self.judging, hands=hands
            )
            try:
                value = wanted.function(unit, given)
            except Refused:
                if (done := transaction.done()) is None:  # else the same press at the same moment has come first
                    raise
                return _repeated(wanted, done, digest), code, stamp
            self._anchors.made_when_due(transaction, sign)
            transaction.answer(wanted.name, digest, codec.dump(value).decode())
            transaction.commit()
        return Outcome(value=value, changed=frozenset(unit.changed), papers=tuple(unit.papers)), code, stamp

    def ask(self, name: str, given: Any, *, as_: str, proof: Proof | None = None) -> Any:
        """One query: frozen rows, or one row."""
        wanted = wish("query", name)
        if wanted.again:
            self.entrance.check(proof, as_, name=name)
        given = codec.read(wanted.given, given) if isinstance(given, dict) else given
        answer = self.law.knowing(lambda: self._ask(wanted, given, as_))
        self.tally.asked(as_, name, given)
        return answer

    def _ask(self, wanted: Wish, given: Any, as_: str) -> Any:
        with self._asking(as_, wanted.right, counts=wanted.name in COUNTS) as asking:
            return wanted.function(asking, given)

    @contextlib.contextmanager
    def _asking(self, as_: str, right: Right = Right.OWN_WORK, *, counts: bool = False) -> Iterator[Asking]:
        with self.store.reading(None if counts else as_) as connection:
            account = account_of(connection, as_)
            check_right(account, right)
            setting = self._setting(connection, account, workplace(self.store, connection, account))
            file = functools.partial(blobs.get, self.store, connection)
            yield Asking(**_parts(setting), connection=connection, file=file)

    def consult(self, number: str) -> Any:
        """What the state register says of a number, asked outside any transaction; the answer goes into the draft."""
        return self.persons.ask(number)

    def _signer(self, device: str, public: bytes) -> Callable[[bytes], bytes] | None:
        """By the key of that device, where this machine holds it: a paper without its code is better than no intake."""
        from app.sync.keys import device_key, place_of, public_bytes

        if device not in self._keys:
            folder = devices_folder(self.settings.key)
            key = device_key(folder, device) if place_of(folder, device).exists() else None
            self._keys[device] = (key.sign, public_bytes(key)) if key else None
        held = self._keys[device]
        return held[0] if held is not None and held[1] == public else None

    def anchor(self) -> None:
        """What a quarter of an hour has written, also when nobody writes any more: so the day's end is anchored too."""
        self.tally.write(self.run)
        with self.store.reading() as connection:
            found = connection.execute(select(tables.devices).where(tables.devices.c.local)).all()
        for device in found:
            sign = self._signer(device.code, bytes(device.public_key))
            office = self.store.offices.get(device.code.rsplit("-", 1)[0])
            if sign is None or office is None or not device.seq:
                continue
            stamp = Stamp(
                who="anchor", at=self.clock.moment(office), recorded_at=self.clock.instant(),
                clock=self.clock.source(office), op=new_id(), centre=office.code,
            )  # fmt: skip
            with receiving(self.store, device.code, stamp) as reception:
                if checkpoints.Anchors().made_when_due(reception, sign):
                    patiently(reception.commit)

    def draw(self, papers: list[str], device: str, stamp: Stamp, *, again: bool = False) -> None:
        drawing.draw(self.store, papers, device, stamp, again=again)

    make_ready = staticmethod(drawing.make_ready)

    def draw_waiting(self) -> int:
        """At the start: papers whose drawing a kill or a full disk prevented."""
        return drawing.draw_waiting(self.store, self.clock)

    def file(self, name: str, *, as_: str) -> bytes:
        """A scan, or the text of an act, for who may see it."""
        with self._asking(as_) as asking:
            reach.check_file(asking, name)
            return asking.file(name)

    def paper(self, id: str, *, as_: str) -> tuple[str, str, bytes]:
        """Form, code and PDF of a paper, for who may see it."""
        with self._asking(as_) as asking:
            row = reach.paper(asking, id)
            return row.form, row.code, asking.file(row.file)

    def folds(self) -> Iterator[tuple[str, str]]:
        """Number and fold of every case: two nodes compare them."""
        with self.store.reading() as connection:
            yield from (
                (r.number, r.state) for r in connection.execute(select(tables.cases.c.number, tables.cases.c.state))
            )

    def close(self) -> None:
        if self.settings.write:
            self.tally.write(self.run)
        self.store.close()

    def _setting(self, connection: Connection, account: Account, device: str) -> Setting:
        office = self.store.offices[device.rsplit("-", 1)[0]]
        now = self.clock.moment(office)
        law = self.law.on(connection, now.day(ZoneInfo(office.zone)))
        return Setting(
            account=account, office=office, catalogue=law, calendar=calendar(), now=now, instant=self.clock.instant(),
            offices=self.store.offices,
        )  # fmt: skip


def _repeated(wanted: Wish, done: Any, digest: bytes) -> Outcome:
    """What the operation answered when it was done. `Refused`: it was another wish."""
    if bytes(done.input_hash) != digest:
        raise Refused("operation-differs", op=done.op)
    return Outcome(value=codec.read(wanted.answer, json.loads(done.answer)), repeated=True)


def _parts(setting: Setting) -> dict[str, Any]:
    return {name: getattr(setting, name) for name in Setting.__slots__}


def build(
    settings: Settings, *, clock: Clock | None = None, persons: Persons | None = None, older: renewal.Say | None = None
) -> App:
    """Opens the store and puts the parts together. Papers that were left undrawn are drawn first. `older`: who is told
    before and after a store of an earlier version is brought up to date; else whoever stands at the terminal."""
    ticking = clock or SystemClock()
    key = None if settings.store.startswith("postgresql") else kept_key(settings.key)
    store = renewal.opened(
        settings.store, key=key, write=settings.write, login=settings.login, password=settings.password,
        say=older or renewing,
    )  # fmt: skip
    shipped = Catalogue.load()
    law, register = LawHere(store, shipped, shipped), persons or Furnished(ticking)
    judging = judging_in(settings.key.parent / "trust", ticking)
    app = App(settings, store, law, ticking, register, Entrance(store, ticking, judging), judging)
    if settings.write:
        told.begin(store, settings.key.parent, mine=settings.login)
        app.draw_waiting()
    return app


def renewing(what: str, **facts: Any) -> None:
    from app.say import at_terminal

    at_terminal(f"start.{what}", **facts)


def plain(value: Any) -> Any:
    """An answer as plain JSON values."""
    return codec.to_json(value)


@contextlib.contextmanager
def opened(settings: Settings, **parts: Any) -> Iterator[App]:
    try:
        app = build(settings, **parts)
    except Unavailable as no:
        if settings.login is None or no.status != "wrong-password":
            raise
        raise Refused("log-in-refused") from no  # the database asks who it is; as at the lock nobody is told which
    try:
        yield app
    finally:
        app.close()


@contextlib.contextmanager
def listening(app: App, host: str = "127.0.0.1", port: int = 0, *, tls: Path | None = None) -> Iterator[str]:
    """The licensor's end, in a thread of this program; yields its address."""
    from app.sync.server import listening as listen

    with listen(app, host, port=port, folder=devices_folder(app.settings.key), tls=tls) as address:
        yield address


def live_in(centre: App, licensor: App, **more: Any) -> int:
    """The past weeks of a demonstration, really done through the commands; how many cases there were."""
    from app.lived_in import live

    with listening(licensor) as address:
        return live(centre, licensor, exchange=lambda here: exchange(here, address), **more)


def lived_in(store: str, *, key: str | None = None) -> int:
    """The same for a demonstration that nobody has open."""
    place = key_place(key)
    with opened(Settings(store=store, key=place)) as centre:
        if not centre.store.demo:
            raise WrongCall("only a demonstration can look lived in")
        with opened(Settings(store=licensor_store(store), key=place)) as licensor:
            return live_in(centre, licensor)


def serve(settings: Settings, *, host: str, port: int, tls: Path | None = None) -> int:
    """The licensor's end without a window, until it is told to stop. Beyond this machine only with certificates."""
    from app.sync.server import serve as listen

    with nights(settings) as app:
        listen(app, host, port, folder=devices_folder(settings.key), tls=tls)
    return 0


def exchange(app: App, address: str | None = None, *, tls: Path | None = None) -> list[dict[str, Any]]:
    """One tick with every peer: what was sent, received, parked, or why it ended early. What was parked is tried again."""
    from app.sync.incoming import redrive
    from app.sync.loop import tick
    from app.sync.peers import Node, peers_of

    folder = devices_folder(app.settings.key)
    app.anchor()
    ticked = [plain(tick(app, peer.id, folder=folder, address=address, tls=tls)) for peer in peers_of(app.store)]
    redrive(Node.of(app, folder))
    app.law.read_again()
    return ticked


def sync(
    settings: Settings, *, address: str | None = None, once: bool = False, tls: Path | None = None
) -> list[dict[str, Any]]:
    """Ticks until stopped, or once."""
    with nights(settings) as app:
        contact = functools.partial(exchange, app, address, tls=tls)
        return contact() if once else steadily(contact)


def introduce(settings: Settings, other: dict[str, Any], *, address: str = "") -> dict[str, Any]:
    """Tells this node of another, from what that one printed; and says what the other must be told of this one."""
    with opened(settings) as app:
        return meet(app, other, address=address)


def night(app: App) -> Any:
    """Who makes this node's backup of the night, where it has one; see `app.keeping.nightly`."""
    from app.keeping.nightly import Night

    return Night(app.settings, app.store)


@contextlib.contextmanager
def nights(settings: Settings) -> Iterator[App]:
    """An open node without a window, with a backup each night."""
    from app.keeping.nightly import beside

    with opened(settings) as app, beside(night(app), app.clock):
        yield app


def verify_store(settings: Settings, *, anchor: str | None = None) -> dict[str, Any]:
    from app.keeping.verify import verify_store as verify

    return verify(settings, anchor=anchor)


__all__ = [
    "CALLS_US", "PLACES", "App", "Catalogue", "HandClock", "Moment", "Office", "Pace", "Place", "Proof", "Refused", "Settings",
    "WrongCall", "build", "calendar", "default_store", "exchange", "fresh_password", "home", "initialise", "introduce",
    "key_place", "licensor_store", "listening", "live_in", "lived_in", "meet", "night", "opened", "passphrase_is",
    "password_of", "plain", "serve", "sign", "sync", "verify_store",
]  # fmt: skip
