"""One reading of a scanner, whichever way it came, and the code in it without what the scanner adds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# "]C0" before the code: which kind of bars it was (ISO/IEC 15424). Code 39 and 128, PDF417, QR, Data Matrix, Aztec: bars of
# papers. The mark of any other stays, so that the price of a tin is no ИИН, though its twelve digits may look like one.
_AIM = re.compile(r"\][ACLQdz][0-9](?=.)")


@dataclass(frozen=True, slots=True)
class Burst:
    """How a scan came in: for the page that teaches, and for whoever takes the code."""

    code: str
    raw: str  # what the layout would have written
    slowest_ms: int
    end: str  # "Enter", "Tab"; of a port "CR", "LF", "CR LF"; empty: none came


def cleaned(text: str) -> str:
    """Control signs and the mark of the bars' kind go; leading zeros and all that a person can read stay."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cc").strip()
    return _AIM.sub("", seen, count=1) if _AIM.match(seen) else seen
