"""What the three answers share – refusal to accept, reasoned refusal, extract: boxed verdict, numbered reasons, seal."""

from __future__ import annotations

from collections.abc import Callable

from app.print import blocks
from app.print.blocks import both, column, columns, say
from app.print.facts import Both, Signer
from app.print.page import MM, THICK, THIN, Paper
from app.print.type import BOLD, SANS, Runs, Style

NUMERAL = Style(BOLD, 17, 19)


def verdict(p: Paper, runs: Callable[[str], Runs], *, pad: float = 1.6) -> None:
    """The answer in a thick box."""
    p.y += 2.2 * MM
    top = p.y
    p.y = columns(p, top + pad * MM, runs, left=p.left + 3 * MM, right=p.right - 3 * MM) + pad * MM
    p.frame(p.left, top, p.width, p.y - top, THICK)


def numbered(
    p: Paper, number: int, parts: tuple[Callable[[str], Runs], ...], remedy: Both | None, style: Style
) -> None:
    """One reason: a large number, then its parts row by row in both languages, `→` and what to do."""
    top = p.y + 1.5 * MM
    p.line(p.left, top - 0.6 * MM, str(number), NUMERAL)
    y = top
    for part in parts:
        if any(part(k) for k in p.langs):
            y = columns(p, y, part, left=p.left + 9 * MM)
    if remedy is not None:
        y += 0.3 * MM
        ends = []
        for k, language in enumerate(p.langs):
            x, room = column(p, k, p.left + 9 * MM)
            p.line(x, y, "→", style)
            ends.append(p.text(x + 4 * MM, y, room - 4 * MM, remedy.in_(language), style))
        y = max(ends)
    p.y = max(y, top + NUMERAL.lead) + 1.4 * MM
    p.rule(p.y, THIN)


def sealed(
    p: Paper,
    bottom: float,
    people: tuple[tuple[str, Signer, str], ...],
    *,
    executor: str = "",
    stamp: bool = True,
    proves: str = "answer.proof",
) -> None:
    """Who signs (label, person, caption), the place of the seal, the signed code; all standing on `bottom`."""
    side = blocks.proof_height(p)
    right = p.right
    if p.facts.proof:
        note = Style(SANS, 7.5, 9.7)
        x = right - 31 * MM
        rows = blocks.caption_rows(p, 31 * MM, proves, style=note)
        p.qr(x, bottom - rows * note.lead - 2.4 * MM - side, p.facts.proof)
        blocks.caption(p, x, bottom, 31 * MM, proves, style=note)
        right = x - 4 * MM
    if stamp:
        blocks.seal(p, right - 40 * MM, bottom - 40 * MM, 40, "М.О.\nМ.П.")
    line_end = right - 44 * MM
    _people(p, bottom, people, line_end - p.left, executor)


def _people(p: Paper, bottom: float, people: tuple[tuple[str, Signer, str], ...], room: float, executor: str) -> None:
    name, plain = Style(BOLD, 10, 13.5), Style(SANS, 9, 12)
    each = 10.5 + 0.6 * MM + 13.5 + 11 * MM + 0.5 * MM + 9.6
    y = bottom - len(people) * (each + 2 * MM) + 2 * MM - (plain.lead + 2 * MM if executor else 0)
    for key, person, caption in people:
        at = blocks.label(p, p.left, y, key, room=room)
        p.text(p.left, at, room, person.name, name)
        blocks.signature_line(p, p.left, y + each - 9.6 - 0.5 * MM, room, both(p, caption))
        y += each + 2 * MM
    if executor:
        p.text(p.left, y, room, f"{both(p, 'answer.executor')}: {executor}", plain)


def next_steps(p: Paper, key: str, text: Callable[[str], str], style: Style) -> None:
    """What the reader can do now."""
    p.y += 2.4 * MM
    p.y = columns(p, p.y, lambda k: ((say(k, key), style.bold()), (f" {text(k)}", style)))
