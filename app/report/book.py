"""The summary, and the list of cases behind a figure, as workbooks. No name or number of an applicant stands in them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from app.domain.clauses import in_words
from app.domain.moment import Moment
from app.print.sheet import Column, Table, Value, book
from app.queries.queue import CaseRow
from app.queries.reports import BANDS, Reason, StepTime, Summary
from app.report.amounts import limit
from app.report.cards import cards, named, reason_name
from app.words import Words, words

AUTHOR = "Tereze"


def summary_xlsx(found: Summary, *, head: tuple[str, ...], lang: str, side: str) -> bytes:
    """A sheet of questions and answers, then a sheet for each question with its figures."""
    say = words(lang)
    drawn = cards(found, say, side=side)

    def col(key: str, wide: int = 14) -> Column:
        return Column(say(f"summary.book.{key}"), wide)

    n, late = col("n"), col("late")
    hours = sorted({h.hour for h in found.hours})
    cells = {(h.weekday, h.hour): h.n for h in found.hours}
    tables: tuple[tuple[str, tuple[Column, ...], list[tuple[Value, ...]]], ...] = (
        (
            "summary", (col("question", 30), col("answer", 60), col("counted", 60)),
            [(c.question, c.answer, c.counted) for c in drawn],
        ),
        (
            "flow", (col("weekday", 16), *(Column(f"{h}:00", 8) for h in hours)),
            [(say(f"summary.weekday.{d}"), *(cells.get((d, h), 0) for h in hours)) for d in sorted({d for d, _ in cells})],
        ),
        (
            "steps",
            (
                col("step", 30), n, late, col("running", 18), col("middle", 18), col("ninth", 18), col("limit"),
                col("clause", 30),
            ),
            [_step(s, say) for s in found.steps],
        ),
        ("refusals", (col("reason", 80), col("clause", 30), n), [_reason(r, say) for r in found.reasons]),
        (
            "parties", (col("party", 60), n, Column(say("summary.in-time")), Column(say("summary.edge")), late),
            [(named(p.name, say), p.n, p.in_time, p.edge, p.late) for p in found.parties],
        ),
        (
            "survey",
            (col("question", 50), *(Column(say(f"summary.survey.{a}"), 20) for a in ("yes", "partly", "no"))),
            [(say(f"summary.survey.{k}"), *v) for k, v in (("quality", found.quality), ("information", found.information))],
        ),
        (
            "lying", (col("age", 24), n),
            [(say(f"summary.lying.{band}"), found.lying[band]) for band in range(len(BANDS) + 1)],
        ),
    )  # fmt: skip
    made = [Table(name=say(f"summary.book.{name}"), columns=c, rows=rows, head=head) for name, c, rows in tables]
    return book(made, title=say("summary.book.summary"), author=AUTHOR)


def _step(step: StepTime, say: Words) -> tuple[Value, ...]:
    most = limit(step.limit or 1, step.unit, say) if step.unit else ""
    return (
        say(f"desk.step.{step.step}"), step.n, step.late, step.running_late, step.middle_percent, step.ninth_percent, most,
        _clause(step.clause, say),
    )  # fmt: skip


def _reason(reason: Reason, say: Words) -> tuple[Value, ...]:
    return f"{reason_name(reason, say)} — {say(f'summary.gap.{reason.kind}')}", _clause(reason.clause, say), reason.n


def _clause(clause: str, say: Words) -> str:
    law = in_words(clause) if clause else None
    return law.in_(say.lang) if law else ""


def cases_xlsx(rows: tuple[CaseRow, ...], *, head: tuple[str, ...], lang: str, zone: ZoneInfo) -> bytes:
    """Who the applicant is stays in the program: the case's number leads there."""
    say = words(lang)
    columns = (
        ("number", 22), ("service", 44), ("status", 26), ("accepted", 14), ("documents", 12), ("sheets", 10), ("step", 28),
        ("due", 14),
    )  # fmt: skip
    told: list[tuple[Value, ...]] = []
    for case in rows:
        taken, due = (Moment.parse(at).day(zone) if at else None for at in (case.accepted_at, case.due_by))
        step = say(f"desk.step.{case.due_step}") if case.due_step else ""
        told.append(
            (
                case.number, say(f"desk.service.{case.service}"), say(f"desk.status.{case.status}"), taken, case.documents,
                case.sheets, step, due,
            )
        )  # fmt: skip
    table = Table(
        name=say("summary.book.cases"), rows=told, head=head,
        columns=tuple(Column(say(f"summary.book.{key}"), wide) for key, wide in columns),
    )  # fmt: skip
    return book([table], title=say("summary.book.cases"), author=AUTHOR)
