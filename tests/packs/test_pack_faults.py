"""Each fault of a pack file is found, with its file, key and clause; a sound file has none."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from app.catalogue.packs import PackFaulty, PackProblem, check_pack, read_pack

NAME = "vale-2030-1@2030-01-01.toml"
SOUND = """
act = "vale-2030-1"
from = 2030-01-01
to = 2030-12-31
title = { ru = "Акт", kk = "Акті" }
period = { ru = "Дни", kk = "Күндер" }

[[regulations]]
id = "annex-1"
name = { ru = "Регламент", kk = "Регламенті" }

[[services]]
id = "medical-licence"
regulation = "annex-1"
name = { ru = "Лицензия", kk = "Лицензия" }
licensor = { ru = "Управление", kk = "Басқарма" }
standard = { ru = "Стандарт", kk = "Стандарты" }
applicants_clause = "standard/3"
representative_clause = "annex-1/2"

[[services.channels]]
id = "counter"
clause = "annex-1/1"
where = { ru = "центр", kk = "орталық" }

[[services.variants]]
id = "issue"
name = { ru = "Выдача", kk = "Беру" }
clause = "annex-1/1"
objects = ["licence", "annex"]

[[services.documents]]
id = "application"
name = { ru = "Заявление", kk = "Өтініш" }
clause = "standard/9"
kinds = ["original"]
remedy = { ru = "Заполнить", kk = "Толтыру" }

[[services.steps]]
id = "accept"
actor = "inspector"
text = { ru = "Прием", kk = "Қабылдау" }
clause = "annex-1/2(1)"
limit = 15
unit = "min"

