"""The page that teaches a scanner: before the first scan, after two in a Kazakh layout, a port that is away."""

from __future__ import annotations

from ui.look_words import say
from ui.screens.scanner_view import ScannerState

SETTINGS = (("gap", 22), ("least", 6), ("blank", 1000))


def _settings() -> tuple[tuple[str, str], ...]:
    return tuple((say(f"scanner.set.{name}"), say(f"scanner.set.{name}.value", n=n)) for name, n in SETTINGS)


def scanner() -> ScannerState:
    """A keyboard scanner, sounds heard."""
    return ScannerState(
        device=say("scanner.keys.ready"), settings=_settings(), sounds=say("scanner.sounds.on"), sounds_tone="ok"
    )


def scanner_away() -> ScannerState:
    """A serial scanner that is unplugged, and no sound device."""
    return ScannerState(
        kind="serial", tone="risk", device=say("scanner.serial.absent", port="ttyUSB0"), settings=_settings(), quiet=True,
        sounds=say("scanner.sounds.absent"), sounds_tone="risk",
    )  # fmt: skip


def scanner_camera() -> ScannerState:
    """A camera that is on."""
    return ScannerState(
        kind="camera", device=say("scanner.camera.open", name="HD Webcam C270"), settings=_settings(), preview=True,
        sounds=say("scanner.sounds.quiet"), sounds_tone="ok",
    )  # fmt: skip
