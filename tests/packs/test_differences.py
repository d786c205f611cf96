"""What each amendment changed, as the differences between the two versions say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.catalogue.acts import Catalogue
from app.domain.differences import Difference, differences
from app.domain.pack import Pack, Step, Text

CATALOGUE = Catalogue.load()
PAIRS = [
    (f"{act.id}@{a.from_}", f"{act.id}@{b.from_}")
    for act in CATALOGUE.acts
    for a, b in zip(act.versions, act.versions[1:], strict=False)
]
ATYRAU = CATALOGUE.pack("atyrau-2015-324@2016-07-15")


def between(before: str, after: str) -> tuple[Difference, ...]:
    return differences(CATALOGUE.pack(before), CATALOGUE.pack(after))


def with_step(pack: Pack, id: str, **changed: object) -> Pack:
    """The pack with one step of its first service otherwise."""
    service = pack.services[0]
    steps = tuple(replace(s, **changed) if s.id == id else s for s in service.steps)  # type: ignore[arg-type]
    return replace(pack, services=(replace(service, steps=steps), *pack.services[1:]))


def test_atyrau_133_only_gave_the_centre_another_name_and_clause_1_its_own_words() -> None:
    """«По всему тексту слова "ЦОН", "ЦОНа" заменены…»; пункт 1 с изменением: nothing of limits, order or documents."""
    found = between("atyrau-2015-324@2015-12-06", "atyrau-2015-324@2016-07-15")
    assert {(d.part, d.field) for d in found} == {("channels", "where"), ("channels", "source"), ("steps", "text")}
    renamed = [d for d in found if d.part == "steps"]
    assert len(renamed) == 15
    for d in renamed:
        assert d.before is not None
        assert d.after is not None
        assert "ЦОН" in d.before.ru
        assert d.after.ru == d.before.ru.replace("ЦОНа", "Государственной корпорации")
        assert "Орталық" in d.before.kk
        assert "орпорация" in d.after.kk
    assert {d.clause.split("(")[0] for d in found if d.part == "channels"} == {"annex-1/1", "annex-2/1"}


@pytest.mark.parametrize(
    ("after", "before", "regulation", "service"),
    [
        ("sko-2015-333@2016-05-10", "sko-2015-333@2015-11-10", "annex-2", "narcotics-licence"),
        ("sko-2015-333@2017-03-06", "sko-2015-333@2016-05-10", "annex-3", "medical-licence"),
    ],
)
def test_sko_118_and_29_each_state_one_annex_anew(after: str, before: str, regulation: str, service: str) -> None:
    """The text that was there before is not held, so the whole service is new; annex 1 stayed word for word."""
    found = between(before, after)
    assert [(d.part, d.id or d.service, d.before) for d in found] == [
        ("regulations", regulation, None),
        ("service", service, None),
    ]


def test_vko_339_added_the_ground_of_refusal_in_clause_4_1() -> None:
    found = between("vko-2015-314@2015-12-05", "vko-2015-314@2017-12-23")
    fresh = {(d.part, d.id) for d in found if d.before is None}
    assert fresh == {("papers", "reasoned-refusal"), ("refusals", "false-documents")}
    assert {d.clause for d in found if d.service} == {"regulation/4-1"}
    [cleared] = [d for d in found if d.after is None]
    assert cleared.part == "not_executable"


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_read_backwards_what_is_new_is_gone_and_nothing_else_is_said(before: str, after: str) -> None:
    def told(rows: tuple[Difference, ...], *, turned: bool) -> set[tuple[object, ...]]:
        sides = ("after", "before") if turned else ("before", "after")
        return {(d.service, d.part, d.id, d.field, *(getattr(d, s) for s in sides)) for d in rows}

    assert told(between(before, after), turned=False) == told(between(after, before), turned=True)


@pytest.mark.parametrize("ref", sorted({p for pair in PAIRS for p in pair}))
def test_a_version_has_no_difference_to_itself_in_another_order(ref: str) -> None:
    pack = CATALOGUE.pack(ref)
    turned = tuple(
        replace(s, steps=s.steps[::-1], documents=s.documents[::-1], refusals=s.refusals[::-1]) for s in pack.services
    )
    later = replace(pack, from_=date(2030, 1, 1), services=turned[::-1], period=Text(ru="иной", kk="басқа"))
    assert differences(pack, later) == ()


def test_a_limit_and_its_unit_are_one_row_when_either_changes() -> None:
    [row] = differences(ATYRAU, with_step(ATYRAU, "accept", limit=1, unit="h"))
    assert (row.service, row.part, row.id, row.field) == ("medical-licence", "steps", "accept", "limit")
    assert (row.before, row.after) == (Text(ru="15 min", kk="15 min"), Text(ru="1 h", kk="1 h"))


def test_a_limit_that_is_gone_has_nothing_after_it() -> None:
    [row] = differences(ATYRAU, with_step(ATYRAU, "accept", limit=None, unit=None))
    assert (row.field, row.after) == ("limit", None)


def test_two_steps_of_one_id_are_told_apart_by_what_they_are_for() -> None:
    service = ATYRAU.services[0]
    twice = [s for s in service.steps if sum(o.id == s.id for o in service.steps) > 1]
    assert twice, "the act parts a step by variant"
    changed = twice[-1]
    steps = tuple(replace(s, own=not s.own) if s is changed else s for s in service.steps)
    [row] = differences(ATYRAU, replace(ATYRAU, services=(replace(service, steps=steps), *ATYRAU.services[1:])))
    assert (row.id, row.field) == (changed.id, "own")


def test_a_step_that_is_new_or_gone_is_one_row_with_its_words() -> None:
    service = ATYRAU.services[0]
    fresh = Step(id="journal", actor="secretary", text=Text(ru="Журнал", kk="Журнал"), clause="annex-1/7(2)")
    more = replace(ATYRAU, services=(replace(service, steps=(*service.steps, fresh)), *ATYRAU.services[1:]))
    [row] = differences(ATYRAU, more)
    assert (row.field, row.before, row.after, row.clause) == ("", None, fresh.text, "annex-1/7(2)")
    [row] = differences(more, ATYRAU)
    assert (row.field, row.before, row.after) == ("", fresh.text, None)
