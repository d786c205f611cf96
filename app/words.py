"""The one store of words: window, papers and command line speak through here, in kk, ru and en.

Catalogues are gettext PO files, `resources/words/<lang>/<part>.po`, with a key as msgid (`intake.accept`) and
`{name}` places for facts. They are compiled beside themselves when they have changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from struct import unpack_from

from app import beside

LANGUAGES = ("kk", "ru", "en")
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "words"


def spoken() -> str:
    """Of whoever started the program, by `TEREZE_LANG`: `kk`, `ru`, `en`, also as a system writes it (`kk_KZ.UTF-8`);
    anything else is Russian."""
    told = os.environ.get("TEREZE_LANG", "")[:2]
    return told if told in LANGUAGES else "ru"


class Catalogue:
    """A compiled catalogue (`.mo`). Its keys are sorted, so a text is looked for where it stands: the lock screen needs
    twenty of three thousand, and is not painted later for all the others."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._many, self._keys, self._texts = unpack_from("<3I", body, 8)  # as `write_mo` lays it out, on any machine
        self._found: dict[str, tuple[str, ...] | None] = {}
        self._form: Callable[[int], int] | None = None

    def forms(self, key: str) -> tuple[str, ...] | None:
        """The text of a key; several where it has a number in it; None when there is none."""
        if key not in self._found:
            self._found[key] = self._looked_up(key)
        return self._found[key]

    def form(self, n: int) -> int:
        """Which of several forms a number asks for, as the header says."""
        if self._form is None:
            from gettext import c2py  # the same small language everywhere: Plural-Forms

            header = self._looked_up("")
            self._form = c2py(header[0].partition("plural=")[2].partition(";")[0]) if header else lambda n: 0
        return self._form(n)

    def _looked_up(self, key: str) -> tuple[str, ...] | None:
        wanted, low, high = key.encode(), 0, self._many
        while low < high:
            middle = (low + high) // 2
            found = self._piece(self._keys, middle).partition(b"\0")[0]  # key and plural key are one and the same
            if found == wanted:
                return tuple(self._piece(self._texts, middle).decode().split("\0"))
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return None

    def _piece(self, table: int, n: int) -> bytes:
        length, at = unpack_from("<2I", self._body, table + 8 * n)
        return self._body[at : at + length]


class Words:
    """Texts of one language: `say("intake.accept")`, `say("receipt.copy", n=2)`, `say.count("documents", 6)`."""

    def __init__(self, lang: str, catalogue: Catalogue) -> None:
        self.lang, self._catalogue = lang, catalogue

    def __call__(self, key: str, **facts: object) -> str:
        forms = self._catalogue.forms(key)
        text = forms[0] if forms else key
        return text.format(**facts) if facts else text

    def count(self, key: str, n: int, **facts: object) -> str:
        """A text with a number in it, in the plural form that the language asks for."""
        forms = self._catalogue.forms(key)
        text = forms[min(self._catalogue.form(n), len(forms) - 1)] if forms else key
        return text.format(n=n, **facts)

    def has(self, key: str) -> bool:
        return self._catalogue.forms(key) not in (None, (key,))


@cache
def words(lang: str) -> Words:
    """The texts of `lang`; a key without a text shows as itself, and a test finds it."""
    return Words(lang, Catalogue(_compiled(FOLDER / lang)))


def _compiled(folder: Path) -> bytes:
    """All parts of a language as one: a text is looked up once, and a start reads one file."""
    parts, mo = sorted(folder.glob("*.po")), folder / "all.mo"
    if mo.exists() and mo.stat().st_mtime >= max(po.stat().st_mtime for po in parts):
        return mo.read_bytes()
    import io

    from babel.messages.mofile import write_mo  # costs 100 ms, and only after a text changed
    from babel.messages.pofile import read_po

    whole, *rest = (read_po(io.BytesIO(po.read_bytes()), locale=folder.name) for po in parts)
    for message in (message for part in rest for message in part if message.id):
        whole[message.id] = message
    out = io.BytesIO()
    write_mo(out, whole)
    beside.keep(mo, out.getvalue())
    return out.getvalue()
