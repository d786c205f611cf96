#!/usr/bin/env python3
"""Stands in for SANE's `scanimage`: the same options, the same file names, the same exit codes (a SANE_Status).

What the scanner does is told by the words of STAND_IN: pages=N, end=STATUS after them, first=STATUS, slow, none, deaf.
"""

import os
import re
import signal
import struct
import sys
import zlib
from pathlib import Path

OPTIONS = """
All options specific to device `stand:in':
  Scan Mode:
    --mode Lineart|Gray|Color [Gray]
        Selects the scan mode.
    --resolution 75|200|300|600dpi [75]
        Sets the resolution of the scanned image.
    --source Flatbed|ADF Front|ADF Duplex [Flatbed]
        Selects the scan source.
    --three-pass[=(yes|no)] [inactive]
"""
told = dict(word.partition("=")[::2] for word in os.environ.get("STAND_IN", "").split())
log = os.environ.get("STAND_IN_LOG")
given = sys.argv[1:]


def png() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff\xff" * 4))
        + chunk(b"IEND", b"")
    )


def option(name: str) -> str:
    return next((one.partition("=")[2] for one in given if one.startswith(f"--{name}=")), "")


if log:
    with open(log, "a") as kept:
        kept.write(" ".join(given) + "\n")
if "deaf" in told:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
if listed := option("formatted-device-list"):
    for n, id in enumerate([] if "none" in told else ["stand:in"]):
        line = (
            listed.replace("%d", id).replace("%v", "Maker").replace("%m", "Model 5").replace("%t", "sheetfed scanner")
        )
        sys.stdout.write(line.replace("%i", str(n)).replace("%n", "\n"))
    sys.exit(0)
if option("device-name") != "stand:in":
    sys.stderr.write("scanimage: open of device failed: Invalid argument\n")
    sys.exit(1)
if "--all-options" in given:
    sys.stdout.write(OPTIONS)
    sys.exit(0)
pattern, most = option("batch"), int(option("batch-count") or 10**9)
assert re.search(r"%0?\d*d", pattern), "a batch needs a number in its names"
assert option("format") == "png"
if "first" in told:
    sys.exit(int(told["first"]))
pages = int(told.get("pages", "3"))
for n in range(1, min(most, pages) + 1):
    part = Path(pattern % n + ".part")
    part.write_bytes(png())
    part.rename(pattern % n)
if "slow" in told:
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(9))
    signal.alarm(30)
    try:
        signal.pause()
    except KeyboardInterrupt:
        sys.exit(2)
sys.exit(int(told.get("end", "0")) if most > pages else 0)
