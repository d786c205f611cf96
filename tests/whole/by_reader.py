"""A person who does not see the window: everything is found, filled in and pressed through the tree of a screen reader.

Run by the system's Python, which has pyatspi: what to do comes as arguments (`accept` with the login and the applicant's
number, `told` with words), what was heard goes to stdout as JSON. Nothing here knows the program; names are what a reader says.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi

LONG = 25.0
PATIENT = 20_000  # ms: after 800 the library takes a busy window for a hung one, and asks it nothing more
heard: list[str] = []
a_while = threading.Event().wait  # nobody sets it: the bus has no word for "it has come to rest"


def below(thing: Any, depth: int = 0) -> Iterator[Any]:
    if thing is None or depth > 16:
        return
    yield thing
    for n in range(thing.childCount):
        yield from below(thing.getChildAtIndex(n), depth + 1)


def shown(thing: Any) -> bool:
    return bool(thing.getState().contains(pyatspi.STATE_SHOWING))


def window() -> Any:
    for program in pyatspi.Registry.getDesktop(0):
        for n in range(program.childCount if program else 0):
            found = program.getChildAtIndex(n)
            if found is not None and found.name.startswith("Tereze"):
                return found
    return None


def until(look: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        try:
            if found := look():
                return found
        except Exception as gone:  # a part may go while it is asked: it is looked for again
            if "org.freedesktop.DBus.Error" not in str(gone) and "atspi_error" not in str(gone):
                raise
        a_while(0.1)
    programs = [f"{p.name} with {p.childCount}" for p in pyatspi.Registry.getDesktop(0) if p]
    tree = [f"{t.getRoleName()}: {t.name}" for t in below(window()) if t.name]
    raise SystemExit(f"waited for {what}, and the tree of {programs} says\n" + "\n".join(tree))


def part(name: str, role: int | None = None) -> Any:
    def look() -> Any:
        return next(
            (t for t in below(window()) if name in t.name and (role is None or t.getRole() == role) and shown(t)), None
        )

    return until(look, f"{name!r}")


def press(name: str) -> None:
    part(name, pyatspi.ROLE_PUSH_BUTTON).queryAction().doAction(0)


def write(name: str, text: str) -> None:
    line = part(name, pyatspi.ROLE_TEXT)
    line.queryComponent().grabFocus()
    line.queryEditableText().setTextContents(text)


def choose(box: Any, words: str) -> None:
    """An action of a choice, by the choice's own words."""
    actions = box.queryAction()
    names = [actions.getName(n) for n in range(actions.nActions)]
    actions.doAction(names.index(words))


def rows(list_: Any) -> list[str]:
    found = [list_.getChildAtIndex(n) for n in range(list_.childCount)]
    return [row.name for row in found if row is not None]


def at_rest(list_: Any) -> list[str]:
    """Its rows, when nothing comes or goes any more."""
    before = rows(list_)
    a_while(0.4)
    return before if before == rows(list_) else []


def papers() -> Any:
    """The list of documents: each of its rows begins with a number."""
    for thing in below(window()):
        if thing.getRole() == pyatspi.ROLE_LIST and shown(thing) and any(row.startswith("1. ") for row in rows(thing)):
            return thing
    return None


def accept(login: str, number: str) -> None:
    write("Логин", login)
    press("Войти")
    write("ИИН", number)
    part("Телефон", pyatspi.ROLE_TEXT).queryComponent().grabFocus()  # the number's field is left: now it is asked for
    line = part("Наименование", pyatspi.ROLE_TEXT)
    name = until(lambda: line.queryText().getText(0, -1), "the applicant's name")
    found = until(papers, "the documents")
    listed = until(lambda: at_rest(found), "a list that rests")
    for n, row in [(n, row) for n, row in enumerate(listed) if row[:1].isdigit()]:
        found.querySelection().selectChild(n)
        title = row.split(". ")[1]
        box = part(f"{title}: ", pyatspi.ROLE_COMBO_BOX)
        actions = box.queryAction()
        kinds = [actions.getName(k) for k in range(actions.nActions)]
        for kind in [k for k in ("оригинал", "копия", "форма") if k in kinds]:
            choose(box, kind)
            marked = f"{title}. {kind}. "
            said = until(lambda words=marked: next((r for r in rows(found) if words in r), ""), marked)
            heard.append(said)
            if "Есть" in said:
                break
    button = part("Принять пакет документов", pyatspi.ROLE_PUSH_BUTTON)
    until(lambda: button.description in button.name, "nothing in the way")  # a shut one says there what it waits for
    taken_in = rows(found)  # a moment later the next visitor's list stands there
    press("Принять пакет документов")
    print(json.dumps({"applicant": name, "papers": taken_in, "heard": heard}, ensure_ascii=False))


def told(words: str) -> None:
    """What the window says by now, heard by a reader that begins anew."""
    print(json.dumps({"told": part(words).name}, ensure_ascii=False))


if __name__ == "__main__":
    pyatspi.setTimeout(PATIENT, PATIENT)
    {"accept": accept, "told": told}[sys.argv[1]](*sys.argv[2:])
