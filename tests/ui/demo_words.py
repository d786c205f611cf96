"""A fictional text in the language of the window."""

from __future__ import annotations

from ui.look_words import language


def t(kk: str, ru: str, en: str = "") -> str:
    return {"kk": kk, "ru": ru, "en": en or ru}[language()]
