"""The process of a service as its act orders it, drawn as swim-lanes: who, in which order, where it may end in a no.

First what stands on the picture (`process_of`), then where (`arrange`): sizes come from whoever draws, so that window and
paper share one layout. Every lane is one row; time goes to the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.domain.pack import Actor, Refusal, Service, Step

# Where a ground of refusal is found: the first of these that the act has for this variant.
FOUND_AT: Final[Mapping[str, tuple[str, ...]]] = {
    "inspector": ("accept", "fill-and-sign", "choose", "take-in", "p-form"),
    "operator": ("fill-and-sign", "accept", "choose", "p-form"),
    "chancellery": ("take-in", "registered", "p-registered", "completeness"),
    "specialist": ("completeness", "verify-documents", "enter-data", "prepare", "refused", "p-result"),
    "portal": ("p-sign", "p-registered", "p-form"),
}
DECIDES: Final = ("prepare", "commission", "verify-documents", "enter-data", "licensor", "ticket", "sign", "p-result")
HANDED_IN: Final = ("p-registered", "registered", "send", "p-sign", "dispatch")  # the latest of these that there is
NO: Final = ("no-data", "refused")  # steps that are a no themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    step: Step
    lane: int
    refusals: tuple[Refusal, ...] = ()  # grounds that are found here: the branch that ends the process
    no: bool = False  # the step itself is the branch
    behind: str = ""  # waits for no step of this picture, and stands to the right of this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    from_: str
    to: str
    branch: bool = False  # one of two ways: the other step excludes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """Boxes in the order of the work, left to right inside each lane."""

    lanes: tuple[Actor, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def process_of(service: Service, *, variant: str, object: str, channel: str) -> Process:
    steps, behind = _in_order(service.steps_for(variant=variant, object=object, channel=channel))
    known = {s.id for s in steps}
    lanes = tuple(dict.fromkeys(s.actor for s in steps))
    grounds: dict[str, list[Refusal]] = {}
    for refusal in service.grounds(variant=variant, channel=channel):
        if place := _found_at(refusal, known, steps):
            grounds.setdefault(place, []).append(refusal)
    boxes = tuple(
        Box(
            step=s, lane=lanes.index(s.actor), refusals=tuple(grounds.get(s.id, ())), no=s.id in NO,
            behind=behind.get(s.id, ""),
        )
        for s in steps
    )  # fmt: skip
    excluded = {u for s in steps for u in s.unless} | {s.id for s in steps if s.unless}
    arrows = tuple(
        Arrow(from_=a, to=s.id, branch=s.id in excluded) for s in steps for a in s.after if a in known and a != s.id
    )
    return Process(lanes=lanes, boxes=boxes, arrows=arrows)


def _in_order(steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], dict[str, str]]:
    """By how many steps come before; and, for steps that wait for none of these, behind which they stand.

    What begins a way stands at the left. What the act starts with something that this channel has no step for stands
    behind the handing in; what nothing follows (a queue, a visit as a whole) behind the step named before it.
    """
    by_id: dict[str, Step] = {s.id: s for s in steps}
    followed = {a for s in steps for a in s.after}
    handed = next((id for id in HANDED_IN if id in by_id), None)
    leads = _before(handed, by_id) if handed else set()
    behind: dict[str, str] = {}
    for before, step in zip((None, *steps), steps, strict=False):
        if any(a in by_id for a in step.after):
            continue
        if handed and step.id not in leads and step.id in followed:
            behind[step.id] = handed
        elif step.id not in followed and before is not None:
            behind[step.id] = before.id
    depth: dict[str, int] = {}

    def deep(id: str, seen: frozenset[str]) -> int:
        if id not in depth:
            before = [*(a for a in by_id[id].after if a in by_id), *((behind[id],) if id in behind else ())]
            depth[id] = max((1 + deep(a, seen | {id}) for a in before if a not in seen), default=0)
        return depth[id]

    return tuple(sorted(steps, key=lambda s: (deep(s.id, frozenset()), steps.index(s)))), behind


def _before(id: str, by_id: dict[str, Step]) -> set[str]:
    """The step and everything that leads to it."""
    found, wanted = set(), [id]
    while wanted:
        if (one := wanted.pop()) not in found:
            found.add(one)
            wanted += [a for a in by_id[one].after if a in by_id]
    return found


def _found_at(refusal: Refusal, known: Iterable[str], steps: tuple[Step, ...]) -> str | None:
    wanted = (*FOUND_AT.get(refusal.by, ()), *DECIDES)
    found = next((id for id in wanted if id in known), None)
    return found or (steps[-1].id if steps else None)


# ---- where


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    wide: float
    high: float

    @property
    def right(self) -> float:
        return self.x + self.wide

    @property
    def foot(self) -> float:
        return self.y + self.high

    @property
    def middle(self) -> float:
        return self.y + self.high / 2

    def meets(self, other: Rect) -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.foot and other.y < self.foot


Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the layout keeps free, in the drawer's own unit."""

    gap: float  # between boxes of one lane
    advance: float  # from the left edge of a step to that of the one after it, at least
    pad: float  # above and below the boxes of a lane
    least: float = 0  # of a lane's height


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    boxes: dict[str, Rect]
    lanes: tuple[tuple[float, float], ...]  # top and height
    lines: tuple[tuple[Arrow, tuple[Point, ...]], ...]
    wide: float
    high: float


