"""The code of a separator sheet that names a line: one reading only, and a misread one names none."""

from __future__ import annotations

import pytest

from app.domain.line_code import MOST, line_code, line_of


def test_every_line_is_read_back_when_its_code_is_whole() -> None:
    assert [line_of(line_code(n)) for n in range(1, MOST + 1)] == list(range(1, MOST + 1))


@pytest.mark.parametrize(
    "text", ["", "L", "L05", "L5X", "l05" + line_code(5)[-1], "DAT010316000422", "L00" + "A", " " + line_code(5)]
)
def test_what_is_no_code_of_a_line_names_none(text: str) -> None:
    assert line_of(text) is None


def test_a_mistaken_character_names_no_line() -> None:
    code = line_code(12)
    others = [c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != code[-1]]
    assert [line_of(code[:-1] + c) for c in others] == [None] * 35
    assert line_of("L21" + code[-1]) is None


@pytest.mark.parametrize("number", [0, -1, 100])
def test_a_line_that_no_list_has_gets_no_code(number: int) -> None:
    with pytest.raises(ValueError, match="no line of a list"):
        line_code(number)
