"""`tereze key …`: where the store's key is kept, its two sheets for two envelopes, the way back, and the drill of it."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.problems import WrongCall
from app.words import Words, spoken, words

if TYPE_CHECKING:
    from app.keeping.key_shares import Share
    from app.start import Settings

ABOUT = "the store's key: where it is kept, two sheets of it for two envelopes, the way back, the drill"
DEEDS = ("show", "move", "escrow", "restore", "drill")


def arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument("deed", nargs="?", choices=DEEDS, default="show")
    made.add_argument("--shares", metavar="FILE", help="restore, drill: both shares as text, or - for stdin")
    made.add_argument("--to", choices=("file", "keyring", "passphrase"), help="move, restore: how the key is kept")
    made.add_argument("--out", metavar="DIR", help="escrow: where the two sheets are put")
    made.add_argument("--lang", choices=("kk", "ru"), help="escrow: without it in both languages")
    made.add_argument("--backup", metavar="FILE", help="drill: on this backup, not on a copy made now")


def ask_at_terminal(*, nobody: bool) -> None:
    """Whoever runs a command at a terminal is asked for the passphrase of the key; behind a window there is nobody."""
    if nobody:
        return
    from app.store.keys import ask_by

    ask_by(_passphrase)


def run(options: argparse.Namespace, settings: Callable[..., Settings], show: Callable[[Any], None]) -> int:
    """Shows what is answered; 0, or 1 where the drill found that the copy is not whole."""
    from app.keeping import keys

    here, say = settings(options, write=False), words(spoken())
    match options.deed:
        case "move":
            if not options.to:
                raise WrongCall("key move takes --to file, keyring or passphrase")
            answer = keys.moved(here, options.to, passphrase=new_passphrase(options.to, say))
        case "escrow":
            if not options.out:
                raise WrongCall("key escrow takes --out DIR")
            answer = keys.escrow(here, Path(options.out), language=options.lang or "both")
        case "restore":
            given = _shares(options, say)
            answer = keys.restored(here, given, options.to or "file", passphrase=new_passphrase(options.to, say))
        case "drill":
            backup = Path(options.backup) if options.backup else None
            answer = keys.drilled(here, _shares(options, say), backup=backup)
        case _:
            answer = keys.shown(here)
    show(answer)
    return 0 if answer.get("intact", True) else 1


def _passphrase() -> str:
    if not sys.stdin.isatty():
        raise WrongCall("the key is kept under a passphrase: it is asked at a terminal, or told by TEREZE_PASSPHRASE")
    return getpass.getpass(words(spoken())("key.passphrase"), sys.stderr)


def new_passphrase(kept: str | None, say: Words) -> str:
    """A new passphrase, typed twice."""
    if kept != "passphrase":
        return ""
    if told := os.environ.get("TEREZE_NEW_PASSPHRASE"):
        return told
    if not sys.stdin.isatty():
        raise WrongCall("the new passphrase is asked at a terminal, or told by TEREZE_NEW_PASSPHRASE")
    first = getpass.getpass(say("key.passphrase.new"), sys.stderr)
    if getpass.getpass(say("key.passphrase.again"), sys.stderr) != first:
        raise WrongCall(say("key.passphrase.differs"))
    return first


# ---- the two shares


def _shares(options: argparse.Namespace, say: Words) -> tuple[Share, Share]:
    from app.keeping.key_shares import GROUPS, letters, read

    if options.shares is None and sys.stdin.isatty():
        one, other = (_typed(n, say) for n in (1, 2))
        return one, other
    if options.shares in (None, "-"):
        told = sys.stdin.read(4096)
    else:
        told = Path(options.shares).read_text("utf-8", errors="replace")[:4096]
    text, whole = letters(told), 5 * GROUPS
    if len(text) != 2 * whole:
        raise WrongCall(f"two shares have {2 * whole} letters, not {len(text)}: type or scan one after the other")
    return read(text[:whole]), read(text[whole:])


def _typed(number: int, say: Words) -> Share:
    """Line by line, as they stand on the sheet, or all at once from a scanner; a line with a slip is asked for again."""
    from app.keeping.key_shares import GROUPS, letters, read, wrong_group

    text, whole = "", 5 * GROUPS
    print(say("key.type-share", n=number), file=sys.stderr)
    while len(text) < whole:
        print(say("key.type-line", n=len(text) // 20 + 1), end=" ", file=sys.stderr, flush=True)
        if not (line := sys.stdin.readline()):
            raise WrongCall("the shares were not told to the end")
        typed = letters(line)
        wrong = wrong_group(typed, len(text) // 5 + 1)
        if wrong is not None or len(text + typed) > whole:
            print(say("key.type-again", n=wrong or GROUPS), file=sys.stderr)
            continue
        text += typed
    share = read(text)
    print(say("key.type-word", word=share.word), file=sys.stderr)
    return share
