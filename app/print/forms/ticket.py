"""The ticket of attachment to a primary-care organisation: where, from which day, whose district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, codes, foot, wording
from app.print.blocks import both, label
from app.print.facts import Both, Language, Party, Sheet
from app.print.page import MM, THICK, Paper, Size, on_slip
from app.print.type import BOLD, SANS, Style, width


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "11"

    person: Party
    from_on: str
    place: Both  # organisation, district, floor, room
    doctor: str = ""
    telephone: str = ""  # to make an appointment
    given_by: str
    desk: Both  # "кабинет статистики"
    applied_at: str
    given_at: str
    free_form: Both | None = None  # "Свободная форма (п. 3)." where the act says so
    electronic: bool = False  # bears the provider's ЭЦП instead of seal and pen


def draw(facts: Facts, language: Language) -> bytes:
    return on_slip(lambda size: _draw(facts, language, size))


def _draw(facts: Facts, language: Language, size: Size) -> bytes:
    p = Paper(facts, language, size)
    blocks.head(p)
    blocks.title(p, "ticket.title", size=11.9, lead=16)
    p.rule(p.y)
    p.y += 2 * MM
    right = p.right - 62 * MM
    top = p.y
    end = _from(p, facts, right, top)
    y = _person(p, facts, top, right - 5 * MM - p.left)
    p.y = max(y, end)
    notes = [blocks.fact(p, facts.free_form)] if facts.free_form else []
    _given(p, facts, foot.bottom(p, notes) - 0.5 * MM)
    foot.draw(p, notes=notes)
    return p.save(title=both(p, "ticket.title"), subject=blocks.subject(p))


def _from(p: Paper, facts: Facts, x: float, top: float) -> float:
    """The day in a thick box, the code beneath it."""
    inner = x + 3 * MM
    y = label(p, inner, top + 2 * MM, "ticket.from", room=56 * MM)
    p.line(inner, y, wording.day(facts.from_on), Style(BOLD, 28, 34, -0.01))
    days = blocks.once(wording.weekday(facts.from_on, k) for k in p.langs)
    p.line(inner, y + 34, days, Style(SANS, 11, 15))
    y += 34 + 15 + 2 * MM
    dots = 4 if codes.bars_width(facts.code, 4 * codes.DOT) < 52 * MM else 3  # the box leaves no more white
    p.bars(inner + 0.6 * MM, y, facts.code, dots * codes.DOT, 9 * MM)
    p.line(inner, y + 9.4 * MM, codes.readable(facts.code), blocks.CODE_LINE)
    y += 9.4 * MM + 12 + 1.4 * MM
    if facts.training:
        p.line(inner, y - 1.4 * MM, both(p, "training.short"), Style(BOLD, 7.5, 9))
        y += 9
    p.frame(x, top, 62 * MM, y - top, THICK)
    return y


def _person(p: Paper, facts: Facts, y: float, room: float) -> float:
    y = label(p, p.left, y, "ticket.person", room=room)
    y = p.text(p.left, y, room, blocks.fact(p, facts.person.name), Style(BOLD, 13, 17))
    style = Style(SANS, 10, 13.5)
    y = blocks.party_number(p, p.left, y, room, facts.person, style)
    y = label(p, p.left, y + 2 * MM, "ticket.place", room=room)
    each = (room - 4 * MM * (len(p.langs) - 1)) / len(p.langs)
    y = max(
        p.text(p.left + k * (each + 4 * MM), y, each, facts.place.in_(language), style)
        for k, language in enumerate(p.langs)
    )
    if facts.doctor:
        y = label(p, p.left, y + 2 * MM, "ticket.doctor", room=room)
        appointment = f" · {both(p, 'ticket.appointment')}: {facts.telephone}" if facts.telephone else ""
        y = p.text(p.left, y, room, facts.doctor + appointment, style)
    return y


def _given(p: Paper, facts: Facts, bottom: float) -> None:
    side = blocks.proof_height(p)
    right = p.right
    if facts.proof:
        p.qr(p.right - side, bottom - side, facts.proof)
        right -= side + 7 * MM
    if not facts.electronic:
        blocks.seal(p, right - 24 * MM, bottom - 24 * MM, 24, "М.О. · М.П.")
    room = right - 24 * MM - 6 * MM - p.left
    style = Style(SANS, 10, 13.5)
    top = bottom - 0.5 * MM - 9.6 - 8 * MM - 2 * 13.5 - 13.5 - 0.6 * MM - 10.5 - 1.5 * MM
    p.above(top - 1 * MM)
    p.rule(top)
    y = label(p, p.left, top + 1.5 * MM, "ticket.given_by", room=room)
    y = p.text(p.left, y, room, facts.given_by, style.bold())
    desk = blocks.fact(p, facts.desk)
    y = p.text(p.left, y, room, desk, style if width(desk, style) <= room else Style(SANS, 8, 13.5))
    times = (
        f"{both(p, 'ticket.applied')} {wording.moment(facts.applied_at)}; "
        f"{both(p, 'ticket.ticket')} {wording.moment(facts.given_at)}"
    )
    small = style if width(times, style) <= room else Style(SANS, 9, 13.5)
    p.text(p.left, y, room, times, small)
    caption = "licence.e_signed" if facts.electronic else "signature"
    blocks.signature_line(p, p.left, bottom - 0.5 * MM - 9.6, room, both(p, caption))
