"""Pages on paper: whole at the width of A4, without what can be clicked, in ink on white."""

import pytest

from tests.browser.conftest import DESK, Visit
from tests.doors.objects import parts

PAPER = {"width": 688, "height": 1009}  # px: A4 less the margins of look.css
PAGES = {
    "lene": [
        "dashboard/",
        "",
        "months/2018-05/",
        "citizens/",
        "peers/staffing/",
        "plan/",
        "members/",
    ],
    "gitte": ["", "vouchers/"],
    "ruth": [""],
    "omar": ["sessions/{session}/"],
    "svend": ["reports/{report}/"],
}
TO_CLICK = (
    ".ps-top, .ps-foot, .ps-tabs, nav, button, .btn, .ps-savebar, .ps-list-form, .ps-list-files"
)
BEYOND = """() => [...document.querySelectorAll("body *")]
  .filter(each => each.checkVisibility() && !each.closest(".visually-hidden"))
  .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
  .map(each => each.outerHTML.slice(0, 160))"""
COLOURS = """() => [...document.querySelectorAll("body, body *")]
  .filter(each => each.checkVisibility())
  .map(each => {
    const seen = getComputedStyle(each);
    return [each.outerHTML.slice(0, 160), seen.color, seen.backgroundColor, seen.borderColor, seen.fill];
  })"""
FILL = (
    """each => [getComputedStyle(each).backgroundColor, getComputedStyle(each).printColorAdjust]"""
)
INK, WHITE, GREEN = "rgb(24, 33, 31)", "rgb(255, 255, 255)", "rgb(28, 98, 56)"


def on_paper(somebody: Visit, path: str) -> None:
    somebody.page.emulate_media(media="screen")
    somebody.page.set_viewport_size(DESK)
    somebody.go(f"/p/peerstoette/{path}")
    somebody.page.emulate_media(media="print")
    somebody.page.set_viewport_size(PAPER)


@pytest.mark.parametrize("who", PAGES)
def test_pages_fit_the_paper_show_nothing_to_click_and_are_light(who, visit, fresh_cast):
    numbers = {
        "session": fresh_cast.session.pk,
        "report": parts("report_submitted", fresh_cast)["pk"],
    }
    somebody = visit(who)
    for path in PAGES[who]:
        on_paper(somebody, path.format(**numbers))
        page = somebody.page
        assert page.evaluate(BEYOND) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"], path
        shown = [each.inner_text() for each in page.locator(TO_CLICK).all() if each.is_visible()]
        assert shown == [], path
        light = page.evaluate(COLOURS)
        assert light[0][1:3] == [INK, WHITE], path
        page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        dark = page.evaluate(COLOURS)
        assert [each for each in dark if each not in light] == [], path


def test_a_step_that_is_done_looks_done_on_paper(visit):
    gitte = visit("gitte")
    on_paper(gitte, "months/2018-05/")
    done = gitte.page.locator(".ps-steps .is-done .dot").first
    assert done.evaluate(FILL) == [GREEN, "exact"]
