"""What an event, a command's input and a stored case are written with: the same bytes back, and nothing let through."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal, NewType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import codec
from app.domain.codec import LARGEST, BadShape
from app.domain.completeness import Draft
from app.domain.moment import Instant, Moment
from app.domain.people import Applicant
from app.domain.personal import HIDDEN, Personal

few = settings(max_examples=120)
Code = NewType("Code", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A field of every type that can be written."""

    text: str
    number: int
    truth: bool
    day: date
    moment: Moment
    instant: Instant
    personal: Personal
    choice: Literal["a", "b"]
    grade: Literal[1, 2, 3]
    code: Code
    several: tuple[int, ...]
    pair: tuple[int, str]
    mapping: dict[str, int]
    inner: Inner
    many: tuple[Inner, ...] = ()
    maybe: str | None = None
    people: dict[str, Personal] | None = None
    itself: Whole | None = None


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
times = st.integers(-(2**40), 2**42).map(lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms))
numbers = st.integers(-LARGEST, LARGEST)
inners = st.builds(Inner, text=texts, number=numbers)


def wholes(itself: st.SearchStrategy[Any]) -> st.SearchStrategy[Whole]:
    return st.builds(
        Whole, text=texts, number=numbers, truth=st.booleans(), day=st.dates(), moment=times.map(Moment),
        instant=times.map(Instant), personal=texts.map(Personal), choice=st.sampled_from(("a", "b")),
        grade=st.sampled_from((1, 2, 3)), code=texts.map(Code), several=st.lists(numbers).map(tuple),
        pair=st.tuples(numbers, texts), mapping=st.dictionaries(texts, numbers), inner=inners,
        many=st.lists(inners, max_size=3).map(tuple), maybe=st.none() | texts,
        people=st.none() | st.dictionaries(texts, texts.map(Personal)), itself=itself,
    )  # fmt: skip


@few
@given(st.recursive(wholes(st.none()), wholes, max_leaves=3))
def test_what_was_written_is_read_back_equal_when_every_type_is_in_it(whole: Whole) -> None:
    raw = codec.dump(whole)
    again = codec.load(Whole, raw)
    assert again == whole
    assert codec.dump(again) == raw
    assert isinstance(again.personal, Personal)


def example(**other: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "text": "т", "number": 1, "truth": True, "day": "2016-11-16", "moment": "2016-11-16T09:30:00+05:00",
        "instant": "2016-11-16T04:30:00Z", "personal": "Әсел", "choice": "a", "grade": 1, "code": "c",
        "several": [1, 2], "pair": [1, "x"], "mapping": {"k": 1}, "inner": {"text": "і"},
    }  # fmt: skip
    return {**plain, **other}


@pytest.mark.parametrize(
    ("other", "path"),
    [
        ({"text": 1}, "text"),
        ({"number": "1"}, "number"),
        ({"number": True}, "number"),
        ({"number": 1.0}, "number"),
        ({"truth": 1}, "truth"),
        ({"day": "2016-02-30"}, "day"),
        ({"day": 20161116}, "day"),
        ({"moment": "2016-11-16T09:30:00"}, "moment"),
        ({"moment": "0001-01-01T00:00:00+10:00"}, "moment"),
        ({"instant": "today"}, "instant"),
        ({"personal": ["Әсел"]}, "personal"),
        ({"choice": "c"}, "choice"),
        ({"choice": ["a"]}, "choice"),
        ({"grade": True}, "grade"),
        ({"grade": 1.0}, "grade"),
        ({"several": 1}, "several"),
        ({"several": [1, "2"]}, "several[1]"),
        ({"pair": [1]}, "pair"),
        ({"pair": ["x", 1]}, "pair[0]"),
        ({"mapping": []}, "mapping"),
        ({"mapping": {"k": "v"}}, "mapping.k"),
        ({"inner": None}, "inner"),
        ({"inner": {}}, "inner.text"),
        ({"inner": {"text": "x", "more": 1}}, "inner"),
        ({"many": [{"text": "x"}, {"text": 2}]}, "many[1].text"),
        ({"maybe": 3}, "maybe"),
        ({"people": {"id": 7}}, "people.id"),
        ({"itself": {"text": "x"}}, "itself.number"),
        ({"unknown": 1}, "input"),
    ],
)
def test_the_place_is_named_when_the_json_is_not_what_is_asked_for(other: dict[str, Any], path: str) -> None:
    with pytest.raises(BadShape) as no:
        codec.read(Whole, example(**other))
    assert no.value.path == path


@pytest.mark.parametrize("bad", ["\0", "a\0b", "\ud800", "x\udfff"])
@pytest.mark.parametrize("field", ["text", "personal", "maybe"])
def test_a_text_that_no_store_can_keep_is_refused_when_it_is_read(field: str, bad: str) -> None:
    with pytest.raises(BadShape) as no:
        codec.read(Whole, example(**{field: bad}))
    assert no.value.path == field


