"""Every form in every language: drawn, the same twice, read back by eye and by scanner, nothing outside the sheet."""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, fields, replace

import pytest

from app import print as papers
from app.print.codes import readable
from app.print.forms import FORMS
from app.words import words
from tests.print.examples import EXAMPLES
from tests.print.reading import Box, boxes, closed, codes, pages, rasters, text, texts

NAMES = [name for name, _ in FORMS]
LANGUAGES = ("kk", "ru", "both")
CASES = [(name, language) for name in NAMES for language in LANGUAGES]
EDGE = 4.6  # millimetres that no printer reaches


@pytest.fixture(params=CASES, ids=[f"{name}-{language}" for name, language in CASES])
def drawn(request: pytest.FixtureRequest) -> tuple[str, str, bytes]:
    name, language = request.param
    return name, language, papers.draw(name, EXAMPLES[name], language)


def test_every_form_has_an_example_and_a_title() -> None:
    assert set(EXAMPLES) == set(NAMES)
    for name in NAMES:
        for language in ("kk", "ru", "en"):
            assert words(language).has(papers.title_key(name)), (name, language)


def test_the_same_bytes_come_when_drawn_twice(drawn: tuple[str, str, bytes]) -> None:
    name, language, paper = drawn
    assert papers.draw(name, EXAMPLES[name], language) == paper  # type: ignore[arg-type]


def test_the_same_bytes_come_from_the_stored_facts(drawn: tuple[str, str, bytes]) -> None:
    name, language, paper = drawn
    stored = json.loads(json.dumps(papers.stored(EXAMPLES[name])))
    assert papers.draw(name, stored, language) == paper  # type: ignore[arg-type]


def test_no_key_stands_where_a_text_should(drawn: tuple[str, str, bytes]) -> None:
    name, language, paper = drawn
    assert "papers." not in text(paper), (name, language)
    assert "{" not in text(paper)


def test_the_bars_read_back_as_the_code(drawn: tuple[str, str, bytes]) -> None:
    name, _, paper = drawn
    code = EXAMPLES[name].code
    if not code:
        pytest.skip("this paper is about no single case")
    for page, found in enumerate(codes(paper), 1):
        bars = {said for kind, said in found if "128" in kind}
        if page == 1 or name in ("registry-out", "refusal-receipt"):
            assert bars == {code}, (name, page, found)
    assert readable(code) in text(paper)


def test_the_signed_code_reads_back_when_there_is_one(drawn: tuple[str, str, bytes]) -> None:
    name, _, paper = drawn
    proof = EXAMPLES[name].proof
    squares = [said for page in codes(paper) for kind, said in page if "QR" in kind]
    assert bool(squares) == bool(proof)
    assert set(squares) <= {proof}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dpi", [150, 300])
def test_the_bars_read_back_at_other_resolutions(name: str, dpi: int) -> None:
    facts = EXAMPLES[name]
    if name == "label" and dpi < 203:
        dpi = 203  # its bars are made of two dots of a label printer
    found = {said for kind, said in codes(papers.draw(name, facts, "both"), dpi)[0] if "128" in kind}
    assert found == ({facts.code} if facts.code else set())


def test_nothing_stands_outside_the_sheet(drawn: tuple[str, str, bytes]) -> None:
    name, language, paper = drawn
    _inside(paper, (name, language))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_outside_the_sheet_in_training_and_on_a_copy(name: str, language: str) -> None:
    paper = papers.draw(name, replace(EXAMPLES[name], training=True), language, copy_no=2)  # type: ignore[arg-type]
    _inside(paper, (name, language))
    if name != "label":
        assert closed(_first(language)) in closed(texts(paper)[0])
        assert "КОПИЯ 2" in text(paper) or "2-КӨШІРМЕ" in text(paper)
    assert any(word in text(paper).upper() for word in ("ОҚУ", "УЧЕБНЫЙ"))


def _first(language: str) -> str:
    return words("ru" if language == "ru" else "kk")("papers.training.strip")


def _inside(paper: bytes, what: tuple[str, str]) -> None:
    for image, placed in zip(rasters(paper), boxes(paper), strict=True):
        wide, high = image.width / 200 * 25.4, image.height / 200 * 25.4
        edge = EDGE if high > 60 else 1.5
        for box in placed:
            assert edge < box.left < box.right < wide - edge, (what, box)
            assert edge - 0.3 < box.top < box.bottom < high - edge + 0.3, (what, box)


def test_no_text_lies_over_another(drawn: tuple[str, str, bytes]) -> None:
    name, language, paper = drawn
    for page in boxes(paper):
        assert not (found := _overlaps(page)), (name, language, found)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_lies_over_another_in_training(name: str) -> None:
    for page in boxes(papers.draw(name, replace(EXAMPLES[name], training=True), "both")):
        assert not (found := _overlaps(page)), found


def _overlaps(page: list[Box]) -> list[tuple[str, str]]:
    """Pairs of texts whose ink shares a place: more than a third of a millimetre each way."""
    out = []
    for k, a in enumerate(page):
        for b in page[k + 1 :]:
            across = min(a.right, b.right) - max(a.left, b.left)
            down = min(a.bottom, b.bottom) - max(a.top, b.top)
            if across > 0.35 and down > 0.35:
                out.append((a.text, b.text))
    return out


def test_every_page_says_which_paper_it_is(drawn: tuple[str, str, bytes]) -> None:
    name, _, paper = drawn
    if name == "label":
        pytest.skip("a label is no page")
    copies = 2 if name == "refusal-receipt" else 1
    each = pages(paper) // copies
    for n, said in enumerate(texts(paper)):
        assert f"{n % each + 1} / {each}" in said
        assert re.search(rf"[ТT]-{EXAMPLES[name].FORM}", said)


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_says_so_and_the_original_does_not(name: str) -> None:
    original, copy = (papers.draw(name, EXAMPLES[name], "both", copy_no=n) for n in (0, 3))
    assert "КОПИЯ 3" in text(copy)
    assert "КОПИЯ" not in text(original)


@pytest.mark.parametrize("name", NAMES)
def test_without_a_signed_code_the_paper_is_whole(name: str) -> None:
    paper = papers.draw(name, replace(EXAMPLES[name], proof=None, fingerprint=""), "both")
    assert not [said for page in codes(paper) for kind, said in page if "QR" in kind]
    assert all(not _overlaps(page) for page in boxes(paper))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_this_machine_is_in_the_file(name: str) -> None:
    paper = papers.draw(name, EXAMPLES[name], "both")
    for trace in (b"/work", b"/tmp", b"/home", b"/root", b".ttf", b"resources"):
        assert trace not in paper
    assert b"PrintScaling" in paper
    assert b"/Lang" in paper


def test_facts_are_plain() -> None:
    for facts in EXAMPLES.values():
        for field in fields(facts):
            assert isinstance(getattr(facts, field.name), str | int | bool | tuple | None) or hasattr(
                getattr(facts, field.name), "__dataclass_fields__"
            )
            assert field.default is not MISSING or field.default_factory is MISSING


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(KeyError):
        papers.draw("no-such-form", EXAMPLES["label"], "both")


def test_facts_of_another_form_are_refused() -> None:
    with pytest.raises(TypeError):
        papers.draw("separator", EXAMPLES["label"], "both")
