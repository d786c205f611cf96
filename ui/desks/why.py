"""F6, "why this date": each running clock with its end, where it counts from, the stretches it skipped, and its clause."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.calendar import CalendarEnded
from app.domain.case import Case
from app.domain.course import Clockwork
from app.domain.moment import Moment
from app.domain.pack import Service, Step
from app.domain.terms import Due, spoken
from app.queries.case import Opened
from app.queries.deadlines import Why
from app.queries.process import Cell
from app.start import calendar
from ui.desks import texts
from ui.desks.clause import opener
from ui.desks.norms import document_entry, norms_of
from ui.desks.offers import norm_entries
from ui.desks.process import as_text
from ui.desks.session import Session
from ui.desks.visit import Visit
from ui.look_words import language, say
from ui.parts.palette import Entry

PROCESS = "process"  # the entry that leads to the picture of the whole
WAY = ("dispatch", "licensor", "licensor-to-courier")  # what the day on the receipt is made of


def offer_why(session: Session, code: str) -> None:
    """Of a case that is there: its running clocks first, then the other steps of its act."""
    app, login, lang = session.app, session.me.login, language()

    def ask() -> tuple[Opened, tuple[Why, ...], Service | None]:
        opened: Opened = app.ask("case.open", {"code": code}, as_=login)
        given = [{"code": opened.case.id, "step": s.step, "lang": lang} for s in opened.case.running]
        what = opened.case.what
        service = app.catalogue.pack(what.pack).service(what.service) if what else None
        return opened, tuple(app.ask("deadlines.why", g, as_=login) for g in given), service

    def have(found: tuple[Opened, tuple[Why, ...], Service | None]) -> None:
        opened, running, service = found
        entries = [line for why in running for line in _clock(session, why)]
        known = {w.step for w in running}
        entries.append(Entry(PROCESS, say("process.open"), icon="process"))
        norms, cited = norms_of(opened, service, without=known)
        what, otherwise = opened.case.what, to_process(session, opened.case.id)
        chosen = opener(session, what.pack, cited, service=what.service, otherwise=otherwise) if what else otherwise
        session.offer("why", say("window.board.f6"), (*entries, *norms), chosen)

    session.read(ask, have, key="why")


def to_process(session: Session, what: str) -> Callable[[str], None]:
    """The line of the list that leads to the picture of the whole."""

    def chosen(id: str) -> None:
        if id == PROCESS:
            session.go("process", what)

    return chosen


def wait_for(case: Case, step: Step) -> tuple[str, ...]:
    """Why a step has no date yet: what it comes after, or what took its place."""
    instead = [u for u in step.unless if case.is_done(u)]
    if instead:
        return (say("process.not-taken", steps=", ".join(say(f"desk.step.{u}") for u in instead)),)
    before = [a for a in step.after if not case.is_done(a)]
    said = say("process.not-begun", steps=", ".join(say(f"desk.step.{a}") for a in before)) if before else ""
    first = said or say("process.not-begun.alone")
    if step.unit is None:
        return first, say("process.no-limit.whole")
    limit = say("process.limit", limit=texts.limit(step))
    return first, f"{limit}, {say(f'process.start.{step.start}')}"


def _clock(session: Session, why: Why) -> list[Entry]:
    name = say(f"desk.step.{why.step}")
    if why.due_by is None:
        head = f"{name}: {say('window.clock.no-limit')}"
    else:
        head = say("desk.why.by", step=name, when=f"{session.local(why.due_by):%d.%m.%Y %H:%M}")
    under = why.clause or say("desk.own")
    if why.start:
        under = f"{under} · {say('desk.why.from', when=f'{session.local(why.start):%d.%m.%Y %H:%M}')}"
    return [
        Entry(why.step, head, under, icon="deadlines"),
        *(Entry(f"{why.step}:{n}", f"• {say(line.key, **line.facts)}") for n, line in enumerate(why.why)),
    ]


def offer_why_ahead(session: Session, visit: Visit, *, document: str = "") -> None:
    """Of a visit that is still typed: the document that is marked, then the way to the licensor and back as it would run
    if the papers were taken in now.

    Each step from the end of the one before it, as the day on the receipt is reckoned (reconstructed).
    """
    if visit.offered is None or visit.variant is None:
        return
    app, at, ref, id = session.app, session.moment(), visit.offered.pack, visit.offered.service
    steps, zone = {s.id: s for s in visit.steps}, session.zone

    def reckon() -> tuple[tuple[Step, Due], ...]:
        service = app.catalogue.pack(ref).service(id)
        clock, start, found = Clockwork(at, zone, calendar()), at, []
        for step in (steps[id] for id in WAY if id in steps):
            due = _due(clock, step, service, channel=visit.channel, start=start) if service else None
            if due is not None:
                found.append((step, due))
                start = Moment(due.by)
        return tuple(found)

    def have(found: tuple[tuple[Step, Due], ...]) -> None:
        entries = []
        for step, due in found:
            words = say("desk.why.ahead", step=say(f"desk.step.{step.id}"), when=f"{due.by:%d.%m.%Y %H:%M}")
            entries.append(Entry(step.id, words, texts.clause(step.clause) or say("desk.own"), icon="deadlines"))
            told = (spoken(skip, language()) for skip in due.why)
            entries += [Entry(f"{step.id}:{n}", f"• {say(key, **facts)}") for n, (key, facts) in enumerate(told)]
        entries.append(Entry(PROCESS, say("process.open"), icon="process"))
        cell = Cell(pack=ref, service=id, variant=visit.variant.id, object=visit.object, channel=visit.channel)
        cited = {s.id: s.clause for s in visit.steps}
        papers = tuple(document_entry(d, cited) for d in visit.demanded() if d.id == document)
        chosen = opener(session, ref, cited, service=id, otherwise=to_process(session, as_text(cell)))
        session.offer("why", say("window.board.f6"), (*papers, *entries, *norm_entries(visit.steps)), chosen)

    session.read(reckon, have, key="why")


def _due(clock: Clockwork, step: Step, service: Service, *, channel: str, start: Moment) -> Due | None:
    try:
        return clock.due(step, service, channel, start=start)
    except CalendarEnded:
        return None
