"""First passwords of people whose own no other store can keep: in a file, before they are good."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.domain.access import id_of
from app.domain.events import PasswordSet
from app.domain.personal import Secret
from app.outside.clock import SystemClock
from app.store import tables
from app.store.open import Store
from app.store.seals import Sealing, fresh_password
from app.store.unit import Stamp, Transaction, new_id

LARGEST = 1024**2  # of such a file
NOBODY = "init"  # whose the events of the move are: no person's


@contextmanager
def kept(file: Path, people: list[str]) -> Iterator[Any]:
    """Where first passwords are written before they are good: on the disk, for its owner alone, never over a file – but
    that of a move that was cut off, whose passwords are good nowhere."""
    if file.is_file() and file.stat().st_size <= LARGEST:
        told = [line.split("\t") for line in file.read_text("utf-8", "replace").splitlines()]
        if all(len(words) == 2 and words[0] in people for words in told):
            file.unlink()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            yield out
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def give(target: Store, there: Connection, people: list[str], keep: Any) -> None:
    """Good for one log-in each, as an administrator's. The journal says so; what sealed their keys is gone."""
    clock, local = SystemClock(), tables.devices.c
    device = str(there.execute(select(local.code).where(local.local).order_by(local.code)).scalars().first())
    office = target.offices[device.rsplit("-", 1)[0]]
    stamp = Stamp(
        who=NOBODY, at=clock.moment(office), recorded_at=clock.instant(), clock=clock.source(office), op=new_id(),
        centre=office.code,
    )  # fmt: skip
    transaction = Transaction(target, there, device, stamp)
    for login in people:
        once = fresh_password()
        keep.write(f"{login}\t{once}\n")
        Sealing(transaction).password(login, Secret(once), office=office.code)
        Sealing(transaction).take_away(login, "hand-key")
        transaction.record(id_of(login), PasswordSet(login=login, once=True))
    keep.flush()
    os.fsync(keep.fileno())
    target.write(
        there, device=transaction.device, began=transaction._began, rows=transaction._rows,
        expect={k: v for k, v in transaction._expect.items() if k in transaction._rows},
    )  # fmt: skip
