"""Kazakh, Russian and English: nothing stays in another language when it is switched, and nothing is said by a bare key."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QApplication, QLineEdit

from app.words import FOLDER, LANGUAGES
from tests.house.source import sources
from tests.ui.stages import Stage
from ui import look_words, qt_words

ALPHABET = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
# Of one spelling in Kazakh and Russian, by the dictionaries of both.
COGNATES = {
    "инспектор",
    "курьер",
    "медиана",
    "масштаб",
    "файл",
    "бланк",
    "принтер",
    "сканер",
    "реестр",
    "процесс",
    "минут",
}
PEOPLES = re.compile(r"(?<![\w.@-])[a-zа-яёәіңғүұқөһ]{4,}(?![\w@]|\.\w)")  # a word that begins small: no name, no code
TYPED = re.compile(
    r"^(Государственная корпорация|Филиал по|Сәтбаев көшесі|.*мемлекеттік корпорациясы|.*бойынша филиал)"
)
LATIN = re.compile(r"(?<![\w.@/-])[a-z]{4,}(?![\w@/]|\.\w)")
FILE = re.compile(r"^(/|[A-Z]:).*\.\w+$")
PLAIN_LATIN = {"tereze", "sqlite", "bluetooth", "keyboard"}


def keys() -> frozenset[str]:
    heads = set()
    for po in (FOLDER / "ru").glob("*.po"):
        with po.open("rb") as file:
            ids = [m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file, locale="ru") if m.id]
            heads |= {key.split(".")[0] for key in ids}
    return frozenset(heads)


def small_words(text: str) -> set[str]:
    return set(PEOPLES.findall(text)) - COGNATES


def test_no_text_stays_the_same_in_kazakh_and_in_russian(stages: tuple[Stage, ...]) -> None:
    """A visible text or one for readers with a word in it; names, codes and what somebody typed have none that begins small."""
    same = {
        f"{stage.name}: {text}"
        for stage in stages
        for text in stage.texts["kk"] & stage.texts["ru"]
        if small_words(text) and not TYPED.match(text) and not FILE.match(text)
    }
    assert same == set()


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_no_english_is_left_when_another_language_is_spoken(stages: tuple[Stage, ...], lang: str) -> None:
    """Each stage began in English."""
    left = {f"{s.name}: {t}" for s in stages for t in s.texts[lang] if set(LATIN.findall(t)) - PLAIN_LATIN}
    assert left == set()


def test_no_bare_key_is_shown(stages: tuple[Stage, ...]) -> None:
    bare = re.compile(rf"(?<![\w.@-])(?:{'|'.join(map(re.escape, sorted(keys())))})\.[a-z][a-z0-9.-]*[a-z0-9](?![\w@])")
    shown = {
        f"{stage.name} {lang}: {found[0]}"
        for stage in stages
        for lang in LANGUAGES
        for text in stage.texts[lang]
        if (found := bare.search(text)) and not found[0].endswith((".key", ".db", ".json"))
    }
    assert shown == set()


def sentences() -> Iterator[str]:
    """Texts for people that stand in the code: words with Cyrillic letters, whatever they are for."""
    for source in sources("ui"):
        if source.place.startswith(("ui/screenshots", "ui/paths", "ui/help_pictures")):
            continue  # they type what an applicant says
        told = {id(n.value) for n in ast.walk(source.tree) if isinstance(n, ast.Expr)}  # docstrings
        for node in ast.walk(source.tree):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if id(node) not in told and re.search(r"[А-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ]{2,}", text):
                yield f"{source.place}:{node.lineno} {text}"


def test_no_sentence_stands_in_the_code() -> None:
    own_names = re.compile(
        r" (Қазақша|Русский|ҚАЗ|РУС|ЖК |ИП )$"
    )  # a language by its own name; a firm's, as registers write
    letters = re.compile(r" [^ ]{20,}$")  # rows of a keyboard, an alphabet
    assert [s for s in sentences() if not own_names.search(s) and not letters.search(s)] == []


def test_qts_own_texts_follow_the_language(qapp: QApplication, qtbot) -> None:
    """A line's own menu is Qt's; it is asked anew each time."""
    line = QLineEdit()
    qtbot.addWidget(line)
    said = {}
    for lang in LANGUAGES:
        qt_words.speak(lang)
        menu = line.createStandardContextMenu()
        said[lang] = menu.actions()[0].text().split("\t")[0].replace("&", "")
        menu.deleteLater()
    qt_words.speak("ru")
    assert said["en"] == "Undo"
    assert len(set(said.values())) == 3
    assert re.search("[А-Яа-я]", said["ru"])
    assert re.search("[А-Яа-яӘәІіҢңҒғҮүҰұҚқӨө]", said["kk"])


def test_names_stand_in_the_order_of_the_kazakh_alphabet() -> None:
    assert "".join(look_words.by_alphabet(reversed(ALPHABET))) == ALPHABET
    names = [
        "Үсенов",
        "Ұлықбек",
        "Утеев",
        "Іңкәр",
        "Ыбырай",
        "Қанат",
        "Канат",
        "Әлия",
        "Азат",
        "Өмір",
        "Омаров",
        "ғани",
        "Гани",
    ]
    ordered = [
        "Азат",
        "Әлия",
        "Гани",
        "ғани",
        "Канат",
        "Қанат",
        "Омаров",
        "Өмір",
        "Утеев",
        "Ұлықбек",
        "Үсенов",
        "Ыбырай",
        "Іңкәр",
    ]
    assert look_words.by_alphabet(names) == ordered
    assert look_words.by_alphabet([(1, "Қ"), (2, "К")], lambda pair: pair[1]) == [(2, "К"), (1, "Қ")]


def test_a_day_is_said_in_each_language() -> None:
    from datetime import date

    said = {}
    for lang in LANGUAGES:
        look_words.speak(lang)
        said[lang] = look_words.long_day(date(2016, 11, 16))
    look_words.speak("ru")
    assert said["ru"] == "среда, 16 ноября 2016"
    locale = QLocale(QLocale.Language.Kazakh, QLocale.Country.Kazakhstan)
    assert locale.monthName(QDate(2016, 11, 16).month()).lower() in said["kk"].lower()
    assert len(set(said.values())) == 3
