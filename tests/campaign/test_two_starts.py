"""F29 and F30: two programs that start together on one store; and a store that lies where two machines could write it."""

from __future__ import annotations

import os
import random
import select
import struct
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.problems import Unavailable
from app.start import Settings
from app.store import lock, open, place
from app.store.open import open_store
from tests.campaign.counted import WHOLE, cases, ran
from tests.store.furnished import DEVICE, accepted, ask, furnish, key_of, record

pytestmark = [
    pytest.mark.timeout(0 if WHOLE else 300),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork"),
]
LONG = 60.0


@pytest.fixture
def settings(ram: Path) -> Settings:
    return furnish(f"sqlite:///{ram}/store.db", ram)


class Starter:
    """A program that is told when to start, and when to end."""

    def __init__(self, settings: Settings) -> None:
        self.told, told = os.pipe()
        heard, self.hears = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self._live(settings, heard, told)
            finally:
                os._exit(0)
        os.close(told)
        os.close(heard)

    @staticmethod
    def _live(settings: Settings, heard: int, told: int) -> None:
        delay = struct.unpack("d", os.read(heard, 8))[0]
        threading.Event().wait(delay)
        try:
            store = open_store(settings.store, key=key_of(settings), write=True)
        except Unavailable as away:
            os.write(told, b"w" if away.status == "in-use" else b"?")
        else:
            record(store, DEVICE, accepted)
            os.write(told, b"1")
            os.read(heard, 8)  # the lock is held until the other has had its turn
            store.close()
        os.read(heard, 8)

    def start(self, delay: float) -> None:
        os.write(self.hears, struct.pack("d", delay))

    def answer(self) -> str:
        ready, _, _ = select.select([self.told], [], [], LONG)
        return os.read(self.told, 1).decode() if ready else "hangs"

    def end(self) -> None:
        os.write(self.hears, bytes(16))  # a closed pipe would say nothing: the other has it open as well
        os.close(self.hears)
        os.close(self.told)
        os.waitpid(self.pid, 0)


def together(settings: Settings, delay: float) -> str:
    """What the two said: one writes, the other is told that the store is in use."""
    two = Starter(settings), Starter(settings)
    for one, wait in zip(two, (0.0, delay), strict=True):
        one.start(wait)
    said = "".join(sorted(one.answer() for one in two))
    for one in two:
        one.end()
    return said


def campaign(settings: Settings, count: int, *, seed: int, until_found: bool = False) -> list[str]:
    random_, wrong = random.Random(seed), []
    for _ in range(count):
        delay = random_.choice([0.0, 0.0, random_.random() * 0.05])
        if (said := together(settings, delay)) != "1w":
            wrong.append(f"{delay * 1000:.1f} ms apart: {said}")
            if until_found:
                break
    return wrong


class ByNumber:
    """The fault that is planted: a file with the process's number, looked at and then written."""

    def __init__(self, store: Path) -> None:
        self.place = store.with_name(store.name + ".pid")
        if self.place.exists():
            raise Unavailable("store", "in-use", path=str(store))
        threading.Event().wait(0.02)
        self.place.write_text(str(os.getpid()))

    def release(self) -> None:
        self.place.unlink(missing_ok=True)


def test_exactly_one_writes_when_two_start_together(settings: Settings) -> None:
    count = cases(500)
    wrong = campaign(settings, count, seed=29)
    assert not wrong, wrong[:5]
    assert ask(settings, "SELECT count(*) FROM cases")[0][0] == 3 + count
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(open, "OnlyWriter", ByNumber)
        caught = campaign(settings, 20, seed=29, until_found=True)
    ran("F29", count, through=len(wrong), planted=(bool(caught), 1))
    assert lock.OnlyWriter is not ByNumber


# ---- F30: where the store lies

FAR = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "davfs", "afs", "ceph", "glusterfs", "lustre", "vboxsf", "prl_fs", "fuse",
       "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.s3fs", "fuse.davfs2", "fuse.onedriver",
       "fuse.vmhgfs-fuse")  # fmt: skip
