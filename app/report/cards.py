"""From what was counted to six pictures: each question with its answer as a sentence, in the person's language."""

from __future__ import annotations

from app.domain.clauses import in_words
from app.domain.pack import Text
from app.domain.plot import Plot, PlotCard, PlotLegend, PlotRow, parts_in_percent
from app.queries.reports import BANDS, Reason, StepTime, Summary
from app.report.amounts import amount, limit
from app.words import Words

SHORT = 52  # letters of a document's name that an answer has room for
HOURS = {"centre": (9, 20, 6), "licensor": (9, 19, 5)}  # from, to, days of the week that are always shown


def cards(found: Summary, say: Words, *, side: str) -> tuple[PlotCard, ...]:
    """In the order of `QUESTIONS`."""
    return flow(found, say, side=side), steps(found, say), refusals(found, say), parties(found, say), survey(found, say), (
        lying(found, say)
    )  # fmt: skip


def named(text: Text | None, say: Words) -> str:
    return text.in_(say.lang) if text else ""


# ---- when do they come


def flow(found: Summary, say: Words, *, side: str) -> PlotCard:
    first, last, days = HOURS[side]
    if found.hours:
        first, last = min(first, *(h.hour for h in found.hours)), max(last, *(h.hour + 1 for h in found.hours))
        days = max(days, *(h.weekday for h in found.hours))
    cells = {(h.weekday, h.hour): h.n for h in found.hours}
    rows = []
    for day in range(1, days + 1) if found.hours else ():
        values = tuple(cells.get((day, hour), 0) for hour in range(first, last))
        told = ", ".join(f"{h}–{h + 1}: {n}" for h, n in zip(range(first, last), values, strict=True) if n)
        said = f"{say(f'summary.weekday.{day}')} — {told}" if told else ""
        rows.append(PlotRow(key=str(day), label=say(f"summary.day.{day}"), values=values, said=said))
    visits = say.count("summary.visits", found.visits)
    answer, figure = _peak(cells, first, last, days, say) if cells else (say("summary.flow.none"), "")
    return PlotCard(
        key="flow", question=say("summary.flow.question"), answer=answer, figure=figure,
        counted=say("summary.flow.counted", visits=visits) if found.hours else say("summary.flow.do"),
        plot=Plot(kind="heat", rows=tuple(rows), columns=tuple(str(h) for h in range(first, last))),
    )  # fmt: skip


def _peak(cells: dict[tuple[int, int], int], first: int, last: int, days: int, say: Words) -> tuple[str, str]:
    """The two hours side by side with the most of all; of equal ones the first."""
    pairs = [(d, h) for d in range(1, days + 1) for h in range(first, last - 1)]
    day, hour = max(pairs, key=lambda p: cells.get(p, 0) + cells.get((p[0], p[1] + 1), 0))
    n = cells.get((day, hour), 0) + cells.get((day, hour + 1), 0)
    weekday = say(f"summary.weekday.{day}")
    told = say("summary.flow.peak", weekday=weekday, first=hour, last=hour + 2, visits=say.count("summary.visits", n))
    return told, f"{day}.{hour}.2"


# ---- where does the time go


def steps(found: Summary, say: Words) -> PlotCard:
    rows = tuple(_span(step, say) for step in found.steps)
    over = [s for s in found.steps if s.ninth_percent > 100]
    late = sum(s.late for s in found.steps)
    worst = max(over, key=lambda s: s.ninth_percent, default=None)
    if not found.steps:
        answer = say("summary.steps.none")
    elif over:
        names = [say(f"desk.step.{s.step}") for s in sorted(over, key=lambda s: -s.ninth_percent)[:2]]
        answer = say("summary.steps.over", steps=", ".join(names)) if len(over) <= 2 else say(
            "summary.steps.over-more", steps=", ".join(names), n=len(over) - 2
        )  # fmt: skip
    else:
        answer = say.count("summary.steps.some-late", late) if late else say("summary.steps.good")
    n = sum(s.n for s in found.steps)
    tones = (("summary.steps.middle", "middle"), ("summary.steps.ninth", "ninth"), ("summary.steps.line", "line"))
    return PlotCard(
        key="steps", question=say("summary.steps.question"), answer=answer,
        figure=f"{worst.step}.late" if worst else "",
        counted=say("summary.steps.counted", deeds=say.count("summary.deeds", n)) if n else say("summary.steps.do"),
        plot=Plot(kind="spans", rows=rows, legend=tuple(PlotLegend(words=say(k), tone=t) for k, t in tones)),
    )  # fmt: skip


