"""The ledger of copies, numbered blank forms and spoilt sheets: who, when, which paper, why."""

from __future__ import annotations

from typing import Any

from app.command import CodedPage, Outcome, Page
from app.domain.numbers import Code
from app.queries.case import PaperRow
from app.queries.papers import LedgerLine
from app.services.papers import Sheet, Span
from ui.desks import texts
from ui.desks.desk import Desk
from ui.desks.paper_name import line_of
from ui.desks.session import Session
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.grid import Cell, Row
from ui.parts.palette import Entry
from ui.screens.ledger_view import LedgerState, LedgerView

PAGE = 60
SPOILT = ("jam", "misprint", "torn", "wrong-paper")


class LedgerDesk(Desk):
    watches = frozenset({"case", "registry", "handover"})
    view: LedgerView

    def __init__(self, session: Session) -> None:
        super().__init__(session, LedgerView())
        self.lines: tuple[LedgerLine, ...] = ()
        self.more = False
        self.view.opened.connect(self._open)
        self.view.more_asked.connect(self._more)

    def open(self, what: str = "") -> None:
        self.reload()

    def reload(self) -> None:
        def have(lines: tuple[LedgerLine, ...]) -> None:
            self.lines, self.more = lines, len(lines) == PAGE
            self.show()

        self.session.ask("papers.ledger", Page(limit=PAGE), have, key="ledger")

    def _more(self) -> None:
        if not self.more:
            return
        before, self.more = self.lines, False

        def have(lines: tuple[LedgerLine, ...]) -> None:
            self.lines, self.more = before + lines, len(lines) == PAGE
            self.show()

        self.session.ask("papers.ledger", Page(after=before[-1].id, limit=PAGE), have, key="ledger")

    def _open(self, id: str) -> None:
        line = next((v for v in self.lines if v.id == id), None)
        if line is not None and line.form:
            self.session.show_paper(line.paper)

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter":
                self.session.ask_words("ledger.case", say("ledger.case"), self.begin)
            case "F7" if self.lines:
                self.session.run("papers.print_ledger", Span(), self._printed)

    def _printed(self, outcome: Outcome) -> None:
        self.session.show_paper(outcome.value.paper)

    def scanned(self, code: Code) -> bool:
        if code.kind not in ("C", "D"):
            return False
        self.begin(code.line)
        return True

    # ---- a sheet that is counted

    def begin(self, code: str) -> None:
        """The case's papers: which of them lies on a blank form, or was spoilt."""

        def have(papers: tuple[PaperRow, ...]) -> None:
            if not papers:
                self.session.note(say("ledger.no-papers"), code, tone="risk")
                return
            entries = tuple(Entry(p.id, say(f"desk.form.{p.form}"), self._paper(p), icon="paper") for p in papers)
            self.session.offer("ledger.paper", say("ledger.record"), entries, self._state)

        self.session.ask("case.papers_of", CodedPage(code=code), have)

    def _paper(self, p: PaperRow) -> str:
        return line_of(p.code) + (f" · {say('desk.copy', n=p.copy)}" if p.copy else "")

    def _state(self, paper: str) -> None:
        entries = tuple(Entry(s, say(f"ledger.state.{s}")) for s in ("used", "spoilt-blank", "spoilt"))
        self.session.offer("ledger.state", say("ledger.state"), entries, lambda s: self._number(paper, s))

    def _number(self, paper: str, state: str) -> None:
        match state:
            case "used":
                done = lambda blank: self.record(paper, "used", blank.strip())  # noqa: E731
                self.session.ask_words("ledger.blank", say("ledger.blank"), done)
            case "spoilt-blank":
                why = lambda blank: self._why(paper, blank.strip())  # noqa: E731
                self.session.ask_words("ledger.blank", say("ledger.blank"), why)
            case "spoilt":
                self._why(paper, "")

    def _why(self, paper: str, blank: str) -> None:
        entries = tuple(Entry(r, say(f"printers.reason.{r}")) for r in SPOILT)
        done = lambda reason: self.record(paper, "spoilt", blank, reason)  # noqa: E731
        self.session.offer("ledger.why", say("ledger.why"), entries, done)

    def record(self, paper: str, state: str, blank: str, reason: str | None = None) -> None:
        given: Any = Sheet(paper=paper, state=state, blank=blank or None, reason=reason)  # type: ignore[arg-type]

        def recorded(_: object) -> None:
            self.session.done(say("ledger.recorded"), blank)
            self.reload()

        self.session.run("papers.record_sheet", given, recorded)

    # ---- showing

    def retranslate(self) -> None:
        self.show()

    def show(self) -> None:
        nothing = "" if self.lines else say("ledger.empty")
        self.view.render(LedgerState(
            rows=tuple(self._row(v) for v in self.lines), more=self.more,
            hints=(Hint("F7", say("ledger.print"), nothing),),
            main=Action(say("ledger.record.short"), sentence=say("ledger.record")),
        ))  # fmt: skip

    def _row(self, v: LedgerLine) -> Row:
        reason = say(f"printers.reason.{v.reason}") if v.reason else "—"
        return Row(v.id, (
            Cell(f"{self.session.local(v.at):%d.%m.%Y %H:%M}", small=True),
            Cell(texts.short_name(v.name), f"{v.who} · {v.device}"),
            Cell(say(f"desk.form.{v.form}") if v.form else "—", line_of(v.code)), self._what(v), Cell(reason, small=True),
        ))  # fmt: skip

    @staticmethod
    def _what(v: LedgerLine) -> Cell:
        match v.state:
            case "used":
                return Cell(say("ledger.used", blank=v.blank), shape="info")
            case "spoilt":
                words = say("ledger.spoilt.blank", blank=v.blank) if v.blank else say("ledger.spoilt")
                return Cell(words, shape="stop")
        return Cell(say("ledger.copied", n=v.copy), icon="print")
