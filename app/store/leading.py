"""A region's database is several servers, of which one leads. The address names them all; whichever leads now is found.

Who led last is asked first, a server that is gone without a word is noticed soon, and a statement that hangs is broken off.
"""

from __future__ import annotations

import math
import re
import selectors
import time
from collections.abc import Generator
from itertools import zip_longest
from typing import Any, TypeVar

import psycopg
from sqlalchemy import event, text
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import InvalidatePoolError

from app.problems import Refused

T = TypeVar("T")
ACTIVE = psycopg.pq.TransactionStatus.ACTIVE  # else nobody waits for an answer, but for news
SEVERAL = re.compile(r"(postgresql[^:/]*://(?:[^@/]*@)?)([^/?@]*,[^/?@]*)(.*)", re.S)
ONE = re.compile(r"(?:\[([0-9A-Fa-f:.%]+)\]|([^:\[\]]+))(?::([0-9]{1,5}))?")
PORT = "5432"
LEADS = "read-write"
LINE = {  # of one server: it is noticed when it is gone without a word; the address may say otherwise
    "connect_timeout": 10, "tcp_user_timeout": 30_000, "keepalives_idle": 20, "keepalives_interval": 5,
    "keepalives_count": 3,
}  # fmt: skip
SHORT_LINE = {  # of several: there is another to go to, and people wait at the counters
    "connect_timeout": 3, "tcp_user_timeout": 8_000, "keepalives_idle": 4, "keepalives_interval": 2,
    "keepalives_count": 2,
}  # fmt: skip
FRESH = 1.0  # seconds
LONGEST = 40.0  # seconds of one statement: the server itself gives up after 30, so one that has said nothing will not
_led: dict[tuple[str, str], tuple[str, str]] = {}  # of each list of servers, the one that led last: host and port


def address_of(url: str) -> URL:
    """`postgresql://user@h1:5432,h2,h3/db`, or `?host=h1:5432&host=h2`, as libpq and its programs understand it too."""
    match = SEVERAL.fullmatch(url)
    found = make_url(match[1] + match[3] if match else url)
    told = found.query.get("host", "")
    if match:
        hosts = match[2].split(",")
    elif isinstance(told, tuple):
        hosts = list(told)
    else:
        return _only_leader(found) if "," in told else found
    pairs = [_read(one, url) for one in hosts]
    query = {"host": ",".join(host for host, _ in pairs), "port": ",".join(port for _, port in pairs)}
    return _only_leader(found.difference_update_query(["host", "port"]).update_query_dict(query))


def _read(one: str, url: str) -> tuple[str, str]:
    match = ONE.fullmatch(one)
    if match is None or int(match[3] or 1) not in range(1, 2**16):
        raise Refused("store-url", url=url.split("@")[-1])
    return match[1] or match[2], match[3] or PORT


def _only_leader(address: URL) -> URL:
    if "target_session_attrs" in address.query:
        return address
    return address.update_query_dict({"target_session_attrs": LEADS})


def line_to(address: URL) -> dict[str, int]:
    """How soon a server that says nothing is given up, where the address does not say it."""
    usual = SHORT_LINE if "," in str(address.query.get("host", "")) else LINE
    return {name: value for name, value in usual.items() if name not in address.query}


def found_by(engine: Engine) -> Engine:
    """Each connection of it looks for the leader by itself, and waits for no answer for ever."""
    event.listen(engine, "do_connect", lambda dialect, record, given, named: _connected(*given, **named))
    event.listen(engine, "checkin", lambda line, record: _rested(line))
    event.listen(engine, "checkout", lambda line, record, lent: _there(engine, line))
    return engine


def _there(engine: Engine, line: Any) -> None:
    """Asked before it is lent, for a server may have gone meanwhile: then the pool makes another. A press is several
    transactions, and who answered a moment ago and has not hung up since is not asked for each of them."""
    if time.monotonic() - line.answered < FRESH and not line.says_something():
        return
    try:
        engine.dialect.do_ping(line)
    except psycopg.Error as gone:
        raise InvalidatePoolError from gone


def _connected(*given: Any, host: str = "", port: Any = "", **more: Any) -> psycopg.Connection[Any]:
    listed = (host, str(port))
    servers = list(zip_longest(host.split(","), str(port).split(","), fillvalue=str(port)))
    if (last := _led.get(listed)) in servers:
        servers.sort(key=lambda server: server != last)
    hosts, ports = (",".join(part) for part in zip(*servers, strict=True))
    named: dict[str, Any] = {name: value for name, value in (("host", hosts), ("port", ports)) if value.strip(",")}
    made = Limited.connect(*given, **{**more, **named})
    made.answered = time.monotonic()
    if len(servers) > 1:
        _led[listed] = next((s for s in servers if _is(made, *s)), servers[0])
    return made


def _is(connection: psycopg.Connection[Any], host: str, port: str) -> bool:
    return connection.info.host == host and str(connection.info.port) == (port or PORT)


def take_time(connection: Connection) -> None:
    """No statement of this transaction is too long for the server, nor one of this line for us: the whole store is read."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    line: Any = connection.connection.driver_connection
    line.longest = math.inf


def _rested(line: Any) -> None:
    """Who takes it out of the pool next has not said that they take their time; None: it is lost."""
    if line is not None:
        line.longest, line.answered = None, time.monotonic()


class Limited(psycopg.Connection[Any]):
    """Hangs up on a server that is there and does not answer. It is not asked to cancel: a COMMIT that waits for a standby
    would then be told as done while only one server has it."""

    longest: float | None = None  # seconds, where somebody has said that it will take its time
    answered: float = -math.inf  # when, by this machine's clock: at the end of a transaction

    def says_something(self) -> bool:
        """Nobody has asked it anything: so the server goes, or is gone."""
        if self.closed:
            return True
        with selectors.DefaultSelector() as looking:
            looking.register(self.pgconn.socket, selectors.EVENT_READ)
            return bool(looking.select(0))

    def wait(self, gen: Generator[Any, Any, T], *more: Any, **named: Any) -> T:
        return super().wait(self._within(gen), *more, **named)

    def _within(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        until = time.monotonic() + (LONGEST if self.longest is None else self.longest)
        try:
            asked = next(gen)
            while True:
                ready = yield asked
                if not ready and time.monotonic() > until and self.pgconn.transaction_status == ACTIVE:
                    self.close()
                    raise psycopg.OperationalError("no answer: the line was hung up")
                asked = gen.send(ready)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
