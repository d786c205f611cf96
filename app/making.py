"""Makes a store: schema, offices, devices, people. With `--demo` both sides of a demonstration, and introduces them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import select

from app import demonstration
from app.catalogue.acts import Catalogue
from app.domain.access import id_of
from app.domain.events import AccountOpened, HandKeyIssued, PasswordSet
from app.domain.facts import StaffName
from app.domain.names import tidy
from app.domain.office import Office
from app.domain.pack import Text
from app.domain.personal import Personal, Secret
from app.domain.roles import Role
from app.handing import new_key, public_of
from app.outside.clock import SystemClock
from app.problems import Unavailable, WrongCall
from app.settings import devices_folder, key_place, licensor_store, without_password
from app.store import tables
from app.store.open import Store, add_device, add_person, kept_key, key_file, make, open_store
from app.store.seals import Sealing, fresh_password
from app.store.unit import Stamp, Transaction, new_id
from app.sync import keys
from app.sync.peers import own_devices, pair


def initialise(
    store: str,
    *,
    key: str | Path | None = None,
    demo: bool = False,
    centre: str | None = None,
    region: str = "atyrau",
    device: str = "01",
    side: Literal["centre", "licensor"] = "centre",
    login: str = "",
    administrator: str = "—",
    password: Secret | None = None,
    copied: bool = True,
) -> dict[str, Any]:
    """Makes or migrates a store; with `demo` both sides of a demonstration. Harmless on what is already there.

    A shared store that is older is copied first, beside the key, unless `copied` is False: somebody has seen to it.
    Without `password` the administrator gets one that is good for the first log-in, and the answer says it once.
    """
    place = key_place(str(key) if key else None)
    before = {}
    if copied and store.startswith("postgresql"):
        before = _copies_before((store, licensor_store(store)) if demo else (store,), place)
    if demo:
        made = [_furnish(store, place, "centre"), _furnish(licensor_store(store), place, "licensor")]
        _introduce(store, licensor_store(store), place)
        return {
            "stores": made,
            **before,
            "demo": True,
            "note": "no password is asked: a demonstration, people and clocks are not real",
        }
    if centre is None and (there := _renewed(store, place)):
        return {**there, **before}
    if centre is None:
        raise WrongCall("say --demo, or --centre CODE (two letters and two digits) and --device NN")
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}", centre) or not re.fullmatch(r"[0-9]{2}", device):
        raise WrongCall("a centre's code is two letters and two digits (AT01), a device's two digits (03)")
    secret = None if store.startswith("postgresql") else key_file(place)
    where = Catalogue.load().region(region)
    office = Office(
        code=centre, side=side, region=where.id, zone=where.zone, name=demonstration.CORPORATION,
        branch=Text(ru=centre, kk=centre),
        address=Text(ru="—", kk="—"),
    )  # fmt: skip
    who = login or f"administrator.{centre.lower()}"
    people = ((who, Role.ADMINISTRATOR, centre, f"{centre}-{device}", administrator),)
    once = "" if password else fresh_password()
    here = _make(
        store, secret, side, folder=devices_folder(place), offices=(office,), devices=(f"{centre}-{device}",),
        people=people, demo=False, password=password or Secret(once), once=bool(once),
    )  # fmt: skip
    if once and who in here.pop("new"):
        here["one_time_password"] = {who: once}
    return {**here, **before}


def _renewed(store: str, key: Path) -> dict[str, Any] | None:
    """A store that is there is brought up to date, whoever's it is, and nothing is put in. None: there is none."""
    secret = None if store.startswith("postgresql") else kept_key(key)
    try:
        here = open_store(store, key=secret, write=False)
    except Unavailable as away:
        if (away.what, away.status) != ("store", "not-there"):
            raise
        return None
    here.close()
    make(store, key=secret, side=here.side, demo=here.demo, created_at="", offices=())
    return {"store": without_password(store), "id": here.id, "side": here.side}


def _copies_before(stores: tuple[str, ...], key: Path) -> dict[str, Any]:
    from app.keeping.backup import before_renewal  # the driver is read where there is such a store
    from app.settings import Settings

    made = [before_renewal(Settings(store=store, key=key, write=False)) for store in stores]
    files = [one["file"] for one in made if one]
    return {"copies": files} if files else {}


class _House:
    """A store that is open only to be introduced to the other side."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, SystemClock()


def _introduce(centre: str, licensor: str, key: Path) -> None:
    """Each side learns the other's store and its devices' keys; the centre calls, the licensor listens."""
    sides = []
    for address in (centre, licensor):
        secret = None if address.startswith("postgresql") else key_file(key)
        sides.append(_House(open_store(address, key=secret, write=True)))
    ours, theirs = sides
    pair(ours, theirs.store.id, "http://127.0.0.1:8470", devices=own_devices(theirs.store))
    pair(theirs, ours.store.id, "", devices=own_devices(ours.store))
    for side in sides:
        side.store.close()


def _furnish(store: str, key: Path, side: str) -> dict[str, Any]:
    secret = None if store.startswith("postgresql") else key_file(key)
    today = SystemClock().instant().utc.date()
    return _make(
        store, secret, side, folder=devices_folder(key), offices=demonstration.offices(today),
        devices=demonstration.devices(side), people=demonstration.people(side), demo=True,
    )  # fmt: skip


def _make(
    store: str, secret: str | None, side: str, *, folder: Path, offices: tuple[Office, ...], devices: tuple[str, ...],
    people: tuple[tuple[str, Role, str, str, str], ...], demo: bool, password: Secret | None = None, once: bool = True,
) -> dict[str, Any]:  # fmt: skip
    clock = SystemClock()
    new: list[str] = []
    make(store, key=secret, side=side, demo=demo, created_at=clock.instant().iso(), offices=offices)
    for code in devices:
        public = keys.public_bytes(keys.device_key(folder, code))
        add_device(store, key=secret, code=code, public_key=public, renew=demo)
    with_logins = open_store(store, key=secret, write=True)
    try:
        known = _logins(with_logins)
        for login, role, office, device, name in people:
            add_person(store, login=login, password=demonstration.PASSWORD if demo else None)
            own = password is not None and not once
            if login in known and not own:
                continue
            home_office = with_logins.offices[office]
            stamp = Stamp(
                who="init", at=clock.moment(home_office), recorded_at=clock.instant(), clock=clock.source(home_office),
                op=new_id(), centre=office,
            )  # fmt: skip
            with with_logins.writing(device, stamp) as transaction:
                fact = AccountOpened(
                    login=login, role=role, office=office, device=device, person=StaffName(name=Personal(tidy(name)))
                )
                if login not in known:  # else the making was cut off, and what was typed now counts
                    transaction.record(new_id(), fact)
                if password is not None:
                    _first_password(transaction, login, password, once=once)
                transaction.commit()
            new.append(login)
        told = {"store": without_password(store), "id": with_logins.id, "side": side, "people": [p[0] for p in people]}
        return told if demo else {**told, "new": new}
    finally:
        with_logins.close()


def _first_password(transaction: Transaction, login: str, password: Secret, *, once: bool) -> None:
    Sealing(transaction).password(login, password, office=transaction.stamp.centre)
    transaction.record(id_of(login), PasswordSet(login=login, once=once))
    if not once:
        key = public_of(new_key(Sealing(transaction), login, password))
        transaction.record(id_of(login), HandKeyIssued(login=login, key=key))


def _logins(store: Store) -> set[str]:
    with store.reading() as connection:
        return set(connection.execute(select(tables.accounts.c.login)).scalars())
