"""mangystau-2013-3: who checks what, on which grounds it is refused, and under which clause that stands."""

from __future__ import annotations

from tests.packs.test_mangystau_2013_3 import TERMS, service_of, step_of


def test_no_ground_of_the_law_is_cited_as_the_regulations() -> None:
    """8(10) speaks of violations in the documents alone; № 214-III is the law of that time."""
    service = service_of("medical-licence")
    assert {r.clause for r in service.refusals if r.source == "reconstructed"} == {"law/214-III"}
    assert [r.id for r in service.refusals if r.clause == "medical/8(10)"] == ["violations-in-documents"]


def test_the_qualification_is_checked_whatever_the_variant() -> None:
    """7(10), 6(14): neither distinguishes issue, reissue and duplicate."""
    for variant in TERMS:
        for channel in ("chancellery", "portal"):
            found = step_of(service_of("medical-licence"), "licensor", variant, channel)
            assert found is not None
            assert "квалификационных требований" in found.text.ru


def test_enis_stands_at_the_fourth_action_alone() -> None:
    """Table 3, row 2: the third asks ГБД ФЛ/ГБД ЮЛ, as 8(3) says."""
    named = {s.id for s in service_of("medical-licence").steps if "ЕНИС" in s.text.ru}
    assert named == {"no-data"}


def test_every_message_of_refusal_has_its_limit_where_no_step_holds_it() -> None:
    """Tables 1 and 2 of the licence, actions 2, 5, 7 and 2; table 1 of attachment, actions 2 and 4."""
    limits = {
        "medical/6(4)": "20 секунд", "medical/6(8)": "20 секунд", "medical/6(11)": "10–15 секунд",
        "medical/7(3)": "20 секунд", "attachment/6(4)": "30 секунд", "attachment/6(7)": "1,5 минуты",
    }  # fmt: skip
    texts = {r.clause: r.text.ru for id in ("medical-licence", "phc-attachment") for r in service_of(id).refusals}
    assert all(limit in texts[clause] for clause, limit in limits.items())
