"""A visit as its scans see it: the lines asked for over the counter, and the file each refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.desks import texts
from ui.desks.visit import Mark, Visit

if TYPE_CHECKING:
    from ui.desks.typed_visit import TypedVisit


class VisitScans:
    """Visits that were put aside while a file was still being kept are remembered until it is."""

    def __init__(self, desk: TypedVisit) -> None:
        self.desk = desk
        self.known: dict[str, Visit] = {}

    def lines(self) -> tuple[tuple[str, str], ...]:
        return tuple((d.id, texts.text(d.name)) for d in self.desk.visit.demanded())

    def line(self) -> str:
        at = self.desk.view.papers.list.current()
        return at if any(id == at for id, _ in self.lines()) else ""

    def scan_of(self, line: str) -> str:
        return self.desk.visit.marks.get(line, Mark()).scan

    def visit_key(self) -> str:
        return self.desk.visit.id

    def kept(self, visit: str, line: str, file: str, pages: int) -> None:
        self.desk.scan_kept(self._visit(visit), line, file, pages)

    def under_way(self, visit: str, by: int) -> None:
        found = self._visit(visit)
        found.scans_under_way += by
        if found.scans_under_way:
            self.known[visit] = found
        if found is self.desk.visit:
            self.desk.show()

    def go(self, line: str) -> None:
        self.desk.view.papers.list.go(line)

    def _visit(self, id: str) -> Visit:
        return self.desk.visit if self.desk.visit.id == id else self.known[id]
