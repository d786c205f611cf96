"""Papers in an office's hands: deeds that look at more than they write are done one after another."""

from __future__ import annotations

from app.command import Unit


def one_after_another(unit: Unit) -> None:
    """Before anything is read: who enters, removes, closes or gives at another workplace of the office waits until this is
    done, and then sees it. A hand-over is not written into its cases, nor a scan into its registry, so the versions of
    what is written would not tell; on an embedded store nobody writes beside another in any case.
    """
    unit.transaction.alone(f"papers {unit.office.code}")
