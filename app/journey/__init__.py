"""The whole day, really done: for every service and variant that a counter may take, the flow that its act sets.

Everything goes through the same commands as the window's buttons, on a centre's node and a licensor's node that exchange
over loopback. The journey moves its centres' clocks by hand, from 09:30 of a working day when the act was in force.
Plugs may be pulled in the middle of it: then it says whether the end is the same.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.journey.day import MORNING, Day, Tale, Told
from app.journey.flows import electronic_flow, paper_flow
from app.journey.line import Line
from app.journey.nodes import Here, Node, Time
from app.journey.plugs import Pull
from app.journey.pulled import PROGRAM, Apart, Schedule
from app.start import (
    PLACES,
    HandClock,
    Settings,
    WrongCall,
    build,
    initialise,
    key_place,
    licensor_store,
    listening,
    password_of,
    verify_store,
)

FILE = "sqlite:///"
TOLD, STATE, UNDISTURBED = "journey.json", "state.txt", "undisturbed"


@dataclass(frozen=True, slots=True)
class Trip:
    """Where it goes, and how much of it. `only`: `service` or `service/variant`, all of them when there is none."""

    out: Path
    store: str | None = None
    act: str | None = None
    lang: str | None = None
    only: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.act not in (None, *(place.act for place in PLACES)):
            raise WrongCall(f"there is no act {self.act!r}; there are {', '.join(place.act for place in PLACES)}")

    def goes_by(self, service: str, variant: str, tale: Tale) -> bool:
        names = {service, f"{service}/{variant}"}
        tale.gone |= names
        return not self.only or bool(names & set(self.only))

    @property
    def way(self) -> dict[str, Any]:
        """Two of them can be compared when they went the same way."""
        return {"act": self.act, "lang": self.lang, "only": sorted(self.only)}


@dataclass(slots=True)
class Ends:
    """Both nodes of a trip while it lasts, and what is told of them at the end."""

    stores: dict[str, str]
    key: Path
    time: Time = field(default_factory=Time)
    nodes: dict[str, Node] = field(default_factory=dict)


def travel(trip: Trip) -> int:
    """Runs the day, leaves papers, `journey.json` and `state.txt`; 0 when both nodes verify and their cases are equal."""
    ends, course = _ends(trip), list[str]()
    with _here(ends, course):
        tale = _day(trip, ends)
    return 0 if _tell(trip, ends, tale, course="".join(course)) else 1


def travel_pulled(
    trip: Trip, pulls: Callable[[str], list[Pull]], *, like: Path | None = None,
    program: tuple[str, ...] = PROGRAM, database: Callable[[], object] | None = None,
) -> int:  # fmt: skip
    """The same with plugs pulled in the middle; 0 when its end is that of the day undisturbed, which `like` has seen.

    `pulls`: when, on that day's course (`app.journey.plugs`). `database`: pulls the plug of the stores' server.
    """
    if trip.out.exists() and any(trip.out.iterdir()):
        raise WrongCall(f"{trip.out} is not empty: a day that is to be compared begins with nothing")
    if like is None:
        like = trip.out / UNDISTURBED
        print("undisturbed:", file=sys.stderr)
        travel(replace(trip, out=like, store=None))
    before = json.loads((like / TOLD).read_text("utf-8"))
    if before.get("trip") != trip.way:
        raise WrongCall(f"{like} is not the same journey: {before.get('trip')}")
    ends = _ends(trip)
    schedule = Schedule(pulls(before["course"]), database)
    with _apart(ends, schedule, program):
        tale = _day(trip, ends)
    whole = _tell(trip, ends, tale, course=before["course"], pulled=schedule.done)
    same = _compare(like / STATE, trip.out / STATE)
    print(f"{len(schedule.done)} plugs pulled; the end is {'the same' if same else 'NOT THE SAME'}", file=sys.stderr)
    return 0 if whole and same else 1


def _ends(trip: Trip) -> Ends:
    trip.out.mkdir(parents=True, exist_ok=True)
    key = key_place(None if trip.store else str(trip.out / "journey.key")).resolve()
    store = trip.store or f"{FILE}{trip.out / 'journey.db'}"
    if store.startswith(FILE):  # whole, as the key: a node in a process of its own stands in another folder
        store = f"{FILE}{Path(store.removeprefix(FILE)).expanduser().resolve()}"
    initialise(store, key=key, demo=True)
    return Ends({"centre": store, "licensor": licensor_store(store)}, key)


@contextmanager
def _here(ends: Ends, course: list[str]) -> Iterator[None]:
    """Both in this program."""
    clock = HandClock()
    with ExitStack() as stack:
        for side, store in ends.stores.items():
            app = build(Settings(store=store, key=ends.key, password=password_of(store, None)), clock=clock)
            stack.callback(app.close)
            ends.nodes[side] = Here(side, app, clock, ends.time, course)
        licensor, centre = ends.nodes["licensor"], ends.nodes["centre"]
        assert isinstance(licensor, Here)
        assert isinstance(centre, Here)
        centre.address = stack.enter_context(listening(licensor.app))
        yield


@contextmanager
def _apart(ends: Ends, schedule: Schedule, program: tuple[str, ...]) -> Iterator[None]:
    """Each in a process of its own."""
    line = Line()
    with ExitStack() as stack:
        stack.callback(line.pull)
        for side, store in ends.stores.items():
            node = Apart(side, store, ends.key, ends.time, line, schedule, program)
            stack.callback(node.close)
            node.stand_up()
            ends.nodes[side] = node
        yield


def _day(trip: Trip, ends: Ends) -> Tale:
    tale = Tale(trip.out)
    for place in PLACES:
        if trip.act in (None, place.act):
            start = datetime.combine(place.on, MORNING, ZoneInfo(place.zone))
            lang = trip.lang if trip.lang in ("ru", "kk") else "both"
            _one_act(trip, Day(place, ends.nodes["centre"], ends.nodes["licensor"], ends.time, tale, lang, start))
    if wrong := set(trip.only) - tale.gone:
        raise WrongCall(f"no counter of this journey may take {', '.join(sorted(wrong))}")
    folds = {side: node.tell("folds") for side, node in ends.nodes.items()}
    tale.differing = _differing(**folds)
    for side, node in ends.nodes.items():
        tale.state += [f"{side} {line}" for line in node.tell("likeness")]
    return tale


def _tell(trip: Trip, ends: Ends, tale: Tale, **more: Any) -> bool:
    """Leaves what there is to tell; whether both nodes verify and agree."""
    verified = {
        side: verify_store(Settings(store=store, key=ends.key, write=False)) for side, store in ends.stores.items()
    }
    whole = all(v["intact"] for v in verified.values()) and not tale.differing
    papers = [{k: v for k, v in p.items() if k != "id"} for p in tale.papers]
    state = tale.state + [f"step {json.dumps(step, ensure_ascii=False)}" for step in tale.steps]
    state += [f"printed {p['file']} {p['case']}" for p in papers]
    text = "\n".join(state) + "\n"
    (trip.out / STATE).write_text(text, "utf-8")
    report = {
        "steps": tale.steps, "papers": papers, "verified": verified, "differing": tale.differing,
        "state": hashlib.sha256(text.encode()).hexdigest(), "trip": trip.way, **more,
    }  # fmt: skip
    (trip.out / TOLD).write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    print(
        f"{len(tale.steps)} steps, {len(tale.papers)} papers, both nodes {'agree' if whole else 'DO NOT AGREE'}",
        f"state: {report['state']}",
        sep="\n", file=sys.stderr,
    )  # fmt: skip
    return whole


def _compare(undisturbed: Path, pulled: Path) -> bool:
    """Shows the first lines that only one of them has."""
    one, other = (Counter(file.read_text("utf-8").splitlines()) for file in (undisturbed, pulled))
    for sign, lines in (("-", one - other), ("+", other - one)):
        for line in sorted(lines.elements())[:10]:
            print(sign, line[:400], file=sys.stderr)
    return one == other


def _one_act(trip: Trip, day: Day) -> None:
    number = 0
    for offered in day.asked("law.services", {}):
        service = offered["service"]
        if not offered["flow"]:
            if offered["why_not"] == "channel-not-offered" and trip.goes_by(service, "", day.tale):
                slip = day.at_centre("intake.give_slip", {"service": service, "lang": day.lang}, "inspector")
                Told(day, slip["case"], {"service": service, "variant": "", "object": ""})("information-slip", own=True)
            continue
        flow = paper_flow if offered["flow"] == "paper" else electronic_flow
        for n, variant in enumerate(offered["variants"]):
            objects = variant["objects"] or [""]
            if trip.goes_by(service, variant["id"], day.tale):
                flow(day, service, variant["id"], object=objects[n % len(objects)], number=number)
            number += 1


def _differing(centre: dict[str, str], licensor: dict[str, str]) -> list[str]:
    """Cases whose fold is not the same at both nodes; a case that was sent on and never came is one of them."""
    stays = {n for n, state in centre.items() if json.loads(state)["status"] in ("refused", "slip", "no-data")}
    return sorted(n for n, state in centre.items() if n not in stays and licensor.get(n) != state)
