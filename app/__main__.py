"""`python -m app …`, which is `tereze …`: a window comes by the short way; whatever else is asked, the command line reads."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple


def main(arguments: list[str] | None = None) -> int:
    """Exits as the command line does. A window that is plainly asked for does not wait until every command is read."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    wanted = window(told)
    if wanted is None:
        from app import cli

        return cli.main(told)
    from ui.start import open_window

    try:
        return open_window(store=wanted.store, key=wanted.key, demo=wanted.demo)
    except Exception as wrong:
        from app import cli

        if (exit := cli.ended(wrong)) is None:
            raise
        return exit


class Wanted(NamedTuple):
    """A window, as the command line would have it opened."""

    store: str | None
    key: str | None
    demo: bool


def window(told: list[str]) -> Wanted | None:
    """What `window [--demo] [--store URL] [--key FILE]` asks for; None when it is anything else, or not plainly that."""
    if told[:1] != ["window"]:
        return None
    rest = told[1:]
    demo = "--demo" in rest
    if demo:
        rest.remove("--demo")
    given = dict(zip(rest[::2], rest[1::2], strict=False))
    if 2 * len(given) != len(rest) or not given.keys() <= {"--store", "--key"}:
        return None
    if any(not value or value.startswith("-") for value in given.values()):
        return None
    store = given.get("--store") or os.environ.get("TEREZE_STORE")  # a missing one is found behind the lock screen
    return Wanted(store, given.get("--key", os.environ.get("TEREZE_KEY")), demo)


if __name__ == "__main__":
    sys.exit(main())
