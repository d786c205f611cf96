"""The licence as the licensor prints it: first issue, reissued, or a duplicate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, framed, wording
from app.print.blocks import both
from app.print.facts import Both, Language, Party, Sheet, Signer
from app.print.framed import Kind
from app.print.page import MM, Paper
from app.print.type import BOLD, SANS, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "08Л"

    kind: Kind = "issue"
    licence: str  # KZ84LAM00041270
    issued_on: str
    before: str = ""  # reissue: the licence it replaces; duplicate: the day of the duplicate
    licensee: Party  # its full name
    address: Both
    activity: Both
    annex: str = ""  # "001"; empty: none
    subtypes: int = 0
    validity: Both  # "Бессрочно · Республика Казахстан"
    application: str
    accepted_on: str
    head: Signer
    electronic: bool = False  # signed with the licensor's ЭЦП instead of seal and pen


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    framed.begin(p)
    framed.name(p, [both(p, "licence.name")], Style(BOLD, 34, 40, 0.16), 9)
    framed.number(p, facts.licence)
    middle = p.left + p.width / 2
    p.line(middle, p.y, wording.day(facts.issued_on), Style(BOLD, 12, 15), "middle")
    p.line(middle, p.y + 15, both(p, "licence.issued_on"), Style(SANS, 9, 12.5), "middle")
    p.y += 27.5
    framed.again(p, facts.kind, facts.before)
    p.y += (5 if facts.kind == "issue" else 3) * MM
    framed.field(p, "licence.given_to", lambda y: _licensee(p, facts, y))
    framed.field(p, "licence.address", framed.pair(p, facts.address))
    framed.field(p, "licence.activity", framed.pair(p, facts.activity, framed.BODY.bold()))
    if facts.annex:
        framed.field(p, "licence.subtypes", lambda y: _annex(p, facts, y))
    framed.field(p, "licence.validity", framed.pair(p, facts.validity))
    framed.field(p, "licence.application", framed.application(p, facts.application, facts.accepted_on))
    framed.nothing_below(p, f"— {both(p, 'licence.nothing_below')} —")
    framed.sealed(p, facts.head, electronic=facts.electronic)
    framed.close(p, facts.licence)
    return p.save(title=both(p, "licence.title"), subject=blocks.subject(p))


def _licensee(p: Paper, facts: Facts, y: float) -> float:
    style = Style(BOLD, 12, 16)
    for text in dict.fromkeys(facts.licensee.name.in_(k) for k in p.langs):
        y = p.text(p.left, y, p.width, text, style)
    return blocks.party_number(p, p.left, y + 0.6 * MM, p.width, facts.licensee, framed.BODY)


def _annex(p: Paper, facts: Facts, y: float) -> float:
    return blocks.columns(
        p,
        y,
        lambda k: (
            (
                blocks.say(
                    k,
                    "licence.in_annex",
                    annex=facts.annex,
                    n=facts.subtypes,
                    words=wording.in_words(facts.subtypes, k),
                ),
                framed.BODY,
            ),
        ),
    )
