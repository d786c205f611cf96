"""What is typed, chosen and scanned into the fields of a visit: who came, their paper of authority, each line of the list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer

from app.domain.numbers import read_number
from ui.desks import texts
from ui.desks.desk import Desk
from ui.desks.lookup import look_up
from ui.desks.scans import attach_scan
from ui.desks.session import Session
from ui.desks.visit import Mark, Someone, Visit
from ui.look_words import say
from ui.parts.paper_editor import PaperEntry
from ui.screens.intake_view import IntakeView

PAUSE_MS = 800  # a draft is kept at every pause in typing


class TypedVisit(Desk):
    """The half of the intake that fills the visit; what is checked and done with it is the other half."""

    view: IntakeView

    def __init__(self, session: Session, view: IntakeView, visit: Visit) -> None:
        super().__init__(session, view)
        self.visit, self.trouble = visit, ""
        self.pause = QTimer(view)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE_MS)
        view.number.edited.connect(self._typing_number)
        view.number_entered.connect(self.number)
        view.name_entered.connect(self._name)
        view.phone_entered.connect(self._phone)
        view.representative_asked.connect(self._representative)
        view.representative_entered.connect(self._representative_field)
        view.paper_entered.connect(self._paper)
        view.receipt_language.connect(self._language)
        view.papers.finished.connect(self._finished)

    def check(self) -> None:
        """The list and its gaps as they stand now."""

    def show(self) -> None:
        """The visit on the screen."""

    # ---- what is typed

    def _typing_number(self, text: str) -> None:
        """While the digits come: a whole number is looked at at once, a part of one is no mistake yet."""
        if len(text.strip()) >= 12:
            self.number(text)

    def number_scanned(self, number: str) -> bool:
        if read_number(number).kind not in ("iin", "bin"):
            return False
        self.number(number)
        return True

    def number(self, text: str) -> None:
        typed = "".join(text.split())
        if typed == self.visit.applicant.number:
            return
        phone = self.visit.applicant.phone
        self.visit.applicant = Someone(number=typed, phone=phone)
        self.trouble = ""
        look_up(self.session, self.visit.applicant, "intake.applicant", self._answered)
        self.check()

    def _answered(self) -> None:
        a = self.visit.applicant
        if self.visit.electronic and a.asked in ("known", "unknown"):
            self.visit.pass_step("ask-register", self.session.moment())
        self.check()

    def _name(self, text: str) -> None:
        self.visit.applicant.name = text.strip()
        self.check()

    def _phone(self, text: str) -> None:
        self.visit.applicant.phone = text.strip()
        self.pause.start()

    def _representative(self, came: bool) -> None:
        self.visit.representative = Someone() if came else None
        self.check()
        if came:
            self.view.r_number.setFocus()

    def _representative_field(self, field: str, text: str) -> None:
        r, typed = self.visit.representative, text.strip()
        if r is None:
            return
        match field:
            case "number":
                number = "".join(typed.split())
                if number != r.number:
                    self.visit.representative = r = Someone(number=number, phone=r.phone)
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
        day = texts.read_day(entry.until)
        before = self.visit.marks.get(entry.id, Mark())
        self.visit.marks[entry.id] = replace(
            before, kind=entry.kind, sheets=entry.sheets, until=texts.date_of(day) if day else entry.until, until_on=day,
            remark=entry.remark,
        )  # fmt: skip
        self.check()

    def _finished(self) -> None:
        """Enter on the last paper: what is left to do is said, and Ctrl+Enter does it."""
        self.view.first_obstacle() if self.view.state.blocked else None

    def scan(self) -> None:
        """F4: the scan of the line in front, from a file. What is wrong with the file stands beside the line."""
        id = self.view.papers.list.current()
        document = next((d for d in self.visit.demanded() if d.id == id), None)
        if document is None:
            self.session.note(say("desk.intake.no-line"), say("desk.intake.no-line.text"))
            return
        visit = self.visit

        def marked(scan: str, wrong: str) -> None:
            before = visit.marks.get(id, Mark())
            visit.marks[id] = replace(before, scan=scan or before.scan, scan_wrong=wrong)
            if visit is self.visit:
                self.check()

        attach_scan(self.session, texts.text(document.name), marked)
