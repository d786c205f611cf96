"""S01 to S06: what strangers bring to the counter, by the hundred; nothing but sheets of paper goes into the store."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.keeping.archive import unpack
from app.outside.foreign import Limits, called, take
from app.problems import Refused
from app.sync import wire
from app.words import LANGUAGES
from tests.campaign import foreign_archives, foreign_cases, foreign_names, foreign_pdfs
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.foreign_cases import EICAR
from tests.campaign.foreign_door import MAGIC, Counter, lively, spoilt, watched
from tests.campaign.foreign_pdfs import CANARY
from tests.world import World

LINUX = pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
Named = list[tuple[str, bytes]]


def some(all_: Iterator[tuple[str, bytes]], *, least: int) -> Named:
    """One in a hundred and at least so many, spread over all of them."""
    found = list(all_)
    step = max(1, len(found) // cases(len(found), least=min(least, len(found))))
    return found[:: step | 1]  # odd: many come in pairs


def twofold(counter: Counter, named: Named) -> list[str]:
    """Of files that are of no kind, or of two: which were kept as something that is more than sheets."""
    return [name for name, body in named if not counter.well(body, counter.bring(body))]


def test_a_file_of_another_kind_or_of_two_is_refused_or_laid_anew_when_it_is_brought(tmp_path: Path) -> None:
    strangers = some(foreign_cases.strangers(), least=12)
    doubles = some(foreign_cases.two_in_one(), least=24)
    named = strangers + doubles
    with Counter() as counter:
        assert not (wrong := twofold(counter, named)), wrong
        mismatched = [(kind, name) for kind in foreign_cases.KINDS for name in foreign_cases.NAMES]
        for kind, name in mismatched:  # a file is what its first bytes say, whatever it is called
            path = tmp_path / f"scan{name}"
            path.write_bytes(body := foreign_cases.host(kind))
            assert counter.bring(take(path), draw=False).kept == body, (kind, name)
    caught = 0
    for fault, shown in (
        ("whatever lies behind the end", doubles),
        ("whatever the first bytes are", list(foreign_cases.strangers())),
    ):
        with Counter(child=spoilt(fault)) as open_door:
            caught += bool(twofold(open_door, shown[:40]))
    with Counter(as_given=True) as forgetful:
        caught += bool(twofold(forgetful, doubles[:10]))
    ran("S01", len(named) + len(mismatched), planted=(caught, 3))


# ---- PDF


def alive(counter: Counter, named: Named) -> list[str]:
    """Of PDFs in which something waits: which were kept with it, or without a word about it."""
    wrong = []
    for name, body in named:
        end = counter.bring(body)
        if end.code not in ("file-broken", "file-too-heavy") and (not end.kept or lively(end.kept)):
            wrong.append(f"{name}: {end.code} {lively(end.kept) if end.kept else ''}")
        elif end.kept and not end.notes:
            wrong.append(f"{name}: nothing was said")
    return wrong


def answered(counter: Counter, named: Named) -> list[str]:
    """Of PDFs that weigh a reader down: which had no ending of the closed set, or spoilt the next one."""
    good, wrong = foreign_pdfs.sheet(), []
    for name, body in named:
        end = counter.bring(body)
        if not counter.well(body, end) or counter.bring(good, draw=False).kept != good:
            wrong.append(f"{name}: {end.code}")
    return wrong


@LINUX
def test_nothing_in_a_pdf_is_run_sent_or_kept_and_none_stops_the_counter(tmp_path: Path) -> None:
    waiting = list(foreign_pdfs.active(step=1 if WHOLE else 17))
    heavy, broken = some(foreign_pdfs.heavy(), least=10), some(foreign_pdfs.broken(), least=8)
    log = tmp_path / "calls"
    with Counter(Limits(memory=512 * 1024**2, seconds=10 if WHOLE else 2), watched(log)) as counter:
        assert not (wrong := alive(counter, waiting)), wrong
    with Counter(Limits(memory=512 * 1024**2, seconds=10 if WHOLE else 2), watched(log)) as counter:
        assert not (wrong := answered(counter, heavy + broken)), wrong
    assert not (calls := forbidden(log)), calls
    caught = 0
    with Counter(child=spoilt("whatever waits in a PDF")) as open_door:
        caught += bool(alive(open_door, waiting[:10]))
    with Counter(child=(sys.executable, "-c", "import sys; sys.stdin.buffer.read(1); raise SystemExit(1)")) as dead:
        caught += bool(answered(dead, heavy[:2]))
    with Counter(as_given=True) as forgetful:
        caught += bool(alive(forgetful, waiting[:10]))
    touch = tmp_path / "planted"
    runs = f"import os, socket; socket.socket(); open({str(touch)!r}, 'w'); os.execv('/bin/true', ['true'])"
    with Counter(child=(*watched(log)[:-3], sys.executable, "-c", runs)) as lured:
        lured.bring(foreign_pdfs.sheet())
        assert lured._reading is not None
        lured._reading._process.wait(20)
    caught += len(forbidden(log)) >= 3
    ran("S02", len(waiting) + len(heavy) + len(broken), planted=(caught, 4))


def forbidden(log: Path) -> list[str]:
    """What a child has no business to do: to speak, to start a program, to write, to look for what a file names."""
    calls = (line.partition(" ")[2].strip() for line in log.read_text(errors="replace").splitlines())
    return [call for call in calls if "AF_UNIX" not in call and any(sign(call) for sign in SIGNS)]


SIGNS = (  # `AF_UNIX`: Python asks, as it starts, whose home it is in
    re.compile(r"(socket|connect|sendto|bind|rename|unlink)").match,
    re.compile(r'execve\((?!.*(foreign_child\.py|"-c"))').match,
    re.compile(r'(openat|creat)\((?!.*"/dev/null").*(O_WRONLY|O_RDWR|O_CREAT)').match,
    re.compile(CANARY.decode()).search,
)


# ---- floods of dots


def flooded(counter: Counter, named: Named, *, code: str) -> list[str]:
    return [f"{name}: {end.code}" for name, body in named if (end := counter.bring(body)).code != code]


def test_a_flood_of_dots_or_pages_is_refused_by_its_own_head(tmp_path: Path) -> None:
    large, many = some(foreign_cases.too_large(), least=6), some(foreign_cases.too_many(), least=4)
    hurt = some(foreign_cases.spoilt(), least=10)
    slight = Limits(memory=512 * 1024**2, seconds=10)
    with Counter(slight) as counter:
        assert not (wrong := flooded(counter, large, code="file-picture-too-large")), wrong
        assert not (wrong := flooded(counter, many, code="file-too-many-pages")), wrong
        assert not (wrong := twofold(counter, hurt)), wrong
    giants = _giants(tmp_path)
    caught = 0
    for fault, shown, word in (
        ("as many dots as there are", large, "file-picture-too-large"),
        ("as many pages as there are", many, "file-too-many-pages"),
    ):
        with Counter(slight, spoilt(fault)) as open_door:
            caught += bool(flooded(open_door, shown[:2], code=word))
    ran("S03", len(large) + len(many) + len(hurt) + giants, planted=(caught, 2))


def _giants(folder: Path) -> int:
    """More than fifty megabytes on the disk, which is not read to find that out."""
    sizes = (50 * 1024**2 + 1, 2**31, 2**40)
    for size in sizes:
        with (folder / "giant.png").open("wb") as file:
            file.truncate(size)
        with pytest.raises(Refused) as no:
            take(folder / "giant.png")
        assert no.value.code == "file-too-large"
    return len(sizes)


# ---- archives


def taken(counter: Counter, named: Named) -> list[str]:
    return [f"{name}: {end.code}" for name, body in named if (end := counter.bring(body)).code != "file-of-other-kind"]


def grown(read: Callable[[bytes], bytes], bodies: list[tuple[str, bytes, str]]) -> list[str]:
    """Bodies that ended otherwise than they must, or grew beyond what a batch may be."""
    wrong = []
    for name, body, word in bodies:
        try:
            made, said = read(body), ""
        except Refused as no:
            made, said = b"", no.code
        if said != word or len(made) > wire.LARGEST:
            wrong.append(f"{name}: {said} {len(made)}")
    return wrong


def spread_out(unpack: Callable[[Path, Path], object], copies: Named, folder: Path) -> list[str]:
    """Backups that were taken for one, that ended in no refusal, or left something where it does not belong."""
    wrong = []
    for number, (name, body) in enumerate(copies):
        nest = folder / str(number) / "a" / "b"
        nest.mkdir(parents=True)
        (nest / "copy").write_bytes(body)
        (nest / "place").mkdir()
        try:
            unpack(nest / "copy", nest / "place")
            wrong.append(f"{name}: taken")
        except Refused as no:
            if no.code != "not-a-backup":
                wrong.append(f"{name}: {no.code}")
        except (OSError, tarfile.TarError) as fault:
            wrong.append(f"{name}: {fault!r}")
        own, place = {nest / "copy", nest / "place", nest, nest.parent}, nest / "place"
        wrong += [
            f"{name}: {p.name}" for p in (folder / str(number)).rglob("*") if p not in own and place not in p.parents
        ]
        shutil.rmtree(folder / str(number))
    return wrong


def naive(copy: Path, place: Path) -> None:
    """As one would who trusts the names; only as far as this test's own folder, since it may run as anybody."""
    with tarfile.open(copy, "r:") as archive:
        for member in archive:
            target = Path(os.path.normpath(place / member.name))
            if member.type == tarfile.REGTYPE and place.parent.parent in target.parents:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(b"written")


