"""`tereze backup …` and `tereze restore`: a proven copy, the night's copy, the drill with a stop-watch, the way back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.problems import WrongCall

if TYPE_CHECKING:
    from app.start import Settings


def arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument("file", nargs="?", metavar="FILE")
    made.add_argument(
        "--drill", action="store_true", help="bring FILE, or a copy made now, back elsewhere, and time it"
    )
    made.add_argument(
        "--nightly", action="store_true", help="tonight's copy into its folder, as the program makes it itself"
    )


def run(options: argparse.Namespace, settings: Callable[..., Settings], show: Callable[[Any], None]) -> int:
    """0; 1 where the drill found that what came back is not whole, or took too long."""
    from app.keeping.backup import copy
    from app.keeping.drill import drilled

    here = settings(options, write=False)
    file = Path(options.file) if options.file else None
    if options.drill:
        _there(file)
        answer = drilled(here, file)
    elif options.nightly:
        answer = _tonight(here)
    elif file is None:
        raise WrongCall("backup takes FILE, --drill or --nightly")
    else:
        answer = copy(here, file)
    show(answer)
    return 0 if answer.get("intact", True) else 1


def _tonight(settings: Settings) -> dict[str, Any]:
    from app.keeping.nightly import make, usual
    from app.outside.clock import SystemClock

    return make(settings, usual(settings), SystemClock().instant())


def back(options: argparse.Namespace, settings: Callable[..., Settings], show: Callable[[Any], None]) -> int:
    from app.keeping.backup import bring_back

    file = Path(options.file)
    _there(file)
    here = settings(options, write=True)
    show(bring_back(file, here.store, key=here.key))
    return 0


def _there(file: Path | None) -> None:
    """A mistyped name is a wrong call, as everywhere; `not-a-backup` is said of something that lies there."""
    if file is not None and not file.exists():
        raise WrongCall(f"{file}: there is no such file")
