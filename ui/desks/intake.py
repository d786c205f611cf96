"""Intake: service, who came, which papers; the program checks while the inspector types; one key takes it in."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer

from app.command import Coded, Outcome
from app.domain.completeness import Draft
from app.domain.pack import ChannelId, Step
from app.problems import Refused
from app.queries.case import Opened
from app.queries.law import Checklist, Offered
from app.queries.queue import DraftRow
from app.services.intake import Certify, DraftId, NoData, SavedDraft, Send
from ui import problems
from ui.desks import come_again, texts
from ui.desks.as_typed import as_typed
from ui.desks.intake_state import clocks, state_of
from ui.desks.lookup import look_up
from ui.desks.offers import draft_entries, give_slip, service_entries, tell_drafts
from ui.desks.resumed import visit_of
from ui.desks.session import Session
from ui.desks.typed_visit import TypedVisit
from ui.desks.visit import Visit
from ui.desks.why import offer_why_ahead
from ui.look_words import again, say
from ui.parts.field import Line
from ui.screens.intake_view import IntakeView

LONG_MS = 150  # a press that has not been answered by then says so


class IntakeDesk(TypedVisit):
    watches = frozenset[str]()
    channel: ChannelId = "counter"

    def __init__(self, session: Session) -> None:
        super().__init__(session, self._view(), self._fresh())
        self.services: tuple[Offered, ...] = ()
        self._asked_for = ""  # a service that was chosen before the list had come
        self.paper = ""  # the last paper that was made here, for F7
        self._steps: dict[Any, tuple[Step, ...]] = {}  # of what was chosen here before
        self._lists: dict[Any, Checklist] = {}  # …and what it asks of a visitor of whom nothing is known yet
        self.pause.timeout.connect(self.keep)
        QTimer.singleShot(1000, self.view, self._make_ready)

    def _view(self) -> IntakeView:
        return IntakeView()

    # ---- beginning

    def _make_ready(self) -> None:
        """While the first papers are looked through: in the thread that draws, so that nothing is opened twice."""
        self.session.work.write(self.session.app.make_ready)

    def open(self, what: str = "") -> None:
        if not self.services:
            self.session.ask("law.services", {"channel": self.channel}, self._services, key="intake.services")
            tell_drafts(self.session, open_=what)
        if what.startswith(("service:", come_again.OPENS)):
            self._asked_for = what.removeprefix("service:")
            self._begin_asked_for()
        elif what and not self.busy:
            self._resume(what)
        self.show()
        self._in_front()

    def _in_front(self) -> None:
        """The cursor on the first field, unless a question lies over the window: that has the keys."""
        if self.session.shell.palette_.isHidden():
            self.view.shown()

    def _begin_asked_for(self) -> None:
        """Chosen elsewhere: a visit that is begun is put aside first, none is lost."""
        if not self.services or not self._asked_for or self.busy:
            return
        if self.visit.touched:
            self.keep()
            self._begin_again()
        asked, self._asked_for = self._asked_for, ""
        if asked.startswith(come_again.OPENS):
            self.session.ask("case.open", Coded(code=asked.removeprefix(come_again.OPENS)), self._come_again)
        else:
            self.choose_by_hand(asked)

    def _come_again(self, opened: Opened) -> None:
        if (draft := come_again.draft_of(self.session, opened.case, self.services)) is None:
            return
        self._take_up(self._id(), draft)
        self.visit.saved = False
        self.begin()
        self.view.papers.setFocus()  # who they are is known; what lacked is in front

    def _services(self, found: tuple[Offered, ...]) -> None:
        self.services = found
        if self._asked_for:
            self._begin_asked_for()
            return
        first = next((o for o in found if o.variants), None)
        if self.visit.offered is None and first is not None:
            self.choose(f"{first.service}:{first.variants[0].id}:{(first.variants[0].objects or ('',))[0]}")
        self.show()

    def _fresh(self) -> Visit:
        id = self._id()
        return Visit(id=id, op=id, channel=self.channel)

    def _id(self) -> str:
        from app.command import Unit

        return Unit.new_id()

    def offer_services(self) -> None:
        """F3. What this counter may not take is listed too, with the slip that says where instead."""
        self.session.offer(
            "intake.service", say("desk.intake.choose"), service_entries(self.services), self.choose_by_hand
        )

    def choose_by_hand(self, id: str) -> None:
        """Somebody stands at the counter and has said what they want."""
        self.begin() if not id.startswith("slip:") else None
        self.choose(id)

    def begin(self) -> None:
        """The lawful minutes of a visit run from the first key for this visitor: an empty form waits for nobody."""
        v = self.visit
        v.began = v.began or self.session.moment()
        if v.electronic:
            v.pass_step("log-in", v.began)
            v.pass_step("choose", v.began)

    def choose(self, id: str) -> None:
        service, variant, *object = id.split(":")
        if service == "slip":
            give_slip(self.session, variant, op=self._id(), then=self._slip_given)
            return
        offered = next((o for o in self.services if o.service == service), None)
        if offered is None:
            return
        v = self.visit
        v.offered, v.object = offered, (object or [""])[0]
        v.variant = next(x for x in offered.variants if x.id == variant)
        if v.began:
            self.begin()
        app, ref, which = self.session.app, offered.pack, self._which()

        def steps() -> Any:
            found = app.catalogue.pack(ref).service(service)
            assert found is not None
            return found.steps_for(variant=variant, object=v.object, channel=v.channel)

        def have(found: Any) -> None:
            v.steps = self._steps[which] = found
            self.show()

        if which in self._steps:
            v.steps = self._steps[which]
        else:
            self.session.read(steps, have, key="intake.steps")
        self.check()
        self.ask_filing()

    def _which(self) -> tuple[object, ...]:
        """What was chosen, by the act of today."""
        v, today = self.visit, self.session.moment().day(self.session.zone)
        chosen = (v.offered.service, v.offered.pack, v.variant.id, v.object) if v.offered and v.variant else ()
        return *chosen, v.filing_ends, today

    # ---- checking and keeping

    def check(self) -> None:
        """The list and its gaps as they stand now; shown when they have come, the fields at once."""
        self.trouble = ""
        if self.visit.touched:
            self.begin()
        visit, which, fresh = self.visit, self._which(), not self.visit.touched
        draft = visit.draft()
        if fresh:
            visit.checklist = self._lists.get(which)
        self.show()
        if draft is None:
            return

        def have(found: Checklist) -> None:
            shown, visit.checklist = visit.checklist, found
            if fresh:
                self._lists[which] = found
            if visit is self.visit and found != shown:
                self.show()

        self.session.ask("law.checklist", draft, have, key="intake.checklist", failed=self._not_checked)
        if self.visit.touched:
            self._soon()

    def _not_checked(self, wrong: BaseException) -> None:
        self.trouble = problems.told(wrong, self.session.folder / "reports").text
        self.show()

    def keep(self) -> None:
        """Kept while it is typed; survives a kill of the program."""
        self.keep_visit(self.visit)

    def keep_visit(self, visit: Visit) -> None:
        seen = as_typed(visit, self.view) if visit is self.visit else visit
        draft = seen.draft()
        if draft is None or not seen.touched or visit.over:
            return
        visit.saved = True
        self.session.run("intake.save_draft", SavedDraft(id=visit.id, draft=draft))

    def leave(self) -> str:
        self.attaching.flush()
        if self.pause.isActive() or self.busy:  # it may yet fail, and then nobody is here to be told
            self.pause.stop()
            self.keep()
        return self.visit.id if self.visit.saved and as_typed(self.visit, self.view).touched else ""

    def _put_away(self, visit: Visit) -> None:
        self.pause.stop()
        visit.over = True
        if visit.saved:
            self.session.run("intake.put_away_draft", DraftId(id=visit.id))

    def _aside(self) -> None:
        """F9: this visit waits as a draft; with nothing begun, the drafts that wait are offered."""
        if self.visit.touched:
            self.attaching.flush()
            self.keep()
            self.session.done(say("desk.intake.aside"), say("desk.intake.aside.text"))
            self._begin_again()
            return
        self.session.ask("queue.my_drafts", {}, self._drafts)

    def _drafts(self, rows: tuple[DraftRow, ...]) -> None:
        self.session.offer("intake.draft", say("desk.intake.drafts"), draft_entries(self.session, rows), self._resume)

    def _resume(self, id: str) -> None:
        def have(rows: tuple[DraftRow, ...]) -> None:
            row = next((r for r in rows if r.id == id), None)
            if row is not None:
                self._take_up(row.id, row.draft)

        self.session.ask("queue.my_drafts", {}, have)

    def _take_up(self, id: str, draft: Draft) -> None:
        if self.busy:
            return
        if self.visit.touched and self.visit.id != id:  # begun while the list was on its way: none is lost
            self.keep()
        self.visit = visit_of(id, draft)
        for line in self.view.findChildren(Line):
            line.setModified(False)
        for who, key in ((self.visit.applicant, "applicant"), (self.visit.representative, "representative")):
            if who is not None and who.number and not who.name:  # it was put aside before the register had answered
                look_up(self.session, who, f"intake.{key}", self._answered)
        self.choose(f"{draft.service}:{draft.variant}:{draft.object}")

    def _begin_again(self) -> None:
        before = self.visit
        self.visit, self.busy = self._fresh(), False
        for line in self.view.findChildren(Line):
            line.setModified(False)
        if before.offered and before.variant:
            self.choose(f"{before.offered.service}:{before.variant.id}:{before.object}")  # which shows it
        else:
            self.show()
        self._in_front()

    # ---- doing

    def press(self, key: str) -> None:
        if self.busy and key not in ("F6", "F7"):  # what is being written keeps its place until it is answered
            return
        match key:
            case "F3":
                self.offer_services()
            case "F4":
                self.scan()
            case "F6":
                self._norm()
            case "F7":
                self.session.show_paper(self.paper) if self.paper else None
            case "F9":
                self._aside()
            case "F8":
                self._said_all()
                self.refuse()
            case "Ctrl+Enter":
                self._said_all()
                self.send() if self.visit.electronic else self.accept()

    def _said_all(self) -> None:
        """What stands in the field under the cursor counts too."""
        line = self.view.focusWidget()
        if isinstance(line, Line):
            line.tell()

    def accept(self) -> None:
        self._do("intake.accept", self.visit.draft(), self._accepted)

    def refuse(self) -> None:
        draft = self.visit.draft()
        if self.visit.electronic and draft is not None:
            register = self.visit.applicant.register or "gbd-fl"
            self._do("intake.record_no_data", NoData(draft=draft, register=register), self._no_data)  # type: ignore[arg-type]
        else:
            self._do("intake.refuse", draft, self._refused)

    def send(self) -> None:
        """Certified, then sent: two events, two transactions, one key."""
        draft = self.visit.draft()

        def certified(outcome: Outcome) -> None:
            number = outcome.value.number
            sent = lambda _: self._over(outcome, say("desk.intake.sent", number=number), "desk.intake.sent.text")  # noqa: E731
            self.session.run("intake.send", Send(code=outcome.value.case), sent, failed=self._not_done)

        self._do("intake.certify", Certify(draft=draft) if draft else None, certified)

    def _do(self, name: str, given: Any, then: Any) -> None:
        if given is None or self.busy:
            return
        self.busy = True
        self.pause.stop()
        QTimer.singleShot(LONG_MS, self.view, self._still_busy)
        self.session.run(name, given, then, op=self.visit.op, failed=self._not_done)

    def _still_busy(self) -> None:
        """Said only when it lasts: to paint it takes the time of what is being written."""
        if self.busy:
            self.show()

    def _not_done(self, wrong: BaseException) -> None:
        """Nothing was written. The words stand in the verdict, beside the work; the same operation may be tried again."""
        self.busy, self.next_number = False, ""
        if isinstance(wrong, Refused) and wrong.code == "documents-incomplete":
            self.check()
            return
        self.trouble = problems.told(wrong, self.session.folder / "reports").text
        self.view.number.line.setModified(False)  # what was typed meanwhile was another's
        self._soon()  # it goes on waiting, and must not be lost meanwhile
        self.show()
        self._begin_asked_for()

    def _accepted(self, outcome: Outcome) -> None:
        self._over(outcome, say("desk.intake.accepted", number=outcome.value.number), "desk.intake.accepted.text")

    def _refused(self, outcome: Outcome) -> None:
        self._over(outcome, say("desk.intake.refused", number=outcome.value.number), "desk.intake.refused.text")

    def _no_data(self, outcome: Outcome) -> None:
        self._over(outcome, say("desk.intake.no-data", number=outcome.value.number), "desk.intake.no-data.text")

    def _slip_given(self, outcome: Outcome) -> None:
        self.paper = (outcome.value.papers or ("",))[0]

    def _over(self, outcome: Outcome, title: str, text_key: str) -> None:
        self._put_away(self.visit)
        self.paper = (outcome.value.papers or ("",))[0]
        self._begin_again()
        if self.next_number:
            comes, self.next_number = self.next_number, ""
            self.number(comes)
        self.session.done(title, say(text_key), action=say("desk.paper.show"), key="F7")
        self.session.print(outcome.value.papers)
        self._begin_asked_for()

    def _norm(self) -> None:
        """F6: why the person is told this date, and every step that the act sets for this visit."""
        offer_why_ahead(self.session, self.visit, document=self.view.papers.list.current())

    # ---- showing

    def retranslate(self) -> None:
        self.show()

    def show(self) -> None:
        self.view.render(state_of(
            self.visit, now=self.session.moment(), zone=self.session.zone, wall=self.session.wall, title=self._act(),
            busy=self.busy, trouble=again(self.trouble), attach=self.attaching.state(), made=bool(self.paper),
        ))  # fmt: skip
        self.attaching.follow()

    def _act(self) -> str:
        if self.visit.offered is None or not self.visit.offered.pack:
            return ""
        words = texts.act(self.visit.offered.pack)
        filing = self.visit.filing_ends
        told = "filing-over" if self.filing_is_over() else "filing-until"
        words += f" · {say(f'desk.intake.{told}', day=filing)}" if filing else ""
        return words + (f" · {say('desk.again.after', number=self.visit.previous)}" if self.visit.previous else "")

    def tick(self) -> None:
        """Only the clocks' own rectangle is painted anew."""
        if self.visit.offered is not None:
            state = self.view.state
            self.view.head.show_as(state.service, state.act, clocks(self.visit, self.session.moment()))
