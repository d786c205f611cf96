"""The refusal receipt: what is missing and what to do about it; two equal originals, a page each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from app.print import answer, blocks, foot
from app.print.blocks import both, columns, say
from app.print.facts import Both, Language, Party, Sheet
from app.print.page import MM, Paper
from app.print.type import BOLD, SANS, Run, Runs, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    document: Both
    word: Literal["missing", "expired", "wrong"]
    about: Both | None = None  # "Доверенность № 1184 действовала до 12.11.2016."
    clause: Both | None = None  # "Стандарт, п. 9°": with ° where it is reconstructed
    remedy: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "02"

    refused_at: str
    applicant: Party
    bearer: Party | None = None  # who brought the documents, if another
    service: Both
    asked: Both
    basis: Both  # "Регламент, п. 10 1); Закон, ст. 20, п. 2°"
    findings: tuple[Finding, ...]
    documents: int = 0  # brought, and given back
    sheets: int = 0
    hours: Both | None = None
    inspector: str
    window: str = ""
    notes: tuple[Both, ...] = ()  # the full name of a law that the basis names in short


STYLE = Style(SANS, 9.4, 12.6)


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    originals: list[tuple[Facts, range]] = []
    start = 1
    for n, whom in enumerate(("refusal.to_applicant", "refusal.to_office"), 1):
        if n > 1:
            p.next_page()
        whose = replace(facts, instance=n, instance_for=Both(say("ru", whom), say("kk", whom)))
        p.facts = whose
        _original(p, whose)
        originals.append((whose, range(start, p.page + 1)))
        start = p.page + 1
    for whose, pages in originals:
        p.facts = whose
        foot.draw(p, notes=_notes(p, whose), pages=pages, fold=True)
    p.facts = facts
    return p.save(title=both(p, "refusal.title"), subject=blocks.subject(p))


def _notes(p: Paper, facts: Facts) -> list[str]:
    return [
        both(p, "reconstructed"),
        " ".join([*(blocks.fact(p, note) for note in facts.notes), both(p, "sample_short")]),
    ]


def _original(p: Paper, facts: Facts) -> None:
    blocks.head(p)
    _annex(p, facts)
    blocks.title(p, "refusal.title", size=13, lead=16.4)
    blocks.identity(p, "refusal.number", at=blocks.when_runs(p, facts.refused_at))
    blocks.section(p, before=1.9, after=1.1)
    bearer = facts.bearer
    blocks.parties(p, ("refusal.whom", facts.applicant), ("refusal.brought", bearer) if bearer else None)
    blocks.section(p, before=1.9, after=1.1)
    plain = Style(SANS, 12, 16) if p.single else blocks.BODY
    p.y = columns(p, p.y, lambda k: ((f"«{facts.service.in_(k)}», {facts.asked.in_(k)}", plain),))
    answer.verdict(p, lambda k: _verdict(p, facts, k))
    p.y += 0.6 * MM
    bottom = foot.bottom(p, _notes(p, facts)) - 2 * MM
    closing = blocks.closing_height(p)
    for n, finding in enumerate(facts.findings, 1):
        high = p.measure(lambda n=n, finding=finding: _finding(p, n, finding))  # type: ignore[misc]  # bound at once
        last = n == len(facts.findings)
        after = closing + p.measure(lambda: _next(p, facts)) if last else 0.0
        if p.y + high + after > bottom:
            _continue(p, facts)
        _finding(p, n, finding)
    _next(p, facts)
    blocks.closing(
        p,
        foot.bottom(p, _notes(p, facts)),
        "refusal.inspector",
        blocks.inspector(p, facts.inspector, facts.window),
        captions=("receipt.signed", "refusal.taken"),
        proves="refusal.proof",
        must=False,
    )


def _annex(p: Paper, facts: Facts) -> None:
    """Top right, as the Standards set it: by which of their annexes this form is."""
    if facts.set_by is None:
        return
    texts = (say(k, "annex_form", annex=facts.set_by.in_(k)) for k in p.langs)
    said = blocks.once(text[0].upper() + text[1:] for text in texts)
    style = Style(SANS, 9.5, 12) if p.single else Style(SANS, 7.8, 10.4)
    p.line(p.right, p.y + 1 * MM, said, style, "right")
    p.y += 1 * MM + style.lead - 1.6 * MM


def _continue(p: Paper, facts: Facts) -> None:
    p.next_page()
    first: Runs = ((facts.number, Style(BOLD, 10, 13)),)
    blocks.running_head(p, (first, ((both(p, "refusal.continued"), Style(SANS, 8.5, 13)),)))


def _verdict(p: Paper, facts: Facts, language: str) -> Runs:
    style = Style(SANS, 11.5, 15.5) if p.single else Style(SANS, 9.9, 13.2)
    gaps = blocks.count(language, "findings", len(facts.findings))
    over = all(finding.word == "expired" for finding in facts.findings)
    return (
        (say(language, "refusal.verdict"), style.bold()),
        (f"\n{say(language, 'refusal.expired' if over else 'refusal.incomplete', gaps=gaps)}", style),
        (
            f"\n{say(language, 'refusal.basis', basis=facts.basis.in_(language))}",
            style._replace(size=style.size * 0.85),
        ),
    )


def _finding(p: Paper, number: int, finding: Finding) -> None:
    style = Style(SANS, 10.6, 14) if p.single else STYLE
    name = (Style(SANS, 11, 14.4) if p.single else Style(SANS, 9.6, 12.6)).bold()

    def word(language: str) -> Runs:
        runs: list[Run] = [(say(language, f"word.{finding.word}"), Style(BOLD, 8, style.lead, boxed=True))]
        if finding.about is not None:
            runs.append((f" \u00a0{finding.about.in_(language)}", style))
        if finding.clause is not None:
            gap = " " if finding.about is not None else " \u00a0"
            runs.append((gap + finding.clause.in_(language).replace(" ", "\u00a0"), style._replace(size=8)))
        return tuple(runs)

    parts = (lambda k: ((finding.document.in_(k), name),), word)
    answer.numbered(p, number, parts, finding.remedy, style)


def _next(p: Paper, facts: Facts) -> None:
    style = Style(SANS, 10.6, 14) if p.single else STYLE

    def text(language: str) -> str:
        hours = f": {facts.hours.in_(language)}" if facts.hours else ""
        said = [say(language, "refusal.come", hours=hours)]
        if facts.documents:
            documents = blocks.count(language, "documents", facts.documents)
            sheets = blocks.count(language, "sheets", facts.sheets)
            said.append(say(language, "refusal.returned", documents=documents, sheets=sheets))
        return " ".join(said)

    answer.next_steps(p, "refusal.next", text, style)
