"""The chart of a service's process on paper: swim-lanes across A4, as many pages as the process is long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.pack import Actor, Step, Text
from app.domain.swimlanes import Arrow, Box, Measures, Plan, Process, arrange
from app.print import blocks, foot, wording
from app.print.blocks import both, say
from app.print.codes import n as num
from app.print.facts import Both, Language, Sheet
from app.print.page import HAIR, MM, THIN, Paper, Size
from app.print.type import BOLD, SANS, Runs, Style, lines

ACROSS = Size(297, 210)
HEADS, INNER, INSET = 23 * MM, 31 * MM, 1.3 * MM
NAME, TEXT = Style(BOLD, 7.8, 9.4), Style(SANS, 7.2, 8.8)
MEASURES = Measures(gap=4.5 * MM, advance=16 * MM, pad=1.6 * MM, least=11 * MM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A step: its lane, what it is called, its limit with unit, its clause, the clauses of a refusal that is found there."""

    id: str
    lane: int
    title: Both
    limit: Both
    clause: Both
    refusals: Both | None = None
    no: bool = False
    behind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    first: str
    then: str
    branch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "21"

    as_of: str
    centre: str  # AT01
    service: Both
    under: Both  # kind, channel, act
    lanes: tuple[Both, ...]
    places: tuple[Place, ...]
    ways: tuple[Way, ...]


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language, ACROSS)
    for k, lang in enumerate(p.langs):
        parts = _parts(p, facts, lang)
        for page, part in enumerate(parts):
            if k or page:
                p.next_page()
            _head(p, facts, lang)
            _page(p, facts, lang, part=part, pages=_pages(parts))
    foot.draw(p, centre=_centre(facts))
    title = f"{both(p, 'process.title')}: {blocks.fact(p, facts.service)}"
    return p.save(title=title, subject=f"{both(p, 'form_number', n=facts.FORM)} {_centre(facts)}")


def _centre(facts: Facts) -> str:
    return f"{facts.centre} · {wording.day(facts.as_of)}"


def _head(p: Paper, facts: Facts, lang: str) -> None:
    small = Style(SANS, 8, 10.4)
    p.y = p.text(p.left, p.y, p.width, say(lang, "process.title"), small)
    p.y = p.text(p.left, p.y, p.width, facts.service.in_(lang), Style(BOLD, 12, 15))
    p.y = p.text(p.left, p.y, p.width, facts.under.in_(lang), small) + 1.2 * MM


# ---- which steps stand on which page


def _parts(p: Paper, facts: Facts, lang: str) -> list[tuple[Place, ...]]:
    """As many steps a page as have room, in the order of the work."""
    parts: list[tuple[Place, ...]] = []
    here: tuple[Place, ...] = ()
    for place in facts.places:
        wider = (*here, place)
        if here and _plan(facts, wider, lang).wide > p.width - HEADS - 4 * MM:
            parts.append(here)
            wider = (place,)
        here = wider
    return [*parts, here]


def _pages(parts: list[tuple[Place, ...]]) -> dict[str, int]:
    return {place.id: n for n, part in enumerate(parts, 1) for place in part}


def _plan(facts: Facts, part: tuple[Place, ...], lang: str) -> Plan:
    known = {place.id for place in part}
    blank = Text(ru="", kk="")
    boxes = tuple(
        Box(step=Step(id=q.id, actor="inspector", text=blank, clause=""), lane=q.lane, behind=q.behind)  # type: ignore[arg-type]
        for q in part
    )
    arrows = tuple(
        Arrow(from_=w.first, to=w.then, branch=w.branch) for w in facts.ways if {w.first, w.then} <= known
    )  # fmt: skip
    sizes = {q.id: (INNER + 2 * INSET, _high(q, lang)) for q in part}
    anybody: Actor = "inspector"  # only how many lanes there are counts here
    return arrange(Process(lanes=(anybody,) * len(facts.lanes), boxes=boxes, arrows=arrows), sizes, MEASURES)


