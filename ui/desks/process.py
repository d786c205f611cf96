"""The process of a service as its act orders it, and on it the place and the clocks of a case."""

from __future__ import annotations

from dataclasses import replace

from app.domain.case import Case
from app.domain.pack import Step, Unit
from app.domain.swimlanes import Box
from app.queries.process import Cell, Shown
from ui.desks import texts
from ui.desks.clause import opener
from ui.desks.desk import Desk
from ui.desks.offers import norm_entries
from ui.desks.session import Session
from ui.look_words import say, span
from ui.parts.palette import Entry
from ui.parts.swim import SwimBox, SwimState
from ui.screens.process_view import ProcessState, ProcessView


class ProcessDesk(Desk):
    """Opened with a case's id, with a cell (`as_text`), or with nothing: then what was seen last, or the first there is."""

    watches = frozenset({"case"})
    view: ProcessView

    def __init__(self, session: Session) -> None:
        super().__init__(session, ProcessView())
        self.code, self.cell = "", None
        self.cells: tuple[Cell, ...] = ()
        self.found: Shown | None = None
        self.view.moved.connect(lambda _: self.show())

    cell: Cell | None

    def open(self, what: str = "") -> None:
        if not what and self.found is None:
            self._first()
            return
        if cell := of_text(what):
            self.code, self.cell = "", cell
        elif what:
            self.code, self.cell = what, None
        self.view.swim.current = ""
        self.reload()

    def _first(self) -> None:
        def have(cells: tuple[Cell, ...]) -> None:
            self.cells = cells
            if cells:
                self.open(as_text(cells[0]))

        self.session.ask("process.listed", {}, have, key="process.listed")

    def reload(self) -> None:
        if not (self.code or self.cell):
            return
        given = {"code": self.code} if self.code else {"cell": as_plain(self.cell)}
        self.session.ask("process.shown", given, self._have, key="process")

    def _have(self, found: Shown) -> None:
        self.found = found
        self.show()

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter":
                if self.found is not None and self.found.case is not None:
                    self.session.go("case", self.found.case.id)
            case "F3":
                self.session.ask("process.listed", {}, self._offer, key="process.listed")
            case "F6":
                self._norm()
            case "F7":
                self._print()

    def _offer(self, cells: tuple[Cell, ...]) -> None:
        entries = tuple(
            Entry(
                as_text(c),
                f"{texts.service(c.service)}, {texts.variant(c.variant, c.object)}",
                _channel(c),
                icon="process",
            )
            for c in cells
        )
        self.session.offer("process", say("window.process.f3"), entries, self.open)

    def _norm(self) -> None:
        """The chosen step with its clause, then every ground of refusal that is found there."""
        box = self._chosen()
        if box is None:
            return
        grounds = tuple(
            Entry(r.id, texts.text(r.text), texts.clause(r.clause) or say("desk.own"), icon="norm")
            for r in box.refusals
        )
        cited = {box.step.id: box.step.clause, **{r.id: r.clause for r in box.refusals}}
        assert self.found is not None
        chosen = opener(self.session, self.found.cell.pack, cited, service=self.found.cell.service)
        self.session.offer("norm", say("window.process.f6"), (*norm_entries((box.step,)), *grounds), chosen)

    def _print(self) -> None:
        if self.found is None:
            return
        given = {"code": self.code} if self.code else as_plain(self.found.cell)
        self.session.run("calls.print_process", given, lambda done: self.session.show_paper(done.value.paper))

    def retranslate(self) -> None:
        self.show()

    # ---- showing

    def _chosen(self) -> Box | None:
        boxes = self.found.process.boxes if self.found else ()
        return next((b for b in boxes if b.step.id == self.view.swim.current), boxes[0] if boxes else None)

    def show(self) -> None:
        found = self.found
        if found is None:
            self.view.render(ProcessState())
            return
        case, process = found.case, found.process
        boxes = {b.step.id: self._box(b, case) for b in process.boxes}
        if self.view.swim.current not in boxes:
            running = [id for id, b in boxes.items() if b.phase == "now"]
            self.view.swim.current = running[0] if running else next(iter(boxes))
        chosen = self._chosen()
        assert chosen is not None
        step, grounds = chosen.step, chosen.refusals
        variant = texts.variant(found.cell.variant, found.cell.object)
        self.view.render(ProcessState(
            service=f"{texts.text(found.service)} · {variant}",
            under=f"{texts.act(found.cell.pack)} · {_channel(found.cell)}", number=case.number if case else "",
            number_rest=f"{texts.status(case.status)} · {texts.holder(case.holder)}" if case else "",
            swim=SwimState(
                process=process, lanes=tuple(say(f"process.actor.{a}") for a in process.lanes), boxes=boxes,
            ),
            title=say(f"desk.step.{step.id}"), title_rest=f"  {limit_in_full(step)}", text=texts.text(step.text),
            clause=texts.clause(step.clause), clause_rest=source_of(step),
            refusals_title=f"{say('process.refusals.title')}: " if grounds else "",
            refusals="; ".join(dict.fromkeys(texts.text(r.text) for r in grounds)),
        ))  # fmt: skip

    def _box(self, b: Box, case: Case | None) -> SwimBox:
        box = plain_box(b)
        if case is None:
            return box
        phase, limit, tone = self._place(b.step, case, box.limit, box.tone)
        return told(replace(box, phase=phase, limit=limit, tone=tone), b)

    def _place(self, step: Step, case: Case, limit: str, tone: str) -> tuple[str, str, str]:
        """Phase, what the box says of the time, and its tone."""
        done = next((d for d in case.done if d.step == step.id), None)
        clock = next((s for s in case.running if s.step == step.id), None)
        if done is not None:
            late = done.due_by is not None and done.at.utc > done.due_by.utc
            return "done", f"{self.session.local(done.at):%d.%m %H:%M}", "late" if late else "ok"
        if clock is not None and clock.due_by is not None:
            loud = texts.due(self.session, clock.due_by, self.found.risk_at.get(step.id) if self.found else None)[1]
            return "now", f"{self.session.local(clock.due_by):%d.%m %H:%M}", loud
        if clock is not None:
            return "now", limit, ""
        if any(case.is_done(u) for u in step.unless):
            return "off", limit, tone
        return "ahead", limit, tone


