"""Papers as the printing desk sees them: which kinds there are, what this workplace made, the ledger, sheets to test with."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import exists, func, select

from app.command import Asking, CodedPage, Page, query
from app.domain import codec
from app.domain.deciding import result_forms
from app.domain.numbers import bars, case_number
from app.domain.roles import Right
from app.queries import reach
from app.queries.case import case_by
from app.queries.queue import at_most, page_of
from app.store.tables import accounts, events, papers

LEDGER = ("paper.reprinted", "registry.reprinted", "hand-over.reprinted", "sheet.recorded")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A paper that this workplace made: its moment is hidden in the id, so ids sort by it."""

    id: str
    form: str
    code: str
    copy: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """A copy, a numbered blank form, or a spoilt sheet."""

    id: str  # of the event
    kind: str
    at: str
    who: str
    name: str
    device: str
    subject: str
    paper: str
    form: str
    code: str
    copy: int
    state: str  # copied, used, spoilt
    reason: str
    blank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestKind:
    form: Literal["label", "separator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSheet:
    code: str  # what a scanner must read from it
    pdf: str  # base64


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """A paper as it would be, were it signed now; it is kept nowhere and says that it is none."""

    form: str
    code: str
    pdf: str  # base64


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePaper:
    paper: str  # its id, as the command that made it answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    form: str
    code: str
    pdf: str  # base64


@dataclass(frozen=True, slots=True, kw_only=True)
class OneFile:
    file: str  # SHA-256, as the case names a scan and the law its text


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    body: str  # base64


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest(Page):
    limit: int = 1


NEWEST = "g"  # behind every id: those are hexadecimal


@query(Right.OWN_WORK)
def kinds(asking: Asking, given: Page) -> tuple[PaperKind, ...]:
    """Every form that the program can print, in the order of its registry."""
    from app.print.forms import FORMS

    known = [name for name, _ in FORMS]
    if given.after and given.after not in known:
        raise codec.BadShape("after", "the form that was seen last is expected")
    first = known.index(given.after) + 1 if given.after else 0
    return tuple(PaperKind(form=name) for name in known[first : first + at_most(given.limit)])


@query(Right.OWN_WORK)
def newest(asking: Asking, given: Newest) -> tuple[Made, ...]:
    """The last paper of this office, or none. With a `limit` more of them, with `after` those before it."""
    mine = select(papers).where(papers.c.centre == asking.office.code, papers.c.id < (given.after or NEWEST))
    mine = mine.order_by(papers.c.id.desc()).limit(at_most(given.limit))
    return tuple(_made(row) for row in asking.connection.execute(mine))


@query(Right.OWN_WORK)
def made_here(asking: Asking, given: Page) -> tuple[Made, ...]:
    """Papers after the one given, oldest first, whose deed was done at the asking person's own workplace.

    A paper does not say who made it; the last event of its subject before it does, for both come of one transaction.
    """
    after, own = given.after or "", events.c.device == asking.account.device
    since = select(func.coalesce(func.max(events.c.seq), 0)).where(own, events.c.id <= after)
    # Along this workplace’s own chain: others’ papers cost nothing. The last deed before the one seen may have made more.
    later = events.alias()
    between = (later.c.subject == events.c.subject) & (later.c.id > events.c.id) & (later.c.id < papers.c.id)
    of_it = (papers.c.subject == events.c.subject) & (papers.c.id > events.c.id)
    mine = select(papers).join(events, of_it).where(own, events.c.seq >= since.scalar_subquery())
    mine = mine.where(papers.c.centre == asking.office.code, papers.c.id > after, ~exists().where(between))
    page = mine.order_by(events.c.seq, papers.c.id).limit(at_most(given.limit))
    return tuple(_made(row) for row in asking.connection.execute(page))


def _made(row: Any) -> Made:
    return Made(id=row.id, form=row.form, code=row.code, copy=row.copy)


@query(Right.SEE_CASES)
def ledger(asking: Asking, given: Page) -> tuple[LedgerLine, ...]:
    """Copies, numbered blank forms and spoilt sheets of this office, newest first: who, when, which paper, why."""
    chosen = select(events).where(events.c.kind.in_(LEDGER), events.c.centre == asking.office.code)
    if given.after:
        chosen = chosen.where(events.c.id < given.after)
    rows = asking.connection.execute(chosen.order_by(events.c.id.desc()).limit(at_most(given.limit))).all()
    facts = [json.loads(bytes(row.facts)) for row in rows]
    named = select(papers).where(papers.c.id.in_({f["paper"] for f in facts}))
    known = {p.id: p for p in asking.connection.execute(named)}
    heads = [json.loads(bytes(row.head)) for row in rows]
    people = select(accounts.c.login, accounts.c.name).where(accounts.c.login.in_({h["who"] for h in heads}))
    names = {p.login: p.name for p in asking.connection.execute(people)}
    return tuple(
        _line(row, head, f, paper=known.get(f["paper"]), name=names.get(head["who"], head["who"]))
        for row, head, f in zip(rows, heads, facts, strict=True)
    )


def _line(row: Any, head: dict[str, Any], facts: dict[str, Any], *, paper: Any, name: str) -> LedgerLine:
    return LedgerLine(
        id=row.id, kind=row.kind, at=head["at"], who=head["who"], name=name, device=row.device, subject=row.subject,
        paper=facts["paper"], form=paper.form if paper else "", code=paper.code if paper else "",
        copy=facts.get("copy", 0), state=facts.get("state", "copied"), reason=facts.get("reason", ""),
        blank=facts.get("blank", ""),
    )  # fmt: skip


@query(Right.OWN_WORK)
def drawn(asking: Asking, given: OnePaper) -> Drawn:
    """A paper's bytes, for who may see it. `Refused("paper-unknown")`: not theirs, or not drawn yet."""
    row = reach.paper(asking, given.paper)
    return Drawn(form=row.form, code=row.code, pdf=_base64(asking.file(row.file)))


@query(Right.OWN_WORK)
def scan(asking: Asking, given: OneFile) -> Body:
    """A scan of a case or the text of an act. `Unavailable`: it has not come, or is not theirs."""
    reach.check_file(asking, given.file)
    return Body(body=_base64(asking.file(given.file)))


@query(Right.SIGN_RESULT)
def to_sign(asking: Asking, given: CodedPage) -> tuple[Unsigned, ...]:
    """What the asking person would sign now: the result's papers, marked as a draft. Nothing waits for a signature: none."""
    from app.print import draw
    from app.print.compose import compose

    case = case_by(asking, given.code)
    if case.result is None or case.signed:
        return ()
    found = []
    for form in page_of(result_forms(case), given, named=str):
        facts = {**compose(form, asking, case), "draft": True}
        found.append(Unsigned(form=form, code=facts["code"], pdf=_base64(draw(form, facts, "both"))))
    return tuple(found)


@query(Right.OWN_WORK)
def test_sheet(asking: Asking, given: TestKind) -> TestSheet:
    """A label or a page that means nothing and says so: its bars show whether the printer keeps whole dots."""
    from app.print import draw
    from app.print.compose.common import local, office, said
    from app.print.forms import label, separator

    number = case_number(asking.office.code, "00", year=asking.now.local(asking.zone).year, serial=12345)
    at, code = local(asking, asking.now), bars("D", number)  # type: ignore[arg-type]
    common: dict[str, Any] = {
        "office": office(asking.office), "code": code, "number": number, "training": True, "documents": 8, "sheets": 88,
        "service": said("printers.test"),
    }  # fmt: skip
    facts = (
        label.Facts(**common, centre=asking.office.code, accepted_on=at[:10])
        if given.form == "label"
        else separator.Facts(**common, accepted_at=at)
    )
    return TestSheet(code=code, pdf=_base64(draw(given.form, facts, "both")))


def _base64(body: bytes) -> str:
    return base64.b64encode(body).decode()
