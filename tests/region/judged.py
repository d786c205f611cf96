"""What is in the stores afterwards, against what the counters were told."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.demonstration import PASSWORD
from app.settings import licensor_store
from app.start import Settings, verify_store
from app.store.open import open_store

ACCEPTED = """SELECT convert_from(head, 'UTF8')::json->>'op' FROM events WHERE kind = 'application.accepted'"""
SAME = "SELECT device, max(seq), count(*) FROM events WHERE device LIKE 'AT01-%' GROUP BY device"


def judge(url: str, folder: Path, counters: int) -> dict[str, Any]:
    told = [line for n in range(counters) for line in _lines(folder / f"counter{n}.jsonl")]
    answered = {line["op"]: line["number"] for line in told if "op" in line}
    drafts = {line["draft"] for line in told if "draft" in line}
    store = open_store(url, key=None, write=False)
    there = open_store(licensor_store(url), key=None, write=False)
    with store.reading() as connection, there.reading() as far:
        kept = dict(connection.execute(text("SELECT op, answer FROM operations")).tuples().all())
        events = Counter(connection.execute(text(ACCEPTED)).scalars())
        numbers = connection.execute(text("SELECT number FROM cases")).scalars().all()
        bodies = connection.execute(text("SELECT id, body FROM drafts"))
        saved = {id: hashlib.sha256(body.encode()).hexdigest() for id, body in bodies}
        ours, theirs = (sorted(map(tuple, c.execute(text(SAME)))) for c in (connection, far))
    store.close()
    there.close()
    verified = {}
    for name, address in (("centre", url), ("licensor", licensor_store(url))):
        settings = Settings(store=address, key=folder / "node" / "tereze.key", password=PASSWORD)
        verified[name] = bool(verify_store(settings)["intact"])
    return {
        "acknowledged": len(answered), "accepted_there": sum(events.values()),
        "lost": sorted(op for op, number in answered.items() if number not in kept.get(op, "") or events[op] == 0),
        "doubled": sorted(op for op, times in events.items() if times > 1)
        + sorted(number for number, times in Counter(numbers).items() if times > 1)
        + sorted(number for number, times in Counter(answered.values()).items() if times > 1),
        "drafts": {id: saved.get(id, "") for id in sorted(drafts)},
        "verified": verified, "licensor_has_all": ours == theirs,
    }  # fmt: skip


def _lines(place: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in place.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]
