"""The supervisor's page: six questions over the days that F3 chooses, the cases behind each figure, PDF and XLSX."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from app.domain.plot import PlotCard
from app.queries.house import MuchSeen
from app.queries.queue import CaseRow
from app.queries.reports import QUESTIONS, Summary
from app.report.cards import cards
from app.words import words
from ui.desks import texts
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.desks.summary_days import PERIODS, Days, told, typed_days
from ui.look_words import count, language, say
from ui.parts.grid import Cell, Row
from ui.parts.palette import Entry
from ui.parts.plots_card import nothing_yet
from ui.parts.segment import Choice
from ui.screens.summary_bar import Headline
from ui.screens.summary_behind import BehindState, CountedFigure
from ui.screens.summary_view import SummaryState, SummaryView

PAGE = 200
PATIENCE = 10  # seconds between two countings while others work on
PLACES = 3  # workplaces beside «the whole office»; with more, F4 lists them


class SummaryDesk(Desk):
    watches = frozenset({"case"})
    view: SummaryView

    def __init__(self, session: Session) -> None:
        super().__init__(session, SummaryView())
        self.days = Days()
        self.service, self.workplace = "", ""
        self.found: Summary | None = None
        self.question, self.figure = "", ""  # whose cases are listed; none: the pictures
        self.rows: tuple[CaseRow, ...] = ()
        self.much: tuple[MuchSeen, ...] = ()  # who took out more than a day's work needs
        self.stale, self.seconds = False, 0
        v = self.view
        v.period_chosen.connect(self._period)
        v.place_chosen.connect(self._workplace)
        v.asked.connect(self._behind)
        v.opened.connect(lambda id: session.go("case", id))
        v.back.connect(lambda: self._behind("", ""))

    # ---- asking

    def open(self, what: str = "") -> None:
        self._ask()

    def reload(self) -> None:
        """Something has changed: counted anew while somebody looks, and then not at every change."""
        self.stale = True

    def tick(self) -> None:
        self.seconds += 1
        if self.stale and self.seconds >= PATIENCE:
            self._ask()

    def span(self) -> tuple[date, date]:
        return self.days.span(self.session.now().date())

    def given(self) -> dict[str, Any]:
        first, last = self.span()
        given: dict[str, Any] = {"first": first.isoformat(), "last": last.isoformat()}
        return given | {k: v for k, v in (("service", self.service), ("workplace", self.workplace)) if v}

    def _ask(self) -> None:
        self.stale, self.seconds = False, 0
        given = self.given()

        def have(found: Summary) -> None:
            if given == self.given():  # another period was chosen meanwhile
                self.found = found
                self.show()

        self.session.ask("reports.summary", given, have, key="summary")
        self.session.ask("house.much_seen", {"limit": PAGE}, self._much, key="summary.much")
        if self.question:
            self._ask_behind()

    def _much(self, rows: tuple[MuchSeen, ...]) -> None:
        self.much = rows
        self.show()

    def _behind(self, question: str, figure: str) -> None:
        self.question, self.figure, self.rows = question, figure, ()
        if question:
            self._ask_behind()
        self.show()

    def _ask_behind(self) -> None:
        question, figure = self.question, self.figure

        def have(rows: tuple[CaseRow, ...]) -> None:
            if (question, figure) == (self.question, self.figure):
                self.rows = rows
                self.show()

        given = {**self.given(), "question": question, "key": figure, "limit": PAGE}
        self.session.ask("reports.behind", given, have, key="summary.behind")

    # ---- choosing

    def press(self, key: str) -> None:
        match key:
            case "F3":
                entries = tuple(Entry(p, say(f"summary.period.{p}"), self._dates(p)) for p in PERIODS)
                self.session.offer("summary.period", say("summary.period.title"), entries, self._period)
            case "F4":
                self._offer_which()
            case "PgUp" | "PgDn":
                self._turn(self.days.turned(1 if key == "PgUp" else -1))
            case "F7":
                self._book()
            case "Ctrl+Enter":
                self._paper()

    def _dates(self, period: str) -> str:
        return "" if period == "own" else told(*Days(period).span(self.session.now().date()))

    def _turn(self, days: Days) -> None:
        if days != self.days:
            self.days = days
            self.show()
            self._ask()

    def _period(self, period: str) -> None:
        if period == "own":
            self.session.ask_words("summary.own", say("summary.period.own.type"), self._typed)
            self.show()
        else:
            self._turn(Days(period))

    def _typed(self, text: str) -> None:
        own = typed_days(text)
        if own is None:
            self.session.note(say("summary.period.own.wrong"), say("summary.period.own.how"), tone="risk")
        else:
            self._turn(Days("own", own=own))

    def _offer_which(self) -> None:
        services = self.found.by_service if self.found else {}
        listed = sorted({*services, *((self.service,) if self.service else ())})
        entries = [Entry("service:", say("summary.which.all"))]
        entries += [
            Entry(f"service:{s}", texts.service(s), count("summary.visits", services.get(s, 0))) for s in listed
        ]
        entries.append(Entry("place:", say("summary.which.office")))
        entries += [
            Entry(f"place:{code}", self._place_words(code), count("summary.visits", n))
            for code, n in self._workplaces().items()
        ]
        self.session.offer("summary.which", say("summary.which.title"), tuple(entries), self._which)

    def _which(self, id: str) -> None:
        kind, _, value = id.partition(":")
        if kind == "service":
            self.service = value
        else:
            self.workplace = value
        self.show()
        self._ask()

    def _workplace(self, code: str) -> None:
        self._which(f"place:{code}")

    def _workplaces(self) -> dict[str, int]:
        found = dict(self.found.by_workplace) if self.found else {}
        return {self.workplace: 0, **found} if self.workplace and self.workplace not in found else found

    @staticmethod
    def _place_words(code: str) -> str:
        return say("summary.which.place", n=code.rsplit("-", 1)[-1])

    # ---- taking away

    def _office_side(self) -> str:
        return self.session.me.office.side

    def _scope_words(self, lang: str) -> str:
        said = words(lang)
        service = said(f"desk.service.{self.service}") if self.service else said("summary.which.all")
        number = self.workplace.rsplit("-", 1)[-1]
        place = said("summary.which.place", n=number) if self.workplace else said("summary.which.office")
        return f"{place}, {service}"

    def _paper(self) -> None:
        """The pictures as a PDF, in Kazakh or Russian: the languages of the papers."""
        if self.found is None:
            return
        from app.report.paper import summary_pdf

        lang = language() if language() in ("kk", "ru") else "ru"
        first, last = self.span()
        scope = {lang: self._scope_words(lang) for lang in ("kk", "ru")}
        make = partial(
            summary_pdf, self.found, office=self.session.me.office, first=first, last=last, at=self.session.now(),
            by=self.session.me.name, role=self.session.me.role, scope=scope, lang=lang,
        )  # fmt: skip
        self._save(make, f"summary-{first}-{last}-{lang}.pdf")

    def _book(self) -> None:
        """The figures as a table; from the list of cases, the whole list."""
        if self.found is None:
            return
        from app.report.book import cases_xlsx, summary_xlsx

        first, last = self.span()
        lang = language()
        head = (texts.text(self.session.me.office.branch), told(first, last), self._scope_words(lang))
        if not self.question:
            make = partial(summary_xlsx, self.found, head=head, lang=lang, side=self._office_side())
            return self._save(make, f"summary-{first}-{last}-{lang}.xlsx")
        app, login = self.session.app, self.session.me.login
        given = {**self.given(), "question": self.question, "key": self.figure, "limit": PAGE}
        card = self._card()
        title = next((f.words for f in self._figures(card) if f.key == self.figure), card.question)

        def every() -> bytes:
            rows: list[CaseRow] = []
            while page := app.ask("reports.behind", {**given, **({"after": rows[-1].row} if rows else {})}, as_=login):
                rows += page
                if len(page) < PAGE:
                    break
            return cases_xlsx(tuple(rows), head=(*head, f"{card.question} {title}"), lang=lang, zone=self.session.zone)

        return self._save(every, f"cases-{self.question}-{first}-{last}-{lang}.xlsx")

    def _save(self, make: Any, name: str) -> None:
        """Into the user's folder, for nobody else to read; opened when it is whole."""
        folder = self.session.folder / "papers"

        def write() -> Path:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / name
            path.touch(mode=0o600)
            path.write_bytes(make())
            return path

        def written(path: Path) -> None:
            self.session.done(say("summary.saved", file=path.name), say("summary.saved.text", folder=str(path.parent)))
            self.session.open_paper(path)

        def counted(_: object) -> None:
            self.session.read(write, written, key="summary.save")

        one = {"kind": "export", "more": 1}  # written down first: what cannot be counted is not taken out
        self.session.prove_first(lambda: self.session.run("account.count", one, counted))

    # ---- showing

    def retranslate(self) -> None:
        self.show()

    def show(self) -> None:
        drawn = self._cards()
        first, last = self.span()
        periods = tuple(
            Choice(p, told(first, last) if p == self.days.period else say(f"summary.period.{p}")) for p in PERIODS
        )
        codes = list(self._workplaces())
        if len(codes) > PLACES:
            codes = [self.workplace] if self.workplace else []
        elif len(codes) == 1 and not self.workplace:
            codes = []
        places = (Choice("", say("summary.which.office")), *(Choice(c, self._place_words(c)) for c in codes))
        service = texts.service(self.service, short=True) if self.service else say("summary.which.all")
        self.view.render(SummaryState(
            periods=periods, period=self.days.period, places=places, place=self.workplace, service=service,
            headlines=self._headlines(), much=self._much_words(), cards=drawn,
            behind=self._behind_state() if self.question else None,
        ))  # fmt: skip

    def _much_words(self) -> str:
        """One line: whoever took out the most lately, and how many others. It accuses nobody: somebody asks."""
        if not self.much:
            return ""
        one = max(self.much, key=lambda m: m.count / m.limit)
        words = say(f"summary.much.{one.kind}", name=one.name, day=f"{one.day:%d.%m}", count=one.count, limit=one.limit)
        others = len({m.login for m in self.much} - {one.login})
        return f"{words}. {say('summary.much.others', n=others)}" if others else f"{words}. {say('summary.much.why')}"

    def _cards(self) -> tuple[PlotCard, ...]:
        if self.found is None:
            return tuple(nothing_yet(q, say(f"summary.{q}.question")) for q in QUESTIONS)
        return cards(self.found, words(language()), side=self._office_side())

    def _card(self) -> PlotCard:
        return next(c for c in self._cards() if c.key == self.question)

    def _headlines(self) -> tuple[Headline, ...]:
        if (s := self.found) is None:
            return ()
        return (
            Headline(count("summary.figure.visits", s.visits), str(s.visits)),
            Headline(count("summary.figure.taken", s.taken), str(s.taken)),
            Headline(say("summary.figure.late"), str(s.late), "late" if s.late else "text"),
        )

    def _figures(self, card: PlotCard) -> tuple[CountedFigure, ...]:
        """Everything that the question counts, figure by figure."""
        figures = [CountedFigure("", say("summary.behind.all"), self._total())]
        s = self.found
        if s is None:
            return tuple(figures)
        match card.key:
            case "flow":
                if card.figure:
                    n = sum(h.n for h in s.hours if self._in(card.figure, h.weekday, h.hour))
                    figures.append(CountedFigure(card.figure, card.answer, n))
                busiest = sorted(s.hours, key=lambda h: (-h.n, h.weekday, h.hour))[:20]
                said = ((h, f"{say(f'summary.weekday.{h.weekday}')} {h.hour}–{h.hour + 1}") for h in busiest)
                figures += [CountedFigure(f"{h.weekday}.{h.hour}", told_, h.n) for h, told_ in said]
            case "steps":
                for step in s.steps:
                    name = say(f"desk.step.{step.step}")
                    figures.append(CountedFigure(step.step, name, step.n))
                    if late := step.late + step.running_late:
                        figures.append(
                            CountedFigure(f"{step.step}.late", f"{name}: {say('summary.late')}", late, "late")
                        )
            case "refusals" | "lying":
                figures += [CountedFigure(r.key, r.label, r.values[0]) for r in card.plot.rows]
            case "parties":
                for row, party in zip(card.plot.rows, s.parties, strict=True):
                    figures.append(CountedFigure(row.key, row.label, party.n))
                    if party.late:
                        figures.append(
                            CountedFigure(f"{row.key}:late", f"{row.label}: {say('summary.late')}", party.late, "late")
                        )
            case "survey":
                for row in card.plot.rows:
                    for answer, legend, n in zip((3, 2, 1), card.plot.legend, row.values, strict=True):
                        figures.append(CountedFigure(f"{row.key}.{answer}", f"{row.label}: {legend.words}", n))
        return tuple(figures)

    @staticmethod
    def _in(figure: str, weekday: int, hour: int) -> bool:
        day, first, long = (int(n) for n in figure.split("."))
        return weekday == day and first <= hour < first + long

    def _total(self) -> int:
        if (s := self.found) is None:
            return 0
        totals = {
            "flow": s.visits, "steps": sum(x.n + x.running_late for x in s.steps), "refusals": s.refused,
            "parties": sum(p.n for p in s.parties), "survey": sum(s.quality), "lying": sum(s.lying),
        }  # fmt: skip
        return totals[self.question]

    def _behind_state(self) -> BehindState:
        card = self._card()
        n = len(self.rows)
        note = say("summary.behind.more", n=PAGE) if n == PAGE else count("summary.cases", n) if n else ""
        return BehindState(
            question=card.question, means=say(f"summary.means.{card.key}"), figures=self._figures(card), figure=self.figure,
            rows=tuple(map(self._row, self.rows)), note=note,
        )  # fmt: skip

    def _row(self, case: CaseRow) -> Row:
        left, tone = texts.due(self.session, case.due_by, case.risk_at)
        service = texts.service(case.service, short=True)
        asked = f"{service}, {texts.variant(case.variant, case.object)}" if case.variant else service
        return Row(case.id, (
            Cell(case.number, mono=True), Cell(asked, small=True),
            Cell(texts.status(case.status), badge=texts.TONES.get(case.status, "info"), small=True),
            Cell(f"{self.session.local(case.accepted_at):%d.%m.%Y}", small=True), Cell(left or "—", tone=tone),
        ))  # fmt: skip
