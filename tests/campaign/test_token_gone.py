"""F35: token, program of the keys or net are gone amid the signing: a signature is there whole, or not at all."""

from __future__ import annotations

import base64
import json
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import pytest

from app.outside import ncalayer
from app.outside.ncalayer import NCALayer, NCALayerSettings
from app.outside.revocation import Gathers, Revocation, Sources
from app.outside.trust import Judging
from app.problems import Refused, Unavailable
from app.signed import sign
from app.signing import build
from app.signing.read import Unread, read
from app.store.unit import Transaction, new_id
from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.signing import pki
from tests.signing.nca_stand_in import StandIn, standing, told
from tests.signing.test_at_the_case import OPERATOR, OPERATORS, Key, Nuc, certified, now, signing
from tests.world import MG, World, code, who

__all__ = ["OPERATOR", "signing"]
pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
LOGIN = who("inspector", MG)
# where it goes: at the program of the keys, in its answer, at НУЦ, in the store
GONE = (
    "before",
    "greeted",
    "asked",
    "half-answer",
    "half-cms",
    "other-bytes",
    "nuc-cut",
    "commit.before",
    "commit.after",
)


@contextmanager
def cutting_nuc(after: int) -> Iterator[str]:
    """A server that answers so many bytes and is gone."""
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: 900\r\n\r\n" + b"\x30" * 900
    )
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line, suppress(OSError):
                    line.recv(65536)
                    line.sendall(answer[:after])

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def cms(data: bytes) -> bytes:
    return build.signed(data, pki.signing_key(OPERATORS, pki.CA), at=now())


def standing_in(where: str, random_: random.Random) -> StandIn:
    def half(asked: dict[str, Any]) -> str:
        whole = told(base64.b64encode(cms(base64.b64decode(asked["args"]["data"]))).decode())
        return whole[: random_.randrange(1, len(whole))]

    def shorter(asked: dict[str, Any]) -> str:
        whole = cms(base64.b64decode(asked["args"]["data"]))
        return told(base64.b64encode(whole[: random_.randrange(1, len(whole))]).decode())

    def other(asked: dict[str, Any]) -> str:
        return told(base64.b64encode(random_.randbytes(random_.randrange(1, 4000))).decode())

    say = {"half-answer": half, "half-cms": shorter, "other-bytes": other}.get(where)
    return StandIn(sign=cms, say=say, drop=where if where in ("before", "greeted", "asked") else "")


def tried(world: World, case: dict[str, Any], where: str, random_: random.Random, op: str) -> None:
    """Somebody presses F9, and it goes wrong there; what they are told is a no in words, never a fault."""
    with ExitStack() as stack, suppress(Refused, Unavailable):
        stand = stack.enter_context(standing(standing_in(where, random_)))
        gathers: Gathers = Nuc(OPERATORS)
        if where == "nuc-cut":
            address = stack.enter_context(cutting_nuc(random_.randrange(0, 980)))
            judging = world.centre.judging
            gathers = Revocation(Sources(ocsp=address, stamps=address, seconds=5), judging.trust, judging.clock)
        if where.startswith("commit"):
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            patch.setenv("TEREZE_AT", f"{where}:full:*")
        key = NCALayer(NCALayerSettings(address=stand.address, greeting=5.0, answer=5.0, stamp=False))
        sign(world.centre, code(case), "certification", login=LOGIN, signer=key, gathers=gathers, op=op)


def half_signed(world: World, case: dict[str, Any]) -> list[str]:
    """What stands at the case, in the journal and beside it must be one and the same signature, whole."""
    rows = world.rows(
        "SELECT facts, person FROM events LEFT JOIN persons ON event = id WHERE kind = 'signature.kept' AND subject = :c",
        c=case["case"],
    )
    stands = world.case(case["case"], act=MG).get("signatures") or ()
    wrong = [] if len(stands) == min(1, len(rows)) else [f"{len(stands)} at the case, {len(rows)} in the journal"]
    for row in rows:
        if row.person is None:
            wrong.append("a signature without its bytes")
            continue
        try:
            read(base64.b64decode(json.loads(bytes(row.person))["cms"]))
        except (Unread, ValueError, KeyError) as broken:
            wrong.append(f"half a signature: {broken!r}")
    return wrong


def through(world: World, where: str, random_: random.Random) -> list[str]:
    """Cut once; then the same press again with everything there."""
    case, op = certified(world), new_id()
    tried(world, case, where, random_, op)
    wrong = half_signed(world, case)
    with suppress(Refused, Unavailable):  # after "commit.after" the first press is done: the id says so
        sign(
            world.centre, code(case), "certification", login=LOGIN, signer=Key(OPERATORS), gathers=Nuc(OPERATORS),
            op=op if where == "commit.before" else None,
        )  # fmt: skip
    stands = world.case(case["case"], act=MG).get("signatures") or ()
    if [s["reason"] for s in stands] != ["sound"]:
        wrong.append(f"signing again: {stands}")
    return wrong + half_signed(world, case)


def test_a_signature_is_there_whole_or_not_at_all(signing: World, monkeypatch: pytest.MonkeyPatch) -> None:
    random_, count = share("F35", 500, commit=len(GONE))
    wrong = [bad for n in range(count) if (bad := through(signing, GONE[n % len(GONE)], random_))]
    assert not wrong, wrong
    signing.whole()
    caught = []
    with monkeypatch.context() as planted:  # a judge who looks at nothing
        planted.setattr(Judging, "__call__", _believes(Judging.__call__))
        planted.setattr(ncalayer, "by", lambda result, _: result)
        caught.append(any(through(signing, "half-cms", random_) for _ in range(2)))
    with monkeypatch.context() as planted:  # the mark first, the bytes some other time
        planted.setattr(Transaction, "append", _without_bytes(Transaction.append))
        caught.append(bool(through(signing, "asked", random_)))
    ran("F35", count, through=len(wrong), planted=(sum(caught), len(caught)))


def _believes(judge: Any) -> Any:
    from dataclasses import replace

    def sound(self: Judging, *given: Any, **more: Any) -> Any:
        return replace(judge(self, *given, **more), reason="sound", also=())

    return sound


def _without_bytes(append: Any) -> Any:
    def bare(self: Transaction, head: Any, link: Any) -> None:
        append(self, head, link)
        if head.kind == "signature.kept":
            del self._rows["persons", head.id]

    return bare