NEAR = ("ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "f2fs", "fuseblk", "fuse.ntfs-3g", "9p", "virtiofs")
COPIED = (
    "OneDrive",
    "OneDrive - Ministry",
    "Dropbox",
    "Google Drive",
    "Яндекс/Yandex.Disk",
    "Nextcloud",
    "iCloudDrive",
)
LEFT = (".dropbox.cache", ".stfolder", ".sync_0a1b2c3d4e5f.db", "._sync_0a1b2c3d4e5f.db", ".owncloudsync.log",
        ".tmp.drivedownload")  # fmt: skip


@contextmanager
def mounted(kind: str, at: Path, told: Path, *, source: str = "server:/share") -> Iterator[None]:
    """As the system would tell of such a mount."""
    where = str(at).replace(" ", "\\040")
    told.write_text(
        "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
        f"90 22 0:99 / {where} rw,relatime shared:7 - {kind} {source} rw,vers=4.2\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, "MOUNTS", told)
        yield


def refused(deed: Callable[[], object], status: str) -> bool:
    try:
        deed()
    except Unavailable as away:
        return (away.what, away.status) == ("store", status)
    return False


def make(settings: Settings) -> None:
    """What `tereze init` does."""
    open.make(
        settings.store, key=key_of(settings), side="centre", demo=False, created_at="2020-01-01T00:00:00Z", offices=()
    )


def tried_on(folder: Path, ram: Path, status: str) -> bool:
    """Making, opening, bringing back: whether each is refused, and not a byte lies there afterwards."""
    settings = Settings(store=f"sqlite:///{folder}/store.db", key=ram / "store.key", write=False)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    made = refused(lambda: make(settings), status)
    opened = refused(lambda: open_store(settings.store, key=key_of(settings), write=True), status)
    return made and opened and {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


@pytest.fixture
def share(settings: Settings, ram: Path) -> Path:
    """A folder with a store in it, which somebody has copied there."""
    folder = ram / "a share"
    folder.mkdir()
    (folder / "store.db").write_bytes(open.path_of(settings.store).read_bytes())
    return folder


def test_a_store_on_a_network_drive_is_refused_before_a_byte_is_written(share: Path, ram: Path) -> None:
    through, count = 0, 0
    for kind in FAR:
        with mounted(kind, share, ram / "mounts"):
            through += not tried_on(share, ram, "on-network")
        count += 1
    for kind, source in (("9p", "drvfs"), ("9p", "x rw,trans=tcp")):
        with mounted(kind, share, ram / "mounts", source=source):
            through += not tried_on(share, ram, "on-network")
        count += 1
    for name in COPIED:
        folder = ram / name / "inside"
        folder.mkdir(parents=True)
        (folder / "store.db").write_bytes((share / "store.db").read_bytes())
        through += not tried_on(folder, ram, "in-copied-folder")
        count += 1
    for name in LEFT:
        folder = ram / f"copied-{count}" / "inside"
        folder.mkdir(parents=True)
        (folder.parent / name).write_text("")
        (folder / "store.db").write_bytes((share / "store.db").read_bytes())
        through += not tried_on(folder, ram, "in-copied-folder")
        count += 1
    with pytest.MonkeyPatch.context() as planted, mounted("nfs4", share, ram / "mounts"):
        planted.setattr(open, "refuse_far", lambda path: None)
        caught = not tried_on(share, ram, "on-network")
    ran("F30", count, through=through, planted=(caught, 1))


@pytest.mark.parametrize("kind", NEAR)
def test_a_store_on_a_disk_of_this_machine_is_opened(share: Path, ram: Path, kind: str) -> None:
    with mounted(kind, share, ram / "mounts", source="/dev/sdb1"):
        settings = Settings(store=f"sqlite:///{share}/store.db", key=ram / "store.key", write=False)
        open_store(settings.store, key=key_of(settings), write=True).close()


def test_a_mount_over_a_share_counts_and_one_beside_it_does_not(ram: Path) -> None:
    told = (
        "22 1 254:0 / / rw - ext4 /dev/vda rw\n30 22 0:9 / /srv/a rw - nfs4 s:/a rw\n"
        "31 30 0:9 / /srv/a/disk rw - xfs /dev/sdc rw\n32 22 0:9 / /srv/b rw - ext4 /dev/sdd rw\n"
        "33 22 0:9 / /srv/b rw - cifs //s/b rw\n"
    )
    for path, kind in (
        ("/srv/a/x.db", "nfs4"), ("/srv/a/disk/x.db", "xfs"), ("/srv/ab/x.db", "ext4"), ("/srv/b/x.db", "cifs"),
        ("/x.db", "ext4"),
    ):  # fmt: skip
        assert place.file_system(Path(path), told) == kind


def test_a_backup_may_lie_on_the_network(settings: Settings, share: Path, ram: Path) -> None:
    from app.keeping.backup import bring_back, copy

    with mounted("nfs4", share, ram / "mounts"):
        assert copy(settings, share / "night.backup")["proven"]
        again = f"sqlite:///{share}/again.db"
        assert refused(lambda: bring_back(share / "night.backup", again, key=settings.key), "on-network")
    assert not (share / "again.db").exists()


@pytest.mark.skipif(
    not os.path.exists("/dev/fuse") or os.geteuid() != 0, reason="only root may mount, and needs /dev/fuse"
)
def test_a_real_mount_by_fuse_is_refused(settings: Settings, ram: Path) -> None:
    """Really mounted, as sshfs is; nothing answers behind it, because nothing is asked."""
    folder = ram / "remote"
    folder.mkdir()
    handle = os.open("/dev/fuse", os.O_RDWR)
    try:
        options = f"fd={handle},rootmode=40000,user_id=0,group_id=0"
        made = subprocess.run(
            ["mount", "-i", "-t", "fuse.sshfs", "-o", options, "server:/home", folder],
            pass_fds=(handle,),
            capture_output=True,
        )
        if made.returncode:
            pytest.skip(f"FUSE cannot be mounted here: {made.stderr.decode().strip()}")
        with pytest.raises(Unavailable, match="on-network"):
            place.refuse_far(folder / "store.db")
        ran("F30", 1)
    finally:
        os.close(handle)
        subprocess.run(["umount", "--lazy", folder], capture_output=True, check=False)
