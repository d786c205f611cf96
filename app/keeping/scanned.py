"""A picture of a printed paper: its squares are read in a child process, and each says for itself what it proves.

What else stands on the sheet is not compared: the answer says what the square says, and a person looks at both.
"""

from __future__ import annotations

from typing import Any

from app.keeping.verify import not_intact, signed_text, verify_sheet
from app.outside.foreign import Reading
from app.settings import Settings


def verify_scan(settings: Settings, body: bytes, *, case: str | None = None) -> dict[str, Any]:
    """Intact where at least one square was read, and each of them is. `Refused`: the file cannot be opened."""
    with Reading() as reading:
        opened = reading.open(body)
        texts = [told for page in range(opened.pages) for told in reading.squares(opened, page) if signed_text(told)]
    if not texts:
        return not_intact("scan-without-square")
    answers = [{"square": told, **verify_sheet(settings, told, case=case)} for told in dict.fromkeys(texts)]
    if len(answers) == 1:
        return answers[0]
    return {"intact": all(one["intact"] for one in answers), "squares": answers}
