"""The embedded store's writing line stays lent: the pool's way of lending it anew takes longer than writing a case's row."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection, Engine


class Line:
    """One connection of an engine, the same for one command after another. Whoever comes meanwhile gets another one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._free = threading.Lock()
        self._kept: Connection | None = None

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """What was not committed is undone at the end. A line on which anything failed is not used again."""
        if not self._free.acquire(blocking=False):
            with self._engine.connect() as another:
                yield another
            return
        try:
            line, self._kept = self._kept or self._engine.connect(), None
            try:
                yield line
                if line.in_transaction():
                    line.rollback()
            except BaseException:
                line.close()
                raise
            if line.invalidated:
                line.close()
            else:
                self._kept = line
        finally:
            self._free.release()

    def close(self) -> None:
        """Given back, so that the engine can close it."""
        with self._free:
            if self._kept is not None:
                self._kept.close()
                self._kept = None
