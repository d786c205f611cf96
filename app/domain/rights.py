"""What each role may see and write, beside the buttons: one table that the door, the window and PostgreSQL read.

Deny by default: a kind of event, a table or a form that stands in none of these lines is nobody's.

TO ADD AN EVENT: its line in `WRITES`. TO ADD A TABLE that a command keeps rows in: its line in `KEEPS`.
"""

from __future__ import annotations

from enum import StrEnum

from app.domain.facts import Holder
from app.domain.roles import RIGHTS, Right, Role

R = Right


class Reach(StrEnum):
    """Whose cases a role sees at its own office. Another office's are nobody's."""

    NONE = "none"
    CARRIED = "carried"  # in bags, and in registries to carry: numbers and counts, not the documents
    ASSIGNED = "assigned"  # theirs, and what nobody has been named for
    OFFICE = "office"


REACH: dict[Role, Reach] = {
    Role.ADMINISTRATOR: Reach.NONE,
    Role.COURIER: Reach.CARRIED,
    Role.SPECIALIST: Reach.ASSIGNED,
    **dict.fromkeys(
        (Role.INSPECTOR, Role.SECTOR, Role.CHANCELLERY, Role.HEAD, Role.SECRETARY, Role.PROVIDER, Role.SUPERVISOR),
        Reach.OFFICE,
    ),
}

# kind of event, of a step with its name → the rights of which one is enough to write it
WRITES: dict[str, tuple[Right, ...]] = {
    "application.accepted": (R.ACCEPT_DOCUMENTS, R.TAKE_IN),
    "application.refused": (R.ACCEPT_DOCUMENTS,),
    "slip.given": (R.ACCEPT_DOCUMENTS,),
    "no-data.recorded": (R.ACCEPT_DOCUMENTS,),
    "application.certified": (R.ACCEPT_DOCUMENTS,),
    "application.sent": (R.ACCEPT_DOCUMENTS,),
    "application.registered": (R.TAKE_IN,),
    "case.entered-in-registry": (R.KEEP_REGISTRY,),
    "case.removed-from-registry": (R.KEEP_REGISTRY,),
    "custody.moved": (R.KEEP_REGISTRY, R.HAND_OVER, R.RELEASE_RESULT, R.CONFIRM_OVERRIDE),
    "result.marked": (R.KEEP_REGISTRY,),
    "case.shelved": (R.KEEP_REGISTRY,),
    **dict.fromkeys(
        ("step.done:take-in", "step.done:confirm-registration", "step.done:journal", "step.done:give-out"), (R.TAKE_IN,)
    ),
    "step.done:assign": (R.ASSIGN,),
    **dict.fromkeys(
        (
            "step.done:completeness", "step.done:enter-data", "step.done:ask-body", "step.done:body-answers",
            "step.done:verify-documents",
        ),
        (R.EXAMINE,),
    ),
    "step.done:commission": (R.DECIDE,),
    "result.prepared": (R.EXAMINE,),
    "result.signed": (R.SIGN_RESULT,),
    "result.told": (R.KEEP_REGISTRY, R.RELEASE_RESULT),
    "result.asked-back": (R.RELEASE_RESULT,),
    "result.released": (R.RELEASE_RESULT,),
    "survey.answered": (R.RELEASE_RESULT,),
    "paper.reprinted": (R.SEE_CASES,),
    "sheet.recorded": (R.SEE_CASES,),
    "holder.called": (R.SEE_BAGS,),
    "registry.reprinted": (R.SEE_BAGS,),
    "hand-over.reprinted": (R.SEE_BAGS,),
    "registry.opened": (R.KEEP_REGISTRY,),
    "registry.closed": (R.KEEP_REGISTRY,),
    "hand-over.given": (R.HAND_OVER,),
    "hand-over.taken": (R.HAND_OVER,),
    "hand-over.ended": (R.HAND_OVER,),
    "signature.kept": (R.ATTACH_SCANS, R.SIGN_RESULT),
    "override.requested": (R.REQUEST_OVERRIDE,),
    "override.confirmed": (R.CONFIRM_OVERRIDE,),
    "people.erased": (R.CONFIRM_OVERRIDE,),
    "account.opened": (R.ADMINISTER,),
    "account.closed": (R.ADMINISTER,),
    "account.role-set": (R.ADMINISTER,),
    "access.password-set": (R.OWN_WORK,),  # one's own; another's with ADMINISTER: the writing function tells them apart
    "access.badge-issued": (R.ADMINISTER,),
    "access.badge-revoked": (R.ADMINISTER,),
    "access.signature-bound": (R.ADMINISTER,),
    "access.hand-key-issued": (R.OWN_WORK,),  # one's own and nobody else's: the writing function sees to it
    "access.hand-key-revoked": (R.OWN_WORK,),  # one's own; another's with ADMINISTER
    "access.unlocked": (R.UNLOCK,),
    "access.counted": (R.OWN_WORK,),  # one's own, as the program counts it
    "law.adopted": (R.ADMINISTER,),
}  # fmt: skip

# rows that no event carries → who may put them; each only of the own office, a draft only of oneself
KEEPS: dict[str, tuple[Right, ...]] = {
    "operations": (R.OWN_WORK,),
    "papers": (R.OWN_WORK,),
    "files": (R.OWN_WORK,),
    "file_parts": (R.OWN_WORK,),
    "drafts": (R.OWN_WORK,),
    "secrets": (R.OWN_WORK,),
    "checkpoints": (R.OWN_WORK,),
    "offices": (R.ADMINISTER,),
    "texts": (R.ADMINISTER,),
}

# to whom the papers go when somebody of that role takes them; to "lost" from whom they were with
TAKES: dict[Role, tuple[Holder, ...]] = {
    Role.INSPECTOR: ("inspector",),
    Role.SECTOR: ("sector", "lost"),
    Role.COURIER: ("courier", "lost"),
    Role.CHANCELLERY: ("chancellery", "lost"),
    Role.SECRETARY: ("chancellery", "lost"),
    Role.SUPERVISOR: ("sector",),  # found again, as a second person confirmed
    Role.HEAD: ("chancellery",),
}

# papers that a bag needs; every other one is about people, and asks for SEE_CASES
CARRIED_FORMS = ("registry-out", "registry-in", "courier-sheet", "hand-over-act")
FORMS: dict[str, Right] = {**dict.fromkeys(CARRIED_FORMS, R.SEE_BAGS), "summary": R.WATCH, "process": R.OWN_WORK}


# questions that count over an office's cases and show none: asked in the node's name, where it has one of its own
COUNTS = ("law.tried", "house.files_awaited")


def right_of_form(form: str) -> Right:
    return FORMS.get(form, R.SEE_CASES)


def roles_with(*rights: Right) -> tuple[Role, ...]:
    """Roles that have at least one of them."""
    return tuple(role for role in Role if not RIGHTS[role].isdisjoint(rights))


def kinds_of(role: Role) -> tuple[str, ...]:
    """Every kind of event that this role may write."""
    return tuple(kind for kind, rights in WRITES.items() if not RIGHTS[role].isdisjoint(rights))


def keeps(role: Role) -> tuple[str, ...]:
    return tuple(table for table, rights in KEEPS.items() if not RIGHTS[role].isdisjoint(rights))
