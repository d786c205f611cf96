"""Signed codes are drawn by our own quick walk: square by square what segno draws, whatever they say and however long."""

from __future__ import annotations

import random

import pytest
import segno
from PIL import Image

from app.print import codes, qr
from tests.print.reading import scanned

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def by_segno(text: str) -> tuple[str, ...]:
    matrix = segno.make(text, error="m", boost_error=False, micro=False).matrix
    return tuple("".join(map(str, row)) for row in matrix)


def said(many: int) -> str:
    chance = random.Random(many)
    return "A" + "".join(chance.choices(BASE32, k=many - 1))


@pytest.mark.parametrize("version", [*range(1, 15), 21, 27])  # from 2, 7, 10, 14, 21 and 27 on something is new
def test_each_version_is_drawn_as_segno_draws_it_when_it_is_full(version: int) -> None:
    many = max(n for n in range(1, 3500) if letters_fit(version, n))
    squares = qr.squares(said(many))
    assert len(squares) == 17 + 4 * version
    assert squares == by_segno(said(many))


def letters_fit(version: int, many: int) -> bool:
    from segno import consts

    counted = 9 if version < 10 else 11 if version < 27 else 13
    return 4 + counted + many // 2 * 11 + many % 2 * 6 <= consts.SYMBOL_CAPACITY[version][consts.ERROR_LEVEL_M]


@pytest.mark.parametrize("many", [1, 2, 19, 20, 21, *range(262, 272), 311, 312])
def test_codes_as_long_as_those_of_papers_are_drawn_as_segno_draws_them(many: int) -> None:
    assert qr.squares(said(many)) == by_segno(said(many))


@pytest.mark.parametrize("text", ["A" * 266, "A" + "7" * 200, "HTTPS://A.KZ/$%*+-. 1", "AZ" * 60])
def test_texts_of_one_letter_and_of_every_sign_choose_the_same_mask(text: str) -> None:
    assert qr.squares(text) == by_segno(text)


def test_the_squares_are_read_back() -> None:
    rows = qr.squares(said(266))
    side = len(rows) + 8
    image = Image.new("L", (side, side), 255)
    for i, row in enumerate(rows):
        for j, square in enumerate(row):
            image.putpixel((j + 4, i + 4), 0 if square == "1" else 255)
    (found,) = scanned(image.resize((side * 4, side * 4), Image.Resampling.NEAREST))
    assert found.text == said(266)


def test_what_no_symbol_holds_is_refused() -> None:
    with pytest.raises(qr.TooLong):
        qr.squares("A" * 3500)


def test_a_row_is_cut_into_runs_of_dark_squares() -> None:
    assert codes._runs("1101") == [(0, 2), (3, 1)]
    assert codes._runs("0110") == [(1, 2)]
    assert codes._runs("000") == []
