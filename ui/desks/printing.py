"""What becomes of a paper once it is written down: printed at once, shown first, or kept – and asked back when nobody knows.

Nothing is printed before it is committed: only ids of papers that stand in the store come here.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from PySide6.QtCore import QTimer

from app.command import Outcome
from app.domain.events import ReprintReason
from app.problems import Refused, Unavailable
from app.queries.papers import Made, Unsigned
from app.services.upkeep import Paper
from ui import problems
from ui.desks import asked_back, kept_papers
from ui.desks.asked_back import BACK
from ui.desks.paper_name import line_of, named
from ui.devices import printer
from ui.devices.print_journal import Print, PrintJournal
from ui.devices.printer import Way, way_of
from ui.keys import Hint
from ui.look_words import say
from ui.parts.palette import Entry
from ui.parts.toast import ToastState

if TYPE_CHECKING:
    from ui.desks.session import Session
    from ui.parts.paper_preview import PaperPreview

LOOK_AGAIN_MS = 2500
REASONS: tuple[ReprintReason, ...] = get_args(ReprintReason)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A committed paper with its bytes."""

    id: str
    kind: str
    code: str
    pdf: bytes

    @property
    def name(self) -> str:
        return named(self.kind, self.code)


class Printing:
    """One log-in's. Papers go to the printers one after another, in the order in which they were made."""

    def __init__(self, session: Session) -> None:
        self.session, self.journal = session, PrintJournal(session.folder)
        self.device = ""
        self.preview: Any = None
        self.shown: Sheet | None = None
        self.drafts: tuple[Unsigned, ...] = ()  # that are looked at, the one in front first
        self.after_preview: list[Sheet] = []
        self._line: list[Sheet] = []
        self._busy = False
        self._told: set[str] = set()  # papers whose trouble was said already
        self._again = QTimer(session.shell)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.look_again)
        session.shell.toast.acted.connect(self._acted)
        session.shell.scanned.connect(self._scanned)
        self.folder = session.folder / "papers"
        now = session.app.clock.instant().utc
        session.work.aside(lambda: kept_papers.sweep(self.folder, now), lambda _: None)
        self.left = False  # logged out: what is under way is finished and written down, and nothing is shown any more

    # ---- papers that were just made

    def made(self, papers: tuple[str, ...], then: Callable[[Path], None] | None = None) -> None:
        """Each goes the way of its kind; one that nobody prints lies as a PDF in the user's folder."""

        def write() -> list[tuple[Sheet, Path | None]]:
            return [self._arrange(self._read(id)) for id in papers]

        def written(made: list[tuple[Sheet, Path | None]]) -> None:
            kept = [path for _, path in made if path is not None]
            if kept and then:
                then(kept[0])
            for sheet, path in made:
                if path is None:
                    way = self.way(sheet.kind)
                    self._line.append(sheet) if way.mode == "at-once" else self.after_preview.append(sheet)
            self._next()
            self._next_preview()

        if papers:
            self.session.work.read(write, written, failed=self._not_drawn, later=True)

    def _read(self, id: str) -> Sheet:
        return Sheet(id, *self.session.app.paper(id, as_=self.session.me.login))

    def _arrange(self, sheet: Sheet) -> tuple[Sheet, Path | None]:
        """Before anything is printed it is written down that it is due: a crash loses no paper."""
        way = self.way(sheet.kind)
        due = self.line(sheet)
        path = None
        if way.printer and way.mode != "keep":
            self.journal.due(due)
        else:
            self.journal.due(due)
            path = self.keep(sheet)
            self.journal.done(sheet.id, "kept")
        self.journal.saw(self.device, sheet.id)
        return sheet, path

    def line(self, sheet: Sheet | Made) -> Print:
        kind = sheet.kind if isinstance(sheet, Sheet) else sheet.form
        return Print(paper=sheet.id, kind=kind, code=sheet.code, device=self.device, at=self.session.moment().iso())

    def keep(self, sheet: Sheet) -> Path:
        return kept_papers.keep(self.folder, f"{sheet.code}-{sheet.kind}", sheet.pdf)

    def _not_drawn(self, wrong: BaseException) -> None:
        if isinstance(wrong, Refused) and wrong.code == "paper-unknown":
            self.session.shell.tell(ToastState("risk", say("desk.paper.later"), say("desk.paper.later.text")))
        else:
            self.session.trouble(wrong)

    def way(self, kind: str) -> Way:
        return way_of(self.session.habits().printers, kind)

    # ---- to the printer

    def send(self, sheet: Sheet) -> None:
        self.journal.due(self.line(sheet))
        self._line.append(sheet)
        self._next()

    def _next(self) -> None:
        if self._busy or not self._line:
            return
        self._busy = True
        sheet = self._line.pop(0)
        way = self.way(sheet.kind)

        def go() -> str:
            self.journal.handed(sheet.id, way.printer, "")  # from here on another print is a copy
            try:
                job = printer.hand_over(sheet.pdf, way, sheet.code)
            except Unavailable as away:
                self.keep(sheet)
                self.journal.failed(sheet.id, way.printer, away.status)
                raise
            self.journal.handed(sheet.id, way.printer, job)
            if way.net:
                self.journal.done(sheet.id, "printer")
            return job

        def taken(job: str) -> None:
            self._busy = False
            if job and not self.left:
                self._again.start(LOOK_AGAIN_MS)
            self._next()

        def failed(wrong: BaseException) -> None:
            self._busy = False
            self._wrong(sheet.name, wrong)
            self._next()

        self.session.work.aside(go, taken, failed=failed)

    def _wrong(self, name: str, wrong: BaseException) -> None:
        """What happened, that the paper is kept, what to do next; never a dialog."""
        if self.left and isinstance(wrong, Unavailable):
            return
        if not isinstance(wrong, Unavailable):
            self.session.trouble(wrong)
            return
        told = problems.told(wrong, self.session.folder / "reports")
        text = say("printers.kept", name=name)
        self.session.shell.tell(ToastState("late", told.text, text, say("printers.back.show"), BACK))

    def look_again(self) -> None:
        """What the printer's queue says of the papers that it has taken."""
        asked = [p for p in self.journal.waiting(self.device) if p.state == "handed" and p.job]
        if not asked:
            return

        def ask() -> list[tuple[Print, str, str]]:
            found = []
            for p in asked:
                try:
                    outcome = printer.outcome(p.printer, p.job)
                except Unavailable:
                    outcome = "unknown"
                found.append((p, outcome, printer.standing(p.printer) if outcome == "stopped" else ""))
            return found

        def answered(found: list[tuple[Print, str, str]]) -> None:
            going = False
            for p, outcome, status in found:
                if outcome == "printed":
                    self.journal.done(p.paper, "printer")
                elif outcome == "stopped":
                    self._stands(p, status or "gone")
                going = going or outcome in ("waiting", "stopped")
            if going and not self.left:
                self._again.start(LOOK_AGAIN_MS)

        self.session.work.aside(ask, answered, failed=lambda _: None, key="printing.outcome")

    def _stands(self, p: Print, status: str) -> None:
        if p.paper in self._told:
            return
        self._told.add(p.paper)
        self._wrong(named(p.kind, p.code), Unavailable("printer", status))

    # ---- asked back (ui/desks/asked_back.py)

    def recall(self) -> None:
        asked_back.recall(self)

    def remind(self) -> None:
        asked_back.remind(self)

    def offer_waiting(self) -> None:
        asked_back.offer_waiting(self)

    def _acted(self, key: str) -> None:
        if key == BACK:
            self.offer_waiting()

    def send_id(self, id: str) -> None:
        def have(sheet: Sheet) -> None:
            if self.way(sheet.kind).printer:
                self.send(sheet)
            else:
                self._kept(sheet)

        self.session.work.read(lambda: self._read(id), have, failed=self._not_drawn)

    def _kept(self, sheet: Sheet) -> None:
        """No printer any more: the PDF is opened instead."""
        path = self.keep(sheet)
        self.journal.done(sheet.id, "kept")
        self.session.open_paper(path)

    def reprint(self, id: str, reason: ReprintReason, then: Callable[[Outcome], None] | None = None) -> None:
        """A copy by its number: an event of the journal first, then paper."""

        def printed(outcome: Outcome) -> None:
            if id in self.journal.papers:
                self.journal.done(id, "again")
            self.send_id(outcome.value.paper)
            self.session.done(say("desk.copy", n=outcome.value.copy), say(f"printers.reason.{reason}"))
            if then:
                then(outcome)

        self.session.run("upkeep.reprint", Paper(paper=id, reason=reason), printed)

    def offer_reprint(self, id: str, then: Callable[[Outcome], None] | None = None) -> None:
        """Why there is to be a copy: the ledger says it."""
        entries = tuple(Entry(r, say(f"printers.reason.{r}"), icon="print") for r in REASONS)
        self.session.offer(
            "printing.reason", say("printers.reason"), entries,
            lambda r: self.reprint(id, r, then) if r in REASONS else None,  # type: ignore[arg-type]
        )  # fmt: skip

    # ---- shown

    def show(self, id: str) -> None:
        self.session.work.read(lambda: self._seen(self._read(id)), self._show, failed=self._not_drawn)

    def _seen(self, sheet: Sheet) -> Sheet:
        if sheet.id > self.journal.seen.get(self.device, ""):  # made a moment ago, and shown instead of printed
            self.journal.due(self.line(sheet))
            self.journal.done(sheet.id, "kept")
            self.journal.saw(self.device, sheet.id)
        return sheet

    def _show(self, sheet: Sheet) -> None:
        if self.left:
            return
        from ui.parts.paper_preview import PreviewState

        self.shown = sheet
        way = self.way(sheet.kind)
        key = "printers.preview.print" if self._first(sheet.id) else "printers.preview.copy"

        def state() -> PreviewState:
            hints = (Hint("F7", say(key)),) if way.printer else ()
            note = "printers.preview.to" if way.printer else "printers.preview.no-printer"
            return PreviewState(
                title=say(f"desk.form.{sheet.kind}"), code=line_of(sheet.code), pdf=sheet.pdf,
                note=say(note, printer=way.printer), hints=(*hints, Hint("F4", say("printers.preview.file"))),
            )  # fmt: skip

        self._over_the_work().open(state)

    def look_at(self, drafts: tuple[Unsigned, ...]) -> None:
        """Seen before they are signed, and neither printed nor kept; F4 shows the next, as the annex after the licence."""
        from ui.parts.paper_preview import PreviewState

        self.shown, self.drafts, draft = None, drafts, drafts[0]
        pdf = b64decode(draft.pdf)

        def state() -> PreviewState:
            following = say(f"desk.form.{drafts[1].form}") if len(drafts) > 1 else ""
            return PreviewState(
                title=say(f"desk.form.{draft.form}"), code=line_of(draft.code), pdf=pdf, note=say("printers.preview.draft"),
                hints=(Hint("F4", following),) if following else (),
            )  # fmt: skip

        self._over_the_work().open(state)

    def _over_the_work(self) -> PaperPreview:
        from ui.parts.paper_preview import PaperPreview  # QtPdf: loaded when a paper is first shown

        if self.preview is None:
            shell = self.session.shell
            self.preview = PaperPreview(shell, self._preview_key, lambda: 4 if shell.bar.training else 0)
        return self.preview

    def _first(self, id: str) -> bool:
        """No printer has had this paper yet: what comes out is the original."""
        known = self.journal.papers.get(id)
        return known is not None and (known.state == "due" or known.how == "kept")

    def _preview_key(self, key: str) -> None:
        sheet = self.shown
        if sheet is not None or key == "Esc":
            self.close_preview()
        if sheet is None:
            if key == "F4":
                self.look_at((*self.drafts[1:], self.drafts[0]))
            return
        known = self.journal.papers.get(sheet.id)
        if key == "Esc":
            if known is not None and known.state == "due" and not known.wrong:
                self.journal.done(sheet.id, "kept")  # looked at, and not wanted on paper
        elif key == "F4":
            self.session.open_paper(self.keep(sheet))
        elif self._first(sheet.id):
            self.send(sheet)
        else:
            self.offer_reprint(sheet.id)
        self._next_preview()

    def _scanned(self, _: str) -> None:
        self.close_preview()

    def close_preview(self) -> None:
        if self.preview is not None:
            self.preview.close_()

    def _next_preview(self) -> None:
        if self.after_preview and (self.preview is None or self.preview.isHidden()):
            self._show(self.after_preview.pop(0))

    # ---- the end of a day

    def leave(self) -> None:
        """Logged out in order: what the system's queue took without a word is taken as printed; the rest is asked back."""
        self.left = True
        self._again.stop()
        self._again.deleteLater()
        shell = self.session.shell
        shell.toast.acted.disconnect(self._acted)
        shell.scanned.disconnect(self._scanned)
        if self.preview is not None:
            self.preview.close_()
            self.preview.deleteLater()
            self.preview = None
        for p in self.journal.waiting(self.device):
            if p.state == "handed" and not p.wrong and not p.job and not self._busy:
                self.journal.done(p.paper, "queue")
