"""One centre's day: its clock moved by hand, its people, its two nodes, and what there is to tell of it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from app.journey.nodes import Node, Time
from app.start import Moment, Place, calendar
from app.streams import show

MORNING = time(9, 30)
NAMELESS = ("survey",)  # no bars and no number: it is put into a box


@dataclass(slots=True)
class Tale:
    """What the journey has to tell: a line for each step, and every paper."""

    out: Path
    steps: list[dict[str, Any]] = field(default_factory=list)
    papers: list[dict[str, Any]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)  # services and variants that were there to be taken
    differing: list[str] = field(default_factory=list)  # cases that both nodes do not see alike, at the end
    state: list[str] = field(default_factory=list)  # of both nodes, at the end

    def step(self, **line: Any) -> None:
        blank: dict[str, Any] = {"due_by": None, "paper": None}  # always there for a reader, also when there is none
        self.steps.append(blank | {k: v for k, v in line.items() if v is not None})
        limit = f"≤ {line['due_by'][:16]}" if line.get("due_by") else ""
        mark = "own" if line.get("own") else line.get("clause") or ""
        show(
            f"{line['act']:<17} {line['service']:<20} {line['variant']:<13} {line['step']:<21} {line['at'][:16]} "
            f"{limit:<18} {mark:<22} {line['case']}"
        )

    def keep(self, node: Node, subject: str, case: str, *, as_: str) -> str | None:
        """Leaves the subject's new papers in the folder; the name of the last one."""
        known = {p["id"] for p in self.papers}
        last = None
        for row in node.tell("ask", name="case.papers_of", given={"code": subject}, as_=as_):
            if row["id"] in known:
                continue
            paper = node.tell("paper", id=row["id"], as_=as_)
            form, code, pdf = paper["form"], paper["code"], base64.b64decode(paper["pdf"])
            code = "" if form in NAMELESS else code  # what stands in its bars
            name = f"{'-'.join(filter(None, (f'{len(self.papers) + 1:03d}', form, code)))}.pdf"
            (self.out / name).write_bytes(pdf)
            sha = hashlib.sha256(pdf).hexdigest()
            self.papers.append({"id": row["id"], "file": name, "form": form, "case": case, "code": code, "sha256": sha})
            last = name
        return last


@dataclass(slots=True)
class Day:
    """One centre, its department, its clock."""

    place: Place
    centre: Node
    licensor: Node
    clock: Time
    tale: Tale
    lang: str
    now: datetime

    def __post_init__(self) -> None:
        self.clock.set(self.place.region, Moment(self.now))

    # ---- time

    def minutes(self, n: int) -> None:
        self._to(self.now + timedelta(minutes=n))

    def morning(self, days: int = 1, at: time = MORNING) -> None:
        """So many working days on."""
        day: date = calendar().working_day(days, self.now.date())
        self._to(datetime.combine(day, at, self.now.tzinfo))

    def on(self, day: date, at: time = MORNING) -> None:
        self._to(datetime.combine(day, at, self.now.tzinfo))

    def _to(self, at: datetime) -> None:
        self.now = at
        self.clock.set(self.place.region, Moment(at))

    # ---- people and nodes

    def who(self, role: str) -> str:
        return f"{role}.{self.place.centre.lower()}"

    def there(self, role: str, what: dict[str, Any]) -> str:
        return f"{role}.{what['licensor'].lower()}"

    def at_centre(self, name: str, given: dict[str, Any], role: str) -> Any:
        return self.centre.tell("run", name=name, given=given, as_=self.who(role))

    def at_licensor(self, name: str, given: dict[str, Any], login: str) -> Any:
        return self.licensor.tell("run", name=name, given=given, as_=login)

    def asked(self, name: str, given: dict[str, Any]) -> Any:
        """At the centre, by the inspector."""
        return self.centre.tell("ask", name=name, given=given, as_=self.who("inspector"))

    def sync(self) -> None:
        self.centre.meet(self.licensor)

    def case(self, id: str) -> dict[str, Any]:
        return dict(self.asked("case.open", {"code": id}))


class Told:
    """Tells the steps of one case as the case itself has them: done when, due by when, by which clause."""

    def __init__(self, day: Day, case: str, given: dict[str, Any] | None = None) -> None:
        self.day, self.case, self._seen = day, case, set[str]()
        found = day.case(case)["case"]
        self.number, self._what = found["number"], found.get("what") or given or {}

    def has(self, step: str) -> bool:
        return step in self._seen

    def remember(self, step: str) -> None:
        """Done at the other node: it is told when it has come here."""
        self._seen.add(step)

    def __call__(self, step: str, *, own: bool = False, paper: str | None = None, by: str | None = None) -> None:
        """`by`: the step of the act whose clause speaks of this."""
        day = self.day
        paper = paper or day.tale.keep(day.centre, self.case, self.number, as_=day.who("inspector"))
        case = day.case(self.case)["case"]
        told = {s["step"] for s in day.tale.steps if s["case"] == self.number}
        base = {
            "act": day.place.act, "service": self._what["service"], "variant": self._what["variant"],
            "object": self._what["object"], "case": self.number,
        }  # fmt: skip
        zone = day.now.tzinfo
        new = [d for d in case.get("done", ()) if d["step"] not in told]
        for done in new:
            at = datetime.fromisoformat(done["at"]).astimezone(zone).isoformat(timespec="seconds")
            due = done.get("due_by")
            due = datetime.fromisoformat(due).astimezone(zone).isoformat(timespec="seconds") if due else None
            clause = done.get("clause") or self._clause(done["step"])
            day.tale.step(
                **base,
                step=done["step"],
                at=at,
                due_by=due,
                clause=clause or None,
                own=done.get("own") or None,
                paper=paper,
            )
        if not any(d["step"] == step for d in new) and step not in told:
            clause = None if own else self._clause(by or step)
            at = day.now.isoformat(timespec="seconds")
            gaps = [{"document": g["document"], "kind": g["kind"]} for g in case.get("gaps", ())] or None
            own_step = None if clause else True
            day.tale.step(**base, step=step, at=at, clause=clause, own=own_step, findings=gaps, paper=paper)

    def _clause(self, step: str) -> str | None:
        for line in self.day.case(self.case)["steps"]:
            if line["step"] == step:
                return str(line["clause"])
        return None
