"""From a fold to its row: what lists, search and boards need of a subject, beside the whole state as JSON."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.domain import access, adopted, codec, handover, registry
from app.domain import case as cases
from app.domain.access import Access
from app.domain.adopted import Adopted
from app.domain.case import Case, Head
from app.domain.events import AccountClosed, AccountOpened, AccountRoleSet
from app.domain.handover import Handover
from app.domain.names import alphabetical, mixed, twins
from app.domain.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person of the house, who presses the buttons."""

    id: str
    version: int
    login: str
    role: str
    office: str
    device: str
    name: str
    open: bool = True


def _account(account: Account | None, head: Head, fact: Any) -> Account | None:
    match account, fact:
        case None, AccountOpened():
            return Account(
                id=head.case, version=head.version, login=fact.login, role=fact.role, office=fact.office,
                device=fact.device, name=fact.person.name.open(),
            )  # fmt: skip
        case Account(), AccountClosed():
            return replace(account, version=head.version, open=False)
        case Account(), AccountRoleSet():
            return replace(account, version=head.version, role=fact.role)
    return account


def folded(text: str) -> str:
    """As search sees it: no case, no ё, composed letters. Every Kazakh letter stays itself."""
    return unicodedata.normalize("NFC", text).casefold().replace("ё", "е")


def _case_row(case: Case) -> dict[str, Any]:
    what, people, due = case.what, case.people, case.next_due
    name = people.applicant.name.open() if people else ""
    number = people.applicant.number.open() if people else ""
    alike = twins(name) if mixed(name) else ()  # written with a letter of another alphabet, it is found all the same
    found = (name, *alike, number, case.number, case.number.replace("-", ""), case.register_number or "")
    return {
        "id": case.id, "version": case.version, "number": case.number, "status": case.status,
        "service": case.service, "variant": what.variant if what else "", "object": what.object if what else "",
        "act": what.pack.split("@")[0] if what else "", "channel": what.channel if what else "",
        "licensor": what.licensor if what else "", "holder": case.holder, "registry": case.registry,
        "register_number": case.register_number, "cell": case.cell, "applicant": name, "applicant_number": number,
        "sorted_as": alphabetical(name),
        "documents": sum(not d.returned for d in case.documents), "sheets": case.sheets,
        "accepted_at": case.accepted_at.iso() if case.accepted_at else "", "due_step": due.step if due else None,
        "due_by": due.due_by.iso() if due and due.due_by else None,
        "steps": f" {' '.join(s.step for s in case.running)} ", "trouble": bool(case.out_of_order),
        "search": folded(" ".join(f for f in found if f)), "state": codec.dump(case).decode(),
    }  # fmt: skip


def _registry_row(found: Registry) -> dict[str, Any]:
    return {
        "id": found.id, "version": found.version, "number": found.number, "status": found.status,
        "direction": found.direction, "sender": found.sender, "receiver": found.receiver,
        "state": codec.dump(found).decode(),
    }  # fmt: skip


def _handover_row(found: Handover) -> dict[str, Any]:
    return {
        "id": found.id, "version": found.version, "number": found.number, "status": found.status,
        "state": codec.dump(found).decode(),
    }  # fmt: skip


def _account_row(found: Account) -> dict[str, Any]:
    return {
        "id": found.id, "version": found.version, "login": found.login, "role": found.role, "name": found.name,
        "centre": found.office, "device": found.device, "open": found.open,
    }  # fmt: skip


def _access_row(found: Access) -> dict[str, Any]:
    return {"id": found.id, "version": found.version, "login": found.login, "state": codec.dump(found).decode()}


def _law_row(found: Adopted) -> dict[str, Any]:
    return {"id": found.id, "version": found.version, "pack": found.ref, "state": codec.dump(found).decode()}


def _read_state(kind: type[Any]) -> Callable[[Any], Any]:
    return lambda row: codec.load(kind, row.state)


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of file that events belong to: its table, how one more event changes it, its row and back."""

    table: str
    apply: Callable[[Any, Head, Any], Any]
    row: Callable[[Any], dict[str, Any]]
    read: Callable[[Any], Any]


CASE = Subject("cases", cases.apply, _case_row, _read_state(Case))
REGISTRY = Subject("registries", registry.apply, _registry_row, _read_state(Registry))
HANDOVER = Subject("handovers", handover.apply, _handover_row, _read_state(Handover))
ACCESS = Subject("access", access.apply, _access_row, _read_state(Access))
LAW = Subject("laws", adopted.apply, _law_row, _read_state(Adopted))
ACCOUNT = Subject(
    "accounts", _account, _account_row,
    lambda r: Account(
        id=r.id, version=r.version, login=r.login, role=r.role, office=r.centre, device=r.device, name=r.name, open=r.open
    ),
)  # fmt: skip


def mark(row: Any | None) -> str:
    """What a row looked like when it was read: a write that started from another look is refused.

    The version alone does not tell: a received event may change a fold without raising it.
    """
    if row is None:
        return ""
    state = getattr(row, "state", None)
    return str(row.version) if state is None else hashlib.md5(state.encode(), usedforsecurity=False).hexdigest()


SUBJECTS = {"registry": REGISTRY, "hand-over": HANDOVER, "account": ACCOUNT, "access": ACCESS, "law": LAW}


def subject_of(kind: str) -> Subject:
    """By the first word of the event's kind; whatever is of none of these is about a case."""
    return SUBJECTS.get(kind.split(".")[0], CASE)
