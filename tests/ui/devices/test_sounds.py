"""Two sounds that nobody takes for each other; success may be quiet, an error never is."""

from __future__ import annotations

import io
import struct
import wave
from itertools import pairwise

import pytest

from ui.devices.sounds import FOLDER, Sounds
from ui.devices.tones import TONES, wav


def samples(name: str) -> tuple[float, list[int]]:
    with wave.open(io.BytesIO(wav(name))) as file:
        count = file.getnframes()
        return count / file.getframerate(), list(struct.unpack(f"<{count}h", file.readframes(count)))


def crossings(name: str) -> float:
    """How often a second the wave changes its sign: high or low to the ear."""
    seconds, found = samples(name)
    heard = [s for s in found if s]
    return sum((a < 0) != (b < 0) for a, b in pairwise(heard)) / seconds


@pytest.mark.parametrize("name", TONES)
def test_the_kept_files_are_those_that_the_program_makes(name: str) -> None:
    assert (FOLDER / f"{name}.wav").read_bytes() == wav(name)


def test_an_error_is_longer_and_far_lower_than_success() -> None:
    (short, good), (long, bad) = samples("ok"), samples("late")
    assert short < 0.12 < 0.5 < long
    assert crossings("ok") > 4 * crossings("late")
    assert max(map(abs, bad)) > max(map(abs, good)), "and not the softer one"
    assert all(max(map(abs, s)) < 32_767 for s in (good, bad))


@pytest.mark.parametrize(("quiet", "heard"), [(False, ["ok", "late"]), (True, ["late"])])
def test_quiet_silences_success_alone(quiet: bool, heard: list[str], qapp) -> None:
    sounds, played = Sounds(quiet=lambda: quiet), []
    sounds.played.connect(played.append)
    sounds.play("ok")
    sounds.play("late")
    assert played == heard


def test_the_button_that_tries_the_sound_is_heard_also_when_quiet(qapp) -> None:
    sounds, played = Sounds(quiet=lambda: True), []
    sounds.played.connect(played.append)
    sounds.play("ok", test=True)
    assert played == ["ok"]
