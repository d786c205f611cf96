"""The schema says what the program reads: no more, no less, and for every command, query and event."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.command import COMMANDS, QUERIES, all_wishes
from app.domain import codec
from app.domain.completeness import Draft
from app.domain.events import EVENTS
from app.schema import schema

KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,), "integer": (int,), "null": (type(None),),
}  # fmt: skip
WORDS = {
    "type", "format", "description", "enum", "anyOf", "items", "prefixItems", "minItems", "maxItems", "properties",
    "required", "additionalProperties", "default", "$ref", "minimum", "maximum",
    "pattern",
}  # fmt: skip

DRAFT = {
    "service": "medical-licence", "variant": "issue", "object": "licence", "channel": "counter", "lang": "kk",
    "applicant": {"kind": "legal", "number": "140640017300", "name": "ТОО «Жайық-Дәрігер»", "phone": None},
    "representative": {
        "number": "880411400607", "name": "Сейітқали Дана",
        "authority": {"kind": "power-of-attorney", "number": "7", "valid_until": "2016-12-31", "notarised": True},
    },
    "documents": [{"document": "application", "kind": "original", "sheets": 2, "valid_until": "2018-09-01"}],
    "passed": [{"step": "log-in", "at": "2016-11-17T10:00:00+05:00"}], "begun_at": "2016-11-17T10:20:00Z",
    "filing_ends_on": None, "paid_by_gateway": True,
}  # fmt: skip
WRONG: list[dict[str, Any]] = [
    {},
    {"service": "medical-licence"},
    {"service": "dentistry", "variant": "issue"},
    {**DRAFT, "paper": True},
    {**DRAFT, "lang": "en"},
    {**DRAFT, "service": None},
    {**DRAFT, "paid_by_gateway": "yes"},
    {**DRAFT, "documents": "application"},
    {**DRAFT, "documents": [{"document": "application", "kind": "original", "sheets": "2"}]},
    {**DRAFT, "documents": [{"document": "application", "kind": "original", "sheets": True}]},
    {**DRAFT, "documents": [{"document": "application", "kind": "original", "sheet": 2}]},
    {**DRAFT, "applicant": {"kind": "legal", "number": "140640017300"}},
    {**DRAFT, "applicant": []},
    {**DRAFT, "begun_at": "2016-11-17T10:20:00"},
    {**DRAFT, "begun_at": "yesterday"},
    {**DRAFT, "filing_ends_on": "2016-02-30"},
]


@cache
def whole() -> dict[str, Any]:
    return schema()


def allowed(rule: Any, value: Any) -> bool:
    """The part of JSON Schema that the schema is written in."""
    if isinstance(rule, bool):
        return rule
    if "$ref" in rule:
        return allowed(whole()["$defs"][rule["$ref"].removeprefix("#/$defs/")], value)
    if "anyOf" in rule:
        return any(allowed(one, value) for one in rule["anyOf"])
    if "enum" in rule:
        return any(type(one) is type(value) and one == value for one in rule["enum"])
    kind = rule.get("type")
    if kind is None:
        return True
    if not isinstance(value, KINDS[kind]) or (kind == "integer" and isinstance(value, bool)):
        return False
    match kind:
        case "string":
            return bool(re.search(rule.get("pattern", ""), value)) and _formatted(rule.get("format"), value)
        case "integer":
            return bool(rule.get("minimum", value) <= value <= rule.get("maximum", value))
        case "array":
            first = rule.get("prefixItems", [])
            if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
                return False
            rest = rule.get("items", True)
            return all(allowed(first[i] if i < len(first) else rest, one) for i, one in enumerate(value))
        case "object":
            known, more = rule.get("properties", {}), rule.get("additionalProperties", True)
            return set(rule.get("required", ())) <= value.keys() and all(
                allowed(known.get(name, more), one) for name, one in value.items()
            )
    return True


def _formatted(form: str | None, value: str) -> bool:
    try:
        match form:
            case "date":
                return bool(date.fromisoformat(value))
            case "date-time":
                return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
    return True


def reads(value: Any) -> bool:
    try:
        codec.read(Draft, value)
    except codec.BadShape:
        return False
    return True


def rules(node: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside the document, `properties` being names and not words."""
    if isinstance(node, dict):
        yield node
        for word, inner in node.items():
            if word in ("properties", "$defs"):
                for one in inner.values():
                    yield from rules(one)
            elif word not in ("default", "enum", "description"):
                yield from rules(inner)
    elif isinstance(node, list):
        for one in node:
            yield from rules(one)


