"""Nothing half done and nothing swallowed: what would only show itself at the counter."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.source import sources

LEFT_OVER = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")))


def test_nothing_is_left_for_later() -> None:
    wrong = [
        f"{source.place}:{number} {line.strip()}"
        for source in sources("app", "ui", "migrations", "tests")
        for number, line in enumerate(source.text.splitlines(), 1)
        if re.search(rf"\b(?:{LEFT_OVER.pattern})\b", line)
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_is_a_stub() -> None:
    wrong = [
        f"{source.place}:{node.lineno}"
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name) and node.id == "NotImplementedError"
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("folder", ["app", "ui", "tests"])
def test_nobody_sleeps(folder: str) -> None:
    wrong = [
        f"{source.place}:{node.lineno}"
        for source in sources(folder)
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Attribute) and node.attr == "sleep")
        or (isinstance(node, ast.ImportFrom) and any(alias.name == "sleep" for alias in node.names))
    ]
    assert not wrong, "\n".join(wrong)


# Where one thing's fault must not hold up the others: it is logged with its trace, and what waits is shown to a person.
EACH_FOR_ITSELF = {
    "app/keeping/nightly.py": "a night without a copy; nobody starts that thread again",
    "app/sync/folding.py": "one event is set aside, the batch is kept",
    "app/sync/loop.py": "one chain waits, the others and the files go on",
}


def test_no_fault_of_ours_is_swallowed() -> None:
    """Catching everything is for the outermost edge only, which raises again, or keeps it for who raises it: `.wrong`."""
    caught = [
        (source.place, node)
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and catches_all(node) and not raises(node)
    ]
    wrong = [f"{place}:{node.lineno}" for place, node in caught if place not in EACH_FOR_ITSELF or not logs(node)]
    assert not wrong, "\n".join(wrong)
    assert {place for place, _ in caught} == set(EACH_FOR_ITSELF)


def logs(node: ast.ExceptHandler) -> bool:
    return any(ast.unparse(inside.func) == "log.exception" for inside in ast.walk(node) if isinstance(inside, ast.Call))


def catches_all(node: ast.ExceptHandler) -> bool:
    return node.type is None or any(
        isinstance(name, ast.Name) and name.id in ("Exception", "BaseException") for name in ast.walk(node.type)
    )


def raises(node: ast.ExceptHandler) -> bool:
    return any(isinstance(inside, ast.Raise) or kept(inside, node.name) for inside in ast.walk(node))


def kept(node: ast.AST, fault: str | None) -> bool:
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Name)
        and node.value.id == fault
        and any(isinstance(target, ast.Attribute) and target.attr == "wrong" for target in node.targets)
    )
