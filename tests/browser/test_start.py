"""The start pages of those who read papers, on the phone."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.test_month import may_ready  # noqa: F401


@pytest.mark.parametrize("who", ["gitte", "ruth", "connie"])
def test_a_paper_is_read_on_a_phone_without_moving_it_sideways(who, visit, may_ready):  # noqa: F811
    page = visit(who, PHONE).page
    cells = page.locator("section[aria-labelledby=papers] tbody :is(th, td)").all()
    assert cells
    for cell in cells:
        box = cell.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
