"""`tereze …`: the command line. It shares one door with the window; stdout is UTF-8 JSON, stderr is for people."""

from __future__ import annotations

import argparse
import os
import sys
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app import cli_backup, cli_bench, cli_exchange, cli_journey, cli_key, cli_move
from app.problems import Refused, Unavailable, WrongCall
from app.streams import Unheard, streams
from app.streams import answer as _print

DONE, FAULT, WRONG_CALL, REFUSED, AWAY = 0, 1, 2, 3, 4
LARGEST_INPUT = 72 * 1024**2  # the largest scan (50 MB) in Base64, and room for the rest


def main(arguments: list[str] | None = None) -> int:
    """Runs one command. Exit 0 done · 1 fault, or "no" of a check · 2 wrong call · 3 refused · 4 something is away."""
    streams()
    options = _parser().parse_args(arguments)
    cli_key.ask_at_terminal(nobody=options.run is window)
    try:
        return int(options.run(options))
    except Exception as wrong:
        if (exit := ended(wrong)) is None:
            raise
        return exit


def ended(wrong: Exception) -> int | None:
    """What a person is told of it, and the exit; None: a bug of ours, which goes on as it is."""
    match wrong:
        case Refused():
            from app.say import refusal

            with suppress(Unheard):  # the exit says it too
                _print(refusal(wrong))
            return REFUSED
        case Unheard():
            from app.say import at_terminal

            at_terminal("said.unheard", says=str(wrong))
            return FAULT
        case WrongCall():
            print(f"tereze: {wrong}", file=sys.stderr)
            return WRONG_CALL
        case BrokenPipeError():
            return DONE
        case FileNotFoundError() | NotADirectoryError() | IsADirectoryError() | FileExistsError():
            print(f"tereze: {wrong.filename}: {wrong.strerror}", file=sys.stderr)
            return WRONG_CALL
        case Unavailable():
            away = wrong
        case OSError():  # a folder without rights, a full or write-protected disk, a taken port
            away = Unavailable("system", "refused", place=wrong.filename or "", says=wrong.strerror or str(wrong))
        case _:
            return None
    from app.say import absence

    print(absence(away, _language()), file=sys.stderr)
    return AWAY


def _language() -> str:
    """Of the sentences for a person."""
    from app.words import spoken

    return spoken()


def _operation(text: str) -> str:
    return str(_told(uuid.UUID, text, "a UUID"))


def _folder(text: str | None) -> Path | None:
    return Path(text) if text else None


def _day(text: str) -> str:
    return str(_told(date.fromisoformat, text, "a day such as 2016-11-16").isoformat())


def _time(text: str) -> str:
    return str(
        _told(datetime.fromisoformat, text, "a time such as 2016-11-16T19:50 or 2016-11-16T19:50+05:00").isoformat()
    )


def _told(make: Callable[[str], Any], text: str, wanted: str) -> Any:
    try:
        return make(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"{text!r} is not {wanted}") from wrong


def _input(source: str | None) -> dict[str, Any]:
    from app.domain.codec import plain_object

    if source is None:
        return {}
    try:
        if source == "-" and sys.stdin is None:
            raise WrongCall("- stands for stdin, and that is closed; nothing was done")
        if source == "-":
            text = sys.stdin.read(LARGEST_INPUT + 1)
        else:
            with Path(source).open(encoding="utf-8") as file:
                text = file.read(LARGEST_INPUT + 1)
    except (OSError, ValueError) as fault:  # a path with a NUL, bytes that are no UTF-8
        raise WrongCall(f"{source} cannot be read: {fault}") from fault
    if len(text) > LARGEST_INPUT:
        raise WrongCall(f"{source} is larger than {LARGEST_INPUT // 1024**2} MB; nothing was done")
    return plain_object(text)


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
            device=options.device, side=options.side, copied=not options.no_copy,
        )
    )  # fmt: skip
    _init_lived_in(options)
    return DONE


def _init_lived_in(options: argparse.Namespace) -> None:
    if options.lived_in:
        from app.start import lived_in

        cases = lived_in(_store(options), key=options.key)
        print(f"lived in: {cases} cases", file=sys.stderr)


