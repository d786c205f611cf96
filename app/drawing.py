"""Papers are drawn from the facts that were committed, and kept by their hash. One that fails stays due."""

from __future__ import annotations

import json
import logging
from typing import Any

from sqlalchemy import bindparam, select

from app.outside.clock import Clock
from app.problems import Unavailable
from app.store import blobs, tables
from app.store.open import Store
from app.store.points import at
from app.store.troubles import patiently
from app.store.unit import Stamp, new_id

log = logging.getLogger(__name__)
FIRST = "acceptance-receipt", "label"  # what a day at a counter begins with
TOGETHER = 8  # of those that wait, so many are held in memory at once
PAPERS = select(tables.papers).where(tables.papers.c.id.in_(bindparam("ids", expanding=True)))  # made once
UNDRAWN = (LookupError, TypeError, ValueError, ArithmeticError)  # faults of a form, never of the store


def make_ready() -> None:
    """Reads what the first acceptance of a day would wait for, a third of a second: for the time when nobody waits."""
    from app import print as papers
    from app.print.compose import composer

    for form in FIRST:
        composer(form)
    papers.make_ready(*FIRST)


def draw(store: Store, papers: list[str], device: str, stamp: Stamp, *, again: bool = False) -> None:
    """What the disk refused before is drawn with them, as soon as it takes papers again: nobody has to start anew.

    `again`: of a wish that was granted before; its answer was lost, and perhaps before its papers were drawn.
    """
    from app.print import edition

    mine = list(dict.fromkeys(papers))
    others = [id for id in _waiting(store, stamp.centre) if id not in mine] if again or store.undrawn else []
    refused, store.undrawn = False, bool(mine or others)  # also when reading fails below
    # whoever stands at the counter has theirs first: a disk that is nearly full may refuse the others, and all with them
    for some in (mine, *(others[first : first + TOGETHER] for first in range(0, len(others), TOGETHER))):
        drawn = _drawn(store, some) if some else []
        if not drawn:
            continue
        try:
            patiently(lambda drawn=drawn: _file(store, drawn, edition(), device=device, stamp=stamp))  # type: ignore[misc]
        except (Unavailable, OSError) as away:  # a full disk: what was done is done
            for row, _ in drawn:
                log.error("paper %s (%s) was not kept: %s", row.id, row.form, away)
            refused = True
            continue
        at("paper.after")
    store.undrawn = refused


def _drawn(store: Store, ids: list[str]) -> list[tuple[Any, bytes]]:
    """The papers of these that have no file yet, each with its PDF. One whose form is at fault stays due."""
    from app.print import draw

    with store.reading() as connection:
        found = {row.id: row for row in connection.execute(PAPERS, {"ids": ids})}
    made = []
    for row in (found[id] for id in ids):
        at("paper.before")
        if row.file:
            continue
        try:
            made.append((row, draw(row.form, json.loads(row.facts), row.lang)))
        except UNDRAWN as fault:
            log.error("paper %s (%s) was not drawn: %s", row.id, row.form, type(fault).__name__)
            continue
        at("paper.drawn")
    return made


def _waiting(store: Store, centre: str) -> list[str]:
    with store.reading() as connection:
        p = tables.papers.c  # one that was erased has no file and an edition
        mine = (p.file.is_(None), p.edition.is_(None), p.centre == centre)
        return list(connection.execute(select(p.id).where(*mine).order_by(p.id)).scalars())


def _file(store: Store, drawn: list[tuple[Any, bytes]], edition: str, *, device: str, stamp: Stamp) -> None:
    """What a press prints is kept in one transaction: the disk is waited for once."""
    with store.writing(device, stamp) as transaction:
        for row, pdf in drawn:
            name = blobs.put(transaction, pdf)
            transaction.put("papers", **{**row._mapping, "file": name, "edition": edition})
        transaction.commit()


def draw_waiting(store: Store, clock: Clock) -> int:
    """At the start: papers whose drawing a kill or a full disk prevented."""
    with store.reading() as connection:
        p = tables.papers.c  # one that was erased has no file and an edition
        rows = connection.execute(select(p.id, p.centre).where(p.file.is_(None), p.edition.is_(None))).all()
    for row in rows:
        here = select(tables.devices.c.code).where(tables.devices.c.centre == row.centre, tables.devices.c.local)
        with store.reading() as connection:
            device = connection.execute(here.order_by(tables.devices.c.code)).scalar()
        if device:
            office = store.offices[row.centre]
            stamp = Stamp(
                who="", at=clock.moment(office), recorded_at=clock.instant(), clock=clock.source(office), op=new_id(),
                centre=row.centre,
            )  # fmt: skip
            draw(store, [row.id], device, stamp)
    return len(rows)