def test_an_archive_is_refused_before_it_has_grown_or_climbed_out(tmp_path: Path) -> None:
    zips, copies = some(foreign_archives.zips(), least=6), some(foreign_archives.backups(), least=12)
    bodies = [body for body in foreign_archives.squeezed() if WHOLE or body[0] != "400 MB of nothing"]
    with Counter() as counter:
        assert not (wrong := taken(counter, zips)), wrong
    assert not (wrong := grown(wire.spread, bodies)), wrong
    assert not (wrong := spread_out(lambda copy, place: unpack(copy, place, kind="embedded"), copies, tmp_path)), wrong
    with Counter(child=spoilt("whatever the first bytes are")) as open_door:
        caught = int(bool(taken(open_door, zips[:3])))
    caught += bool(grown(lambda body: zlib.decompressobj(wbits=31).decompress(body[:-9]), bodies[:2]))
    caught += bool(spread_out(naive, copies, tmp_path))
    ran("S04", len(zips) + len(bodies) + len(copies), planted=(caught, 3))


# ---- names


def unclear(named: list[str], shown: Callable[[Path], str]) -> list[str]:
    """Names that stand in a sentence as more than a name: with an unseen sign, over two lines, or without an end."""
    found = {name: shown(Path(name)) for name in named}
    bad = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    wrong = [n for n, s in found.items() if len(s) > 60 or any(unicodedata.category(c) in bad for c in s)]
    for one, two in (("é", "e\u0301"), ("й", "и\u0306"), ("Å", "A\u030a")):
        wrong += [one] if found.get(one) != found.get(two) else []
    return wrong


