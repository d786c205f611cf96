"""A counter without a window: one application a second, pressed again under its own id until it is answered.

`python -m tests.region.counter FILE`: FILE says which store, who, and where to write what was told.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from app.problems import Unavailable
from app.say import absence
from app.start import Settings, build
from app.store.unit import new_id

AGAIN = 0.3  # seconds until somebody presses again


def main(given: dict[str, Any]) -> int:
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    app = build(Settings(store=given["store"], key=Path(given["key"]), password=given["password"]))
    with Path(given["told"]).open("a", encoding="utf-8") as told:

        def tell(**line: Any) -> None:
            told.write(json.dumps(line, ensure_ascii=False) + "\n")
            told.flush()

        draft = new_id()
        app.run("intake.save_draft", {"id": draft, "draft": given["draft"]}, as_=given["login"])
        tell(draft=draft)
        due = time.monotonic()
        while not over.is_set():
            op, wished, words = new_id(), time.monotonic(), list[str]()
            while not over.is_set():
                try:
                    done = app.run("intake.accept", given["draft"], as_=given["login"], op=op, draw=False)
                except Unavailable as away:
                    words.append(f"{away.what}-{away.status}: {absence(away, 'ru')}")
                    over.wait(AGAIN)
                    continue
                tell(
                    op=op, number=done.value.number, repeated=done.repeated, wished=wished, at=time.monotonic(),
                    away=len(words), words=sorted(set(words)),
                )  # fmt: skip
                break
            due = max(due + given["every"], time.monotonic())
            over.wait(due - time.monotonic())
    app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
