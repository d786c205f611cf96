"""The bytes of every kind of event that was ever written: they are read for ever, by every later program."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from app.domain.codec import BadShape
from app.domain.events import EVENTS, KIND, SIDES
from app.domain.personal import Personal
from app.store.receive import read_event
from app.store.unit import head_bytes, split

EXAMPLES = Path(__file__).resolve().parent.parent / "old_stores" / "events"
FILES = sorted(EXAMPLES.glob("*.json"))


def example(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text("utf-8")))


def read(told: dict[str, Any], *, person: bool = True) -> tuple[Any, Any]:
    body = told["person"].encode() if person else None
    return read_event(told["head"].encode(), told["facts"].encode(), body, side=told["side"])


def personal(value: Any) -> list[str]:
    """Every personal text in a fact."""
    if isinstance(value, Personal):
        return [value.open()]
    if is_dataclass(value):
        return [t for f in fields(value) for t in personal(getattr(value, f.name))]
    if isinstance(value, dict):
        return [t for v in value.values() for t in personal(v)]
    return [t for v in value for t in personal(v)] if isinstance(value, tuple) else []


def test_every_kind_has_an_example_of_its_bytes() -> None:
    kinds = {read(example(file))[0].kind for file in FILES}
    assert kinds == set(EVENTS)
    assert all(file.name == f"{read(example(file))[0].kind}.v{read(example(file))[0].v}.json" for file in FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_old_bytes_are_read_with_all_that_is_in_them(file: Path) -> None:
    told = example(file)
    head, fact = read(told)
    assert KIND[type(fact)] == head.kind
    assert told["side"] in SIDES[head.kind]
    if head.v == 1:  # written again they say the same
        facts, person = split(fact)
        assert json.loads(facts) == json.loads(told["facts"])
        assert json.loads(person) == json.loads(told["person"])
        assert json.loads(head_bytes(head)) == json.loads(told["head"])


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_nothing_personal_stands_in_the_facts(file: Path) -> None:
    told = example(file)
    _, fact = read(told)
    for text in personal(fact):
        assert text not in told["facts"]
        assert text not in told["head"]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_an_erased_event_is_read_without_its_person(file: Path) -> None:
    told = example(file)
    head, fact = read(told, person=False)
    assert head.kind == KIND[type(fact)]
    assert not any(personal(fact))
    facts, _ = split(fact)
    assert json.loads(facts) == json.loads(told["facts"])


def test_an_event_of_a_later_program_is_said_to_be_unknown() -> None:
    told = example(FILES[0])
    for other in ({"v": 2}, {"kind": "case.sung"}):
        head = json.dumps({**json.loads(told["head"]), **other})
        with pytest.raises(BadShape, match="is not known here"):
            read({**told, "head": head})
