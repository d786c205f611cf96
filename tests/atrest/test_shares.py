"""Two shares, two envelopes: both give the key, one gives nothing, a slip of the hand is found where it was made."""

from __future__ import annotations

import io
import json
import secrets
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from app.keeping.key_shares import join, letters, read, split, wrong_group
from app.problems import Refused
from tests.people.test_command_line import tereze
from tests.print.reading import scanned
from tests.world import World

KEY = "00112233445566778899aabbccddeeff" * 2


def spaced(text: str) -> str:
    """As a person types it."""
    return " ".join(text[i : i + 5].lower() for i in range(0, len(text), 5))


@pytest.mark.parametrize("turned", [False, True])
def test_both_shares_give_the_key(turned: bool) -> None:
    for _ in range(50):
        key = secrets.token_hex(32)
        one, other = split(key)
        typed = [read(spaced(share.text)) for share in ((other, one) if turned else (one, other))]
        assert join(*typed) == key
        assert {share.word for share in typed} == {one.word, other.word}


def test_one_share_says_nothing_of_the_key() -> None:
    """Of the same key, each bit of either share is one as often as not."""
    n = 4000
    pairs = [split(KEY) for _ in range(n)]
    for k in (0, 1):
        ones = Counter(bit for pair in pairs for bit in range(256) if pair[k].body[bit // 8] >> (bit % 8) & 1)
        assert all(abs(ones[bit] - n / 2) < 6 * (n / 4) ** 0.5 for bit in range(256))
    assert len({share.text for pair in pairs for share in pair}) == 2 * n


def test_every_slip_of_one_letter_is_found_in_its_group() -> None:
    text, tried = split(KEY)[0].text, 0
    for at in range(len(text)):
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567":
            if letter != text[at]:
                tried += 1
                assert wrong_group(text[:at] + letter + text[at + 1 :]) == at // 5 + 1
    assert tried == 80 * 31


def test_two_groups_that_changed_places_are_found() -> None:
    for at in range(15):
        groups = list(split(secrets.token_hex(32))[0].groups)
        groups[at], groups[at + 1] = groups[at + 1], groups[at]
        if groups[at] != groups[at + 1]:
            with pytest.raises(Refused, match=r"share-mistyped|share-unknown"):
                read("".join(groups))


def test_what_looks_alike_and_another_layout_are_read() -> None:
    text = split(KEY)[1].text
    alike = text.replace("O", "0").replace("I", "1").replace("B", "8")
    russian = text.translate(str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM", "йцукенгшщзфывапролдячсмить"))
    assert letters(alike) == letters(russian) == text


@pytest.mark.parametrize(("code", "of"), [("share-twice", (0, 0)), ("shares-of-two-pairs", (0, 3))])
def test_shares_that_do_not_belong_together_are_refused(code: str, of: tuple[int, int]) -> None:
    shares = [*split(KEY), *split(KEY)]
    with pytest.raises(Refused) as no:
        join(shares[of[0]], shares[of[1]])
    assert no.value.code == code


@pytest.mark.parametrize("language", ["kk", "ru", None])
def test_the_sheets_say_their_share_twice_and_the_other_never(
    file_here: World, ram: Path, language: str | None
) -> None:
    more = ("--lang", language) if language else ()
    answer = tereze(file_here, "key", "escrow", "--out", str(ram / "out"), *more)
    assert answer.returncode == 0, answer.stderr
    files = [Path(file) for file in json.loads(answer.stdout)["files"]]
    shares = []
    for file in files:
        assert file.stat().st_mode & 0o077 == 0
        body = file.read_bytes()
        page = pypdfium2.PdfDocument(body)[0].render(scale=300 / 72).to_pil()
        shares.append(scanned(page)[0].text)
        told = "".join(PdfReader(io.BytesIO(body)).pages[0].extract_text().split())
        assert read(shares[-1]).word in told
        assert all(group in told for group in read(shares[-1]).groups)
        assert "papers." not in told
    assert join(*map(read, shares)) == file_here.key.read_text()
    ours, others = read(shares[0]), read(shares[1])
    first = "".join(PdfReader(files[0]).pages[0].extract_text().split())
    assert not [group for group in set(others.groups) - set(ours.groups) if group in first]
    assert answer.stdout.count(ours.word) == 0  # what is printed is said nowhere else


def test_sheets_are_never_written_over(file_here: World, ram: Path) -> None:
    made = [tereze(file_here, "key", "escrow", "--out", str(ram / "out")) for _ in range(2)]
    assert [one.returncode for one in made] == [0, 0]
    assert len(list((ram / "out").iterdir())) == 4
