"""Out of a root on paper: that one number was in the registry, or that it was not, and none of the others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.proof.listed import neighbours, ordered, root, shows, shows_absent, strip

NUMBERS = st.lists(st.text("ABCT0123456789-", min_size=1, max_size=8), min_size=1, max_size=30)


@given(NUMBERS, st.data())
def test_a_strip_shows_its_own_number_and_no_other(numbers: list[str], data: st.DataObject) -> None:
    one = strip(numbers, data.draw(st.sampled_from(numbers)))
    assert shows(root(numbers), one)
    assert not shows(root(numbers), replace(one, number=one.number + "7"))
    assert not shows(root([*numbers, "Z"]), one)


@given(NUMBERS, st.text("ABCT0123456789", min_size=1, max_size=8))
def test_neighbours_show_that_a_number_is_missing_and_never_that_one_is_which_is_there(
    numbers: list[str], wanted: str
) -> None:
    if wanted in ordered(numbers):
        with pytest.raises(ValueError, match=wanted):
            neighbours(numbers, wanted)
        return
    beside = neighbours(numbers, wanted)
    assert shows_absent(root(numbers), wanted, beside)
    for there in ordered(numbers):
        assert not shows_absent(root(numbers), there, beside)


def test_neighbours_with_somebody_between_them_show_nothing() -> None:
    numbers = ["AT01", "AT02", "AT03"]
    apart = (strip(numbers, "AT01"), strip(numbers, "AT03"))
    assert not shows_absent(root(numbers), "AT02", apart)
    assert not shows_absent(root(numbers), "AT02", ())
