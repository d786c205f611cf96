"""Who sits at the command line: the password by terminal, `TEREZE_PASSWORD` or a file; a demonstration asks nobody."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Any

from app.domain.codec import to_json
from app.problems import Refused, WrongCall
from app.start import App, Proof, Settings, opened
from app.words import spoken, words

ONLY = "account.change_password"  # what somebody may do whose password was given by an administrator


def do(options: argparse.Namespace, settings: Settings, given: dict[str, Any]) -> Any:
    with opened(settings) as app:
        proof = proof_of(app, options.as_, name=options.name)
        outcome = app.run(options.name, given, as_=options.as_, op=options.op, device=options.device, proof=proof)
    return to_json(outcome.value)


def ask(options: argparse.Namespace, settings: Settings, given: dict[str, Any]) -> Any:
    with opened(settings) as app:
        proof = proof_of(app, options.as_, name=options.name)
        return to_json(app.ask(options.name, given, as_=options.as_, proof=proof))


def proof_of(app: App, login: str, *, name: str) -> Proof:
    """`Refused` where they are not who they say; nothing was asked or done then."""
    say = words(spoken())
    if not app.entrance.asks:
        print(say("people.no-password"), file=sys.stderr)
        return app.prove(login, "")
    told = None if app.store.on_postgres else _password(login, say("people.password", login=login))
    try:
        proof = _prove(app, login, told, os.environ.get("TEREZE_BADGE", ""))
    except Refused as no:
        if no.code != "badge-needed" or not sys.stdin.isatty():
            raise
        proof = _prove(app, login, told, getpass.getpass(say("people.badge"), sys.stderr))
    if proof.once and name != ONLY:
        raise Refused("password-once")
    return proof


def _prove(app: App, login: str, told: str | None, badge: str) -> Proof:
    """On PostgreSQL the store was opened with the person's own password."""
    return app.entrance.vouch(login, badge) if told is None else app.prove(login, told, badge)


def _password(login: str, prompt: str) -> str:
    if told := os.environ.get("TEREZE_PASSWORD"):
        return told
    if place := os.environ.get("TEREZE_PASSFILE"):
        return _from_file(Path(place), login)
    if not sys.stdin.isatty():
        raise WrongCall(
            f"the password of {login} is asked at a terminal, or told by TEREZE_PASSWORD or TEREZE_PASSFILE"
        )
    return getpass.getpass(prompt, sys.stderr)


def _from_file(place: Path, login: str) -> str:
    """Lines of `login:password`, readable by their owner alone."""
    if sys.platform != "win32" and place.stat().st_mode & 0o077:
        raise WrongCall(f"{place} is readable by others: chmod 600")
    for line in place.read_text("utf-8").splitlines():
        name, colon, password = line.partition(":")
        if colon and name.strip() == login:
            return password
    raise WrongCall(f"{place} has no line for {login}")
