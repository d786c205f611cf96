"""A new version of an act: copied, checked, tried on past cases, adopted – and told to the licensor's node."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.problems import Refused
from app.start import exchange, listening
from tests.world import AT, SK, World, code, desk, who

ATYRAU = "atyrau-2015-324@2016-07-15"
FIRST = "2017-01-10"
NEXT = f"atyrau-2015-324@{FIRST}"
ACCEPT = 'id = "accept"\nactor = "inspector"'
LEFT_OUT = 'id = "licensor"'


def copied(world: World, ref: str = ATYRAU, first: str = FIRST, *, act: str = AT) -> dict[str, str]:
    made = world.ask("law.copied", {"pack": ref, "first": first}, "administrator", act=act)
    return {"name": made["name"], "text": made["text"]}


def changed(file: dict[str, str], old: str, new: str, *, nth: int = 0) -> dict[str, str]:
    """The file with the nth place of `old` written otherwise."""
    parts = file["text"].split(old)
    assert len(parts) > nth + 1, old
    return {**file, "text": old.join(parts[: nth + 1]) + new + old.join(parts[nth + 1 :])}


def tried(world: World, file: dict[str, str], **more: str) -> dict[str, Any]:
    return dict(world.ask("law.tried", {**file, **more}, "administrator"))


def checked(world: World, file: dict[str, str]) -> list[dict[str, str]]:
    return list(world.ask("law.checked", file, "administrator"))


def no(deed: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.code


# ---- copy and check


def test_a_copy_is_sound_and_only_its_first_day_is_another(world: World) -> None:
    file = copied(world)
    assert file["name"] == f"{NEXT}.toml"
    assert checked(world, file) == []
    rows = world.ask("law.differences", {"before": ATYRAU, "after": ATYRAU})
    assert rows == []
    assert world.ask("law.copied", {"pack": ATYRAU, "first": FIRST}, "administrator")["old_ends"] == "2017-01-09"


def test_a_copy_is_refused_when_it_would_not_follow_the_version(world: World) -> None:
    assert no(lambda: copied(world, first="2016-07-15")) == "pack-faulty"


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ('kk = "Лицензия беру"', 'kk = ""', "kk", "the kk text is empty"),
        ("from = 2017-01-10", "from = 2017-01-1", "", "not TOML"),
        ("from = 2017-01-10", "from = 2017-02-10", "from", "the file is called"),
        ("to = 2020-01-04", "to = 2016-12-31", "to", "lies before the first"),
    ],
    ids=["kk missing", "no TOML", "other name", "ends before it begins"],
)
def test_a_fault_is_named_with_its_place_when_the_file_was_spoilt(
    world: World, old: str, new: str, key: str, says: str
) -> None:
    file = copied(world)
    if old not in file["text"]:  # the words of the first variant, whatever they are
        old = next(line for line in file["text"].splitlines() if 'kk = "' in line).split("kk = ")[1].split("\n")[0]
        old, new = f"kk = {old}", 'kk = ""'
    found = checked(world, changed(file, old, new))
    assert any(says in p["says"] and key in p["key"] and p["do"] for p in found), found
    assert no(lambda: tried(world, changed(file, old, new))) == "pack-faulty" or "name" in says
    assert no(lambda: world.do("law.adopt", changed(file, old, new), "administrator")) == "pack-faulty"


def test_two_versions_may_not_begin_on_the_same_day(world: World) -> None:
    file = copied(world, "atyrau-2015-324@2015-12-06", "2016-07-15")
    assert any("overlaps" in p["says"] for p in checked(world, file))


# ---- try


def test_nothing_would_have_changed_under_the_same_words(world: World) -> None:
    world.accepted()
    world.do("intake.refuse", incomplete(world))
    found = tried(world, copied(world))
    assert (found["looked_at"], found["same"], found["differ"], found["changes"]) == (2, 2, 0, {})


def incomplete(world: World) -> dict[str, Any]:
    draft = world.draft()
    return {**draft, "documents": draft["documents"][1:]}


def test_a_shorter_limit_is_told_for_each_case_with_both_moments(world: World) -> None:
    case = world.accepted()
    world.accepted(act=SK)
    before = world.count("events")
    file = copied(world)
    place = file["text"].index('id = "to-sector"')
    step = file["text"][place : file["text"].index("[[", place)]
    assert "limit" in step
    shorter = step.replace(next(line for line in step.splitlines() if line.startswith("limit")), "limit = 7")
    found = tried(world, {**file, "text": file["text"].replace(step, shorter)})
    assert (found["looked_at"], found["differ"], found["changes"]) == (1, 1, {"due": 1})
    [row] = found["cases"]
    [change] = row["changes"]
    assert (row["number"], change["kind"], change["id"]) == (case["number"], "due", "to-sector")
    running = {s["step"]: s["due_by"] for s in world.case(code(case))["running"]}
    assert change["before"] == running["to-sector"]
    assert change["after"] != change["before"]
    assert world.count("events") == before


def test_a_new_document_makes_a_gap_in_the_sets_that_were_whole(world: World) -> None:
    case = world.accepted()
    file = copied(world)
    line = "[[services.documents]]\n"
    fresh = (
        f'{line}id = "oath"\nname = {{ ru = "Клятва", kk = "Ант" }}\nclause = "standard/9"\nkinds = ["original"]\n'
        'remedy = { ru = "Дать", kk = "Беру" }\nsource = "reconstructed"\n\n'
    )
    found = tried(world, changed(file, line, fresh + line))
    assert found["changes"] == {"document-new": 1, "gap-new": 1}
    [row] = found["cases"]
    assert row["number"] == case["number"]
    assert {(c["kind"], c["id"], c["after"]) for c in row["changes"]} == {
        ("document-new", "oath", ""), ("gap-new", "oath", "missing"),
    }  # fmt: skip


def test_only_cases_of_the_period_are_looked_at(world: World) -> None:
    world.accepted()
    today = str(world.now[AT].date())
    world.later(days=1)
    world.accepted()
    file = copied(world)
    assert tried(world, file)["looked_at"] == 2
    assert tried(world, file, until=today)["looked_at"] == 1
    assert tried(world, file, since=today, until=today)["looked_at"] == 1
    assert tried(world, file, since="2017-01-01")["looked_at"] == 0


def test_only_an_administrator_copies_checks_tries_and_adopts(world: World) -> None:
    file = copied(world)
    for deed in (
        lambda: world.ask("law.copied", {"pack": ATYRAU, "first": FIRST}),
        lambda: world.ask("law.checked", file), lambda: world.ask("law.tried", file),
        lambda: world.do("law.adopt", file),
    ):  # fmt: skip
        assert no(deed) == "no-right"


# ---- adopt


def adopted(world: World) -> dict[str, str]:
    """The version in which accepting takes 25 minutes."""
    file = copied(world)
    place = file["text"].index('id = "accept"')
    step = file["text"][place : file["text"].index("[[", place)]
    longer = step.replace("limit = 15", "limit = 25")
    assert longer != step
    file = {**file, "text": file["text"].replace(step, longer, 1)}
    world.do("law.adopt", file, "administrator")
    return file


def pack_of(world: World, case: dict[str, Any]) -> str:
    return str(world.case(code(case))["what"]["pack"])


def at_day(world: World, day: str) -> None:
    now = world.now[AT]
    there = date.fromisoformat(day)
    world.at(AT, now.replace(year=there.year, month=there.month, day=there.day))


def test_a_version_binds_from_its_first_day_on_and_no_case_before_it(world: World) -> None:
    old = world.accepted()
    adopted(world)
    assert pack_of(world, world.accepted()) == ATYRAU
    at_day(world, "2017-01-09")
    assert pack_of(world, world.accepted()) == ATYRAU
    at_day(world, FIRST)
    assert pack_of(world, world.accepted()) == NEXT
    assert pack_of(world, old) == ATYRAU
    [act] = [a for a in world.ask("law.acts", {}) if a["act"] == "atyrau-2015-324"]
    told = [(v["pack"], v["first"], v["last"], v["holds"], v["adopted"]) for v in act["versions"][:2]]
    assert told == [
        (NEXT, FIRST, "2020-01-04", True, True), (ATYRAU, "2016-07-15", "2017-01-09", False, False),
    ]  # fmt: skip


def test_it_is_still_there_when_the_program_starts_again(world: World) -> None:
    adopted(world)
    at_day(world, FIRST)
    world.close()
    assert pack_of(world, world.accepted()) == NEXT


def test_another_counter_learns_of_it_when_a_new_day_begins(world: World) -> None:
    from app.start import build

    if not world.on_postgres:
        pytest.skip("one program writes to an embedded store")
    world.accepted()
    other = build(world.settings(), clock=world.clock)
    try:
        given = {"name": copied(world)["name"], "text": copied(world)["text"]}
        other.run("law.adopt", given, as_=who("administrator"))
    finally:
        other.close()
    at_day(world, FIRST)
    assert pack_of(world, world.accepted()) == NEXT


def test_it_is_refused_when_its_day_has_come_or_it_was_adopted_before(world: World) -> None:
    file = copied(world, first=str(world.now[AT].date()))
    assert no(lambda: world.do("law.adopt", file, "administrator")) == "pack-too-late"
    file = adopted(world)
    assert no(lambda: world.do("law.adopt", file, "administrator")) == "version-there"


def test_an_act_that_the_program_does_not_know_is_not_adopted(world: World) -> None:
    file = {"name": "vale-2030-1@2030-01-01.toml", "text": "act = 1"}
    assert no(lambda: world.do("law.adopt", file, "administrator")) == "act-unknown"


def test_the_licensor_reads_a_case_by_the_adopted_words_after_one_exchange(world: World) -> None:
    adopted(world)
    at_day(world, FIRST)
    case = world.accepted()
    bag = world.given_to_courier(case)
    world.do("courier.take", {"code": bag["number"]}, "courier")
    with listening(world.licensor) as link:
        exchange(world.centre, link)
    opened = world.licensor.ask("case.open", {"code": code(case)}, as_=desk("head"))
    assert opened.case.what.pack == NEXT
    [accept] = [s for s in opened.steps if s.step == "accept"]
    assert accept.due_by is not None
    assert NEXT in world.licensor.catalogue.adopted


def test_the_licensor_does_not_adopt_by_itself(world: World) -> None:
    file = copied(world)
    with pytest.raises(Refused) as refused:
        world.licensor.run("law.adopt", file, as_=desk("administrator"))
    assert refused.value.code == "wrong-side"


# ---- the command line


def test_the_command_line_copies_checks_tries_and_adopts(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if world.on_postgres:
        pytest.skip("the same commands as above; the store's place is told otherwise")
    from app import start

    monkeypatch.setattr(start, "SystemClock", lambda: world.clock)
    world.accepted()
    world.close()
    place = ["--store", world.url, "--key", str(world.key), "--as", who("administrator")]

    def told(*words: str) -> tuple[int, Any]:
        code = main(["packs", *words])
        return code, json.loads(capsys.readouterr().out)

    done, made = told("copy", ATYRAU, "--first", FIRST, "--out", str(tmp_path))
    assert (done, made["old_ends"]) == (0, "2017-01-09")
    assert told("check", made["file"]) == (0, [])
    assert told("check", made["file"], *place) == (0, [])
    assert told("diff", ATYRAU, made["file"]) == (0, [])
    done, found = told("try", made["file"], *place)
    assert (done, found["looked_at"], found["differ"]) == (0, 1, 0)
    assert told("adopt", made["file"], *place)[0] == 0
    assert told("diff", ATYRAU, NEXT, *place) == (0, [])
    done, again = told("adopt", made["file"], *place)
    assert (done, again["code"]) == (3, "version-there")
    assert main(["packs", "copy", ATYRAU, "--first", FIRST, "--out", str(tmp_path)]) == 2  # never written over
