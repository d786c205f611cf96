"""The ledger: copies with their reason, numbered blank forms that stand once, spoilt sheets that say why."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from app.problems import Refused, Unavailable
from tests.print.reading import rasters, scanned, text
from tests.services.test_every_command import scene
from tests.world import World, code, desk, who

INSPECTOR = who("inspector")


def receipt(world: World) -> tuple[dict[str, Any], str]:
    case = world.accepted()
    return case, case["papers"][0]


def ledger(world: World, **page: Any) -> Any:
    return world.centre.ask("papers.ledger", page, as_=INSPECTOR)


def record(world: World, paper: str, state: str, **more: Any) -> None:
    world.do("papers.record_sheet", {"paper": paper, "state": state, **more})


def test_a_copy_says_in_the_ledger_who_when_and_why(world: World) -> None:
    case, paper = receipt(world)
    world.do("upkeep.reprint", {"paper": paper, "reason": "lost"})
    world.do("upkeep.reprint", {"paper": paper, "reason": "spoilt"})
    newest, before = ledger(world)
    assert [(v.state, v.copy, v.reason) for v in (before, newest)] == [("copied", 1, "lost"), ("copied", 2, "spoilt")]
    assert (newest.who, newest.form) == (INSPECTOR, "acceptance-receipt")
    assert newest.paper == paper
    told = world.centre.ask("case.history", {"code": code(case)}, as_=INSPECTOR)
    assert [e.kind for e in told].count("paper.reprinted") == 2


def test_a_copy_without_a_reason_is_still_a_copy(world: World) -> None:
    _, paper = receipt(world)
    assert world.do("upkeep.reprint", {"paper": paper})["copy"] == 1
    assert ledger(world)[0].reason == ""


def test_a_blank_form_is_the_same_in_either_alphabet(world: World) -> None:
    _, paper = receipt(world)
    record(world, paper, "used", blank="АВ-001")
    for again in ("AB-001", "Aв 001", "№АВ001"):
        with pytest.raises(Refused, match="blank-known"):
            record(world, paper, "used", blank=again)
    record(world, paper, "spoilt", blank="AB 001", reason="jam")


def test_a_blank_form_stands_in_the_ledger_once(world: World) -> None:
    _, paper = receipt(world)
    _, other = receipt(world)
    record(world, paper, "used", blank=" ққ-0012345 ")
    assert [(v.state, v.blank) for v in ledger(world)] == [("used", "ҚҚ-0012345")]
    for again in (paper, other):
        with pytest.raises(Refused, match="blank-known"):
            record(world, again, "used", blank="ҚҚ-0012345")
    with pytest.raises(Refused, match="blank-known"):
        record(world, other, "spoilt", blank="ҚҚ-0012345", reason="jam")
    assert len(ledger(world)) == 1


def test_a_used_blank_form_may_be_found_spoilt_afterwards_and_then_never_used(world: World) -> None:
    _, paper = receipt(world)
    record(world, paper, "used", blank="A 1")
    record(world, paper, "spoilt", blank="A 1", reason="misprint")
    assert [(v.state, v.reason) for v in ledger(world)] == [("spoilt", "misprint"), ("used", "")]
    with pytest.raises(Refused, match="blank-known"):
        record(world, paper, "used", blank="A 1")


@pytest.mark.parametrize(
    ("given", "no"),
    [
        ({"state": "used"}, "blank-missing"),
        ({"state": "used", "blank": "no digits"}, "blank-invalid"),
        ({"state": "used", "blank": "1" * 21}, "blank-invalid"),
        ({"state": "spoilt"}, "reason-missing"),
        ({"state": "spoilt", "blank": "A 2"}, "reason-missing"),
    ],
)
def test_a_sheet_without_what_the_ledger_needs_is_refused(world: World, given: dict[str, Any], no: str) -> None:
    _, paper = receipt(world)
    with pytest.raises(Refused, match=no):
        record(world, paper, **given)
    assert ledger(world) == ()


def test_a_sheet_of_no_paper_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="paper-unknown"):
        record(world, "0193", "used", blank="A 3")


def test_the_ledger_is_read_page_by_page(world: World) -> None:
    _, paper = receipt(world)
    for _ in range(5):
        world.do("upkeep.reprint", {"paper": paper, "reason": "asked"})
    first = ledger(world, limit=2)
    second = ledger(world, limit=2, after=first[-1].id)
    third = ledger(world, limit=2, after=second[-1].id)
    assert [v.copy for v in (*first, *second, *third)] == [5, 4, 3, 2, 1]


def test_papers_made_here_are_those_of_the_asking_workplace(world: World) -> None:
    _, first = receipt(world)
    case, second = receipt(world)
    made = world.centre.ask("papers.made_here", {"after": first}, as_=INSPECTOR)
    assert [m.form for m in made] == ["label", "acceptance-receipt", "label"]
    assert made[1].id == second
    assert world.centre.ask("papers.made_here", {"after": first}, as_=who("sector")) == ()
    (last,) = world.centre.ask("papers.newest", {}, as_=INSPECTOR)
    assert last.id == case["papers"][-1]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_of_papers_made_here_end_with_the_last_one(world: World, limit: int) -> None:
    """Papers of other workplaces between them filled a page, which came back short or empty."""
    first = [world.accepted() for _ in range(2)]
    world.closed_registry(*first)
    _, paper = receipt(world)
    world.do("upkeep.reprint", {"paper": paper, "reason": "asked"}, "sector")
    world.do("upkeep.reprint", {"paper": paper, "reason": "asked"})
    world.closed_registry(world.accepted())
    for role, forms in (("inspector", 9), ("sector", 3)):
        paged, after = [], ""
        while page := world.centre.ask("papers.made_here", {"after": after, "limit": limit}, as_=who(role)):
            assert len(page) <= limit
            paged += page
            after = page[-1].id
        whole = world.centre.ask("papers.made_here", {}, as_=who(role))
        assert (tuple(paged), len(paged)) == (whole, forms)
        assert [m.id for m in paged] == sorted(m.id for m in paged)


def test_the_kinds_of_paper_are_those_that_the_program_prints(world: World) -> None:
    from app.print.forms import FORMS

    kinds = world.centre.ask("papers.kinds", {}, as_=INSPECTOR)
    assert [k.form for k in kinds] == [name for name, _ in FORMS]


def test_the_door_gives_a_paper_s_bytes_to_whoever_may_see_it(world: World) -> None:
    """A script prints the receipt that it has made."""
    case, paper = receipt(world)
    found = world.ask("papers.drawn", {"paper": paper})
    pdf = base64.b64decode(found["pdf"])
    assert (found["form"], found["code"]) == ("acceptance-receipt", code(case).replace("-", ""))
    assert world.centre.paper(paper, as_=INSPECTOR)[2] == pdf
    assert case["number"] in text(pdf)
    with pytest.raises(Refused, match=r"no-right|paper-unknown"):  # on a shared store the row is not theirs to see
        world.ask("papers.drawn", {"paper": paper}, "courier")
    with pytest.raises(Refused, match="paper-unknown"):
        world.ask("papers.drawn", {"paper": case["case"]})


def test_the_door_gives_a_scan_s_bytes_to_whoever_may_see_it(world: World) -> None:
    body = base64.b64encode(b"%PDF-1.4 scan").decode()
    scan = world.do("intake.keep_scan", {"body": body})["scan"]
    assert world.ask("papers.scan", {"file": scan}) == {"body": body}
    with pytest.raises(Unavailable):
        world.ask("papers.scan", {"file": scan}, "courier")


@pytest.mark.parametrize("form", ["label", "separator"])
def test_a_test_sheet_means_nothing_and_its_bars_are_read(world: World, form: str) -> None:
    sheet = world.centre.ask("papers.test_sheet", {"form": form}, as_=INSPECTOR)
    pdf = base64.b64decode(sheet.pdf)
    (image,) = rasters(pdf, 203)
    assert {f.text for f in scanned(image)} == {sheet.code}
    assert "ОҚУ" in text(pdf).upper()
    assert world.rows("SELECT count(*) FROM papers") == [(0,)]


def test_the_ledger_is_printed_with_every_line_of_its_days(world: World) -> None:
    _, paper = receipt(world)
    with pytest.raises(Refused, match="ledger-empty"):
        world.do("papers.print_ledger", {})
    world.do("upkeep.reprint", {"paper": paper, "reason": "lost"})
    record(world, paper, "spoilt", blank="ҚҚ 0012345", reason="jam")
    printed = world.do("papers.print_ledger", {})
    assert printed["lines"] == 2
    form, _, pdf = world.centre.paper(printed["paper"], as_="inspector.at01")
    said = text(pdf)
    assert form == "ledger"
    for words in ("копия 1", "Утеряна", "испорчен бланк № ҚҚ 0012345", "Замяло бумагу", "Қағаз кептелді"):
        assert "".join(words.split()) in "".join(said.split())


def test_a_blank_form_that_the_licensor_used_is_known_at_both_ends_and_changes_no_case(file_here: World) -> None:
    with scene(file_here) as s:
        case = s.signed()
        s.sync()
        before = s.world.case(code(case))
        head = desk("head")
        licence = s.world.licensor.ask("case.papers_of", {"code": code(case)}, as_=head)[-1]
        given = {"paper": licence.id, "state": "used", "blank": "ЛҚ 0000017"}
        s.world.licensor.run("papers.record_sheet", given, as_=head)
        (line,) = s.world.licensor.ask("papers.ledger", {}, as_=head)
        assert (line.form, line.blank) == (licence.form, "ЛҚ 0000017")
        s.sync()
        after = s.world.case(code(case))
        assert (after["status"], after.get("out_of_order")) == (before["status"], before.get("out_of_order"))
        told = s.world.centre.ask("case.history", {"code": code(case)}, as_=INSPECTOR)
        assert "sheet.recorded" in [e.kind for e in told]
        assert ledger(s.world) == ()  # the centre's ledger is of its own sheets
        assert s.world.centre.ask("house.parked_events", {}, as_=who("supervisor")) == ()
