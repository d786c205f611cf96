"""No false verdict: the generated cases, each with the one answer it must get."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.domain.signature import verdict_of
from app.signing.judge import judge
from tests.signing import matrix
from tests.signing.matrix import Example

GROUPS: dict[str, tuple[Callable[[], Iterator[Example]], int]] = {
    "sound": (matrix.sound, 120),
    "content": (matrix.content, 50),
    "certificates": (matrix.certificates, 150),
    "people": (matrix.people, 56),
    "revocation": (matrix.revocation, 291),
    "times": (matrix.times, 280),
    "trust": (matrix.trust, 60),
}


@pytest.mark.parametrize("group", GROUPS)
def test_each_case_gets_the_verdict_that_it_must_when_judged(group: str) -> None:
    cases, least = GROUPS[group]
    ran, wrong = 0, []
    for one in cases():
        ran += 1
        found = judge(one.question)
        if found.reason not in one.told or found.verdict != verdict_of(found.reason):
            wrong.append(f"{one.name}: {found.reason} {found.also}, not {sorted(one.told)}")
    assert not wrong, "\n".join(wrong)
    assert ran >= least


def test_at_least_six_hundred_cases_when_all_groups_are_counted() -> None:
    assert sum(least for _, least in GROUPS.values()) >= 600
