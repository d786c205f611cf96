"""What was found at the licensor's binds what is given: no extract without its protocol, no licence over an incomplete set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.problems import Refused
from app.start import listening, plain
from tests.print.reading import text
from tests.services.test_every_command import Scene
from tests.world import AT, MG, SK, VK, World, code, desk, who
from ui.desks.licensor_result import may_prepare_again
from ui.desks.licensor_steps import beside, next_step

INCOMPLETE = {"complete": False, "lacking": [{"document": "application"}]}
PARTICIPATION, CAMPAIGN = "participation", "campaign"


@pytest.fixture
def scene(file_here: World) -> Iterator[Scene]:
    with listening(file_here.licensor) as link:
        yield Scene(file_here, link)


def does(scene: Scene, name: str, case: str, role: str = "specialist", *, act: str = VK, **given: Any) -> Any:
    scene.world.later(act, minutes=5)
    return scene.world.there(f"licensor_desk.{name}", {"code": case, **given}, role, act=act)


def refused(scene: Scene, name: str, case: str, role: str = "specialist", *, act: str = VK, **given: Any) -> str:
    with pytest.raises(Refused) as no:
        does(scene, name, case, role, act=act, **given)
    return no.value.code


def said(scene: Scene, paper: str, act: str, role: str = "head") -> str:
    return " ".join(text(scene.world.licensor.paper(paper, as_=desk(role, act))[2]).split())


def supplier(scene: Scene, variant: str = PARTICIPATION, **more: Any) -> str:
    """A care supplier's application before the commission."""
    return code(scene.at_licensor(AT, service="gobmp-compliance", variant=variant, object="", **more))


def at_specialist(scene: Scene, act: str = VK, **what: Any) -> str:
    case = scene.registered(act, **what) if act != SK else scene.at_licensor(act, **what)
    return code(scene.stepped(case, "take_in", "assign", act=act))


def seen(scene: Scene, case: str, role: str, act: str) -> tuple[str | None, str | None]:
    """What the desk offers: by Ctrl+Enter, and beside it."""
    login = desk(role, act)
    opened = scene.world.licensor.ask("case.open", {"code": case}, as_=login)
    rights = scene.world.licensor.ask("house.me", {}, as_=login).rights
    first, other = next_step(opened, rights), beside(opened, rights)
    return first.step if first else None, other.step if other else None


# ---- the commission   atyrau-2015-324 annex 2, cl. 13, 15


def test_there_is_no_extract_before_the_commission_has_sat(scene: Scene) -> None:
    case = supplier(scene)
    assert refused(scene, "prepare", case, "secretary", act=AT) == "step-before"
    does(scene, "journal", case, "secretary", act=AT, reference="7")
    assert refused(scene, "prepare", case, "secretary", act=AT) == "step-before"


@pytest.mark.parametrize(
    ("compliant", "other", "word"),
    [
        (True, "non-compliance-extract-campaign", "СООТВЕТСТВУЕТ"),
        (False, "compliance-extract-campaign", "НЕ СООТВЕТСТВУЕТ"),
    ],
)
def test_the_extract_says_what_the_protocol_says(scene: Scene, compliant: bool, other: str, word: str) -> None:
    case = supplier(scene, CAMPAIGN)
    does(scene, "journal", case, "secretary", act=AT, reference="7")
    does(scene, "decide", case, "secretary", act=AT, compliant=compliant, reference="5", votes=(3, 0, 0), members=3)
    assert refused(scene, "prepare", case, "secretary", act=AT, result=other) == "result-against-protocol"
    does(scene, "prepare", case, "secretary", act=AT)
    paper = does(scene, "sign", case, "head", act=AT)["paper"]
    printed = said(scene, paper, AT)
    assert word in printed
    assert ("НЕ СООТВЕТСТВУЕТ" in printed) is not compliant


def test_verification_is_offered_beside_the_commission_and_never_after_it(scene: Scene) -> None:
    """«В случае необходимости»: nobody has to record one that nobody needed."""
    case = supplier(scene)
    does(scene, "journal", case, "secretary", act=AT, reference="7")
    assert seen(scene, case, "secretary", AT) == ("commission", "verify-documents")
    does(scene, "decide", case, "secretary", act=AT, compliant=True, reference="5")
    assert seen(scene, case, "secretary", AT) == ("prepare", None)
    assert refused(scene, "verify_documents", case, "secretary", act=AT) == "step-excluded"


def test_another_answer_is_offered_until_the_signature_but_never_against_a_protocol(scene: Scene) -> None:
    def may_answer_otherwise(case: str, act: str, role: str) -> bool:
        login = desk(role, act)
        opened = scene.world.licensor.ask("case.open", {"code": case}, as_=login).case
        rights = scene.world.licensor.ask("house.me", {}, as_=login).rights
        pack = scene.world.licensor.catalogue.pack(opened.what.pack)
        return may_prepare_again(pack.service(opened.what.service), opened, rights)

    case = supplier(scene)
    does(scene, "journal", case, "secretary", act=AT, reference="7")
    does(scene, "decide", case, "secretary", act=AT, compliant=True, reference="5")
    does(scene, "prepare", case, "secretary", act=AT)
    assert not may_answer_otherwise(case, AT, "secretary")
    licence = code(scene.prepared(AT))
    assert may_answer_otherwise(licence, AT, "specialist")
    does(scene, "sign", licence, "head", act=AT)
    assert not may_answer_otherwise(licence, AT, "specialist")


