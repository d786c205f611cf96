"""The variants of the licensor's papers and of the slips, and what happens when the facts are long."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from app import print as papers
from app.domain.codec import BadShape
from app.print.facts import Both
from tests.print.examples import EXAMPLES
from tests.print.examples_counter import INFORMATION, LABEL, MARK, TICKET
from tests.print.examples_results import ANNEX, EXTRACT, LICENCE, REASONED, SLIP, STATE
from tests.print.reading import boxes, closed, pages, text

LONG = Both("Очень длинный текст, какой иногда пишут люди. " * 9, "Адамдар кейде жазатын өте ұзақ мәтін. " * 10)


@pytest.mark.parametrize(("kind", "word"), [("issue", ""), ("reissue", "ПЕРЕОФОРМЛЕНА"), ("duplicate", "ДУБЛИКАТ")])
def test_a_licence_and_its_annex_say_what_they_are(kind: str, word: str) -> None:
    for form, facts in (("licence", LICENCE), ("licence-annex", ANNEX)):
        said = text(papers.draw(form, replace(facts, kind=kind, before="15.03.2017"), "both"))  # type: ignore[type-var]
        assert [w for w in ("ПЕРЕОФОРМЛЕНА", "ДУБЛИКАТ") if w in said] == ([word] if word else [])
        assert ("15.03.2017" in said) == bool(word)


def test_a_licence_signed_electronically_has_no_place_for_a_seal() -> None:
    on_paper, electronic = (text(papers.draw("licence", replace(LICENCE, electronic=e), "ru")) for e in (False, True))
    assert "М.П." in on_paper
    assert "М.П." not in electronic
    assert "подписано ЭЦП" in electronic


def test_an_annex_of_thirty_subtypes_runs_over_pages_and_says_nothing_follows() -> None:
    paper = papers.draw("licence-annex", replace(ANNEX, subtypes=ANNEX.subtypes * 6), "ru")
    assert pages(paper) > 1
    assert "всего строк: 30 (тридцать), ниже записей нет" in text(paper)
    assert text(paper).count("ниже записей нет") == 1


@pytest.mark.parametrize(
    ("complies", "kk", "ru"),
    [(True, "СӘЙКЕС КЕЛЕДІ", "Требованиям СООТВЕТСТВУЕТ"), (False, "СӘЙКЕС КЕЛМЕЙДІ", "НЕ СООТВЕТСТВУЕТ")],
)
@pytest.mark.parametrize("variant", ["campaign", "participation"])
def test_the_extract_gives_its_verdict(complies: bool, kk: str, ru: str, variant: str) -> None:
    facts = replace(EXTRACT, complies=complies, variant=variant)  # type: ignore[arg-type]
    assert kk in text(papers.draw("protocol-extract", facts, "kk"))
    assert ru in text(papers.draw("protocol-extract", facts, "ru"))


def test_an_unmet_requirement_is_a_word_not_a_colour() -> None:
    unmet = replace(EXTRACT.requirements[0], met=False, note=Both("срок истёк", "мерзімі өткен"))
    said = text(papers.draw("protocol-extract", replace(EXTRACT, requirements=(unmet,)), "ru"))
    assert "нет" in said
    assert "срок истёк" in said


@pytest.mark.parametrize(
    ("variant", "time", "initials"),
    [
        ("plain", False, False),
        ("date-and-time", True, False),
        ("date-time-initials", True, True),
        ("ticket", True, False),
    ],
)
def test_the_mark_of_registration_shows_what_its_act_asks_for(variant: str, time: bool, initials: bool) -> None:
    said = text(papers.draw("registration-mark", replace(MARK, variant=variant), "ru"))  # type: ignore[arg-type]
    assert ("10:05" in said) == time
    assert ("Омарова Д. С." in said) == initials
    assert ("Талон" in said) == (variant == "ticket")


@pytest.mark.parametrize(
    ("kind", "word"), [("sent", "отправлено"), ("no-data", "Данные не получены"), ("refused", "Отказано")]
)
def test_the_slip_says_that_it_is_the_programs_own(kind: str, word: str) -> None:
    said = text(papers.draw("slip", replace(SLIP, kind=kind), "ru"))  # type: ignore[arg-type]
    assert word in said
    assert "это не расписка" in said


def test_an_end_of_consideration_has_its_own_name() -> None:
    said = text(papers.draw("reasoned-refusal", replace(REASONED, kind="consideration-ended"), "kk"))
    assert "Өтінішті қарауды тоқтату туралы" in said


def test_many_reasons_run_over_pages() -> None:
    paper = papers.draw("reasoned-refusal", replace(REASONED, reasons=REASONED.reasons * 5), "both")
    assert pages(paper) > 1
    assert REASONED.head.name in text(paper)


@pytest.mark.parametrize(
    ("form", "facts"),
    [
        ("information-slip", replace(INFORMATION, ways=INFORMATION.ways * 3)),
        ("ticket", replace(TICKET, place=LONG)),
        ("registration-mark", replace(MARK, service=LONG)),
        ("state-of-case", replace(STATE, steps=STATE.steps * 2)),
        ("slip", replace(SLIP, what_next=LONG)),
    ],
)
@pytest.mark.parametrize("language", ["kk", "ru", "both"])
def test_a_slip_too_long_for_a5_goes_on_a4_and_keeps_every_word(form: str, facts: object, language: str) -> None:
    paper = papers.draw(form, facts, language)  # type: ignore[arg-type]
    usual = papers.draw(form, EXAMPLES[form], language)  # type: ignore[arg-type]
    assert _high(usual) < 150
    if language == "both":
        assert _high(paper) > 290
    lowest = max(box.bottom for page in boxes(paper) for box in page)
    assert lowest < _high(paper) - 4.6
    for page in boxes(paper):
        for k, a in enumerate(page):
            for b in page[k + 1 :]:
                across = min(a.right, b.right) - max(a.left, b.left)
                down = min(a.bottom, b.bottom) - max(a.top, b.top)
                assert not (across > 0.35 and down > 0.35), (a, b)


def _high(paper: bytes) -> float:
    return float(pdfium.PdfDocument(paper)[0].get_height()) / 72 * 25.4


def test_a_label_bears_no_name_and_shows_the_tail() -> None:
    said = text(papers.draw("label", LABEL, "both"))
    assert "00042-2" in said
    assert "Жайық" not in said


def test_a_label_in_training_says_so_in_place_of_the_centre() -> None:
    said = text(papers.draw("label", replace(LABEL, training=True), "kk"))
    assert "ОҚУ" in said
    assert closed("заңды күші жоқ") in closed(said)
    assert " AT01 " not in said


def test_a_survey_speaks_in_the_words_of_the_acts_form_where_the_act_has_one() -> None:
    """mangystau-2013-3, annexes 4 and 3; elsewhere the sheet is our own and says it shorter."""
    act, own = (
        closed(papers.draw("survey", replace(EXAMPLES["survey"], set_by=by), "ru"))  # type: ignore[type-var]
        for by in (Both("приложение 4 к Регламенту", "Регламентке 4-қосымша"), None)
    )
    for said in (
        "Анкета для определения показателей электронной государственной услуги: «качество» и «доступность»",
        "Удовлетворены ли Вы качеством процесса и результатом оказания электронной государственной услуги?",
        "Удовлетворены ли Вы качеством информации о порядке оказания электронной государственной услуги?",
    ):
        assert closed(said) in act
        assert closed(said) not in own
    assert closed("частично удовлетворён(а)") in act


def test_facts_that_do_not_fit_the_form_are_refused() -> None:
    stored = papers.stored(LABEL)
    with pytest.raises(BadShape):
        papers.draw("label", {**stored, "sheets": "many"}, "both")
    with pytest.raises(BadShape):
        papers.draw("label", {**stored, "strange": 1}, "both")