def written(log: Path, inside: Path) -> list[str]:
    """Where a program wrote, made, named or linked something that does not lie in that folder."""
    calls, found = r"(openat|creat|rename\w*|mkdir\w*|link\w*|symlink\w*)\(", []
    for line in log.read_text(errors="replace").splitlines():
        call = line.partition(" ")[2].strip()
        if not re.match(calls, call) or (call.startswith("openat") and not re.search("O_WRONLY|O_RDWR|O_CREAT", call)):
            continue
        paths = [p for p in re.findall(r'"((?:[^"\\]|\\.)*)"', call) if p not in ("/dev/null", "/dev/tty")]
        found += [f"{call}" for p in paths if not os.path.normpath(p).startswith(f"{inside}/")]
    return found


def brought_in(folder: Path, named: list[str]) -> int:
    """Files of these names, as far as the system has them; each with a body of its own."""
    folder.mkdir()
    for number, name in enumerate(named):
        body = foreign_pdfs.sheet(content=b"%% %d\n0 0 9 9 re f" % number)
        try:
            if "/" not in name and name not in ("", ".", ".."):
                (folder / name).write_bytes(body)
        except (OSError, ValueError):
            continue
    return len(list(folder.iterdir()))


@LINUX
def test_a_file_s_name_leads_nowhere_and_is_shown_as_a_name(file_here: World, tmp_path: Path) -> None:
    named = list(foreign_names.names())
    named = named[:: max(1, len(named) // cases(400, least=60))]
    for name in named:
        try:
            take(tmp_path / "nothing" / name)
        except (Refused, OSError):
            continue
        pytest.fail(f"{name!r} led somewhere")
    every = list(foreign_names.names())
    assert not (wrong := unclear(every, called)), wrong
    had, log = brought_in(tmp_path / "brought", named), tmp_path / "calls"
    home = file_here.key.parent
    calls = "openat,creat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,symlink,symlinkat"
    watch = ("strace", "-f", "-qq", "-s", "4000", "-A", "-o", str(log), "-e", f"trace={calls}", sys.executable)
    told = [
        *watch,
        "-B",
        "-m",
        "tests.campaign.foreign_taken",
        file_here.url,
        str(file_here.key),
        str(tmp_path / "brought"),
    ]
    done = subprocess.run(
        told, capture_output=True, timeout=500, env={**os.environ, "HOME": str(home), "TMPDIR": str(home)}
    )
    assert done.returncode == 0, done.stderr.decode()
    assert len(set(json.loads(done.stdout))) == had
    assert not (wrong := written(log, home)), wrong
    kept = {p for p in (home / "tereze.db.files").rglob("*") if p.is_file()}
    assert {p.name for p in kept} == set(json.loads(done.stdout))
    assert all(re.fullmatch("[0-9a-f]{64}", p.name) and p.parent.name == p.name[:2] for p in kept)
    caught = int(bool(unclear(every, lambda path: path.name)))
    lure = f"open({str(tmp_path / 'canary')!r}, 'wb')"
    subprocess.run([*watch, "-c", lure], check=True)
    caught += bool(written(log, home))
    ran("S05", len(named), planted=(caught, 2))


# ---- a virus's mark

CLAIMS = re.compile(
    r"вирус|virus|malware|зиянды (код|бағдарлама)"
    r"|(проверен|тексерілді|scanned)\W+(безопас|чист|қауіпсіз|таза|clean|safe)",
    re.IGNORECASE,
)


def claims(texts: dict[str, str]) -> list[str]:
    """Sentences that say more than was done: nothing here looks for viruses."""
    return [key for key, text in texts.items() if CLAIMS.search(text)]


@LINUX
def test_a_virus_s_mark_is_never_run_and_never_called_clean(file_here: World, tmp_path: Path) -> None:
    named, log = list(foreign_cases.with_mark()), tmp_path / "calls"
    with Counter(child=watched(log)) as counter:
        assert not (wrong := twofold(counter, named)), wrong
        ends = {name: counter.bring(body) for name, body in named}
    assert not (calls := forbidden(log)), calls
    assert all(ends[name].code == "file-of-other-kind" for name in ("as it is", "in ZIP", "in ZIP in ZIP", "in gzip"))
    assert not [
        name for name in ends if name.startswith(("behind", "in ZIP behind", "attached")) and EICAR in ends[name].kept
    ]
    # The command has the first bytes alone: what it keeps is sealed, and opened by nobody but the child.
    sheets = [body for _, body in named if body.startswith(MAGIC)]
    for body in sheets:
        file_here.do("intake.keep_scan", {"body": base64.b64encode(body).decode()})
    for body in (body for _, body in named if not body.startswith(MAGIC)):
        with pytest.raises(Refused, match="file-of-other-kind"):
            file_here.do("intake.keep_scan", {"body": base64.b64encode(body).decode()})
    assert not (wrong := plain(file_here.key.parent)), wrong
    assert file_here.count("files") == len(sheets)
    texts = {f"{lang} {key}": text for lang in LANGUAGES for key, text in spoken(lang).items()}
    assert len(texts) > 3000
    assert not (wrong := claims(texts)), wrong
    with Counter(as_given=True) as forgetful:
        caught = int(bool(twofold(forgetful, named)))
    caught += bool(claims({**texts, "ru attach.kept": "Файл проверен: вирусов нет"}))
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "scan.com").write_bytes(EICAR)
    caught += bool(plain(tmp_path / "store"))
    ran("S06", 2 * len(named), planted=(caught, 3))


def plain(home: Path) -> list[str]:
    """Files of a store in which the mark lies open, or which the system would run."""
    files = [p for p in home.rglob("*") if p.is_file()]
    return [p.name for p in files if EICAR in p.read_bytes() or p.stat().st_mode & 0o111]


def spoken(lang: str) -> dict[str, str]:
    folder = Path(__file__).resolve().parents[2] / "resources" / "words" / lang
    entries = (entry for part in folder.glob("*.po") for entry in part.read_text("utf-8").split("\n\n"))
    found = (re.match(r'msgid "(.+?)"\n(.*)', entry, re.S) for entry in entries)
    return {match[1]: match[2] for match in found if match}
