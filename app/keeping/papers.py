"""The papers of a store: each is of the subject that it names, and is drawn again as it was. That one is gone is not seen here:
no chain speaks of papers."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from sqlalchemy.engine import Connection

from app.keeping.reread import Look, Wrong, batches
from app.store.erasing import ERASED, NAMING

PAPERS = """
    SELECT p.id, p.form, p.lang, p.code, p.copy, p.facts, p.file, p.edition, f.sha256, p.subject, p.centre,
        coalesce(c.number, r.number, h.number) AS number,
        EXISTS (SELECT 1 FROM events e WHERE e.subject = p.subject AND e.kind = 'people.erased') AS erased
    FROM papers p LEFT JOIN files f ON f.sha256 = p.file LEFT JOIN cases c ON c.id = p.subject
        LEFT JOIN registries r ON r.id = p.subject LEFT JOIN handovers h ON h.id = p.subject
    WHERE p.id > :k0 ORDER BY p.id"""


def read_papers(connection: Connection, look: Look) -> None:
    """Every paper drawn again by the same edition of the forms gives the same bytes. One still to be drawn waits."""
    for rows in batches(connection, PAPERS, ""):
        for row in rows:
            _of_its_subject(row)
            if row.file is None and row.edition == ERASED:
                if not row.erased and row.form not in NAMING:  # of a list it is told by those who stood on it
                    raise Wrong("paper-emptied", "papers", row.id)
                look.papers_erased += 1
            elif row.file is None:
                look.papers_waiting += 1
            else:
                redrawn(row)
                look.papers += 1


def _of_its_subject(row: Any) -> None:
    """By its subject it is found, shown and erased: another's would go to the wrong person's page, and stay with nobody's."""
    told = row.number.replace("-", "") if row.number is not None else ""
    if row.code[1:] != told or (
        not told and row.subject != row.centre
    ):  # of a whole office: the ledger, a list of clocks
        raise Wrong("row-changed", "papers", row.id, column="subject")


def _beside(row: Any) -> None:
    """By its code a paper is found and by its copy it is counted: both must say what stands on it."""
    try:
        facts = json.loads(row.facts)
        on_paper = {"code": facts["code"], "copy": int(facts.get("copy", 0))}
    except (ValueError, KeyError, TypeError) as fault:
        raise Wrong("paper-not-drawn", "papers", row.id) from fault
    for column, told in on_paper.items():
        if getattr(row, column) != told:
            raise Wrong("row-changed", "papers", row.id, column=column)


def redrawn(row: Any) -> None:
    from app.print import draw, edition  # pulls in the forms: only where there is a paper

    if row.sha256 is None:
        raise Wrong("file-missing", "papers", row.id)
    _beside(row)
    if row.edition != edition():
        return  # an older program drew it; its bytes are proven by their hash
    try:
        again = draw(row.form, json.loads(row.facts), row.lang)
    except (ValueError, KeyError, TypeError) as fault:
        raise Wrong("paper-not-drawn", "papers", row.id) from fault
    if sha256(again).hexdigest() != row.file:
        raise Wrong("paper-differs", "papers", row.id)
