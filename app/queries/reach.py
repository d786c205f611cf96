"""Whose cases, papers and files a person gets to see: those of their office, as far as their role reaches."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, cast, false, func, or_, select

from app.command import Asking, check_right
from app.domain import codec
from app.domain.handover import Handover
from app.domain.rights import REACH, Reach, right_of_form
from app.domain.roles import Right, Role, may
from app.problems import Refused, Unavailable
from app.store.tables import accounts, cases, files, handovers, papers, texts


def reachable(asking: Asking) -> tuple[ColumnElement[bool], ...]:
    """Conditions on `cases`. A centre sees its own, a department what it decides; a role of these what it works on."""
    mine = (cases.c.centre if asking.office.side == "centre" else cases.c.licensor) == asking.office.code
    match REACH[Role(asking.account.role)]:
        case Reach.OFFICE:
            return (mine,)
        case Reach.ASSIGNED:
            theirs = select(accounts.c.login).where(
                accounts.c.centre == asking.office.code, accounts.c.login != asking.account.login
            )
            return mine, _assigned(asking).not_in(theirs)
        case Reach.CARRIED:
            return mine, or_(cases.c.holder == "courier", cases.c.registry.is_not(None), cases.c.id.in_(_bag(asking)))
        case Reach.NONE:
            return (false(),)


def _assigned(asking: Asking) -> ColumnElement[str]:
    """The login that the head's visa names, or whatever was written there."""
    if asking.connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import JSONB  # a whole dialect, which other nodes need not read

        found: Any = func.jsonb_extract_path_text(cast(cases.c.state, JSONB), "references", "assign")
    else:
        found = func.json_extract(cases.c.state, "$.references.assign")
    return func.coalesce(found, "")


def _bag(asking: Asking) -> list[str]:
    """What was given and waits for this courier, or for any."""
    given = asking.connection.execute(select(handovers.c.state).where(handovers.c.status == "given")).scalars()
    waiting = [codec.load(Handover, state) for state in given]
    mine = (None, asking.account.login)
    return [id for h in waiting if h.to_holder == "courier" and h.receiver in mine for id in h.cases]


def paper(asking: Asking, id: str) -> Any:
    """The row of a drawn paper of this office that the person may read. `Refused("paper-unknown")`."""
    row = asking.connection.execute(select(papers).where(papers.c.id == id)).one_or_none()
    if row is None or not row.file or row.centre != asking.office.code:
        raise Refused("paper-unknown")
    right = right_of_form(row.form)
    check_right(asking.account, right)
    if right is Right.SEE_CASES and not _sees_subject(asking, row.subject):
        raise Refused("paper-unknown")
    return row


def _sees_subject(asking: Asking, subject: str) -> bool:
    known = asking.connection.execute(select(cases.c.id).where(cases.c.id == subject)).first()
    if known is None:
        return True  # of the office, a registry, a hand-over
    found = asking.connection.execute(select(cases.c.id).where(cases.c.id == subject, *reachable(asking))).first()
    return found is not None


def check_file(asking: Asking, name: str) -> None:
    """Whether the person may read that file. What is not theirs has not come, as what has not come."""
    held = asking.connection.execute(select(files.c.centre).where(files.c.sha256 == name)).scalar()
    if held is not None and asking.office.code in held.split() and may(Role(asking.account.role), Right.SEE_CASES):
        return
    if asking.connection.execute(select(texts.c.act).where(texts.c.file == name)).first():
        return
    for id in asking.connection.execute(select(papers.c.id).where(papers.c.file == name)).scalars().all():
        try:
            paper(asking, id)
        except Refused:
            continue
        return
    raise Unavailable("file", "not-come", sha256=name)
