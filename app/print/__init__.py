"""Papers: facts in, the bytes of a PDF out, the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from app.domain.codec import read, to_json
from app.print.facts import Language, Sheet
from app.print.forms import FORMS


def draw(form: str, facts: Sheet | Mapping[str, Any], language: Language, copy_no: int = 0) -> bytes:
    """The paper of `form`; `facts` as its own `Facts` or as the JSON they were stored in; `copy_no` of a reprint."""
    module = form_module(form)
    known = facts if isinstance(facts, Sheet) else facts_of(form, facts)
    if not isinstance(known, module.Facts):
        raise TypeError(f"{form} is drawn from {module.__name__}.Facts, not from {type(known).__name__}")
    drawn: bytes = module.draw(replace(known, copy=copy_no) if copy_no else known, language)
    return drawn


@cache
def make_ready(*forms: str) -> None:
    """What the first paper of a day would wait for: the modules of these forms, letters and codes that nearly all have."""
    from app.print import codes, type

    for form in forms:
        form_module(form)
    codes.make_ready()
    type.make_ready()
    edition()


WORDS = ("papers", "keys", "process", "summary")  # files in which a form's own words stand


@cache
def edition() -> str:
    """Which forms these are: the hash of everything that a paper's bytes depend on. Another edition may draw otherwise."""
    here = Path(__file__).resolve().parent
    resources = here.parent.parent / "resources"
    words = [said for name in WORDS for said in (resources / "words").glob(f"*/{name}.po")]
    parts = [*here.rglob("*.py"), *(resources / "fonts").glob("*.ttf"), *words]
    digest = sha256()
    for part in sorted(parts):
        digest.update(part.read_bytes())
    return digest.hexdigest()[:16]


def facts_of(form: str, stored: Mapping[str, Any]) -> Sheet:
    """Facts as they were stored; what does not fit the form is `BadShape`."""
    known: Sheet = read(form_module(form).Facts, dict(stored))
    return known


def stored(facts: Sheet) -> dict[str, Any]:
    """Facts as they are kept with the case."""
    plain: dict[str, Any] = to_json(facts)
    return plain


def form_module(form: str) -> ModuleType:
    """The module of a form, opened when it is first needed."""
    place = dict(FORMS).get(form)
    if place is None:
        raise KeyError(f"no such form: {form}")
    return import_module(place.partition(":")[0])


def title_key(form: str) -> str:
    """Its title in the store of words."""
    return f"papers.form.{form}"
