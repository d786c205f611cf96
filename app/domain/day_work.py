"""How much of people's papers a day's work needs: who takes out more is shown to the supervisor. No law sets these figures;
they are the program's own, far above a busy day, and stand here alone."""

from __future__ import annotations

from typing import Literal

from app.domain.roles import Role

Kind = Literal["search", "open", "export"]
STEP: dict[Kind, int] = {"search": 50, "open": 50, "export": 1}  # so many at once go into the journal
DAYS = 7  # are remembered; the journal keeps all

_USUAL: dict[Kind, int] = {"search": 300, "open": 300, "export": 5}
_LIMITS: dict[Role, dict[Kind, int]] = {
    Role.SUPERVISOR: {**_USUAL, "export": 20},  # whose work reports are
    Role.HEAD: {**_USUAL, "export": 20},
    Role.COURIER: {"search": 100, "open": 100, "export": 2},
}


def limit(role: Role, kind: Kind) -> int:
    return _LIMITS.get(role, _USUAL)[kind]
