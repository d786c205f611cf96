"""One word, one meaning: names come from the table of words, and a file holds one idea."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, Source, kept_files, sources

EMPTY = ("manager", "helper", "helpers", "util", "utils", "handler", "info")  # say nothing of what a thing is for
SYNONYMS = ("customer", "clientele")  # applicant
WHOLE = ("client", "customer", "order", "ticket")  # as the name of a class: a case, or an applicant
LONG = 400
# Names that are not ours to choose: the driver's standard, SQLAlchemy's hooks, pydantic's, Qt's.
GIVEN = {
    "info",  # a token of the design
    "info_soft",
    "version_info",
    "sqlite_version_info",
    "DataError",
    "do_handshake",
    "do_begin",
    "do_ping",
    "do_execute",
    "do_close",
    "do_rollback",
    "do_commit",
}


def words_of(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)]


def names(source: Source) -> Iterator[tuple[int, str]]:
    """What the file itself names: functions, classes, arguments, variables, attributes that it sets."""
    for node in ast.walk(source.tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr


@pytest.mark.parametrize("folder", ["app", "ui", "migrations", "tests"])
def test_no_name_is_empty_of_meaning(folder: str) -> None:
    wrong = [
        f"{source.place}:{line} {name}"
        for source in sources(folder)
        for line, name in [*names(source), (1, source.path.stem)]
        if name not in GIVEN and (name.startswith("do_") or {*EMPTY, *SYNONYMS} & set(words_of(name)))
    ]
    assert not wrong, "\n".join(wrong)


def test_a_case_and_an_applicant_have_no_second_name() -> None:
    wrong = [
        f"{source.place}:{node.lineno} {node.name}"
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and node.name.lower() in WHOLE
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_or_class_is_called_data() -> None:
    wrong = [
        f"{source.place}:{line} {name}"
        for source in sources()
        for line, name in [
            (1, source.path.stem),
            *((n.lineno, n.name) for n in ast.walk(source.tree) if isinstance(n, ast.ClassDef)),
        ]
        if "data" in words_of(name) and name not in GIVEN and "nodata" not in name.lower()  # the act's step `no-data`
    ]
    assert not wrong, "\n".join(wrong)


def test_no_file_is_longer_than_400_lines() -> None:
    lines = {source.place: source.text.count("\n") for source in sources("app", "ui", "migrations", "tests")}
    assert not {place: count for place, count in lines.items() if count > LONG}


def test_every_module_says_what_it_is_for() -> None:
    wrong = [s.place for s in sources() if s.tree.body and not ast.get_docstring(s.tree)]
    assert not wrong, "\n".join(wrong)


def test_file_names_are_plain_everywhere() -> None:
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in kept_files()
        if not re.fullmatch(r"[A-Za-z0-9._@/+-]+", path.relative_to(ROOT).as_posix())
    ]
    assert not wrong, "\n".join(wrong)
