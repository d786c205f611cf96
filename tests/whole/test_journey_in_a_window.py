"""A licence in real windows, by keys and scans alone: the whole circle of its papers, and a set that is refused.

A morning at the centre, a day at the licensor's own window, the way back and the release; between the windows the two nodes
exchange over HTTP, first as two programs of the command line, then as the window does by itself.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings, licensor_store
from app.start import listening, opened
from tests.screen import XServer
from tests.whole.real_window import ROOT, Said, Window, window
from tests.world import World

KINDS = ("оригинал", "копия", "нотар. копия", "форма", "электронный")  # the digit of each, from 1
NUMBER = r"AT01-01-\d\d-\d{5}-[0-9A-Z]"
NOBODY_CHOSE = ". —. . "  # what is read of a paper that nobody has marked yet, between its name and its hint


def tereze(world: World, *words: str, given: object = None) -> Any:
    """The command line on the centre's store, after the window has gone."""
    command = [sys.executable, "-m", "app.cli", *words, "--store", world.url, "--key", str(world.key)]
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, cwd=ROOT, check=True, timeout=60
    )
    return json.loads(done.stdout)


def asked(world: World, name: str, given: dict[str, Any], login: str) -> Any:
    return tereze(world, "ask", name, "-", "--as", login, given=given)


@contextmanager
def at_the_centre(screen: XServer, world: World, folder: Path) -> Iterator[Window]:
    with window(screen, store=world.url, key=world.key, folder=folder / "centre") as w:
        unlocked(w)
        yield w


@contextmanager
def at_the_licensors(screen: XServer, world: World, folder: Path) -> Iterator[Window]:
    with window(screen, store=licensor_store(world.url), key=world.key, folder=folder / "licensor") as w:
        unlocked(w)
        yield w


def unlocked(w: Window) -> None:
    w.until(lambda s: s["locked"] and "Войти, Enter" in s["heard"], "the lock screen with the store open")
    w.in_front()


def read(s: Said) -> str:
    return " | ".join(s["heard"])


def listed(s: Said) -> str:
    """What stands in the lists of the place."""
    return " | ".join(row for rows in s["lists"] for row in rows)


def papers(s: Said) -> list[str]:
    """Papers of the visit, the one in hand first."""
    return [row for row in s["lists"][0] if re.match(r"\d+\. ", row)] if s["lists"] else []


def visitor(w: Window, number: str) -> None:
    """Their number, and on by Enter to the first paper."""
    w.until(lambda s: s["screen"] == "intake" and papers(s), "the list of papers")
    w.type(number)
    w.key("Return")
    w.until(lambda s: "ответил" in read(s), "the register's answer")
    for _ in range(8):
        if "представлен" in w.now["focus"]:
            return
        before = w.now["focus"]
        w.key("Return")
        w.until(lambda s, b=before: s["focus"] != b, "the next field")
    raise AssertionError(f"Enter does not lead to the papers: {w.now['focus']}")


def mark_papers(w: Window, *, lacking: int = 0) -> None:
    """A digit and Enter each; the first `lacking` of them were not brought."""
    for n in range(len(papers(w.now))):
        row = papers(w.now)[0]
        hint = row.partition(NOBODY_CHOSE)[2]
        digit = 0 if n < lacking else 1 + next(i for i, kind in enumerate(KINDS) if hint.startswith(kind))
        w.key(str(digit), "Return")
        w.until(lambda s, r=row: r not in papers(s) and next_in_hand(s), f"{row!r} marked")


def next_in_hand(s: Said) -> bool:
    """The digit marks, and Enter goes on: what is in hand now has no mark, or none is left without."""
    rows = papers(s)
    return bool(rows) and (NOBODY_CHOSE in rows[0] or not any(NOBODY_CHOSE in row for row in rows))


def take_in(w: Window, number: str) -> str:
    """One medical licence, by keyboard alone; the case's number as the message says it."""
    visitor(w, number)
    mark_papers(w)
    w.until(lambda s: "Пакет полон" in read(s), "a complete set")
    told = w.does("ctrl+Return", "Принято")
    found = re.search(NUMBER, told)
    assert found, told
    return found[0]


