"""«Состояние дела» says first what has become of the case: an end is never "in time", and nothing is ahead of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.problems import Refused
from app.start import listening
from tests.print.reading import text
from tests.services.test_every_command import Scene, incomplete
from tests.services.unclaimed import sent_back
from tests.world import AT, MG, World, code, who

IN_TIME, LATE = "Всё идёт в срок.", "Срок пропущен."


@pytest.fixture
def scene(file_here: World) -> Iterator[Scene]:
    with listening(file_here.licensor) as link:
        yield Scene(file_here, link)


def printed(world: World, case: dict[str, Any], act: str = AT) -> str:
    paper = world.do("upkeep.print_state", {"code": code(case), "lang": "ru"}, act=act)["paper"]
    return " ".join(text(world.centre.paper(paper, as_=who("inspector", act))[2]).split())


def _lost(s: Scene) -> dict[str, Any]:
    case, bag = s.bag()
    s.world.do("courier.take", {"code": bag["number"]}, "courier")
    s.world.do("courier.report_lost", {"code": bag["number"], "reason": "an accident"}, "courier")
    return case


def _late(s: Scene) -> dict[str, Any]:
    case = s.world.accepted()
    s.world.later(days=60)
    return case


STANDS: dict[str, tuple[Callable[[Scene], dict[str, Any]], str, str]] = {
    "in-time": (lambda s: s.world.accepted(), IN_TIME, "Приходить раньше даты в расписке не нужно."),
    "late": (_late, LATE, "О причине спросите в центре"),
    "refused": (
        lambda s: dict(s.world.do("intake.refuse", incomplete(s.world))),
        "В приёме документов отказано.",
        "снова",
    ),
    "to-release": (lambda s: s.to_release(), "Результат ждёт вас в центре.", "Возьмите с собой расписку"),
    "unclaimed": (lambda s: sent_back(s.world, s.back()), "Невостребованный результат возвращён", "Обратитесь в центр"),
    "released": (lambda s: s.released(), "Результат выдан.", "Дело закончено."),
    "lost": (_lost, "Документы дела утеряны в пути.", "у руководителя центра"),
}


@pytest.mark.parametrize("stands", STANDS)
def test_the_first_sentence_is_what_has_become_of_it(scene: Scene, stands: str) -> None:
    reached, verdict, advice = STANDS[stands]
    said = printed(scene.world, reached(scene))
    assert verdict in said
    assert advice in said
    assert [v for v in (IN_TIME, LATE) if v in said] == ([verdict] if stands in ("in-time", "late") else [])


def test_a_register_without_data_is_an_end(scene: Scene) -> None:
    case = scene.world.do("intake.record_no_data", {"draft": scene.world.draft(act=MG), "register": "gbd-ul"}, act=MG)
    said = printed(scene.world, case, act=MG)
    assert "Регистр сообщил, что данных нет." in said
    assert IN_TIME not in said


def test_a_slip_is_no_case_whose_state_or_separator_could_be_printed(scene: Scene) -> None:
    slip = scene.world.do("intake.give_slip", {"service": "pharmaceutical-licence"})
    for name, role in (("upkeep.print_state", "inspector"), ("upkeep.print_separator", "sector")):
        with pytest.raises(Refused) as no:
            scene.world.do(name, {"code": code(slip)}, role)
        assert no.value.code == "nothing-taken-in"
