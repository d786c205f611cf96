"""The facts of the ledger's paper: each line of the journal that is about a copy, a blank form or a spoilt sheet."""

from __future__ import annotations

from typing import Any

from app.domain.case import Head
from app.domain.events import SheetRecorded
from app.domain.numbers import NotACode, parse_code
from app.print.compose.common import frame, local, person, said
from app.print.facts import Both
from app.print.forms import ledger


def facts(unit: Any, subject: Any, *, lines: list[tuple[Head, Any, dict[str, Any]]]) -> ledger.Facts:
    """`lines`: head, fact and paper of each, oldest first."""
    return ledger.Facts(
        **{**frame(unit, number=unit.office.code, prefix="C"), "code": ""}, as_of=local(unit, unit.now),
        centre=unit.office.code, entries=tuple(_entry(unit, *line) for line in lines),
        checked_by=person(unit, unit.account.login, unit.account.role),
    )  # fmt: skip


def _entry(unit: Any, head: Head, fact: Any, paper: dict[str, Any]) -> ledger.Entry:
    account = unit.account_of(head.who)
    return ledger.Entry(
        at=local(unit, head.at), who=account.name if account else head.who, paper=said(f"papers.form.{paper['form']}"),
        code=_line(paper["code"]), what=_what(fact), why=said(f"printers.reason.{fact.reason}") if fact.reason else None,
    )  # fmt: skip


def _line(code: str) -> str:
    try:
        return parse_code(code).line
    except NotACode:
        return code


def _what(fact: Any) -> Both:
    if not isinstance(fact, SheetRecorded):
        return said("ledger.copied", n=fact.copy)
    if fact.state == "used":
        return said("ledger.used", blank=fact.blank)
    return said("ledger.spoilt.blank", blank=fact.blank) if fact.blank else said("ledger.spoilt")