def _runs(q: Place, lang: str) -> tuple[Runs, ...]:
    rows: list[Runs] = [((q.title.in_(lang), NAME),), ((f"{q.limit.in_(lang)} · {q.clause.in_(lang)}", TEXT),)]
    if q.refusals is not None:
        rows.append(((say(lang, "process.refusal", clauses=q.refusals.in_(lang)), TEXT.bold()),))
    return tuple(rows)


def _high(q: Place, lang: str) -> float:
    return (
        sum(len(lines(r, INNER)) * r[0][1].lead for r in _runs(q, lang)) + 2 * INSET + TEXT.lead
    )  # room for a page's sign


# ---- drawing


def _page(p: Paper, facts: Facts, lang: str, *, part: tuple[Place, ...], pages: dict[str, int]) -> None:
    plan, top, left = _plan(facts, part, lang), p.y, p.left + HEADS + 3 * MM
    p.rule(top, THIN)
    for name, (y, high) in zip(facts.lanes, plan.lanes, strict=True):
        rows = lines(((name.in_(lang), NAME),), HEADS - 2 * MM)
        p.text(p.left, top + y + (high - len(rows) * NAME.lead) / 2, HEADS - 2 * MM, name.in_(lang), NAME)
        p.rule(top + y + high, HAIR)
    p.upright(p.left + HEADS, top, top + plan.high)
    for arrow, way in plan.lines:
        _way(p, [(left + x, top + y) for x, y in way], branch=arrow.branch)
    for q in part:
        r = plan.boxes[q.id]
        _box(p, q, lang, at=(left + r.x, top + r.y), size=(r.wide, r.high), sign=_sign(facts, q, pages, lang))
    p.y = top + plan.high


def _sign(facts: Facts, q: Place, pages: dict[str, int], lang: str) -> str:
    """Where the way comes from or goes to when that stands on another page."""
    here = pages[q.id]
    before = sorted({pages[w.first] for w in facts.ways if w.then == q.id and pages[w.first] != here})
    after = sorted({pages[w.then] for w in facts.ways if w.first == q.id and pages[w.then] != here})
    signs = [say(lang, "process.from", n=n) for n in before] + [say(lang, "process.to", n=n) for n in after]
    return "   ".join(signs)


def _box(
    p: Paper, q: Place, lang: str, *, at: tuple[float, float], size: tuple[float, float], sign: str
) -> None:  # fmt: skip
    (x, y), (wide, high) = at, size
    p.block(x, y, wide, high, white=True)
    if q.no:
        p.dashed(x, y, wide, high)
    else:
        p.frame(x, y, wide, high, THIN)
    y += INSET
    for runs in _runs(q, lang):
        y = p.flow(x + INSET, y, INNER, runs)
    if sign:
        p.text(x + INSET, at[1] + high - TEXT.lead - 0.4 * MM, INNER, sign, TEXT, "right")


def _way(p: Paper, way: list[tuple[float, float]], *, branch: bool) -> None:
    path = " ".join(f"{num(x)} {num(p.high - y)} {'l' if k else 'm'}" for k, (x, y) in enumerate(way))
    p.raw(f"{'[2.2 1.6] 0 d ' if branch else ''}0.7 w {path} S{' [] 0 d' if branch else ''}")
    (x0, y0), (x1, y1) = way[-2], way[-1]
    dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
    long, half = 4.2, 1.9
    foot_x, foot_y = x1 - dx * long, y1 - dy * long
    corners = (
        (x1, y1), (foot_x - dy * half, foot_y - dx * half), (foot_x + dy * half, foot_y + dx * half),
    )  # fmt: skip
    tip = " ".join(f"{num(x)} {num(p.high - y)} {'l' if k else 'm'}" for k, (x, y) in enumerate(corners))
    p.raw(f"{tip} f")
