"""Kazakh, Russian and English say the same things, and no screen or paper asks for words that are not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from app.words import FOLDER, LANGUAGES
from tests.house.source import sources

PLURALS = {"kk": 1, "ru": 3, "en": 2}
PARTS = sorted({po.stem for po in FOLDER.glob("*/*.po")})
SPEAKERS = {"say", "_say", "count"}  # functions that are given a key
KEY = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9_-]+)+")


@cache
def part(lang: str, name: str) -> Catalog:
    with (FOLDER / lang / f"{name}.po").open("rb") as source:
        return read_po(source, locale=lang, abort_invalid=True)


def messages(lang: str, name: str) -> dict[str, Message]:
    return {m.id if isinstance(m.id, str) else m.id[0]: m for m in part(lang, name) if m.id}


def texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_are_words_at_all() -> None:
    assert PARTS


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_is_in_every_language(lang: str, name: str) -> None:
    assert (FOLDER / lang / f"{name}.po").is_file()
    header = dict(part(lang, name).mime_headers)
    assert "utf-8" in header["Content-Type"].lower()
    assert part(lang, name).num_plurals == PLURALS[lang], header.get("Plural-Forms")


@pytest.mark.parametrize("name", PARTS)
def test_a_part_has_the_same_keys_in_all_languages(name: str) -> None:
    keys = {lang: set(messages(lang, name)) for lang in LANGUAGES}
    missing = {lang: sorted(set().union(*keys.values()) - own) for lang, own in keys.items()}
    assert not any(missing.values()), missing


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_or_unsure(lang: str, name: str) -> None:
    wrong = [key for key, m in messages(lang, name).items() if m.fuzzy or not all(t.strip() for t in texts(m))]
    assert not wrong


@pytest.mark.parametrize("name", PARTS)
def test_a_text_has_the_same_places_in_all_languages(name: str) -> None:
    """A plural form may leave the number itself out («один документ»), and nothing else."""
    wrong = []
    for key, english in messages("en", name).items():
        wanted = set().union(*map(places, texts(english))) - {"n"}
        for lang in LANGUAGES:
            message = messages(lang, name).get(key)
            wrong += [(lang, key, text) for text in texts(message) if message and places(text) - {"n"} != wanted]
    assert not wrong


def test_a_key_stands_in_one_part_only() -> None:
    homes: dict[str, list[str]] = {}
    for name in PARTS:
        for key in messages("en", name):
            homes.setdefault(key, []).append(name)
    assert not {key: parts for key, parts in homes.items() if len(parts) > 1}


def spoken() -> Iterator[tuple[str, str]]:
    """Keys that are written out where something is said, and those in a name that ends in `_key`."""
    for source in sources("app", "ui"):
        for node in ast.walk(source.tree):
            match node:
                case ast.Call(func=func, args=[ast.Constant(value=str(key)), *_]) if speaks(func):
                    yield f"{source.place}:{node.lineno}", key
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(key))) if name.endswith(
                    "_key"
                ):
                    yield f"{source.place}:{node.lineno}", key


def speaks(func: ast.expr) -> bool:
    match func:
        case ast.Name(id=name):
            return name in SPEAKERS
        case ast.Attribute(value=ast.Name(id=name), attr=attr):
            return name in SPEAKERS and attr in ("count", "has")
        case ast.Call(func=ast.Name(id="words")):
            return True
    return False


def test_every_key_that_is_spoken_has_a_text() -> None:
    known = {key for name in PARTS for key in messages("en", name)}
    wrong = [(at, key) for at, key in spoken() if key not in known and KEY.fullmatch(key)]
    assert not wrong, "\n".join(f"{at} {key}" for at, key in wrong)


def test_every_no_has_its_sentence() -> None:
    """`Refused("document-expired")` is told by the text `refused.document-expired`."""
    known = {key for name in PARTS for key in messages("en", name)}
    codes = {
        (f"{source.place}:{node.lineno}", node.args[0].value)
        for source in sources("app")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Refused"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert codes
    wrong = sorted((at, code) for at, code in codes if f"refused.{code}" not in known)
    assert not wrong, "\n".join(f"{at} {code}" for at, code in wrong)
