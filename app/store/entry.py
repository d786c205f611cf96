"""What every command asks before it begins: who acts, at which workplace, and whether the same wish was granted before.

One question, and on an embedded store past SQLAlchemy: through it these three rows cost more than all that a command writes.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.domain.roles import Role
from app.problems import Refused
from app.store import tables
from app.store.open import Store
from app.store.plainly import first
from app.store.rows import ACCOUNT, Account

# made once: building a statement costs as much as running it
_LOCAL = select(tables.devices.c.code).where(tables.devices.c.local).order_by(tables.devices.c.code)
ASKED: tuple[tuple[str, Any, Any], ...] = tuple(
    (short, table, namedtuple(table.name, table.columns.keys()))
    for short, table in (("a", tables.accounts), ("d", tables.devices), ("o", tables.operations))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """As the store holds them at the beginning of the transaction."""

    account: Account
    device: dict[str, Any] | None  # None: no such workplace
    done: Any | None  # what the operation did when it was asked for before


@cache
def _question(mark: str) -> str:
    columns = ", ".join(f"{short}.{c.name}" for short, table, _ in ASKED for c in table.columns)
    return (
        f"SELECT {columns} FROM accounts a LEFT JOIN devices d ON d.code = coalesce({mark}, a.device)"
        f" LEFT JOIN operations o ON o.op = {mark} WHERE a.login = {mark}"
    )


def enter(connection: Connection, login: str, *, device: str | None, op: str) -> Entry:
    """`device`: another workplace than the person's own. `Refused("account-unknown")`."""
    found = first(connection, _question, (device, op, login))
    if found is None:
        raise Refused("account-unknown", login=login)
    account, workplace, done = _cut(found)
    account = account._replace(open=bool(account.open))  # SQLite has no truth values
    there = workplace._asdict() if workplace.code else None
    return Entry(ACCOUNT.read(account), there, done if done.op else None)


def workplace(
    store: Store, connection: Connection, account: Account, *, wanted: str | None = None, there: Any = None
) -> str:
    """Their own workplace, or another of their office's; a courier at the licensor's machine uses the one that stands
    there, for their region. A workplace of another office is nobody's to choose. `there`: its row, where it is known."""
    code = wanted or account.device
    if there and there["local"] and there["code"] == code and code.rsplit("-", 1)[0] == account.office:
        return code
    local: Sequence[str] = connection.execute(_LOCAL).scalars().all()
    if wanted is not None:
        if wanted not in local or wanted.rsplit("-", 1)[0] != account.office:
            raise Refused("device-unknown", device=wanted)
        return wanted
    if account.device in local:
        return account.device
    home = store.offices.get(account.office)
    for code in local:
        office = store.offices[code.rsplit("-", 1)[0]]
        if account.role == Role.COURIER and home is not None and office.region == home.region:
            return code
    raise Refused("device-unknown", device=account.device)


def _cut(found: Sequence[Any]) -> list[Any]:
    rows, at = [], 0
    for _, _, row in ASKED:
        rows.append(row._make(found[at : at + len(row._fields)]))
        at += len(row._fields)
    return rows
