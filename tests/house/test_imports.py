"""Who may import whom (docs/architecture.md): direct imports; type-only imports are free."""

from __future__ import annotations

import sys

from tests.house.source import Import, imports, sources

# Room → what it may import beside the standard library and itself. The longest name that fits a module is its room.
# TO ADD A ROOM: a line here, and a sentence in docs/architecture.md why it may know so much.
DOOR = ("app.domain", "app.command", "app.problems", "app.words")  # what window and command line share
MAY: dict[str, tuple[str, ...]] = {
    "app": (),
    "app.problems": (),
    "app.beside": (),
    "app.words": ("app.beside", "babel"),
    # the rules' no is `Refused`, and problems itself is standard library only; the codec writes JSON by a library
    "app.domain": ("app.problems", "msgspec"),
    "app.catalogue": ("app.beside", "app.domain", "app.problems", "pydantic"),
    "app.print": ("app.domain", "app.problems", "app.proof", "app.words", "reportlab", "barcode", "segno", "xlsxwriter"),
    "app.proof": ("app.domain", "cbor2", "cryptography"),
    # signatures of people, from bytes alone; `app.signing.cms` is the one file that imports these libraries
    "app.signing": ("app.domain", "cryptography", "pyhanko", "pyhanko_certvalidator", "asn1crypto"),
    "app.store": (
        "app.domain", "app.problems", "sqlalchemy", "alembic", "apsw", "psycopg", "cryptography", "uuid_utils",
        "platformdirs", "argon2", "keyring",
    ),
    "app.outside": (
        "app.domain", "app.problems", "app.signing", "httpx2", "websockets", "cryptography", "truststore", "pypdfium2",
        "PIL", "zxingcpp",
    ),
    "app.sync": (
        "app.domain", "app.problems", "app.proof", "app.store", "sqlalchemy", "httpx2", "litestar", "uvicorn",
        "cryptography",
    ),
    "app.checkpoints": ("app.proof", "app.store", "sqlalchemy"),  # a signed statement about rows, kept among them
    "app.handing": ("app.domain", "app.problems", "app.proof", "cryptography"),  # two people's signatures in one command
    "app.command": ("app.domain", "app.catalogue", "app.store", "app.print", "app.problems", "sqlalchemy"),
    "app.queries": (
        "app.catalogue", "app.domain", "app.store", "app.command", "app.print", "app.problems", "sqlalchemy",
    ),
    "app.services": ("app.domain", "app.catalogue", "app.command", "app.problems"),
    "app.settings": ("app.demonstration", "app.store", "platformdirs"),
    "app.making": (
        "app.catalogue", "app.demonstration", "app.domain", "app.handing", "app.keeping", "app.outside", "app.problems",
        "app.settings", "app.store", "app.sync", "sqlalchemy",
    ),
    "app.keeping": (
        "app.catalogue", "app.demonstration", "app.domain", "app.outside", "app.print", "app.problems", "app.proof",
        "app.settings", "app.store", "app.words", "sqlalchemy", "apsw", "cryptography",
    ),
    "app.start": ("app", "sqlalchemy"),
    "app.entrance": ("app.domain", "app.outside", "app.problems", "app.services", "app.store", "sqlalchemy"),
    "app.signed": ("app.domain", "app.outside", "app.problems", "app.queries", "app.services"),
    "app.drawing": ("app.outside", "app.print", "app.problems", "app.store", "sqlalchemy"),
    "app.tally": ("app.domain", "app.problems"),  # what each person looks at, counted at the door
    "app.adopted": ("app.catalogue", "app.store", "sqlalchemy"),
    "app.meeting": ("app.domain", "app.sync"),
    "app.by_hand": ("app.problems", "app.say", "app.settings", "app.sync", "app.words"),  # what goes by hand
    "app.demonstration": ("app.domain",),
    "app.law": ("app.catalogue", "app.domain", "app.problems", "app.words"),
    "app.report": ("app.domain", "app.queries", "app.print", "app.words"),  # what was counted, in words and taken away
    "app.say": ("app.law", "app.domain", "app.problems", "app.words"),
    "app.__main__": ("app.cli", "ui.start"),  # both lazily: a window comes by the short way
    # the command line, and its commands that are a program of their own
    "app.cli": (
        *DOOR, "app.start", "app.settings", "app.say", "app.law", "app.schema", "app.journey", "app.keeping",
        "app.cli_packs", "app.cli_people", "app.cli_key", "app.cli_backup", "app.cli_bench", "app.cli_exchange",
        "app.cli_journey", "app.cli_move", "app.streams", "ui.start",
    ),
    "app.streams": (),
    "app.cli_packs": (*DOOR, "app.start", "app.law", "app.catalogue", "app.cli_people"),
    "app.cli_people": (*DOOR, "app.start"),
    "app.cli_move": (*DOOR, "app.start", "app.keeping"),
    "app.cli_backup": (*DOOR, "app.start", "app.keeping", "app.outside"),  # the real time of tonight's copy
    "app.cli_bench": (*DOOR, "app.bench", "ui.start"),
    "app.cli_journey": (*DOOR, "app.journey"),
    "app.cli_key": (*DOOR, "app.start", "app.keeping", "app.store"),  # the key's own place, and who is asked for it
    "app.cli_exchange": (
        *DOOR, "app.start", "app.settings", "app.by_hand", "app.sync", "app.outside", "app.cli_key", "app.cli_people",
    ),
    "app.schema": (*DOOR, "pydantic"),
    "app.lived_in": ("app.start", "app.domain", "app.store"),  # the demonstration's past, by the commands; a draft's id
    # it has no other way in than the commands; at the end it asks what both stores hold
    "app.journey": ("app.start", "app.keeping", "app.problems", "app.streams"),
    "app.bench": ("app", "sqlalchemy", "reportlab", "cryptography", "pypdfium2", "PIL", "zxingcpp"),  # papers are read back
    "ui": (*DOOR, "app.start", "app.by_hand", "app.say", "app.report", "app.services", "app.queries", "PySide6"),
    "ui.devices": ("ui", "app.outside", "app.domain", "app.problems", "PySide6", "shiboken6", "zxingcpp"),
    "ui.parts": ("ui", "app.domain", "app.words", "PySide6"),
    "ui.screens": ("ui", *DOOR, "app.services", "app.queries", "PySide6"),
    "migrations": ("sqlalchemy", "alembic", "app.store", "app.domain"),
}  # fmt: skip


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def room_of(module: str) -> str:
    return max((room for room in MAY if within(module, room)), key=len, default="")


