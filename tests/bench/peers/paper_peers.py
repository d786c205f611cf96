"""A receipt by libraries that other people draw papers with, each in a child that stays; ours in turn with it, in pairs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from app.bench import receipt
from app.bench.pairs import Place
from app.print import draw
from app.print.type import FOLDER

CHILD = Path(__file__).with_name("paper_child.py")
LIBRARIES = {"fpdf2": "fpdf2", "WeasyPrint": "weasyprint", "typst": "typst"}
ROUNDS, WARM = 20, 3


def measure(folder: Path, python: str, peer: str) -> dict[str, Any]:
    """The peer is told where each text and square stands; ours begins with the stored facts, another visitor each time."""
    stored = receipt.stored_facts(Place(folder=folder))
    page = told(receipt.seen(stored), folder)
    coming = receipt.visitors(stored)
    child = subprocess.Popen([python, str(CHILD), peer], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None
    assert child.stdout is not None
    ours, theirs, answer = [], [], {}
    try:
        child.stdin.write(json.dumps(page) + "\n")
        for turn in range(-WARM, ROUNDS):
            facts = next(coming)
            began, spent = time.perf_counter(), time.process_time()
            draw(receipt.FORM, facts, "both")
            mine = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - spent}
            child.stdin.write("again\n")
            child.stdin.flush()
            answer = json.loads(child.stdout.readline() or "{}")
            if not answer.get("pdf"):
                raise RuntimeError(f"{peer} made no PDF")
            if turn >= 0:
                ours.append(mine)
                theirs.append(answer)
    finally:
        child.stdin.close()
        child.wait(timeout=60)
    return {"peer": peer, "what": "receipt", "rounds": ROUNDS, **ratios(ours, theirs), "their_bytes": answer["bytes"]}


def ratios(ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> dict[str, Any]:
    """Medians of the pairs: by the clock, and by the processor's time where both say it."""
    both = list(zip(ours, theirs, strict=True))
    found: dict[str, Any] = {
        "ours_ms": round(median(o["seconds"] for o in ours) * 1000, 2),
        "theirs_ms": round(median(t["seconds"] for t in theirs) * 1000, 2),
        "ratio": round(median(o["seconds"] / t["seconds"] for o, t in both), 3),
    }
    if all("cpu" in one for one in (*ours, *theirs)):
        found["ratio_of_processor_time"] = round(median(o["cpu"] / t["cpu"] for o, t in both), 3)
    return found


def told(page: receipt.Page, folder: Path) -> dict[str, Any]:
    """The same page for everybody: texts with their faces, and the squares of all codes."""
    rects = []
    for operation in page.operations:
        if found := receipt.BARS.fullmatch(operation):
            x, y = float(found[1]), float(found[2])
            for bar in receipt.BAR.finditer(found[3]):
                at = [float(part) for part in bar.groups()]
                rects.append([x + at[0], y + at[1], at[2], at[3]])
    texts = [[s.x, s.y, s.text, s.style.face, s.style.size] for s in page.texts]
    faces = {face: str(FOLDER / f"{face}.ttf") for face in sorted({s.style.face for s in page.texts})}
    return {"wide": page.wide, "high": page.high, "texts": texts, "rects": rects, "faces": faces, "folder": str(folder)}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[2]), sys.argv[1], sys.argv[3])))