def next_person(w: Window, role: str, screen: str) -> None:
    """The window changes hands: locked, then by the key that the lock screen says for this colleague."""
    if not w.now["locked"]:
        w.key("F12")
    w.until(lambda s: s["locked"] and role in read(s), f"the lock screen with {role}")
    found = re.search(rf"{role}, (Alt\+\d)", read(w.now))
    w.key(*([found[1].lower()] if found else []), "Return")
    w.until(lambda s: s["screen"] == screen and not s["locked"], f"{role} at {screen}")


def stranger(w: Window, login: str, screen: str) -> None:
    """Whoever is not among those that the lock screen offers writes their login."""
    if not w.now["locked"]:
        w.key("F12")
    w.until(lambda s: s["locked"], "the lock screen")
    if not w.now["focus"].startswith("Логин"):
        w.key("F8")
        w.until(lambda s: s["focus"].startswith("Логин"), "the line for a login")
    w.key("ctrl+a")
    w.type(login)
    w.key("Return")
    w.until(lambda s: s["screen"] == screen and not s["locked"], f"{login} at {screen}")


def go(w: Window, key: str, screen: str) -> None:
    w.key(key)
    w.until(lambda s: s["screen"] == screen, screen)


def ready(w: Window, words: str) -> None:
    """The button at the foot says this, and nothing stands in its way."""
    w.until(lambda s: s["main"] == f"{words}, Ctrl+Enter", words)


def step(w: Window, words: str) -> None:
    ready(w, words)
    w.does("ctrl+Return", "Сделано")


def hand_over(w: Window, told: str) -> None:
    w.until(lambda s: s["screen"] == "courier" and "Ctrl+Enter" in s["main"], "something to hand over")
    if told == "Принято":
        w.until(lambda s: "Не сверен" in s["main"], "lines that are to be counted")
        w.key("F4")
    w.until(lambda s: s["main"].endswith("Ctrl+Enter"), "what can be signed")
    w.does("ctrl+Return", told)


def morning(w: Window) -> str:
    """Counter, sector, courier."""
    w.type("inspector.at01")
    w.key("Return")
    number = take_in(w, "050140424450")
    w.key("F12")
    w.until(lambda s: s["locked"], "the locked window")
    assert number not in json.dumps(w.now), "the lock screen shows no case"
    next_person(w, "накопительный сектор", "sector")
    w.scan("C" + number.replace("-", ""))
    w.until(lambda s: "ВНЕСЕНО" in read(s) and number in read(s), "what the panel says of the scan")
    w.until(lambda s: number in listed(s), "the line of the registry")
    w.does("ctrl+Return", "Реестр закрыт")
    go(w, "ctrl+5", "courier")
    hand_over(w, "Передано")
    next_person(w, "курьер", "courier")
    hand_over(w, "Принято")
    return number


def exchanged(world: World) -> None:
    """Over HTTP, by two programs: the licensor's end listens, and the centre's command line calls it."""
    with opened(Settings(store=licensor_store(world.url), key=world.key)) as app, listening(app) as address:
        (told,) = tereze(world, "sync", "--once", "--to", address)
    assert "away" not in told, told
    assert "refused" not in told, told


def at_the_licensors_desk(w: Window, number: str) -> None:
    """Everybody who touches it there, each under their own name."""
    stranger(w, "courier.at01", "courier")
    hand_over(w, "Передано")
    stranger(w, "chancellery.ad01", "licensor")
    go(w, "ctrl+5", "courier")
    hand_over(w, "Принято")
    go(w, "ctrl+2", "licensor")
    ready(w, "Внести в журнал")
    assert number in listed(w.now)
    w.opens_list("ctrl+Return", "входящий номер")
    w.type("4452")
    w.does("Return", "Сделано")
    stranger(w, "head.ad01", "sign")
    go(w, "ctrl+2", "licensor")
    ready(w, "Назначить")
    w.opens_list("ctrl+Return", "")
    while "Байжанова" not in w.now["offered"][0]:
        before = w.now["offered"][0]
        w.key("Down")
        w.until(lambda s, b=before: s["offered"][0] != b, "the next person of the list")
    w.does("Return", "Сделано")
    stranger(w, "specialist.ad01", "licensor")
    w.until(lambda s: "Не проверено" in s["main"], "the set to be looked through")
    w.key("1", "F4")  # the first by its own key, and all the others at once
    step(w, "Пакет полон")
    step(w, "Сведения внесены")
    ready(w, "Подготовить результат")
    w.does("ctrl+Return", "ждёт подписи")
    stranger(w, "head.ad01", "sign")
    step(w, "Подписать")
    stranger(w, "chancellery.ad01", "licensor")
    go(w, "ctrl+5", "courier")
    hand_over(w, "Передано")
    stranger(w, "courier.at01", "courier")
    hand_over(w, "Принято")


