"""A draft names its channel: the counter books nothing as its own that another channel's door would judge."""

from __future__ import annotations

from typing import get_args

import pytest

from app.domain import codec
from app.domain.completeness import Draft
from app.domain.pack import ChannelId
from app.law import verdict
from app.problems import Refused
from tests.world import AT, MG, World


@pytest.mark.parametrize(("act", "command"), [(AT, "intake.accept"), (AT, "intake.refuse"), (MG, "intake.certify")])
@pytest.mark.parametrize("channel", get_args(ChannelId))
def test_a_draft_of_another_channel_is_not_booked_as_the_counters(
    file_here: World, act: str, command: str, channel: str
) -> None:
    """Two doors read one draft alike: what the act does not offer there `findings` does not judge either."""
    draft = {**file_here.draft(act=act), "channel": channel}
    if command == "intake.refuse":
        draft["documents"] = draft["documents"][1:]
    given = {"draft": draft} if command == "intake.certify" else draft
    if channel == "counter":
        assert file_here.do(command, given, act=act)["number"]
        return
    on = str(file_here.now[act].date())
    answer = "wrong-side"
    try:
        verdict(act, draft["service"], draft["variant"], on=on, draft=codec.read(Draft, draft))
    except Refused as no:
        answer = no.code
    assert answer in ("wrong-side", "channel-not-offered")
    with pytest.raises(Refused, match=answer):
        file_here.do(command, given, act=act)
    assert file_here.count("cases") == 0
