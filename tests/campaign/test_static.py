"""S15: nothing that is read is ever run – no pickle, eval, shell, no SQL made of pieces – by the source, and by trying."""

from __future__ import annotations

import ast
import base64
import json
import marshal
import pickle
import types
from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain import codec
from app.outside.foreign import take
from app.problems import Refused, Unavailable, WrongCall
from app.say import said
from app.sync import contact, wire
from tests.campaign.counted import ran
from tests.campaign.foreign_door import Counter
from tests.campaign.foreign_xml import asked
from tests.house.source import sources

LOADS = {
    "pickle", "_pickle", "cPickle", "dill", "cloudpickle", "joblib", "jsonpickle", "marshal", "shelve", "yaml", "xmlrpc",
    "code", "codeop", "pty", "lxml", "xml.dom", "xml.sax", "xml.etree.cElementTree", "imp",
}  # fmt: skip
RUNS = {"eval", "exec", "compile", "__import__", "execfile"}
CALLS = {
    "os.system", "os.popen", "os.execv", "os.execve", "os.execvp", "os.execl", "os.spawnv", "os.spawnl", "os.posix_spawn",
    "os.startfile", "subprocess.getoutput", "subprocess.getstatusoutput", "asyncio.create_subprocess_shell",
    "shutil.unpack_archive", "tempfile.mktemp", "pickle.loads", "marshal.loads", "types.FunctionType", "types.CodeType",
}  # fmt: skip
UNPACKS = {"extractall", "extract"}
SQL = {"text", "exec_driver_sql", "execute", "executescript", "executemany", "DDL", "literal_column", "sqltext"}

# Where a statement is put together, by file: every piece is a name of ours, quoted, or a figure. Values are always bound.
PUT_TOGETHER = {
    "app/bench/accept.py": "names of a schema made for the measurement",
    "app/bench/bulk.py": "names of our own tables, columns and indexes, as the store lists them",
    "app/bench/schemas.py": "names of a schema made for the measurement",
    "app/keeping/backup.py": "the schema of a proof, which the program named itself",
    "app/keeping/chains.py": "the size of a page",
    "app/keeping/dump.py": "a spare database, named at random here",
    "app/keeping/moved.py": "the schema that the owner's address names, and our own tables",
    "app/keeping/reread.py": "the size of a page",
    "app/queries/listed.py": "names of columns, written there",
    "app/queries/queue.py": "the column of one's own side, of two",
    "app/queries/reports_rows.py": "what an office asks of its own cases, of sentences written there",
    "migrations/versions/0001_first.py": "the triggers of the search, written there",
    "app/store/live.py": "the channel, which is the schema of the address",
    "app/store/standing.py": "the fence's own names; the address is quoted by the server",
    "app/store/before.py": "the names of our own tables, as the store lists them",
    "app/store/open.py": "roles and schemas, quoted by the driver's own rules",
}
# Where a module is opened by a name: names stand in a table of ours.
OPENED = {
    "app/bench/__init__.py", "app/command.py", "app/print/__init__.py", "app/print/compose/__init__.py",
    "app/sync/links/__init__.py", "app/outside/foreign_child.py", "ui/behind.py", "ui/desks/front.py",
}  # fmt: skip
PROGRAMS = {  # the programs that are started, each from a list of words
    "app/bench/codes.py", "app/bench/list.py", "app/bench/receipt.py", "app/bench/window.py",
    "app/bench/start.py", "app/bench/sync.py", "app/cli_journey.py", "app/journey/pulled.py", "app/keeping/dump.py",
    "app/outside/foreign.py", "app/outside/scanner.py",
    "ui/devices/printer_queue.py",
}  # fmt: skip
SHOWN = {"ui/desks/front.py"}  # the one place that hands a file to another program: papers of ours, by their place
DRAWS = {"text"}  # `page.text(x, y, …)` of the papers is no statement


