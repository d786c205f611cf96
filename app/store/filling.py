"""A stub that becomes the event it stood for: the only line of the journal that ever changes, and its hashes do not.

It was kept for its place in the chain when it concerned nobody here; now it does. SQL for both stores, run by the one
writing door.
"""

from __future__ import annotations

ITEM = "fillings"  # in a batch, beside the names of tables
SET = ("id", "subject", "kind", "version", "head", "facts")
SAME = ("device", "seq", "hashes", "row_hash")

ON_SQLITE = f"""UPDATE events SET {", ".join(f"{c} = ?" for c in SET)}
    WHERE head IS NULL AND {" AND ".join(f"{c} = ?" for c in SAME)}"""
_HERE = f"""FROM jsonb_populate_record(NULL::events, item->'r') r WHERE {" AND ".join(f"e.{c} = r.{c}" for c in SAME)}
    AND e.head IS NULL"""
ON_POSTGRES = f"""IF NOT EXISTS (SELECT 1 {_HERE.replace("FROM", "FROM events e,")}) THEN
        RAISE EXCEPTION 'no such stub' USING ERRCODE = '42501'; END IF;
    UPDATE events e SET {", ".join(f"{c} = r.{c}" for c in SET)} {_HERE};"""
