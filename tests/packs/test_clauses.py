"""The list of clauses is complete, holds no words of the acts, and equals what the texts say when they are at hand."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from pathlib import Path

import pytest

from app.catalogue.clauses import TEXTS, check, derive, read_list, written
from app.catalogue.packs import FOLDER

LIST = FOLDER / "clauses.toml"
TEXTS_DIR = Path(__file__).resolve().parents[2].parent / "shared" / "regulations"
NUMBERS = {
    ("atyrau-2015-324", "annex-1"): "1 4 5 6 7 8 9 10 11",
    ("atyrau-2015-324", "annex-2"): "1 12 13 14 15 16 17 18",
    ("sko-2015-333", "annex-1"): "1 2 3 4 5 6 7 8",
    ("sko-2015-333", "annex-2"): "1 2 3 4 5 6 7 8 9",
    ("sko-2015-333", "annex-3"): "1 2 3 4 5 6 7 8 9",
    ("vko-2015-314", "regulation"): "1 2 3 4 4-1 5 6 7 8 9 10 11",
    ("mangystau-2013-3", "medical"): "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
    ("mangystau-2013-3", "attachment"): "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
    ("vko-2014-70", "regulation-1"): "1 2 3 4 5 6 7 8 9 10 11",
    ("vko-2014-70", "regulation-2"): "1 2 3 4 5 6 7 8 9 10 11",
    ("vko-2014-70", "regulation-3"): "1 2 3 4 5 6 7 8 9 10 11",
}


def test_the_list_has_every_clause_of_the_eleven_regulations() -> None:
    held = {(r.act, r.regulation): " ".join(c.number for c in r.clauses) for r in read_list(LIST)}
    assert held == NUMBERS


def test_the_list_holds_digests_and_no_words() -> None:
    for regulation in read_list(LIST):
        for clause in regulation.clauses:
            assert re.fullmatch(r"[0-9a-f]{64}", clause.sha256)
            assert 1 <= clause.section <= 4
    bare = re.sub(r"^#.*$", "", LIST.read_text("utf-8"), flags=re.MULTILINE)
    assert not re.search(r"[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]", bare)


def test_the_list_equals_what_the_texts_say_when_they_are_at_hand() -> None:
    if not TEXTS_DIR.is_dir():
        print("The acts' texts are not at hand: the list of clauses was not derived again.")
        return
    assert check(TEXTS_DIR, LIST) == []
    assert written([each for name in sorted(TEXTS) for each in derive(TEXTS_DIR / name)]) == LIST.read_text("utf-8")


TEXT = """
Об утверждении регламентов
      1. Утвердить:
      1) регламент.

Регламент
1. Общие положения

      Услуга оказывается управлением через:
      1) канцелярию.
      Сноска. Пункт 1 с изменением от 04.07.2016
№ 133.
      4. Форма  бумажная,
5. Результатом названа не она.
      4-1.Дополнено.

2. Описание порядка действий
      5. Порядок см. в пункте

      2. настоящего Регламента,
и в приложении.

3. Описание порядка взаимодействия
      10. Ожидание \u2013 15
минут.

Приложение 1
к регламенту
      11. Удовлетворены ли Вы?
Приложение 2 к постановлению
1. Общие положения
      1. Вторая услуга.
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "000_9e9a7670a0e2c430.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_the_quirks_of_the_texts_do_not_deceive(text: Path) -> None:
    first, second = derive(text)
    assert [(c.number, c.section) for c in first.clauses] == [("1", 1), ("4", 1), ("4-1", 1), ("5", 2), ("10", 3)]
    assert [(c.number, c.section) for c in second.clauses] == [("1", 1)]


def test_a_digest_is_of_the_words_alone_whatever_their_spacing(text: Path) -> None:
    words = "4. Форма бумажная, 5. Результатом названа не она."
    first = derive(text)[0]
    assert first.clauses[1].sha256 == sha256(unicodedata.normalize("NFC", words).encode()).hexdigest()
    opening = "Услуга оказывается управлением через: 1) канцелярию."  # without the publisher's note
    assert first.clauses[0].sha256 == sha256(opening.encode()).hexdigest()


def test_a_changed_missing_or_added_clause_is_told(text: Path, tmp_path: Path) -> None:
    listed = tmp_path / "clauses.toml"
    listed.write_text(written(derive(text)), "utf-8")
    changed = TEXT.replace("Дополнено", "Изменено").replace("      10. Ож", "      9. Ож")
    text.write_text(changed, "utf-8")
    for name in TEXTS:  # the other acts, in as many regulations as they have
        if name != text.name:
            (tmp_path / name).write_text("1. Общие положения\n      1. Услуга.\n" * len(TEXTS[name][1]), "utf-8")
    told = [line for line in check(tmp_path, listed) if line.startswith("atyrau")]
    assert told == [
        "atyrau-2015-324 annex-1/10: only in the list",
        "atyrau-2015-324 annex-1/9: not in the list",
        "atyrau-2015-324 annex-1/4-1: other words",
    ]


def test_a_text_with_a_lost_regulation_is_refused(text: Path) -> None:
    text.write_text(TEXT.replace("Приложение 2 к постановлению\n1. Общие", "Общие"), "utf-8")
    with pytest.raises(ValueError, match="1 regulations found, 2 expected"):
        derive(text)
