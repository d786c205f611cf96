"""What a paper is made of: plain frozen facts that are stored as JSON and rebuild the same paper for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Language = Literal["kk", "ru", "both"]


@dataclass(frozen=True, slots=True)
class Both:
    """One text in the two languages of the papers; equal texts are printed once."""

    ru: str
    kk: str

    def in_(self, language: str) -> str:
        return self.kk if language == "kk" else self.ru


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The head of the paper: who issues it and where they are."""

    name: Both
    branch: Both
    address: Both
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or an organisation with its number; `legal` chooses between БИН and ИИН."""

    name: Both
    number: str = ""
    legal: bool = False  # its number is a БИН


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs: printed above the line."""

    name: str
    role: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What every paper carries besides its own facts.

    Times are ISO 8601 in the centre's own zone with the offset (`2016-11-17T15:20:00+05:00`), days `2016-11-17`.
    """

    FORM: ClassVar[str]  # T-01 …: the form's number in the foot

    office: Office
    code: str  # the text in the bars: CAT010316000422
    number: str  # the same for eyes: AT01-03-16-00042-2
    act: str = ""  # atyrau-2015-324
    clause: Both | None = None  # Both("прил. 1, п. 10 2)", "1-қосымша, 10-т. 2)"); None: the program's own paper
    set_by: Both | None = None  # the annex that sets the form: Both("приложение 8 к Стандарту", "Стандартқа 8-қосымша")
    training: bool = False
    draft: bool | None = None  # shown before it is signed: no paper
    copy: int = 0  # 0 the original, N the Nth reprint
    instance: int = 0  # equal originals: 1, 2 …; 0 when there is one
    instance_for: Both | None = None  # to whom this equal original goes
    proof: str | None = None  # Base32 text of the signed code; None: the QR is left out
    fingerprint: str = ""  # the hash's first 16 hexadecimal digits, to be read out over the telephone
