"""What is typed, chosen and scanned into the fields of a visit: who came, their paper of authority, each line of the list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer

from app.domain.names import tidy
from app.domain.numbers import PERSONS, read_number
from ui.desks import texts
from ui.desks.as_typed import fields_of, marked
from ui.desks.attach import Attaching
from ui.desks.attach_visit import VisitScans
from ui.desks.desk import Desk
from ui.desks.lookup import look_up
from ui.desks.session import Session
from ui.desks.visit import BEARER, Mark, Someone, Visit
from ui.look_words import say
from ui.parts.paper_editor import EXCUSED, KINDS, PaperEntry
from ui.screens.intake_view import IntakeView

PAUSE_MS = 800  # a draft is kept so soon after a key
WHOLE = 12  # digits of an ИИН or a БИН


class TypedVisit(Desk):
    """The half of the intake that fills the visit; what is checked and done with it is the other half."""

    view: IntakeView

    def __init__(self, session: Session, view: IntakeView, visit: Visit) -> None:
        super().__init__(session, view)
        self.visit, self.trouble = visit, ""
        self.busy = False  # it is being written
        self.next_number = ""  # read meanwhile: of whoever comes next
        self.pause = QTimer(view)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE_MS)
        for field in fields_of(view):
            field.edited.connect(self._first_key)
            field.edited.connect(self._soon)
        view.number.edited.connect(self._typing_number)
        view.r_number.edited.connect(self._typing_bearer)
        view.filing_asked.connect(self.ask_filing)
        view.number_entered.connect(self.number)
        view.name_entered.connect(self._name)
        view.phone_entered.connect(self._phone)
        view.representative_asked.connect(self._representative)
        view.representative_entered.connect(self._representative_field)
        view.paper_entered.connect(self._paper)
        view.receipt_language.connect(self._language)
        view.papers.finished.connect(self._finished)
        self.attaching = Attaching(session, view.panel, VisitScans(self), changed=self._attach_changed)
        view.papers.moved.connect(lambda _: self.attaching.follow())
        view.attach_opened.connect(self.attaching.follow)
        view.attach_left.connect(self.attaching.flush)
        view.papers_dropped.connect(self._dropped)

    def check(self) -> None:
        """The list and its gaps as they stand now."""

    def show(self) -> None:
        """The visit on the screen."""

    def begin(self) -> None:
        """Somebody has come: their minutes run."""

    # ---- the last day of filing

    def ask_filing(self) -> None:
        """Where the service needs it and nobody has said it."""
        if self.visit.lacks_filing_day:
            self.session.ask_words("intake.filing", say("desk.intake.filing"), self._filing)

    def _filing(self, typed: str) -> None:
        """The commission's announcement names the last day for filing; its clock counts from there (cl. 15 (1))."""
        day = texts.read_day(typed)
        if day is None:
            self.session.note(say("desk.intake.filing-bad"), typed, tone="risk")
            self.ask_filing()
            return
        self.begin()
        self.visit.filing_ends = texts.date_of(day)
        if self.filing_is_over():
            over = say("desk.intake.filing-over", day=self.visit.filing_ends)
            self.session.note(over, say("desk.intake.filing-over.do"), tone="risk")
        self.check()

    def filing_is_over(self) -> bool:
        """These papers come after it: the act has no ground to refuse them, and no day that could be promised."""
        day = texts.read_day(self.visit.filing_ends)
        return day is not None and day < self.session.moment().day(self.session.zone)

    def _first_key(self, typed: str) -> None:
        if typed and self.visit.began is None:
            self.begin()
            self.show()

    # ---- what is typed

    def _soon(self, _: str = "") -> None:
        """After the first key that is not kept yet, however long the typing goes on."""
        if not self.pause.isActive():
            self.pause.start()

    def _typing_number(self, text: str) -> None:
        """While the digits come: a whole number is looked at at once, a part of one is no mistake yet."""
        if len(text.strip()) >= WHOLE:
            self.number(text)

    def _typing_bearer(self, text: str) -> None:
        if len(text.strip()) >= WHOLE:
            self._representative_field("number", text)

    def operation(self) -> str:
        """The same card again for the next visit is meant."""
        return f"{super().operation()}.{self.visit.id}"

    def number_scanned(self, number: str) -> bool:
        if read_number(number).kind not in PERSONS:
            return False
        if self.busy:
            self.next_number = number
        elif self.visit.representative is not None and self.view.r_number.line.hasFocus():
            self._representative_field("number", number)
        elif self._of_another(number):
            self.session.note(say("desk.intake.another"), say("desk.intake.another.do"), tone="late")
        else:
            self.number(number)
        return True

    def _of_another(self, number: str) -> bool:
        """The next visitor's card, before this one's papers were taken in: marked papers are never another's by a scan."""
        a = self.visit.applicant
        begun = any(mark.kind is not None for mark in self.visit.marks.values())
        return begun and a.number not in ("", number) and not a.problem and not self.view.number.line.hasFocus()

    def number(self, text: str) -> None:
        typed = "".join(text.split())
        if self.busy:
            self.next_number = typed if len(typed) >= WHOLE else ""
            return
        before = self.visit.applicant
        if typed == before.number:
            return
        named_first = not before.number and not before.asked  # the name was typed before the number
        self.visit.applicant = Someone(
            number=typed, name=before.name if named_first else "", phone="" if before.phone_met else before.phone
        )
        self.trouble, self.visit.previous = "", ""  # the refusal was another's
        look_up(self.session, self.visit.applicant, "intake.applicant", self._answered)
        self.check()

    def _answered(self) -> None:
        a = self.visit.applicant
        if self.visit.electronic and a.asked in ("known", "unknown"):
            self.visit.pass_step("ask-register", self.session.moment())
        self.check()

    def _name(self, text: str) -> None:
        self.visit.applicant.name = tidy(text)
        self.check()

    def _phone(self, text: str) -> None:
        self.visit.applicant.phone, self.visit.applicant.phone_met = tidy(text), False
        self._soon()

    def _representative(self, came: bool) -> None:
        if came != (self.visit.representative is not None):
            self.visit.representative = Someone(kinds=BEARER) if came else None
            self.check()
        if came:
            self.view.r_number.setFocus()

    def _representative_field(self, field: str, text: str) -> None:
        r, typed = self.visit.representative, tidy(text)
        if r is None:
            return
        match field:
            case "number":
                number = "".join(typed.split())
                if number != r.number:
                    self.visit.representative = r = Someone(number=number, phone=r.phone, kinds=BEARER)
                    look_up(self.session, r, "intake.representative", self._answered)
            case "name":
                r.name = typed
            case "phone":
                r.phone = typed
            case "power":
                self.visit.power = typed
            case "until":
                day = texts.read_day(typed)
                self.visit.until = texts.date_of(day) if day else typed
        self.check()

    def _language(self, lang: str) -> None:
        self.visit.lang = lang  # type: ignore[assignment]
        self.check()

    def _paper(self, entry: PaperEntry) -> None:
        v = self.visit
        lines = v.checklist
        if lines is not None and entry.kind == EXCUSED:
            v.facts |= {fact for id, fact in lines.excusable.items() if id == entry.id}
            v.marks.pop(entry.id, None)
        else:
            v.facts -= {one.fact for one in lines.excused if one.document.id == entry.id} if lines else set()
            v.marks[entry.id] = marked(v.marks.get(entry.id, Mark()), entry)
        self.check()

    def _finished(self) -> None:
        """Enter on the last paper: what is left to do is said, and Ctrl+Enter does it."""
        self.view.first_obstacle() if self.view.state.blocked else None

    # ---- scans

    def scan(self) -> None:
        """F4: the scans of the line in front; there F4 asks the scanner."""
        if not self.visit.demanded():
            self.session.note(say("desk.intake.no-line"), say("desk.intake.no-line.text"))
            return
        self.view.open_attach()
        self.attaching.follow()
        self._attach_changed()

    def _dropped(self, line: str, things: object) -> None:
        """Files dropped onto a line belong to it, whichever was in front."""
        self.view.papers.go(line)
        self.scan()
        self.attaching.add(things)  # type: ignore[arg-type]

    def _attach_changed(self) -> None:
        self.view.show_attach(self.attaching.state())

    def scan_kept(self, visit: Visit, line: str, file: str, pages: int) -> None:
        """After the commit. A paper that is scanned lies on the counter: its kind is to be confirmed, not to be missed."""
        mark = visit.marks.get(line, Mark())
        if file and not mark.kind:
            document = next((d for d in visit.demanded() if d.id == line), None)
            kind = KINDS.index(document.kinds[0]) if document else None
            mark = replace(mark, kind=kind, guessed="scan" if kind is not None else "")
        visit.marks[line] = replace(mark, scan=file, scan_pages=pages)
        if visit is self.visit:
            self.check()
            self.pause.stop()
        self.keep_visit(visit)

    def keep_visit(self, visit: Visit) -> None:
        """Its draft names the scan from now on: a kill of the program takes neither."""
