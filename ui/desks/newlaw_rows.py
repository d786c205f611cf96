"""What came of a step: faults with their places, what the file changes, the cases that would have gone otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from app.domain.moment import Moment
from app.domain.trial import Change
from app.queries.law_try import PackProblem, Tried
from ui.desks import law_rows, texts
from ui.desks.session import Session
from ui.look_words import count, say
from ui.parts.grid import Cell, Column, Row

if TYPE_CHECKING:
    from ui.desks.newlaw import Way

Found = tuple[str, str, tuple[Column, ...], tuple[Row, ...]]
NOTHING: Found = ("", "", (), ())


def found(session: Session, way: Way) -> Found:
    """Tone, answer, columns and rows of the step that is chosen."""
    match way.step:
        case "check":
            return _checked(way)
        case "try":
            return _tried(session, way.tried) if way.tried else NOTHING
        case "adopt" if way.adopted:
            return "ok", say("newlaw.is-adopted"), (), ()
    return NOTHING


def _checked(way: Way) -> Found:
    if way.problems is None:
        return NOTHING
    if way.problems:
        columns = (
            Column(say("newlaw.col.place")), Column(say("law.col.clause"), 130), Column(say("newlaw.col.says")),
            Column(say("newlaw.col.do")),
        )  # fmt: skip
        rows = tuple(
            Row(
                f"p:{n}",
                (
                    Cell(p.key or p.file, shape="late", small=True), Cell(texts.clause(p.clause) or "—", small=True),
                    Cell(_breaking(_said(p, "says")), small=True), Cell(_breaking(_said(p, "do")), small=True),
                ),
            )
            for n, p in enumerate(way.problems)
        )  # fmt: skip
        return "late", count("newlaw.faults", len(way.problems)), columns, rows
    if not way.changed:
        return "risk", say("newlaw.sound.same"), (), ()
    rows = law_rows.difference_lines(way.changed, way.packs[0], way.packs[0])
    return "ok", count("newlaw.sound", len(way.changed)), law_rows.difference_columns(), rows


def _said(problem: PackProblem, what: Literal["says", "do"]) -> str:
    return say(f"pack.{what}.{problem.code}", **problem.facts)


def _breaking(text: str) -> str:
    """The name of a file may go on in the next line after its sign."""
    return text.replace("@", "@\u200b")


def _tried(session: Session, tried: Tried) -> Found:
    said = [say("newlaw.tried", looked=tried.looked_at, same=tried.same, differ=tried.differ)]
    said += [say("newlaw.erased", n=tried.erased)] if tried.erased else []
    said += [say("newlaw.untold", n=tried.untold)] if tried.untold else []
    said += [say("newlaw.more", n=tried.looked_at)] if tried.more else []
    columns = (
        Column(say("newlaw.col.case"), 190), Column(say("newlaw.col.otherwise")), Column(say("law.col.clause"), 140),
    )  # fmt: skip
    rows = tuple(
        Row(
            c.id,
            (
                Cell(c.number, texts.status(c.status), mono=True),
                Cell("\n".join(_change(session, one) for one in c.changes)),
                Cell(", ".join(dict.fromkeys(filter(None, (texts.clause(one.clause) for one in c.changes)))), small=True),
            ),
        )
        for c in tried.cases
    )  # fmt: skip
    return "info" if tried.differ else "ok", " ".join(said), columns, rows


def _change(session: Session, c: Change) -> str:
    match c.kind:
        case "due":
            return say(
                "newlaw.change.due", step=say(f"desk.step.{c.id}"), before=_when(session, c.before),
                after=_when(session, c.after),
            )  # fmt: skip
        case "step-new" | "step-gone":
            return say(f"newlaw.change.{c.kind}", step=say(f"desk.step.{c.id}"))
        case "document-new" | "document-gone":
            return say(f"newlaw.change.{c.kind}", document=texts.text(c.name))
        case "document-kinds":
            kinds = ", ".join(say(f"law.kind.{k}") for k in c.after.split(", "))
            return say("newlaw.change.document-kinds", document=texts.text(c.name), kinds=kinds)
        case "gap-new":
            return say("newlaw.change.gap-new", document=texts.text(c.name), gap=say(f"newlaw.gap.{c.after}"))
        case "gap-gone":
            return say("newlaw.change.gap-gone", document=texts.text(c.name), gap=say(f"newlaw.gap.{c.before}"))
        case "channel-gone":
            return say("newlaw.change.channel-gone", what=say(f"channel.{c.id}"))
        case "variant-gone":
            return say("newlaw.change.variant-gone", what=texts.variant(c.id))
    return say("newlaw.change.service-gone", what=texts.service(c.id, short=True))


def _when(session: Session, at: str) -> str:
    return f"{session.local(Moment.parse(at)):%d.%m.%Y %H:%M}" if at else say("window.clock.no-limit")