def test_what_was_verified_stands_before_the_commission(scene: Scene) -> None:
    case = supplier(scene)
    does(scene, "journal", case, "secretary", act=AT, reference="7")
    does(scene, "verify_documents", case, "secretary", act=AT, reference="8")
    assert seen(scene, case, "secretary", AT) == ("commission", None)


def test_no_clock_runs_from_a_day_that_is_not_announced(scene: Scene) -> None:
    """15(1): three working days from the last day for filing; until that is known there is none to count from."""
    assert all(journal_ends(scene, supplier(scene)))
    draft = scene.world.draft("gobmp-compliance", PARTICIPATION, object="")
    case = scene.world.do("intake.accept", {**draft, "filing_ends_on": None})
    bag = scene.world.given_to_courier(case, act=AT)
    scene.world.do("courier.take", {"code": bag["number"]}, "courier")
    scene.sync()
    assert journal_ends(scene, code(scene.handed_in(case, act=AT))) == [None]


def journal_ends(scene: Scene, case: str) -> list[str | None]:
    opened = plain(scene.world.licensor.ask("case.open", {"code": case}, as_=desk("secretary", AT)))
    return [clock.get("due_by") for clock in opened["case"]["running"] if clock["step"] == "journal"]


# ---- an incomplete set, a state body's no


@pytest.mark.parametrize("act", [VK, SK])
def test_no_licence_is_given_over_an_incomplete_set(scene: Scene, act: str) -> None:
    case = at_specialist(scene, act)
    does(scene, "examine", case, act=act, **INCOMPLETE)
    assert refused(scene, "prepare", case, act=act) == "found-wanting"
    assert seen(scene, case, "specialist", act)[0] == "prepare"  # to say no; nothing stands before that


def test_the_consideration_of_an_incomplete_set_does_not_go_on(scene: Scene) -> None:
    """vko-2014-70 cl. 5 (1), condition 1: the refusal to consider follows at once, and is that paper and no other."""
    case = at_specialist(scene)
    does(scene, "examine", case, **INCOMPLETE)
    for step in ("enter_data", "ask_body"):
        assert refused(scene, step, case) == "found-wanting"
    for ground in ("court-decision", "requirements-not-met"):
        other = {"result": "end-of-consideration", "grounds": [ground]}
        assert refused(scene, "prepare", case, **other) == "ground-unknown"
    does(scene, "prepare", case, result="end-of-consideration", grounds=["documents-incomplete"])
    paper = does(scene, "sign", case, "head")["paper"]
    assert "Мотивированный отказ в рассмотрении заявления" in said(scene, paper, VK)


def test_no_licence_is_given_over_a_state_bodys_no(scene: Scene) -> None:
    case = at_specialist(scene)
    does(scene, "examine", case, complete=True)
    does(scene, "enter_data", case)
    does(scene, "ask_body", case, reference="1")
    does(scene, "record_answer", case, positive=False, reference="2")
    assert refused(scene, "prepare", case) == "found-wanting"
    does(scene, "prepare", case, result="reasoned-refusal", grounds=["state-body-negative"])


def test_a_complete_set_is_not_refused_consideration(scene: Scene) -> None:
    case = at_specialist(scene)
    does(scene, "examine", case, complete=True)
    given = {"result": "end-of-consideration", "grounds": ["documents-incomplete"]}
    assert refused(scene, "prepare", case, **given) == "set-not-incomplete"


# ---- whose ground it is


def test_the_counters_ground_is_not_the_licensors(scene: Scene) -> None:
    case = code(scene.stepped(scene.at_licensor(AT), "take_in", "assign", act=AT))
    given = {"result": "reasoned-refusal", "grounds": ["document-expired"]}
    assert refused(scene, "prepare", case, act=AT, **given) == "ground-unknown"


def test_the_operators_no_data_is_not_the_licensors(scene: Scene) -> None:
    case = code(scene.registered(MG))
    assert refused(scene, "prepare", case, act=MG, result="reasoned-refusal", grounds=["no-data"]) == "ground-unknown"


# ---- at the counter: by which words it is refused   atyrau-2015-324 annex 1, cl. 10 (1)


def receipt(world: World, *, over: bool, missing: bool) -> str:
    draft = world.draft()
    if over:
        for document in draft["documents"]:
            if document["document"] == "identity":
                document["valid_until"] = "2016-01-01"
    if missing:
        draft["documents"] = [d for d in draft["documents"] if d["document"] != "diploma"]
    paper = world.do("intake.refuse", draft)["papers"][0]
    return " ".join(text(world.centre.paper(paper, as_=who("inspector"))[2]).split())


def test_the_act_is_not_cited_for_a_term_that_is_over(file_here: World) -> None:
    """Clause 10 (1) knows an incomplete set alone; the other ground is the law's, read into it, and marked so."""
    printed = receipt(file_here, over=True, missing=False)
    assert "истёк" in printed
    assert "неполный" not in printed
    assert "Основание: Закон, ст. 20, п. 2°" in printed or "Основание: Закон, ст. 20 п. 2°" in printed


def test_both_grounds_are_cited_where_both_are_there(file_here: World) -> None:
    printed = receipt(file_here, over=True, missing=True)
    assert "неполный" in printed
    assert "п. 10 1); Закон" in printed
    assert "Закон" not in receipt(file_here, over=False, missing=True).partition("Основание")[2][:60]
