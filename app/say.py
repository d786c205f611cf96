"""A problem in words: what happened, what was kept, what to do next – in the person's language."""

from __future__ import annotations

import sys
from typing import Any

from app.domain.codec import to_json
from app.domain.completeness import Finding
from app.problems import Refused, Unavailable
from app.words import spoken, words


def said(code: str, lang: str, facts: dict[str, Any]) -> str:
    """The sentence of a refusal. A fact that the sentence does not name is simply not said."""
    say = words(lang)
    plain = {k: _short(v) for k, v in facts.items() if isinstance(v, (str, int))}
    if isinstance(offered := plain.get("offered"), str):  # ids for scripts, names for people
        plain["offered"] = ", ".join(say(f"channel.{id}") for id in offered.split(", "))
    if say.has(holder := f"desk.holder.{plain.get('holder')}"):
        plain["holder"] = say(holder)
    if (problem := plain.get("problem")) is not None:  # what is wrong with a number, told as `tereze number` tells it
        plain["why"] = say(f"number.problem.{problem}")
    if say.has(why := f"signature.reason.{plain.get('reason')}"):
        plain["why"] = say(why)
    note = facts.get("note")  # that the day of effect is not known: a second sentence
    also = f". {note[lang]}" if isinstance(note, dict) and lang in note else ""
    try:
        return (say(f"refused.{code}", **plain) if plain else say(f"refused.{code}")) + also
    except (KeyError, IndexError):
        return say("refused.other", code=code)


def _short(fact: str | int) -> str | int:
    """A scanned thing may be a page long: people need its beginning, scripts find the whole in the facts."""
    return f"{fact[:60]}…" if isinstance(fact, str) and len(fact) > 200 else fact


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


def at_terminal(key: str, **facts: Any) -> None:
    """A sentence for whoever started the program; what programs read goes to stdout alone."""
    print(words(spoken())(key, **facts), file=sys.stderr)


def absence(away: Unavailable, lang: str) -> str:
    say = words(lang)
    key = f"away.{away.what}.{away.status}"
    return say(key, **away.facts) if say.has(key) else say("away.other", what=away.what, status=away.status)
