"""Every numbered clause of the five acts, so that a pack can show that it left none out.

The list (`resources/packs/clauses.toml`) holds numbers and digests, never the acts' words. It is derived from the
acts' texts, whose quirks are many: clauses jump (1, 4, 5), the first one may stand without its number, lines break
inside a clause so that a number stands first, headings and questionnaires are numbered too, pages break anywhere.
"""

from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

TEXTS = {  # file → act and its regulations, in the order of the text
    "000_9e9a7670a0e2c430.txt": ("atyrau-2015-324", ("annex-1", "annex-2")),
    "001_87f6883f3dec5dc8.txt": ("sko-2015-333", ("annex-1", "annex-2", "annex-3")),
    "002_eb28efe49521b989.txt": ("vko-2015-314", ("regulation",)),
    "003_b481d74a37367013.txt": ("mangystau-2013-3", ("medical", "attachment")),
    "004_47fed459c49fa616.txt": ("vko-2014-70", ("regulation-1", "regulation-2", "regulation-3")),
}
OPENING = re.compile(r"\s?1\.\s+(?:Общие положения|Жалпы ережелер)\s*$")
HEADING = re.compile(r"\s?(\d)\.\s+\S")
CLAUSE = re.compile(r"\s{5,9}(\d+)(?:-(\d+))?\.\s*[^\s\d]")  # one act writes "3.Степень"
INDENTED = re.compile(r"\s{5,9}\S")
NOTE = re.compile(r"\s{5,9}(?:Сноска\.|Ескерту\.|Регламент \S+ толықтырылды)")  # the publisher's words, not the act's
ANNEX = re.compile(r"Приложение\d|Диаграмма№|Условныеобозначения|Шарттыбелгілер")


@dataclass(frozen=True, slots=True)
class ListedClause:
    number: str  # as the act has it: "4-1"
    section: int  # counted: two sections of vko-2014-70 (3) bear the number 1
    sha256: str  # of the clause's words: NFC, each white space run one space, trimmed
    text: str = field(default="", compare=False, repr=False)  # known where the text is at hand


@dataclass(frozen=True, slots=True)
class RegulationClauses:
    act: str
    regulation: str
    clauses: tuple[ListedClause, ...]


def derive(text_file: Path) -> list[RegulationClauses]:
    """The clauses of each regulation in the text of one act."""
    act, _ = TEXTS[text_file.name]
    return derive_from(act, text_file.read_text("utf-8"))


def derive_from(act: str, text: str) -> list[RegulationClauses]:
    """The same from a text that an administrator attached. ValueError: it is not this act's text."""
    regulations = next((names for known, names in TEXTS.values() if known == act), ())
    lines = text.splitlines()
    openings = [i for i, line in enumerate(lines) if OPENING.match(line)]
    if not regulations or len(openings) != len(regulations):
        raise ValueError(f"{act}: {len(openings)} regulations found, {len(regulations)} expected")
    ends = [*openings[1:], len(lines)]
    return [
        RegulationClauses(act, regulation, tuple(_clauses(lines[start:end])))
        for regulation, start, end in zip(regulations, openings, ends, strict=True)
    ]


def _clauses(lines: list[str]) -> Iterator[ListedClause]:
    number, section, last, note = "", 1, (0, 0), False
    words: list[str] = []
    for i, line in enumerate(lines):
        if i == 0:
            continue
        if section > 2 and _is_annex(lines, i):
            break
        if _is_heading(lines, i, section):
            if number:
                yield _listed(number, section, words)
            number, section, words, note = "", section + 1, [], False
        elif (match := CLAUSE.match(line)) and (here := (int(match[1]), int(match[2] or 0))) > last:
            if number:
                yield _listed(number, section, words)
            number, last, words, note = match[1] + (f"-{match[2]}" if match[2] else ""), here, [line], False
        elif NOTE.match(line):
            note = True
        elif INDENTED.match(line):
            note = False
            if last == (0, 0):  # the first clause of both atyrau regulations lost its number
                number, last = "1", (1, 0)
            words.append(line)
        elif not note:
            words.append(line)
    if number:
        yield _listed(number, section, words)


def _is_heading(lines: list[str], i: int, section: int) -> bool:
    """A section opens: not indented, after a blank line or set off by one space, and numbered on (or 1 by a slip)."""
    match = HEADING.match(lines[i])
    if not match or INDENTED.match(lines[i]) or int(match[1]) not in (section + 1, 1):
        return False
    return lines[i].startswith(" ") or not lines[i - 1].strip()


def _is_annex(lines: list[str], i: int) -> bool:
    """The body ends: an annex is announced, in letters set apart, or in Kazakh over several lines."""
    if INDENTED.match(lines[i]):
        return False
    if ANNEX.match("".join(lines[i].split())):
        return True
    announced = "".join("".join(lines[i : i + 14]).split())
    return lines[i].lstrip().startswith('"') and bool(re.match(r'"[^.;]{0,250}регламентіне\d', announced))


def _listed(number: str, section: int, words: list[str]) -> ListedClause:
    text = " ".join(unicodedata.normalize("NFC", " ".join(words)).split())
    return ListedClause(number, section, sha256(text.encode()).hexdigest(), text)


def read_list(path: Path) -> list[RegulationClauses]:
    return [
        RegulationClauses(
            entry["act"],
            entry["regulation"],
            tuple(ListedClause(c["number"], c["section"], c["sha256"]) for c in entry["clauses"]),
        )
        for entry in tomllib.loads(path.read_text("utf-8"))["regulations"]
    ]


def check(texts_dir: Path, listed: Path) -> list[str]:
    """What the list has and the texts have not, or the other way round, or in other words. Empty: they agree."""
    held = {(r.act, r.regulation): r.clauses for r in read_list(listed)}
    differences = []
    for name in sorted(TEXTS):
        for derived in derive(texts_dir / name):
            key = f"{derived.act} {derived.regulation}"
            ours = {c.number: c for c in held.pop((derived.act, derived.regulation), ())}
            theirs = {c.number: c for c in derived.clauses}
            differences += [f"{key}/{n}: only in the list" for n in ours if n not in theirs]
            differences += [f"{key}/{n}: not in the list" for n in theirs if n not in ours]
            differences += [f"{key}/{n}: other words" for n in ours if n in theirs and ours[n] != theirs[n]]
    return differences + [f"{act} {regulation}: no such regulation in the texts" for act, regulation in held]


def written(regulations: list[RegulationClauses]) -> str:
    """The list as it lies in `clauses.toml`."""
    parts = [
        "# Every numbered clause of the acts: number, section, SHA-256 of its words. Derived: app/catalogue/clauses.py"
    ]
    for each in regulations:
        parts += ["", "[[regulations]]", f'act = "{each.act}"', f'regulation = "{each.regulation}"', "clauses = ["]
        for c in each.clauses:
            parts.append(f'  {{ number = "{c.number}", section = {c.section}, sha256 = "{c.sha256}" }},')
        parts.append("]")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":  # python -m app.catalogue.clauses <folder of the texts>  > resources/packs/clauses.toml
    folder = Path(sys.argv[1])
    sys.stdout.write(written([each for name in sorted(TEXTS) for each in derive(folder / name)]))
