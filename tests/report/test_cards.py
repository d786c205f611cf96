"""The sentences over the pictures say what the figures say, in each language; and an office without a past has words too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.plot import parts_in_percent
from app.queries.reports import Party, Summary
from app.report.cards import cards
from app.words import LANGUAGES, words
from tests.report.half_month import counted

EMPTY = Summary(visits=0, taken=0, refused=0, late=0, by_status={}, by_service={}, by_workplace={})


def answers(found: Summary, lang: str = "ru") -> list[str]:
    return [c.answer.replace("\u00a0", " ") for c in cards(found, words(lang), side="centre")]


def test_each_answer_is_a_sentence_of_its_own_figures() -> None:
    assert answers(counted()) == [
        "Пик — понедельник 11–13: 41 обращение",
        "За предел выходят: Курьер → услугодатель, В сектор",
        "Каждый третий отказ — Форма сведений: не представлен",
        "Курьер Бекенов А. — 6 из 74 рейсов поздно",
        "Процессом довольны 76 %, сведениями — 60 %",
        "2 результата пора вернуть услугодателю",
    ]


def test_an_answer_changes_with_what_was_counted() -> None:
    found = counted()
    in_time = replace(
        found, steps=tuple(replace(s, late=0, ninth_percent=90) for s in found.steps), lying=(38, 14, 6, 4, 0)
    )
    assert answers(in_time)[1] == "Все шаги в пределах срока"
    assert answers(in_time)[5] == "4 результата лежат больше трёх недель: напомните"
    some = replace(in_time, steps=(replace(in_time.steps[0], late=5), *in_time.steps[1:]))
    assert answers(some)[1] == "9 дел из 10 в пределах, поздно 5 раз"
    nobody = replace(found, parties=tuple(replace(p, late=0) for p in found.parties))
    assert answers(nobody)[3] == "Никто не опоздал"
    one = replace(found, refused=1, reasons=(replace(found.reasons[1], n=1),))
    assert answers(one)[2] == "Один отказ — Доверенность: срок истёк"


def test_the_worst_is_who_is_late_most_often_not_who_has_most_cases() -> None:
    party = lambda key, *n: Party(key=key, in_time=n[0], edge=0, late=n[1], name=counted().parties[2].name)  # noqa: E731
    found = replace(counted(), parties=(party("courier:a", 990, 10), party("courier:b", 3, 2)))
    assert cards(found, words("ru"), side="centre")[3].figure == "courier:b:late"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_office_without_a_past_is_told_so_and_what_will_stand_there(lang: str) -> None:
    for card in cards(EMPTY, words(lang), side="centre"):
        assert card.empty
        assert card.answer
        assert card.counted
        assert not card.answer.startswith("summary.")
        assert not card.counted.startswith("summary.")
        assert card.figure == ""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("side", ["centre", "licensor"])
def test_every_figure_of_a_picture_is_said_in_words(lang: str, side: str) -> None:
    for card in cards(counted(), words(lang), side=side):
        assert card.question in card.said
        assert card.answer in card.said
        assert "summary." not in card.said.replace("summary.\u00a0", "")
        for row in card.plot.rows:
            assert row.said in card.said
            shown = parts_in_percent(row.values) if card.plot.percent else row.values
            for value in shown:
                assert not value or str(value) in row.said, (card.key, row.label, value)


def test_the_hours_of_a_sunday_are_shown_when_somebody_came() -> None:
    found = replace(counted(), hours=(*counted().hours, replace(counted().hours[0], weekday=7, hour=21)))
    plot = cards(found, words("ru"), side="centre")[0].plot
    assert plot.rows[-1].label == "вс"
    assert plot.columns[-1] == "21"
    assert plot.rows[-1].values[-1] == found.hours[-1].n


def test_percents_make_a_hundred() -> None:
    assert parts_in_percent((1, 1, 1)) == (34, 33, 33)
    assert parts_in_percent((151, 37, 10)) == (76, 19, 5)
    assert parts_in_percent((0, 0, 0)) == (0, 0, 0)
