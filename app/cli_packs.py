"""`tereze packs …`: how a version of an act is compared, copied, checked, tried and adopted.

Without `--as` only what came with the program is known; with it the store is asked, which knows what was adopted too.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from app import law
from app.catalogue.acts import Catalogue
from app.catalogue.copying import Copied, copied
from app.catalogue.packs import PackFaulty, read_pack
from app.cli_people import proof_of
from app.domain.codec import to_json
from app.domain.differences import differences
from app.domain.pack import Pack
from app.problems import WrongCall
from app.start import Settings, opened


def deed(options: argparse.Namespace, settings: Callable[..., Settings], show: Callable[[Any], None]) -> bool:
    """Shows what is answered; whether it is a yes."""
    answer, good = _answer(options, settings)
    show(answer)
    return good


def _answer(options: argparse.Namespace, settings: Callable[..., Settings]) -> tuple[Any, bool]:
    match options.deed:
        case "diff":
            return _diff(options, settings), True
        case "copy":
            return _copy(options, settings), True
        case "try":
            given = {**_written(options), **{k: v for k in ("since", "until") if (v := getattr(options, k))}}
            return _asked(options, settings, "law.tried", given), True
        case "adopt":
            with opened(settings(options, write=True)) as app:
                login = _login(options)
                proof = proof_of(app, login, name="law.adopt")
                done = app.run("law.adopt", _written(options), as_=login, proof=proof)
            return to_json(done.value), True
    if options.as_:
        problems = _asked(options, settings, "law.checked", _written(options))
    else:
        problems = law.check_packs(options.files, texts=options.texts)
    return problems, not problems


def _diff(options: argparse.Namespace, settings: Callable[..., Settings]) -> Any:
    if len(options.files) != 2:
        raise WrongCall("packs diff takes two versions or files, such as atyrau-2015-324@2015-12-06")
    if options.as_:
        before, after = options.files
        return _asked(options, settings, "law.differences", {"before": before, "after": after})
    return to_json(differences(*map(_pack, options.files)))


def _pack(named: str) -> Pack:
    """A version that came with the program, or any file."""
    if not Path(named).suffix:
        return Catalogue.load().pack(named)
    try:
        return read_pack(named)
    except PackFaulty as wrong:
        raise WrongCall(f"{wrong}\n`tereze packs check {named}` says what to do") from wrong


def _copy(options: argparse.Namespace, settings: Callable[..., Settings]) -> dict[str, Any]:
    if len(options.files) != 1 or not options.first:
        raise WrongCall("packs copy takes a version and --first DATE")
    ref = options.files[0]
    if options.as_:
        with opened(settings(options, write=False)) as app:
            proof_of(app, options.as_, name="law.copied")
            made: Copied = app.ask("law.copied", {"pack": ref, "first": options.first}, as_=options.as_)
    else:
        catalogue = Catalogue.load()
        try:
            made = copied(catalogue.pack(ref), catalogue.text(ref), first=date.fromisoformat(options.first))
        except PackFaulty as wrong:
            raise WrongCall(str(wrong)) from wrong
    at = Path(options.out or ".") / made.name
    with at.open("x", encoding="utf-8", newline="\n") as file:  # what somebody has edited is never written over
        file.write(made.text)
    return {"file": str(at), "copied": made.old, "old_ends": made.old_ends.isoformat()}


def _written(options: argparse.Namespace) -> dict[str, str]:
    if len(options.files) != 1:
        raise WrongCall(f"packs {options.deed} takes one file")
    at = Path(options.files[0])
    try:
        return {"name": at.name, "text": at.read_text("utf-8")}
    except UnicodeDecodeError as wrong:
        raise WrongCall(f"{at} is not UTF-8 at byte {wrong.start}") from wrong


def _login(options: argparse.Namespace) -> str:
    if not options.as_:
        raise WrongCall(f"packs {options.deed} asks the store: say who asks with --as LOGIN")
    return str(options.as_)


def _asked(options: argparse.Namespace, settings: Callable[..., Settings], name: str, given: dict[str, Any]) -> Any:
    login = _login(options)
    with opened(settings(options, write=False)) as app:
        return to_json(app.ask(name, given, as_=login, proof=proof_of(app, login, name=name)))
