"""A node in a process of its own, so that its plug can be pulled: a line of JSON in, a line of JSON out.

`python -m app.journey.apart` opens the store as every program does; a licensor listens, too. A wish may come with the moment
at which the plug goes: a named boundary of a write (decision 004), or so many calls of functions into the work.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from app.journey.nodes import Time, told
from app.problems import Unavailable
from app.start import App, HandClock, Refused, Settings, listening, opened, password_of


def main(source: IO[str] | None = None) -> int:
    """Until the line is closed. Its own words go to stderr: stdout belongs to the answers."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lines = source or os.fdopen(0, encoding="utf-8")
    about = json.loads(lines.readline())
    settings = Settings(store=about["store"], key=Path(about["key"]), password=password_of(about["store"], None))
    clock = HandClock()
    _strike_at(about.get("moment", ""), _die)
    with ExitStack() as stack:
        app = stack.enter_context(opened(settings, clock=clock))
        address = stack.enter_context(listening(app)) if about["side"] == "licensor" else ""
        _strike_at("", _die)
        _say(answers, {"address": address})
        for line in lines:
            request = json.loads(line)
            Time(request["time"]).wind(clock)

            def hold() -> None:
                """Until the database is there again."""
                _say(answers, {"held": True})
                lines.readline()

            moment, deed = request.get("moment", ""), hold if request.get("hold") else _die
            _strike_at(moment, deed)
            answer = _answer(app, request["wish"], request["given"])
            sys.setprofile(None)
            if moment and deed is _die:  # it was not met on the way: all of it is done, and nobody is told
                _say(answers, {"missed": moment})
                _die()
            _say(answers, answer)
    return 0


def _answer(app: App, wish: str, given: dict[str, Any]) -> dict[str, Any]:
    if wish in ("still-there", "arm"):
        _strike_at(given.get("moment", ""), _die)
        return {"value": True}
    try:
        return {"value": told(app, wish, **given)}
    except Refused as no:
        return {"refused": no.code, "facts": {k: str(v) for k, v in no.facts.items()}}
    except Unavailable as away:
        return {"away": str(away)}


def _strike_at(moment: str, deed: Callable[[], None]) -> None:
    """`call:1200`, or a named boundary and how often it is met first: `commit.after:2`."""
    name, _, nth = moment.partition(":")
    sys.setprofile(None)
    if name != "call":
        os.environ["TEREZE_AT"] = f"{name}:kill:{nth or 1}" if name else ""
        return
    left = int(nth)

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            sys.setprofile(None)
            deed()

    sys.setprofile(count)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _say(answers: IO[str], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
