"""Papers in an office's hands: they go one way at a time, and deeds that look at more than they write one after another."""

from __future__ import annotations

from app.command import Unit
from app.domain.case import Case
from app.problems import Refused


def one_after_another(unit: Unit) -> None:
    """Before anything is read: who enters, removes, closes or gives at another workplace of the office waits until this is
    done, and then sees it. A hand-over is not written into its cases, nor a scan into its registry, so the versions of
    what is written would not tell; on an embedded store nobody writes beside another in any case.
    """
    unit.transaction.alone(f"papers {unit.office.code}")


def not_given(unit: Unit, cases: list[Case]) -> None:
    """Papers go one way at a time: the same scan twice, or given on before the other has taken."""
    waiting = unit.on_the_way(*cases)
    for case in cases:
        if earlier := waiting.get(case.id):
            raise Refused("given-already", number=case.number, handover=earlier)
