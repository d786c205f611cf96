"""One of eight: our own acceptance, or a bare cursor with the same rows under new ids. Paper is not drawn on either side."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from app.bench.accept import statement
from app.bench.house import application
from app.start import Settings, build
from app.store.unit import new_id

NEW = ("id", "op", "event", "number")  # columns that no two rows may share
RAW = "raw"


def ours(given: dict[str, Any]) -> tuple[Callable[[], object], Callable[[], object]]:
    app = build(Settings(store=given["url"], key=Path(given["key"]), login=given["login"]))
    draft = application(app)
    return lambda: app.run("intake.accept", draft, as_=given["login"], draw=False), app.close


def raw(given: dict[str, Any]) -> tuple[Callable[[], object], Callable[[], object]]:
    connection = psycopg.connect(given["url"], autocommit=True, options=f"-c search_path={RAW}")
    cursor = connection.cursor()
    rows = [
        (table, {c: bytes.fromhex(v["hex"]) if isinstance(v, dict) else v for c, v in row.items()})
        for table, row in given["rows"]
    ]
    rows[-1][1]["code"] = given["device"]
    seq = [10**9 * (int(given["device"][-2:]) + 1)]
    lines = [(statement(table, tuple(row), "%s"), row) for table, row in rows]

    def write() -> None:
        seq[0] += 1
        cursor.execute("BEGIN")
        for line, row in lines:
            for column in row:
                if column in NEW:
                    row[column] = new_id()
            if "seq" in row:
                row["seq"] = seq[0]
            cursor.execute(line, tuple(row.values()))  # type: ignore[arg-type]
        cursor.execute("COMMIT")

    return write, connection.close


def main() -> None:
    given = json.loads(sys.stdin.readline())
    write, close = (ours if given["side"] == "ours" else raw)(given)
    for _ in range(10):
        write()
    print("ready", flush=True)
    while told := sys.stdin.readline().split():
        start, seconds = float(told[0]), float(told[1])
        threading.Event().wait(max(0.0, start - time.monotonic()))
        times, before, end = [], os.times(), start + seconds
        while (began := time.monotonic()) < end:
            write()
            times.append(round(time.monotonic() - began, 6))
        after = os.times()
        print(json.dumps({"times": times, "cpu": after.user + after.system - before.user - before.system}), flush=True)
    close()


if __name__ == "__main__":
    main()
