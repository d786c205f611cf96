"""A version of an act that did not come with the program: an administrator of a centre adopted it, and it travels."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.case import Head
from app.domain.events import LawAdopted

_NAMES = uuid.UUID("6f0f7f0c-5d0e-5f4b-9a51-3f1e8c2b7d64")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    id: str
    version: int
    act: str
    first: date
    last: date
    on: date  # the legal day of adopting it
    text: str  # of the file

    @property
    def ref(self) -> str:
        return f"{self.act}@{self.first.isoformat()}"


def id_of(ref: str) -> str:
    """The same at every node, so that one version cannot stand in a store with two texts."""
    return str(uuid.uuid5(_NAMES, ref))


def apply(adopted: Adopted | None, head: Head, fact: Any) -> Adopted | None:
    """The first text stays; the same again changes nothing, and another does not fit."""
    match adopted, fact:
        case None, LawAdopted():
            return Adopted(
                id=head.case, version=head.version, act=fact.act, first=fact.first, last=fact.last, on=fact.on,
                text=fact.text,
            )  # fmt: skip
        case Adopted(), LawAdopted() if fact.text == adopted.text:
            return adopted
    return None
