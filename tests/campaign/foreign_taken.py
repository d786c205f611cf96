"""A program of its own that takes every file of a folder as the window does, so that its calls of the system can be watched."""

from __future__ import annotations

import base64
import json
import os
import sys
from pathlib import Path

from app.outside.foreign import take
from app.problems import Refused
from tests.campaign.foreign_door import Counter
from tests.world import World


def main(url: str, key: str, folder: str) -> None:
    world, scans = World(url, Path(key)), []
    try:
        with Counter() as counter:
            for entry in sorted(os.listdir(folder)):
                try:
                    kept = counter.bring(take(Path(folder, entry)), draw=False).kept
                except (Refused, OSError):
                    continue
                scans.append(world.do("intake.keep_scan", {"body": base64.b64encode(kept).decode()})["scan"])
    finally:
        world.close()
    print(json.dumps(scans))


if __name__ == "__main__":
    main(*sys.argv[1:])