def sins(place: str, tree: ast.Module) -> Iterator[str]:
    """What the source of one file does that it must not."""
    for node in ast.walk(tree):
        line = f"{place}:{getattr(node, 'lineno', 0)}"
        match node:
            case ast.Import(names=names):
                yield from (f"{line} {a.name}" for a in names if _loads(a.name))
            case ast.ImportFrom(module=str(module)):
                told = [module, *(f"{module}.{a.name}" for a in node.names)]
                yield from (f"{line} {one}" for one in told if _loads(one) or one in CALLS)
            case ast.Call():
                yield from (f"{line} {what}" for what in _called(place, node))


def _loads(module: str) -> bool:
    return any(module == bad or module.startswith(f"{bad}.") for bad in LOADS)


def _called(place: str, call: ast.Call) -> Iterator[str]:
    name, last = ast.unparse(call.func), _last(call.func)
    if isinstance(call.func, ast.Name) and last in RUNS:
        yield last
    if name in CALLS or (last in UNPACKS and "archive" in name.lower()):
        yield name
    for word in call.keywords:
        if word.arg == "shell" and not (isinstance(word.value, ast.Constant) and word.value.value is False):
            yield "shell"
        if word.arg == "trust_env" and isinstance(word.value, ast.Constant) and word.value.value is True:
            yield "trust_env"
    if name in (
        "subprocess.run",
        "subprocess.Popen",
        "subprocess.call",
        "subprocess.check_output",
        "subprocess.check_call",
    ):
        if place not in PROGRAMS:
            yield f"{name} at a new place"
        if call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr | ast.BinOp):
            yield f"{name} of a line"
    if last == "import_module" and place not in OPENED and not (call.args and isinstance(call.args[0], ast.Constant)):
        yield "import_module of what is not written here"
    if last == "openUrl" and place not in SHOWN:
        yield "openUrl"
    drawn = last in DRAWS and not isinstance(call.func, ast.Name)
    if last in SQL and not drawn and place not in PUT_TOGETHER and call.args and _pieces(call.args[0]):
        yield f"{last} of pieces"


def _last(func: ast.expr) -> str:
    match func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _pieces(node: ast.expr) -> bool:
    """A text put together while the program runs; of constants alone it is none."""
    match node:
        case ast.JoinedStr(values=values):
            return any(isinstance(v, ast.FormattedValue) for v in values)
        case ast.BinOp(op=ast.Add() | ast.Mod(), left=left, right=right):
            return any(not isinstance(side, ast.Constant) for side in (left, right)) and any(
                _is_text(s) for s in (left, right)
            )
        case ast.Call(func=ast.Attribute(attr="format" | "join" | "replace")):
            return True
    return False


def _is_text(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        or _pieces(node)
    )


PLANTED = (
    "import pickle", "from pickle import loads", "import yaml\nyaml.load(x)", "eval(x)", "exec(x)", "compile(x, 'a', 'exec')",
    "__import__(x)", "import os\nos.system(x)", "import subprocess\nsubprocess.run(['a'], shell=True)",
    "import subprocess\nsubprocess.run('rm a')", "import subprocess\nsubprocess.run(['a'], shell=x)", "text(f'SELECT {x}')",
    "connection.execute(f'DELETE FROM {x}')", "connection.execute('SELECT ' + x)", "connection.execute('SELECT %s' % x)",
    "connection.exec_driver_sql('SELECT {}'.format(x))", "text(' '.join(x))", "from os import system", "import marshal",
    "archive.extractall(x)", "importlib.import_module(x)", "QDesktopServices.openUrl(x)", "import lxml.etree",
)  # fmt: skip


def test_the_source_runs_nothing_that_it_reads() -> None:
    every = sources()
    found = [sin for source in every for sin in sins(source.place, source.tree)]
    assert not found, "\n".join(found)
    places = {source.place for source in every}
    assert places >= {*PUT_TOGETHER, *OPENED, *PROGRAMS, *SHOWN}, "a place is told that is no more"
    assert {p for p in PUT_TOGETHER if not _makes_sql(p)} == set(), "a place is told that puts nothing together"
    caught = sum(bool(list(sins("app/planted.py", ast.parse(sin)))) for sin in PLANTED)
    ran("S15", len(every), planted=(caught, len(PLANTED)))


