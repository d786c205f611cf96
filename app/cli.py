"""`tereze …`: the command line. It shares one door with the window; stdout is UTF-8 JSON, stderr is for people."""

from __future__ import annotations

import argparse
import json
import os
import sys
import uuid
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.problems import Refused, Unavailable, WrongCall

DONE, FAULT, WRONG_CALL, REFUSED, AWAY = 0, 1, 2, 3, 4


def main(arguments: list[str] | None = None) -> int:
    """Runs one command. Exit 0 done · 1 fault, or "no" of a check · 2 wrong call · 3 refused · 4 something is away."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except Refused as no:
        from app.say import refusal

        _print(refusal(no))
        return REFUSED
    except Unavailable as away:
        from app.say import absence

        print(absence(away, os.environ.get("TEREZE_LANG", "ru")), file=sys.stderr)
        return AWAY
    except (WrongCall, json.JSONDecodeError, FileNotFoundError) as wrong:
        print(f"tereze: {wrong}", file=sys.stderr)
        return WRONG_CALL
    except BrokenPipeError:
        return DONE


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _operation(text: str) -> str:
    return str(uuid.UUID(text))


def _folder(text: str | None) -> Path | None:
    return Path(text) if text else None


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _time(text: str) -> str:
    return datetime.fromisoformat(text).isoformat()


def _input(source: str | None) -> dict[str, Any]:
    if source is None:
        return {}
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongCall(f"{source} cannot be read: {fault}") from fault
    value = json.loads(text.removeprefix("\ufeff") or "{}")  # some editors begin a file with a mark
    if not isinstance(value, dict):
        raise WrongCall("the input is a JSON object")
    return value


def _store(options: argparse.Namespace) -> str:
    if told := options.store or os.environ.get("TEREZE_STORE"):
        return str(told)
    from app.settings import default_store

    return default_store()


def _settings(options: argparse.Namespace, *, write: bool) -> Any:
    from app.start import Settings, key_place, password_of

    store = _store(options)
    return Settings(
        store=store, key=key_place(options.key), login=getattr(options, "as_", None), write=write,
        password=password_of(store, getattr(options, "as_", None)),
    )  # fmt: skip


# ---- the commands


def window(options: argparse.Namespace) -> int:
    from ui.start import open_window

    store = options.store or os.environ.get("TEREZE_STORE")  # a missing one is found behind the lock screen
    return open_window(store=store, key=options.key, demo=options.demo)


def init(options: argparse.Namespace) -> int:
    from app.start import initialise

    _print(
        initialise(
            _store(options), key=options.key, demo=options.demo, centre=options.centre, region=options.region,
            device=options.device, side=options.side,
        )
    )  # fmt: skip
    return DONE


def pair(options: argparse.Namespace) -> int:
    from app.start import introduce

    _print(introduce(_settings(options, write=True), _input(options.file), address=options.address or ""))
    return DONE


def do(options: argparse.Namespace) -> int:
    from app.domain.codec import to_json
    from app.start import opened

    with opened(_settings(options, write=True)) as app:
        outcome = app.run(options.name, _input(options.file), as_=options.as_, op=options.op, device=options.device)
    _print(to_json(outcome.value))
    return DONE


def ask(options: argparse.Namespace) -> int:
    from app.domain.codec import to_json
    from app.start import opened

    with opened(_settings(options, write=False)) as app:
        _print(to_json(app.ask(options.name, _input(options.file), as_=options.as_)))
    return DONE


def schema(options: argparse.Namespace) -> int:
    from app.schema import schema as whole

    _print(whole())
    return DONE


def journey(options: argparse.Namespace) -> int:
    from app.journey import travel

    return travel(Path(options.out), store=options.store, act=options.act, lang=options.lang)


def number(options: argparse.Namespace) -> int:
    from app.law import number as read

    answer = read(options.number)
    _print(answer)
    return DONE if answer["valid"] else FAULT


def due(options: argparse.Namespace) -> int:
    from app.law import due as reckon

    _print(
        reckon(
            options.act, options.service, options.variant, step=options.step, start=options.from_,
            channel=options.channel, object=options.object, intake=options.intake,
        )
    )  # fmt: skip
    return DONE


def findings(options: argparse.Namespace) -> int:
    from app.domain.codec import read
    from app.domain.completeness import Draft
    from app.law import verdict

    given = {"service": options.service, "variant": options.variant, **_input(options.draft)}
    draft = read(Draft, given)
    _print(
        verdict(
            options.act, options.service, options.variant, on=options.on, draft=draft, object=options.object,
            channel=options.channel,
        )
    )  # fmt: skip
    return DONE


def packs(options: argparse.Namespace) -> int:
    from app import law

    if options.deed == "check":
        problems = law.check_packs(options.files, texts=options.texts)
        _print(problems)
        return FAULT if problems else DONE
    _print(law.packs(options.on, region=options.region, channel=options.channel))
    for note in law.uncertain(options.on, region=options.region, lang=os.environ.get("TEREZE_LANG", "ru")):
        print(note, file=sys.stderr)
    return DONE


def verify(options: argparse.Namespace) -> int:
    from app.keeping.verify import verify_code, verify_store

    settings = _settings(options, write=False)
    if options.paper or options.code:
        answer = verify_code(settings, paper=options.paper, code=options.code)
    else:
        answer = verify_store(settings, anchor=options.anchor)
    _print(answer)
    return DONE if answer["intact"] else FAULT


def serve(options: argparse.Namespace) -> int:
    from app.start import serve as listen

    host, _, port = options.listen.rpartition(":")
    if not port.isdigit():
        raise WrongCall("--listen takes HOST:PORT")
    return listen(_settings(options, write=True), host=host or "127.0.0.1", port=int(port), tls=_folder(options.tls))


def sync(options: argparse.Namespace) -> int:
    from app.start import sync as tick

    told = tick(_settings(options, write=True), address=options.to, once=options.once, tls=_folder(options.tls))
    _print(told)
    return AWAY if any(peer.get("away") for peer in told) else DONE


def backup(options: argparse.Namespace) -> int:
    from app.start import backup as copy

    _print(copy(_settings(options, write=False), Path(options.file)))
    return DONE


def restore(options: argparse.Namespace) -> int:
    from app.start import restore as bring_back

    _print(bring_back(Path(options.file), store=_store(options), key=options.key))
    return DONE


def bench(options: argparse.Namespace) -> int:
    from app.bench import bench as measure

    _print(measure(options.names, store=options.store))
    return DONE


def screenshots(options: argparse.Namespace) -> int:
    from ui.start import take_screenshots

    return take_screenshots(Path(options.out))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tereze", description="The front office of a public service centre.")
    parser.set_defaults(run=window, demo=False, as_=None)
    _place(parser)
    rooms = parser.add_subparsers(metavar="COMMAND")

    def room(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        made = rooms.add_parser(name, help=about, description=about)
        made.set_defaults(run=run, as_=None)
        _place(made)
        return made

    made = room("window", window, "open the window; --demo on the demonstration store")
    made.add_argument("--demo", action="store_true")
    made = room("init", init, "make or migrate a store")
    made.add_argument("--demo", action="store_true", help="five furnished centres and their licensor")
    made.add_argument("--centre", metavar="CODE")
    made.add_argument("--region", default="atyrau", help="whose acts bind the centre")
    made.add_argument("--device", metavar="NN", default="01")
    made.add_argument("--side", choices=("centre", "licensor"), default="centre")
    made = room("pair", pair, "tell this node of another: without FILE, what the other must be told")
    made.add_argument("file", nargs="?", metavar="FILE")
    made.add_argument("--address", metavar="URL", help="where the other listens; none: it calls us")
    for name, run, about in (("do", do, "run a command"), ("ask", ask, "run a query")):
        made = room(name, run, f"{about}: JSON in, JSON out")
        made.add_argument("name", metavar="NAME")
        made.add_argument("file", nargs="?", metavar="FILE", help="JSON, or - for stdin")
        made.add_argument("--as", dest="as_", required=True, metavar="LOGIN")
        made.add_argument("--op", type=_operation, metavar="UUID")
        made.add_argument("--device", metavar="CODE")
    room("schema", schema, "JSON Schema of every command, query and event")
    made = room("journey", journey, "the whole day, really done")
    made.add_argument("--out", required=True, metavar="DIR")
    made.add_argument("--act", metavar="ID")
    made.add_argument("--lang", choices=("ru", "kk", "en"), help="of the papers; without it both languages")
    room("number", number, "what a number is").add_argument("number")
    made = room("due", due, "by when a step is due, and why")
    for name in ("act", "service", "variant", "step"):
        made.add_argument(f"--{name}", required=True)
    made.add_argument("--from", dest="from_", required=True, type=_time, metavar="ISO-TIME")
    made.add_argument("--channel", choices=("counter", "chancellery", "portal", "telephone"))
    made.add_argument("--object", default="licence", choices=("licence", "annex", "licence-and-annex"))
    made.add_argument("--intake", type=_day, metavar="DATE")
    made = room("findings", findings, "the completeness verdict of a draft")
    for name in ("act", "service", "variant"):
        made.add_argument(f"--{name}", required=True)
    made.add_argument("--on", required=True, type=_day, metavar="DATE")
    made.add_argument("--object", default="", choices=("", "licence", "annex", "licence-and-annex"))
    made.add_argument("--channel", choices=("counter", "chancellery", "portal", "telephone"))
    made.add_argument("draft", metavar="DRAFT.json")
    made = room("packs", packs, "what is in force; `packs check FILE` reads strictly")
    made.add_argument("deed", nargs="?", choices=("check",))
    made.add_argument("files", nargs="*")
    made.add_argument("--on", type=_day, metavar="DATE")
    made.add_argument("--region")
    made.add_argument("--channel", choices=("counter", "chancellery", "portal", "telephone"))
    made.add_argument("--texts", metavar="DIR")
    made = room("verify", verify, "every page, chain, case and document; or one printed paper")
    made.add_argument("--paper", metavar="FILE")
    made.add_argument("--code", metavar="TEXT")
    made.add_argument("--anchor", metavar="TEXT")
    made = room("serve", serve, "the licensor's end of the sync")
    made.add_argument("--listen", required=True, metavar="HOST:PORT")
    made.add_argument("--tls", metavar="DIR", help="node.pem and peers.pem; needed beyond this machine")
    made = room("sync", sync, "exchange events with the licensor")
    made.add_argument("--to", metavar="ADDRESS")
    made.add_argument("--once", action="store_true")
    made.add_argument("--tls", metavar="DIR")
    room("backup", backup, "copy the store, and prove the copy").add_argument("file")
    room("restore", restore, "a store from a backup").add_argument("file")
    room("bench", bench, "measure against raw libraries").add_argument("names", nargs="*")
    room("screenshots", screenshots, "every screen as a picture").add_argument("--out", required=True)
    return parser


def _place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", metavar="URL", help="sqlite:///PATH or postgresql://…")
    parser.add_argument("--key", metavar="FILE", default=os.environ.get("TEREZE_KEY"))


if __name__ == "__main__":
    sys.exit(main())
