"""The accumulation sector: scan after scan into the registry, close it; mark what came back from the licensor."""

from __future__ import annotations

from dataclasses import replace

from app.command import Coded, Outcome
from app.domain.numbers import Code
from app.problems import Refused
from app.queries.queue import CaseRow
from app.queries.registry import OpenedRegistry
from app.services.accumulation import Close
from ui.desks import texts
from ui.desks.desk import Desk
from ui.desks.sector_marking import Marking
from ui.desks.sector_papers import MOST, offer_amendment, offer_papers
from ui.desks.sector_scans import Scan, Scans, already
from ui.desks.sector_state import (
    SectorNews,
    about,
    closed_entries,
    elsewhere,
    fault,
    number_in,
    registry_entries,
    set_aside,
    term_of,
)
from ui.desks.session import Session
from ui.desks.shelf import ShelfWork
from ui.desks.unclaimed import offer_unclaimed
from ui.desks.waiting import waiting
from ui.look_words import say
from ui.parts.palette import Entry
from ui.parts.scanpanel import ScanState
from ui.screens.sector_view import SectorState, SectorView


class SectorDesk(Desk):
    watches = frozenset({"case", "registry", "handover"})
    view: SectorView

    def __init__(self, session: Session) -> None:
        super().__init__(session, SectorView())
        self.news = SectorNews((), (), ())
        self.current = ""  # id of the registry in front
        self.scans = Scans()
        self.busy = False
        self.paper = self.unseen = ""  # the last paper that was made here; the same until it was looked at
        self.shelf = ShelfWork(session, self.show)
        self.marking = Marking(session, self.scans, self.show, known=self._known, failed=self._set_aside)
        self.view.line_opened.connect(lambda id: session.go("case", id))
        self.view.aside_chosen.connect(self._settle)

    def open(self, what: str = "") -> None:
        self.reload()

    def reload(self) -> None:
        told, there = self.session.told, self.session.me.office.code

        def ask() -> SectorNews:
            registries = told("registry.all", {"status": "open"})
            mine = tuple(told("registry.open", {"code": r.id}) for r in registries if r.sender == there)
            expected, marking = waiting(told, "sector"), waiting(told, "marking")
            closed = told("registry.all", {"status": "closed", "limit": MOST})
            ours = tuple(r for r in closed if r.sender == there)
            return SectorNews(mine, tuple(c for c in expected if c.registry is None), marking, ours)

        self.session.read(ask, self._have, key="sector")

    def _have(self, news: SectorNews) -> None:
        self.news = news
        open_ = {o.registry.id for o in news.open}
        if self.current not in open_:
            self.current = news.open[0].registry.id if news.open else ""
        self.marking.waiting = news.marking
        if not news.open and not news.expected and news.marking:
            self.marking.on = True
        self.show()

    # ---- scanning

    def scanned(self, code: Code) -> bool:
        if code.kind == "S":
            if not self.shelf.on:
                self.session.sound("ok")
            self.shelf.take(code.number)
            return True
        if code.kind not in ("C", "D"):
            self._set_aside(code.line, Refused("code-of-other-kind", code=code.line, kind=code.kind))
            return True
        if self.shelf.on:
            self.shelf.put(code.line)
        elif self.marking.on or self._came_back(code):
            self.marking.mark(code.line)
        else:
            self._enter(code.line)
        return True

    def _came_back(self, code: Code) -> bool:
        """A result that waits for its mark is marked in whatever work it is scanned."""
        if not any(row.number == code.number for row in self.news.marking):
            return False
        self.marking.on = self.marking.on or not self.news.open
        return True

    def misread(self, code: str, problem: str) -> bool:
        self._set_aside(code, Refused("code-invalid", code=code, problem=problem))
        return True

    @property
    def sounds_itself(self) -> bool:  # type: ignore[override]
        """A scan is good here when it was entered, and another read of it is no fault; the shelf is as any place."""
        return not self.shelf.on

    def operation(self) -> str:
        """A second read counts as the same only for the same deed: entering, marking, this cell."""
        cell = self.shelf.cell.cell if self.shelf.cell else ""
        return f"sector.{'shelf.' + cell if self.shelf.on else 'marking' if self.marking.on else 'entering'}"

    def read_twice(self, code: str) -> None:
        self.scans.twice(number_in(code), self.session.clock_time())
        self.show()

    def _known(self, case: str) -> CaseRow | None:
        """Its row, wherever the news has it: a quick scanner may be ahead of them."""
        inside = [row for opened in self.news.open for row in opened.cases]
        known = (*self.news.expected, *self.news.marking, *self.marking.rows, *inside)
        return next((row for row in known if row.id == case), None)

    def _enter(self, code: str) -> None:
        self.session.run(
            "accumulation.enter", Coded(code=code), self._entered, failed=lambda wrong: self._set_aside(code, wrong)
        )

    def _entered(self, outcome: Outcome) -> None:
        done, at = outcome.value, self.session.clock_time()
        before = self.news_registry()
        other = before is not None and before.registry.number != done.registry
        self.scans.fresh = done.case
        self.scans.aside.pop(done.number, None)
        self.scans.entered(done.case, at)
        row = self._known(done.case)
        who, what = about(row, at)
        self.session.sound("late" if other else "ok")
        if other:
            self.scans.panel = lambda: elsewhere(done.number, done.registry, who, what())
        else:
            self.scans.panel = lambda: ScanState(
                tone="ok", word=say("desk.sector.entered"), number=done.number, who=who, what=what(),
                count_label=say("desk.sector.line"), count="…",
            )  # fmt: skip
        words = lambda: self._entered_as(done.case, done.registry if other else "")  # noqa: E731 – said anew
        self.scans.put(Scan("info" if other else "ok", done.number, words, who, at, done.case))
        self.show()

    def _entered_as(self, case: str, registry: str) -> str:
        if registry:
            return say("desk.sector.entered-in", registry=f"R-{registry}")
        n = next((n for n, row in enumerate(self._rows(), 1) if row.id == case), 0)
        return say("scanner.last.entered", n=n) if n else say("scanner.last.entered.plain")

    def _set_aside(self, code: str, wrong: BaseException) -> None:
        """A fault has its own words and stays in sight; scanning goes on."""
        if not isinstance(wrong, Refused):
            self.session.sound("late")
            self.session.trouble(wrong)
            return
        number, at = number_in(code), self.session.clock_time()
        opened, rows = self.news_registry(), self._rows()
        here = next((n for n, r in enumerate(rows, 1) if r.number == number), 0)
        if wrong.code == "already-in-registry" and opened and wrong.facts.get("registry") == opened.registry.number:
            row = rows[here - 1] if here else None
            self.session.sound("ok")
            if row is not None:
                self.scans.fresh, self.scans.panel = row.id, lambda: already(row, here)
            words = lambda: say("scanner.already.last", n=here or "…")  # noqa: E731 – said anew
            self.scans.put(Scan("info", number, words, row.applicant if row else "", at))
            self.show()
            return
        self.session.sound("late")
        lines = str(len(rows))
        self.scans.panel, self.scans.fresh = lambda: fault(wrong, number, lines), ""
        self.scans.put_aside(number, wrong)
        self.scans.put(Scan("late", number, lambda: set_aside(wrong, number).why, at=at))
        self.show()

    def _settle(self, id: str) -> None:
        """The paper was put where it belongs: the note goes."""
        self.scans.aside.pop(id, None)
        self.show()

    # ---- keys

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter" if self.shelf.on:
                self.shelf.over()
                self.reload()
            case "F8" if self.shelf.on:
                self.shelf.offer_missing()
            case "F8" if self.marking.on:
                self.marking.difference()
            case "Ctrl+Enter" if self.marking.on:
                self.marking.over()
                self.reload()
            case "Ctrl+Enter":
                self.close()
            case "Ctrl+Z":
                self._undo()
            case "F3":
                self._registries()
            case "F4":
                self._expected()
            case "F6":
                self._norm()
            case "F7":
                self._papers()

    def _papers(self) -> None:
        """What was just made and is offered by its message opens at once; else the list of papers."""
        if self.unseen:
            self.session.show_paper(self.unseen)
            self.unseen = ""
        else:
            offer_papers(self.session, self.paper, self._made)

    def _made(self, paper: str) -> None:
        self.paper = self.unseen = paper

    def close(self) -> None:
        """Closed for good, printed with the lines in the order they were scanned."""
        opened = self.news_registry()
        if opened is None or self.busy:
            return
        self.busy = True
        self.show()

        def closed(outcome: Outcome) -> None:
            done = outcome.value
            self.busy = False
            self.scans.put_away()
            self._made(done.paper)
            self.session.print((done.paper,))
            self.session.done(
                say("desk.sector.closed", number=done.number),
                say("desk.sector.closed.text", cases=texts.cases(done.lines)), action=say("desk.paper.show"), key="F7",
            )  # fmt: skip
            self.show()

        def failed(wrong: BaseException) -> None:
            self.busy = False
            self.session.trouble(wrong)
            self.show()

        given = Close(code=opened.registry.id, cases=tuple(c.id for c in self._rows()))
        self.session.run("accumulation.close", given, closed, failed=failed)

    def _undo(self) -> None:
        """The last scan of this place is taken out again, as an event of its own, while its registry is open."""
        last = None if self.marking.on or self.shelf.on else self.scans.undoable(self.news.open)
        if last is None:
            return

        def removed(outcome: Outcome) -> None:
            self.scans.put_away()
            self.scans.removed(outcome.value.case)
            self.session.take_again()
            who, at = last.applicant, self.session.clock_time()
            self.scans.put(Scan("info", outcome.value.number, lambda: say("desk.sector.removed"), who, at))
            self.session.note(say("desk.sector.removed-long", number=outcome.value.number))
            self.show()

        self.session.run("accumulation.remove", Coded(code=last.id), removed)

    def _registries(self) -> None:
        entries = registry_entries(self.news, self._to)
        self.session.offer("sector.registry", say("desk.sector.registries"), entries, self._take_registry)

    def _take_registry(self, id: str) -> None:
        if id == "shelf":
            self.shelf.begin()
            return
        if id == "unclaimed":
            offer_unclaimed(self.session, "sector")
            return
        if id == "amend":
            amend = lambda registry: offer_amendment(self.session, registry, self._amended)  # noqa: E731
            entries = closed_entries(self.news, self._to)
            self.session.offer("sector.closed", say("desk.sector.amend.work"), entries, amend)
            return
        self.shelf.cell = None
        self.marking.on = id == "receive"
        if not self.marking.on:
            self.current = id
        self.scans.put_away()
        self.show()

    def _amended(self, outcome: Outcome) -> None:
        done = outcome.value
        self._made(done.paper)
        self.session.print((done.paper,))
        self.session.done(
            say("desk.sector.amended", number=done.number, edition=done.edition), texts.cases(done.lines),
            action=say("desk.paper.show"), key="F7",
        )  # fmt: skip

    def _expected(self) -> None:
        rows = self.news.marking if self.marking.on else self.news.expected
        rows = self.shelf.missing() if self.shelf.on else rows
        entries = tuple(Entry(c.id, c.applicant, f"{c.number} · {texts.holder(c.holder)}", icon="case") for c in rows)
        self.session.offer("sector.expected", say("desk.sector.by-hand"), entries, self._by_hand)

    def _by_hand(self, id: str) -> None:
        """A label that cannot be scanned, or no scanner: the case is chosen instead, and the same is done with it."""
        row = next((r for r in (*self.news.marking, *self.news.expected, *self.shelf.missing()) if r.id == id), None)
        if row is not None:
            self.scanned(Code("C", row.number))

    def _norm(self) -> None:
        """Of the line in front; before anybody looked at one, of the last scan."""
        rows, here = self._rows(), self.view.table.list.current()
        if rows:
            self.session.go("case", here if any(r.id == here for r in rows) else rows[-1].id)

    # ---- showing

    def news_registry(self) -> OpenedRegistry | None:
        return next((o for o in self.news.open if o.registry.id == self.current), None)

    def _rows(self) -> tuple[CaseRow, ...]:
        opened = self.news_registry()
        return self.scans.in_order(opened.cases) if opened else ()

    def _to(self, office: str) -> str:
        found = self.session.app.store.offices.get(office)
        return texts.text(found.name) if found else office

    def retranslate(self) -> None:
        self.show()

    def tick(self) -> None:
        term = term_of(self.session, self._rows())
        if term is not None and term != self.view.state.term:
            self.view.term.show_as(term)

    def show(self) -> None:
        if self.shelf.on:
            self.view.render(self.shelf.state())
        else:
            self.view.render(self.marking.state(self.busy) if self.marking.on else self._sending())

    def _sending(self) -> SectorState:
        opened, rows = self.news_registry(), self._rows()
        lines = [self.scans.line(n, row) for n, row in enumerate(rows, 1)]
        line = next((x for x in lines if x.fresh), None)
        undo = self.scans.undoable(self.news.open)
        scan = self.scans.panel()
        if scan.tone == "ok" and line is not None:
            waiting = len(self.news.expected)
            note = say("desk.sector.more", n=waiting) if waiting else ""
            scan = replace(scan, count=str(line.n), count_note=note)
        return SectorState(
            scan=scan, registry=f"R-{opened.registry.number}" if opened else "", busy=self.busy,
            to=self._to(opened.registry.receiver) if opened else "", status_tone="ok" if opened else "wait",
            status=say("desk.registry.open") if opened else say("desk.registry.none"),
            version=say("desk.registry.own") if opened and opened.registry.own else "",
            lines=tuple(reversed(lines)), expected=len(rows) + len(self.news.expected),
            documents=sum(r.documents for r in rows), sheets=sum(r.sheets for r in rows), term=term_of(self.session, rows),
            aside=self.scans.set_aside(), last=self.scans.shown(undo.id if undo else ""), undo=undo is not None,
            blocked="" if rows else say("desk.sector.nothing"), came_back=len(self.news.marking),
        )  # fmt: skip
