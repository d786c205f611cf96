"""Numbers typed by a person or read by a scanner."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36, mod_97_10

from app.domain.numbers import (
    Code,
    CodeKind,
    NotACode,
    NumberKind,
    Problem,
    case_number,
    check_character,
    parse_code,
    read_number,
    trouble_with,
)
from app.words import words

few = settings(deadline=None, derandomize=True, max_examples=150)
centres = st.from_regex(r"[A-Z]{2}[0-9]{2}", fullmatch=True)
devices = st.from_regex(r"[0-9]{2}", fullmatch=True)
case_numbers = st.builds(
    lambda centre, device, year, serial: case_number(centre, device, year=year, serial=serial),
    centres,
    devices,
    st.integers(2012, 2027),
    st.integers(1, 10**9 - 1),
)


@pytest.mark.parametrize(
    ("text", "born", "sex"),
    [
        ("871008401427", date(1987, 10, 8), "female"),
        ("760212350620", date(1976, 2, 12), "male"),
        ("800416300257", date(1980, 4, 16), "male"),
        ("680503450037", date(1968, 5, 3), "female"),
        ("800416100254", date(1880, 4, 16), "male"),
        ("680503250034", date(1868, 5, 3), "female"),
        ("830717350867", date(1983, 7, 17), "male"),  # second pass
        ("061211600012", date(2006, 12, 11), "female"),  # second pass
        (" 871008401427\r\n", date(1987, 10, 8), "female"),  # a scanner ends with a line
    ],
)
def test_an_iin_says_its_birth_date_and_sex_when_valid(text: str, born: date, sex: str) -> None:
    read = read_number(text)
    assert (read.kind, read.problem, read.birth_on, read.sex) == ("iin", None, born, sex)
    assert (read.value, read.foreign) == (text.strip(), False)


@pytest.mark.parametrize(
    ("text", "division"),
    [("940140000385", "head"), ("950341000052", "branch"), ("070941024691", "branch"), ("961141000023", "branch")],
)
def test_a_bin_says_its_type_and_division_when_valid(text: str, division: str) -> None:
    read = read_number(text)
    assert (read.kind, read.problem, read.legal_type, read.division) == ("bin", None, "resident", division)


def with_check(eleven: str) -> str:
    """The eleven digits with the check digit that makes them whole, found by trying."""
    fits = [f"{eleven}{d}" for d in range(10) if read_number(f"{eleven}{d}").problem != "check-digit"]
    assert len(fits) == 1
    return fits[0]


def test_a_foreigner_is_known_by_a_seventh_digit_of_zero() -> None:
    read = read_number(with_check("87100800142"))
    assert (read.kind, read.foreign, read.birth_on, read.sex, read.problem) == ("iin", True, None, None, None)
    assert read_number(with_check("00022900001")).problem is None  # 29 February 2000
    assert read_number(with_check("87133900142")).problem == "birth-date"


@pytest.mark.parametrize(
    ("text", "kind", "problem"),
    [
        ("", "unknown", "empty"),
        (" \n", "unknown", "empty"),
        ("12", "unknown", "length"),
        ("8710084014270", "unknown", "length"),
        ("871008401428", "iin", "check-digit"),
        ("940140000380", "bin", "check-digit"),
        ("000813159890", "iin", "not-used"),
        ("821214240092", "iin", "not-used"),
        ("830717100987", "iin", "not-used"),
        ("123456789011", "bin", "check-digit"),  # what all test certificates bear
        ("123456789021", "bin", "check-digit"),
        ("８71008401427", "unknown", "alphabet"),  # a full-width eight
        ("٨71008401427", "unknown", "alphabet"),
        ("8710 08401427", "unknown", "alphabet"),
        ("АТ01-03-16-00042-2", "unknown", "alphabet"),  # Cyrillic А, Т
        ("AT01_03_16_00042_2", "unknown", "alphabet"),
        ("ATI1-03-16-00042-2", "unknown", "shape"),
        ("AT01-0316-00042-2", "unknown", "shape"),  # hyphens all or none
        ("AT01-03-16-0042-2", "unknown", "shape"),
        ("C-AT010316000422", "unknown", "shape"),
        ("CAT01-03-16-00042-2", "unknown", "shape"),
        ("CAT01", "unknown", "shape"),
        ("X-AT01-03-16-00042-2", "unknown", "shape"),
        ("AT01-03-16-00042-3", "case", "check-digit"),
        ("AT01-03-16-00024-2", "case", "check-digit"),  # two digits swapped
        ("CAT010316000423", "code", "check-digit"),
        ("KZ19LAA00032760", "licence", "check-digit"),
        ("KZ18LAA0003276", "unknown", "shape"),
        ("--", "unknown", "shape"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(text: str, kind: str, problem: str) -> None:
    read = read_number(text)
    assert (read.kind, read.problem) == (kind, problem)


@pytest.mark.parametrize(
    ("eleven", "kind", "problem"),
    [
        ("87133930142", "iin", "birth-date"),
        ("87023030142", "iin", "birth-date"),
        ("99022930142", "iin", "birth-date"),
        ("87100870142", "iin", "century"),
        ("94004000038", "bin", "month"),
        ("94134000038", "bin", "month"),
        ("94017000038", "bin", "legal-type"),
    ],
)
def test_a_number_with_a_right_check_digit_is_refused_when_it_says_nonsense(
    eleven: str, kind: str, problem: str
) -> None:
    read = read_number(with_check(eleven))
    assert (read.kind, read.problem) == (kind, problem)


def test_a_wrong_check_digit_comes_before_nonsense() -> None:
    whole = with_check("87100870142")
    wrong = whole[:11] + str((int(whole[11]) + 1) % 10)
    assert read_number(wrong).problem == "check-digit"


@pytest.mark.parametrize("text", ["KZ18LAA00032760", "KZ96LAA00035527", "kz18laa00032760"])
def test_a_licence_number_is_known_by_its_two_check_digits(text: str) -> None:
    read = read_number(text)
    assert (read.kind, read.value, read.problem) == ("licence", text.upper(), None)
    assert mod_97_10.is_valid(text.upper()[4:] + text.upper()[:4])


@pytest.mark.parametrize("text", ["AT01-03-16-00042-2", "AT010316000422", "at01-03-16-00042-2"])
def test_a_case_number_is_read_with_hyphens_and_without(text: str) -> None:
    read = read_number(text)
    assert (read.kind, read.value, read.problem) == ("case", "AT01-03-16-00042-2", None)


@pytest.mark.parametrize("kind", get_args(CodeKind))
def test_a_code_is_read_as_the_bars_and_as_the_line_under_them(kind: CodeKind) -> None:
    code = Code(kind, "AT01-03-16-00042-2")
    assert (code.bars, code.line) == (f"{kind}AT010316000422", f"{kind}-AT01-03-16-00042-2")
    assert parse_code(code.bars) == parse_code(code.line) == parse_code(code.bars.lower()) == code
    read = read_number(code.bars)
    assert (read.kind, read.code_kind, read.value) == ("code", kind, code.line)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("AT010316000422", "shape"), ("CAT010316000423", "check-digit"), ("871008401427", "shape"), ("", "empty")],
)
def test_a_scan_that_is_no_code_says_why(text: str, problem: str) -> None:
    with pytest.raises(NotACode) as no:
        parse_code(text)
    assert no.value.problem == problem


def test_a_case_number_is_made_of_centre_device_year_serial_and_check() -> None:
    assert case_number("AT01", "03", year=2016, serial=42) == "AT01-03-16-00042-2"
    grown = case_number("AT01", "03", year=2016, serial=123456)
    assert grown.startswith("AT01-03-16-123456-")
    assert read_number(grown.replace("-", "")).value == grown


@pytest.mark.parametrize(
    ("centre", "device", "year", "serial"),
    [
        ("AT1", "03", 2016, 1), ("at01", "03", 2016, 1), ("AT01", "3", 2016, 1), ("AT01", "03", 2016, 0),
        ("AT01", "03", 2016, 10**9), ("AT01", "03", -1, 1), ("AT01", "٠٣", 2016, 1),
    ],
)  # fmt: skip
def test_no_case_number_is_made_of_what_could_not_be_read_back(
    centre: str, device: str, year: int, serial: int
) -> None:
    with pytest.raises(ValueError, match="of a number"):
        case_number(centre, device, year=year, serial=serial)


@few
@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=30))
def test_the_check_character_agrees_with_another_implementation(text: str) -> None:
    assert check_character(text) == mod_37_36.calc_check_digit(text)
    assert check_character("-".join(text)) == check_character(text)


@few
@given(case_numbers, st.sampled_from(get_args(CodeKind)))
def test_every_number_made_is_read_back_either_way(number: str, kind: CodeKind) -> None:
    assert read_number(number).value == read_number(number.replace("-", "")).value == number
    assert read_number(number).problem is None
    code = Code(kind, number)
    assert parse_code(code.bars) == parse_code(code.line) == code


@few
@given(case_numbers, st.data())
def test_one_wrong_digit_is_always_noticed(number: str, data: st.DataObject) -> None:
    plain = number.replace("-", "")
    at = data.draw(st.integers(0, len(plain) - 1))
    other = data.draw(st.sampled_from([c for c in "0123456789" if c != plain[at]]))
    assert read_number(plain[:at] + other + plain[at + 1 :]).problem is not None


@few
@given(case_numbers, st.sampled_from(get_args(CodeKind)))
def test_a_number_of_ours_is_nobodys(number: str, kind: CodeKind) -> None:
    for typed in (number, number.replace("-", ""), Code(kind, number).line, Code(kind, number).bars):
        assert trouble_with(typed) == "other-kind"


@few
@given(st.text(max_size=30))
def test_any_text_at_all_gets_an_answer(text: str) -> None:
    read = read_number(text)
    assert read.kind in get_args(NumberKind)
    assert read.problem is None or read.problem in get_args(Problem)
    assert not (read.kind == "unknown" and read.problem is None)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_kind_and_problem_has_a_text_in_each_language(lang: str) -> None:
    say = words(lang)
    assert all(say.has(f"number.kind.{kind}") for kind in get_args(NumberKind))
    assert all(say.has(f"number.problem.{problem}") for problem in get_args(Problem))