def everywhere() -> list[Import]:
    return [one for source in sources() for one in imports(source)]


def told(wrong: list[Import]) -> str:
    return "\n".join(f"{one.module}:{one.line} imports {one.target}" for one in wrong)


def allowed(one: Import) -> bool:
    room = room_of(one.module)
    if one.target.split(".")[0] in sys.stdlib_module_names or within(one.target, room):
        return True
    return any(within(one.target, other) for other in MAY[room])


def test_every_module_has_a_room() -> None:
    homeless = sorted(s.module for s in sources() if room_of(s.module) in ("", "app") and s.module != "app")
    assert not homeless, f"give these rooms a line in MAY: {homeless}"


def test_a_room_imports_only_what_it_may() -> None:
    wrong = [one for one in everywhere() if not allowed(one)]
    assert not wrong, told(wrong)


def test_pyside_is_imported_only_in_ui() -> None:
    wrong = [one for one in everywhere() if within(one.target, "PySide6") and not within(one.module, "ui")]
    assert not wrong, told(wrong)


def test_sounds_and_cameras_are_loaded_in_one_place_past_the_ears_of_python() -> None:
    """What it says while the loader holds its lock must not wait for the interpreter: `ui/devices/media.py`."""
    users = [one.module for one in everywhere() if within(one.target, "PySide6.QtMultimedia")]
    assert users == ["ui.devices.media"]


OPENS = ("app.__main__", "app.cli", "app.cli_bench")


def test_the_command_line_opens_the_window_only_when_asked() -> None:
    to_ui = [one for one in everywhere() if within(one.target, "ui") and not within(one.module, "ui")]
    wrong = [one for one in to_ui if not one.lazy or one.target != "ui.start" or one.module not in OPENS]
    assert not wrong, told(wrong)


def test_screens_do_not_know_each_other() -> None:
    """A screen may stand in several files that share its name: `intake.py`, `intake_view.py`."""
    wrong = [
        one
        for one in everywhere()
        if within(one.module, "ui.screens")
        and within(one.target, "ui.screens")
        and screen(one.module) != screen(one.target)
    ]
    assert not wrong, told([one for one in wrong if one.target != "ui.screens"])


def screen(module: str) -> str:
    return module.removeprefix("ui.screens.").split(".")[0].split("_")[0]


def test_services_never_meet_tables_or_the_net() -> None:
    banned = ("app.store", "sqlalchemy", "httpx2", "litestar")
    wrong = [
        one for one in everywhere() if within(one.module, "app.services") and any(within(one.target, b) for b in banned)
    ]
    assert not wrong, told(wrong)


def test_the_libraries_of_signatures_are_imported_in_one_place() -> None:
    """asn1crypto's tables are read before pyHanko has filled them, if somebody else imports it first."""
    libraries = ("pyhanko", "pyhanko_certvalidator", "asn1crypto")
    wrong = [
        one
        for one in everywhere()
        if any(within(one.target, library) for library in libraries) and one.module != "app.signing.cms"
    ]
    assert not wrong, told(wrong)
