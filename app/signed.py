"""Somebody signs at a case: the statement is asked for, their key signs it, НУЦ is asked, and all comes to the case."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.events_signatures import Answer
from app.domain.personal import Personal
from app.domain.signature import Place
from app.outside.signature import CANCELLED, Cancelled, Signer
from app.problems import Refused
from app.queries.signatures import AtPlace, ToSign
from app.services.signatures import Brought

if TYPE_CHECKING:
    from app.outside.revocation import Gathered, Gathers  # its libraries take half a second: where somebody signs


class Door(Protocol):
    """What is needed of the program: its two verbs."""

    def ask(self, name: str, given: Any, *, as_: str) -> Any: ...

    def run(self, name: str, given: Any, *, as_: str, op: str | None = None) -> Any: ...


def sign(
    door: Door, code: str, place: Place, *, login: str, signer: Signer, gathers: Gathers, op: str | None = None
) -> Any:
    """The command's outcome, or `CANCELLED`: the person closed the window of their key, and nothing was changed.

    Nothing here runs inside a transaction: a key may wait for its PIN for minutes, and НУЦ for seconds.
    """
    asked: ToSign = door.ask("signatures.to_sign", AtPlace(code=code, place=place), as_=login)
    cms = signer.sign(base64.b64decode(asked.statement), asked.by)
    if isinstance(cms, Cancelled):
        return CANCELLED
    gathered = gathers.gather(cms)
    if gathered.clock_wrong:
        raise Refused("clock-wrong")
    return bring(door, code, place, login=login, gathered=gathered, op=op)


def bring(door: Door, code: str, place: Place, *, login: str, gathered: Gathered, op: str | None = None) -> Any:
    """A signature that is there already: the applicant's, or one that is judged again."""
    answers = tuple(
        Answer(kind=one.kind, body=_text(one.body), source=one.source, at=one.at) for one in gathered.evidence
    )
    brought = Brought(code=code, place=place, cms=_text(gathered.cms), answers=answers)
    return door.run("signatures.keep", brought, as_=login, op=op)


def _text(body: bytes) -> Personal:
    return Personal(base64.b64encode(body).decode())