def do(options: argparse.Namespace) -> int:
    from app.cli_people import do as done
    from app.command import Unit
    from app.say import at_terminal

    options.op = options.op or Unit.new_id()
    value = done(options, _settings(options, write=True), _input(options.file))
    try:
        _print(value)
    except Unheard as lost:  # it is done: whoever did it once more without this id would do it twice
        at_terminal("said.done-unheard", says=str(lost), op=options.op)
        return FAULT
    return DONE


def ask(options: argparse.Namespace) -> int:
    from app.cli_people import ask as asked

    _print(asked(options, _settings(options, write=False), _input(options.file)))
    return DONE


def schema(options: argparse.Namespace) -> int:
    from app.schema import schema as whole

    _print(whole())
    return DONE


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

    if options.deed:
        from app.cli_packs import deed

        return DONE if deed(options, _settings, _print) else FAULT
    _print(law.packs(options.on, region=options.region, channel=options.channel))
    for note in law.uncertain(options.on, region=options.region, lang=_language()):
        print(note, file=sys.stderr)
    return DONE


def verify(options: argparse.Namespace) -> int:
    from app.keeping.verify import signed_text, verify_code, verify_sheet, verify_store

    settings = _settings(options, write=False)
    if options.paper is not None and options.code is not None:
        raise WrongCall("--paper or --code: one thing at a time")
    told = options.paper if options.paper is not None else options.code
    if told is not None and signed_text(told):
        answer = verify_sheet(settings, told, case=options.case)
    elif told is not None:
        answer = verify_code(settings, paper=options.paper, code=options.code)
    else:
        answer = verify_store(settings, anchor=options.anchor)
    _print(answer)
    return DONE if answer["intact"] else FAULT


def serve(options: argparse.Namespace) -> int:
    from app.start import serve as listen

    host, _, port = options.listen.rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port[:6]) < 2**16):
        raise WrongCall("--listen takes HOST:PORT, a port being 0 to 65535")
    here = host in ("", "127.0.0.1", "localhost", "[::1]", "::1")
    tls = _folder(options.tls) or (None if here else cli_exchange.tls_of(options))
    return listen(_settings(options, write=True), host=host or "127.0.0.1", port=int(port), tls=tls)


def sync(options: argparse.Namespace) -> int:
    from app.start import CALLS_US
    from app.start import sync as tick

    tls = _folder(options.tls) or cli_exchange.tls_of(options)
    told = tick(_settings(options, write=True), address=options.to, once=options.once, tls=tls)
    _print(told)
    if any(peer.get("away") for peer in told):
        return AWAY
    no = any(peer.get("stopped") or peer.get("refused") not in (None, CALLS_US) for peer in told)
    return REFUSED if no else DONE


