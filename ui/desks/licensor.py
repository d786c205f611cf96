"""The licensor's desk: what waits, its documents, and the one step that the act, the clocks and this person's right allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QPixmap

from app.command import Coded, Outcome
from app.domain.case import Case
from app.domain.deciding import found_wanting
from app.domain.pack import Refusal, Service
from app.queries.case import Opened
from app.queries.queue import CaseRow
from ui import problems
from ui.desks import texts
from ui.desks.attach_look import Looking
from ui.desks.desk import Desk
from ui.desks.licensor_asks import ask
from ui.desks.licensor_licence import Licence
from ui.desks.licensor_result import (
    answers,
    checks_of,
    clause_of,
    deed,
    history,
    lacking,
    look_at,
    may_prepare_again,
    names,
    stage,
    to_sign,
)
from ui.desks.licensor_steps import ORDER, PREPARE, Verb, beside, mine_first, next_step
from ui.desks.session import Session
from ui.desks.waiting import waiting
from ui.desks.why import offer_why
from ui.keys import Action, Hint
from ui.look_words import count, say
from ui.parts.figures import TermState
from ui.parts.palette import Entry
from ui.parts.sheet import SheetState
from ui.parts.verdict import Verdict
from ui.screens.licensor_view import Check, LicensorState, LicensorView, QueueItem

LOOK_MS = 500  # nobody has read the next case by then: a doubled press signs nothing


@dataclass(frozen=True, slots=True)
class Looked:
    """A case with what its act would let the licensor refuse it for."""

    opened: Opened
    grounds: tuple[Refusal, ...]


class LicensorDesk(Desk):
    watches = frozenset({"case"})
    view: LicensorView
    place = "licensor"
    only: str | None = None  # a step whose clock must run, where the place is for one step alone

    def __init__(self, session: Session) -> None:
        view = LicensorView()
        view.name = self.place
        super().__init__(session, view)
        self.rows: tuple[CaseRow, ...] = ()
        self.came = QElapsedTimer()  # since a case came in front by itself, because the one before was done
        self.current = ""
        self.looked: Looked | None = None
        self.checks: dict[str, bool] = {}
        self.busy = False
        self.paper = ""
        self.done = ""  # the case at which a step was just done: the next that waits for this person comes
        view.item_chosen.connect(self.choose)
        view.checked.connect(self._checked)
        self.licence = Licence(session, self.show)
        self.scan = Looking(session, self.show, name=f"{self.place}.scan")
        view.check_chosen.connect(self._look_at)
        view.sheet_turned.connect(lambda by: self.scan.go(self.scan.on + by))
        view.sheet_chosen.connect(self.scan.go)

    def open(self, what: str = "") -> None:
        if what:
            self.choose(what)
        self.reload()

    def reload(self) -> None:
        told, step = self.session.told, self.only
        self.session.read(lambda: waiting(told, "desk", step=step), self._have, key=f"{self.place}.queue")
        if self.current:
            self.choose(self.current)

    def _have(self, rows: tuple[CaseRow, ...]) -> None:
        mine = mine_first(self.session.me.rights)
        self.rows = tuple(sorted(rows, key=lambda r: (mine(r.status, r.steps), r.due_by or "9")))
        known = {r.id for r in rows} - {self._left_behind(mine)}
        if self.current not in known:
            if self.current:
                self.came.start()
            self.current, self.looked = "", None
            if self.rows:
                self.choose(self.rows[0].id)
        self.show()

    def _left_behind(self, mine: Callable[[str, tuple[str, ...]], bool]) -> str:
        """The case that was just done here, if another goes on with it and more wait for this person."""
        done, self.done = self.done, ""
        row = next((r for r in self.rows if r.id == done), None)
        more = self.rows and not mine(self.rows[0].status, self.rows[0].steps)
        return done if row is not None and more and mine(row.status, row.steps) else ""

    def scanned(self, code: Any) -> bool:
        row = next((r for r in self.rows if r.number == code.number), None)
        if code.kind not in ("C", "D") or row is None:
            return False
        self.choose(row.id)
        return True

    def choose(self, id: str) -> None:
        if id != self.current:
            self.checks = {}
        self.current = id
        app, login = self.session.app, self.session.me.login
        examines = self.session.may("examine")

        def look() -> Looked:
            opened = app.ask("case.open", Coded(code=id), as_=login)
            return Looked(opened, app.ask("law.grounds", {"code": id}, as_=login) if examines else ())

        def have(looked: Looked) -> None:
            self.looked = looked
            first = next(iter(looked.opened.case.documents), None)
            self._look_at(self.view.checks.current() or (first.document if first else ""))

        self.session.read(look, have, key=f"{self.place}.case")

    # ---- the scans

    def _look_at(self, document: str) -> None:
        """The document in front of the check; its scan, where this node has the file."""
        documents = self.looked.opened.case.documents if self.looked else ()
        found = next((d for d in documents if d.document == document), next(iter(documents), None))
        self.scan.show((found.scan or "") if found else "")
        self.show()

    def _sheet(self, title: str, number: str, sheets: int) -> SheetState:
        page = self.scan.page()
        pages = len(self.scan.leaves)
        return SheetState(
            title=title, number=number, page=QPixmap.fromImage(page) if page is not None else None,
            place=say("attach.sheet-of", n=self.scan.on + 1, of=pages) if pages else texts.sheets(sheets),
            thumbs=self.scan.thumbs(), on=self.scan.on, away=self.scan.says(),
        )  # fmt: skip

    # ---- the step

    def step(self) -> Verb | None:
        return next_step(self.looked.opened, self.session.me.rights) if self.looked else None

    def _checked(self, document: str, there: bool) -> None:
        verb, ids = self.step(), self._asked()
        if verb is None or verb.step != "completeness" or document not in ids or self._not_yet():
            return  # it was decided already, or the paper never left its owner's hands
        self.checks[document] = there
        self.show()
        if document in ids and ids.index(document) + 1 < len(ids):
            self.view.checks.go(ids[ids.index(document) + 1])

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter":
                self.go_on()
            case "F8":
                self.refuse()
            case "F5" if self._of_licence(self.step()):
                self.licence.offer()
            case "F6":
                offer_why(self.session, self.current) if self.current else None
            case "F4" if (verb := self.step()) is not None and verb.step == "sign":
                look_at(self.session, self.current)
            case "F4":
                for document in self._asked():
                    self.checks.setdefault(document, True)
                self.show()
            case "F7":
                self.session.show_paper(self.paper) if self.paper else None
            case "F9":
                self._next_case()

    def _next_case(self) -> None:
        """What waits for this person first; where nothing else does, every case in its turn."""
        idle, every = mine_first(self.session.me.rights), [r.id for r in self.rows]
        mine = [r.id for r in self.rows if not idle(r.status, r.steps)]
        ids = mine if set(mine) - {self.current} else every
        if ids and ids != [self.current]:
            self.choose(ids[(ids.index(self.current) + 1) % len(ids)] if self.current in ids else ids[0])

    def _not_yet(self) -> bool:
        """Another case was chosen, and the one before still stands on the screen: nothing is done to it any more."""
        return self.looked is not None and self.looked.opened.case.id != self.current

    def go_on(self) -> None:
        """The step that is next; where it needs a word more, a list asks for it."""
        verb = self.step()
        if verb is None or self.looked is None or self.busy or self._not_yet():
            return
        if verb.step == "sign" and self.came.isValid() and self.came.elapsed() < LOOK_MS:
            return
        ask(self.session, verb, self.looked.opened.case, self._do)

    def refuse(self) -> None:
        """F8: the incomplete set, or the reasoned answer with its ground from the act."""
        verb = self.step()
        if self.looked is None or self.busy or self._not_yet():
            return
        case, service = self.looked.opened.case, self._service()
        other = beside(self.looked.opened, self.session.me.rights)
        again = may_prepare_again(service, case, self.session.me.rights)
        if again or (verb is not None and verb.step == "prepare" and self.looked.grounds):
            entries = answers(service, case, self.looked.grounds, again=again)
            title = say("desk.licensor.again" if again else "desk.licensor.ground")
            self.session.offer(
                "licensor.ground", title, entries, lambda id: self._do(PREPARE, deed(service, case, id))
            )  # fmt: skip
        elif verb is not None and verb.step == "commission" and other is not None:
            ask(self.session, other, case, self._do)
        elif verb is not None and verb.step == "completeness":
            self._incomplete(verb, case)

    def _incomplete(self, verb: Verb, case: Case) -> None:
        """From here the act knows a refusal alone: said before it is written, with what lacks by name."""
        gaps, names = self._lacking(), self._names()
        words = "; ".join(names.get(gap["document"], gap["document"]) for gap in gaps)
        entry = Entry("incomplete", say("desk.licensor.incomplete"), words, icon="norm", tone="late")
        self.session.offer(
            "licensor.incomplete", say("desk.licensor.incomplete.then", number=case.number), (entry,),
            lambda id: self._do(verb, {"code": case.id, "complete": False, "lacking": gaps}),
        )  # fmt: skip

    def _lacking(self) -> list[dict[str, str]]:
        assert self.looked is not None
        return lacking(self.looked.opened.case, self.checks, today=self.session.now().date())

    def _do(self, verb: Verb, given: dict[str, Any]) -> None:
        if self.busy:
            return
        if verb.step == "prepare" and not given.get("grounds") and self._of_licence(verb):
            given = given | self.licence.given()
        self.busy = True
        self.show()

        def done(outcome: Outcome) -> None:
            self.busy = False
            paper = getattr(outcome.value, "paper", "")
            if paper:
                self.paper = paper
                self.session.print((paper,))
            shown = {"action": say("desk.paper.show"), "key": "F7"} if paper else {}
            words = say("desk.licensor.done", step=say(f"desk.step.{verb.step}"))
            if given.get("complete") is False:
                words = say("desk.licensor.incomplete.done")
            elif verb.step == "prepare":
                words = say("desk.licensor.prepared-no" if given.get("grounds") else "desk.licensor.prepared-yes")
            self.session.done(words, outcome.value.number, **shown)
            self.done = given["code"]
            self.show()

        def failed(wrong: BaseException) -> None:
            self.busy = False
            problem = problems.told(wrong, self.session.folder / "reports")
            self.session.note(problem.title, problem.text, tone=problem.tone)
            self.show()

        self.session.run(verb.command, given, done, failed=failed)

    # ---- showing

    def retranslate(self) -> None:
        self.show()

    def show(self) -> None:
        queue = tuple(self._item(r) for r in self.rows)
        if self.looked is None or not self.current:
            self.view.render(LicensorState(queue=queue, title=say(f"window.place.{self.place}")))
            return
        opened, verb = self.looked.opened, self.step()
        case = opened.case
        due = case.next_due
        left, tone = texts.due(self.session, due.due_by, opened.risk_at(due.step)) if due else ("", "")
        checks = self._checks() if verb is None or verb.step in ("completeness", "prepare", "sign", "take-in") else ()
        term = None
        if due is not None and due.due_by is not None:
            until = say("desk.case.until", when=texts.by_when(self.session.local(due.due_by), self.session.now()))
            title = say(f"desk.step.{due.step}")
            term = TermState(title=title, tone=tone or "ok", until=until, clause=texts.clause(due.clause))
        who = case.people.applicant.name.open() if case.people else case.number
        self.view.render(LicensorState(
            queue=queue, current=case.id, term=term, left=left, checks=checks, verdict=self._verdict(verb),
            sheet=self._sheet(who, case.number, case.sheets),
            marks=history(self.session, opened), hints=self._hints(verb), main=self._main(verb), second=self._second(verb),
            title=say(f"window.place.{self.place}"),
        ))  # fmt: skip

    def _item(self, row: CaseRow) -> QueueItem:
        left, tone = texts.due(self.session, row.due_by, row.risk_at)
        return QueueItem(
            id=row.id, tone=tone or "ok", name=row.applicant, number=row.number, stage=stage(row), left=left or "—"
        )

    def _checks(self) -> tuple[Check, ...]:
        return checks_of(self.looked.opened.case, self._names(), self.checks) if self.looked else ()

    def _asked(self) -> list[str]:
        """What lies in the bag and is to be looked at: not what was compared at the counter and given back."""
        documents = self.looked.opened.case.documents if self.looked else ()
        return [d.document for d in documents if not d.returned]

    def _names(self) -> dict[str, str]:
        service = self._service()
        return names(service, self.looked.opened.case) if self.looked and service else {}

    def _service(self) -> Service | None:
        case = self.looked.opened.case if self.looked else None
        if case is None or case.what is None:
            return None
        return self.session.app.catalogue.pack(case.what.pack).service(case.what.service)

    def _verdict(self, verb: Verb | None) -> Verdict | None:
        if verb is None:
            waits = [s for s in (self.looked.opened.case.running if self.looked else ()) if s.step in ORDER]
            words = ", ".join(say(f"desk.step.{s.step}").lower() for s in waits)
            return Verdict(
                "wait", say("desk.licensor.not-yours"), say("desk.licensor.waits", steps=words) if words else ""
            )
        assert self.looked is not None
        if verb.step == "sign":
            return to_sign(self._service(), self.looked.opened)
        bad = sum(not there for there in self.checks.values())
        if verb.step == "completeness" and bad:
            return Verdict("late", count("desk.licensor.lacking", bad), say("desk.licensor.lacking.do"))
        clause = clause_of(self.looked.opened, verb.step)
        words = f"{clause}\n{self.licence.told()}" if self._of_licence(verb) else clause
        return Verdict("info", say(f"desk.step.{verb.step}"), words)

    def _of_licence(self, verb: Verb | None) -> bool:
        return self.licence.wanted(self.looked.opened.case if self.looked else None, self._service(), verb)

    def _hints(self, verb: Verb | None) -> tuple[Hint, ...]:
        fourth = {"completeness": "desk.licensor.all-there", "sign": "desk.licensor.look"}.get(
            verb.step if verb else ""
        )
        first = (Hint("F4", say(fourth)),) if fourth else ()
        first += (Hint("F5", say("desk.licence.title")),) if self._of_licence(verb) else ()
        return (*first, Hint("F6", say("window.f6")), Hint("F9", say("window.f9")))

    def _main(self, verb: Verb | None) -> Action | None:
        if verb is None:
            return None
        blocked = say("window.busy") if self.busy else ""
        if verb.step == "completeness" and not blocked:
            open_ = sum(document not in self.checks for document in self._asked())
            bad = sum(not there for there in self.checks.values())
            blocked = (
                count("desk.licensor.unchecked", open_) if open_ else count("desk.licensor.lacking", bad) if bad else ""
            )
        if verb.step == "prepare" and self.looked is not None and found_wanting(self.looked.opened.case):
            blocked = blocked or say("desk.licensor.no-only")
        words = say(f"desk.do.{verb.step}")
        if verb.step == "sign" and self.looked is not None and self.looked.opened.case.negative:
            words = say("desk.do.sign.no")
        return Action(words, blocked=blocked)

    def _second(self, verb: Verb | None) -> Action | None:
        if verb is not None and verb.step == "commission" and self.looked is not None:
            other = beside(self.looked.opened, self.session.me.rights)
            return Action(say(f"desk.do.{other.step}"), "F8") if other is not None else None
        rights = self.session.me.rights
        if self.looked is not None and may_prepare_again(self._service(), self.looked.opened.case, rights):
            return Action(say("desk.licensor.again"), "F8")
        if verb is None or verb.step not in ("completeness", "prepare"):
            return None
        blocked = ""
        if verb.step == "completeness" and (open_ := sum(d not in self.checks for d in self._asked())):
            blocked = count("desk.licensor.unchecked", open_)
        elif verb.step == "completeness" and all(self.checks.values()):
            blocked = say("desk.licensor.nothing-lacks")
        if verb.step == "prepare" and self.looked is not None and not self.looked.grounds:
            blocked = say("desk.licensor.no-grounds")
        return Action(say(f"desk.refuse.{verb.step}"), "F8", blocked, danger=True)


class SignDesk(LicensorDesk):
    """Only what waits for a signature."""

    place = "sign"
    only = "sign"
