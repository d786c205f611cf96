"""What each person searches for, opens and takes out: counted at the door, and written into the journal in steps.

Counted is what is new: the same case again, or a name while it is typed, is one. What is below a step is forgotten with the
program; what was taken out never is.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.domain.day_work import STEP, Kind
from app.problems import Refused, Unavailable

ASKED: dict[str, tuple[Kind, str]] = {  # query → what it is, and what of its input tells one from another
    "queue.find": ("search", "text"), "queue.met_before": ("search", "number"), "case.open": ("open", "code"),
}  # fmt: skip
MOST = 5000  # different ones remembered of a person; then they are counted anew
COUNT = "account.count"


@dataclass(slots=True)
class Tally:
    _waits: Counter[tuple[str, Kind]] = field(default_factory=Counter)
    _met: dict[tuple[str, Kind], set[int]] = field(default_factory=dict)
    _typed: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def asked(self, login: str, name: str, given: Any) -> None:
        if name in ASKED:
            kind, of = ASKED[name]
            what = getattr(given, of)
            self.note(login, kind, what.open() if hasattr(what, "open") else str(what))

    def note(self, login: str, kind: Kind, what: str = "") -> None:
        """`what` tells one from another; empty: each counts."""
        with self._lock:
            if kind == "search":
                before, self._typed[login] = self._typed.get(login, ""), what
                if before and (what.startswith(before) or before.startswith(what)):
                    return  # the same name, a letter further
            met = self._met.setdefault((login, kind), set())
            if what and hash(what) in met:
                return
            if len(met) >= MOST:
                met.clear()
            met.add(hash(what))
            self._waits[login, kind] += 1

    def write(self, run: Callable[..., Any]) -> None:
        """Whatever has come to a step. What cannot be written now waits; an account that is closed has nothing to wait for."""
        with self._lock:
            due = [(key, n) for key, n in self._waits.items() if n >= STEP[key[1]]]
            for key, _ in due:
                del self._waits[key]
        for (login, kind), n in due:
            try:
                run(COUNT, {"kind": kind, "more": n}, as_=login)
            except Unavailable:
                with self._lock:
                    self._waits[login, kind] += n
            except Refused:
                continue