def arrange(process: Process, sizes: Mapping[str, tuple[float, float]], measures: Measures) -> Plan:
    """Each box as far left as the steps before it and its neighbour in the lane let it; arrows round the boxes."""
    placed, lanes = _placed(process, sizes, measures)
    wide, high = _extent(placed, lanes)
    edges = [top for top, _ in lanes] + [high]
    lines = tuple((a, _way(placed[a.from_], placed[a.to], list(placed.values()), edges=edges)) for a in process.arrows)
    return Plan(boxes=placed, lanes=lanes, lines=lines, wide=wide, high=high)


def extent(process: Process, sizes: Mapping[str, tuple[float, float]], measures: Measures) -> tuple[float, float]:
    """How wide and high the plan will be: known before the arrows, which take most of the time."""
    return _extent(*_placed(process, sizes, measures))


def _extent(placed: Mapping[str, Rect], lanes: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    return max(r.right for r in placed.values()), sum(high for _, high in lanes)


def _placed(
    process: Process, sizes: Mapping[str, tuple[float, float]], measures: Measures
) -> tuple[dict[str, Rect], tuple[tuple[float, float], ...]]:
    lanes, top = [], 0.0
    for n in range(len(process.lanes)):
        tall = max((sizes[b.step.id][1] for b in process.boxes if b.lane == n), default=0.0)
        high = max(tall + 2 * measures.pad, measures.least)
        lanes.append((top, high))
        top += high
    placed: dict[str, Rect] = {}
    ends = dict.fromkeys(range(len(lanes)), 0.0)
    for box in process.boxes:
        wide, high = sizes[box.step.id]
        after = [
            placed[a.from_].x + measures.advance for a in process.arrows if a.to == box.step.id and a.from_ in placed
        ]
        if box.behind in placed:
            after.append(placed[box.behind].x + measures.advance)
        x = max([ends[box.lane], *after])
        lane_top, lane_high = lanes[box.lane]
        placed[box.step.id] = Rect(x, lane_top + (lane_high - high) / 2, wide, high)
        ends[box.lane] = x + wide + measures.gap
    return placed, tuple(lanes)


def _way(a: Rect, b: Rect, boxes: list[Rect], *, edges: list[float]) -> tuple[Point, ...]:
    """The way with the fewest boxes in it, then the shortest. Between two lanes an arrow may run along their edge."""
    down = b.middle > a.middle
    out, into = (a.foot, b.y) if down else (a.y, b.foot)
    ways: list[tuple[Point, ...]] = []
    if b.x >= a.right:
        ways.append(((a.right, a.middle), (b.x, b.middle)) if a.middle == b.middle else ())
        middle = (a.right + b.x) / 2
        ways.append(((a.right, a.middle), (middle, a.middle), (middle, b.middle), (b.x, b.middle)))
    spots = (0.5, 0.25, 0.75, 0.12, 0.88)
    for s in spots:
        x_out, x_in = a.x + a.wide * s, b.x + b.wide * s
        if b.x < x_out < b.right:
            ways.append(((x_out, out), (x_out, into)))
        if a.x < x_in < a.right:
            ways.append(((x_in, out), (x_in, into)))
        if x_in > a.right:
            ways.append(((a.right, a.middle), (x_in, a.middle), (x_in, into)))
        if b.x > x_out:
            ways.append(((x_out, out), (x_out, b.middle), (b.x, b.middle)))
        for edge in edges:
            for t in spots:
                x_to = b.x + b.wide * t
                leave = a.foot if edge > a.middle else a.y
                enter = b.y if edge < b.middle else b.foot
                ways.append(((x_out, leave), (x_out, edge), (x_to, edge), (x_to, enter)))
    others = [r for r in boxes if r not in (a, b)]
    return _fewest(sorted((w for w in ways if w), key=lambda w: (len(w), _length(w))), others)


def _fewest(ways: list[tuple[Point, ...]], boxes: list[Rect]) -> tuple[Point, ...]:
    """The first of those with the fewest boxes in them: after one that is free of boxes nobody need look on."""
    least, best = None, ways[0]
    for way in ways:
        count = _crossed(way, boxes)
        if count == 0:
            return way
        if least is None or count < least:
            least, best = count, way
    return best


def _crossed(way: tuple[Point, ...], boxes: list[Rect]) -> int:
    count = 0
    for (x0, y0), (x1, y1) in pairwise(way):
        run = Rect(min(x0, x1) - 0.5, min(y0, y1) - 0.5, abs(x1 - x0) + 1, abs(y1 - y0) + 1)
        count += sum(map(run.meets, boxes))
    return count


def _length(way: tuple[Point, ...]) -> float:
    return sum(abs(x1 - x0) + abs(y1 - y0) for (x0, y0), (x1, y1) in pairwise(way))
