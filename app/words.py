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
    return Words(lang, gettext.GNUTranslations(io.BytesIO(_compiled(FOLDER / lang))))


def _compiled(folder: Path) -> bytes:
    """All parts of a language as one: a text is looked up once, and a start reads one file."""
    parts, mo = sorted(folder.glob("*.po")), folder / "all.mo"
    if mo.exists() and mo.stat().st_mtime >= max(po.stat().st_mtime for po in parts):
        return mo.read_bytes()
    from babel.messages.mofile import write_mo  # costs 100 ms, and only after a text changed
    from babel.messages.pofile import read_po

    whole, *rest = (read_po(io.BytesIO(po.read_bytes()), locale=folder.name) for po in parts)
    for message in (message for part in rest for message in part if message.id):
        whole[message.id] = message
    out = io.BytesIO()
    write_mo(out, whole)
    with contextlib.suppress(OSError):  # a program's folder may be closed to us: then it is compiled each time
        _written(mo, out.getvalue())
    return out.getvalue()


def _written(mo: Path, body: bytes) -> None:
    """All of it or nothing: another start may be reading, and one that is killed here must not leave half behind."""
    handle, fresh = tempfile.mkstemp(dir=mo.parent, prefix=mo.stem, suffix=".mo")
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(fresh, 0o644)
    os.replace(fresh, mo)
