"""The norms of a case as lines of a list: gaps of a refusal, steps, papers, grounds – each leads to its clause."""

from __future__ import annotations

from app.domain.case import Case
from app.domain.listed import listed
from app.domain.pack import Document, Refusal, Service
from app.queries.case import Opened
from ui.desks import texts
from ui.look_words import say
from ui.parts.palette import Entry

Norms = tuple[tuple[Entry, ...], dict[str, str]]  # the lines, and the clause behind each


def norms_of(opened: Opened, service: Service | None, *, without: set[str]) -> Norms:
    """What was wrong comes first, then the steps that the list does not tell already, then papers and grounds."""
    case, cited = opened.case, {s.step: s.clause for s in opened.steps}
    documents = listed(service, case.what, case.people) if service and case.what else {}
    entries = [*_gaps(case, documents, cited)]
    entries += [
        Entry(s.step, texts.text(s.text), texts.clause(s.clause) or say("desk.own"), icon="norm")
        for s in opened.steps
        if s.step not in without
    ]
    for taken in case.documents:
        if document := documents.get(taken.document):
            entries.append(document_entry(document, cited))
    if service and case.what:
        possible = service.grounds(variant=case.what.variant, channel=case.what.channel)
        for ground in (r for r in service.refusals if r in possible or r.id in case.grounds):
            entries.append(_ground(ground, cited, given=ground.id in case.grounds))
    return tuple(entries), cited


def document_entry(document: Document, cited: dict[str, str]) -> Entry:
    id = f"document/{document.id}"
    cited[id] = document.clause
    return Entry(id, texts.text(document.name), texts.clause(document.clause), icon="paper")


def _gaps(case: Case, documents: dict[str, Document], cited: dict[str, str]) -> list[Entry]:
    entries = []
    for n, gap in enumerate(case.gaps):
        id, document = f"gap/{n}", documents.get(gap.document)
        cited[id] = gap.clause
        name = texts.text(document.name) if document else gap.document
        entries.append(Entry(id, f"{name}: {say(f'newlaw.gap.{gap.kind}')}", texts.clause(gap.clause), tone="stop"))
    return entries


def _ground(ground: Refusal, cited: dict[str, str], *, given: bool) -> Entry:
    id = f"ground/{ground.id}"
    cited[id] = ground.clause
    second = f"{say('law.part.refusals')} · {texts.clause(ground.clause) or say('desk.own')}"
    return Entry(id, texts.text(ground.text), second, icon="" if given else "norm", tone="stop" if given else "")
