"""How a clause of a pack is said to a person: `annex-1/10(2)` is «прил. 1, п. 10 2)», «1-қосымша, 10-т. 2)»."""

from __future__ import annotations

import re
from functools import lru_cache

from app.domain.pack import Text

_FORM = re.compile(r"(?P<place>[a-z-]+?)(?:-(?P<n>\d+))?/(?P<number>[^()]+)(?P<part>.*)")
_TABLE = re.compile(r"table (\d+), (\d+)")
_PLACES = {  # key of a regulation inside its act → its short name; {n} is its number
    "annex": ("прил. {n}", "{n}-қосымша"),
    "regulation": ("регламент {n}", "{n}-регламент"),
    "medical": ("регламент (медицинская лицензия)", "регламент (медициналық лицензия)"),
    "attachment": ("регламент (прикрепление)", "регламент (бекіту)"),
    "standard": ("Стандарт", "Стандарт"),
}


@lru_cache(2048)  # the acts have some hundreds
def in_words(clause: str) -> Text | None:
    """Short, in both languages; None for what is the program's own."""
    found = _FORM.fullmatch(clause)
    if found is None or found["place"] == "own":
        return None
    parts = re.findall(r"\(([^()]+)\)", found["part"])
    if found["place"] == "law":
        return _of_law(found["number"], parts)
    ru, kk = _PLACES.get(found["place"], (found["place"], found["place"]))
    n = found["n"] or ""
    number, part = found["number"], "".join(_part(p, "ru") for p in parts)
    part_kk = "".join(_part(p, "kk") for p in parts)
    return Text(
        ru=f"{ru.format(n=n).strip()}, п. {number}{part}".replace("  ", " "),
        kk=f"{kk.format(n=n).strip('-').strip()}, {number}-т.{part_kk}".replace("  ", " "),
    )


def _part(part: str, lang: str) -> str:
    """« 2)», or the table that the clause refers to and its action: «, табл. 3, действие 1»."""
    if table := _TABLE.fullmatch(part):
        n, action = table.groups()
        return f", табл. {n}, действие {action}" if lang == "ru" else f", {n}-кесте, {action}-әрекет"
    return f" {part})"


def _of_law(number: str, parts: list[str]) -> Text:
    """By its article, `law/20(2)`; or by the law's own number, `law/214-III`, where no article is known."""
    if not number.isdigit():
        return Text(ru=f"Закон № {number}", kk=f"№ {number} Заң")
    ru, kk = "".join(f" п. {p}" for p in parts), "".join(f" {p}-т." for p in parts)
    return Text(ru=f"Закон, ст. {number}{ru}", kk=f"Заң, {number}-б.{kk}")