def _span(step: StepTime, say: Words) -> PlotRow:
    name = say(f"desk.step.{step.step}")
    if step.limit is not None and step.unit is not None and step.middle is not None:
        side = say(
            "summary.steps.of", real=amount(step.middle, step.unit, say), limit=limit(step.limit, step.unit, say)
        )
    else:
        side = say("summary.steps.share", percent=step.middle_percent)
    said = say(
        "summary.steps.said", step=name, side=side, middle=step.middle_percent, ninth=step.ninth_percent, late=step.late,
        n=step.n,
    )  # fmt: skip
    return PlotRow(
        key=step.step, label=name, values=(step.middle_percent, step.ninth_percent), side=side, said=said,
        tone="late" if step.middle_percent > 100 else "",
    )  # fmt: skip


# ---- why do we refuse


def refusals(found: Summary, say: Words) -> PlotCard:
    rows = tuple(_bar(reason, n == 0, say) for n, reason in enumerate(found.reasons))
    top = found.reasons[0] if found.reasons else None
    share = say("summary.percent", n=round(100 * found.refused / found.visits)) if found.visits else ""
    refused = say.count("summary.refused", found.refused)
    visits = say.count("summary.of-visits", found.visits)
    counted = say("summary.refusals.counted", refused=refused, visits=visits, percent=share)
    return PlotCard(
        key="refusals", question=say("summary.refusals.question"),
        answer=_most(top, found, say) if top else say("summary.refusals.none"), figure=top.key if top else "",
        counted=counted if found.visits and top else say("summary.refusals.do"),
        plot=Plot(kind="bars", rows=rows),
    )  # fmt: skip


def _most(top: Reason, found: Summary, say: Words) -> str:
    name, kind = reason_name(top, say), say(f"summary.gap.{top.kind}")
    told = f"{name}: {kind}" if top.kind != "ground" else name
    if len(told) > SHORT:
        told = say("summary.refusals.first")
    if top.kind == "ground":
        return say("summary.refusals.licensor", reason=told)
    percent = 100 * top.n / max(found.refused, 1)
    if found.refused == 1:
        return say("summary.refusals.one", reason=told)
    if top.n == found.refused:
        return say("summary.refusals.every", reason=told)
    if found.refused >= 4 and (nth := next((n for n in (2, 3, 4) if abs(percent - 100 / n) < 4), 0)):
        return say(f"summary.refusals.every-{nth}", reason=told)
    return say("summary.refusals.most", reason=told, n=top.n, all=say.count("summary.of-refused", found.refused))


def reason_name(reason: Reason, say: Words) -> str:
    return named(reason.name, say) or reason.key.partition("|")[0]


def _bar(reason: Reason, most: bool, say: Words) -> PlotRow:
    law = in_words(reason.clause) if reason.clause else None
    clause = law.in_(say.lang) if law else say("summary.refusals.own")
    name, kind = reason_name(reason, say), say(f"summary.gap.{reason.kind}")
    label = f"{name} — {kind}" if reason.kind != "missing" else name
    said = f"{name} — {kind}, {clause}: {reason.n}"
    return PlotRow(key=reason.key, label=label, values=(reason.n,), side=clause, tone="most" if most else "", said=said)


# ---- who is late


