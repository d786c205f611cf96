"""A stack cut at its separator sheets: every sheet lands once, on the line that the code before it names."""

from __future__ import annotations

import pytest

from app.domain.line_code import line_code
from ui.desks.attach_split import Cut, Portion, cut

LINES = ("application", "identity", "receipt", "form")
CASE = "DAT010316000422"  # begins a set, and names no line
NONE: tuple[str, ...] = ()


def sheets(*codes: str) -> tuple[tuple[str, ...], ...]:
    return tuple((code,) if code else NONE for code in codes)


@pytest.mark.parametrize(
    ("codes", "portions", "separators", "unknown"),
    [
        (sheets("", "", ""), {"identity": (0, 1, 2)}, 0, 0),
        (sheets("", line_code(4), "", ""), {"identity": (0,), "form": (2, 3)}, 1, 0),
        (sheets(line_code(3), "", line_code(1), "", line_code(3), ""), {"receipt": (1, 5), "application": (3,)}, 3, 0),
        (sheets("", CASE, "", CASE, ""), {"identity": (0,), "receipt": (2,), "form": (4,)}, 2, 0),
        (sheets("", line_code(9), ""), {"identity": (0, 2)}, 1, 1),
        (sheets("4601234567893", line_code(4), ""), {"identity": (0,), "form": (2,)}, 1, 0),
        (sheets(line_code(2), line_code(3), ""), {"receipt": (2,)}, 2, 0),
    ],
)  # fmt: skip
def test_each_sheet_lands_on_the_line_that_was_named_last(
    codes: tuple[tuple[str, ...], ...], portions: dict[str, tuple[int, ...]], separators: int, unknown: int
) -> None:
    found = cut(codes, LINES, front="identity")
    assert found == Cut(tuple(Portion(line, at) for line, at in portions.items()), separators, unknown)


def test_after_the_last_line_a_set_s_sheet_names_nothing() -> None:
    found = cut(sheets(CASE, ""), LINES, front="form")
    assert (found.portions, found.unknown) == ((Portion("form", (1,)),), 1)
