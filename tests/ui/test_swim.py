"""Every process that an act orders is drawn without a cut text, in every language, at 100 and 150 percent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from app.catalogue.packs import FOLDER, read_pack
from app.catalogue.rules import cells
from app.domain.swimlanes import Process, process_of
from ui import look, look_words
from ui.desks.process import plain_box
from ui.look_text import traced
from ui.look_words import say
from ui.parts.swim import Swim, SwimState


def processes() -> Iterator[tuple[str, Process]]:
    """Each that looks otherwise than those before it."""
    seen: set[Any] = set()
    for path in sorted(FOLDER.glob("*@*.toml")):
        for service in read_pack(path).services:
            for variant, object, channel in cells(service):
                process = process_of(service, variant=variant, object=object, channel=channel)
                looks = tuple(
                    (b.step.id, b.step.limit, b.step.unit, b.step.clause, b.lane, len(b.refusals))
                    for b in process.boxes
                )
                if looks and looks not in seen:
                    seen.add(looks)
                    yield f"{path.stem}-{service.id}-{variant}-{object}-{channel}", process


ALL = dict(processes())


def test_there_are_many_that_look_otherwise() -> None:
    assert len(ALL) > 40


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_no_text_of_any_process_is_cut_and_no_boxes_meet(qapp: QApplication, lang: str, scale: float) -> None:
    look_words.speak(lang)
    look.apply(qapp, look.LIGHT, scale, animate=False)
    swim, wrong = Swim(), []
    for name, process in ALL.items():
        boxes = {b.step.id: plain_box(b) for b in process.boxes}
        lanes = tuple(say(f"process.actor.{a}") for a in process.lanes)
        swim.current = ""
        swim.show_as(SwimState(process=process, lanes=lanes, boxes=boxes))
        swim.fill(QSize(1266, 470))
        swim.resize(swim.minimumSize())
        with traced() as drawn:
            swim.grab()
        places = [swim.place_of(id) for id in boxes]
        wrong += [f"{name}: boxes meet" for a, b in combinations(places, 2) if a.intersects(b)]
        wrong += [f"{name}: {d.text!r} is broken" for d in drawn if d.broken]
        wrong += [f"{name}: {d.text!r} is cut" for d in drawn if d.right > d.room + 1 or d.bottom > d.high + 2]
        texts = {text for box in boxes.values() for text in (box.title, box.refusal) if text} - {*lanes}
        for d in drawn:
            if d.text in texts and not any(
                r.left() <= d.left and d.right <= r.right() + 1 and r.top() <= d.top and d.bottom <= r.bottom() + 1
                for r in places
            ):
                wrong.append(f"{name}: {d.text!r} stands outside its box")
    swim.deleteLater()
    assert wrong == []
