"""Behind the window: a thread that writes, one that reads, one for the exchange, two for the registers of the state, two
for devices and files.

Answers of one thread come back in order.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, QTimer, Signal

Then = Callable[[Any], None]
Failed = Callable[[BaseException], None]


LATER_MS = 50


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a job, and who waits for it."""

    future: Future[Any]
    then: Then | None
    failed: Failed | None
    key: str = ""
    number: int = 0
    job: int = 0


class Superseded(Exception):
    """A later question of the same key was asked before this one began."""


class Work(QObject):
    """`write` runs one after another and never loses one; `read` with a key delivers only the latest of that key."""

    changed = Signal(object)  # frozenset of (kind, id), after a commit
    fault = Signal(object)  # what nobody else took
    idle = Signal()
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, "tereze-writer")
        self._reader = ThreadPoolExecutor(1, "tereze-reader")
        self._link = ThreadPoolExecutor(1, "tereze-link")
        self._registers = ThreadPoolExecutor(2, "tereze-registers")
        self._aside = ThreadPoolExecutor(2, "tereze-aside")
        self._owners: WeakSet[Any] = WeakSet()
        self._latest: dict[str, int] = {}
        self._closed = False
        self._jobs = count(1)
        self._under_way: dict[int, str] = {}
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """How much was asked of it and has not come back."""
        return len(self._under_way)

    def under_way(self) -> str:
        """What that is, for a report: by its key, or where it was asked."""
        return ", ".join(self._under_way.values())

    def write(self, call: Callable[[], Any], then: Then | None = None, *, failed: Failed | None = None) -> None:
        self._submit(self._writer, call, then, failed=failed, key="")

    def read(
        self, call: Callable[[], Any], then: Then | None = None, *, failed: Failed | None = None, key: str = "",
        later: bool = False,
    ) -> None:  # fmt: skip
        """`later`: when the window has shown what it is about to show, so that nobody sees it wait for this."""
        self._submit(self._reader, call, then, failed=failed, key=key, later=LATER_MS if later else 0)

    def exchange(self, call: Callable[[], Any], then: Then, *, failed: Failed) -> None:
        """With the other side, in a thread of its own: a slow net must not stop the counter."""
        self._submit(self._link, call, then, failed=failed, key="exchange")

    def consult(self, call: Callable[[], Any], then: Then, *, failed: Failed, key: str) -> None:
        """A register may be silent for seconds: the lists of the window do not wait behind it."""
        self._submit(self._registers, call, then, failed=failed, key=key)

    def aside(
        self, call: Callable[[], Any], then: Then | None = None, *, failed: Failed | None = None, key: str = ""
    ) -> None:
        """For what may take long and needs no store: a scanner, a child that opens a file."""
        self._submit(self._aside, call, then, failed=failed, key=key)

    def owned(self, by: Any) -> None:
        """`by.close()` ends what it has running aside; it is called when the window closes."""
        self._owners.add(by)

    def beside(self, call: Callable[[], Any], then: Then, *, failed: Failed) -> None:
        """Something long that nobody waits for; the exchange comes after it."""
        self._submit(self._link, call, then, failed=failed, key="")

    def forget(self, key: str) -> None:
        """Answers of that key that are still under way are not wanted any more."""
        self._latest[key] = self._latest.get(key, 0) + 1

    def _submit(
        self, pool: ThreadPoolExecutor, call: Callable[[], Any], then: Then | None, *, failed: Failed | None, key: str,
        later: int = 0,
    ) -> None:  # fmt: skip
        if self._closed:
            return
        number = self._latest[key] = self._latest.get(key, 0) + 1 if key else 0

        def run() -> Any:
            if key and self._latest[key] != number:
                raise Superseded
            return call()

        def begin() -> None:
            if self._closed:
                return
            future = pool.submit(run)
            future.add_done_callback(lambda done: self._came.emit(Delivery(done, then, failed, key, number, job)))

        job = next(self._jobs)
        self._under_way[job] = key or getattr(call, "__qualname__", "")
        if later:
            QTimer.singleShot(later, self, begin)
        else:
            begin()

    def _deliver(self, delivery: Delivery) -> None:
        del self._under_way[delivery.job]
        if self._closed or delivery.future.cancelled():
            return
        stale = delivery.key and self._latest[delivery.key] != delivery.number
        wrong = delivery.future.exception()
        try:
            if not stale and not isinstance(wrong, Superseded):
                self._hand_on(delivery, wrong)
        finally:
            if not self.pending:
                self.idle.emit()

    def _hand_on(self, delivery: Delivery, wrong: BaseException | None) -> None:
        if wrong is None:
            if delivery.then:
                delivery.then(delivery.future.result())
        elif delivery.failed:
            delivery.failed(wrong)
        else:
            self.fault.emit(wrong)

    def close(self) -> None:
        """Waits for what is being written; answers are not delivered any more."""
        self._closed = True
        for owner in list(self._owners):
            owner.close()
        self._aside.shutdown(wait=True, cancel_futures=True)
        self._registers.shutdown(wait=True, cancel_futures=True)
        self._link.shutdown(wait=True, cancel_futures=True)
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
