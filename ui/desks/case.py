"""A case: its line through the holders with every limit, who answers now, by when, its papers and its history."""

from __future__ import annotations

from typing import Any

from app.command import Coded, Outcome
from app.domain.case import Case
from app.domain.listed import listed
from app.domain.numbers import Code, read_number
from app.domain.pack import Service, Step
from app.domain.people import Applicant
from app.problems import Refused
from app.queries.case import EventRow, Opened, StepLine
from app.queries.deadlines import Why
from app.services.upkeep import Sheet
from ui import problems
from ui.desks import come_again, found_again, sent_back, signing, texts
from ui.desks.attach_look import CaseScans, Scanned
from ui.desks.collecting import releasable
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.desks.why import offer_why, wait_for
from ui.look_words import again, language, say
from ui.parts.lanes import LaneStep
from ui.parts.palette import Entry
from ui.screens.case_view import CasePaper, CaseRemark, CaseState, CaseView

LANES = {  # who does a step → the lane it stands on
    "inspector": 1, "operator": 1, "sector": 2, "courier": 3, "portal": 0,
}  # fmt: skip
LICENSOR_LANE = 4
MOST_LINES = 7  # of the sentences beside the line; the whole list is one key away


class CaseDesk(Desk):
    watches = frozenset({"case"})
    view: CaseView

    def __init__(self, session: Session) -> None:
        super().__init__(session, CaseView())
        self.code = ""
        self.opened: Opened | None = None
        self.law: Service | None = None  # in the version of the act that the case began under
        self.busy = False
        self.step = ""  # the step whose date is explained
        self.told: Why | None = None
        self.unknown = ""  # why there is no case to that code, in words
        self.view.paper_opened.connect(session.show_paper)
        self.scans = CaseScans(session, self.view.scans, self.view.show_scans)
        self.view.step_chosen.connect(self._choose)

    def open(self, what: str = "") -> None:
        if what:
            self.scans.close()
            self.code, self.step, self.told, self.unknown = what, "", None, ""
        self.reload()

    def scanned(self, code: Code) -> bool:
        if code.kind not in ("C", "D"):
            return False
        self.open(code.line)
        return True

    def heard(self, changed: frozenset[tuple[str, str]]) -> None:
        if self.opened is not None and {("case", self.opened.case.id), ("case", "")} & changed:
            self.reload()

    def reload(self) -> None:
        if self.code:
            asked = self.code
            self.session.ask(
                "case.open", Coded(code=asked), self._have, key="case", failed=lambda no: self._not_there(asked, no)
            )

    def _not_there(self, code: str, wrong: BaseException) -> None:
        """Nobody takes the case before for the one that was asked for."""
        if isinstance(wrong, Refused):
            self.opened, self.unknown = None, problems.told(wrong, self.session.folder / "reports").text
            self.show()
        self.session.trouble(wrong)

    def _have(self, opened: Opened) -> None:
        self.opened, self.code = opened, opened.case.id
        what = opened.case.what
        self.law = self.session.app.catalogue.pack(what.pack).service(what.service) if what else None
        due = opened.case.next_due
        known = {s.step for s in opened.steps}
        if self.step not in known:
            self.step = due.step if due and due.step in known else opened.steps[0].step if opened.steps else ""
        self.show()
        self._explain()

    def _choose(self, step: str) -> None:
        self.step = step
        self.show()
        self._explain()

    def _explain(self) -> None:
        """Why the chosen step is due when it is. A clock that has not begun is explained by what it waits for."""

        def have(told: Why) -> None:
            self.told = told
            self.show()

        line = self._line()
        if line is not None and line.state != "ahead":
            given = {"code": self.code, "step": line.step, "lang": language()}
            self.session.ask("deadlines.why", given, have, key="case.why", failed=self._not_told)

    def _not_told(self, wrong: BaseException) -> None:
        if not isinstance(wrong, Refused):
            self.session.trouble(wrong)

    def _line(self) -> StepLine | None:
        return next((s for s in self.opened.steps if s.step == self.step), None) if self.opened else None

    def _step(self, id: str) -> Step | None:
        what = self.opened.case.what if self.opened else None
        if what is None or self.law is None:
            return None
        return self.law.step(id, variant=what.variant, object=what.object, channel=what.channel)

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter":
                self._state_paper()
            case "F3":
                if self.opened is not None and self.opened.case.what is not None:
                    self.session.go("process", self.opened.case.id)
            case "Ctrl+S":
                self.scans.turn(self._scanned())
            case "F5" if self.opened is not None and self._releasable(self.opened.case):
                self.session.go("release", self.opened.case.number)
            case "F5" if self.opened is not None and sent_back.may_ask(self.session, self.opened.case):
                sent_back.ask(self.session, self.opened.case, self.reload)
            case "F5" if self.opened is not None and come_again.may_take(self.session, self.opened.case):
                come_again.take(self.session, self.opened.case)
            case signing.KEY if self.opened is not None:
                signing.press(self.session, self.opened.case, self.reload)
            case found_again.KEY if self.opened is not None:
                found_again.press(self.session, self.opened.case, self.reload)
            case "F4":
                self.session.ask("case.history", Coded(code=self.code), self._history)
            case "F6":
                self._norm()
            case "F7":
                self._papers_again()

    def _releasable(self, case: Case) -> bool:
        """A scan at any place is enough: from the case it is one key to the counter where its result is given out."""
        return releasable(case, self.session.app.store.side) and self.session.may("release-result")

    def _scanned(self) -> tuple[Scanned, ...]:
        case = self.opened.case if self.opened else None
        if case is None or case.what is None or self.law is None:
            return ()
        lines = listed(self.law, case.what, case.people, kinds={d.document: d.kind for d in case.documents})
        names = {id: texts.text(line.name) for id, line in lines.items()}
        return tuple(Scanned(names.get(d.document, d.document), d.scan or "") for d in case.documents)

    def _state_paper(self) -> None:
        """The applicant may ask the centre where it stands; the answer may be given on paper."""
        if self.opened is None or self.busy or self.code != self.opened.case.id:  # another was scanned meanwhile
            return
        if self.opened.case.what is None:
            return
        self.busy = True
        self.show()

        def printed(outcome: Outcome) -> None:
            self.busy = False
            self.session.show_paper(outcome.value.paper)
            self.session.done(say("desk.case.state-paper"), say("desk.paper.kept"))
            self.reload()

        def failed(wrong: BaseException) -> None:
            self.busy = False
            self.session.trouble(wrong)
            self.show()

        lang: Any = "kk" if language() == "kk" else "ru"
        self.session.run("upkeep.print_state", Sheet(code=self.opened.case.id, lang=lang), printed, failed=failed)

    def _papers_again(self) -> None:
        if self.opened is None:
            return
        copy = lambda n: f" · {say('desk.copy', n=n)}" if n else ""  # noqa: E731
        entries = tuple(
            Entry(p.id, say(f"desk.form.{p.form}"), p.code + copy(p.copy), icon="paper") for p in self.opened.papers
        )
        reprint = lambda id: self.session.printing.offer_reprint(id, lambda _: self.reload())  # noqa: E731
        self.session.offer("case.paper", say("window.case.f7"), entries, reprint)

    def _history(self, rows: tuple[EventRow, ...]) -> None:
        entries = tuple(
            Entry(r.id, say(f"desk.event.{r.kind}"), f"{self._when(r.at)} · {r.who} · {r.device}", icon="journal")
            for r in rows
        )
        self.session.offer("case.history", say("window.case.f4"), entries, lambda _: None)

    def _norm(self) -> None:
        if self.opened is not None:
            offer_why(self.session, self.opened.case.id)

    def retranslate(self) -> None:
        self.told = None  # it was said in the other language
        self.show()
        self._explain()

    def _when(self, iso: str) -> str:
        return f"{self.session.local(iso):%d.%m.%Y %H:%M}"

    # ---- showing

    def show(self) -> None:
        self.view.render(self._state(self.opened) if self.opened else self._nothing())

    def _nothing(self) -> CaseState:
        return CaseState(number=self.code if self.unknown else "", blocked=again(self.unknown) or say("window.busy"))

    def _state(self, opened: Opened) -> CaseState:
        case = opened.case
        due = case.next_due
        left, tone = texts.due(self.session, due.due_by, opened.risk_at(due.step)) if due else ("", "")
        badges = [(texts.TONES[case.status], texts.status(case.status))]
        if tone:
            badges.append((tone, say(f"desk.{tone}")))
        who, rest = self._who(case)
        holder, place = self._holder(case)
        by = texts.by_when(self.session.local(due.due_by), self.session.now()) if due and due.due_by else "—"
        service = texts.text(opened.service) or texts.service(case.service)
        if case.what is not None:
            service = f"{service}, {texts.variant(case.what.variant, case.what.object)} · {texts.act(case.what.pack)}"
        why, title, lines = self._why(opened)
        line = self._line()
        return CaseState(
            number=case.number, badges=tuple(badges), applicant=who, applicant_rest=rest, service=service,
            holder=holder, holder_place=place,
            due_label=say(f"desk.step.{due.step}") if due else say("desk.case.no-clock"), due=by,
            due_left=over_or_left(left, tone), due_tone=tone,
            steps=tuple(self._lane(s, opened) for s in opened.steps), why_title=title, why=why,
            why_clause=texts.clause(line.clause) if line else "", why_lines=lines, step=self.step,
            why_rest=say("desk.case.reconstructed") if line and line.source == "reconstructed" else "",
            papers=tuple(
                CasePaper(p.id, say(f"desk.form.{p.form}"), p.code, say("desk.copy", n=p.copy) if p.copy else "")
                for p in opened.papers
            ),
            remarks=self._remarks(opened), can_release=self._releasable(case),
            also=tuple(h for a in (found_again, signing, sent_back, come_again) if (h := a.hint(self.session, case))),
            blocked=say("window.busy") if self.busy else "" if case.what else say("desk.case.no-state"),
        )  # fmt: skip

    def _who(self, case: Case) -> tuple[str, str]:
        if case.people is None:
            return say("desk.case.nobody" if case.erased else "desk.case.no-applicant"), ""
        a: Applicant = case.people.applicant
        label = say("window.field.bin" if read_number(a.number.open()).kind == "bin" else "window.field.iin")
        rest = f" · {label} {a.number.open()}"
        if r := case.people.representative:
            rest += f" · {say('desk.case.representative', name=texts.short_name(r.name.open()))}"
        return a.name.open(), rest

    def _holder(self, case: Case) -> tuple[str, str]:
        """Who answers for the papers now, and where."""
        if case.holder == "lost":
            return say("desk.case.nobody-holds"), say("desk.case.lost")
        offices, place = self.session.app.store.offices, None
        if case.holder == "chancellery" and case.what is not None:
            place = offices.get(case.what.licensor)
            return texts.holder(case.holder), texts.text(place.name) if place else ""
        if case.holder in ("inspector", "sector"):
            place = offices.get(case.number.split("-", 1)[0])
        return texts.holder(case.holder), texts.text(place.branch) if place else ""

    def _lane(self, step: StepLine, opened: Opened) -> LaneStep:
        phase = {"done": "done", "running": "now"}.get(step.state, "ahead")
        law = self._step(step.step)
        plan = texts.limit(law) if law and law.unit else say("window.clock.no-limit")
        if step.due_by:
            plan = say("desk.case.until", when=f"{self.session.local(step.due_by):%d.%m %H:%M}")
        fact = f"{self.session.local(step.at):%d.%m %H:%M}" if step.at else ""
        spent, tone, share = "", "ok", 1.0 if step.state == "done" else 0.0
        if step.due_by and step.at and step.at > step.due_by:
            over = self.session.local(step.at) - self.session.local(step.due_by)
            spent, tone, share = texts.left(-int(over.total_seconds())), "late", 1.0
        elif step.due_by and step.state == "running":
            spent, loud = texts.due(self.session, step.due_by, step.risk_at)
            tone, share = loud or "ok", 1.0 if loud == "late" else share
        who = texts.short_name(opened.names.get(step.who, ""))  # the other node's people are known there by name
        return LaneStep(
            id=step.step, lane=LANES.get(step.actor, LICENSOR_LANE), title=say(f"desk.step.{step.step}"), who=who,
            plan=plan, fact=fact, spent=spent, share=share, phase=phase, tone=tone,
        )  # fmt: skip

    def _why(self, opened: Opened) -> tuple[str, str, tuple[str, ...]]:
        """Of the chosen step: the act's words, the head, and a line for each stretch that its clock skipped."""
        line = self._line()
        if line is None:
            return "", "", ()
        name, act = say(f"desk.step.{line.step}"), texts.text(line.text)
        told = self.told if self.told is not None and self.told.step == line.step else None
        if line.state == "ahead":
            law = self._step(line.step)
            return act, name, wait_for(opened.case, law) if law else ()
        if line.due_by is None:
            return act, name, (say("process.no-limit.whole"),)
        head = say("desk.case.why", day=f"{self.session.local(line.due_by):%d.%m.%Y %H:%M}")
        lines = []
        if told is not None and told.start:
            lines.append(say("desk.why.from", when=self._when(told.start)))
        lines += [f"• {say(one.key, **one.facts)}" for one in (told.why if told else ())]
        shown = (
            lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"… F6: +{len(lines) - MOST_LINES + 1}"]
        )
        return act, f"{name} · {head[:1].lower()}{head[1:]}", tuple(shown)

    def _remarks(self, opened: Opened) -> tuple[CaseRemark, ...]:
        case = opened.case
        found = [r for r in (found_again.remark(self.session, opened), *signing.remarks(case)) if r is not None]
        if case.out_of_order:
            found.append(CaseRemark("risk", say("desk.case.out-of-order"), say("desk.case.out-of-order.text")))
        if case.previous:
            found.append(CaseRemark("info", say("desk.case.previous"), case.previous))
        if case.register_number:
            found.append(CaseRemark("info", say("desk.case.register-number"), case.register_number))
        if case.promised_by and case.status not in ("released", "refused"):
            at = self.session.local(case.promised_by)
            found.append(CaseRemark("info", say("desk.case.promised"), f"{at:%d.%m.%Y %H:%M}"))
        return tuple(found[:3])


def over_or_left(left: str, tone: str) -> str:
    return say("desk.case.over" if tone == "late" else "desk.case.left", left=left.lstrip("+")) if left else ""
