"""Who somebody is, as the store knows it now."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from app.problems import Refused
from app.store import tables
from app.store.rows import ACCOUNT, Account

# made once: building a statement costs as much as running it
_ACCOUNT = select(tables.accounts).where(tables.accounts.c.login == bindparam("login"))


def account_of(connection: Connection, login: str) -> Account:
    """`Refused("account-unknown")`."""
    row = connection.execute(_ACCOUNT, {"login": login}).one_or_none()
    if row is None:
        raise Refused("account-unknown", login=login)
    account: Account = ACCOUNT.read(row)
    return account
