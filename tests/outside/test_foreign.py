"""A stranger's file is opened in a child: whatever it is, an answer comes, and the window's process is not touched."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator

import pypdf
import pytest

from app.domain.line_code import line_code
from app.outside.foreign import LARGEST, Limits, Opened, Part, Reading, take
from app.problems import Refused
from tests.outside import foreign_files as files

SMALL = Limits(pages=5, pixels=3_000_000, memory=600 * 1024**2, seconds=20, patience=20.0)


@pytest.fixture
def reading() -> Iterator[Reading]:
    with Reading(SMALL) as child:
        yield child


def dark(reading: Reading, opened: Opened, page: int = 0, *, turn: int = 0) -> str:
    """Where the dark corner of a page lies."""
    drawn = reading.draw(opened, page, box=(200, 200), turn=turn)
    grey = [drawn.rgb[i] for i in range(0, len(drawn.rgb), 3)]
    half_w, half_h = drawn.wide // 2, drawn.high // 2
    sums = {}
    for name, xs, ys in (
        ("upper left", range(half_w), range(half_h)), ("upper right", range(half_w, drawn.wide), range(half_h)),
        ("lower left", range(half_w), range(half_h, drawn.high)),
        ("lower right", range(half_w, drawn.wide), range(half_h, drawn.high)),
    ):  # fmt: skip
        sums[name] = sum(grey[y * drawn.wide + x] for y in ys for x in xs) / (len(xs) * len(ys))
    return min(sums, key=lambda n: sums[n])


@pytest.mark.parametrize(
    ("body", "kind", "pages"),
    [
        (files.pdf(3), "pdf", 3), (files.picture(), "png", 1), (files.picture(kind="JPEG"), "jpeg", 1),
        (files.tiff(4), "tiff", 4),
    ],
)  # fmt: skip
def test_a_file_is_what_its_first_bytes_say(reading: Reading, body: bytes, kind: str, pages: int) -> None:
    opened = reading.open(body)
    assert (opened.kind, opened.pages) == (kind, pages)
    drawn = reading.draw(opened, pages - 1, box=(60, 80))
    assert drawn.wide <= 60
    assert drawn.high <= 80
    assert len(drawn.rgb) == drawn.wide * drawn.high * 3


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "file-empty"),
        (b"MZ a program", "file-of-other-kind"),
        (b"<html>", "file-of-other-kind"),
        (b"%PDF-1.7\nrubbish", "file-broken"),
        (files.picture()[:200], "file-broken"),
        (files.picture(kind="JPEG")[:900], "file-broken"),
        (b"\xff\xd8\xff rubbish", "file-broken"),
        (b"II*\0" + b"\xff" * 60, "file-broken"),
        (files.pdf(password="secret"), "file-locked"),
        (files.pdf(6), "file-too-many-pages"),
        (files.tiff(6), "file-too-many-pages"),
        (files.bomb(), "file-picture-too-large"),
    ],
    ids=lambda v: v if isinstance(v, str) else f"{len(v)} bytes",
)
def test_a_bad_file_is_refused_by_its_own_word_and_the_next_one_is_taken(
    reading: Reading, body: bytes, code: str
) -> None:
    with pytest.raises(Refused) as no:
        reading.open(body)
    assert no.value.code == code
    assert reading.open(files.pdf()).pages == 1


def test_a_giant_file_is_not_even_read(tmp_path) -> None:
    path = tmp_path / "giant.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(Refused) as no:
        take(path)
    assert (no.value.code, no.value.facts["megabytes"]) == ("file-too-large", 50)


def test_a_script_and_an_attachment_are_noted_and_left_out_of_what_is_kept(reading: Reading) -> None:
    body = files.pdf(script="app.launchURL('http://127.0.0.1')", attachment=b"MZ")
    opened = reading.open(body)
    assert (opened.notes, opened.bare) == (("script", "attachment"), False)
    again = reading.open(reading.join((Part(opened.source, 0),)))
    assert (again.notes, again.bare) == ((), True)
    plain = reading.open(files.pdf())
    assert (plain.notes, plain.bare) == ((), True)


@pytest.mark.parametrize("body", [files.pdf(2), files.picture(), files.picture(kind="JPEG"), files.tiff(2)], ids=len)
def test_a_file_with_something_behind_its_end_is_more_than_its_pages(reading: Reading, body: bytes) -> None:
    assert reading.open(body).bare
    opened = reading.open(body + b"something else")
    assert (opened.notes, opened.bare) == (("more",), False)
    assert b"something else" not in reading.join((Part(opened.source, 0),))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes among files")
def test_what_is_no_file_is_not_waited_for(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, tmp_path / "a\0b", tmp_path / "\ud800"):
        with pytest.raises(Refused, match="file-unreadable"):
            take(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of memory for a child")
def test_a_picture_that_needs_more_memory_than_there_is_ends_the_child_and_not_the_window() -> None:
    body = files.picture(size=(9000, 9000))
    with Reading(Limits(memory=400 * 1024**2)) as child, pytest.raises(Refused) as no:
        child.draw(child.open(body), 0, box=(6000, 6000))
    assert no.value.code == "file-too-heavy"


def test_a_pdf_whose_picture_unpacks_to_two_gigabytes_is_drawn_in_little_memory() -> None:
    with Reading(Limits(memory=400 * 1024**2)) as child:
        assert child.draw(child.open(files.heavy_pdf()), 0, box=(300, 400)).wide == 300


def test_a_child_that_says_nothing_is_given_up_in_time() -> None:
    silent = (sys.executable, "-c", "import sys; sys.stdin.buffer.read()")
    with Reading(Limits(patience=0.3), child=silent) as child, pytest.raises(Refused) as no:
        child.open(files.pdf())
    assert no.value.code == "file-too-slow"


def test_a_child_that_dies_is_no_fault_of_the_window() -> None:
    with Reading(child=(sys.executable, "-c", "raise SystemExit(9)")) as child, pytest.raises(Refused) as no:
        child.open(files.pdf())
    assert no.value.code == "file-too-heavy"


def test_a_child_knows_neither_the_store_nor_its_keys(monkeypatch) -> None:
    monkeypatch.setenv("TEREZE_PASSWORD", "secret")
    tells = (sys.executable, "-c", "import os, sys; sys.exit(3 if 'TEREZE_PASSWORD' in os.environ else 4)")
    with Reading(child=tells) as child:
        assert child._process.wait(20) == 4


def test_pages_of_many_files_are_laid_into_one_pdf_in_the_order_and_turned_as_wished(reading: Reading) -> None:
    one, two = reading.open(files.pdf(3, widths=50)), reading.open(files.picture(kind="JPEG"))
    three = reading.open(files.tiff(2))
    body = reading.join((
        Part(one.source, 2), Part(two.source, 0, 1), Part(one.source, 0, 3), Part(three.source, 1),
    ))  # fmt: skip
    pages = pypdf.PdfReader(io.BytesIO(body)).pages
    assert [round(float(p.mediabox.width)) for p in pages[:3]] == [400, 595, 300]
    assert [p.rotation for p in pages[:3]] == [0, 90, 270]
    again = reading.open(body)
    assert [dark(reading, again, n) for n in (0, 1, 2)] == ["upper left", "upper right", "lower left"]


def test_a_jpeg_goes_into_the_pdf_without_a_second_loss(reading: Reading) -> None:
    body = files.picture(kind="JPEG")
    opened = reading.open(body)
    joined = reading.join((Part(opened.source, 0, 1),))
    page = pypdf.PdfReader(io.BytesIO(joined)).pages[0]
    (image,) = page["/Resources"]["/XObject"].values()  # type: ignore[index, union-attr]
    assert image.get_object()._data == body


@pytest.mark.parametrize(
    ("turned", "corner"), [(1, "upper left"), (3, "lower right"), (6, "upper right"), (8, "lower left")]
)
def test_a_photograph_stands_as_the_telephone_was_held(reading: Reading, turned: int, corner: str) -> None:
    opened = reading.open(files.picture(size=(400, 300), kind="JPEG", turned=turned))
    assert dark(reading, opened) == corner
    joined = reading.open(reading.join((Part(opened.source, 0),)))
    assert dark(reading, joined) == corner
    assert [round(n) for n in joined.sizes[0]] == [round(n) for n in opened.sizes[0]]


def test_the_codes_of_separator_sheets_are_read_from_pictures_and_from_pdf(reading: Reading) -> None:
    sheets = files.stack({0: line_code(5), 2: "DAT010316000422"}, 3)
    opened = [reading.open(sheet) for sheet in sheets]
    assert [reading.codes(o, 0) for o in opened] == [(line_code(5),), (), ("DAT010316000422",)]
    joined = reading.open(reading.join(tuple(Part(o.source, 0, 1) for o in opened)))
    assert [reading.codes(joined, n) for n in range(3)] == [(line_code(5),), (), ("DAT010316000422",)]
