"""A problem in words: what happened, what was kept, what to do next – in the person's language."""

from __future__ import annotations

from typing import Any

from app.domain.codec import to_json
from app.domain.completeness import Finding
from app.problems import Refused, Unavailable
from app.words import words


def said(code: str, lang: str, facts: dict[str, Any]) -> str:
    """The sentence of a refusal. A fact that the sentence does not name is simply not said."""
    plain = {k: v for k, v in facts.items() if isinstance(v, (str, int))}
    try:
        return words(lang)(f"refused.{code}", **plain) if plain else words(lang)(f"refused.{code}")
    except (KeyError, IndexError):
        return words(lang)("refused.other", code=code)


def refusal(no: Refused) -> dict[str, Any]:
    """`{"code","facts","clause","text"}` for scripts. Findings carry their own sentences."""
    from app.law import told

    facts: dict[str, Any] = {}
    for name, value in no.facts.items():
        if isinstance(value, tuple) and value and isinstance(value[0], Finding):
            facts[name] = [told(v) for v in value]
        else:
            facts[name] = to_json(value)
    clause = no.facts.get("clause")
    text = {lang: said(no.code, lang, no.facts) for lang in ("ru", "kk", "en")}
    return {"code": no.code, "facts": facts, "clause": clause, "text": text}


def absence(away: Unavailable, lang: str) -> str:
    say = words(lang)
    key = f"away.{away.what}.{away.status}"
    return say(key) if say.has(key) else say("away.other", what=away.what, status=away.status)
