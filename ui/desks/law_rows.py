"""A version of an act as lines: each service, each part, each entry with its conditions, limits and order in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.domain.differences import Difference
from app.domain.pack import Condition, Document, Fee, Pack, Printed, Refusal, Result, Service, Step, Text
from ui.desks import texts
from ui.look_text import Run
from ui.look_words import count, say
from ui.parts.grid import Cell, Column, Row

PARTS = (
    "applicants", "channels", "variants", "documents", "steps", "papers", "refusals", "results", "fees", "not_executable",
)  # fmt: skip


def columns() -> tuple[Column, ...]:
    return Column(say("law.col.what")), Column(say("law.col.clause"), 124)


def version_lines(pack: Pack) -> tuple[Row, ...]:
    """`extra` of a line: service, clause, source; of a heading: the service alone."""
    return tuple(row for service in pack.services for row in _service(service))


def _service(service: Service) -> Iterator[Row]:
    at = service.id
    yield Row(
        f"{at}:", (Cell(texts.text(service.name), texts.text(service.standard), bold=True), Cell("")), extra=(at,)
    )
    for part in PARTS:
        lines = tuple(_part(service, part))
        if not lines:
            continue
        yield Row(f"{at}:{part}", (Cell(Run(say(f"law.part.{part}"), "accent_text", bold=True)), Cell("")), extra=(at,))
        for n, (what, second, clause, source) in enumerate(lines):
            yield Row(
                f"{at}:{part}:{n}",
                (Cell(what, _with_source(second, source)), _clause(clause)),
                extra=(at, clause, source),
            )


def _part(service: Service, part: str) -> Iterator[tuple[str, str, str, str]]:
    if part == "applicants":
        who = ", ".join(say(f"law.applicant.{a}") for a in service.applicants)
        yield who, "", service.applicants_clause, service.applicants_source
        by = "yes" if service.representative else "no"
        yield say(f"law.representative.{by}"), "", service.representative_clause, "act"
        return
    for entry in getattr(service, part):
        what, second = _entry(entry, service)
        yield what, second, entry.clause, getattr(entry, "source", "")


def _entry(entry: Any, service: Service) -> tuple[str, str]:
    match entry:
        case Document():
            return texts.text(entry.name), _document(entry)
        case Step():
            return f"{_actor(entry.actor)}: {texts.text(entry.text)}", _step(entry)
        case Printed():
            return texts.text(entry.title), _joined(texts.text(entry.annex), _kinds(entry.variants))
        case Refusal():
            return texts.text(entry.text), _actor(entry.by)
        case Result():
            return texts.text(entry.name), _joined(
                say("law.negative") if entry.negative else "", _kinds(entry.variants)
            )
        case Fee():
            return texts.variant(entry.variant), _fee(entry, service)
    if hasattr(entry, "where"):
        return say(f"channel.{entry.id}"), texts.text(entry.where)
    if hasattr(entry, "objects"):
        return texts.text(entry.name), ", ".join(say(f"desk.object.{o}") for o in entry.objects)
    return texts.text(entry.reason), ""


def _document(d: Document) -> str:
    kinds = say("law.kinds", kinds=", ".join(say(f"law.kind.{k}") for k in d.kinds))
    flags = [say(f"law.document.{f}") for f in ("optional", "returned", "expires") if getattr(d, f)]
    register = say("law.document.register", register=say(f"law.register.{d.register}")) if d.register else ""
    when = say("law.when", when=", ".join(condition(c) for c in d.when)) if d.when else ""
    return _joined(register or kinds, when, *flags)


def condition(c: Condition) -> str:
    match c.field:
        case "variant":
            return texts.variant(c.value)
        case "object":
            return say(f"desk.object.{c.value}")
        case "applicant":
            return say(f"law.applicant.{c.value}")
        case "channel":
            return say(f"channel.{c.value}")
    return say(f"law.when.{c.field}.{c.value}")


def _step(s: Step) -> str:
    limit = say("process.no-limit.whole")
    if s.unit is not None:
        limit = f"{say('process.limit', limit=texts.limit(s))}, {say(f'process.start.{s.start}')}"
    after = say("law.after", steps=", ".join(say(f"desk.step.{a}") for a in s.after)) if s.after else ""
    unless = say("law.unless", steps=", ".join(say(f"desk.step.{u}") for u in s.unless)) if s.unless else ""
    channels = "" if s.channels == ("counter",) else ", ".join(say(f"channel.{c}") for c in s.channels)
    own = say("process.own") if s.own else ""
    return _joined(
        limit, after, unless, _kinds(s.variants), channels, say("process.optional") if s.optional else "", own
    )


def _fee(fee: Fee, service: Service) -> str:
    cap = say("law.fee.cap", cap=fee.cap_indices) if fee.cap_indices else ""
    share = say("law.fee.percent", percent=fee.percent) if fee.percent != 100 else ""
    free = ", ".join(say(f"desk.object.{o}") for o in _free(fee, service))
    return _joined(count("law.fee", fee.indices), share, cap, say("law.fee.free", objects=free) if free else "")


def _free(fee: Fee, service: Service) -> tuple[str, ...]:
    """Of what no payment is asked for at the intake, where it is asked for something else."""
    asked = [d.when for d in service.documents if d.id == "fee-receipt"]
    variant = service.variant(fee.variant)
    here = {"variant": fee.variant}

    def paid(object: str) -> bool:
        known = here | {"object": object}
        return any(all(known.get(c.field, c.value) == c.value for c in when) for when in asked)

    return tuple(o for o in variant.objects if not paid(o)) if variant and asked else ()


def _actor(actor: str) -> str:
    return say(f"process.actor.{actor}").replace("-\n", "")


def _kinds(variants: tuple[str, ...]) -> str:
    return say("law.only", what=", ".join(texts.variant(v) for v in variants)) if variants else ""


def _joined(*words: str) -> str:
    return " · ".join(w for w in words if w)


def _with_source(second: str, source: str) -> str:
    return _joined(second, say("law.source.short.reconstructed") if source == "reconstructed" else "")


def _clause(clause: str) -> Cell:
    words = texts.clause(clause)
    return Cell(Run(words, "accent_text", link=True), small=True) if words else Cell(say("desk.own"), small=True)


# ---- two versions


def difference_columns() -> tuple[Column, ...]:
    return (
        Column(say("law.col.where"), 170), Column(say("law.col.before")), Column(say("law.col.after")),
        Column(say("law.col.clause"), 120),
    )  # fmt: skip


def difference_lines(rows: tuple[Difference, ...], old: Pack, new: Pack) -> tuple[Row, ...]:
    made = []
    for n, d in enumerate(rows):
        kind = "ok" if d.before is None and not d.field else "stop" if d.after is None and not d.field else "info"
        field = say(f"law.field.{d.field}") if d.field else say("law.new" if d.before is None else "law.gone")
        service = texts.service(d.service, short=True) if d.service else say("law.part.act")
        what = _joined(_called(d, new) or _called(d, old), field)
        made.append(
            Row(
                f"d:{n}",
                (
                    Cell(what, service, shape=kind), Cell(_value(d, d.before), small=True),
                    Cell(_value(d, d.after), small=True), _clause(d.clause) if d.clause else Cell(""),
                ),
                extra=(d.service, d.clause, ""),
            )
        )  # fmt: skip
    return tuple(made)


def _called(d: Difference, pack: Pack) -> str:
    """What the entry is, short: its part, and its name where that is not the change itself."""
    part = say(f"law.one.{d.part}")
    service = pack.service(d.service)
    if service is None or not d.id:
        return part
    match d.part:
        case "steps":
            return f"{part} «{say(f'desk.step.{d.id}')}»"
        case "channels":
            return f"{part} «{say(f'channel.{d.id}')}»"
        case "variants" | "fees":
            return f"{part} «{texts.variant(d.id)}»"
        case "documents" | "results":
            found = next((e for e in getattr(service, d.part) if e.id == d.id), None)
            return f"{part} «{texts.text(found.name)}»" if found is not None and d.field != "name" else part
    return part


def _value(d: Difference, value: Text | None) -> str:
    if value is None:
        return "—"
    said = texts.text(value)
    match d.field:
        case "limit":
            number, _, unit = said.partition(" ")
            step: Any = _Limit(int(number), unit)
            return texts.limit(step)
        case "start":
            return say(f"process.start.{said}")
        case "actor" | "by":
            return _actor(said)
        case "after" | "unless":
            return ", ".join(say(f"desk.step.{s}") for s in said.split(", "))
        case "source":
            return say(f"law.source.{said}")
        case "clause" | "applicants_clause" | "representative_clause":
            return texts.clause(said) or said
        case "kinds":
            return ", ".join(say(f"law.kind.{k}") for k in said.split(", "))
        case "channels" | "electronic":
            return ", ".join(say(f"channel.{c}") for c in said.split(", "))
        case "variants" | "variant":
            return ", ".join(texts.variant(v) for v in said.split(", "))
        case "objects":
            return ", ".join(say(f"desk.object.{o}") for o in said.split(", "))
        case "when":
            return ", ".join(condition(Condition(*c.split("=", 1))) for c in said.split(", "))  # type: ignore[arg-type]
    return say(f"law.{said}") if said in ("yes", "no") else said


class _Limit:
    """A limit with its unit, as a step has them."""

    def __init__(self, limit: int, unit: str) -> None:
        self.limit, self.unit = limit, unit
