"""A lived-in centre for the benches: cases with their journal as the store itself would write them, quickly and in bulk.

The same seed gives the same people, numbers and bytes of events; the hashes go on from the demonstration's own accounts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from app.bench.bulk import pouring
from app.bench.mould import Chain, Desk, Mould, Outcome, Wanted, mould
from app.bench.names import person
from app.catalogue.acts import Catalogue
from app.domain.completeness import Draft, required
from app.domain.facts import Taken, What
from app.domain.moment import Moment
from app.domain.numbers import case_number
from app.domain.pack import VariantId
from app.domain.people import Applicant
from app.domain.personal import Personal
from app.start import App
from app.store import tables

DEVICE, CENTRE, REGION, LICENSOR = "AT01-01", "AT01", "atyrau", "AD01"
FIRST_DAY, DAYS, HOURS = date(2016, 8, 1), 100, 9  # one version of the act holds on all of them
BATCH, MOMENTS, RARE, SAMPLE = 5000, 500, 500, 2000
ASKED: tuple[tuple[VariantId, Literal["licence", "annex"]], ...] = (
    ("issue", "licence"), ("issue", "annex"), ("reissue", "licence"), ("duplicate", "licence"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """What a bench looks for in it: at most two thousand of each, from all its days."""

    numbers: tuple[str, ...]
    surnames: tuple[str, ...]  # each only a few people bear


def fill(app: App, count: int, *, seed: int = 1, who: str = "inspector.at01", journal: bool = True) -> Made:
    """Writes so many cases into a demonstration store where none is, of either kind, in the order of their days.

    Without its journal a store is half as large: lists and search ask nothing else, and the very largest find their disk.
    """
    chance = random.Random(seed)
    device = _device(app)
    if device["serial"] or device["seq"] > 20:
        raise ValueError("only an empty store is filled")
    desk = Desk(CENTRE, DEVICE, who, ZoneInfo("Asia/Atyrau"))
    chain = Chain(desk, chance, seq=device["seq"], head=bytes(device["head"]), journal=journal)
    kinds = _kinds()
    numbers, surnames, year = [], [], 0
    moulds: dict[tuple[int, Outcome], Mould] = {}
    with pouring(app.store) as pour:
        for serial, (at, fresh) in enumerate(_moments(count, desk.zone), 1):
            if fresh:
                moulds.clear()
                year = at.local(desk.zone).year
            somebody = person(chance, rare=serial % RARE == 0)
            number = case_number(CENTRE, DEVICE[-2:], year=year, serial=serial)
            what = (chance.randrange(len(kinds)), _outcome(chance))
            if what not in moulds:
                moulds[what] = mould(desk, kinds[what[0]], what[1], at=at)
            moulds[what].pour(chain, somebody, number=number)
            if serial % max(1, count // SAMPLE) == 0:
                numbers.append(number)
            if serial % (RARE * max(1, count // RARE // SAMPLE)) == 0:
                surnames.append(somebody.surname)
            if serial % BATCH == 0 or serial == count:
                pour(chain.rows, (chain.seq, chain.head, serial, year, DEVICE))
    return Made(tuple(numbers), tuple(surnames))


def _outcome(chance: random.Random) -> Outcome:
    """One of ten is refused, of the others three of four lie in the sector already."""
    if chance.random() < 0.1:
        return "refused"
    return "in-sector" if chance.random() < 0.75 else "accepted"


def _kinds() -> list[Wanted]:
    made = []
    pack, service = Catalogue.load().in_force(REGION, "medical-licence", channel="counter", on=FIRST_DAY)
    for variant, object in ASKED:
        nobody = Applicant(kind="legal", number=Personal("0" * 12), name=Personal("—"))
        draft = Draft(service=service.id, variant=variant, object=object, applicant=nobody)
        papers = (d for d in required(service, draft) if not d.register and not d.optional)
        taken = tuple(Taken(document=d.id, kind=d.kinds[0], sheets=2, returned=d.returned) for d in papers)
        what = What(
            pack=pack.ref, service=service.id, variant=variant, object=object, channel="counter", licensor=LICENSOR
        )
        made.append(Wanted(service, what, taken))
    return made


def _moments(count: int, zone: ZoneInfo) -> Iterator[tuple[Moment, bool]]:
    """One for each case, spread evenly over the days, from nine in the morning until six; whether it is another one.

    There are at most five hundred: in a very large store many come at once, as they do in a region's.
    """
    steps, last = min(count, MOMENTS), -1
    for done in range(count):
        step = done * steps // count
        if step != last:
            share = step / steps * DAYS
            seconds = round(HOURS * 3600 * (share % 1))
            day = datetime.combine(FIRST_DAY + timedelta(int(share)), time(9), zone)
            at = Moment(day + timedelta(seconds=seconds))
        yield at, step != last
        last = step


def _device(app: App) -> dict[str, Any]:
    with app.store.reading() as connection:
        row = connection.execute(tables.devices.select().where(tables.devices.c.code == DEVICE)).one()
        return dict(row._mapping)
