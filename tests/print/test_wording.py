"""Days, times and numbers in the words of both languages."""

from __future__ import annotations

import pytest

from app import print as papers
from app.print import wording
from app.words import FOLDER

NUMBERS = (
    (0, "нөл", "ноль"),
    (1, "бір", "один"),
    (2, "екі", "два"),
    (10, "он", "десять"),
    (11, "он бір", "одиннадцать"),
    (19, "он тоғыз", "девятнадцать"),
    (20, "жиырма", "двадцать"),
    (35, "отыз бес", "тридцать пять"),
    (48, "қырық сегіз", "сорок восемь"),
    (56, "елу алты", "пятьдесят шесть"),
    (67, "алпыс жеті", "шестьдесят семь"),
    (79, "жетпіс тоғыз", "семьдесят девять"),
    (84, "сексен төрт", "восемьдесят четыре"),
    (93, "тоқсан үш", "девяносто три"),
    (100, "жүз", "сто"),
    (122, "жүз жиырма екі", "сто двадцать два"),
    (650, "алты жүз елу", "шестьсот пятьдесят"),
    (1000, "мың", "одна тысяча"),
    (2001, "екі мың бір", "две тысячи один"),
    (3350, "үш мың үш жүз елу", "три тысячи триста пятьдесят"),
    (5012, "бес мың он екі", "пять тысяч двенадцать"),
    (11_000, "он бір мың", "одиннадцать тысяч"),
    (16_730, "он алты мың жеті жүз отыз", "шестнадцать тысяч семьсот тридцать"),
    (121_042, "жүз жиырма бір мың қырық екі", "сто двадцать одна тысяча сорок два"),
    (9999, "тоғыз мың тоғыз жүз тоқсан тоғыз", "девять тысяч девятьсот девяносто девять"),
)


@pytest.mark.parametrize(("n", "kk", "ru"), NUMBERS)
def test_a_number_in_words(n: int, kk: str, ru: str) -> None:
    assert wording.in_words(n, "kk") == kk
    assert wording.in_words(n, "ru") == ru


def test_every_number_up_to_9999_has_words_of_its_own() -> None:
    for language in ("kk", "ru"):
        assert len({wording.in_words(n, language) for n in range(10_000)}) == 10_000


@pytest.mark.parametrize("n", [-1, 1_000_000])
def test_a_number_beyond_has_no_words(n: int) -> None:
    with pytest.raises(ValueError, match="0 to 999 999"):
        wording.in_words(n, "ru")


def test_a_feminine_number() -> None:
    assert wording.in_words(21, "ru", feminine=True) == "двадцать одна"
    assert wording.in_words(12, "ru", feminine=True) == "двенадцать"


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("19:00", "19:00-ден"),
        ("17:21", "17:21-ден"),
        ("09:30", "09:30-дан"),
        ("09:40", "09:40-тан"),
        ("09:45", "09:45-тен"),
        ("09:10", "09:10-нан"),
        ("09:20", "09:20-дан"),
        ("09:06", "09:06-дан"),
        ("09:53", "09:53-тен"),
        ("09:50", "09:50-ден"),
    ],
)
def test_the_kazakh_ending_follows_the_last_word_of_the_time(time: str, said: str) -> None:
    assert wording.from_clock(f"2016-12-12T{time}:00+05:00", "kk") == said


def test_a_day_in_both_languages() -> None:
    day = "2016-11-17T15:20:00+05:00"
    assert wording.weekday(day, "kk") == "бейсенбі"
    assert wording.weekday(day, "ru") == "четверг"
    assert wording.long_day(day, "kk").replace("\u00a0", " ") == "2016 жылғы 17 қараша"
    assert wording.long_day(day, "ru").replace("\u00a0", " ") == "17 ноября 2016 года"
    assert wording.moment(day) == "17.11.2016, 15:20"
    assert wording.moment("2016-11-17") == "17.11.2016"


@pytest.mark.parametrize(
    ("month", "said"), [(1, "қаңтарға"), (4, "сәуірге"), (7, "шілдеге"), (9, "қыркүйекке"), (11, "қарашаға")]
)
def test_until_a_day_in_kazakh(month: int, said: str) -> None:
    assert wording.until_long_day(f"2017-{month:02}-12", "kk").endswith(f"{said} дейін")


def test_a_hash_is_read_out_by_fours() -> None:
    assert wording.hexadecimal("0b9cf00a584ce9ac").split("\u00a0") == ["0B9C", "F00A", "584C", "E9AC"]


def test_initials_after_a_surname() -> None:
    assert wording.surname_first("Бекенов Арман Тілеуұлы").replace("\u00a0", " ") == "Бекенов А. Т."
    assert wording.surname_first("Бекенов") == "Бекенов"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_edition_covers_every_file_in_which_papers_have_words(language: str) -> None:
    """Else a mended word would look like a forged paper to `verify`: the same edition, and other bytes."""
    files = {p.stem for p in (FOLDER / language).glob("*.po") if 'msgid "papers.' in p.read_text(encoding="utf-8")}
    assert files == set(papers.WORDS)
