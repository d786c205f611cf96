"""Registries over many pages: no row lost or cut, totals that agree, the last block never alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app import print as papers
from app.print import table
from app.print.facts import Both
from app.print.forms.registry_out import Group
from tests.print.examples_lists import COURIER_SHEET, HAND_OVER, REGISTRY_IN, REGISTRY_OUT, UNCLAIMED, _entry
from tests.print.people import MEDICAL
from tests.print.reading import boxes, codes, pages, text, texts


def registry(many: int) -> bytes:
    groups = (Group(name=MEDICAL, entries=tuple(_entry(n) for n in range(1, many + 1))),)
    return papers.draw("registry-out", replace(REGISTRY_OUT, groups=groups, replaced=None), "both")


def test_a_registry_of_a_hundred_lines_has_every_line_once_and_the_right_totals() -> None:
    paper = registry(100)
    said = text(paper)
    entries = [_entry(n) for n in range(1, 101)]
    assert all(said.replace(" ", "").count(e.number) == 1 for e in entries)
    last = texts(paper)[-1]
    assert f"Барлығы · Всего 100 {sum(e.documents for e in entries)} {sum(e.sheets for e in entries)}" in last
    assert "дел сто" in last


def test_each_further_page_carries_over_what_the_pages_before_held() -> None:
    said = texts(registry(100))
    shown = carried = 0
    for n, page in enumerate(said, 1):
        if n > 1:
            found = re.search(rf"перенесено со стр. {n - 1}: (\d+)", page)
            assert found is not None
            carried = int(found[1])
            assert carried == shown
            assert f"продолжение на стр. {n}" in said[n - 2]
        here = re.search(r"на этой странице: (\d+)", page)
        shown += int(here[1]) if here else 0
    assert carried < 100


def test_every_page_of_a_registry_bears_its_bars() -> None:
    for page in codes(registry(100)):
        assert ("Code 128", REGISTRY_OUT.code) in [(kind.replace("Code128", "Code 128"), said) for kind, said in page]


@pytest.mark.parametrize("many", [1, 2, 14, 15, 16, 17, 18, 19, 33, 34, 35, 36])
def test_totals_and_signatures_never_stand_alone(many: int) -> None:
    paper = registry(many)
    last = texts(paper)[-1]
    assert "Прописью" in last
    rows = len(re.findall(r"AT01-0\d-16-\s?000\d\d", last))
    assert rows >= min(2, many)
    for page in boxes(paper):
        assert max(box.bottom for box in page) < 297 - 4.6


def test_a_changed_row_is_named_in_words_too() -> None:
    said = text(papers.draw("registry-out", REGISTRY_OUT, "both"))
    assert "исправлено: № 3, добавлено: № 23" in said
    assert "3-жол түзетілді, 23-жол қосылды" in said


@pytest.mark.parametrize("before", range(8, 22))
def test_a_group_head_keeps_two_rows_with_it(before: int) -> None:
    second = Both("Вторая услуга списка", "Тізімнің екінші қызметі")
    groups = (
        Group(name=MEDICAL, entries=tuple(_entry(n) for n in range(1, before))),
        Group(name=second, entries=tuple(_entry(n) for n in range(before, before + 12))),
    )
    said = texts(papers.draw("registry-out", replace(REGISTRY_OUT, groups=groups, replaced=None), "both"))
    for page in said:
        head, found, rest = page.partition("Вторая услуга списка")
        if found and "Вторая услуга" not in head and "Жиыны" not in head:
            rows = re.findall(r"AT01-0\d-16-\s?000\d\d", rest.partition("Жиыны")[0])
            assert len(rows) >= 2


def test_counts_of_results_follow_from_the_marks() -> None:
    said = text(papers.draw("registry-in", REGISTRY_IN, "ru"))
    for word in ("11 в списке", "11 пришло", "9", "недостаёт", "повреждён", "лишний"):
        assert word in said
    assert "Отмечено сканером: одиннадцать; ждут ответа: три." in said


def test_each_difference_has_its_reason_in_both_languages() -> None:
    said = text(papers.draw("registry-in", REGISTRY_IN, "both"))
    for entry in REGISTRY_IN.entries:
        if entry.reason is not None:
            assert entry.reason.ru[:20] in said
            assert entry.reason.kk[:20] in said


def test_sixty_results_take_more_pages_and_lose_none() -> None:
    many = tuple(
        replace(e, number=f"{e.number[:-5]}{n:03}-X") for n, e in enumerate((REGISTRY_IN.entries[:-1] * 6)[:60], 1)
    )
    paper = papers.draw("registry-in", replace(REGISTRY_IN, entries=many), "both")
    assert pages(paper) > 1
    assert all(text(paper).replace(" ", "").count(e.number) == 1 for e in many)


def test_until_the_other_side_signs_the_act_names_no_minute_for_it() -> None:
    took = replace(HAND_OVER.took, at="", key="")
    said = text(papers.draw("hand-over-act", replace(HAND_OVER, took=took, proof=None), "both"))
    assert "17:21" not in said
    assert "С подписи отвечает: канцелярия" in said


def test_a_broken_seal_and_a_difference_are_said() -> None:
    found = replace(HAND_OVER, seals_whole=False, differences=(Both("Нет одного дела.", "Бір іс жоқ."),))
    said = text(papers.draw("hand-over-act", found, "both"))
    assert "Нет одного дела. Сосчитано: 23 дела, пломба нарушена." in said
    assert "Расхождений нет" not in said


def test_long_lists_of_a_day_run_over_pages() -> None:
    courier = replace(COURIER_SHEET, stops=COURIER_SHEET.stops * 8)
    unclaimed = replace(UNCLAIMED, entries=UNCLAIMED.entries * 15)
    assert pages(papers.draw("courier-sheet", courier, "both")) > 1
    assert pages(papers.draw("unclaimed-list", unclaimed, "both")) > 1


def test_the_split_loses_no_row_and_leaves_two_for_the_tail() -> None:
    for rows in range(0, 60):
        for tail in (0.0, 90.0, 300.0, 430.0):
            counts = table.split([30.0] * rows, first=300, other=500, tail=tail)
            assert sum(counts) == rows
            if len(counts) > 1 and rows > 2:
                assert counts[-1] >= 2


def test_a_row_taller_than_a_page_still_goes_somewhere() -> None:
    assert sum(table.split([20, 900, 20], first=300, other=500, tail=50)) == 3
