"""The texts of the help: one source for F1 in the window and for the user's guide, `resources/help/<language>.md`.

`## role Title` opens a role, `### place Title` a place of it; paragraphs follow. The picture of a place is
`resources/help/<place>-<language>.png`, made by `tereze screenshots --guide`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "help"
PICTURED = ("kk", "ru")
INSTEAD = {"shelf": "sector", "ledger": "printers", "lock": "start", "first": "start", "process": "case"}


@dataclass(frozen=True, slots=True)
class Topic:
    """`role` and its title head several places."""

    place: str
    title: str
    role: str
    role_title: str
    paragraphs: tuple[str, ...]

    def holds(self, words: str) -> bool:
        whole = " ".join((self.title, self.role_title, *self.paragraphs)).casefold()
        return all(word in whole for word in words.casefold().split())


@cache
def topics(lang: str) -> tuple[Topic, ...]:
    found: list[Topic] = []
    role = role_title = place = title = ""
    held: list[str] = []

    def close() -> None:
        if place:
            found.append(Topic(place, title, role, role_title, tuple(held)))

    for block in (FOLDER / f"{lang}.md").read_text("utf-8").split("\n\n"):
        text = " ".join(block.split())
        if text.startswith("### "):
            close()
            _, place, title = text.split(" ", 2)
            held = []
        elif text.startswith("## "):
            close()
            place, held = "", []
            _, role, role_title = text.split(" ", 2)
        elif text and not text.startswith("# "):
            held.append(text)
    close()
    return tuple(found)


def topic_of(lang: str, place: str) -> Topic:
    """What is told of a place; one that has no text of its own is told with its neighbour, else as a beginning."""
    known = {t.place: t for t in topics(lang)}
    return known.get(place) or known.get(INSTEAD.get(place, "start")) or known["start"]


def picture(lang: str, place: str) -> Path | None:
    """English has the Russian pictures: the acts, and so the papers, are in Kazakh and Russian."""
    path = FOLDER / f"{place}-{lang if lang in PICTURED else 'ru'}.png"
    return path if path.exists() else None


def guide(lang: str) -> str:
    """The user's guide in Markdown, as it stands in `docs/guide/`."""
    lines = [(FOLDER / f"{lang}.md").read_text("utf-8").split("\n", 1)[0], ""]
    role = ""
    for topic in topics(lang):
        if topic.role != role:
            role = topic.role
            lines += [f"## {topic.role_title}", ""]
        lines += [f"### {topic.title}", ""]
        if path := picture(lang, topic.place):
            lines += [f"![{topic.title}](../../resources/help/{path.name})", ""]
        for paragraph in topic.paragraphs:
            lines += [paragraph, ""]
    return "\n".join(lines)
