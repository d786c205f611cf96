"""Where an embedded store may lie: on a disk of this machine, so that one lock and one log are everybody's.

On a network share, or in a folder that a program copies elsewhere, two machines would write one file: it is refused.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from app.problems import Unavailable

MOUNTS = Path("/proc/self/mountinfo")
FAR = {
    "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "lustre", "gfs2", "ocfs2", "orangefs",
    "glusterfs", "beegfs", "davfs", "webdav", "vboxsf", "prl_fs", "vmhgfs", "drvfs", "9p-tcp",
}  # fmt: skip
DISKS_BY_FUSE = {
    "fuseblk",
    "fuse.ntfs-3g",
    "fuse.ntfs",
    "fuse.exfat",
    "fuse.fuse-overlayfs",
    "fuse.gocryptfs",
    "fuse.encfs",
}
COPIED = (  # how the folder of a copying program is called, and what it leaves lying there
    re.compile(r"onedrive( .*)?|dropbox( .*)?|google ?drive|yandex\.?disk|nextcloud|owncloud|icloud ?drive|megasync", re.I),
    re.compile(r"\.dropbox\.cache|\.stfolder|\.tmp\.drivedownload|\.owncloudsync\.log|\._?sync_[0-9a-f]+\.db", re.I),
)  # fmt: skip
REMOTE_DRIVE = 4  # as Windows counts kinds of drives


def refuse_far(path: Path) -> None:
    """`Unavailable(store, on-network, in-copied-folder or linked)` where a store of this path would have several writers."""
    kind = _far(path)
    if kind is not None:
        raise Unavailable("store", "on-network", path=str(path), kind=kind)
    if (folder := _copied(path)) is not None:
        raise Unavailable("store", "in-copied-folder", path=str(path), folder=folder)
    if path.exists() and path.stat().st_nlink > 1:  # the lock and the log go by the name, and it has two
        raise Unavailable("store", "linked", path=str(path))


def _far(path: Path) -> str | None:
    if sys.platform == "win32":
        return _far_drive(path)
    try:
        kind = file_system(path, MOUNTS.read_text("utf-8", "surrogateescape"))
    except OSError:  # a system that does not tell what is mounted where
        return None
    by_fuse = kind.startswith("fuse") and kind not in DISKS_BY_FUSE
    return kind if by_fuse or kind in FAR else None


def _far_drive(path: Path) -> str | None:
    if sys.platform == "win32":
        import ctypes

        if path.drive.startswith("\\\\"):
            return "UNC"
        return "network drive" if ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == REMOTE_DRIVE else None
    return None


def file_system(path: Path, mounts: str) -> str:
    """The kind of what is mounted where this path lies, as Linux tells it; the last mount over a place counts."""
    deepest, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        place, told = Path(_plain(before.split(" ")[4])), after.split(" ")
        if path.is_relative_to(place) and len(place.parts) >= deepest:
            deepest, kind = len(place.parts), told[0]
            if kind == "9p":  # between a machine and its host; `trans=tcp` is a net, drvfs the other system's files
                kind = "drvfs" if "drvfs" in after else "9p-tcp" if "trans=tcp" in after else kind
    return kind


def _plain(told: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda sign: chr(int(sign[1], 8)), told)


def _copied(path: Path) -> str | None:
    name, left = COPIED
    for folder in path.parents:
        if name.fullmatch(folder.name):
            return str(folder)
        try:
            entries = os.listdir(folder) if folder != Path(folder.anchor) else []
        except OSError:  # not made yet, or not ours to look into
            continue
        if any(left.fullmatch(entry) for entry in entries):
            return str(folder)
    return None
