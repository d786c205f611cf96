"""Everything registered opens, and everything that lies in a registered room is registered."""

from __future__ import annotations

import ast
import importlib
import pkgutil

import pytest

from app.domain.events import EVENTS
from app.domain.roles import Right
from app.words import LANGUAGES, words
from tests.house.source import ROOT, sources

# Registry → the folder whose files it names: tuples of (name, "module:thing", right), as text.
REGISTRIES = {"FORMS": "app/print/forms", "SCREENS": "ui/desks", "LINKS": "app/sync/links"}
THERE = [name for name, folder in REGISTRIES.items() if (ROOT / folder / "__init__.py").exists()]


def lines(registry: str) -> tuple[tuple[str, str, object], ...]:
    module = importlib.import_module(REGISTRIES[registry].replace("/", "."))
    return tuple(getattr(module, registry))


@pytest.mark.parametrize("registry", THERE)
def test_every_line_of_a_registry_opens(registry: str) -> None:
    assert lines(registry)
    for name, place, *_ in lines(registry):
        module, thing = place.split(":")
        assert callable(getattr(importlib.import_module(module), thing)), name


@pytest.mark.parametrize("registry", THERE)
def test_names_in_a_registry_are_unique(registry: str) -> None:
    names = [line[0] for line in lines(registry)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("registry", THERE)
def test_a_right_in_a_registry_is_a_right(registry: str) -> None:
    wrong = [
        line for line in lines(registry) if len(line) > 2 and line[2] not in ("", None, *Right, *Right.__members__)
    ]
    assert not wrong


@pytest.mark.parametrize("registry", THERE)
def test_nothing_beside_a_registry_was_forgotten(registry: str) -> None:
    """A part of another file (`intake_view.py` of `intake.py`) is imported by it; one that nobody names is lost."""
    folder = REGISTRIES[registry]
    package = folder.replace("/", ".")
    named = {place.split(":")[0] for _, place, *_ in lines(registry)}
    everything = tuple(sources("app", "ui"))
    used = "\n".join(source.text for source in everything)
    beside = {
        name.name
        for source in everything
        for node in ast.walk(ast.parse(source.text))
        if isinstance(node, ast.ImportFrom) and node.module == package
        for name in node.names
    }
    lost = [
        one.name
        for one in pkgutil.iter_modules([str(ROOT / folder)])
        if f"{package}.{one.name}" not in named
        and f"{package}.{one.name} import" not in used
        and one.name not in beside
    ]
    assert not lost


def test_every_command_and_query_has_a_right_and_a_text() -> None:
    wishes = importlib.import_module("app.command").all_wishes()
    assert wishes
    assert not [name for name, wish in wishes.items() if wish.right not in Right]
    silent = [(lang, name) for lang in LANGUAGES for name in wishes if not words(lang).has(f"command.{name}")]
    assert not silent


def test_every_kind_of_event_has_words_for_people() -> None:
    """Journals and what waits to be sent show it; the words' own test holds the languages beside each other."""
    wordless = sorted(kind for kind in EVENTS if not words(LANGUAGES[0]).has(f"desk.event.{kind}"))
    assert not wordless, wordless


def test_every_place_of_work_is_reached_through_the_door() -> None:
    command = importlib.import_module("app.command")
    for room, listed in (("services", command.SERVICES), ("queries", command.QUERIES_IN)):
        files = {path.stem for path in (ROOT / "app" / room).glob("*.py") if not path.stem.startswith("_")}
        assert not set(listed) - files, f"app/{room}: {set(listed) - files} is listed and not there"
        registering = {s.path.stem for s in sources(f"app/{room}") if "@command(" in s.text or "@query(" in s.text}
        assert not registering - set(listed), f"app/{room}: {registering - set(listed)} is never opened"
