"""The start: one line that finds anything, and the lists that wait for this person."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.numbers import read_number
from app.queries.deadlines import Clock
from app.queries.queue import LOOKED_THROUGH, SHORT, CaseRow, DraftRow
from ui.desks import listed, texts
from ui.desks.desk import Desk
from ui.desks.listed import Listed
from ui.desks.session import Session
from ui.desks.waiting import waiting
from ui.look_words import again, live, say
from ui.screens.find_view import FindState, FindView, FoundRow, Shelf

PAGE = 50
SEEN = 200  # of a list that waits; of more, the number says so


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, asked in one go."""

    drafts: tuple[DraftRow, ...] = ()
    late: tuple[Clock, ...] = ()
    newest: Listed = listed.ALL
    shelf: tuple[CaseRow, ...] = ()
    trouble: tuple[CaseRow, ...] = ()
    own: tuple[tuple[str, tuple[CaseRow, ...]], ...] = ()  # what this role has to do next, by shelf


# What waits for a role besides drafts: shelf, icon, where it lies, and of what status
OWN: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "inspector": (("to-release", "release", "release", ""),),
    "sector": (
        ("to-take-in", "sector", "sector", "accepted"), ("registry", "journal", "registry", "in-registry"),
        ("marking", "scan", "marking", ""),
    ),
    "courier": (("carried", "courier", "courier", ""),),
}  # fmt: skip


NOTHING = Waiting()


