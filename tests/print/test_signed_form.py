"""Seal and pen, or the licensor's ЭЦП: as the act has it for this result on this channel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import print as papers
from app.catalogue.packs import FOLDER, read_pack
from app.domain.case import Case
from app.domain.facts import What
from app.print.compose.results import electronic
from tests.print.examples_counter import TICKET
from tests.print.examples_results import REASONED
from tests.print.reading import text

AT, MG, VKO = "atyrau-2015-324@2016-07-15", "mangystau-2013-3@2013-02-08", "vko-2014-70@2014-05-16"
SKO, ATTACHMENT = "sko-2015-333@2017-03-06", "vko-2015-314@2017-12-23"


@pytest.mark.parametrize(
    ("pack", "service", "channel", "result", "expected"),
    [
        (AT, "medical-licence", "portal", "licence", True),  # annex 1, cl. 5: ЭЦП of the licensor's authorised person
        (AT, "medical-licence", "counter", "licence", False),  # printed, sealed and signed
        (MG, "medical-licence", "portal", "reissued-licence", True),  # 6 (16)
        (MG, "medical-licence", "chancellery", "licence", True),  # 7 (12)
        (MG, "medical-licence", "counter", "reasoned-refusal", True),  # 8 (10)
        (VKO, "medical-licence", "counter", "licence", True),  # cl. 3
        (VKO, "medical-licence", "chancellery", "licence", False),  # cl. 3: whoever asked at the licensor's
        (VKO, "pharmaceutical-licence", "portal", "licence", True),  # 11 (16)
        (VKO, "narcotics-licence", "chancellery", "licence", False),  # cl. 8
        (SKO, "medical-licence", "portal", "reasoned-refusal", True),  # 9 (10)
        (ATTACHMENT, "phc-attachment", "portal", "ticket", True),  # 9 (12)
        (ATTACHMENT, "phc-attachment", "chancellery", "ticket", False),  # cl. 3: on paper
        (AT, "medical-licence", "portal", "no-such-result", False),
    ],
)
def test_result_bears_the_signature_that_its_act_sets(
    pack: str, service: str, channel: str, *, result: str, expected: bool
) -> None:
    of = read_pack(FOLDER / f"{pack}.toml").service(service)
    assert of is not None
    kind = of.variants[1] if result == "reissued-licence" else of.variants[0]
    what = What(
        pack=pack,
        service=service,
        variant=kind.id,
        object=next(iter(kind.objects), ""),
        channel=channel,
        licensor="AD01",
    )  # type: ignore[arg-type]
    case = Case(id="1", version=1, status="accepted", number="AT01-16-16-00042-2", what=what, result=result)
    assert electronic(of, case) is expected


def test_a_refusal_and_a_ticket_signed_electronically_say_so_and_have_no_place_for_a_seal() -> None:
    for form, on_paper, with_key in (
        ("reasoned-refusal", REASONED, replace(REASONED, seal=False)),
        ("ticket", TICKET, replace(TICKET, electronic=True)),
    ):
        pen, key = text(papers.draw(form, on_paper, "ru")), text(papers.draw(form, with_key, "ru"))
        assert "М.П." in pen
        assert "подписано ЭЦП" not in pen
        assert "подписано ЭЦП" in key
        assert "М.П." not in key


def test_the_end_of_consideration_is_called_as_its_act_calls_it() -> None:
    title = replace(
        REASONED.service, ru="Мотивированный отказ в рассмотрении заявления", kk="Өтінішті қараудан бас тарту"
    )
    said = text(papers.draw("reasoned-refusal", replace(REASONED, kind="consideration-ended", title=title), "both"))
    assert title.ru in " ".join(said.split())
    assert "о прекращении рассмотрения" not in said
