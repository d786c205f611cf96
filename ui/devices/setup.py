"""Which scanner a workplace has and how fast it is: what the habits keep, read with patience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ui.devices.wedge import Thresholds

KINDS = ("keys", "serial", "camera")
SPEEDS = (9600, 19200, 38400, 57600, 115200, 4800, 2400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """`keys`: the scanner types like a keyboard. `blank_ms`: a second read within it is the same read."""

    kind: str = "keys"
    port: str = ""
    speed: int = 9600
    camera: str = ""  # its id; empty: the first there is
    gap_ms: int = 50
    least: int = 6
    end: str = ""  # the key after the code, found by the test scans; empty: never taught
    blank_ms: int = 1000

    @property
    def thresholds(self) -> Thresholds:
        return Thresholds(gap_ms=self.gap_ms, least=self.least)


def _number(low: int, high: int) -> Any:
    return lambda v: isinstance(v, int) and not isinstance(v, bool) and low <= v <= high


_FITS: dict[str, Any] = {
    "kind": lambda v: v in KINDS,
    "port": lambda v: isinstance(v, str),
    "speed": lambda v: v in SPEEDS,
    "camera": lambda v: isinstance(v, str),
    "gap_ms": _number(10, 200),
    "least": _number(3, 15),
    "end": lambda v: v in ("", "Enter", "Tab"),
    "blank_ms": _number(0, 10_000),
}


def setup_of(kept: Mapping[str, Any]) -> Setup:
    """A line that does not fit is as if it were not there."""
    return Setup(**{name: kept[name] for name, fits in _FITS.items() if name in kept and fits(kept[name])})


def kept(setup: Setup) -> dict[str, Any]:
    return asdict(setup)