def _makes_sql(place: str) -> bool:
    tree = next(source.tree for source in sources() if source.place == place)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _last(node.func) in SQL and node.args]
    return any(_pieces(call.args[0]) for call in calls)


# ---- trying


class Lure:
    """What a pickle does to whoever opens it: it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


def lures(touch: Path) -> list[bytes]:
    """Things that some reader of some format would run."""
    program = f"__import__('pathlib').Path({str(touch)!r}).touch()"
    pickled = [pickle.dumps(Lure(touch), protocol=n) for n in range(6)]
    marshalled = marshal.dumps(compile(program, "a", "exec"))
    words = [
        program, f"{{{program}}}", f"${{{program}}}", f"{{{{{program}}}}}", f"<%= {program} %>", f"`touch {touch}`",
        f"$(touch {touch})", f"; touch {touch}", f"| touch {touch}", f"&& touch {touch}", f"\n touch {touch}\n",
        "{0.__class__.__mro__}", "{name.__init__}", "%(name)s%n%n", f"import os; os.system('touch {touch}')",
        f'{{"py/object/apply": "os.system", "py/tuple": ["touch {touch}"]}}', f'{{"$type": "a", "cmd": "touch {touch}"}}',
        f'{{"__reduce__": ["os.system", ["touch {touch}"]]}}', f"!!python/object/apply:os.system ['touch {touch}']",
        f"!!python/object/new:os.system [touch {touch}]", f"--- !ruby/object:Gem::Requirement\n{touch}",
        f"#!/bin/sh\ntouch {touch}", f'a = "{program}"', f"[a]\nb = '''{program}'''", f"=cmd|' /C touch {touch}'!A0",
    ]  # fmt: skip
    plain = [*pickled, marshalled, *(word.encode() for word in words)]
    packed = [base64.b64encode(one) for one in plain]
    return [*plain, *packed, *(json.dumps({"a": one.decode()}).encode() for one in packed)]


def opened(doors: dict[str, Callable[[bytes], object]], things: list[bytes], touch: Path) -> list[str]:
    """Doors that ran what they were given."""
    ran_it, ends = [], 0
    for name, door in doors.items():
        for thing in things:
            try:
                door(thing)
            except (Refused, Unavailable, WrongCall, ValueError, OSError, EOFError, TypeError, pickle.UnpicklingError):
                ends += 1
            if touch.exists():
                touch.unlink()
                ran_it.append(f"{name}: {thing[:60]!r}")
    assert ends or ran_it
    return ran_it


def test_nothing_that_is_read_is_run_at_any_door(tmp_path: Path) -> None:
    touch, path = tmp_path / "touched", tmp_path / "brought"
    things = lures(touch)

    def brought(body: bytes) -> object:
        path.write_bytes(body)
        return counter.bring(take(path))

    with Counter() as counter:
        doors: dict[str, Callable[[bytes], object]] = {
            "call": lambda b: codec.plain_object(b.decode()), "value": codec.plain_value, "batch": wire.decode,
            "packed": wire.spread, "contact": contact.load, "file": brought, "register": lambda b: asked(b, "160440007160"),
            "words": lambda b: said("case-unknown", "ru", {"code": b.decode("utf-8", "replace")}),
        }  # fmt: skip
        assert not (wrong := opened(doors, things, touch)), wrong
    naive = {"pickle": pickle.loads, "marshal": lambda body: types.FunctionType(marshal.loads(body), globals())()}
    caught = sum(bool(opened({name: door}, things[:7], touch)) for name, door in naive.items())
    ran("S15", len(things) * len(doors), planted=(caught, 2))
