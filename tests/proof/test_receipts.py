"""A receipt checks itself: read from a print at 200 dpi, believed by a key alone, and compared with the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from app.keeping.verify import verify_code
from app.proof import cose, receipt
from app.settings import devices_folder
from app.sync.keys import device_key
from tests.print.reading import codes
from tests.world import World, file_here, furnished_file, who  # noqa: F401

MOST = 300  # bytes of a signed code


@pytest.fixture
def here(file_here: World) -> Iterator[World]:  # noqa: F811
    return file_here


def signed_code(pdf: bytes) -> str:
    """The one square among the page's codes, as a scanner would type it."""
    (found,) = {told for page in codes(pdf, 200) for kind, told in page if "QR" in kind}
    return found


def paper_of(world: World, number: str, form: str) -> bytes:
    (row,) = world.rows(
        "SELECT id FROM papers WHERE form = :form AND code = :code", form=form, code="C" + number.replace("-", "")
    )
    return bytes(world.centre.paper(row.id, as_="inspector.at01")[2])


def accepted(world: World) -> tuple[str, str]:
    number = str(world.accepted()["number"])
    return number, signed_code(paper_of(world, number, "acceptance-receipt"))


def refused(world: World) -> tuple[str, str]:
    draft = world.draft()
    number = str(world.do("intake.refuse", {**draft, "documents": draft["documents"][2:]})["number"])
    return number, signed_code(paper_of(world, number, "refusal-receipt"))


def key_of(world: World, device: str) -> bytes:
    (row,) = world.rows("SELECT public_key FROM devices WHERE code = :code", code=device)
    return bytes(row.public_key)


def checked(world: World, code: str) -> dict[str, Any]:
    world.close()
    return verify_code(world.settings(), code=code)


@pytest.mark.parametrize("made", [accepted, refused])
def test_a_print_at_200_dpi_is_read_back_and_believed_with_the_key_alone(here: World, made: Any) -> None:
    number, code = made(here)
    body = cose.from_text(code)
    statement = cose.read(body)
    assert len(body) <= MOST
    assert statement.check(key_of(here, statement.key))
    said = receipt.told(statement.claims)
    assert said["number"] == number.replace("-", "")
    assert (said["receipt"], said["centre"], said["day"]) == (
        made.__name__,
        "AT01",
        str(here.now["atyrau-2015-324"].date()),
    )
    answer = checked(here, code)
    assert (answer["intact"], answer["number"], answer["signed_by"]) == (True, number, "AT01-01")


def test_a_receipt_that_somebody_else_signed_is_a_forgery(here: World) -> None:
    _, code = accepted(here)
    claims = cose.read(cose.from_text(code)).claims
    forged = cose.text(cose.signed(claims, key="AT01-01", sign=Ed25519PrivateKey.generate().sign))
    answer = checked(here, forged)
    assert (answer["intact"], answer["problem"]) == (False, "signature-wrong")


def test_a_key_that_this_node_never_heard_of_proves_nothing(here: World) -> None:
    claims = cose.read(cose.from_text(accepted(here)[1])).claims
    answer = checked(here, cose.text(cose.signed(claims, key="AT09-09", sign=Ed25519PrivateKey.generate().sign)))
    assert (answer["intact"], answer["problem"]) == (False, "key-unknown")


def test_a_true_signature_over_what_the_journal_does_not_say_is_told(here: World) -> None:
    number, code = accepted(here)
    key = device_key(devices_folder(here.key), "AT01-01")
    claims = {**cose.read(cose.from_text(code)).claims, receipt.DOCUMENTS: bytes(receipt.HASH)}
    answer = checked(here, cose.text(cose.signed(claims, key="AT01-01", sign=key.sign)))
    assert (answer["intact"], answer["problem"]) == (False, "statement-differs")
    assert number.replace("-", "") == claims[receipt.NUMBER]


def test_garbage_of_a_code_s_length_is_told_and_nothing_else(here: World) -> None:
    answer = checked(here, "MFRGG" * 40)
    assert (answer["intact"], answer["problem"]) == (False, "no-statement")


def test_without_the_device_s_key_people_are_taken_in_all_the_same(here: World) -> None:
    here.close()
    (devices_folder(here.key) / "AT01-01.pem").unlink()
    pdf = paper_of(here, str(here.accepted()["number"]), "acceptance-receipt")
    assert not [kind for page in codes(pdf) for kind, _ in page if "QR" in kind]
    here.whole()
    with here.centre.store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM cases")).scalar() == 1
