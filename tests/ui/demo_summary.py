"""Half a month of a fictional office for the supervisor's page, the cases behind a figure, and an office without a past."""

from __future__ import annotations

from app.queries.reports import Summary
from app.report.cards import cards
from app.words import words
from tests.report.half_month import counted
from tests.ui.demo_words import t
from ui.look_words import language, say
from ui.parts.grid import Cell, Row
from ui.parts.segment import Choice
from ui.screens.summary_bar import Headline
from ui.screens.summary_behind import BehindState, CountedFigure
from ui.screens.summary_view import SummaryState


def _state(found: Summary) -> SummaryState:
    periods = tuple(Choice(p, say(f"summary.period.{p}")) for p in ("day", "week", "month", "quarter", "own"))
    days = say("summary.days", days="1–15", month=say("window.month.11"), year=2016)
    said = words(language())
    return SummaryState(
        periods=tuple(Choice(c.id, days) if c.id == "month" else c for c in periods), period="month",
        places=(
            Choice("", say("summary.which.office")), Choice("1", say("summary.which.place", n="01")),
            Choice("4", say("summary.which.place", n="04")),
        ),
        service=say("summary.which.all"),
        headlines=(
            Headline(said.count("summary.figure.visits", found.visits), str(found.visits)),
            Headline(said.count("summary.figure.taken", found.taken), str(found.taken)),
            Headline(say("summary.figure.late"), str(found.late), "late" if found.late else "text"),
        ),
        cards=cards(found, said, side="centre"),
    )  # fmt: skip


def summary() -> SummaryState:
    """Picture g: twelve late, of them six rides of one courier."""
    return _state(counted())


def summary_empty() -> SummaryState:
    """The first morning of an office."""
    return _state(Summary(visits=0, taken=0, refused=0, late=0, by_status={}, by_service={}, by_workplace={}))


def summary_behind() -> SummaryState:
    """Whose rides were late, and with which cases."""
    from dataclasses import replace

    state = summary()
    late = say("summary.late")
    card = state.cards[3]
    figures = [CountedFigure("", say("summary.behind.all"), 387)]
    for row in card.plot.rows:
        figures.append(CountedFigure(row.key, row.label, sum(row.values)))
        if row.values[-1]:
            figures.append(CountedFigure(f"{row.key}:late", f"{row.label}: {late}", row.values[-1], "late"))
    licence = t("Медициналық лицензия, беру", "Медицинская лицензия, выдача", "Medical licence, issue")
    there = t("қызмет берушіде", "у услугодателя", "at the licensor")
    rows = tuple(
        Row(str(n), (Cell(f"AT01-03-16-000{41 + n}-{n}", mono=True), Cell(licence, small=True),
                     Cell(there, badge="info", small=True), Cell("09.11.2016", small=True), Cell("—")))
        for n in range(9)
    )  # fmt: skip
    behind = BehindState(
        question=card.question, means=say("summary.means.parties"), figures=tuple(figures), figure="courier:a:late",
        rows=rows, note=words(language()).count("summary.cases", 9),
    )  # fmt: skip
    return replace(state, behind=behind)
