"""The window's words: the same keys in every language, places filled alike, rail words short enough."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.words import FOLDER, LANGUAGES
from ui import look_words

ROOT = Path(__file__).resolve().parents[2]


def catalogue(lang: str) -> dict[str, str]:
    with (FOLDER / lang / "window.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=lang) if m.id}


def test_each_language_has_the_same_keys_and_places() -> None:
    kk, ru, en = (catalogue(lang) for lang in LANGUAGES)
    assert set(kk) == set(ru) == set(en)
    for key in ru:
        places = [sorted(re.findall(r"\{(\w+)\}", words[key])) for words in (kk, ru, en)]
        assert places[0] == places[1] == places[2], key
        assert all(words[key].strip() for words in (kk, ru, en)), key


def test_every_key_that_the_window_says_has_a_text() -> None:
    known = {
        m.id for po in FOLDER.glob("ru/*.po") for m in read_po(BytesIO(po.read_bytes()), locale="ru")
    }  # other parts say some
    used: set[str] = set()
    for file in [*ROOT.glob("ui/**/*.py")]:
        used |= set(re.findall(r"[\"'](window\.[a-z0-9.\-]+[a-z0-9])[\"']", file.read_text(encoding="utf-8")))
    assert used - known - {"window.json"} == set()  # a file, not a text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rail_words_have_at_most_ten_letters(lang: str) -> None:
    words = catalogue(lang)
    places = {key: word for key, word in words.items() if key.startswith("window.place.")}
    assert {key: word for key, word in places.items() if len(word) > 10} == {}


@pytest.mark.parametrize(
    ("seconds", "said"), [(45, "45 с"), (498, "8 мин 18 с"), (900, "15 мин"), (20400, "5 ч 40 мин"), (7200, "2 ч")]
)
def test_spans_are_said_in_the_units_that_matter(seconds: int, said: str) -> None:
    look_words.speak("ru")
    assert look_words.span(seconds) == said


def test_a_language_that_is_not_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="no such language"):
        look_words.speak("de")
