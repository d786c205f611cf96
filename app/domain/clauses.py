"""How a clause of a pack is said to a person: `annex-1/10(2)` is «прил. 1, п. 10 2)», «1-қосымша, 10-т. 2)»."""

from __future__ import annotations

import re

from app.domain.pack import Text

_FORM = re.compile(r"(?P<place>[a-z-]+?)(?:-(?P<n>\d+))?/(?P<number>[^()]+)(?P<part>.*)")
_PLACES = {  # key of a regulation inside its act → its short name; {n} is its number
    "annex": ("прил. {n}", "{n}-қосымша"),
    "regulation": ("регламент {n}", "{n}-регламент"),
    "medical": ("регламент (медицинская)", "регламент (медициналық)"),
    "attachment": ("регламент (прикрепление)", "регламент (бекіту)"),
    "standard": ("Стандарт", "Стандарт"),
}


def in_words(clause: str) -> Text | None:
    """Short, in both languages; None for what is the program's own."""
    found = _FORM.fullmatch(clause)
    if found is None or found["place"] == "own":
        return None
    if found["place"] == "law":
        return Text(ru=f"закон, {found['number']}{found['part']}", kk=f"заң, {found['number']}{found['part']}")
    ru, kk = _PLACES.get(found["place"], (found["place"], found["place"]))
    n = found["n"] or ""
    part = "".join(f" {p})" for p in re.findall(r"\(([^()]+)\)", found["part"]))
    number = found["number"]
    return Text(
        ru=f"{ru.format(n=n).strip()}, п. {number}{part}".replace("  ", " "),
        kk=f"{kk.format(n=n).strip('-').strip()}, {number}-т.{part}".replace("  ", " "),
    )
