"""What a stranger may give the command line: each wrong thing is a sentence and an exit code, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app import cli
from app.problems import Refused
from app.say import refusal, said
from app.words import LANGUAGES
from tests.contract.conftest import Tereze
from tests.world import AT, World, code, desk

HERE = Path(__file__).resolve().parents[2]
CALL = ("findings", "--act", AT, "--service", "medical-licence", "--variant", "issue", "--on", "2016-11-16", "-")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a":' * 100_000, "too deep"),
        ("[" * 100_000 + "]" * 100_000, "too deep"),
        ('{"documents": [], "documents": []}', "twice"),
        ('{"applicant": {"name": "a", "name": "b"}}', "twice"),
        ('{"child": NaN}', "NaN"),
        ('{"child": -Infinity}', "Infinity"),
        ('{"child": %s}' % ("9" * 10_000), "too many digits"),
        ("null", "object"),
        ('"{}"', "object"),
        ("{} {}", "Extra data"),
        ('{"documents": [{"document": "identity", "kind": "original", "sheets": 9007199254740992}]}', "sheets"),
        ('{"lang": "\\ud800"}', "lang"),
    ],
)
def test_input_that_is_no_strict_json_is_a_wrong_call_that_says_why(tereze: Tereze, text: str, says: str) -> None:
    answer = tereze(*CALL, stdin=text)
    assert (answer.exit, answer.json) == (2, None)
    assert says in answer.stderr


def test_input_without_an_end_is_not_read_to_its_end(
    tereze: Tereze, monkeypatch: pytest.MonkeyPatch, ram: Path
) -> None:
    monkeypatch.setattr(cli, "LARGEST_INPUT", 1000)
    (ram / "big.json").write_text("{}" + " " * 1000)
    answer = tereze(*CALL[:-1], str(ram / "big.json"))
    assert (answer.exit, "larger than" in answer.stderr) == (2, True)


def test_bytes_that_no_terminal_should_send_are_answered_in_json() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "number", b"\xff\xfe"], cwd=HERE, capture_output=True, timeout=60,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr.decode()
    assert json.loads(done.stdout.decode())["problem"] == "alphabet"


def test_a_folder_where_a_file_is_expected_is_told(tereze: Tereze, ram: Path) -> None:
    answer = tereze("packs", "check", str(ram))
    assert answer.exit == 1
    assert [p["do"] for p in answer.json] == ["give the path of a pack file"]


def test_a_home_that_cannot_be_written_is_away_and_says_so_in_the_language_asked_for(
    tereze: Tereze, monkeypatch: pytest.MonkeyPatch, ram: Path
) -> None:
    (ram / "plain").write_text("")
    assert tereze("backup", "x", "--store", f"sqlite:///{ram / 'plain'}").exit == 4
    for lang, words in (("ru", "Ничего не изменено"), ("kk", "Ештеңе өзгерген жоқ"), ("en", "Nothing was changed")):
        monkeypatch.setenv("TEREZE_LANG", lang)
        answer = tereze("screenshots", "--out", "/sys/tereze")  # no rights, or a file system that takes nothing
        assert (answer.exit, words in answer.stderr) in ((4, True), (2, False))
        assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("lang", "starts"), [("kk_KZ.UTF-8", "Қойма"), ("en", "There is no store"), ("xx", "Хранилища"), ("", "Хранилища")]
)
def test_a_sentence_is_said_in_a_language_that_there_is(
    tereze: Tereze, monkeypatch: pytest.MonkeyPatch, lang: str, starts: str
) -> None:
    monkeypatch.setenv("TEREZE_LANG", lang)
    assert tereze("ask", "queue.all", "--as", "x").stderr.startswith(starts)


@pytest.mark.parametrize("lang", ["C", "fr", "", "de_DE.UTF-8"])
def test_a_wish_is_answered_in_whatever_language_the_system_speaks(
    tereze: Tereze, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    assert tereze("init", "--demo").exit == 0
    monkeypatch.setenv("TEREZE_LANG", lang)
    assert tereze("ask", "house.me", "--as", "inspector.at01").exit == 0


def test_a_store_that_is_named_before_the_command_is_the_one(tereze: Tereze, ram: Path) -> None:
    """It was forgotten, and the command meant for a store of tests wrote into one's own."""
    assert tereze("init", "--demo").exit == 0
    other, key = f"sqlite:///{ram / 'other.db'}", str(ram / "other.key")
    call = ("ask", "house.me", "--as", "inspector.at01")
    assert tereze("--store", other, "--key", key, *call).exit == 4
    assert tereze("--store", other, "--key", key, "init", "--demo").exit == 0
    assert (ram / "other.db").exists()
    assert tereze("--store", other, "--key", key, *call).exit == 0
    assert tereze("--store", f"sqlite:///{ram / 'nowhere.db'}", *call, "--store", other, "--key", key).exit == 0


def test_a_folder_without_a_name_is_no_place_for_a_copy(tereze: Tereze) -> None:
    assert tereze("init", "--demo").exit == 0
    answer = tereze("backup", "/")
    assert (answer.exit, answer.json["code"]) == (3, "backup-place-taken")


@pytest.mark.parametrize("listen", ["127.0.0.1:99999", "127.0.0.1:²", "here", "127.0.0.1:-1"])
def test_a_port_that_is_none_is_a_wrong_call(tereze: Tereze, listen: str) -> None:
    assert tereze("serve", "--listen", listen).exit == 2


