"""The release window: the result goes to the person, it is written down who took it and how they were known."""

from __future__ import annotations

from typing import Any

from app.command import Coded, Outcome
from app.domain.numbers import Code, read_number
from app.domain.personal import Personal
from app.problems import Unavailable
from app.queries.case import Opened
from app.queries.queue import CaseRow
from app.services.issue import Release, Survey
from app.services.upkeep import Paper
from ui import problems
from ui.desks import sent_back, texts
from ui.desks.collecting import Collecting, releasable
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.desks.unclaimed import offer_told, offer_unclaimed
from ui.desks.waiting import waiting
from ui.look_words import again, say
from ui.parts.clockbox import ClockState
from ui.parts.field import FieldState, Line
from ui.parts.verdict import Verdict
from ui.screens.release_view import HandedPaper, Question, ReadyResult, ReleaseState, ReleaseView

RESULTS = ("licence", "licence-annex", "reasoned-refusal", "protocol-extract", "ticket")
PAGE = 100
ANSWERS: dict[str, Any] = {"no": 1, "partly": 2, "yes": 3}


class ReleaseDesk(Desk):
    watches = frozenset({"case"})
    view: ReleaseView

    def __init__(self, session: Session) -> None:
        super().__init__(session, ReleaseView())
        self.ready: tuple[CaseRow, ...] = ()
        self.opened: Opened | None = None
        self.person = Collecting(op="")
        self.busy, self.trouble, self.more = False, "", False
        v = self.view
        v.result_chosen.connect(self.choose)
        v.came_chosen.connect(self._came)
        v.entered.connect(self._entered)
        v.identity_chosen.connect(self._identity)
        v.more_asked.connect(self._more)
        v.answered.connect(self._answered)

    def open(self, what: str = "") -> None:
        if what:
            self._fetch(what)
        self.reload()

    def reload(self) -> None:
        self._read(max(PAGE, len(self.ready)))

    def _more(self) -> None:
        if self.more:
            self._read(len(self.ready) + PAGE)

    def _read(self, most: int) -> None:
        told, open_ = self.session.told, self.opened.case.id if self.opened else ""
        side = self.session.app.store.side

        def ask() -> tuple[tuple[CaseRow, ...], bool]:
            rows = waiting(told, "release", most=most)
            still = (
                not open_
                or any(r.id == open_ for r in rows)
                or releasable(told("case.open", Coded(code=open_)).case, side)
            )
            return rows, still

        def have(found: tuple[tuple[CaseRow, ...], bool]) -> None:
            self.ready, still = found
            self.more = len(self.ready) == most
            if not still and self.opened is not None and self.opened.case.id == open_ and not self.busy:
                self.opened = None  # given out at another window
            self.show()

        self.session.read(ask, have, key="release")

    # ---- which result

    def scanned(self, code: Code) -> bool:
        if code.kind not in ("C", "D"):
            return False
        self._fetch(code.line)
        return True

    def number_scanned(self, number: str) -> bool:
        if self.opened is None or read_number(number).kind != "iin":
            return False
        self._entered("number", number)
        return True

    def _fetch(self, code: str) -> None:
        """A scan of what lies in the sector takes it to this window first."""

        def have(opened: Opened) -> None:
            case = opened.case
            if case.holder == "sector" and case.signed:
                taken = lambda outcome: self.choose(outcome.value.case, serve=True)  # noqa: E731
                self.session.run("issue.take", Coded(code=case.id), taken)
            else:
                self.choose(case.id, serve=True)

        self.session.ask("case.open", Coded(code=code), have)

    def choose(self, id: str, *, serve: bool = False) -> None:
        def have(opened: Opened) -> None:
            from app.command import Unit

            if sent_back.may_ask(self.session, opened.case):
                sent_back.offer(self.session, opened.case)
                return
            if not releasable(opened.case, self.session.app.store.side):
                number, status = opened.case.number, texts.status(opened.case.status)
                self.session.note(say("desk.release.not-here", number=number), status, tone="late")
                return
            self.opened, self.trouble, self.busy = opened, "", False
            self.person = Collecting(op=Unit.new_id())
            self.person.as_written(opened.case)
            self._clean()
            self.show()
            if serve:
                self.view.serve()

        self.session.ask("case.open", Coded(code=id), have, key="release.case")

    def _clean(self) -> None:
        """What was typed for another is theirs."""
        for line in self.view.findChildren(Line):
            line.setModified(False)

    # ---- who came

    def _came(self, came: str) -> None:
        if self.opened is not None and came != self.person.came:
            self.person.comes(came, self.opened.case)  # type: ignore[arg-type]
            self._clean()
        self.show()

    def _identity(self, shown: str) -> None:
        self.person.identity = shown  # type: ignore[assignment]
        self.show()

    def _entered(self, field_: str, text: str) -> None:
        p, typed = self.person, text.strip()
        match field_:
            case "number":
                number = "".join(typed.split())
                if number != p.number:
                    p.name = "" if p.known else p.name  # what the register said of the other number
                    p.number, p.known, p.away = number, False, ""
                    self._look_up(number)
            case "person":
                p.name = typed
            case "power":
                p.power = typed
            case "until":
                day = texts.read_day(typed)
                p.until = texts.date_of(day) if day else typed
        self.show()

    def _look_up(self, number: str) -> None:
        read = read_number(number)
        if read.problem or read.kind != "iin":
            return
        person = self.person

        def answered(answer: Any) -> None:
            if answer.known and person.number == number:
                person.name, person.known = answer.name.open(), True
            self.show()

        def away(wrong: BaseException) -> None:
            if isinstance(wrong, Unavailable):
                person.away = problems.told(wrong, self.session.folder / "reports").text
                self.show()
            else:
                self.session.trouble(wrong)

        self.session.consult(read.value, answered, failed=away, key="release.person")

    def _answered(self, question: str, answer: str) -> None:
        self.person.answers[question] = answer
        self.show()

    # ---- doing

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter":
                line = self.view.focusWidget()
                if isinstance(line, Line):
                    line.tell()
                self.give()
            case "F8":
                self.opened = None
                self.show()
                self.view.shown()
            case "F3":
                offer_unclaimed(self.session, "release")
            case "F5" if self.opened is not None:
                offer_told(self.session, "release", self.opened.case.number)
            case "F6":
                self.session.go("case", self.opened.case.id) if self.opened else None
            case "F7":
                self._copy()

    def give(self) -> None:
        if self.opened is None or self.busy or self._blocked()[0]:
            return
        p, case = self.person, self.opened.case
        given = Release(
            code=case.id, collector=p.came, name=Personal(p.name), number=Personal(p.number) if p.number else None,
            document_shown=p.identity, authority=Personal(p.right()) if p.right() else None,
        )  # fmt: skip
        self.busy = True
        self.show()
        self.session.run(
            "issue.release", given, lambda outcome: self._given(p, outcome), op=p.op,
            failed=lambda wrong: self._not_given(p, wrong),
        )  # fmt: skip

    def _given(self, person: Collecting, outcome: Outcome) -> None:
        """`person`: to whom; another may stand at the window by now, and what is typed for them stays."""
        answers, here = person.answers, person is self.person
        if here:
            self.busy, self.opened = False, None
        if {"process", "information"} <= set(answers):
            self.session.run("issue.survey", Survey(
                code=outcome.value.case, quality=ANSWERS[answers["process"]], information=ANSWERS[answers["information"]],
            ))  # fmt: skip
        if outcome.value.paper:
            self.session.print((outcome.value.paper,))
        self.session.done(say("desk.release.given", number=outcome.value.number), say("desk.release.given.text"))
        if here:
            self.show()
            self.view.shown()

    def _not_given(self, person: Collecting, wrong: BaseException) -> None:
        if person is not self.person:
            self.session.trouble(wrong)
            return
        self.busy, self.trouble = False, problems.told(wrong, self.session.folder / "reports").text
        self.show()

    def _copy(self) -> None:
        paper = next((p for p in self.opened.papers if p.form in RESULTS), None) if self.opened else None
        if paper is None:
            return

        def printed(outcome: Outcome) -> None:
            self.session.show_paper(outcome.value.paper)
            self.session.done(say("desk.copy", n=outcome.value.copy), say("desk.paper.kept"))

        self.session.run("upkeep.reprint", Paper(paper=paper.id), printed)

    # ---- showing

    def retranslate(self) -> None:
        self.show()

    def _blocked(self) -> tuple[str, str]:
        return self.person.blocked(self.session.now().date())

    def show(self) -> None:
        ready = tuple(self._ready(r) for r in self.ready)
        if self.opened is None:
            self.view.render(ReleaseState(ready=ready, more=self.more, busy=self.busy))
            return
        case, p = self.opened.case, self.person
        blocked, obstacle = self._blocked()
        service = texts.text(self.opened.service) or texts.service(case.service)
        who = case.people.applicant.name.open() if case.people else case.number
        verdict = Verdict("ok", say("desk.release.may"), say("desk.release.press"))
        if self.trouble:
            verdict = Verdict("late", say("desk.refused"), again(self.trouble))
        elif blocked:
            verdict = Verdict(
                "late" if p.stranger() else "wait", blocked, say("desk.release.stranger.do") if p.stranger() else ""
            )
        until_bad = p.until and obstacle == "until"
        self.view.render(ReleaseState(
            ready=ready, more=self.more, current=case.id, heading=f"{who} — {self._result()}",
            under=f"{case.number} · {service}",
            clocks=self._clocks(), shelf=case.cell or "", came=p.came, legal=p.legal, number=p.number_field(),
            person=FieldState(p.name, "register" if p.known else ""), identity=p.identity,
            power=FieldState(p.power), until=FieldState(p.until, "bad" if until_bad else ""),
            source_tone="ok" if p.known else "risk" if p.away else "", busy=self.busy, blocked=blocked, obstacle=obstacle,
            source=say("desk.release.known") if p.known else again(p.away), papers=self._papers(), verdict=verdict,
            questions=(
                Question("process", say("desk.release.q-process"), p.answers.get("process", "")),
                Question("information", say("desk.release.q-information"), p.answers.get("information", "")),
            ),
        ))  # fmt: skip

    def _result(self) -> str:
        assert self.opened is not None
        case = self.opened.case
        word = say("desk.form.reasoned-refusal") if case.negative else texts.service(case.service, short=True)
        return word if case.negative or case.what is None else f"{word}, {texts.variant(case.what.variant)}"

    def _papers(self) -> tuple[HandedPaper, ...]:
        assert self.opened is not None
        number = self.opened.case.result_number or ""
        found = [p for p in self.opened.papers if p.form in RESULTS and not p.copy]
        note = f"№ {number}" if number else ""
        papers = [HandedPaper(id=p.id, name=say(f"desk.form.{p.form}"), note=note, tone="ok") for p in found]
        if not found:  # it was drawn at the licensor's, and came in the bundle
            papers.append(HandedPaper(id="result", name=self._result(), note=note, tone="ok"))
        return tuple(papers)

    def _clocks(self) -> tuple[ClockState, ...]:
        assert self.opened is not None
        found = []
        for clock in self.opened.case.running:
            if clock.step not in ("release", "release-queue"):
                continue
            left = texts.due(self.session, clock.due_by)[0] if clock.due_by else ""
            found.append(ClockState(say(f"desk.step.{clock.step}"), None, None, texts.clause(clock.clause), left))
        return tuple(found)

    def _ready(self, row: CaseRow) -> ReadyResult:
        left, tone = texts.due(self.session, row.due_by, row.risk_at)
        kind = f"{texts.service(row.service, short=True)}, {texts.variant(row.variant, row.object)}"
        return ReadyResult(
            id=row.id,
            number=row.number,
            who=row.applicant,
            what=kind,
            shelf=row.cell or "—",
            since=left,
            tone=tone or "ok",
        )
