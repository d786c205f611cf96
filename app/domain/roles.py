"""Who may press what. One role a person; each command and query has one right; a role is a set of rights."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    SEE_CASES = "see-cases"  # find and open what stands at the own centre or department
    ACCEPT_DOCUMENTS = "accept-documents"  # take in, refuse on paper, give a slip, certify and send
    RELEASE_RESULT = "release-result"
    KEEP_REGISTRY = "keep-registry"  # the accumulation sector: scan in, close, mark received, shelf
    HAND_OVER = "hand-over"  # give or take as holder
    TAKE_IN = "take-in"  # the licensor's chancellery
    ASSIGN = "assign"  # the head's visa
    EXAMINE = "examine"  # the specialist: completeness, data, state bodies, result
    SIGN_RESULT = "sign-result"
    DECIDE = "decide"  # the commission and its secretary
    WATCH = "watch"  # boards and reports
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


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.INSPECTOR: frozenset({Right.SEE_CASES, Right.ACCEPT_DOCUMENTS, Right.RELEASE_RESULT, Right.OWN_WORK}),
    Role.SECTOR: frozenset({Right.SEE_CASES, Right.KEEP_REGISTRY, Right.HAND_OVER, Right.OWN_WORK}),
    Role.COURIER: frozenset({Right.SEE_CASES, Right.HAND_OVER, Right.OWN_WORK}),
    Role.CHANCELLERY: frozenset(
        {Right.SEE_CASES, Right.TAKE_IN, Right.HAND_OVER, Right.RELEASE_RESULT, Right.OWN_WORK}
    ),
    Role.HEAD: frozenset({Right.SEE_CASES, Right.ASSIGN, Right.SIGN_RESULT, Right.WATCH, Right.OWN_WORK}),
    Role.SPECIALIST: frozenset({Right.SEE_CASES, Right.EXAMINE, Right.OWN_WORK}),
    Role.SECRETARY: frozenset(
        {Right.SEE_CASES, Right.TAKE_IN, Right.DECIDE, Right.EXAMINE, Right.HAND_OVER, Right.OWN_WORK}
    ),
    Role.PROVIDER: frozenset(
        {Right.SEE_CASES, Right.TAKE_IN, Right.EXAMINE, Right.SIGN_RESULT, Right.RELEASE_RESULT, Right.OWN_WORK}
    ),
    Role.SUPERVISOR: frozenset({Right.SEE_CASES, Right.WATCH, Right.OWN_WORK}),
    Role.ADMINISTRATOR: frozenset({Right.SEE_CASES, Right.WATCH, Right.ADMINISTER, Right.OWN_WORK}),
}


def may(role: Role, right: Right) -> bool:
    return right in RIGHTS[role]
