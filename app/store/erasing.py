"""What goes when the people of a case are erased: SQL for both stores, run by the one writing door and by nothing else.

The chain keeps the hash of a personal part, so it still verifies. `:case` is erased only where a `people.erased` of it stands
in the journal. It runs before the case's new row is written: the old one tells by which number a draft is of this person.
"""

from __future__ import annotations

ERASED = "erased"  # what stands as the edition of a paper that was shredded
ITEM = "erasures"  # in a batch, beside the names of tables
NAMING = ("registry-out", "registry-in", "clock-list", "unclaimed-list")  # lists in which several people stand by name

TOLD = "SELECT 1 FROM events WHERE subject = :case AND kind = 'people.erased'"
MINE = f"""(subject = :case OR form IN ({", ".join(repr(form) for form in NAMING)})
    AND {{has}}(facts, (SELECT c.number FROM cases c WHERE c.id = :case)) > 0)"""
# drafts of the same person that were begun before the case: it came out of one of them
DRAFTS = """body <> '' AND id < (SELECT min(e.id) FROM events e WHERE e.subject = :case)
    AND EXISTS (SELECT 1 FROM cases c WHERE c.id = :case AND c.applicant_number <> ''
        AND {has}(body, c.applicant_number) > 0)"""
# its papers and its scans; what a case that keeps its people has as a scan too stays, and is that one's
FILES = f"""SELECT f.sha256 FROM files f WHERE (
        f.sha256 IN (SELECT file FROM papers WHERE {MINE})
        OR {{has}}((SELECT c.state FROM cases c WHERE c.id = :case), '"' || f.sha256 || '"') > 0
        OR {{has}}((SELECT {{all}}(body, ' ') FROM drafts WHERE {DRAFTS}), '"' || f.sha256 || '"') > 0)
    AND NOT EXISTS (SELECT 1 FROM cases o WHERE o.id <> :case AND {{has}}(o.state, '"' || f.sha256 || '"') > 0
        AND NOT EXISTS (SELECT 1 FROM events e WHERE e.subject = o.id AND e.kind = 'people.erased'))"""
PARTS = f"DELETE FROM file_parts p USING files f WHERE substr(p.id, 1, 64) = f.sha256 AND f.sha256 IN ({FILES})"
STEPS = (
    f"DELETE FROM files WHERE sha256 IN ({FILES})",
    f"UPDATE drafts SET body = '' WHERE {DRAFTS}",
    f"UPDATE papers SET facts = '{{{{}}}}', file = NULL, edition = '{ERASED}' WHERE {MINE}",
    # of what was asked and answered only a hash is kept, and a hash of a number can be guessed: the same wish is then refused
    """UPDATE operations SET input_hash = {empty} WHERE op IN (SELECT {op} FROM events e WHERE e.subject = :case)""",
    "DELETE FROM persons WHERE length(person) > 2 AND event IN (SELECT e.id FROM events e WHERE e.subject = :case)",
)

_SQLITE = {"has": "instr", "all": "group_concat", "empty": "x''", "op": "json_extract(CAST(e.head AS TEXT), '$.op')"}
_POSTGRES = {
    "has": "strpos",
    "all": "string_agg",
    "empty": r"'\x'",
    "op": "convert_from(e.head, 'UTF8')::jsonb ->> 'op'",
}


def on_sqlite(statement: str) -> str:
    return statement.format(**_SQLITE)


def on_postgres(case: str) -> str:
    """Statements of the writing function, with what stands there for the case."""
    steps = (PARTS, *STEPS)
    lines = ";\n".join(step.format(**_POSTGRES).replace(":case", case) for step in steps)
    told = TOLD.replace(":case", case)
    return f"IF NOT EXISTS ({told}) THEN RAISE EXCEPTION 'not told: people.erased' USING ERRCODE = '42501'; END IF;\n{lines};"
