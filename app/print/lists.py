"""What registries and acts of hand-over share: from and to, boxed counts, signers and stamp, the journal's checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.print import blocks, wording
from app.print.blocks import both, say
from app.print.facts import Both, Signer
from app.print.page import MM, THICK, Paper
from app.print.type import BOLD, MONO, SANS, Run, Runs, Style, lines, width

SMALLER = Style(SANS, 8.6, 11.2)
NAME, REDUCED = Style(SANS, 8.8, 11), Style(SANS, 8.2, 10.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node of the way: the centre's code or the licensor's name, and which desk of it."""

    name: Both
    desk: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Where the journal stood when the paper was made; what the signed code proves."""

    device: str
    events: int
    head: str
    items: str  # the list's hash


def number_runs(number: str, style: Style) -> Runs:
    """`AT01-03-16-`**`00042-2`**: the tail is what the eye looks for."""
    cut = number.rfind("-", 0, number.rfind("-")) + 1
    return (number[:cut], style), (number[cut:], style.bold())


def name_runs(name: str, room: float) -> Runs:
    """A name of an applicant: wrapped, never shortened; smaller when it takes more than four lines."""
    runs: Runs = ((name, NAME),)
    return runs if len(lines(runs, room)) <= 4 else ((name, REDUCED),)


def route(p: Paper, source: Place, target: Place, counts: Sequence[tuple[int, str]] = ()) -> None:
    """From → to, and the boxed count of what goes."""
    p.y += 1.9 * MM
    p.rule(p.y)
    top = p.y + 1.4 * MM
    right = _boxed(p, top, counts) - 4 * MM if counts else p.right
    arrow = 9 * MM
    first = min(max(_place_width(p, source), 34 * MM), (right - p.left - arrow) * 0.45)
    y = max(
        _place(p, p.left, top, first, "list.from", source),
        _place(p, p.left + first + arrow + 4 * MM, top, right - p.left - first - arrow - 4 * MM, "list.to", target),
    )
    p.line(p.left + first + 3.4 * MM, top + 3, "→", Style(SANS, 12, 14))
    p.y = max(y, top + 13.5 * MM if counts else y)


def _place_lines(p: Paper, place: Place) -> list[Runs]:
    out: list[Runs] = []
    for language in p.langs:
        name, desk = place.name.in_(language), place.desk.in_(language)
        runs: Runs = ((name, SMALLER.bold()), (f", {desk}" if desk else "", SMALLER))
        if place.name.ru == place.name.kk and out:
            runs = ((desk, SMALLER),)
        out.append(runs)
    return out


def _place_width(p: Paper, place: Place) -> float:
    return max(sum(width(t, s) for t, s in runs) for runs in _place_lines(p, place)) + 1


def _place(p: Paper, x: float, y: float, room: float, key: str, place: Place) -> float:
    y = blocks.label(p, x, y, key, room=room)
    for runs in _place_lines(p, place):
        y = p.flow(x, y, room, runs)
    return y


def _boxed(p: Paper, y: float, counts: Sequence[tuple[int, str]]) -> float:
    """Large counts in a box at the right edge; gives its left edge."""
    big, small = Style(BOLD, 19, 23), Style(SANS, 7.5, 9)
    parts = []
    for number, key in counts:
        units = [blocks.count(k, key, number).replace(str(number), "").strip() for k in p.langs]
        parts.append((str(number), units, width(str(number), big), max(width(u, small) for u in units)))
    wide = sum(b + 1.5 * MM + u for _, _, b, u in parts) + 5 * MM + 3 * MM * (len(parts) - 1)
    high, x = 10.6 * MM, p.right - wide
    p.frame(x, y, wide, high, THICK)
    at = x + 2.5 * MM
    for number_, units, b, u in parts:
        p.line(at, y + (high - big.lead) / 2, number_, big)
        for k, unit in enumerate(units):
            p.line(at + b + 1.5 * MM, y + (high - small.lead * len(units)) / 2 + k * small.lead, unit, small)
        at += b + u + 4.5 * MM
    return x


def signers(p: Paper, people: Sequence[tuple[str, Signer]], right: float, *, high: float = 24.5) -> None:
    """Who made, gave, took: role, printed name, and a line to sign on."""
    room = (right - p.left - 5 * MM * (len(people) - 1)) / len(people)
    role, name = Style(BOLD, 9, 12), Style(SANS, 8.5, 11)
    for k, (key, person) in enumerate(people):
        x = p.left + k * (room + 5 * MM)
        y = p.text(x, p.y, room, both(p, key), role)
        if person.name:
            y = p.text(x, y, room, person.name, name)
        p.text(x, y, room, blocks.fact(p, person.role), name)
        blocks.signature_line(p, x, p.y + high * MM, room, both(p, "list.signed"))
    p.y += high * MM + 0.5 * MM + 19.2


def checkpoint(p: Paper, what: Checkpoint | None) -> None:
    """The journal's checkpoint: whoever keeps this sheet can tell when a row is gone."""
    if not p.facts.proof:
        return
    p.y += 3 * MM
    p.rule(p.y)
    top = p.y + 2 * MM
    side = p.qr(p.left + 0.6 * MM, top + 2 * MM, p.facts.proof)
    x = p.left + side + 5 * MM
    room = p.right - x
    small = Style(SANS, 8, 10.6)
    y = p.text(x, top - 1 * MM, room, both(p, "checkpoint.title"), Style(BOLD, 9, 11.6))
    for language in p.langs:
        y = p.text(x, y, room, say(language, "checkpoint.says"), small)
    if what is not None:
        rows = (
            ("checkpoint.device", what.device),
            ("checkpoint.events", wording.grouped(what.events)),
            ("checkpoint.head", wording.hexadecimal(what.head[:24])),
            ("checkpoint.items", wording.hexadecimal(what.items[:24])),
        )
        y = pairs(p, x, y + 1 * MM, [(both(p, key), value) for key, value in rows])
    p.y = max(y, top + side + 4 * MM)


def pairs(p: Paper, x: float, y: float, rows: Sequence[tuple[str, str]]) -> float:
    """Names and values of a proof in two columns."""
    style = Style(SANS, 8, 10.6)
    first = max(width(key, style) for key, _ in rows) + 3 * MM
    for key, value in rows:
        p.line(x, y, key, style)
        p.line(x + first, y, value, Style(MONO, 7.6, 10.6))
        y += style.lead
    return y


def counts_line(p: Paper, totals: tuple[int, int, int]) -> Runs:
    """`17 іс · дел, 81 құжат · док., 353 парақ · лист.`"""
    style = Style(SANS, 8.5, 11)
    runs: list[Run] = []
    for k, (key, number) in enumerate(zip(("cases", "documents", "sheets"), totals, strict=True)):
        runs.append((f"{', ' if k else ''}", style))
        runs.append((str(number), style.bold()))
        runs.append((f"\u00a0{both(p, f'list.sums.{key}')}", style))
    return tuple(runs)
