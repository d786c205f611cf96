"""`tereze number`: published vectors of ИИН and БИН, case numbers, codes of paper, licence numbers; exit 0 or 1."""

from __future__ import annotations

import pytest

from tests.contract.conftest import Tereze


@pytest.mark.parametrize(
    ("number", "kind", "facts"),
    [
        ("871008401427", "iin", {"birth_on": "1987-10-08", "sex": "female"}),
        ("760212350620", "iin", {"birth_on": "1976-02-12", "sex": "male"}),
        ("800416300257", "iin", {}),
        ("680503450037", "iin", {}),
        ("800416100254", "iin", {"birth_on": "1880-04-16"}),
        ("680503250034", "iin", {"birth_on": "1868-05-03"}),
        ("830717350867", "iin", {}),  # the second pass of weights
        ("061211600012", "iin", {"birth_on": "2006-12-11"}),
        ("940140000385", "bin", {"legal_type": "resident", "division": "head"}),
        ("950341000052", "bin", {"division": "branch"}),
        ("070941024691", "bin", {"division": "branch"}),
        ("961141000023", "bin", {}),
        ("AT01-03-16-00042-2", "case", {"value": "AT01-03-16-00042-2"}),
        ("AT010316000422", "case", {"value": "AT01-03-16-00042-2"}),
        ("C-AT01-03-16-00042-2", "code", {"code_kind": "C", "value": "C-AT01-03-16-00042-2"}),
        ("CAT010316000422", "code", {"code_kind": "C", "value": "C-AT01-03-16-00042-2"}),
        ("RAT010316000422", "code", {"code_kind": "R"}),
        ("KZ18LAA00032760", "licence", {}),
        ("KZ96LAA00035527", "licence", {}),
    ],
)
def test_a_good_number_is_told_with_what_it_says(tereze: Tereze, number: str, kind: str, facts: dict[str, str]) -> None:
    answer = tereze("number", number)
    assert (answer.exit, answer.json["kind"], answer.json["valid"]) == (0, kind, True)
    assert {k: answer.json[k] for k in facts} == facts
    assert "problem" not in answer.json


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("000813159890", "not-used"),
        ("821214240092", "not-used"),
        ("830717100987", "not-used"),
        ("940140000380", "check-digit"),
        ("123456789011", "check-digit"),
        ("123456789021", "check-digit"),
        ("8710084014270", "length"),
        ("87100840142", "length"),
        ("AT01-03-16-00042-3", "check-digit"),
        ("AT01-03-16-00024-2", "check-digit"),
        ("C-AT010316000422", "shape"),  # half with hyphens
        ("KZ18LAA00032761", "check-digit"),
        ("АТ01-03-16-00042-2", "alphabet"),  # Cyrillic А and Т
        ("", "empty"),
    ],
)
def test_a_bad_number_is_told_with_the_reason_in_both_languages(tereze: Tereze, number: str, problem: str) -> None:
    answer = tereze("number", number)
    assert (answer.exit, answer.json["valid"], answer.json["problem"]) == (1, False, problem)
    assert set(answer.json["text"]) == {"ru", "kk"}
    assert answer.json["text"]["ru"] != answer.json["text"]["kk"]
