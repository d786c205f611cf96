"""Kazakh, Russian and English: no sentence stands in the code, and Qt's own words, names and days follow the language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QApplication, QLineEdit

from app.words import LANGUAGES
from tests.house.source import sources
from ui import look_words, qt_words

ALPHABET = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"


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
