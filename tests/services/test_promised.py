"""What the receipts of the counter promise and cite: the day of release of ГОБМП, the annex that sets the refusal's form."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.catalogue.calendars import calendar
from app.start import plain
from tests.print.reading import closed, text
from tests.world import AT, MG, NATURAL, World


@pytest.mark.parametrize("ends", [0, 2, 20])
def test_gobmp_is_not_promised_before_the_commission_can_have_decided(file_here: World, ends: int) -> None:
    """Annex 2, 15 (1)–(2): three working days after the last day for filing, then the sitting, then the way back."""
    world, last = file_here, file_here.now[AT].date() + timedelta(ends)
    draft = {**world.draft("gobmp-compliance", "campaign", object=""), "filing_ends_on": str(last)}
    accepted = world.do("intake.accept", draft)
    case = world.case(accepted["number"])
    come = datetime.fromisoformat(case["promised_by"]).astimezone(world.now[AT].tzinfo)
    assert come.date() == calendar().working_day(4, last)
    assert case["promised_source"] == "reconstructed"
    said = text(world.centre.paper(accepted["papers"][0], as_="inspector.at01")[2])
    assert f"{come:%d.%m.%Y}" in said
    assert "\N{DEGREE SIGN}" in said


def test_without_a_last_day_for_filing_the_receipt_names_no_day(world: World) -> None:
    draft = {**world.draft("gobmp-compliance", "participation", object=""), "filing_ends_on": None}
    accepted = world.do("intake.accept", draft)
    assert "promised_by" not in world.case(accepted["number"])
    said = closed(world.centre.paper(accepted["papers"][0], as_="inspector.at01")[2])
    assert closed("по решению комиссии°") in said
    assert closed("комиссия шешімі бойынша°") in said


def test_after_the_last_day_for_filing_no_day_is_promised(file_here: World) -> None:
    """The commission sat, or sits without these papers: once the receipt promised the result for the same day."""
    world, last = file_here, file_here.now[AT].date() - timedelta(1)
    draft = {**world.draft("gobmp-compliance", "campaign", object=""), "filing_ends_on": str(last)}
    accepted = world.do("intake.accept", draft)
    assert "promised_by" not in world.case(accepted["number"])
    said = closed(world.centre.paper(accepted["papers"][0], as_="inspector.at01")[2])
    assert closed("по решению комиссии°") in said


def test_a_last_day_of_filing_is_kept_only_where_a_clock_counts_from_it(file_here: World) -> None:
    accepted = file_here.do("intake.accept", {**file_here.draft(), "filing_ends_on": "2016-11-20"})
    assert "filing_ends_on" not in file_here.case(accepted["number"])


def test_a_refusal_receipt_names_the_annex_that_sets_its_form(world: World) -> None:
    """Annex 1, 10 (1) «по форме согласно приложению 8 к Стандарту»; annex 2, 18 (1): 11."""
    for more, annex in (({}, 8), ({"service": "gobmp-compliance", "variant": "campaign", "object": ""}, 11)):
        draft = world.draft(**more)  # type: ignore[arg-type]
        no = world.do("intake.refuse", {**draft, "documents": draft["documents"][1:]})
        said = text(world.centre.paper(no["papers"][0], as_="inspector.at01")[2])
        assert said.count(f"Приложение {annex} к Стандарту") == 2, more  # on both originals
        assert f"Стандартқа {annex}-қосымша" in said


@pytest.mark.parametrize(
    ("act", "takes", "prepares", "signs", "desk", "not_desk"),
    [
        ("vko-2015-314", "provider.vp02", "provider.vp02", "provider.vp02", "кабинет статистики", "сотрудник услугодателя"),
        (MG, "chancellery.md01", "specialist.md01", "head.md01", "сотрудник услугодателя", "кабинет статистики"),
    ],
)  # fmt: skip
def test_a_ticket_names_the_desk_of_its_act(
    file_here: World, act: str, takes: str, prepares: str, signs: str, desk: str, not_desk: str
) -> None:
    """vko-2015-314 cl. 5: the statistics room; mangystau-2013-3 attachment cl. 7 knows the provider's worker alone."""
    file_here.at(act, file_here.now[act])  # two acts of one region
    app = file_here.licensor
    applicant = {"kind": "natural", "number": NATURAL, "name": "Сұлтанова Әсел"}
    given: dict[str, Any] = {
        "service": "phc-attachment", "variant": "attach", "object": "", "channel": "chancellery", "applicant": applicant,
    }  # fmt: skip
    listed = plain(app.ask("law.checklist", given, as_=takes))["documents"]
    given["documents"] = [
        {"document": d["id"], "kind": d["kinds"][0], "valid_until": "2030-01-01" if d["expires"] else None}
        for d in listed
        if not d.get("register") and not d["optional"]
    ]
    case = f"C-{plain(app.run('licensor_desk.accept', given, as_=takes).value)['number']}"
    app.run("licensor_desk.prepare", {"code": case, "result": "ticket"}, as_=prepares)
    paper = plain(app.run("licensor_desk.sign", {"code": case}, as_=signs).value)["paper"]
    said = text(app.paper(paper, as_=signs)[2])
    assert desk in said
    assert not_desk not in said
    assert "Произвольная форма: " in said
