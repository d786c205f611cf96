"""A stack that went through the scanner at once, cut at its separator sheets: each part lands at its own line."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.line_code import line_of
from app.domain.numbers import NotACode, parse_code


@dataclass(frozen=True, slots=True)
class Portion:
    """The sheets of one line, by their place in the stack; the separators themselves are in none."""

    line: str
    sheets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """`separators` were found; `unknown` of them name no line of this list: what follows them stays where it was."""

    portions: tuple[Portion, ...]
    separators: int = 0
    unknown: int = 0


def cut(codes: tuple[tuple[str, ...], ...], lines: tuple[str, ...], *, front: str) -> Cut:
    """`codes` of each sheet, `lines` of the list in its order; what lies before the first separator is for `front`.

    A sheet that begins a set (its code is a case's) names no line: the next line of the list follows.
    """
    landed: dict[str, list[int]] = {}
    at, separators, unknown = front, 0, 0
    for sheet, read in enumerate(codes):
        named = next((n for code in read if (n := line_of(code)) is not None), None)
        begins = any(_begins_a_set(code) for code in read)
        if named is None and not begins:
            landed.setdefault(at, []).append(sheet)
            continue
        separators += 1
        number = named if named is not None else (lines.index(at) + 2 if at in lines else 1)
        if number <= len(lines):
            at = lines[number - 1]
        else:
            unknown += 1
    return Cut(tuple(Portion(line, tuple(sheets)) for line, sheets in landed.items()), separators, unknown)


def _begins_a_set(text: str) -> bool:
    try:
        return parse_code(text).kind == "D"
    except NotACode:
        return False
