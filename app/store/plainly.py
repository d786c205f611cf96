"""A fixed question past SQLAlchemy, inside the same transaction: for what is asked so often that wrapping it costs most.

On PostgreSQL the same text goes through SQLAlchemy's connection: there the way to the server costs more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from app.store.sqlite import OperationalError


def first(connection: Connection, question: Callable[[str], str], values: tuple[Any, ...]) -> Sequence[Any] | None:
    """The first row of a question that is written with the mark of the store's driver."""
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql(question("%s"), values).first()
    return _ask(connection, question("?"), values).fetchone()  # type: ignore[no-any-return]


def rows(connection: Connection, question: str) -> Sequence[Sequence[Any]]:
    """Every row of a question that is given nothing."""
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql(question).all()
    return _ask(connection, question, ()).fetchall()  # type: ignore[no-any-return]


def _ask(connection: Connection, question: str, values: tuple[Any, ...]) -> Any:
    if not connection.in_transaction():
        connection.begin()
    driver: Any = connection.connection.driver_connection
    try:
        return driver.execute(question, values)
    except OperationalError:
        connection.invalidate()  # the file is in trouble: the next one opens it anew
        raise