def screenshots(options: argparse.Namespace) -> int:
    from ui.start import take_screenshots

    return take_screenshots(Path(options.out), guide=options.guide)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tereze", description="The front office of a public service centre.")
    parser.set_defaults(run=window, demo=False, as_=None)
    _place(parser, store=None, key=os.environ.get("TEREZE_KEY"))
    rooms = parser.add_subparsers(metavar="COMMAND")

    def room(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        made = rooms.add_parser(name, help=about, description=about)
        made.set_defaults(run=run, as_=None)
        _place(made, store=argparse.SUPPRESS, key=argparse.SUPPRESS)  # else it would forget what was said before it
        return made

    made = room("window", window, "open the window; --demo on the demonstration store")
    made.add_argument("--demo", action="store_true")
    made = room("init", init, "make or migrate a store")
    made.add_argument("--demo", action="store_true", help="five furnished centres and their licensor")
    made.add_argument(
        "--lived-in", action="store_true", help="with --demo: some weeks of work, really done; half a minute"
    )
    made.add_argument("--centre", metavar="CODE")
    made.add_argument("--region", default="atyrau", help="whose acts bind the centre")
    made.add_argument("--device", metavar="NN", default="01")
    made.add_argument("--side", choices=("centre", "licensor"), default="centre")
    made.add_argument(
        "--no-copy", action="store_true", help="an older shared store: do not copy it first, a copy was made"
    )
    made = room("pair", lambda told: cli_exchange.pair(told, _settings, _print, _input(told.file)), cli_exchange.PAIR)
    cli_exchange.pair_arguments(made)
    for name, run, about in (("do", do, "run a command"), ("ask", ask, "run a query")):
        made = room(name, run, f"{about}: JSON in, JSON out")
        made.add_argument("name", metavar="NAME")
        made.add_argument("file", nargs="?", metavar="FILE", help="JSON, or - for stdin")
        made.add_argument("--as", dest="as_", required=True, metavar="LOGIN")
        made.add_argument("--op", type=_operation, metavar="UUID")
        made.add_argument("--device", metavar="CODE")
    room("schema", schema, "JSON Schema of every command, query and event")
    cli_journey.arguments(room("journey", cli_journey.go, cli_journey.ABOUT))
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
    made = room("packs", packs, "what is in force; check, diff, copy, try, adopt: a version of an act")
    _packs(made)
    made = room("verify", verify, "every page, chain, case and document; or one printed paper")
    made.add_argument("--paper", metavar="FILE or TEXT", help="a printed paper's file, or the text of its square")
    for name in ("code", "anchor", "case"):  # `--case`: was it in the registry whose square `--paper` is
        made.add_argument(f"--{name}", metavar="TEXT")
    made = room("serve", serve, "the licensor's end of the sync")
    made.add_argument("--listen", required=True, metavar="HOST:PORT")
    made.add_argument("--tls", metavar="DIR", help="node.pem and peers.pem; needed beyond this machine")
    made = room("sync", sync, "exchange events with the licensor")
    made.add_argument("--to", metavar="ADDRESS")
    made.add_argument("--once", action="store_true")
    made.add_argument("--tls", metavar="DIR")
    made = room("backup", lambda told: cli_backup.run(told, _settings, _print), "copy the store, and prove the copy")
    cli_backup.arguments(made)
    made = room("restore", lambda told: cli_backup.back(told, _settings, _print), "a store from a backup")
    made.add_argument("file")
    cli_move.arguments(room("move", lambda told: cli_move.run(told, _settings, _print), cli_move.ABOUT))
    made = room("bundle", lambda told: cli_exchange.bundle(told, _settings, _print), cli_exchange.BUNDLE)
    cli_exchange.bundle_arguments(made)
    made = room(
        "certificates", lambda told: cli_exchange.certificates(told, _settings, _print), cli_exchange.CERTIFICATES
    )
    cli_exchange.certificate_arguments(made)
    cli_key.arguments(room("key", lambda told: cli_key.run(told, _settings, _print), cli_key.ABOUT))
    cli_bench.arguments(room("bench", lambda told: cli_bench.go(told, _print), cli_bench.ABOUT))
    made = room("screenshots", screenshots, "every screen as a picture")
    made.add_argument("--out", required=True)
    made.add_argument("--guide", action="store_true", help="also the pictures of the help, and the user's guide")
    return parser


def _packs(made: argparse.ArgumentParser) -> None:
    made.add_argument("deed", nargs="?", choices=("check", "diff", "copy", "try", "adopt"))
    made.add_argument("files", nargs="*", metavar="FILE", help="diff: two versions or files; copy: one version")
    for name in ("on", "first", "since", "until", "region", "texts", "out"):
        made.add_argument(f"--{name}", type=_day if name in ("on", "first", "since", "until") else str)
    made.add_argument("--channel", choices=("counter", "chancellery", "portal", "telephone"))
    made.add_argument("--as", dest="as_", metavar="LOGIN", help="who asks the store, which knows what was adopted")


def _place(parser: argparse.ArgumentParser, *, store: str | None, key: str | None) -> None:
    """Before the command or behind it; what stands behind it counts."""
    parser.add_argument("--store", metavar="URL", default=store, help="sqlite:///PATH or postgresql://…")
    parser.add_argument("--key", metavar="FILE", default=key)


if __name__ == "__main__":
    sys.exit(main())
