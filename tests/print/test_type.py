"""The faces hold every letter that a paper needs; lines break where they may; the outlines are those of the face."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from app import print as papers
from app.print import codes, outline
from app.print.type import BOLD, FOLDER, GLYPHS, LETTERS, MONO, MONO_BOLD, SANS, Style, glue, lines, width
from app.words import FOLDER as WORDS
from tests.print.examples import EXAMPLES
from tests.print.reading import text

KAZAKH = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
PLAIN = Style(SANS, 10, 13)


@pytest.mark.parametrize("name", [SANS, BOLD])
def test_a_face_has_every_letter_and_sign(name: str) -> None:
    has = TTFont(FOLDER / f"{name}.ttf").getBestCmap()
    assert not [c for c in KAZAKH + LETTERS + "₸№«»„“°·—–²" if ord(c) not in has]


@pytest.mark.parametrize("name", [MONO, MONO_BOLD])
def test_the_fixed_face_has_every_sign_of_a_code(name: str) -> None:
    has = TTFont(FOLDER / f"{name}.ttf").getBestCmap()
    assert not [c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-., " if ord(c) not in has]


def test_the_licence_of_the_faces_lies_beside_them() -> None:
    said = (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in said
    assert "DISCLAIMER" in said


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_text_of_the_papers_has_a_letter_that_cannot_be_drawn(language: str) -> None:
    said = (WORDS / language / "papers.po").read_text(encoding="utf-8")
    has = TTFont(FOLDER / f"{SANS}.ttf").getBestCmap()
    strings = "".join(re.findall(r'msgstr(?:\[\d\])? "(.*)"', said))
    assert not {c for c in strings if ord(c) not in has and c not in GLYPHS}


@pytest.mark.parametrize("language", ["kk", "both"])
def test_kazakh_letters_read_back_from_the_file(language: str) -> None:
    said = text(papers.draw("acceptance-receipt", EXAMPLES["acceptance-receipt"], language))  # type: ignore[arg-type]
    for word in (
        "Құжаттарды қабылдау туралы қолхат",
        "Көрсетілетін қызметті алушы",
        "«Жайық-Дәрігер» ЖШС",
        "Өзіңізбен",
    ):
        assert word in said
    assert not re.search(r"[\ue000-\uf8ff\ufffd]", said)


def test_a_letter_from_outside_the_common_ones_is_drawn_and_read_back() -> None:
    from dataclasses import replace

    from app.print.facts import Both, Party

    stranger = Party(name=Both("Ђорђе Шимић", "Ђорђе Шимић"), number="880411400607")
    paper = papers.draw("acceptance-receipt", replace(EXAMPLES["acceptance-receipt"], representative=stranger), "both")  # type: ignore[call-arg]
    assert "Ђорђе Шимић" in text(paper)


def test_only_the_faces_that_are_used_are_in_the_file_and_all_are_embedded() -> None:
    for name, facts in EXAMPLES.items():
        reader = pypdf.PdfReader(io.BytesIO(papers.draw(name, facts, "both")))
        for page in reader.pages:
            for font in page["/Resources"]["/Font"].values():
                known = font.get_object()
                if known["/Subtype"] == "/TrueType":
                    assert "/FontFile2" in known["/FontDescriptor"].get_object()
                    assert "/ToUnicode" in known


@pytest.mark.parametrize(
    ("said", "together"),
    [
        ("отдел № 1", "№ 1"),
        ("оплатите 21 210 ₸ сразу", "21 210 ₸"),
        ("Бекенов А. Т.", "Бекенов А. Т."),
        ("г. Атырау, ул. Бейбарыса, д. 112", "г. Атырау,"),
        ("Всего 6 документов", "6 документов"),
        ("кабинет 11,2 м² мал", "11,2 м²"),
    ],
)
def test_what_belongs_together_is_not_parted(said: str, together: str) -> None:
    assert together.replace(" ", "\u00a0") in glue(said)


def test_a_word_longer_than_its_room_is_broken_and_loses_nothing() -> None:
    word = "«Кеңөзекауылдықемханасышаруашылықжүргізуқұқығындағы»"
    broken = lines(((word, PLAIN),), 80)
    assert "".join(piece.text for line in broken for piece in line) == word
    assert all(piece.x + piece.width <= 80.1 for line in broken for piece in line)


def test_lines_never_pass_their_room() -> None:
    said = " ".join(facts.office.name.ru for facts in EXAMPLES.values())
    for room in range(60, 300, 7):
        for line in lines(((said, PLAIN), (" жирно и дальше", PLAIN.bold())), room):
            assert line[-1].x + line[-1].width <= room + 0.1


def test_styles_join_within_a_word_without_a_blank() -> None:
    (line,) = lines((("AT01-", PLAIN), ("00042-2", PLAIN.bold()), (", хвост", PLAIN)), 500)
    first, second, third = line
    assert first.x + first.width == pytest.approx(second.x)
    assert second.x + second.width == pytest.approx(third.x)


def test_the_outlines_of_training_are_those_of_the_bold_face() -> None:
    font = TTFont(FOLDER / f"{BOLD}.ttf")
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    for letter, (wide, path) in outline.SHAPES.items():
        pen = BoundsPen(glyphs)
        glyphs[cmap[ord(letter)]].draw(pen)
        assert glyphs[cmap[ord(letter)]].width == wide
        points = [float(n) for n in re.findall(r"-?\d+", path)]
        assert max(points[0::2]) <= pen.bounds[2] + 30
    assert set("ОҚУ РЕЖИМІ УЧЕБНЫЙ РЕЖИМ") - {" "} == set(outline.SHAPES)


def test_training_words_are_no_text_behind_the_paper() -> None:
    from dataclasses import replace

    said = text(papers.draw("survey", replace(EXAMPLES["survey"], training=True), "both"))
    assert said.count("УЧЕБНЫЙ РЕЖИМ") == 1


def test_bars_are_whole_dots_and_the_line_beneath_has_hyphens() -> None:
    assert codes.readable("CAT010316000422") == "C-AT01-03-16-00042-2"
    assert codes.readable("not a code") == "not a code"
    made = codes.modules("CAT010316000422")
    assert set(made) == {"0", "1"}
    assert made.startswith("11")
    for number in re.findall(r"[\d.]+", codes.bars("CAT010316000422", 4 * codes.DOT, 30)):
        dots = float(number) / codes.DOT
        assert abs(dots - round(dots)) < 0.01 or float(number) == 30


def test_a_width_is_that_of_the_face() -> None:
    font = TTFont(FOLDER / f"{SANS}.ttf")
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    wanted = sum(metrics[cmap[ord(c)]][0] for c in "Қолхат") / 100
    assert width("Қолхат", PLAIN) == pytest.approx(wanted)
