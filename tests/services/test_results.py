"""The licensor's no and yes: the grounds that hold for this case, the paper that its act has for it, and how it is signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.problems import Refused
from app.start import listening, plain
from tests.print.reading import text
from tests.services.test_every_command import Scene
from tests.world import AT, MG, VK, World, code, desk

INCOMPLETE = {"complete": False, "lacking": [{"document": "application"}]}


@pytest.fixture
def scene(file_here: World) -> Iterator[Scene]:
    with listening(file_here.licensor) as link:
        yield Scene(file_here, link)


def at_specialist(scene: Scene, act: str = VK, **what: Any) -> str:
    case = scene.registered(act, **what)
    return code(scene.stepped(case, "take_in", "assign", act=act) if act == VK else case)


def offered(scene: Scene, case: str, act: str = VK) -> list[str]:
    asked = plain(scene.world.licensor.ask("law.grounds", {"code": case}, as_=desk("specialist", act)))
    return [g["id"] for g in asked]


def does(scene: Scene, name: str, case: str, role: str = "specialist", *, act: str = VK, **given: Any) -> Any:
    scene.world.later(act, minutes=5)
    return scene.world.there(f"licensor_desk.{name}", {"code": case, **given}, role, act=act)


def signed(scene: Scene, case: str, *, act: str = VK, **given: Any) -> str:
    """The paper of the result, as a person reads it."""
    does(scene, "prepare", case, act=act, **given)
    paper = does(scene, "sign", case, "head", act=act)["paper"]
    _, _, pdf = scene.world.licensor.paper(paper, as_=desk("head", act))
    return " ".join(text(pdf).split())


def test_an_incomplete_set_is_no_ground_against_a_reissue_when_the_act_has_it_for_issue_alone(scene: Scene) -> None:
    case = at_specialist(scene, variant="reissue")
    assert "documents-incomplete" not in offered(scene, case)
    assert "documents-in-breach" in offered(scene, case)
    with pytest.raises(Refused) as no:
        does(scene, "prepare", case, result="reasoned-refusal", grounds=["documents-incomplete"])
    assert no.value.code == "ground-unknown"


def test_a_ground_of_the_portal_is_not_accepted_at_the_counter(scene: Scene) -> None:
    case = at_specialist(scene)
    assert "portal-breach" not in offered(scene, case)
    with pytest.raises(Refused) as no:
        does(scene, "prepare", case, result="reasoned-refusal", grounds=["portal-breach"])
    assert no.value.code == "ground-unknown"


def test_an_incomplete_set_ends_the_consideration_by_a_paper_of_its_own(scene: Scene) -> None:
    case = at_specialist(scene)
    does(scene, "examine", case, **INCOMPLETE)
    said = signed(scene, case, result="end-of-consideration", grounds=["documents-incomplete"])
    assert "Мотивированный отказ в рассмотрении заявления" in said
    assert "Өтінішті қараудан уәжделген бас тарту" in said
    assert "Мотивированный ответ об отказе" not in said
    assert "п. 8 1)" in said


def test_a_reissue_has_no_end_of_consideration(scene: Scene) -> None:
    case = at_specialist(scene, variant="reissue")
    with pytest.raises(Refused) as no:
        does(scene, "prepare", case, result="end-of-consideration", grounds=["documents-in-breach"])
    assert no.value.code == "result-not-in-act"


@pytest.mark.parametrize("act", [MG, VK])
def test_a_refusal_in_electronic_form_says_so_where_the_hand_would_sign(scene: Scene, act: str) -> None:
    case = at_specialist(scene, act)
    said = signed(scene, case, act=act, result="reasoned-refusal", grounds=offered(scene, case, act)[:1])
    assert "подписано ЭЦП" in said
    assert "М.П." not in said


def refused(scene: Scene, name: str, case: str, **given: Any) -> str:
    before = scene.world.rows("SELECT count(*) FROM events", licensor=True)
    with pytest.raises(Refused) as no:
        does(scene, name, case, **given)
    assert scene.world.rows("SELECT count(*) FROM events", licensor=True) == before
    return no.value.code


def test_a_set_is_not_complete_and_lacking_at_once(scene: Scene) -> None:
    case = at_specialist(scene)
    lacking = [{"document": "application"}]
    assert refused(scene, "examine", case, complete=True, lacking=lacking) == "complete-with-gaps"


def test_the_number_and_the_subtypes_of_a_licence_are_words_that_are_seen(scene: Scene) -> None:
    case = code(scene.examined("examine", "enter_data", "ask_body"))
    does(scene, "record_answer", case, positive=True, reference="77")
    assert refused(scene, "prepare", case, number="KZ99LAA00032760") == "result-number-invalid"
    assert refused(scene, "prepare", case, subtypes=["x" * 301]) == "words-too-long"
    assert refused(scene, "prepare", case, subtypes=[f"вид {n}" for n in range(101)]) == "subtypes-too-many"
    does(scene, "prepare", case, number=" \u200b ", subtypes=["терапия", "", " \u200b", "терапия ", "хирургия"])
    prepared = scene.world.licensor.ask("case.open", {"code": case}, as_=desk("specialist", VK)).case
    assert prepared.result_number.startswith("KZ")  # the register's next: nothing was given
    assert prepared.subtypes == ("терапия", "хирургия")


def clocks(scene: Scene, case: str) -> set[str]:
    found = scene.world.licensor.ask("case.open", {"code": case}, as_=desk("specialist", VK)).case
    return {clock.step for clock in found.running}


def test_no_clock_begins_for_steps_that_an_incomplete_set_never_reaches(scene: Scene) -> None:
    """Such a clock never stopped: the refused case stood on both boards as late for ever."""
    case = at_specialist(scene)
    does(scene, "examine", case, **INCOMPLETE)
    assert not clocks(scene, case) & {"enter-data", "ask-body", "body-answers"}
    does(scene, "prepare", case, result="end-of-consideration", grounds=["documents-incomplete"])
    does(scene, "sign", case, "head")
    scene.world.later(VK, days=40)
    late = scene.world.licensor.ask("deadlines.board", {}, as_=desk("chancellery", VK))
    assert {row.case.due_step for row in late} <= {"give-out"}


def test_a_no_of_a_state_body_begins_no_clock_but_that_of_the_answer(scene: Scene) -> None:
    case = code(scene.examined("examine", "enter_data", "ask_body"))
    does(scene, "record_answer", case, positive=False, reference="77")
    assert not clocks(scene, case) & {"enter-data", "ask-body", "body-answers"}


def test_nothing_is_found_out_about_a_case_that_was_answered(scene: Scene) -> None:
    """It could be found incomplete after its licence was signed, and was so on every list from then on."""
    case = code(scene.stepped(scene.at_licensor(AT), "take_in", "assign", "prepare", "sign", act=AT))
    for name, given in (("examine", INCOMPLETE), ("enter_data", {})):
        with pytest.raises(Refused, match="answered-already"):
            does(scene, name, case, act=AT, **given)


def test_nobody_refuses_what_has_not_reached_them(scene: Scene) -> None:
    case = code(scene.registered(VK))
    for name in ("take_in", "assign", "prepare"):
        if name != "prepare":
            with pytest.raises(Refused, match="step-before"):
                does(scene, "prepare", case, result="reasoned-refusal", grounds=["requirements-not-met"])
            scene.stepped({"number": case.removeprefix("C-")}, name, act=VK)
        else:
            does(scene, "prepare", case, result="reasoned-refusal", grounds=["requirements-not-met"])
