"""x"""
from tests.world import World


def test_x(world: World) -> None:
    r = world.accepted()
    print(r)
    world.whole()
    assert 0
