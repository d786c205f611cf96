"""The code of a separator sheet that names a line of the list of documents: `L07` and its check character.

The sheet lies in a stack before its document; whatever visit it is, the document after it belongs to that line.
"""

from __future__ import annotations

import re

from app.domain.numbers import check_character

MOST = 99
_LINE = re.compile(r"(L([0-9]{2}))([0-9A-Z])")


def line_code(number: int) -> str:
    """For the line № `number`, counted from 1 as the list on the screen is."""
    if not 1 <= number <= MOST:
        raise ValueError(f"no line of a list: {number}")
    return f"L{number:02}{check_character(f'L{number:02}')}"


def line_of(text: str) -> int | None:
    """The line that a code names; None: it is no code of a line, or was misread."""
    found = _LINE.fullmatch(text)
    if found is None or check_character(found[1]) != found[3] or found[2] == "00":
        return None
    return int(found[2])
