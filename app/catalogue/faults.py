"""What can be wrong with a pack's file: for the command line in English, for the window by the same codes (`pack.says.*`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# code → what it says, what its writer has to do
SENTENCES: dict[str, tuple[str, str]] = {
    "no-file": ("there is no such file", "give the path of a pack file"),
    "unreadable": ("it cannot be read: {why}", "give the path of a pack file"),
    "not-utf8": ("not UTF-8 at byte {at}", "save the file as UTF-8"),
    "not-toml": ("not TOML: {why}", "correct the line that is named"),
    "key-missing": ("Field required", "add the key"),
    "key-unknown": ("Unexpected keyword argument", "correct its spelling or take it out: a pack has no such key"),
    "not-one-of": ("Input should be {known}", "write one of {known}"),
    "value-wrong": ("{why}", "write a value of the kind that is named"),
    "act-unknown": ("there is no act '{act}' here", "a new act comes with the program: its regions and services"),
    "days-turned": ("the last day {last} lies before the first, {first}", "put the days right"),
    "file-name": ("the file is called {file}", "name it {ref}.toml"),
    "regulation-unknown": ("'{one}' is no regulation of this act", "write one of {known}"),
    "twice": ("'{one}' stands here twice", "keep one of the two"),
    "text-empty": ("the {lang} text is empty", "write the text in both languages"),
    "clause-missing": ("no clause is given", "name the clause that sets this"),
    "clause-elsewhere": (
        "{clause} is not of the act, but the entry counts as the act's",
        'add source = "reconstructed" or "confirmed"',
    ),
    "clause-shape": ("'{clause}' is no clause", "write it as annex-1/10(2), standard/9 or law/20"),
    "unit-missing": ("a limit without a unit", "give both, or neither when the act sets no time"),
    "limit-missing": ("a unit without a limit", "give both, or neither when the act sets no time"),
    "limit-low": ("{n} is no limit", "write 1 or more, or leave it out"),
    "same-day": ("same-day is one day", "write limit = 1"),
    "not-in-service": ("the service has no '{one}'", "take it out or add it"),
    "never": ("{field} is never '{value}'", "write one of {known}"),
    "waits-for-itself": ("a step does not wait for itself", "name a step of this service"),
    "step-unknown": ("the service has no step '{one}'", "name a step of this service"),
    "step-twice": ("two steps of one id for {cell}", "part them by variants, objects or channels"),
    "document-twice": ("the same document and condition as [{i}]", "keep one of the two"),
    "overlaps": ("overlaps {name} ({first} … {last})", "let each day belong to one file of the act"),
    "clause-unknown": ("the act has no such clause", "compare with the act's text"),
    "clause-uncited": (
        "the clause is neither cited nor called not executable",
        "cite it at what carries it out, or add it to not_executable with the reason",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    key: str
    clause: str  # of the entry that is at fault, or ""
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def says(self) -> str:
        return SENTENCES[self.code][0].format(**self.facts)

    @property
    def do(self) -> str:
        return SENTENCES[self.code][1].format(**self.facts)
