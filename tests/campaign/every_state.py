"""Every state of two cases at two nodes that lag behind each other, breadth first, over nodes held in memory.

No second model: what may be pressed is what the commands do not refuse, what becomes of it is what the folds make of it. The
only bound is how many events one node may have that the other has not; a press beyond it is not tried, and counted.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from app.problems import Refused
from tests.campaign.in_memory import Both, Here, Standing
from tests.campaign.ways import SECOND, Press, Ways, never, stranded, unruly
from tests.world import World, desk, who

TABLES = ("cases", "registries", "handovers")
TO_LICENSOR, TO_CENTRE = "centre → licensor", "licensor → centre"
TOLD_EVERY = 5_000
SIGNERS = ((who("sector"), who("courier"), SECOND), (desk("chancellery"), who("courier"), SECOND))


@dataclass(slots=True, kw_only=True)
class Reached(Ways):
    """Breadth first. What may never be is asked of each state; what nobody may do, of each press."""

    lag: int  # events that one node may have before the other is told; 0: they meet after each press
    marks: list[str] = field(default_factory=list)
    held_back: int = 0  # presses that were not tried, for the other had not heard of enough
    deepest: int = 0
    at_centre: Here = field(init=False)
    at_licensor: Here = field(init=False)
    now: Both = field(init=False)

    def rows(self, table: str, *, licensor: bool = False) -> list[dict[str, Any]]:
        return self.now.rows(table, licensor=licensor)

    def parked(self, *, licensor: bool = False) -> set[str]:
        standing = self.now.licensor if licensor else self.now.centre
        return {event for events in standing.parked.values() for event in events}

    def begin(self, world: World) -> Both:
        """Where the real stores stand, and everybody who gives or takes has a key."""
        self.at_centre, self.at_licensor = Here.of(world.centre), Here.of(world.licensor)
        standing = []
        for here, signers in zip((self.at_centre, self.at_licensor), SIGNERS, strict=True):
            one = here.standing()
            for login in signers:
                one = here.with_key(one, login)
            standing.append(replace(one, waits={}))
        self.now = Both(*standing)
        return self.now

    # ---- a step

    def press(self, one: Press) -> Both | None:
        """None: it is refused."""
        ours = self.now.centre if one.side == "centre" else self.now.licensor
        here = self.at_centre if one.side == "centre" else self.at_licensor
        try:
            after = here.press(ours, one.name, one.login, one.given)
        except Refused:
            self.refused += 1
            return None
        self.steps += 1
        return replace(self.now, **{one.side: after})

    def to_licensor(self, both: Both) -> Both:
        return Both(replace(both.centre, waits={}), self.at_licensor.told(both.licensor, _in_order(both.centre)))

    def to_centre(self, both: Both) -> Both:
        return Both(self.at_centre.told(both.centre, _in_order(both.licensor)), replace(both.licensor, waits={}))

    def exchanged(self, both: Both) -> Both:
        return self.to_centre(self.to_licensor(both))

    def ways_on(self, *, one_way: bool) -> Iterator[tuple[str, Both, bool]]:
        """Each step from here, where it leads, and whether somebody pressed something."""
        before = self.now
        full = {side for side in ("centre", "licensor") if 0 < self.lag <= getattr(before, side).untold}
        for one in self.presses():
            if one.side in full:
                self.held_back += 1
            elif (after := self.press(one)) is not None:
                yield str(one), after, True
        if one_way:
            if before.centre.untold:
                yield TO_LICENSOR, self.to_licensor(before), False
            if before.licensor.untold:
                yield TO_CENTRE, self.to_centre(before), False
        else:
            yield "exchange", self.exchanged(before), False

    # ---- the search

    def whole_mark(self) -> str:
        """With what the other has not heard: two states that differ in it alone go on differently."""
        here, told = self.now, [self.mark()]
        if here.centre.untold or here.licensor.untold:
            self.now = self.exchanged(here)
            told.append(self.mark())
            if any(self.rows(table) != self.rows(table, licensor=True) for table in TABLES):
                self.wrong.append("the two see it differently when they have met")
            self.now = here
            told += [str(standing.untold > 0) for standing in (here.centre, here.licensor)]
            ahead = (self._versions(here.centre), self._versions(here.licensor))
            told.append(str(sorted(a - b for a, b in zip(*ahead, strict=True))))
        return hashlib.sha256(" ".join(told).encode()).hexdigest()

    def _versions(self, standing: Standing) -> list[int]:
        """How far each case has come there: of two that write at once, the order of their events hangs on it."""
        rows = (standing.rows.get(case["case"]) for case in self.cases)
        return [row.now.version if row else 0 for row in rows]

    def go(self, start: Both, *, most: int, one_way: bool = True) -> None:
        """Until every state was seen, or `most`, or a promise is broken.

        `one_way`: a contact may be cut between what is sent and what is fetched.
        """
        self.now, at_once = start, not self.lag
        mark = self.mark if at_once or not one_way else self.whole_mark
        self.marks = [mark()]
        seen, waiting = set(self.marks), deque([(start, tuple[str, ...]())])
        self._look(())
        while waiting and self.states < most and not self.wrong:
            self.now, way = waiting.popleft()
            here, pressed, unruly_before = self.now, False, _unruly(self)
            for name, after, by_hand in self.ways_on(one_way=one_way and not at_once):
                if at_once and not by_hand:
                    continue
                pressed = pressed or by_hand
                self.now = self.exchanged(after) if at_once else after
                if by_hand and not unruly_before and (found := _unruly(self)):
                    self.wrong.append(f"{found} after {' → '.join((*way, name))}")
                if (one := mark()) not in seen:
                    seen.add(one)
                    self.marks.append(one)
                    self._look((*way, name))
                    waiting.append((self.now, (*way, name)))
                    self.left = len(waiting)
                self.now = here
            self.ended += not pressed
            if not (pressed or here.centre.untold or here.licensor.untold) and (found := stranded(self, False)):
                self.wrong.append(f"{found} after {' → '.join(way)}")
        self.left = len(waiting)

    def _look(self, way: tuple[str, ...]) -> None:
        self.states += 1
        if self.states % TOLD_EVERY == 0:
            print(f"{self.states} states, {self.left} to go on from, {len(self.wrong)} wrong", flush=True)
        self.deepest = max(self.deepest, len(way))
        if found := never(self, False) or never(self, True):
            self.wrong.append(f"{found} after {' → '.join(way) or 'nothing'}")


def _unruly(ways: Ways) -> str:
    return unruly(ways, False) or unruly(ways, True)


def _in_order(standing: Standing) -> Iterator[Any]:
    """Chain by chain, as a contact sends them."""
    for _, news in sorted(standing.waits.items()):
        yield from news
