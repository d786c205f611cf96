"""Each fault of a pack is said in the window's language too."""

from __future__ import annotations

import pytest

from app.catalogue.faults import SENTENCES
from app.words import LANGUAGES, words


@pytest.mark.parametrize("code", SENTENCES)
def test_a_fault_has_its_words_in_every_language(code: str) -> None:
    missing = [
        (lang, what) for lang in LANGUAGES for what in ("says", "do") if not words(lang).has(f"pack.{what}.{code}")
    ]
    assert not missing