def test_the_known_keys_are_told_when_a_key_is_unknown() -> None:
    with pytest.raises(BadShape, match=r"unknown key 'nmber'; known are text, number"):
        codec.read(Inner, {"text": "x", "nmber": 1})


@pytest.mark.parametrize("value", [None, [], "text", 3])
def test_a_record_is_refused_when_it_is_no_object(value: Any) -> None:
    with pytest.raises(BadShape, match="input: an object is expected"):
        codec.read(Inner, value)


def test_empty_optional_fields_leave_no_trace_in_the_bytes() -> None:
    assert codec.dump(Inner(text="x", number=0)) == b'{"number":0,"text":"x"}'
    assert b"maybe" not in codec.dump(codec.read(Whole, example(maybe=None)))


def test_a_moment_is_written_in_utc_when_it_was_given_with_an_offset() -> None:
    whole = codec.read(Whole, example())
    assert codec.to_json(whole.moment) == "2016-11-16T04:30:00.000Z"
    assert codec.to_json(whole.instant) == "2016-11-16T04:30:00.000Z"
    assert Moment(datetime(2016, 11, 16, 9, 30, tzinfo=timezone(timedelta(hours=5)))) == whole.moment


@pytest.mark.parametrize("kind", [float, str | int, object])
def test_a_type_outside_the_closed_set_is_our_mistake_when_it_is_first_met(kind: Any) -> None:
    with pytest.raises(TypeError):
        codec.read(kind, 1)


@pytest.mark.parametrize("value", [1.5, b"bytes", object()])
def test_a_value_outside_the_closed_set_is_never_written(value: object) -> None:
    with pytest.raises(TypeError):
        codec.to_json(value)


def test_a_name_never_shows_itself_when_it_is_printed_by_accident() -> None:
    name = Personal("Сұлтанова Әсел")
    applicant = Applicant(kind="natural", number=Personal("871008401427"), name=name)
    draft = Draft(service="medical-licence", variant="issue", applicant=applicant)
    shown = [
        repr(name), str(name), f"{name}", f"{name!r}", f"{name!s:>40}", f"{name:.3}", "{}".format(name), "%s" % name,  # noqa: UP031, UP032
        repr(applicant), str(applicant), repr({"who": [name]}), repr(draft),
    ]  # fmt: skip
    for text in shown:
        assert HIDDEN in text
        assert "лтанова" not in text
        assert "871008" not in text
    assert name.open() == "Сұлтанова Әсел"
    assert type(name.open()) is str


def test_a_name_never_shows_itself_when_it_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    name = Personal("Сұлтанова Әсел")
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("taken in: %s %r %s", name, name, {"name": name})
        try:
            raise ValueError(name)
        except ValueError:
            logging.getLogger("test").info("failed", exc_info=True)
    assert "лтанова" not in caplog.text
    assert HIDDEN in caplog.text


def test_a_bad_input_never_shows_the_person_when_it_is_refused() -> None:
    plain = {"kind": "natural", "number": "871008401427", "name": "Сұлтанова Әсел"}
    for wrong in ({"name": ["Сұлтанова Әсел"]}, {"number": 871008401427}, {"phone": {"871008": 1}}, {"source": 0}):
        with pytest.raises(BadShape) as no:
            codec.read(Applicant, {**plain, **wrong})
        assert "лтанова" not in str(no.value)
        assert "871008" not in str(no.value)


def test_a_name_is_written_out_only_by_the_codec() -> None:
    assert codec.dump({"name": Personal("Әсел")}) == '{"name":"Әсел"}'.encode()
    assert json.loads(codec.dump(Personal("Әсел"))) == "Әсел"


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


@few
@given(PLAIN)
def test_the_bytes_that_are_hashed_are_those_of_the_standard_library(value: Any) -> None:
    asked = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert codec.plain_bytes(value) == asked.encode()


@few
@given(PLAIN | st.lists(st.floats(allow_nan=False, allow_infinity=False)), st.sampled_from((None, 1)), st.booleans())
def test_json_from_outside_is_read_alike_however_it_is_written(value: Any, indent: int | None, ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii)
    for raw in (text, text.encode(), json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))):
        found = codec.plain_value(raw)
        assert (found, repr(found)) == (json.loads(raw), repr(json.loads(raw)))


@pytest.mark.parametrize("text", ['{"a":1,"a":1}', '[{"a":1,"a":2}]', "NaN", "[1e400]", "[1,]", '{"a":[NaN]}'])
def test_json_that_is_not_strict_is_refused_where_it_looks_like_our_own(text: str) -> None:
    with pytest.raises(BadShape):
        codec.plain_value(text)
    with pytest.raises(BadShape):
        codec.plain_value(text.encode())