@pytest.mark.parametrize(
    "wrong",
    [
        ("do", "intake.accept", "--as", "x", "--op", "12"),
        ("packs", "--on", "2016-13-01"),
        ("due", "--act", AT, "--service", "medical-licence", "--variant", "issue", "--step", "accept", "--from", "x"),
    ],
)
def test_an_argument_of_no_known_shape_is_told_without_names_of_our_own(tereze: Tereze, wrong: tuple[str, ...]) -> None:
    answer = tereze(*wrong)
    assert answer.exit == 2
    assert " is not a" in answer.stderr
    assert not {"_operation", "_day", "_time"} & set(answer.stderr.split())


def test_an_empty_scan_is_never_answered_with_intact(tereze: Tereze, file_here: World) -> None:
    place = ("--store", file_here.url, "--key", str(file_here.key))
    assert tereze("verify", "--code", "", *place).exit == 1
    assert tereze("verify", "--paper", "", *place).exit == 2
    assert tereze("verify", "--paper", "x", "--code", "y", *place).exit == 2


@pytest.mark.parametrize("name", ["law.services", "case.history"])
def test_a_list_does_not_begin_again_when_the_last_one_seen_is_nobodys(file_here: World, name: str) -> None:
    given = {"code": code(file_here.accepted())} if name == "case.history" else {}
    whole = file_here.ask(name, given)
    place = whole[0]["id" if name == "case.history" else "service"]
    assert file_here.ask(name, {**given, "after": place}) == whole[1:]
    with pytest.raises(ValueError, match="after"):
        file_here.ask(name, {**given, "after": "garbage"})


@pytest.mark.parametrize("name", ["queue.all", "queue.find", "queue.waiting"])
def test_a_row_that_no_store_can_count_to_is_a_wrong_call(file_here: World, name: str) -> None:
    given = {"queue.find": {"text": "а"}, "queue.waiting": {"place": "sector"}}.get(name, {})
    with pytest.raises(ValueError, match="after"):
        file_here.ask(name, {**given, "after": 10**30})


def test_a_code_that_was_not_read_says_what_is_wrong_with_it_and_not_always_its_check(file_here: World) -> None:
    texts = {}
    for text in ("АТ01-01-16-00001-Е", "xx", "AT01-01-16-00001-1"):
        with pytest.raises(Refused) as no:
            file_here.do("accumulation.take_in", {"code": text}, "sector")
        texts[text] = refusal(no.value)["text"]["en"]
    assert len({t.split(". ")[1] for t in texts.values()}) == 3
    assert "Latin letters" in texts["АТ01-01-16-00001-Е"]


def test_people_read_who_holds_the_papers_and_scripts_its_id(file_here: World) -> None:
    told = refusal(Refused("held-by-other", holder="courier"))
    assert told["facts"] == {"holder": "courier"}
    assert all("courier" not in told["text"][lang] for lang in ("ru", "kk"))


def test_a_scan_of_a_page_is_told_by_its_beginning() -> None:
    for lang in LANGUAGES:
        assert len(said("case-unknown", lang, {"code": "A" * 5000})) < 300


def test_a_day_beyond_the_calendar_is_refused_and_nothing_is_written(file_here: World) -> None:
    before = file_here.count("events")
    with pytest.raises(Refused, match="calendar covers") as no:
        file_here.do("intake.accept", file_here.draft(begun_at="1900-01-01T00:00:00Z"))
    assert no.value.code == "calendar-ended"
    assert set(refusal(no.value)["facts"]) == {"day", "first", "last"}
    assert file_here.count("events") == before


def test_a_draft_from_the_future_or_of_a_scan_that_is_not_here_is_refused(file_here: World) -> None:
    def told(**more: object) -> str:
        with pytest.raises(Refused) as no:
            file_here.do("intake.accept", {**file_here.draft(), **more})
        assert "{" not in refusal(no.value)["text"]["kk"]
        return no.value.code

    ahead = (file_here.now[AT] + timedelta(minutes=1)).isoformat()
    assert told(begun_at=ahead) == "moment-ahead"
    assert told(passed=[{"step": "log-in", "at": ahead}]) == "moment-ahead"
    assert told(previous="nonsense") == "code-invalid"
    assert told(previous="R-AT01-03-16-00042-2") == "code-of-other-kind"
    papers = file_here.draft()["documents"]
    assert told(documents=[{**papers[0], "scan": "0" * 64}, *papers[1:]]) == "scan-unknown"
    assert told(documents=[papers[0], *papers]) == "document-twice"


def test_an_earlier_refusal_is_written_down_in_its_one_form(file_here: World) -> None:
    no = file_here.do("intake.refuse", {**file_here.draft(), "documents": []})
    case = file_here.do("intake.accept", file_here.draft(previous=no["number"].replace("-", "").lower()))
    assert file_here.case(case["number"])["previous"] == no["number"]


def test_the_counter_judges_by_its_own_list_whatever_channel_the_draft_names(file_here: World) -> None:
    draft = file_here.draft()
    electronic = [{**paper, "kind": "electronic"} for paper in draft["documents"]]
    with pytest.raises(Refused, match="documents-incomplete"):
        file_here.do("intake.accept", {**draft, "channel": "portal", "documents": electronic})


def test_a_licensors_desk_takes_nothing_in_as_a_counter(file_here: World) -> None:
    app = file_here.licensor
    with pytest.raises(Refused, match="wrong-side"):
        app.run("licensor_desk.accept", {**file_here.draft(), "channel": "counter"}, as_=desk("chancellery"))


def test_what_is_wrong_is_not_said_back_as_a_whole_book(tereze: Tereze) -> None:
    book = "я" * 100_000
    for given in ({book: 1}, {"lang": book}):
        answer = tereze(*CALL, stdin=json.dumps(given))
        assert (answer.exit, len(answer.stderr) < 1000) == (2, True)
    answer = tereze(*CALL, stdin=f'{{"{book}": 1, "{book}": 2}}')
    assert (answer.exit, len(answer.stderr) < 1000, "twice" in answer.stderr) == (2, True, True)
