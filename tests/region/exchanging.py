"""The centre's exchange, as its window makes it, once a second: `python -m tests.region.exchanging FILE`."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from app.problems import Unavailable
from app.start import Settings, build, exchange


def main(given: dict[str, Any]) -> int:
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    app = build(Settings(store=given["store"], key=Path(given["key"]), password=given["password"]))
    with Path(given["told"]).open("a", encoding="utf-8") as told:
        while not over.is_set():
            began = time.monotonic()
            try:
                ticks = exchange(app, given["address"], tls=Path(given["tls"]))
                line = {
                    "sent": sum(t.get("sent", 0) for t in ticks),
                    "away": [t.get("away") or t.get("refused") for t in ticks],
                }
                line["stopped"] = [s for t in ticks for s in t.get("stopped", ())]
            except Unavailable as away:
                line = {"sent": 0, "away": [f"{away.what}-{away.status}"], "stopped": []}
            told.write(json.dumps({**line, "began": began, "at": time.monotonic()}) + "\n")
            told.flush()
            over.wait(1.0)
    app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