def parties(found: Summary, say: Words) -> PlotCard:
    rows = []
    for party in found.parties:
        late = round(100 * party.late / party.n)
        name = named(party.name, say)
        label = say("summary.courier", name=_initials(name)) if party.key.startswith("courier:") else name
        side = say("summary.parties.late", percent=late)
        said = say(
            "summary.parties.said", name=label, n=party.n, in_time=party.in_time, edge=party.edge, late=party.late
        )
        values, tone = (party.in_time, party.edge, party.late), "late" if party.late else ""
        rows.append(PlotRow(key=party.key, label=label, values=values, side=side, tone=tone, said=said))
    late_ones = [p for p in found.parties if p.late]
    worst = max(late_ones, key=lambda p: (p.late / p.n, p.late), default=None)
    if worst is None:
        answer = say("summary.parties.good" if rows else "summary.parties.none")
    else:
        row = next(r for r in rows if r.key == worst.key)
        of = say.count("summary.of-rides" if worst.key.startswith("courier:") else "summary.of-answers", worst.n)
        answer = say("summary.parties.worst", name=row.label, late=worst.late, of=of)
    n = sum(p.n for p in found.parties)
    tones = (("summary.in-time", "ok"), ("summary.edge", "risk"), ("summary.late", "late"))
    return PlotCard(
        key="parties", question=say("summary.parties.question"), answer=answer,
        figure=f"{worst.key}:late" if worst else "",
        counted=say("summary.parties.counted", deeds=say.count("summary.handed", n)) if n else say("summary.parties.do"),
        plot=Plot(kind="stacks", rows=tuple(rows), legend=tuple(PlotLegend(words=say(k), tone=t) for k, t in tones)),
    )  # fmt: skip


def _initials(name: str) -> str:
    surname, *rest = name.split()
    return " ".join((surname, *(f"{part[0]}." for part in rest[:1])))


# ---- what do people say


def survey(found: Summary, say: Words) -> PlotCard:
    n = sum(found.quality)
    rows = []
    for key, values in (("quality", found.quality), ("information", found.information)) if n else ():
        percents = parts_in_percent(values)
        name = say(f"summary.survey.{key}")
        side = say("summary.survey.not", percent=percents[2])
        said = say("summary.survey.said", question=name, yes=percents[0], partly=percents[1], no=percents[2])
        rows.append(PlotRow(key=key, label=name, values=values, side=side, said=said))
    tones = (("summary.survey.yes", "first"), ("summary.survey.partly", "second"), ("summary.survey.no", "third"))
    answer = say("summary.survey.none")
    if n:
        quality, information = (parts_in_percent(v)[0] for v in (found.quality, found.information))
        answer = say("summary.survey.answer", quality=quality, information=information)
    return PlotCard(
        key="survey", question=say("summary.survey.question"), answer=answer, figure="quality.1" if n else "",
        counted=say("summary.survey.counted", answers=say.count("summary.answers", n)) if n else say("summary.survey.do"),
        plot=Plot(
            kind="stacks", rows=tuple(rows), percent=True, legend=tuple(PlotLegend(words=say(k), tone=t) for k, t in tones)
        ),
    )  # fmt: skip


# ---- what lies here


def lying(found: Summary, say: Words) -> PlotCard:
    last = len(BANDS)
    rows = []
    for band, n in enumerate(found.lying) if any(found.lying) else ():
        name = say(f"summary.lying.{band}")
        todo = {last - 1: say("summary.lying.remind"), last: say("summary.lying.return")}.get(band, "") if n else ""
        tone = {last - 1: "risk", last: "late"}.get(band, "ok")
        said = f"{name}: {n}" + (f", {todo}" if todo else "")
        rows.append(PlotRow(key=str(band), label=name, values=(n,), side=todo, tone=tone, said=said))
    old, soon, n = found.lying[last], found.lying[last - 1], sum(found.lying)
    if old:
        answer = say.count("summary.lying.back", old)
    elif soon:
        answer = say.count("summary.lying.soon", soon)
    else:
        answer = say("summary.lying.good" if n else "summary.lying.none")
    return PlotCard(
        key="lying", question=say("summary.lying.question"), answer=answer,
        figure=str(last if old else last - 1) if old or soon else "",
        counted=say("summary.lying.counted", results=say.count("summary.results", n)) if n else say("summary.lying.do"),
        plot=Plot(kind="bars", rows=tuple(rows)),
    )  # fmt: skip
