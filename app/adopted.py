"""The acts as this node knows them: what came with the program, and the versions that were adopted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.catalogue.acts import Catalogue, UnknownId
from app.store import tables
from app.store.open import Store
from app.store.rows import LAW

T = TypeVar("T")


@dataclass(slots=True)
class LawHere:
    """A version holds from a later day than it was adopted on, so that reading them once a day is often enough."""

    store: Store
    shipped: Catalogue
    now: Catalogue
    day: date | None = None  # the last one that they were read on

    def on(self, connection: Connection, day: date) -> Catalogue:
        if day != self.day:
            self.read(connection)
            self.day = day
        return self.now

    def read(self, connection: Connection) -> bool:
        """True: there are others than before."""
        rows = connection.execute(select(tables.laws).order_by(tables.laws.c.id)).all()
        found = self.shipped.with_adopted(LAW.read(row) for row in rows)
        fresh = found.adopted != self.now.adopted
        self.now = found
        return fresh

    def read_again(self) -> bool:
        with self.store.reading() as connection:
            return self.read(connection)

    def knowing(self, deed: Callable[[], T]) -> T:
        """Once more when a version was asked for that came from another counter or node since they were read."""
        try:
            return deed()
        except UnknownId:
            if not self.read_again():
                raise
            return deed()
