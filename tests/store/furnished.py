"""A small store with a history of every kind of subject: what the tests of verify and backup work on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.domain import codec
from app.domain import events as e
from app.domain import facts as f
from app.domain.facts import Remark
from app.domain.handover import list_hash
from app.domain.moment import Instant, Moment
from app.domain.numbers import case_number
from app.domain.office import Office
from app.domain.pack import Text
from app.domain.people import Applicant, People
from app.domain.personal import Personal
from app.start import Settings
from app.store import blobs, open, postgres, sqlite
from app.store.open import Store
from app.store.unit import Stamp, Transaction, new_id
from tests.print.examples import RECEIPT

DEVICE, OTHER = "AT01-01", "AT01-02"
BEGAN = datetime(2016, 11, 17, 10, 20, tzinfo=UTC)
WHAT = f.What(
    pack="atyrau-2015-324@2016-07-15", service="medical-licence", variant="issue", object="licence", channel="counter",
    licensor="AD01",
)  # fmt: skip
NAME = Personal("ТОО «Жайық-Дәрігер»")
NAMES = Text(ru="Отдел", kk="Бөлім")
SCAN = b"%PDF-1.4 a scan " * 40

RAIN = Remark(words=Personal("rain"))


def settings_of(url: str, folder: Path) -> Settings:
    return Settings(store=url, key=folder / "store.key", write=False)


def key_of(settings: Settings) -> str | None:
    return None if settings.store.startswith("postgresql") else open.key_file(settings.key)


def furnish(url: str, folder: Path, *, papers: bool = False) -> Settings:
    """Two workplaces: three cases, a registry, a hand-over, an account, a scan, a paper; ten events on the first."""
    settings = settings_of(url, folder)
    office = Office(code="AT01", side="centre", region="atyrau", name=NAMES, branch=NAMES, address=NAMES)
    key = key_of(settings)
    open.make(url, key=key, side="centre", demo=False, created_at="2016-11-17T10:20:00.000Z", offices=(office,))
    for device in (DEVICE, OTHER):
        open.add_device(url, key=key, code=device, public_key=b"k" * 32)
    store = open.open_store(url, key=key, write=True)
    try:
        _history(store, papers=papers)
    finally:
        store.close()
    return settings


def stamp(minute: int) -> Stamp:
    at = BEGAN + timedelta(minutes=minute)
    return Stamp(who="ainur", at=Moment(at), recorded_at=Instant(at), clock="by-hand", op=new_id(), centre="AT01")


def record(store: Store, device: str, *deeds: Callable[[Transaction], Any], minute: int = 0) -> list[Any]:
    with store.writing(device, stamp(minute)) as transaction:
        done = [deed(transaction) for deed in deeds]
        transaction.commit()
    return done


def accepted(t: Transaction, scan: str | None = None) -> Any:
    device = str(t.device["code"])
    number = case_number("AT01", device[-2:], year=2016, serial=t.next_serial(2016))
    taken = f.Taken(document="application", kind="original", sheets=2, scan=scan)
    person = People(applicant=Applicant(kind="legal", number=Personal("140640017300"), name=NAME))
    course = f.Course(done=("accept",), started=(f.Started(step="to-sector", due_by=Moment(BEGAN)),))
    fact = e.ApplicationAccepted(number=number, what=WHAT, documents=(taken,), course=course, person=person)
    return t.record(new_id(), fact)


def _history(store: Store, *, papers: bool) -> None:
    scan = record(store, DEVICE, lambda t: blobs.put(t, SCAN))[0]
    cases = [record(store, DEVICE, lambda t: accepted(t, scan), minute=n)[0] for n in range(2)]
    record(store, OTHER, accepted, minute=3)
    first, registry, given = cases[0], new_id(), new_id()

    def close(t: Transaction) -> None:
        number = case_number("AT01", "01", year=2016, serial=t.next_serial(2016))
        opened = e.RegistryOpened(number=number, direction="out", sender="AT01", receiver="AD01")
        t.record(registry, opened)
        t.record(first.id, e.CustodyMoved(from_holder="inspector", to_holder="sector"))
        t.record(first.id, e.EnteredInRegistry(registry=registry))
        line = f.Line(
            case=first.id, number=first.number, service=WHAT.service, variant=WHAT.variant, object="licence", documents=1,
            sheets=2,
        )  # fmt: skip
        t.record(registry, e.RegistryClosed(edition=1, lines=(line,)))

    def give(t: Transaction) -> None:
        number = case_number("AT01", "01", year=2016, serial=t.next_serial(2016))
        fact = e.HandoverGiven(
            number=number, registries=(registry,), cases=(first.id,), from_holder="sector", to_holder="courier",
            list_hash=list_hash((registry,), (first.id,)),
        )  # fmt: skip
        t.record(given, fact)

    def employ(t: Transaction) -> None:
        name = f.StaffName(name=Personal("Оразбаева Жанар"))
        fact = e.AccountOpened(login="janar", role="inspector", office="AT01", device=DEVICE, person=name)
        t.record(new_id(), fact)

    record(store, DEVICE, close, give, employ, minute=5)
    record(store, DEVICE, lambda t: t.record(given, e.HandoverEnded(state="returned", person=RAIN)), minute=9)
    if papers:
        record(store, DEVICE, lambda t: paper(t, first), minute=10)


def paper(t: Transaction, case: Any) -> None:
    from app.print import draw, edition

    code = "C" + case.number.replace("-", "")
    facts = codec.to_json(replace(RECEIPT, code=code))
    name = blobs.put(t, draw("acceptance-receipt", facts, "both"))
    row = {"subject": case.id, "form": "acceptance-receipt", "lang": "both", "code": code, "copy": 0}
    written = codec.dump(facts).decode()
    t.put("papers", id=new_id(), facts=written, file=name, edition=edition(), **row)
    t.put("papers", id=new_id(), facts=written, file=None, edition=None, **row)


def tamper(settings: Settings, *statements: str, **values: Any) -> None:
    """As somebody with the key, or the owner of the database, would do it behind the program's back."""
    if settings.store.startswith("postgresql"):
        engine = postgres.engine(settings.store)
    else:
        engine = sqlite.engine(str(open.path_of(settings.store)), key=key_of(settings))
    with engine.begin() as connection:
        for statement in statements:
            done = connection.execute(text(statement), {k: v for k, v in values.items() if f":{k}" in statement})
            assert done.rowcount != 0, f"nothing was changed by {statement}"
    engine.dispose()


def ask(settings: Settings, statement: str, **values: Any) -> list[Any]:
    store = open.open_store(settings.store, key=key_of(settings), write=False)
    try:
        with store.reading() as connection:
            return list(connection.execute(text(statement), values).all())
    finally:
        store.close()


def fresh_key() -> str:
    return secrets.token_hex(32)