def roots() -> Iterator[dict[str, Any]]:
    for one in (*whole()["commands"].values(), *whole()["queries"].values()):
        yield from (one["given"], one["answer"])
    for one in whole()["events"].values():
        yield from (one["facts"], one["person"] or {})
    yield whole()["draft"]
    yield from whole()["$defs"].values()


def test_a_draft_is_allowed_and_read_when_it_is_whole() -> None:
    assert allowed(whole()["draft"], DRAFT)
    assert reads(DRAFT)


@pytest.mark.parametrize("draft", WRONG, ids=range(len(WRONG)))
def test_a_draft_is_neither_allowed_nor_read_when_it_is_wrong(draft: dict[str, Any]) -> None:
    assert (allowed(whole()["draft"], draft), reads(draft)) == (False, False)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from((2**53, -(2**53), "\0")),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
)
PLACES = st.sampled_from([(name,) for name in DRAFT] + [("applicant", "kind"), ("applicant", "number"), ("passed", 0)])


@given(place=PLACES, value=VALUES)
def test_schema_and_reader_agree_when_any_value_stands_anywhere(place: tuple[Any, ...], value: Any) -> None:
    draft = json.loads(json.dumps(DRAFT))
    inside = draft
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    assert allowed(whole()["draft"], draft) == reads(draft), draft


def test_every_command_query_and_event_is_there_when_it_is_registered() -> None:
    all_wishes()
    assert set(whole()["commands"]) == set(COMMANDS)
    assert set(whole()["queries"]) == set(QUERIES)
    assert set(whole()["events"]) == set(EVENTS)
    assert "intake.accept" in whole()["commands"]
    assert "application.accepted" in whole()["events"]


def test_every_right_and_side_is_named_when_a_wish_or_event_is_listed() -> None:
    for name, one in {**whole()["commands"], **whole()["queries"]}.items():
        assert one["right"], name
    for kind, one in whole()["events"].items():
        assert one["sides"], kind
        assert set(one["sides"]) <= {"centre", "licensor"}, kind
        assert one["v"] == 1


def test_nothing_personal_stands_in_the_facts_when_an_event_has_a_person() -> None:
    for kind, one in whole()["events"].items():
        assert "person" not in one["facts"]["properties"], kind
        assert (one["person"] is not None) == ("person" in EVENTS[kind].__dataclass_fields__), kind


def test_every_reference_leads_somewhere_when_it_is_followed() -> None:
    found = {rule["$ref"].removeprefix("#/$defs/") for root in roots() for rule in rules(root) if "$ref" in rule}
    assert found <= set(whole()["$defs"])
    assert set(whole()["$defs"]) <= found, "a definition that nothing refers to"


def test_only_words_of_the_dialect_are_used_when_a_type_is_written() -> None:
    used = {word for root in roots() for rule in rules(root) for word in rule if "properties" in rule or "type" in rule}
    assert used <= WORDS
    assert whole()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_moments_carry_an_offset_and_days_do_not_when_they_are_written() -> None:
    draft = whole()["$defs"]["domain.completeness.Draft"]["properties"]
    assert draft["begun_at"]["anyOf"][0]["format"] == "date-time"
    assert draft["filing_ends_on"]["anyOf"][0]["format"] == "date"


def test_the_document_is_plain_json_when_it_is_printed() -> None:
    text = json.dumps(whole(), ensure_ascii=False)
    assert json.loads(text) == whole()
    assert not re.search(r"<class|datetime\.", text)
