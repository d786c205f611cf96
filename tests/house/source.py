"""How the house tests look at the program: its files, and what each imports; read as a syntax tree, never run."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OF_THE_PROGRAM = ("app", "ui", "migrations")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file, by the name under which it is imported."""

    path: Path
    module: str
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


@dataclass(frozen=True, slots=True)
class Import:
    """`module` imports `target` at `line`; lazily when it stands inside a function."""

    module: str
    target: str
    line: int
    lazy: bool


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file of these folders; of the program when none is named."""
    found = []
    for folder in folders or OF_THE_PROGRAM:
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            text = path.read_text(encoding="utf-8")
            found.append(Source(path, module, text, ast.parse(text)))
    return tuple(found)


@cache
def modules() -> frozenset[str]:
    return frozenset(source.module for source in sources())


def imports(source: Source) -> Iterator[Import]:
    """What it imports directly, type-only imports left out; `from app.domain import codec` is `app.domain.codec`."""
    yield from _imports(source, source.tree, lazy=False)


def _imports(source: Source, node: ast.AST, *, lazy: bool) -> Iterator[Import]:
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            for other in node.orelse:
                yield from _imports(source, other, lazy=lazy)
            return
        case ast.Import():
            for alias in node.names:
                yield Import(source.module, alias.name, node.lineno, lazy)
        case ast.ImportFrom():
            base = node.module or ""
            if node.level:
                package = source.module.split(".")
                package = package if source.path.name == "__init__.py" else package[:-1]
                base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield Import(source.module, inner if inner in modules() else base, node.lineno, lazy)
    for inside in ast.iter_child_nodes(node):
        yield from _imports(
            source, inside, lazy=lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        )


@cache
def kept_files() -> tuple[Path, ...]:
    """What belongs to the checkout: what git keeps or would keep; everything, where there is no git."""
    if (ROOT / ".git").exists():
        asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
        if listed.returncode == 0:
            return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())
    passed = {".venv", ".venvs", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis", "out", "build"}
    made = {".mo", ".prepared"}
    return tuple(
        p for p in ROOT.rglob("*") if p.is_file() and not passed & {*p.relative_to(ROOT).parts} and p.suffix not in made
    )
