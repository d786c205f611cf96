"""The acceptance receipt: the five facts of clause 10, the answer first, two pages for a thick set of documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import print as papers
from app.print.facts import Both, Language
from app.words import words
from tests.print.examples_counter import RECEIPT, REFUSAL
from tests.print.reading import bar_places, boxes, closed, pages, text, texts

MARK = 0.48 * 7 / (72 / 25.4)  # side of a ■ in millimetres


def drawn(language: Language = "both", **changed: object) -> bytes:
    return papers.draw("acceptance-receipt", replace(RECEIPT, **changed), language)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["kk", "ru", "both"])
def test_the_five_facts_of_the_clause_stand_on_the_receipt(language: Language) -> None:
    said = closed(drawn(language))
    for k in ("kk", "ru") if language == "both" else (language,):
        facts = [
            RECEIPT.number,  # number …
            words(k)("papers.receipt.number"),
            RECEIPT.service.in_(k),  # kind of service
            RECEIPT.asked.in_(k),
            words(k).count("papers.documents", 6),  # number and names of the documents
            *(d.name.in_(k)[1:] for d in RECEIPT.documents),
            "12.12.2016",  # date, time and place of handing out
            "19:00",
            RECEIPT.release_place.in_(k),
            RECEIPT.inspector,  # who accepted
        ]
        assert not [fact for fact in facts if closed(fact) not in said]
    assert ("17.11.2016,15:20" in said) or ("17ноября2016года,15:20" in said) or ("2016жылғы17қараша,15:20" in said)


@pytest.mark.parametrize(("demanded", "marks"), [(RECEIPT.demanded, 7), (None, 0)])
def test_the_squares_stand_only_where_an_act_demands_the_fact(demanded: Both | None, marks: int) -> None:
    """Five facts; place and date of the fourth carry one each; the seventh explains them in the foot."""
    assert _squares(drawn(demanded=demanded)) == marks


def _squares(paper: bytes) -> int:
    import pypdfium2 as pdfium

    page = pdfium.PdfDocument(paper)[0]
    found = 0
    for shape in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = shape.get_bounds()
        wide, high = (right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4
        found += abs(wide - high) < 0.02 and abs(wide - MARK) < 0.15
    return found


def test_twenty_four_documents_take_two_pages_and_the_total_stands_on_the_second() -> None:
    paper = drawn(documents=RECEIPT.documents * 4)
    assert pages(paper) == 2
    first, second = texts(paper)
    assert "продолжение на стр. 2" in first
    assert "Всего" not in first
    assert "24 документа" in second
    assert "двадцать четыре" in second
    assert RECEIPT.inspector in second
    assert RECEIPT.number in second


@pytest.mark.parametrize("many", range(1, 31))
def test_every_document_is_listed_once_however_many_there_are(many: int) -> None:
    paper = drawn(documents=(RECEIPT.documents * 6)[:many])
    numbers = [
        box.text.split()[0]
        for page in boxes(paper)
        for box in page
        if 20 <= box.left < 26.9 and box.right < 27 and box.text.strip().isdigit() and box.top > 25
    ]
    assert numbers == [str(n) for n in range(1, many + 1)]


@pytest.mark.parametrize("language", ["kk", "ru", "both"])
@pytest.mark.parametrize("many", [1, 6, 9, 24])
def test_no_code_lies_on_a_fold(language: Language, many: int) -> None:
    for page in bar_places(drawn(language, documents=(RECEIPT.documents * 4)[:many])):
        assert page
        for top, bottom in page:
            assert not [fold for fold in (99, 148.5, 198) if top - 1 < fold < bottom + 1]


def test_a_value_that_is_equal_in_both_languages_is_printed_once() -> None:
    assert text(drawn()).count("Сейітқали Дана Ержанқызы") == 1


def test_without_a_representative_no_power_of_attorney_is_asked_for() -> None:
    assert "по доверенности" not in text(drawn(representative=None))
    assert "по доверенности" in text(drawn())


def test_a_release_on_a_day_alone_shows_no_time() -> None:
    said = text(drawn(release_at="2016-12-12"))
    assert "12.12.2016" in said
    assert "19:00" not in said


def test_a_day_that_no_act_counts_is_marked() -> None:
    assert "12.12.2016°" in closed(drawn())
    assert "12.12.2016°" not in closed(drawn(release_reconstructed=False))


@pytest.mark.parametrize("language", ["kk", "ru", "both"])
def test_where_nobody_can_name_a_day_the_receipt_says_on_what_it_depends(language: Language) -> None:
    when = Both("по решению комиссии", "комиссия шешімі бойынша")
    paper = drawn(language, release_at="", kept_until="", release_when=when)
    for k in ("kk", "ru") if language == "both" else (language,):
        assert closed(when.in_(k) + "°") in closed(paper)
    assert "12.12.2016" not in text(paper)


def test_a_day_of_another_zone_is_printed_as_it_is_there() -> None:
    assert "18.11.2016, 00:30" in text(drawn(accepted_at="2016-11-18T00:30:00+05:00"))


def test_the_refusal_is_two_equal_originals_each_counting_its_own_pages() -> None:
    paper = papers.draw("refusal-receipt", REFUSAL, "both")
    first, second = texts(paper)
    assert "экз. 1: услугополучателю" in first
    assert "экз. 2: отделу" in second
    assert all("1 / 1" in page for page in (first, second))
    assert first.replace("1-дана: қызмет алушыға · экз. 1: услугополучателю", "") == second.replace(
        "2-дана: бөлімге · экз. 2: отделу", ""
    )


@pytest.mark.parametrize("language", ["kk", "ru", "both"])
def test_the_refusal_names_the_annex_of_its_form_top_right_on_each_original(language: Language) -> None:
    for page in boxes(papers.draw("refusal-receipt", REFUSAL, language)):
        word = "қосымша" if language == "kk" else "Приложение"
        box = next(b for b in page if word in b.text)
        title = next(b for b in page if ("қолхат" if language == "kk" else "Расписка") in b.text)
        assert box.right > 180
        assert box.bottom < title.top
    assert "Приложение 8" not in text(papers.draw("refusal-receipt", replace(REFUSAL, set_by=None), language))


def test_many_findings_go_on_to_a_further_page_of_each_original() -> None:
    paper = papers.draw("refusal-receipt", replace(REFUSAL, findings=REFUSAL.findings * 3), "both")
    said = texts(paper)
    assert len(said) == 4
    assert "1 / 2" in said[0]
    assert "2 / 2" in said[3]
    assert all(str(n) in said[0] + said[1] for n in range(1, 13))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_each_finding_says_what_is_wrong_by_which_clause_and_what_to_do(language: Language) -> None:
    said = closed(papers.draw("refusal-receipt", REFUSAL, language))
    for finding in REFUSAL.findings:
        for part in (finding.document, finding.clause, finding.remedy):
            assert part is not None
            assert closed(part.in_(language)) in said
