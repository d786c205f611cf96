"""Names, personal numbers, addresses, telephones: values that show themselves as «…» wherever they are printed by accident."""

from __future__ import annotations

from typing import Any

HIDDEN = "«…»"


class Personal(str):
    """A text about a person. Logs, errors and debuggers see «…»; only paper, window and wire call `open()`."""

    __slots__ = ()

    def open(self) -> str:
        return str.__getitem__(self, slice(None))

    def __repr__(self) -> str:
        return HIDDEN

    def __str__(self) -> str:
        return HIDDEN

    def __format__(self, spec: str) -> str:
        return HIDDEN

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, inner: object) -> dict[str, Any]:
        """In a schema it is a text like any other."""
        return {"type": "function-after", "function": {"type": "no-info", "function": cls}, "schema": {"type": "str"}}


class Secret(Personal):
    """A password or a badge's code on its way to its hash: kept nowhere, not even in the mark of an operation."""

    __slots__ = ()
