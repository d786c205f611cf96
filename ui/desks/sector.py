"""The accumulation sector: scan after scan into the registry, close it; mark what came back from the licensor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.command import Coded, Outcome
from app.domain.numbers import Code
from app.problems import Refused
from app.queries.queue import CaseRow
from app.queries.registry import OpenedRegistry
from app.services.accumulation import Close, Mark
from ui.desks import texts
from ui.desks.desk import Desk
from ui.desks.sector_papers import MOST, offer_amendment, offer_difference, offer_papers
from ui.desks.sector_state import SectorNews, fault, set_aside, term_of
from ui.desks.session import Session
from ui.desks.shelf import ShelfWork
from ui.look_words import say
from ui.parts.palette import Entry
from ui.parts.scanpanel import ScanState
from ui.screens.sector_view import AsideLine, LastScan, RegistryLine, SectorState, SectorView

LAST = 5  # scans that stay in sight


class SectorDesk(Desk):
    watches = frozenset({"case", "registry", "handover"})
    view: SectorView

    def __init__(self, session: Session) -> None:
        super().__init__(session, SectorView())
        self.news = SectorNews((), (), ())
        self.current = ""  # id of the registry in front
        self.order: dict[str, list[str]] = {}  # registry → cases as they were scanned here
        self.at: dict[str, str] = {}
        self.receiving = False
        self.received: list[CaseRow] = []
        self.scan: Callable[[], ScanState] = ScanState  # said anew when the language changes
        self.aside: dict[str, Callable[[], AsideLine]] = {}
        self.last: list[tuple[str, str, Callable[[], str]]] = []
        self.fresh = ""
        self.busy = False
        self.paper = self.unseen = ""  # the last paper that was made here; the same until it was looked at
        self.shelf = ShelfWork(session, self.show)
        self.view.line_opened.connect(lambda id: session.go("case", id))
        self.view.aside_chosen.connect(self._settle)

    def open(self, what: str = "") -> None:
        self.reload()

    def reload(self) -> None:
        app, login = self.session.app, self.session.me.login
        there = self.session.me.office.code

        def ask() -> SectorNews:
            registries = app.ask("registry.all", {"status": "open"}, as_=login)
            mine = tuple(app.ask("registry.open", {"code": r.id}, as_=login) for r in registries if r.sender == there)
            expected = app.ask("queue.waiting", {"place": "sector"}, as_=login)
            marking = app.ask("queue.waiting", {"place": "marking"}, as_=login)
            closed = app.ask("registry.all", {"status": "closed", "limit": MOST}, as_=login)
            ours = tuple(r for r in closed if r.sender == there)
            return SectorNews(mine, tuple(c for c in expected if c.registry is None), marking, ours)

        self.session.read(ask, self._have, key="sector")

    def _have(self, news: SectorNews) -> None:
        self.news = news
        open_ = {o.registry.id for o in news.open}
        if self.current not in open_:
            self.current = news.open[0].registry.id if news.open else ""
        if not self.receiving and not news.open and not news.expected and news.marking:
            self.receiving = True
        self.show()

    # ---- scanning

    def scanned(self, code: Code) -> bool:
        if code.kind == "S":
            self.shelf.take(code.number)
            return True
        if code.kind not in ("C", "D"):
            self._set_aside(code.line, Refused("code-of-other-kind", code=code.line, kind=code.kind))
            return True
        if self.shelf.on:
            self.shelf.put(code.line)
        elif self.receiving:
            self._mark(code.line)
        else:
            self._enter(code.line)
        return True

    def misread(self, code: str, problem: str) -> bool:
        self._set_aside(code, Refused("code-invalid", code=code, problem=problem))
        return True

    def _enter(self, code: str) -> None:
        self.session.run(
            "accumulation.enter", Coded(code=code), self._entered, failed=lambda wrong: self._set_aside(code, wrong)
        )

    def _entered(self, outcome: Outcome) -> None:
        done = outcome.value
        self.fresh = done.case
        at = f"{self.session.now():%H:%M:%S}"
        self.at[done.case] = at
        row = next((c for c in self.news.expected if c.id == done.case), None)
        self.scan = lambda: ScanState(
            tone="ok", word=say("desk.sector.entered"), number=done.number, who=row.applicant if row else "",
            what=self._what(row, at) if row else "", count_label=say("desk.sector.line"), count="…",
        )  # fmt: skip
        self._remember("ok", done.number, lambda: say("desk.sector.entered-in", registry=done.registry))
        self.show()

    def _mark(self, code: str, state: str = "whole", reason: str | None = None) -> None:
        def marked(outcome: Outcome) -> None:
            done = outcome.value
            row = next((c for c in (*self.news.marking, *self.received) if c.id == done.case), None)
            if row and row.id not in {r.id for r in self.received}:
                self.received.append(row)
            self.fresh = done.case
            at = f"{self.session.now():%H:%M:%S}"
            self.at[done.case] = at
            line = str(len(self.received))
            word = "desk.sector.marked" if state == "whole" else f"desk.sector.difference.{state}"
            self.scan = lambda: ScanState(
                tone="ok" if state == "whole" else "late", word=say(word).upper(), number=done.number,
                who=row.applicant if row else "",
                what=self._what(row, at) if row else "", next=reason or say("desk.sector.to-shelf"),
                count_label=say("desk.sector.line"), count=line,
            )  # fmt: skip
            self._remember(
                "ok" if state == "whole" else "late", done.number,
                lambda: say("desk.sector.marked-line") if state == "whole" else reason or "",
            )  # fmt: skip
            self.show()

        given = Mark(code=code, state=state, reason=reason)  # type: ignore[arg-type]
        self.session.run("accumulation.mark_received", given, marked, failed=lambda w: self._set_aside(code, w))

    def _set_aside(self, code: str, wrong: BaseException) -> None:
        """A fault has its own words and stays in sight; scanning goes on."""
        if not isinstance(wrong, Refused):
            self.session.trouble(wrong)
            return
        number = code[2:] if code[1:2] == "-" else code
        registry = self.news_registry()
        if wrong.code == "already-in-registry" and wrong.facts.get("registry") == (
            registry and registry.registry.number
        ):
            self._remember("info", number, lambda: say("desk.sector.twice"))
            self.show()
            return
        lines = str(len(self._rows()))
        self.scan = lambda: fault(wrong, number, lines)
        self.aside = {number: lambda: set_aside(wrong, number), **{k: v for k, v in self.aside.items() if k != number}}
        self.fresh = ""
        self._remember("late", number, lambda: set_aside(wrong, number).why)
        self.show()

    def _settle(self, id: str) -> None:
        """The paper was put where it belongs: the note goes."""
        self.aside.pop(id, None)
        self.show()

    def _remember(self, tone: str, number: str, words: Callable[[], str]) -> None:
        self.last = [(tone, number, words), *self.last][:LAST]

    def _what(self, row: CaseRow, at: str) -> str:
        kind = f"{texts.service(row.service, short=True)}, {texts.variant(row.variant, row.object)}"
        return f"{kind} · {texts.documents(row.documents)}, {texts.sheets(row.sheets)} · {at}"

    # ---- keys

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter" if self.shelf.on:
                self.shelf.over()
                self.reload()
            case "F8" if self.shelf.on:
                self.shelf.offer_missing()
            case "F8" if self.receiving:
                self._difference()
            case "Ctrl+Enter" if self.receiving:
                self._received()
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

    def _difference(self) -> None:
        """Of the paper that was scanned last: short, extra or damaged, with the reason in words."""
        row = next((r for r in self.received if r.id == self.fresh), None)
        if row is not None:
            offer_difference(self.session, row.number, lambda state, why: self._mark(row.id, state, why))

    def close(self) -> None:
        """Closed for good, printed with the lines in the order they were scanned."""
        opened = self.news_registry()
        if opened is None or self.busy:
            return
        self.busy = True
        self.show()

        def closed(outcome: Outcome) -> None:
            done = outcome.value
            self.busy, self.scan, self.fresh = False, ScanState, ""
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
        """The last scan is taken out again, as an event of its own, while the registry is open."""
        rows = self._rows()
        last = next((r for r in rows if r.id == self.fresh), rows[-1] if rows else None)
        if self.receiving or last is None:
            return

        def removed(outcome: Outcome) -> None:
            self.fresh, self.scan = "", ScanState
            self._remember("info", outcome.value.number, lambda: say("desk.sector.removed"))
            self.session.note(say("desk.sector.removed-long", number=outcome.value.number))
            self.show()

        self.session.run("accumulation.remove", Coded(code=last.id), removed)

    def _received(self) -> None:
        self.receiving, self.received, self.scan, self.fresh = False, [], ScanState, ""
        self.session.note(say("desk.sector.received"), say("desk.sector.received.text"), tone="ok")
        self.reload()

    def _registries(self) -> None:
        entries = [
            Entry(
                o.registry.id, f"R-{o.registry.number}",
                f"{self._to(o.registry.receiver)} · {texts.cases(len(o.cases))}", icon="sector",
            )
            for o in self.news.open
        ]  # fmt: skip
        entries.append(Entry("receive", say("desk.sector.receive"), texts.cases(len(self.news.marking)), icon="scan"))
        entries.append(Entry("shelf", say("desk.shelf.work"), say("desk.shelf.which"), icon="sector"))
        entries += [
            Entry(
                f"amend:{r.id}", say("desk.sector.amend", number=r.number), texts.cases(len(r.lines)), icon="pen"
            )
            for r in self.news.closed
        ]  # fmt: skip
        self.session.offer("sector.registry", say("desk.sector.registries"), tuple(entries), self._take_registry)

    def _take_registry(self, id: str) -> None:
        if id == "shelf":
            self.shelf.begin()
            return
        if id.startswith("amend:"):
            offer_amendment(self.session, id.partition(":")[2], self._amended)
            return
        self.shelf.cell = None
        self.receiving = id == "receive"
        if not self.receiving:
            self.current = id
        self.scan, self.fresh = ScanState, ""
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
        rows = self.news.marking if self.receiving else self.news.expected
        rows = self.shelf.missing() if self.shelf.on else rows
        entries = tuple(Entry(c.id, c.applicant, f"{c.number} · {texts.holder(c.holder)}", icon="case") for c in rows)
        self.session.offer("sector.expected", say("window.sector.f4"), entries, lambda id: self.session.go("case", id))

    def _norm(self) -> None:
        rows = self._rows()
        if rows:
            self.session.go("case", rows[-1].id)

    # ---- showing

    def news_registry(self) -> OpenedRegistry | None:
        return next((o for o in self.news.open if o.registry.id == self.current), None)

    def _rows(self) -> tuple[CaseRow, ...]:
        opened = self.news_registry()
        return opened.cases if opened else ()

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
            self.view.render(self._receiving() if self.receiving else self._sending())

    def _sending(self) -> SectorState:
        opened, rows = self.news_registry(), self._rows()
        lines = [self._line(n, row) for n, row in enumerate(rows, 1)]
        line = next((x for x in lines if x.fresh), None)
        scan = self.scan()
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
            aside=self._aside(), last=self._last(),
            undo=bool(rows) and scan.tone != "late",
            blocked="" if rows else say("desk.sector.nothing"),
        )  # fmt: skip

    def _receiving(self) -> SectorState:
        rows = self.received
        left = [c for c in self.news.marking if c.id not in {r.id for r in rows}]
        lines = [self._line(n, row) for n, row in enumerate(rows, 1)]
        return SectorState(
            scan=self.scan(), receiving=True, registry=texts.cases(len(rows) + len(left)),
            status_tone="info", status=say("desk.sector.receive"),
            lines=tuple(reversed(lines)), expected=len(rows) + len(left), documents=sum(r.documents for r in rows),
            sheets=sum(r.sheets for r in rows), aside=self._aside(), last=self._last(), busy=self.busy,
            second=say("desk.sector.f8"),
            second_blocked="" if any(r.id == self.fresh for r in rows) else say("desk.sector.scan-first"),
        )  # fmt: skip

    def _aside(self) -> tuple[AsideLine, ...]:
        return tuple(line() for line in self.aside.values())

    def _last(self) -> tuple[LastScan, ...]:
        return tuple(LastScan(tone, number, words()) for tone, number, words in self.last)

    def _line(self, n: int, row: CaseRow) -> RegistryLine:
        return RegistryLine(
            id=row.id, n=n, number=row.number, who=row.applicant, variant=texts.variant(row.variant, row.object),
            documents=row.documents, sheets=row.sheets, at=self.at.get(row.id, "—"), fresh=row.id == self.fresh,
        )  # fmt: skip