class FindDesk(Desk):
    watches = frozenset({"case"})
    view: FindView

    def __init__(self, session: Session) -> None:
        super().__init__(session, FindView())
        self.waiting = NOTHING
        self.chosen, self.query = "newest", ""
        self.found: tuple[CaseRow, ...] | None = None
        self.more = False
        self.only = ""  # what the list of all cases is narrowed to, in words
        v = self.view
        v.sorted.connect(self._sort)
        v.earlier_asked.connect(self._earlier)
        v.asked.connect(self.find)
        v.typed.connect(self._typed)
        v.opened.connect(self._open_row)
        v.shelf_chosen.connect(self._choose)
        v.more_asked.connect(self._more)

    def open(self, what: str = "") -> None:
        if what:
            self.find(what)
        self.reload()

    def reload(self) -> None:
        told, role = self.session.told, self.session.me.role
        all_cases = self.waiting.newest

        def own(place: str, status: str) -> tuple[CaseRow, ...]:
            return tuple(r for r in waiting(told, place, most=SEEN) if not status or r.status == status)

        def ask() -> Waiting:
            return Waiting(
                told("queue.my_drafts", {"limit": SEEN}),
                tuple(c for c in told("deadlines.board", {"limit": SEEN}) if c.state == "late"),
                listed.read(self.session, all_cases),
                waiting(told, "shelf", most=SEEN), waiting(told, "trouble", most=SEEN),
                tuple((shelf, own(place, status)) for shelf, _, place, status in OWN.get(role, ())),
            )  # fmt: skip

        self.session.read(ask, self._have, key="find.waiting")

    def _have(self, waiting: Waiting) -> None:
        first, shown = self.waiting is NOTHING, self.waiting.newest
        self.waiting = waiting if waiting.newest.is_like(shown) else replace(waiting, newest=shown)
        if first and self.chosen == "newest":  # what the person has to go on with comes before what is merely new
            mine = (("drafts", waiting.drafts), *waiting.own) if self.session.may("accept-documents") else waiting.own
            self.chosen = next((shelf for shelf, rows in mine if rows), "newest")
        self.show()

    def find(self, text: str) -> None:
        self.query = text
        self.session.ask("queue.find", {"text": text, "limit": PAGE}, self._found, key="find")

    def _typed(self, text: str) -> None:
        if len(text.strip()) >= SHORT:
            self.find(text.strip())
        else:
            self.session.work.forget("find")
            self.query, self.found = text, None
            self.show()

    def _found(self, rows: tuple[CaseRow, ...]) -> None:
        self.found, self.more = rows, len(rows) == PAGE
        self.show()

    # ---- all cases, in the order that was asked for

    @property
    def all_shown(self) -> bool:
        """The list of all cases is what the person sees."""
        own = ("drafts", "late", "shelf", "trouble", *dict(self.waiting.own))
        return self.found is None and self.chosen not in own

    def _all(self, wanted: Listed) -> None:
        """From its beginning; until it is here the old one stays."""
        self.session.read(lambda: listed.read(self.session, wanted), self._show_all, key="find.all")

    def _show_all(self, shown: Listed) -> None:
        self.waiting = replace(self.waiting, newest=shown)
        self.show()

    def _sort(self, column: str) -> None:
        self._all(self.waiting.newest.sorted_by(column))

    def _narrow(self) -> None:
        """To what is such as the current row; once more: to nothing."""
        shown, here = self.waiting.newest, self.view.table.list.current()
        case = next((c for c in shown.rows if c.id == here), None)
        if not self.all_shown or (case is None and not shown.only):
            return
        only: tuple[tuple[str, str], ...] = ()
        self.only = ""
        if case is not None and not shown.only:
            only = listed.such_as(self.session, shown, case)[0]
            self.only = live(lambda: say("desk.find.only", what=listed.such_as(self.session, shown, case)[1]))
        self._all(shown.narrowed(only))

    def _earlier(self) -> None:
        shown = self.waiting.newest
        if not self.all_shown or shown.anchor is None:
            return

        def have(rows: tuple[CaseRow, ...]) -> None:
            if self.waiting.newest is shown:
                self._show_all(shown.with_earlier(rows))

        self.session.ask("queue.all", shown.asked(before=shown.anchor.row), have, key="find.page")

    def _later(self) -> None:
        shown = self.waiting.newest
        if not shown.more or not shown.rows:
            return

        def have(rows: tuple[CaseRow, ...]) -> None:
            if self.waiting.newest is shown:
                self._show_all(shown.with_later(rows))

        self.session.ask("queue.all", shown.asked(after=shown.rows[-1].row), have, key="find.page")

    def _more(self) -> None:
        if self.all_shown:
            self._later()
            return
        if not self.found or not self.more:
            return
        before = self.found
        self.more = False

        def have(rows: tuple[CaseRow, ...]) -> None:
            self.found, self.more = before + rows, len(rows) == PAGE
            self.show()

        self.session.ask("queue.find", {"text": self.query, "after": before[-1].row, "limit": PAGE}, have, key="find")

    def _choose(self, shelf: str) -> None:
        self.session.work.forget("find")  # what was looked for before is not wanted any more
        self.chosen, self.query, self.found = shelf, "", None
        self.view.line.clear()
        self.view.line.setModified(False)
        self.show()

    def _open_row(self, id: str) -> None:
        if any(d.id == id for d in self.waiting.drafts):
            self.session.go("intake", id)
        else:
            self.session.go("case", id)

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter":
                self.session.go("intake", "")
            case "F3":
                self._narrow()
            case "F6":
                self.session.note(say("desk.find.norm"))
            case "F4":
                self._choose("newest")
            case "F7":
                self.session.note(say("desk.find.no-print"))

    def retranslate(self) -> None:
        self.show()

    # ---- showing

    def show(self) -> None:
        w = self.waiting

        def shelf(id: str, icon: str, rows: tuple[object, ...], tone: str = "") -> Shelf:
            return Shelf(id, icon, say(f"desk.find.{id}"), len(rows), tone, more=len(rows) >= SEEN)

        shelves = [
            Shelf("newest", "case", say("desk.find.newest"), min(PAGE, len(w.newest.rows))),
            shelf("late", "deadlines", w.late, "late" if w.late else ""),
            shelf("shelf", "shelf", w.shelf),
        ]
        for id, icon, _, _ in reversed(OWN.get(self.session.me.role, ())):
            shelves.insert(0, shelf(id, icon, dict(w.own).get(id, ())))
        if self.session.may("accept-documents"):
            shelves.insert(0, shelf("drafts", "pen", w.drafts))
        if w.trouble:
            shelves.append(shelf("trouble", "norm", w.trouble, "risk"))
        answer, tone = self._answer()
        heading = say("window.find.found") if self.found is not None else ""
        if self.all_shown and (w.newest.only or w.newest.sort != listed.AS_STORED):
            heading = say("desk.find.all")
        self.view.render(FindState(
            query=self.query, answer=answer, answer_tone=tone, shelves=tuple(shelves),
            shelf=self.chosen if self.found is None else "", heading=heading, rows=self._rows(),
            more=w.newest.more if self.all_shown else self.more, earlier=self.all_shown and w.newest.anchor is not None,
            sort=w.newest.sort if self.all_shown else "", reversed=w.newest.reversed,
            only=again(self.only) if self.all_shown else "", can_take_in=self.session.may("accept-documents"),
        ))  # fmt: skip

    def _answer(self) -> tuple[str, str]:
        """What a number is, or why it is none; words are simply looked for."""
        text = self.query.strip()
        if self.found is not None and not self.more and len(text) < SHORT:
            return say("desk.find.short", n=f"{LOOKED_THROUGH:_}".replace("_", "\u202f")), "risk"
        if not any(c.isdigit() for c in text) or len(text) < 6:
            return "", ""
        read = read_number(text)
        if read.kind == "unknown":
            return "", ""
        word = say(f"number.kind.{read.kind}")
        if read.problem:
            return f"{word}: {say(f'number.problem.{read.problem}')}", "late"
        return word, "ok"

    def _rows(self) -> tuple[FoundRow, ...]:
        w = self.waiting
        if self.found is not None:
            return tuple(self.row(c) for c in self.found)
        match self.chosen:
            case "drafts":
                return tuple(self._draft(d) for d in w.drafts)
            case "late":
                return tuple(self.row(c.case) for c in w.late)
            case "shelf":
                return tuple(self.row(c) for c in w.shelf)
            case "trouble":
                return tuple(self.row(c) for c in w.trouble)
        return tuple(self.row(c) for c in dict(w.own).get(self.chosen, w.newest.rows))

    def row(self, case: CaseRow) -> FoundRow:
        left, tone = texts.due(self.session, case.due_by, case.risk_at)
        service = texts.service(case.service, short=True)
        return FoundRow(
            id=case.id, number=case.number, who=case.applicant or "—",
            service=f"{service}, {texts.variant(case.variant, case.object)}" if case.variant else service,
            status_tone=texts.TONES.get(case.status, "info"), status=texts.status(case.status), left_tone=tone,
            when=f"{self.session.local(case.accepted_at):%d.%m.%Y}", left=left or "—",
        )  # fmt: skip

    def _draft(self, row: DraftRow) -> FoundRow:
        d = row.draft
        who = (d.applicant.name.open() or d.applicant.number.open()) if d.applicant else say("desk.draft.nobody")
        return FoundRow(
            id=row.id, number="—", who=who, service=f"{texts.service(d.service, short=True)}, {texts.variant(d.variant)}",
            status_tone="wait", status=say("desk.draft"), when=f"{self.session.wall(row.saved_at):%d.%m.%Y}", left="—",
        )  # fmt: skip
