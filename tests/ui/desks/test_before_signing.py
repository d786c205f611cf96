"""F4 at the head's: the paper as it would be, over the work; nothing is printed, kept or changed by looking."""

from __future__ import annotations

from tests.ui.desks.counter import Counter, at_licensor
from tests.ui.desks.counter import counter as counter
from tests.ui.desks.test_custody_desks import SECOND
from ui.screenshots import HEAD


def test_the_head_looks_at_the_paper_before_it_is_signed(counter: Counter) -> None:
    codes = at_licensor(counter, SECOND)
    counter.log_in(HEAD)
    desk = counter.go("sign")
    assert "F4" in [hint.key for hint in desk.view.hints()]
    kept = list((counter.front.folder / "papers").glob("*"))
    counter.press("F4")
    preview = counter.front.session.printing.preview
    assert preview is not None
    assert preview.isVisible()
    assert preview.state.title == "Лицензия"
    assert "не подписан" in preview.state.note
    counter.press("F7")  # there is nothing to print here
    assert preview.isVisible()
    counter.press("Esc")
    assert preview.isHidden()
    assert preview.state.pdf == b""
    assert list((counter.front.folder / "papers").glob("*")) == kept
    counter.press("Ctrl+Enter")
    cases = [counter.app("licensor").ask("case.open", {"code": code}, as_=HEAD).case for code in codes]
    assert sum(case.signed for case in cases) == 1
