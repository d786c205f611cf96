"""Who may press what. One role a person; each command and query has one right; a role is a set of rights."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    SEE_CASES = "see-cases"  # find and open what stands at the own centre or department
    SEE_BAGS = "see-bags"  # registries, hand-overs, and the numbers of what lies in them
    ACCEPT_DOCUMENTS = "accept-documents"  # take in, refuse on paper, give a slip, certify and send
    ATTACH_SCANS = "attach-scans"  # keep the picture of a paper that was handed in
    RELEASE_RESULT = "release-result"
    KEEP_REGISTRY = "keep-registry"  # the accumulation sector: scan in, close, mark received, shelf
    HAND_OVER = "hand-over"  # give or take as holder
    TAKE_IN = "take-in"  # the licensor's chancellery
    ASSIGN = "assign"  # the head's visa
    EXAMINE = "examine"  # the specialist: completeness, data, state bodies, result
    SIGN_RESULT = "sign-result"
    DECIDE = "decide"  # the commission and its secretary
    WATCH = "watch"  # boards and reports
    SEE_EXCHANGE = "see-exchange"  # what waits to be sent, what could not be applied
    REQUEST_OVERRIDE = "request-override"  # ask for what the rules do not let one person do
    CONFIRM_OVERRIDE = "confirm-override"  # the second person's yes
    UNLOCK = "unlock"  # let somebody try again who waits after wrong passwords
    ADMINISTER = "administer"  # people, devices, packs, store
    OWN_WORK = "own-work"  # what every signed-in person may: own drafts, clock, catalogue


class Role(StrEnum):
    INSPECTOR = "inspector"
    SECTOR = "sector"
    COURIER = "courier"
    CHANCELLERY = "chancellery"
    HEAD = "head"
    SPECIALIST = "specialist"
    SECRETARY = "secretary"
    PROVIDER = "provider"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


# who works on which side; a courier goes between the two, and is their centre's
ROLES_OF: dict[str, tuple[Role, ...]] = {
    "centre": (Role.INSPECTOR, Role.SECTOR, Role.COURIER, Role.SUPERVISOR, Role.ADMINISTRATOR),
    "licensor": (
        Role.CHANCELLERY, Role.HEAD, Role.SPECIALIST, Role.SECRETARY, Role.PROVIDER, Role.SUPERVISOR, Role.ADMINISTRATOR,
    ),
}  # fmt: skip

R = Right
SEES = (R.SEE_CASES, R.SEE_BAGS)
RIGHTS: dict[Role, frozenset[Right]] = {
    role: frozenset({R.OWN_WORK, *rights})
    for role, rights in {
        Role.INSPECTOR: (*SEES, R.ACCEPT_DOCUMENTS, R.ATTACH_SCANS, R.RELEASE_RESULT),
        Role.SECTOR: (*SEES, R.KEEP_REGISTRY, R.HAND_OVER, R.REQUEST_OVERRIDE),
        Role.COURIER: (R.SEE_BAGS, R.HAND_OVER),
        Role.CHANCELLERY: (*SEES, R.TAKE_IN, R.ATTACH_SCANS, R.HAND_OVER, R.RELEASE_RESULT, R.REQUEST_OVERRIDE),
        Role.HEAD: (*SEES, R.ASSIGN, R.SIGN_RESULT, R.WATCH, R.SEE_EXCHANGE, R.CONFIRM_OVERRIDE),
        Role.SPECIALIST: (*SEES, R.EXAMINE),
        Role.SECRETARY: (*SEES, R.TAKE_IN, R.ATTACH_SCANS, R.DECIDE, R.EXAMINE, R.HAND_OVER, R.REQUEST_OVERRIDE),
        Role.PROVIDER: (*SEES, R.TAKE_IN, R.ATTACH_SCANS, R.EXAMINE, R.SIGN_RESULT, R.RELEASE_RESULT),
        Role.SUPERVISOR: (*SEES, R.WATCH, R.UNLOCK, R.SEE_EXCHANGE, R.REQUEST_OVERRIDE, R.CONFIRM_OVERRIDE),
        Role.ADMINISTRATOR: (R.SEE_EXCHANGE, R.UNLOCK, R.ADMINISTER),  # accounts and upkeep, not people's applications
    }.items()
}


def may(role: Role, right: Right) -> bool:
    return right in RIGHTS[role]
