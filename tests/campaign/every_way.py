"""Every way that two cases can go: each state of both nodes, and from each every button that somebody may press.

No second model: a state is what the real stores say, a step is a real command, and going back is the stores copied back.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.problems import Refused
from app.start import exchange, licensor_store, listening
from app.store import sqlite
from app.store.open import key_file
from app.store.unit import new_id
from tests.campaign.ways import SECOND, Press, Ways
from tests.world import World


@dataclass(slots=True, kw_only=True)
class Search(Ways):
    """Breadth first over the real stores. `broken` tells what may never be, of one state; it is asked of each."""

    world: World
    broken: Callable[[Search], str]
    marks: list[str] = field(default_factory=list)
    _kept: list[Path] = field(default_factory=list)

    # ---- going there and back

    @property
    def _files(self) -> tuple[Path, Path]:
        urls = (self.world.url, licensor_store(self.world.url))
        return tuple(Path(url.removeprefix("sqlite:///")) for url in urls)  # type: ignore[return-value]

    def _copy(self, source: Path, target: Path) -> None:
        key = key_file(self.world.key)
        ours, theirs = sqlite.connect(str(source), key=key), sqlite.connect(str(target), key=key)
        with theirs.raw.backup("main", ours.raw, "main") as copying:
            copying.step(-1)
        ours.close()
        theirs.close()

    def keep(self, name: str) -> Path:
        folder = self.world.key.parent / "states"
        folder.mkdir(exist_ok=True)
        for n, file in enumerate(self._files):
            self._copy(file, folder / f"{name}.{n}")
        return folder / name

    def go_back(self, place: Path) -> None:
        for n, file in enumerate(self._files):
            self._copy(Path(f"{place}.{n}"), file)
        for app in (self.world.centre, self.world.licensor):
            app._anchors._known.clear()  # what it remembers of a chain is of another state

    def drop(self, place: Path) -> None:
        for n in range(2):
            for end in ("", "-wal", "-shm"):
                Path(f"{place}.{n}{end}").unlink(missing_ok=True)

    def rows(self, table: str, *, licensor: bool = False) -> list[dict[str, Any]]:
        found = self.world.rows(f"SELECT state FROM {table} ORDER BY id", licensor=licensor)
        return [json.loads(row.state) for row in found]

    def parked(self, *, licensor: bool = False) -> set[str]:
        return {row.event for row in self.world.rows("SELECT event FROM parked WHERE NOT settled", licensor=licensor)}

    def press(self, one: Press) -> bool:
        app = self.world.centre if one.side == "centre" else self.world.licensor
        try:
            app.run(one.name, one.given, as_=one.login, op=new_id(), draw=False)
        except Refused:
            self.refused += 1
            return False
        self.steps += 1
        return True

    def meet(self, address: str) -> None:
        for told in exchange(self.world.centre, address):
            if trouble := told.get("refused") or told.get("away"):
                self.wrong.append(f"the exchange: {trouble}")

    # ---- the search

    def begin(self, count: int) -> None:
        """Two couriers, and so many cases that the inspector has just taken in."""
        person = {"login": SECOND, "role": "courier", "office": "AT01", "device": "AT01-02", "name": "Екінші"}
        self.world.do("account.open", person, "administrator")
        self.cases = tuple(self.world.accepted() for _ in range(count))

    def go(self, *, most: int, at_once: bool = False) -> None:
        """Until every state was seen, or `most` of them, or a promise is broken.

        `at_once`: the nodes meet after each press, and never lag.
        """
        with listening(self.world.licensor) as address:
            self.meet(address)
            seen = {self.mark()}
            self.marks = list(seen)
            waiting = deque([(self.keep("0"), ())])
            self._look(())
            while waiting and self.states < most and not self.wrong:
                place, way = waiting.popleft()
                self.go_back(place)
                lead_on = 0
                for one in [*self.presses(), *([] if at_once else [None])]:
                    if one is not None and not self.press(one):
                        continue
                    if one is None or at_once:
                        self.meet(address)
                    lead_on += one is not None
                    if (mark := self.mark()) not in seen:
                        seen.add(mark)
                        self.marks.append(mark)
                        longer = (*way, str(one or "exchange"))
                        self._look(longer)
                        waiting.append((self.keep(str(len(seen))), longer))
                    self.go_back(place)
                self.ended += not lead_on
                self.drop(place)
            self.left = len(waiting)

    def _look(self, way: tuple[str, ...]) -> None:
        self.states += 1
        if found := self.broken(self):
            self.wrong.append(f"{found} after {' → '.join(way) or 'nothing'}")
