"""F1: keys, then what the place is for, in words and a picture; the work under it waits as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.desks.counter import INSPECTOR, Counter
from ui import help_texts
from ui.desks import SCREENS
from ui.help_pictures import SHOWN

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = ("kk", "ru", "en")


def test_enter_on_the_keys_tells_more_and_esc_gives_the_work_back(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("intake")
    counter.type("0501404")
    field = QApplication.focusWidget()
    counter.press("F1")
    counter.press("Enter")
    help_ = counter.front.shell.help
    assert help_.isVisible()
    assert help_.place == "intake"
    assert "Ctrl+Enter принимает" in help_.accessibleName()
    assert not help_.picture.pixmap.isNull()
    counter.press("Esc")
    assert not help_.isVisible()
    assert QApplication.focusWidget() is field
    assert desk.view.number.text() == "0501404"


def test_the_search_finds_a_word_anywhere_and_arrows_move_through_what_it_found(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.front.shell.open_help()
    help_ = counter.front.shell.help
    help_.line.setText("доверенность")
    assert help_.place == "release"
    help_.line.setText("реестр курьер")
    places = [r.id for r in help_.list.rows.rows]
    assert "courier" in places
    QTest.keyClick(help_.line, Qt.Key.Key_Down)
    assert help_.place == places[min(1, len(places) - 1)]
    help_.line.setText("нетакогослова")
    assert help_.nothing.isVisible()


def test_each_place_of_the_window_has_help_in_three_languages() -> None:
    for lang in LANGUAGES:
        for name, _, _ in SCREENS:
            assert help_texts.topic_of(lang, name).paragraphs, (lang, name)


def test_the_three_languages_tell_of_the_same_places() -> None:
    told = [[(t.role, t.place, len(t.paragraphs)) for t in help_texts.topics(lang)] for lang in LANGUAGES]
    assert told[0] == told[1] == told[2]
    assert {t.role for t in help_texts.topics("ru")} >= {
        "inspector", "sector", "courier", "supervisor", "administrator", "licensor",
    }  # fmt: skip


@pytest.mark.parametrize("lang", help_texts.PICTURED)
def test_the_users_guide_is_the_help_with_its_pictures(lang: str) -> None:
    guide = (ROOT / "docs" / "guide" / f"user.{lang}.md").read_text("utf-8")
    assert guide == help_texts.guide(lang), "tereze screenshots --out DIR --guide"
    assert set(SHOWN) == {t.place for t in help_texts.topics(lang)}
    for place in SHOWN:
        path = help_texts.picture(lang, place)
        assert path is not None, place
        assert path.name in guide
        assert QImage(str(path)).width() > 600


def test_the_pictures_are_small_enough_to_be_carried_along() -> None:
    assert sum(path.stat().st_size for path in help_texts.FOLDER.iterdir()) < 3_000_000
