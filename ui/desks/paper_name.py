"""What a paper is called on the screen: its form, and its code as it stands under the bars."""

from __future__ import annotations

from app.domain.numbers import NotACode, parse_code
from ui.look_words import say


def named(kind: str, code: str) -> str:
    """«Расписка C-AT01-03-16-00042-2»."""
    return f"{say(f'desk.form.{kind}')} {line_of(code)}"


def line_of(code: str) -> str:
    """As it stands under the bars."""
    try:
        return parse_code(code).line
    except NotACode:
        return code
