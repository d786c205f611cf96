"""F22: the printer dies at any byte, stands, is out of paper or gone: no paper is called printed that is not."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.ui.conftest import _dressed as _dressed
from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter
from tests.ui.desks.counter import counter as counter
from ui.desks import printing
from ui.desks.asked_back import again
from ui.devices import printer_net
from ui.devices.print_journal import PrintJournal

pytestmark = [pytest.mark.timeout(0 if WHOLE else 300), pytest.mark.qt_log_ignore("propagateSizeHints")]
WAYS = ("zpl", "escpos")
DEATHS = ("at-byte", "paper-out", "closed", "mute", "well", "stands", "at-byte")


@dataclass
class Dying:
    """A printer on the net that answers how it stands, takes so many bytes, and is gone."""

    server: socket.socket
    takes: int | None = None  # bytes; None: all of it
    paper_out: bool = False
    mute: bool = False
    stands: bool = False  # it stops taking bytes, and keeps the line
    go: threading.Event = field(default_factory=threading.Event)
    whole: list[bytes] = field(default_factory=list)  # jobs that came to their end
    begun: int = 0  # jobs of which something came

    @property
    def port(self) -> int:
        return int(self.server.getsockname()[1])

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            with line, suppress(OSError):
                self._job(line)

    def _job(self, line: socket.socket) -> None:
        body = b""
        while more := line.recv(4096):
            body += more
            if body == b"~HS":
                if not self.mute:
                    line.sendall(self._zpl())
                body = b""
            elif body in (b"\x10\x04\x04", b"\x10\x04\x02"):
                if not self.mute:
                    line.sendall(b"\x72" if self.paper_out and body[-1] == 4 else b"\x12")
                body = b""
            elif self.takes is not None and len(body) >= self.takes:
                self.begun += 1
                if self.stands:
                    self.go.wait(30)
                    return
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset, not a good-bye
                return
        if body:
            self.begun += 1
            self.whole.append(body)

    def _zpl(self) -> bytes:
        first = f"030,{self.paper_out:d},0,0319,000,0,0,0,000,0,0,0"
        lines = (first, "000,0,0,0,1,2,6,0,00000000,1,000", "1234,0")
        return b"".join(b"\x02" + s.encode() + b"\x03\r\n" for s in lines)


@contextmanager
def dying() -> Iterator[Dying]:
    made = Dying(socket.create_server(("127.0.0.1", 0)))
    made.server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)  # a printer's memory is small
    thread = threading.Thread(target=made.serve, name="dying-printer")
    thread.start()
    try:
        yield made
    finally:
        with suppress(OSError):
            made.server.shutdown(socket.SHUT_RDWR)
        made.server.close()
        thread.join(timeout=10)


def set_up(counter: Counter, there: Dying, way: str) -> None:
    kind = {"printer": f"{way}://127.0.0.1:{there.port}", "mode": "at-once", "dpi": 203}
    counter.front.keep(printers={"label": kind})


def take_in(counter: Counter) -> tuple[str, str, tuple[str, ...]]:
    from ui.screenshots import filled

    outcome = counter.app().run("intake.accept", filled(counter.app(), KNOWN, 0), as_=INSPECTOR)
    counter.front.session.print(outcome.value.papers)  # type: ignore[union-attr]
    counter.rest()
    return outcome.value.number, outcome.value.case, tuple(outcome.value.papers)


def wrong_after(counter: Counter, there: Dying, random_: random.Random, n: int) -> list[str]:
    """One label through that printer, then asked back with the printer well again."""
    death, way = DEATHS[n % len(DEATHS)], WAYS[n % 2]
    set_up(counter, there, way)
    there.takes = random_.randrange(1, 3_000) if death in ("at-byte", "stands") else None
    there.stands = death == "stands"
    there.go.clear()
    there.paper_out, there.mute = death == "paper-out", death == "mute"
    if death == "closed":
        counter.front.keep(
            printers={"label": {"printer": f"{way}://127.0.0.1:{_closed()}", "mode": "at-once", "dpi": 203}}
        )
    whole, begun = len(there.whole), there.begun
    number, case, papers = take_in(counter)
    there.go.set()
    session = counter.front.session
    assert session is not None
    journal = session.printing.journal
    label = journal.papers[papers[1]]
    came = len(there.whole) > whole
    wrong = []
    if label.state == "done" and not came:
        wrong.append(f"{death}: called printed by {label.how!r}, and nothing came out")
    if death == "well" and label.state != "done":
        wrong.append(f"well: {label.state} {label.wrong}")
    if there.begun > begun and not came and label.state != "handed":
        wrong.append(f"{death}: some of it came out, and the journal says {label.state!r}")
    there.takes, there.paper_out, there.mute, there.stands = None, False, False, False
    set_up(counter, there, way)
    reread = PrintJournal(counter.front.folder).papers[papers[1]]  # as the next start finds it
    if (reread.state, reread.wrong) != (label.state, label.wrong):
        wrong.append(f"after a start: {reread.state} {reread.wrong}, before {label.state} {label.wrong}")
    copies = [line for line in counter.app().ask("papers.ledger", {}, as_=INSPECTOR) if line.subject == case]
    if copies:
        wrong.append("a copy before anybody asked for one")
    if label.state != "done":
        unsure = label.state == "handed"
        again(session.printing, label)
        counter.rest()
        copies = [line for line in counter.app().ask("papers.ledger", {}, as_=INSPECTOR) if line.subject == case]
        if [line.copy for line in copies] != ([1] if unsure else []):
            wrong.append(f"{death}: asked back, copies {[line.copy for line in copies]}, unsure {unsure}")
        if len(there.whole) != whole + 1:
            wrong.append(f"{death}: asked back, and {len(there.whole) - whole} came out")
    waiting = journal.waiting(session.printing.device)
    if waiting:
        wrong.append(f"{death}: still asked back: {waiting}")
        for one in waiting:
            journal.done(one.paper, "person")
    if counter.app().ask("case.open", {"code": f"C-{number}"}, as_=INSPECTOR).case.number != number:
        wrong.append("another number")
    return wrong


def _closed() -> int:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        return int(gone.getsockname()[1])


def numbers_twice(counter: Counter) -> bool:
    found = counter.app().ask("queue.all", {"limit": 200}, as_=INSPECTOR)
    numbers = [row.number for row in found]
    return len(numbers) != len(set(numbers))


def test_no_paper_is_called_printed_that_is_not(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    random_, count = share("F22", 1_000, commit=14)
    counter.log_in(INSPECTOR)
    monkeypatch.setattr(printer_net, "PATIENCE", 0.3)  # as after minutes
    monkeypatch.setattr(printer_net, "ANSWER", 0.2)
    with dying() as there:
        wrong = [bad for n in range(count) if (bad := wrong_after(counter, there, random_, n))]
        assert not wrong, (len(wrong), wrong[:6])
        assert not numbers_twice(counter)
        caught = []
        with monkeypatch.context() as planted:  # what was sent is taken as printed
            planted.setattr(PrintJournal, "failed", lambda self, paper, *_: self.done(paper, "printer"))
            caught.append(any(wrong_after(counter, there, random_, n) for n in (0, 1)))
        with monkeypatch.context() as planted:  # a second print that nobody can tell from the first
            planted.setattr(printing.Printing, "reprint", lambda self, id, reason, then=None: self.send_id(id))
            caught.append(any(wrong_after(counter, there, random_, n) for n in (0, 5, 6)))
        with monkeypatch.context() as planted:  # what waits in our own queue is called taken
            planted.setattr(printer_net, "HELD", 4_000_000)
            caught.append(any(wrong_after(counter, there, random_, n) for n in (5, 5)))
    ran("F22", count, through=len(wrong), planted=(sum(caught), len(caught)))
