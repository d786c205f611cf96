"""The three ways a wish can end badly, each told to the person in words: a rule says no, the outside is away, or a bug."""

from __future__ import annotations


class Refused(Exception):
    """A rule's no. `code` is kebab-case and has a text in every language; `facts` fill its places."""

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class WrongCall(Exception):
    """The call itself is wrong: an unknown name, a shape that does not fit. Exit 2 on the command line."""


class Unavailable(Exception):
    """Something outside is away, or the store is in use: nothing was changed, and trying again is safe."""

    def __init__(self, what: str, status: str, **facts: object) -> None:
        super().__init__(f"{what}: {status}")
        self.what = what
        self.status = status
        self.facts = facts
