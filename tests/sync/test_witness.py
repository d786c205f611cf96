"""What a node keeps for the other is signed by the other's own devices: nobody plants a checkpoint in their name."""

from __future__ import annotations

from app.proof import checkpoint, cose
from app.proof.checkpoint import Checkpoint
from app.store.receive import receiving
from app.sync import witness
from app.sync.keys import device_key
from app.sync.peers import parties
from tests.sync.nodes import Pair


def kept(two: Pair, *, device: str, by: str) -> list[str]:
    """Whose checkpoints the licensor has, when it is told one of that device under the key of `by`."""
    point = Checkpoint(device=device, count=3, head=bytes(32), root=bytes(range(32)), at=1_480_000_000)
    body = checkpoint.signed(point, sign=device_key(two.centre.folder, by).sign)
    node = two.licensor.node()
    with receiving(node.store, node.device, node.stamp()) as reception:
        there = parties(reception.connection)
        witness.keep(reception, there, there.peer(two.centre.store.id), told=[cose.text(body)])
        reception.commit()
    return [row.device for row in two.licensor.rows("checkpoints")]


def test_a_checkpoint_is_kept_when_the_device_has_signed_it_and_only_then(two: Pair) -> None:
    assert kept(two, device="AT01-01", by="AT01-02") == []
    assert kept(two, device="AD01-01", by="AT01-01") == []  # one of ours is not theirs to tell
    assert kept(two, device="AT01-01", by="AT01-01") == ["AT01-01"]
