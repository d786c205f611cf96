"""The two sounds, made by arithmetic: `python -m ui.devices.tones resources/sounds` writes the files that are kept.

Good: one short high tone. Bad: two long low ones, so that nobody takes it for the other with the back to the screen.
"""

from __future__ import annotations

import io
import math
import struct
import sys
import wave
from pathlib import Path

RATE = 22_050
FADE = 0.006  # seconds in which a tone comes and goes, so that it does not click
# Each a row of (hertz, seconds, loudness, share of the third harmonic); 0 hertz is a pause.
TONES: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "ok": ((1760, 0.07, 0.45, 0.0),),
    "late": ((196, 0.24, 0.8, 0.5), (0, 0.08, 0, 0), (165, 0.34, 0.8, 0.5)),
}


def wav(name: str) -> bytes:
    """A sound as the bytes of its file: 16 bit, one channel."""
    samples = [s for tone in TONES[name] for s in _tone(*tone)]
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return out.getvalue()


def _tone(hertz: float, seconds: float, loud: float, third: float) -> list[int]:
    count = round(seconds * RATE)
    out = []
    for n in range(count):
        at = n / RATE
        edge = min(1.0, at / FADE, (count - n) / RATE / FADE)
        wave_ = math.sin(2 * math.pi * hertz * at) + third * math.sin(6 * math.pi * hertz * at)
        out.append(round(32_767 * loud * edge * wave_ / (1 + third)))
    return out


if __name__ == "__main__":
    for name in TONES:
        Path(sys.argv[1], f"{name}.wav").write_bytes(wav(name))
