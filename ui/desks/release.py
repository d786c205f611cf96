"""The release window: the result goes to the person, it is written down who took it and how they were known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.command import Coded, Outcome
from app.domain.numbers import Code, read_number, trouble_with
from app.domain.personal import Personal
from app.problems import Unavailable
from app.queries.case import Opened
from app.queries.queue import CaseRow
from app.services.issue import Release, Survey
from app.services.upkeep import Paper
from ui import problems
from ui.desks import texts
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.look_words import say
from ui.parts.clockbox import ClockState
from ui.parts.field import FieldState, Line
from ui.parts.verdict import Verdict
from ui.screens.release_view import HandedPaper, Question, ReadyResult, ReleaseState, ReleaseView

RESULTS = ("licence", "licence-annex", "reasoned-refusal", "protocol-extract", "ticket")
ANSWERS: dict[str, Any] = {"no": 1, "partly": 2, "yes": 3}


@dataclass(slots=True)
class Collecting:
    """Who came for the result that is in front."""

    op: str
    came: str = "applicant"
    number: str = ""
    name: str = ""
    known: bool = False
    identity: str = ""
    power: str = ""
    until: str = ""
    away: str = ""
    answers: dict[str, str] = field(default_factory=dict)


class ReleaseDesk(Desk):
    watches = frozenset({"case"})
    view: ReleaseView

    def __init__(self, session: Session) -> None:
        super().__init__(session, ReleaseView())
        self.ready: tuple[CaseRow, ...] = ()
        self.opened: Opened | None = None
        self.person = Collecting(op="")
        self.busy, self.trouble = False, ""
        v = self.view
        v.result_chosen.connect(self.choose)
        v.came_chosen.connect(self._came)
        v.entered.connect(self._entered)
        v.answered.connect(self._answered)

    def open(self, what: str = "") -> None:
        if what:
            self._fetch(what)
        self.reload()

    def reload(self) -> None:
        self.session.ask("queue.waiting", {"place": "release"}, self._have, key="release")

    def _have(self, rows: tuple[CaseRow, ...]) -> None:
        self.ready = rows
        if self.opened is not None and self.opened.case.id not in {r.id for r in rows}:
            self.opened = None
        self.show()

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

            self.opened, self.trouble = opened, ""
            self.person = Collecting(op=Unit.new_id())
            people = opened.case.people
            if people is not None and people.representative is not None:
                r = people.representative
                self.person.came, self.person.number, self.person.name = (
                    "representative",
                    r.number.open(),
                    r.name.open(),
                )
                if r.authority and r.authority.number:
                    self.person.power = r.authority.number.open()
                if r.authority and r.authority.valid_until:
                    self.person.until = texts.date_of(r.authority.valid_until)
            elif people is not None and read_number(people.applicant.number.open()).kind == "iin":
                self.person.number, self.person.name = people.applicant.number.open(), people.applicant.name.open()
            self.show()
            if serve:
                self.view.serve()

        self.session.ask("case.open", Coded(code=id), have, key="release.case")

    # ---- who came

    def _came(self, came: str) -> None:
        self.person.came = came
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
            case "identity":
                p.identity = typed
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
        app, person = self.session.app, self.person

        def answered(answer: Any) -> None:
            if answer.known and person.number == number:
                person.name, person.known = answer.name.open(), True
            self.show()

        def away(wrong: BaseException) -> None:
            if isinstance(wrong, Unavailable):
                person.away = problems.told(wrong, self.session.folder).text
                self.show()
            else:
                self.session.trouble(wrong)

        self.session.read(lambda: app.consult(read.value), answered, failed=away, key="release.person")

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
                self.session.go("find", "")
            case "F5":
                self.session.note(say("desk.release.no-reminder"), say("desk.release.no-reminder.text"))
            case "F6":
                self.session.go("case", self.opened.case.id) if self.opened else None
            case "F7":
                self._copy()

    def give(self) -> None:
        if self.opened is None or self.busy or self._blocked()[0]:
            return
        p, case = self.person, self.opened.case
        given = Release(
            code=case.id, collector=p.came, name=Personal(p.name), number=Personal(p.number) if p.number else None,  # type: ignore[arg-type]
            authority=Personal(p.power) if p.came == "representative" and p.power else None,
        )  # fmt: skip
        self.busy = True
        self.show()
        self.session.run("issue.release", given, self._given, op=p.op, failed=self._not_given)

    def _given(self, outcome: Outcome) -> None:
        answers = self.person.answers
        self.busy, self.opened = False, None
        if {"process", "information"} <= set(answers):
            self.session.run("issue.survey", Survey(
                code=outcome.value.case, quality=ANSWERS[answers["process"]], information=ANSWERS[answers["information"]],
            ))  # fmt: skip
        if outcome.value.paper:
            self.session.print((outcome.value.paper,))
        self.session.done(say("desk.release.given", number=outcome.value.number), say("desk.release.given.text"))
        self.show()
        self.view.shown()

    def _not_given(self, wrong: BaseException) -> None:
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
        p = self.person
        if p.number and trouble_with(p.number):
            return say("desk.intake.number-wrong"), "number"
        if not p.name:
            return say("desk.intake.name-first"), "person"
        if not any(c.isalpha() for c in p.name):  # a number that slid into the line of the name
            return say("desk.release.name-letters"), "person"
        if p.came == "representative":
            if not p.power:
                return say("desk.release.power-first"), "power"
            until = texts.read_day(p.until)
            if p.until and (until is None or until < self.session.now().date()):
                return say("desk.release.power-over"), "until"
        return "", ""

    def show(self) -> None:
        ready = tuple(self._ready(r) for r in self.ready)
        if self.opened is None:
            self.view.render(ReleaseState(ready=ready, busy=self.busy))
            return
        case, p = self.opened.case, self.person
        blocked, obstacle = self._blocked()
        service = texts.text(self.opened.service) or texts.service(case.service)
        who = case.people.applicant.name.open() if case.people else case.number
        verdict = Verdict("ok", say("desk.release.may"), say("desk.release.press"))
        if self.trouble:
            verdict = Verdict("late", say("desk.refused"), self.trouble)
        elif blocked:
            verdict = Verdict("wait", blocked)
        until_bad = p.until and obstacle == "until"
        self.view.render(ReleaseState(
            ready=ready, current=case.id, heading=f"{who} — {self._result()}", under=f"{case.number} · {service}",
            clocks=self._clocks(), shelf=case.cell or "—", came=p.came, number=self._number(),
            person=FieldState(p.name, "register" if p.known else ""), identity=FieldState(p.identity),
            power=FieldState(p.power), until=FieldState(p.until, "bad" if until_bad else ""),
            source_tone="ok" if p.known else "risk" if p.away else "", busy=self.busy, blocked=blocked, obstacle=obstacle,
            source=say("desk.release.known") if p.known else p.away, papers=self._papers(), verdict=verdict,
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

    def _number(self) -> FieldState:
        p = self.person
        if not p.number:
            return FieldState()
        read = read_number(p.number)
        if problem := trouble_with(p.number):
            return FieldState(p.number, "bad", "", say(f"number.problem.{problem}"))
        return FieldState(read.value, "ok", texts.date_of(read.birth_on) if read.birth_on else "")

    def _papers(self) -> tuple[HandedPaper, ...]:
        assert self.opened is not None
        number = self.opened.case.result_number or ""
        found = [p for p in self.opened.papers if p.form in RESULTS and not p.copy]
        back = [d for d in self.opened.case.documents if d.returned]
        note = f"№ {number}" if number else ""
        papers = [HandedPaper(id=p.id, name=say(f"desk.form.{p.form}"), note=note, tone="ok") for p in found]
        if not found:  # it was drawn at the licensor's, and came in the bundle
            papers.append(HandedPaper(id="result", name=self._result(), note=note, tone="ok"))
        if back:
            papers.append(
                HandedPaper(id="back", name=say("desk.release.originals"), note=texts.documents(len(back)), tone="info")
            )
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
