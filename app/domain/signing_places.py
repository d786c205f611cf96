"""Where in the acts an ЭЦП stands: what is signed there, by whom, and who may bring it to the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.domain.numbers import read_number
from app.domain.people import People
from app.domain.personal import Personal
from app.domain.roles import Right
from app.domain.signature import Place, Signatory
from app.problems import Refused

# the event that is signed; of several the newest
SIGNED: Final[Mapping[Place, tuple[str, ...]]] = {
    "request": (
        "application.accepted",
        "application.certified",
    ),  # vko-2015-314 cl. 4, atyrau cl. 6: e-request with ЭЦП
    "certification": ("application.certified",),  # mangystau-2013-3 and vko-2014-70, process 5: the operator's
    "result": ("result.signed",),  # mangystau 5(15), vko-2014-70 cl. 3: the licensor's authorised person
}
BRINGS: Final[Mapping[Place, Right]] = {
    "request": Right.ATTACH_SCANS, "certification": Right.ACCEPT_DOCUMENTS, "result": Right.SIGN_RESULT,
}  # fmt: skip
OWN: Final[frozenset[Place]] = frozenset({"certification", "result"})  # signed by who did it, and by nobody for them


def signatory(place: Place, people: People | None, own: Personal | None, *, login: str) -> Signatory:
    """Whose certificate it must be. `Refused`: no ИИН is bound to the login, or the applicant was erased."""
    if place in OWN:
        if own is None:
            raise Refused("signature-unbound", login=login)
        return Signatory(iin=own)
    if people is None:
        raise Refused("person-erased")
    if people.representative is not None:
        return Signatory(iin=people.representative.number)
    number = people.applicant.number
    return Signatory(bin=number) if read_number(number.open()).kind == "bin" else Signatory(iin=number)
