"""The one store of words: window, papers and command line speak through here, in kk, ru and en.

Catalogues are gettext PO files, `resources/words/<lang>/<part>.po`, with a key as msgid (`intake.accept`) and
`{name}` places for facts. They are compiled beside themselves when they have changed.
"""

from __future__ import annotations

import contextlib
import gettext
import io
import os
import tempfile
from functools import cache
from pathlib import Path

LANGUAGES = ("kk", "ru", "en")
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "words"


class Words:
    """Texts of one language: `say("intake.accept")`, `say("receipt.copy", n=2)`, `say.count("documents", 6)`."""

    def __init__(self, lang: str, chain: gettext.NullTranslations) -> None:
        self.lang, self._chain = lang, chain

    def __call__(self, key: str, **facts: object) -> str:
        text = self._chain.gettext(key)
        return text.format(**facts) if facts else text

    def count(self, key: str, n: int, **facts: object) -> str:
        """A text with a number in it, in the plural form that the language asks for."""
        return self._chain.ngettext(key, key, n).format(n=n, **facts)

    def has(self, key: str) -> bool:
        return self._chain.gettext(key) != key


@cache
def words(lang: str) -> Words:
    """The texts of `lang`; a key without a text shows as itself, and a test finds it."""
    merged = gettext.NullTranslations()
    for po in sorted((FOLDER / lang).glob("*.po")):
        merged_part = gettext.GNUTranslations(io.BytesIO(_compiled(po)))
        merged_part.add_fallback(merged)
        merged = merged_part
    return Words(lang, merged)


def _compiled(po: Path) -> bytes:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return mo.read_bytes()
    from babel.messages.mofile import write_mo  # costs 100 ms, and only after a text changed
    from babel.messages.pofile import read_po

    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parent.name)
    out = io.BytesIO()
    write_mo(out, catalogue)
    with contextlib.suppress(OSError):  # a program's folder may be closed to us: then it is compiled each time
        _written(mo, out.getvalue())
    return out.getvalue()


def _written(mo: Path, body: bytes) -> None:
    """All of it or nothing: another start may be reading, and one that is killed here must not leave half behind."""
    handle, fresh = tempfile.mkstemp(dir=mo.parent, prefix=mo.stem, suffix=".new")
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(fresh, 0o644)
    os.replace(fresh, mo)