[[services.steps]]
id = "release"
actor = "inspector"
text = { ru = "Выдача", kk = "Табыстау" }
clause = "annex-1/2(2)"
after = ["accept"]
"""
CLAUSES = """
[[regulations]]
act = "vale-2030-1"
regulation = "annex-1"
clauses = [{ number = "1", section = 1, sha256 = "" }, { number = "2", section = 1, sha256 = "" }]
"""
DOCUMENT = SOUND[SOUND.index("[[services.documents]]") : SOUND.index("[[services.steps]]")]
STEP = SOUND[SOUND.index("[[services.steps]]") : SOUND.index('[[services.steps]]\nid = "release"')]


def problems(folder: Path, text: str, *, name: str = NAME) -> list[PackProblem]:
    (folder / "clauses.toml").write_text(CLAUSES, "utf-8")
    (folder / name).write_text(text, "utf-8")
    return check_pack(folder / name)


def test_a_sound_pack_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, SOUND) == []
    assert read_pack(tmp_path / NAME).ref == "vale-2030-1@2030-01-01"


def test_a_pack_is_parsed_once_as_long_as_its_file_is_the_same(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(SOUND, "utf-8")
    assert read_pack(tmp_path / NAME) is read_pack(tmp_path / NAME)


FAULTS = {  # what: (old, new, key, clause, a part of what is said)
    "an unknown key": ("limit = 15", "limit = 15\nlimits = 1", "services[0](medical-licence).steps[0](accept).limits",
                       "annex-1/2(1)", "Unexpected"),
    "a missing kk text": ('ru = "Прием", kk = "Қабылдау"', 'ru = "Прием"',
                          "services[0](medical-licence).steps[0](accept).text.kk", "annex-1/2(1)", "required"),
    "an empty ru text": ('ru = "Прием"', 'ru = " "', "services[0](medical-licence).steps[0](accept).text.ru",
                         "annex-1/2(1)", "empty"),
    "a number as text": ("limit = 15", 'limit = "15"', "services[0](medical-licence).steps[0](accept).limit",
                         "annex-1/2(1)", "integer"),
    "a step that is none": ('id = "accept"', 'id = "welcome"',
                            "services[0](medical-licence).steps[0](welcome).id", "annex-1/2(1)", "'visit'"),
    "a step without a clause": ('clause = "annex-1/2(1)"\n', "",
                                "services[0](medical-licence).steps[0](accept).clause", "", "required"),
    "an empty clause": ('clause = "annex-1/2(1)"', 'clause = ""',
                        "services[0](medical-licence).steps[0](accept).clause", "", "no clause"),
    "a clause of an unknown regulation": ('clause = "annex-1/2(1)"', 'clause = "annex-7/2"',
                                          "services[0](medical-licence).steps[0](accept).clause", "annex-7/2",
                                          "annex-7"),
    "a clause in another form": ('clause = "annex-1/2(1)"', 'clause = "annex-1, 2"',
                                 "services[0](medical-licence).steps[0](accept).clause", "annex-1, 2", "no clause"),
    "the Standard passed off as the act": ('clause = "annex-1/2(1)"', 'clause = "standard/4"',
                                           "services[0](medical-licence).steps[0](accept).clause", "standard/4",
                                           "counts as the act's"),
    "a limit without a unit": ('unit = "min"\n', "", "services[0](medical-licence).steps[0](accept)", "annex-1/2(1)",
                               "without a unit"),
    "a unit without a limit": ("limit = 15\n", "", "services[0](medical-licence).steps[0](accept)", "annex-1/2(1)",
                               "without a limit"),
    "a limit of nothing": ("limit = 15", "limit = 0", "services[0](medical-licence).steps[0](accept).limit",
                           "annex-1/2(1)", "no limit"),
    "two days within one day": ('limit = 15\nunit = "min"', 'limit = 2\nunit = "same-day"',
                                "services[0](medical-licence).steps[0](accept).limit", "annex-1/2(1)", "one day"),
    "two steps of one id": (STEP, STEP + STEP, "services[0](medical-licence).steps[1](accept)", "annex-1/2(1)",
                            "issue × licence × counter"),
    "two documents of one id and condition": (DOCUMENT, DOCUMENT + DOCUMENT,
                                              "services[0](medical-licence).documents[1](application)", "standard/9",
                                              "same document"),
    "after a step that the service has not": ('after = ["accept"]', 'after = ["register"]',
                                              "services[0](medical-licence).steps[1](release).after", "annex-1/2(2)",
                                              "'register'"),
    "unless a step that the service has not": ('after = ["accept"]', 'unless = ["no-data"]',
                                               "services[0](medical-licence).steps[1](release).unless", "annex-1/2(2)",
                                               "'no-data'"),
    "a step that waits for itself": ('after = ["accept"]', 'after = ["release"]',
                                     "services[0](medical-licence).steps[1](release).after", "annex-1/2(2)", "itself"),
    "a variant that the service has not": ("limit = 15", 'variants = ["reissue"]\nlimit = 15',
                                           "services[0](medical-licence).steps[0](accept).variants", "annex-1/2(1)",
                                           "'reissue'"),
    "an object that the service has not": ("limit = 15", 'objects = ["licence-and-annex"]\nlimit = 15',
                                           "services[0](medical-licence).steps[0](accept).objects", "annex-1/2(1)",
                                           "'licence-and-annex'"),
    "a channel that the service has not": ("limit = 15", 'channels = ["portal"]\nlimit = 15',
                                           "services[0](medical-licence).steps[0](accept).channels", "annex-1/2(1)",
                                           "'portal'"),
    "a condition that is never met": ('kinds = ["original"]',
                                      'kinds = ["original"]\nwhen = [{ field = "representative", value = "true" }]',
                                      "services[0](medical-licence).documents[0](application).when", "standard/9",
                                      "never 'true'"),
    "a regulation that the act has not": ('regulation = "annex-1"', 'regulation = "annex-2"',
                                          "services[0](medical-licence).regulation", "", "annex-2"),
    "a last day before the first": ("to = 2030-12-31", "to = 2029-12-31", "to", "", "before the first"),
    "a file under another name": ("from = 2030-01-01", "from = 2030-02-01", "from", "", NAME),
    "a clause left out": ('clause = "annex-1/1"', 'clause = "annex-1/2"', "not_executable", "annex-1/1",
                          "neither cited"),
    "a clause that the act has not": ("annex-1/2(2)", "annex-1/3(2)",
                                      "services[0](medical-licence).steps[1](release).clause", "annex-1/3",
                                      "no such clause"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_where_it_stands(tmp_path: Path, fault: str) -> None:
    old, new, key, clause, says = FAULTS[fault]
    assert old in SOUND
    found = problems(tmp_path, SOUND.replace(old, new))
    assert [(p.file, p.key, p.clause) for p in found] == [(NAME, key, clause)]
    assert says in found[0].says + found[0].do
    assert found[0].do


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = SOUND.replace("limit = 15", 'limit = "15"').replace('kinds = ["original"]', 'kinds = ["parchment"]')
    assert len(problems(tmp_path, text)) == 2


def test_a_not_executable_clause_counts_as_met(tmp_path: Path) -> None:
    text = SOUND.replace('clause = "annex-1/1"', 'clause = "annex-1/2"')
    text += '\n[[services.not_executable]]\nclause = "annex-1/1"\nreason = { ru = "Отсылка", kk = "Сілтеме" }\n'
    assert problems(tmp_path, text) == []


def test_steps_of_one_id_are_two_when_channels_part_them(tmp_path: Path) -> None:
    portal = SOUND[SOUND.index("[[services.channels]]") : SOUND.index("[[services.variants]]")]
    text = SOUND.replace(portal, portal + portal.replace('"counter"', '"portal"'))
    text += STEP.replace("limit = 15", 'limit = 30\nchannels = ["portal"]')
    assert problems(tmp_path, text) == []


@pytest.mark.parametrize("days", [("2030-06-01", "2031-05-31"), ("2029-01-01", "2030-01-01")])
def test_two_versions_that_claim_one_day_are_found(tmp_path: Path, days: tuple[str, str]) -> None:
    other = SOUND.replace("from = 2030-01-01", f"from = {days[0]}").replace("to = 2030-12-31", f"to = {days[1]}")
    (tmp_path / f"vale-2030-1@{days[0]}.toml").write_text(other, "utf-8")
    found = problems(tmp_path, SOUND)
    assert [(p.key, f"vale-2030-1@{days[0]}.toml" in p.says) for p in found] == [("to", True)]


def test_two_versions_that_follow_each_other_are_sound(tmp_path: Path) -> None:
    other = SOUND.replace("from = 2030-01-01", "from = 2031-01-01").replace("to = 2030-12-31", "to = 2031-12-31")
    (tmp_path / "vale-2030-1@2031-01-01.toml").write_text(other, "utf-8")
    assert problems(tmp_path, SOUND) == []


BROKEN = {
    "not TOML": (b"act = ", "not TOML"),
    "not UTF-8": ("act = 'Атырау'".encode("cp1251"), "not UTF-8"),
    "nothing in it": (b"", "required"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_no_pack_says_so(tmp_path: Path, what: str) -> None:
    content, says = BROKEN[what]
    (tmp_path / NAME).write_bytes(content)
    found = check_pack(tmp_path / NAME)
    assert found
    assert all(says in p.says for p in found)


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert [p.says for p in check_pack(tmp_path / NAME)] == ["there is no such file"]


def test_the_counter_never_gets_a_faulty_pack(tmp_path: Path) -> None:
    for number, (fault, says) in zip(itertools.count(), (('limit = "15"', "integer"), ("limit = 0", "no limit"))):
        (tmp_path / NAME).write_text(SOUND.replace("limit = 15", fault) + f"# {number}\n", "utf-8")
        with pytest.raises(PackFaulty) as raised:
            read_pack(tmp_path / NAME)
        assert says in str(raised.value)
        assert raised.value.problems[0].file == NAME
