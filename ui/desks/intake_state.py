"""The intake screen as a pure picture of a visit: fields, list, gaps, verdict, clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.completeness import Finding
from app.domain.excuses import Fact
from app.domain.moment import Instant, Moment
from app.domain.names import clean, mixed
from app.domain.numbers import read_number
from app.domain.pack import Document
from app.domain.personal import Personal
from app.problems import Refused
from ui import problems
from ui.desks import texts
from ui.desks.visit import Mark, Someone, Visit
from ui.look_words import again, count, say
from ui.parts.attached import AttachState
from ui.parts.clockbox import ClockState
from ui.parts.field import FieldState
from ui.parts.paper_editor import EXCUSED, HeldRow, PaperRow, kind_word
from ui.parts.verdict import Verdict
from ui.screens.intake_view import ApplicantState, IntakeState, RepresentativeState

Wall = Callable[[Instant], datetime]  # what the clock of this office showed then: in training it stands elsewhere
SHOWN = {  # the steps of a visit that have a clock, by flow
    "paper": ("accept", "register", "to-sector"), "electronic": ("visit", "fill-and-sign", "send"),
    "desk": ("accept", "take-in"),
}  # fmt: skip


def state_of(
    visit: Visit,
    *,
    now: Moment,
    zone: ZoneInfo,
    wall: Wall,
    title: str,
    busy: bool,
    trouble: str,
    attach: AttachState,
    made: bool = False,
) -> IntakeState:
    if visit.offered is None or visit.variant is None:
        return IntakeState(
            service=say("desk.intake.choose"), act="", has_refusal=False, blocked=say("desk.intake.no-service"),
            verdict=Verdict("wait", say("desk.intake.no-service"), say("desk.intake.no-service.do")), busy=busy,
            attach=attach, paper=made, visit=visit.id,
        )  # fmt: skip
    today = now.day(zone)
    gaps = {f.document: f for f in visit.checklist.findings} if visit.checklist else {}
    blocked, obstacle = obstacle_of(visit, gaps)
    complete = not blocked
    name = texts.text(visit.offered.name) or texts.service(visit.offered.service)
    nothing_known = visit.electronic and visit.applicant.asked == "unknown"
    refusable = bool(visit.applicant.number and visit.applicant.name and not visit.applicant.problem)
    if visit.electronic:
        refuse_blocked = "" if nothing_known else say("desk.intake.register-answered")
    else:
        refuse_blocked = "" if gaps else say("desk.intake.set-complete")
        if gaps and not refusable:
            refuse_blocked = say("desk.intake.who")
        elif unseen := unseen_of(visit, gaps):  # the receipt names each gap: a line not looked at is none yet
            refuse_blocked = count("desk.intake.to-look", len(unseen))
    if visit.scans_under_way:
        refuse_blocked = say("attach.wait")
    return IntakeState(
        attach=attach, paper=made, visit=visit.id,
        service=f"{name} — {texts.variant(visit.variant.id, visit.object)}", act=title,
        clocks=clocks(visit, now), applicant=applicant(visit, zone, wall), representative=representative(visit, wall),
        papers=tuple(
            excused(d, fact) if fact else paper(visit, d, gaps.get(d.id), today=today) for d, fact in visit.lines()
        ),
        held=held_of(visit),
        verdict=verdict(visit, gaps, blocked, complete=complete, trouble=trouble), receipt_lang=visit.lang,
        has_receipt=not visit.lenient, blocked=blocked, obstacle=obstacle, refuse_blocked=refuse_blocked,
        has_refusal=nothing_known if visit.electronic else not visit.lenient, busy=busy,
        accept_words=say("desk.intake.send") if visit.electronic else "",
        refuse_words=say("desk.intake.record-no-data") if visit.electronic else "",
    )  # fmt: skip


def obstacle_of(visit: Visit, gaps: dict[str, Finding]) -> tuple[str, str]:
    """Why it cannot be taken in, and where to look first. At some desks gaps only warn."""
    a, r = visit.applicant, visit.representative
    if not a.number or a.problem:
        return say("desk.intake.number-first" if not a.number else "desk.intake.number-wrong"), "number"
    if a.asked == "asking":
        return say("desk.intake.asking"), "number"
    if not a.name:
        return say("desk.intake.name-first"), "name"
    if wrong := wrong_in(a.name):
        return wrong, "name"
    if r is not None and (not r.number or r.problem or not r.name):
        return say("desk.intake.representative-first"), "representative"
    if r is not None and visit.until and texts.read_day(visit.until) is None:
        return say("desk.intake.day-wrong"), "until"
    if visit.electronic and a.asked == "unknown":
        return say("desk.intake.nothing-known"), "number"
    if visit.lacks_filing_day:
        return say("desk.intake.filing-first"), "filing"
    if visit.checklist is None:
        return say("window.busy"), ""
    if visit.scans_under_way:
        return say("attach.wait"), ""
    unseen = unseen_of(visit, gaps)
    if unseen and visit.channel == "counter":  # what nobody has looked at is no remark, in the operator's flow neither
        return count("desk.intake.to-look", len(unseen)), unseen[0].document
    if gaps and not visit.lenient:
        return count("desk.intake.gaps", len(gaps)), next(iter(gaps))
    if unread := next((id for id, mark in visit.marks.items() if mark.kind and mark.until and not mark.until_on), ""):
        return say("desk.intake.day-wrong"), unread
    guessed = [(id, mark.guessed) for id, mark in visit.marks.items() if mark.guessed and mark.kind]
    if guessed:
        id, from_ = guessed[0]
        return say("attach.confirm-kind") if from_ == "scan" else count("desk.intake.to-look", len(guessed)), id
    return "", ""


def unseen_of(visit: Visit, gaps: dict[str, Finding]) -> list[Finding]:
    """What the inspector has not looked at yet: neither there nor lacking."""
    return [g for id, g in gaps.items() if visit.marks.get(id, Mark()).kind is None]


def someone(who: Someone, *, kind_word_: str = "") -> tuple[FieldState, FieldState]:
    read = read_number(who.number)
    if not who.number:
        number = FieldState()
    elif who.problem:
        number = FieldState(who.number, "bad", "", say(f"number.problem.{who.problem}"))
    else:
        note = texts.date_of(read.birth_on) if read.birth_on else kind_word_
        number = FieldState(read.value, "ok", note)
    return number, named(who)


def named(who: Someone) -> FieldState:
    """A word of two alphabets goes through: a firm may be called so. What is longer than any name does not."""
    if who.asked == "known":
        return FieldState(who.name, "register")
    if wrong := wrong_in(who.name):
        return FieldState(who.name, "bad", "", wrong)
    odd = mixed(who.name)
    return FieldState(who.name, "warn", "", say("name.mixed", word=odd[0][:40])) if odd else FieldState(who.name)


def wrong_in(name: str) -> str:
    """Why the name as typed would not be kept, in words."""
    try:
        clean(Personal(name))
    except Refused as no:
        return problems.sentence(no)
    return ""


def source(who: Someone, wall: Wall) -> tuple[str, str]:
    match who.asked:
        case "asking":
            return "wait", say("desk.register.asking")
        case "known":
            at = f"{wall(who.asked_at):%H:%M}" if who.asked_at else ""
            return "ok", say("desk.register.answered", register=say(f"desk.register.{who.register}"), at=at)
        case "unknown":
            return "risk", say("desk.register.unknown", register=say(f"desk.register.{who.register}"))
        case "away":
            return "risk", again(who.away)
        case "met-before":
            return "info", say("desk.register.met-before")
    return "", ""


def applicant(visit: Visit, zone: ZoneInfo, wall: Wall) -> ApplicantState:
    a = visit.applicant
    number, name = someone(a, kind_word_=say(f"desk.applicant.{visit.kind}") if a.number else "")
    tone, words = source(a, wall)
    if row := visit.same_under_way:
        day = texts.date_of(Moment.parse(row.accepted_at).day(zone))
        tone, words = "risk", say("desk.intake.under-way", number=row.number, day=day)
    return ApplicantState(
        with_bin=a.number[4:5] in ("4", "5", "6"),
        number=number,
        name=name,
        phone=FieldState(a.phone),
        address=a.address,
        source_tone=tone,
        source=words,
    )


def representative(visit: Visit, wall: Wall) -> RepresentativeState | None:
    r = visit.representative
    if r is None:
        return None
    number, name = someone(r)
    tone, words = source(r, wall)
    until_bad = visit.until and texts.read_day(visit.until) is None
    return RepresentativeState(
        number=number, name=name, power=FieldState(visit.power), phone=FieldState(r.phone),
        until=FieldState(visit.until, "bad" if until_bad else ""), source_tone=tone, source=words,
    )  # fmt: skip


def held_of(visit: Visit) -> tuple[HeldRow, ...]:
    """What nobody is asked for; a line that the list shows with its reason is not told twice."""
    shown = {document.id for document, _ in visit.lines()}
    return tuple(
        HeldRow(texts.text(d.name), say(f"desk.register.{d.register}"))
        for d in (visit.checklist.documents if visit.checklist else ())
        if d.register and d.id not in shown
    )


def excused(document: Document, fact: Fact) -> PaperRow:
    """Off the list by what was said; another digit puts it back."""
    return PaperRow(
        id=document.id, name=texts.text(document.name), clause=texts.clause(document.clause), kind=EXCUSED, tone="ok",
        verdict=say("desk.paper.excused"), hint=say(f"desk.excuse.{fact}.text"), excuse=say(f"desk.excuse.{fact}"),
    )  # fmt: skip


ASKED = {"scan": ("attach.confirm", "attach.confirm.text"), "before": ("desk.again.look", "desk.again.confirm")}


def paper(visit: Visit, document: Document, gap: Finding | None, *, today: date) -> PaperRow:
    """A gap says what, why, what to do and its clause; a line not looked at yet only waits."""
    mark = visit.marks.get(document.id, Mark())
    excuse = visit.checklist.excusable.get(document.id) if visit.checklist else None
    kinds = ", ".join(say(f"window.kind.{k}") for k in document.kinds)
    hints = [kinds] if mark.kind is None else []
    hints += [say("desk.paper.returned")] if document.returned else []
    hints += [say("desk.paper.optional")] if document.optional else []
    tone, verdict_, reason = "wait", "", ""
    if mark.kind is not None and gap is not None:
        tone, verdict_ = "late", say(f"desk.gap.{gap.kind}")
        reason = f"{why(gap, document, mark, today=today)} {texts.text(gap.remedy)}".strip()
    elif mark.kind:
        tone, verdict_ = "ok", say("desk.paper.there")
        if mark.until_on and (mark.until_on - today).days <= 7:
            tone, verdict_ = "risk", say("desk.paper.soon-over")
            reason = say("desk.paper.soon-over.text", day=texts.date_of(mark.until_on))
    elif mark.kind == 0:
        tone, verdict_ = "ok", say("desk.paper.not-brought")
    until_bad = bool(mark.until) and mark.until_on is None
    late = gap is not None and gap.kind == "expired"
    if mark.guessed and mark.kind:
        asked, how = ASKED[mark.guessed]
        tone, verdict_ = ("risk", say(asked)) if tone != "late" else (tone, verdict_)
        reason = f"{say(how)} {reason}".strip()
    return PaperRow(
        id=document.id, name=texts.text(document.name), hint=" · ".join(hints), clause=texts.clause(document.clause),
        reason=reason, kind=mark.kind, sheets=(1 if mark.sheets is None else mark.sheets) if mark.kind else mark.sheets,
        until=mark.until, expires=document.expires, until_tone="bad" if until_bad or late else "", tone=tone,
        verdict=verdict_, remark=mark.remark, scans=max(1, mark.scan_pages) if mark.scan else 0,
        proposed=mark.guessed == "before" and bool(mark.kind), excuse=say(f"desk.excuse.{excuse}") if excuse else "",
    )  # fmt: skip


def why(gap: Finding, document: Document, mark: Mark, *, today: date) -> str:
    match gap.kind:
        case "missing":
            return ""
        case "expired" if mark.until_on:
            return count("desk.gap.expired.why", (today - mark.until_on).days)
        case "wrong-kind":
            kinds = ", ".join(say(f"window.kind.{k}") for k in document.kinds)
            return say("desk.gap.wrong-kind.why", given=kind_word(mark.kind), wanted=kinds)
        case "no-sheets":
            return say("desk.gap.no-sheets.why")
    return ""


def verdict(visit: Visit, gaps: dict[str, Finding], blocked: str, *, complete: bool, trouble: str) -> Verdict:
    if trouble:
        return Verdict("late", say("desk.refused"), trouble)
    if visit.checklist is None or not visit.applicant.number:
        return Verdict("wait", say("desk.intake.number-first"), say("desk.intake.then-papers"))
    if visit.electronic and visit.applicant.asked == "unknown":
        steps = {x.id: x for x in visit.steps}
        law = texts.clause(steps["no-data"].clause) if "no-data" in steps else ""
        return Verdict("late", say("desk.intake.nothing-known"), say("desk.intake.nothing-known.do"), law)
    numbers = {d.id: n for n, (d, _) in enumerate(visit.lines(), 1)}
    unseen = unseen_of(visit, gaps)
    marked = [g for g in gaps.values() if g not in unseen]
    if complete:
        given = [m for m in visit.marks.values() if m.kind]
        total = sum(1 if m.sheets is None else m.sheets for m in given)
        title = say("desk.intake.complete", documents=texts.documents(len(given)), sheets=texts.sheets(total))
        if gaps:
            lines = ", ".join(f"№ {numbers[id]}" for id in gaps if id in numbers)
            return Verdict("risk", say("desk.intake.warned"), say("desk.intake.warned.why", lines=lines))
        aside = (
            say("desk.intake.slip" if visit.electronic else "desk.intake.receipt") if visit.channel == "counter" else ""
        )
        return Verdict("ok", title, say("desk.intake.press"), "", aside)
    if marked and not unseen and obstacle_of(visit, gaps)[1] in gaps:
        lines = "; ".join(f"№ {numbers.get(g.document, 0)} — {say(f'desk.gap.{g.kind}').lower()}" for g in marked)
        return Verdict(
            "late", say("desk.intake.cannot", gaps=count("desk.intake.gaps", len(gaps))), lines,
            texts.clause(marked[0].clause), say("desk.intake.refusal-receipt"),
        )  # fmt: skip
    if unseen:
        return Verdict("wait", count("desk.intake.to-look", len(unseen)), say("desk.intake.digit"))
    return Verdict("wait", blocked, "")


def clocks(visit: Visit, now: Moment) -> tuple[ClockState, ...]:
    """The first of the visit's clocks runs from its beginning; the others are ahead."""
    if visit.offered is None:
        return ()
    steps = {s.id: s for s in visit.steps}
    found = []
    for id in SHOWN.get(visit.offered.flow, ()):
        if id not in steps:
            continue
        step = steps[id]
        runs = not found and visit.began is not None
        elapsed = int((now.utc - visit.began.utc).total_seconds()) if runs and visit.began else None
        name = say(f"desk.step.{id}")
        found.append(ClockState(name, texts.seconds(step), elapsed, texts.clause(step.clause), texts.limit(step)))
    return tuple(found)