def back(w: Window, number: str) -> None:
    """The window itself fetches what the licensor's people did; courier, then sector with the scanner."""
    next_person(w, "курьер", "courier")
    hand_over(w, "Передано")
    next_person(w, "накопительный сектор", "sector")
    go(w, "ctrl+5", "courier")
    hand_over(w, "Принято")
    go(w, "ctrl+4", "sector")
    w.until(lambda s: "Отметка полученного" in read(s), "the sector's marking")
    w.scan("C" + number.replace("-", ""))
    w.until(lambda s: number in listed(s), "the result among what was marked")
    w.does("ctrl+Return", "Получение закончено")


def tab_to(w: Window, part: str) -> None:
    for _ in range(20):
        if w.now["focus"].startswith(part):
            return
        before = w.now["focus"]
        w.key("Tab")
        w.until(lambda s, b=before: s["focus"] != b, f"what comes after {before!r}")
    raise AssertionError(f"Tab does not lead to {part!r}")


def release(w: Window, number: str) -> None:
    """The director comes in person; who they are is typed, and both questions are answered."""
    next_person(w, "инспектор", "intake")
    go(w, "ctrl+3", "release")
    w.scan("C" + number.replace("-", ""))
    w.until(lambda s: number in read(s) and "Кто пришёл" in read(s), "the result in front")
    tab_to(w, "ИИН")
    w.type("871008401427")
    w.key("Return")
    w.until(lambda s: s["focus"].startswith("Фамилия"), "the line of the name: no register knows them")
    w.type("Dana Seitkali")
    w.key("Return")
    tab_to(w, "Основание полномочий")
    w.type("12")
    w.key("Return")
    ready(w, "Выдать")
    for question in ("Качество процесса", "Качество информации"):
        tab_to(w, question)
        w.key("Right")
        w.until(lambda s: s["focus"].endswith(". доволен"), "the answer")
    w.does("ctrl+Return", f"Выдано: {number}")
    w.key("F12")
    w.until(lambda s: s["locked"], "the locked window")


@pytest.mark.xcb
def test_the_papers_of_a_licence_go_the_whole_circle_by_keys_and_scans(
    x_server: XServer, file_here: World, ram: Path
) -> None:
    with at_the_centre(x_server, file_here, ram) as w:
        number = morning(w)
    exchanged(file_here)
    with at_the_licensors(x_server, file_here, ram) as w:
        at_the_licensors_desk(w, number)
    with at_the_centre(x_server, file_here, ram) as w:
        back(w, number)
        release(w, number)
    case = asked(file_here, "case.open", {"code": number}, "inspector.at01")["case"]
    assert (case["status"], case["holder"]) == ("released", "applicant")
    assert case["survey"], "the answers of the applicant"
    done = {d["step"]: d["who"] for d in case["done"]}
    assert done["dispatch"] == "courier.at01"
    assert (done["assign"], done["prepare"], done["sign"]) == ("head.ad01", "specialist.ad01", "head.ad01")
    assert done["courier-to-centre"] == "sector.at01"
    assert done["release"] == "inspector.at01"


@pytest.mark.xcb
def test_an_incomplete_set_is_refused_on_a_receipt_by_keys_alone(
    x_server: XServer, file_here: World, ram: Path
) -> None:
    with at_the_centre(x_server, file_here, ram) as w:
        w.type("inspector.at01")
        w.key("Return")
        visitor(w, "050140424450")
        mark_papers(w, lacking=2)
        w.until(lambda s: s["main"].count(". "), "the button that is shut, with its reason")
        told = w.does("F8", "Отказано")
        found = re.search(NUMBER, told)
        assert found, told
        w.until(
            lambda s: NOBODY_CHOSE in papers(s)[0] if papers(s) else False, "the counter ready for the next visitor"
        )
    case = asked(file_here, "case.open", {"code": found[0]}, "inspector.at01")
    assert case["case"]["status"] == "refused"
    assert [p["form"] for p in case["papers"]].count("refusal-receipt") == 1
