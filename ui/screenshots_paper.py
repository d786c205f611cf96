"""What stands on the pictures of paper: printers with one that is off, the ledger, a receipt before it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.desks.front import Front

INSPECTOR = "inspector.at01"
OFF = "zpl://127.0.0.1:9"  # nobody listens there


def _papers(front: Front) -> list[Any]:
    app = front.door.apps["centre"]
    rows = app.ask("queue.all", {"limit": 50}, as_=INSPECTOR)
    cases = [r for r in rows if r.status not in ("refused", "slip", "no-data")][:3]
    return [p for r in cases for p in app.ask("case.papers_of", {"code": r.id}, as_=INSPECTOR) if not p.copy]


def printers(front: Front) -> None:
    """The label printer is switched off, and two papers are not confirmed."""
    from ui import screenshots as shots
    from ui.devices.print_journal import Print

    shots.enter(front, INSPECTOR, "printers")
    assert front.session is not None
    printing = front.session.printing
    at = front.session.moment().iso()
    for paper in _papers(front)[:2]:
        printing.journal.due(Print(paper=paper.id, kind=paper.form, code=paper.code, device=printing.device, at=at))
        printing.journal.failed(paper.id, OFF, "gone" if paper.form == "label" else "slow")
    desk: Any = front.desks["printers"]
    desk.take("label", OFF)
    shots.settle(front)
    desk.view.table.list.go("label")


def ledger(front: Front) -> None:
    from ui import screenshots as shots

    app = front.door.apps["centre"]
    if not app.ask("papers.ledger", {}, as_=INSPECTOR):
        papers = _papers(front)
        for paper, reason in zip(papers, ("lost", "spoilt", "asked", "not-printed", "wrong-language"), strict=False):
            app.run("upkeep.reprint", {"paper": paper.id, "reason": reason}, as_=INSPECTOR)
        sheets: tuple[dict[str, Any], ...] = (
            {"state": "used", "blank": "ҚҚ 0012345"},
            {"state": "used", "blank": "ҚҚ 0012346"},
            {"state": "spoilt", "blank": "ҚҚ 0012347", "reason": "wrong-paper"},
            {"state": "spoilt", "reason": "jam"},
        )
        for sheet in sheets:
            app.run("papers.record_sheet", {"paper": papers[0].id, **sheet}, as_=INSPECTOR)
    shots.enter(front, INSPECTOR, "ledger")
    front.shell.toast.hide()


def paper(front: Front) -> None:
    from ui import screenshots as shots

    shots.enter(front, INSPECTOR, "intake")
    assert front.session is not None
    receipt = next(p for p in _papers(front) if p.form == "acceptance-receipt")
    front.session.printing.show(receipt.id)
    shots.settle(front)
