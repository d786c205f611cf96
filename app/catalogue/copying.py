"""A new version of an act begins as a copy of an old one: its first day changed, everything else still to be edited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.catalogue.packs import PackFaulty, PackProblem, read_text
from app.domain.pack import Pack

_FROM = re.compile(r"^from\s*=.*$", re.MULTILINE)
_TO = re.compile(r"^to\s*=.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """`name` is what the file must be called; `old_ends` the last day that is left to the version it was copied from."""

    name: str
    text: str
    old: str
    old_ends: date


def copied(old: Pack, text: str, *, first: date) -> Copied:
    """The file of `old` with another first day. Where that lies after its last, the new one has no end foreseen.

    `PackFaulty`: the day does not lie after the first day of the version that is copied.
    """
    name = f"{old.act}@{first.isoformat()}.toml"
    if first <= old.from_:
        says = f"{first} does not lie after {old.from_}, the first day of {old.ref}"
        raise PackFaulty([PackProblem(name, "from", "", says, "choose a later first day, or copy an older version")])
    last = old.to if first <= old.to else date.max
    head = f"# Copied from {old.ref}: change `period`, and whatever the amendment changed; then check and try it.\n"
    made = _TO.sub(f"to = {last.isoformat()}", _FROM.sub(f"from = {first.isoformat()}", text, count=1), count=1)
    made = head + made
    read_text(name, made)  # a copy of a sound file is sound
    return Copied(name=name, text=made, old=old.ref, old_ends=first - timedelta(1))
