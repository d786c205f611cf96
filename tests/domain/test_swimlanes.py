"""The picture of every process: boxes that never meet, arrows that go forward and round the boxes, every ground of refusal."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from app.catalogue.packs import FOLDER, read_pack
from app.catalogue.rules import cells
from app.domain.pack import Service
from app.domain.swimlanes import Measures, Plan, Process, Rect, arrange, process_of

MEASURES = Measures(gap=20, advance=70, pad=5, least=46)
ALL = [
    pytest.param(service, cell, id=f"{path.stem}-{service.id}-{'-'.join(cell)}")
    for path in sorted(FOLDER.glob("*@*.toml"))
    for service in read_pack(path).services
    for cell in cells(service)
]


def drawn(service: Service, cell: tuple[str, str, str]) -> tuple[Process, Plan]:
    variant, object, channel = cell
    process = process_of(service, variant=variant, object=object, channel=channel)
    sizes = {b.step.id: (150.0, 42.0 + 18 * bool(b.refusals)) for b in process.boxes}
    return process, arrange(process, sizes, MEASURES)


def test_there_are_many_processes() -> None:
    assert len(ALL) > 200


@pytest.mark.parametrize(("service", "cell"), ALL)
def test_boxes_never_meet_and_stay_in_their_lane(service: Service, cell: tuple[str, str, str]) -> None:
    process, plan = drawn(service, cell)
    variant, object, channel = cell
    assert set(plan.boxes) == {s.id for s in service.steps_for(variant=variant, object=object, channel=channel)}
    assert not [(a, b) for a, b in combinations(plan.boxes, 2) if plan.boxes[a].meets(plan.boxes[b])]
    for box in process.boxes:
        top, high = plan.lanes[box.lane]
        place = plan.boxes[box.step.id]
        assert top <= place.y
        assert place.foot <= top + high
        assert place.x >= 0
        assert place.right <= plan.wide


@pytest.mark.parametrize(("service", "cell"), ALL)
def test_arrows_begin_and_end_at_their_boxes_and_cross_no_other(service: Service, cell: tuple[str, str, str]) -> None:
    _, plan = drawn(service, cell)
    for arrow, way in plan.lines:
        a, b = plan.boxes[arrow.from_], plan.boxes[arrow.to]
        assert b.x > a.x, f"{arrow.to} stands before {arrow.from_}"
        assert on_the_edge(way[0], a)
        assert on_the_edge(way[-1], b)
        assert not crossed(way, [r for r in plan.boxes.values() if r not in (a, b)])


@pytest.mark.parametrize(("service", "cell"), ALL)
def test_every_ground_of_refusal_that_holds_here_stands_on_the_picture_once(
    service: Service, cell: tuple[str, str, str]
) -> None:
    process, _ = drawn(service, cell)
    holds = service.grounds(variant=cell[0], channel=cell[2])
    assert sorted(r.id for b in process.boxes for r in b.refusals) == sorted(r.id for r in holds)


def on_the_edge(point: tuple[float, float], r: Rect) -> bool:
    x, y = point
    inside = r.x - 0.01 <= x <= r.right + 0.01 and r.y - 0.01 <= y <= r.foot + 0.01
    return inside and (min(abs(x - r.x), abs(x - r.right), abs(y - r.y), abs(y - r.foot)) < 0.01)


def crossed(way: tuple[tuple[float, float], ...], boxes: list[Rect]) -> list[Rect]:
    runs = [
        Rect(min(x0, x1), min(y0, y1), max(abs(x1 - x0), 0.1), max(abs(y1 - y0), 0.1))
        for (x0, y0), (x1, y1) in pairwise(way)
    ]
    return [box for box in boxes if any(run.meets(box) for run in runs)]