def plain_box(b: Box) -> SwimBox:
    """A step as the act orders it, without any case."""
    clause = texts.clause(b.step.clause)
    if b.step.clause.startswith("annex"):  # the whole picture is of one annex, which the norm below it names
        clause = clause.rpartition(", ")[2]
    limit = limit_of(b.step.limit, b.step.unit) or say("process.no-limit")
    refusal = say("process.refusals", n=len(b.refusals)) if b.refusals else ""
    box = SwimBox(
        title=say(f"desk.step.{b.step.id}"), limit=limit, clause=clause, refusal=refusal, tone="stop" if b.no else "",
    )  # fmt: skip
    return told(box, b)


def told(box: SwimBox, b: Box) -> SwimBox:
    """With the sentence that a screen reader says of it."""
    word = say(f"window.lane.{box.phase}") if box.phase in ("done", "now", "ahead") else ""
    actor = say(f"process.actor.{b.step.actor}").replace("-\n", "")
    said = (word, actor, box.title, box.limit, texts.clause(b.step.clause), box.refusal)
    return replace(box, said=", ".join(w for w in said if w))


def limit_of(limit: int | None, unit: Unit | None) -> str:
    """«15 мин», «14 р. д.» of a clock, as the act sets it."""
    if unit is None:
        return ""
    if unit in texts.SECONDS:
        return span((limit or 1) * texts.SECONDS[unit])
    return say(f"process.unit.{unit}", n=limit or 1)


def limit_in_full(step: Step) -> str:
    """«срок 14 рабочих дней, считается от получения услугодателем»; without a limit: that the act sets none."""
    if step.unit is None:
        return say("process.no-limit.whole")
    start = say(f"process.start.{step.start}")
    optional = f" · {say('process.optional')}" if step.optional else ""
    return f"{say('process.limit', limit=texts.limit(step))}, {start}{optional}"


def source_of(step: Step) -> str:
    words = [say("process.own")] if step.own else []
    if step.source == "reconstructed":
        words.append(say("process.reconstructed"))
    return "".join(f" · {w}" for w in words)


def _channel(cell: Cell) -> str:
    return say(f"channel.{cell.channel}")


def as_text(cell: Cell) -> str:
    """A cell as one word that a list may answer with."""
    return "/".join((cell.pack, cell.service, cell.variant, cell.object or "-", cell.channel))


def of_text(text: str) -> Cell | None:
    parts = text.split("/")
    if len(parts) != 5:
        return None
    pack, service, variant, object, channel = parts
    return Cell(pack=pack, service=service, variant=variant, object="" if object == "-" else object, channel=channel)


def as_plain(cell: Cell | None) -> dict[str, str]:
    assert cell is not None
    return {
        "pack": cell.pack, "service": cell.service, "variant": cell.variant, "object": cell.object,
        "channel": cell.channel,
    }  # fmt: skip
