"""What the people see: the scan at the licensor's desk, the result at the counter, and until then that it is awaited."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from app.domain.roles import Right, Role, may
from app.keeping.verify import verify_store
from app.problems import Unavailable
from app.start import listening, plain
from app.sync.loop import Ticked
from tests.services.test_every_command import Scene
from tests.world import (  # noqa: F401
    AT,
    MG,
    World,
    database_here,
    desk,
    file_here,
    furnished_database,
    furnished_file,
    who,
    world,
)

SCAN = b"%PDF-1.7 a scan of a diploma"


def sent_with_a_scan(world: World, *, scan: bytes = SCAN) -> tuple[dict[str, Any], str]:  # noqa: F811
    draft = world.draft(act=MG)
    name = world.do("intake.keep_scan", {"body": base64.b64encode(scan).decode()}, act=MG)["scan"]
    draft["documents"][0]["scan"] = name
    case = dict(world.do("intake.certify", {"draft": draft}, act=MG))
    world.do("intake.send", {"code": case["number"]}, act=MG)
    return case, name


def awaited(app: Any, role: str, act: str) -> int:
    login = who(role, act) if app.store.side == "centre" else desk(role, act)
    return int(plain(app.ask("house.files_awaited", {}, as_=login))["count"])


def test_the_licensor_sees_the_scan_of_the_case_that_was_sent_to_it(world: World) -> None:  # noqa: F811
    _, name = sent_with_a_scan(world)
    with pytest.raises(Unavailable, match="file: not-come"):
        world.licensor.file(name, as_=desk("specialist", MG))
    with listening(world.licensor) as link:
        Scene(world, link).sync()
    assert world.licensor.file(name, as_=desk("specialist", MG)) == SCAN
    with pytest.raises(Unavailable, match="file: not-come"):
        world.licensor.file(name, as_=desk("specialist", AT))  # another department of the same node


def test_what_has_not_come_is_said_so_and_counted_until_it_is_here(file_here: World) -> None:  # noqa: F811
    here = file_here
    _, name = sent_with_a_scan(here)
    place = here.centre.store.file(name)
    sealed = place.read_bytes()
    place.write_bytes(
        sealed[:-1] + bytes([sealed[-1] ^ 1])
    )  # a disk that gives back something else, until the backup is there
    watcher = next(r.value for r in Role if may(r, Right.SEE_EXCHANGE) and r.value in ("head", "administrator"))
    with listening(here.licensor) as link:
        Scene(here, link).sync()
        with pytest.raises(Unavailable, match="file: not-come"):
            here.licensor.file(name, as_=desk("specialist", MG))
        assert awaited(here.licensor, watcher, MG) == 1
        place.write_bytes(sealed)
        Scene(here, link).sync()
    assert here.licensor.file(name, as_=desk("specialist", MG)) == SCAN
    assert awaited(here.licensor, watcher, MG) == 0


def test_the_counter_opens_the_result_that_was_signed_over_there(world: World) -> None:  # noqa: F811
    with listening(world.licensor) as link:
        scene = Scene(world, link)
        case = scene.signed(AT)
        scene.sync()
    (there,) = world.rows(
        "SELECT id, file FROM papers WHERE form = 'licence' AND subject = :c", licensor=True, c=case["case"]
    )
    papers = {p["id"]: p for p in world.ask("case.open", {"code": case["number"]})["papers"]}
    assert papers[there.id]["form"] == "licence"
    form, _, pdf = world.centre.paper(there.id, as_=who("inspector"))
    assert (form, pdf) == world.licensor.paper(there.id, as_=desk("specialist"))[::2]
    told = verify_store(world.settings())
    assert told["intact"], told


def test_the_tick_tells_of_the_files(file_here: World) -> None:  # noqa: F811
    _, name = sent_with_a_scan(file_here)
    from app.start import exchange

    with listening(file_here.licensor) as link:
        (told,) = exchange(file_here.centre, link)
    assert told["files"] == {"sent": 1, "received": 0, "bytes": len(SCAN), "refused": [], "waits": False}
    assert set(told) <= set(Ticked.__dataclass_fields__)
    assert name in file_here.licensor.store.file(name).name
