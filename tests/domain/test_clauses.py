"""How a clause of a pack is said to a person, in both languages of the papers."""

from __future__ import annotations

import re

import pytest

from app.catalogue.packs import FOLDER, read_pack
from app.catalogue.rules import CLAUSE_KEYS, walk
from app.domain.clauses import in_words


@pytest.mark.parametrize(
    ("clause", "ru", "kk"),
    [
        ("annex-1/10(2)", "прил. 1, п. 10 2)", "1-қосымша, 10-т. 2)"),
        ("regulation-2/8(2)", "регламент 2, п. 8 2)", "2-регламент, 8-т. 2)"),
        ("standard/9", "Стандарт, п. 9", "Стандарт, 9-т."),
        ("law/20(2)", "Закон, ст. 20 п. 2", "Заң, 20-б. 2-т."),
        ("law/20", "Закон, ст. 20", "Заң, 20-б."),
        ("law/214-III", "Закон № 214-III", "№ 214-III Заң"),
        (
            "medical/13(table 3, 1)", "регламент (медицинская лицензия), п. 13, табл. 3, действие 1",
            "регламент (медициналық лицензия), 13-т., 3-кесте, 1-әрекет",
        ),
        ("medical/17(1-5)", "регламент (медицинская лицензия), п. 17 1-5)", "регламент (медициналық лицензия), 17-т. 1-5)"),
    ],
)  # fmt: skip
def test_a_clause_is_said_as_people_cite_it(clause: str, ru: str, kk: str) -> None:
    said = in_words(clause)
    assert said is not None
    assert (said.ru, said.kk) == (ru, kk)


def test_what_is_the_programs_own_is_no_citation() -> None:
    assert in_words("own/label") is None


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*@*.toml")), ids=lambda f: f.stem)
def test_no_citation_of_a_pack_has_an_english_word(file: object) -> None:
    """They are printed on Russian and Kazakh papers; Roman numerals of a law's number are no words."""
    pack = read_pack(file)  # type: ignore[arg-type]
    clauses = {c for _, entry, _ in walk(pack) for name in CLAUSE_KEYS if (c := getattr(entry, name, None))}
    for clause in clauses:
        said = in_words(clause)
        for text in (said.ru, said.kk) if said else ():
            assert not re.search(r"[a-z]{2}", text), (clause, text)
