"""The licensor's reasoned refusal: what is refused, each reason with its clause, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.print import answer, blocks, foot, wording
from app.print.blocks import both, label, say
from app.print.facts import Both, Language, Party, Sheet, Signer
from app.print.page import MM, Paper
from app.print.type import BOLD, MONO, SANS, Runs, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    text: Both
    clause: Both | None = None  # "Стандарт, п. 10, 3)°"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "09"

    kind: Literal["refusal", "consideration-ended"] = "refusal"  # ended: an incomplete set (sko medical, vko-2014-70)
    title: Both | None = None  # what the act calls the paper that ends the consideration
    outgoing: str  # 05-12/1874
    signed_on: str
    applicant: Party
    address: Both | None = None
    application: str  # number of the case
    accepted_on: str
    service: Both
    asked: Both
    refused: Both  # "В лицензии и приложении отказано."
    why: Both  # "Несоответствие квалификационным требованиям"
    reasons: tuple[Reason, ...]
    head: Signer
    executor: str = ""
    seal: bool = True  # else it bears the licensor's ЭЦП


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    key = "reasoned.title" if facts.kind == "refusal" else "reasoned.ended_title"
    title = blocks.fact(p, facts.title) if facts.title else both(p, key)
    notes = [both(p, "reconstructed"), both(p, "sample")]
    blocks.head(p)
    blocks.title(p, key, text=facts.title)
    at = blocks.when_runs(p, facts.signed_on)
    blocks.identity(p, "reasoned.number", at=at, number=facts.outgoing, style=Style(BOLD, 21, 26))
    _to(p, facts)
    blocks.section(p, before=1.9, after=1.1)
    blocks.service(p, facts.service, facts.asked)
    answer.verdict(p, lambda k: _verdict(p, facts, k))
    bottom = foot.bottom(p, notes)
    sealed = 44 * MM
    for n, reason in enumerate(facts.reasons, 1):
        high = p.measure(lambda n=n, reason=reason: _reason(p, n, reason))  # type: ignore[misc]  # bound at once
        last = n == len(facts.reasons)
        after = sealed + p.measure(lambda: _next(p)) if last else 0.0
        if p.y + high + after > bottom:
            p.next_page()
            first: Runs = (
                (facts.outgoing, Style(BOLD, 10, 13)),
                (f" · {wording.day(facts.signed_on)}", Style(SANS, 10, 13)),
            )
            blocks.running_head(p, (first, ((title, Style(SANS, 8.5, 13)),)))
        _reason(p, n, reason)
    _next(p)
    head = ("reasoned.head", facts.head, "signature" if facts.seal else "licence.e_signed")
    answer.sealed(p, bottom, (head,), executor=facts.executor, stamp=facts.seal)
    foot.draw(p, notes=notes, fold=True)
    return p.save(title=title, subject=blocks.subject(p))


def _to(p: Paper, facts: Facts) -> None:
    blocks.section(p, before=1.9, after=1.1)
    style = Style(SANS, 11, 15) if p.single else Style(SANS, 10, 13.5)
    half = (p.width - p.gap) / 2
    y = label(p, p.left, p.y, "refusal.whom", room=half)
    y = blocks.party(p, p.left, y, half, facts.applicant, style=style, bold=True)
    if facts.address is not None:
        address = "\n".join(dict.fromkeys(facts.address.in_(k) for k in p.langs))
        y = p.text(p.left, y, half, address, style)
    x = p.left + half + p.gap
    right = label(p, x, p.y, "reasoned.application", room=half)
    mono = Style(MONO, style.size * 0.95, style.lead)
    right = p.text(x, right, half, facts.application, mono)
    right = p.text(x, right, half, wording.day(facts.accepted_on), style)
    p.y = max(y, right)


def _verdict(p: Paper, facts: Facts, language: str) -> Runs:
    style = Style(SANS, 11.5, 15.5) if p.single else Style(SANS, 10.2, 13.4)
    reasons = blocks.count(language, "reasons", len(facts.reasons))
    return (facts.refused.in_(language), style.bold()), (f"\n{facts.why.in_(language)}: {reasons}.", style)


def _reason(p: Paper, n: int, reason: Reason) -> None:
    style = Style(SANS, 11, 15) if p.single else Style(SANS, 10.4, 14)

    def clause(language: str) -> Runs:
        return ((reason.clause.in_(language), Style(SANS, 8, 11)),) if reason.clause is not None else ()

    answer.numbered(p, n, (lambda k: ((reason.text.in_(k), style),), clause), None, style)


def _next(p: Paper) -> None:
    style = Style(SANS, 11, 15) if p.single else Style(SANS, 10.4, 14)
    answer.next_steps(p, "reasoned.next", lambda k: say(k, "reasoned.can"), style)
