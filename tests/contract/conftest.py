"""The command line as a script meets it: arguments in, an exit code and JSON out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from tests.world import database_here, file_here, furnished_database, furnished_file, world  # noqa: F401


@dataclass(frozen=True, slots=True)
class Answer:
    exit: int
    json: Any  # None: nothing was said, or it was not for a program to read
    stderr: str


Tereze = Callable[..., Answer]


@pytest.fixture
def tereze(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ram: Path) -> Tereze:
    """`tereze("number", "…")`; `stdin=` is what a pipe would give it."""
    monkeypatch.setenv("TEREZE_HOME", str(ram / "home"))

    def run(*arguments: str, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as left:  # argparse leaves so
            code = int(left.code or 0)
        said = capsys.readouterr()
        return Answer(code, json.loads(said.out) if said.out[:1] in ("{", "[") else None, said.err)

    return run
