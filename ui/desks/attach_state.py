"""The panel of a line's scan as a pure picture of what is open, kept, on its way or wrong."""

from __future__ import annotations

from dataclasses import dataclass

from ui.desks.attach_sheaf import Leafing
from ui.keys import Hint
from ui.look_words import count, say
from ui.parts.attached import AttachState


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachFacts:
    """`others`: some line of the visit has a scan."""

    number: int
    name: str
    leafing: Leafing
    kept: bool
    edited: bool
    loading: bool
    busy: str
    wrong: str
    note: str
    undo: bool
    scanning: bool
    others: bool


def state_of(facts: AttachFacts) -> AttachState:
    look = facts.leafing
    pages = len(look.leaves)
    tone, says = _says(facts, pages)
    place = say("attach.place", n=look.on + 1, of=pages) if pages else ""
    title = say("attach.title", n=facts.number) if facts.number else say("attach.no-line")
    return AttachState(
        title=title, name=facts.name, place=place, page=look.page(), what=f"{title}, {place}" if pages else "",
        empty=_empty(facts), thumbs=look.thumbs(), on=look.on, tone=tone, says=says, hints=_hints(facts, pages),
    )  # fmt: skip


def _empty(facts: AttachFacts) -> str:
    if not facts.number:
        return say("attach.no-line.do")
    if facts.loading or facts.busy:
        return facts.busy or say("attach.opening")
    return say("attach.empty")


def _says(facts: AttachFacts, pages: int) -> tuple[str, str]:
    if facts.busy:
        return "wait", facts.busy
    if facts.wrong:
        return "risk", facts.wrong
    if facts.edited:
        return "wait", say("attach.keeping")
    if not pages:
        return ("info", facts.note) if facts.note else ("", "")
    if not facts.kept:
        return "wait", say("attach.keeping")
    notes = [say(f"attach.out.{note}") for note in facts.leafing.sheaf.notes()]
    words = " ".join([count("attach.kept", pages), *([facts.note] if facts.note else []), *notes])
    return ("risk" if notes else "ok"), words


def _hints(facts: AttachFacts, pages: int) -> tuple[Hint, ...]:
    """Only what can be done now: an empty line asks for a scan and for nothing else."""
    if facts.scanning:
        return (Hint("Esc", say("attach.do.stop")),)
    if not facts.number:
        return ()
    found = [
        Hint("F4", say("attach.do.scan")), Hint("Ctrl+O", say("attach.do.file")), Hint("Ctrl+V", say("attach.do.paste")),
        Hint("Shift+F4", say("attach.do.scanner")),
    ]  # fmt: skip
    if pages:
        found += [Hint("R", say("attach.do.turn")), Hint("Shift+R", say("attach.do.turn-back"))]
    if pages > 1:
        found += [Hint("Alt+← →", say("attach.do.move")), Hint("S", say("attach.do.split"))]
    if pages:
        found += [Hint("Del", say("attach.do.delete")), Hint("±", say("attach.do.zoom"))]
    if facts.undo:
        found.append(Hint("Ctrl+Z", say("attach.do.undo")))
    found.append(Hint("P", say("attach.do.separators")))
    found.append(Hint("↑ ↓", say("attach.do.line")))
    if facts.others:
        found.append(Hint("V", say("attach.do.all")))
    found.append(Hint("Esc", say("attach.do.close")))
    return tuple(found)
