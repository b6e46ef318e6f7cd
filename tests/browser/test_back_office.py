"""The back office in a browser: silent under the strict content policy, and usable on a phone."""

import pytest

from tests.browser.conftest import DESK, PHONE

LISTS = [
    "/admin/",
    "/admin/citizens/citizen/",
    "/admin/budget/voucher/",
    "/admin/partners/organisation/",
    "/admin/accounts/trailentry/",
]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_lists_are_accessible_and_fit(size, visit):
    leader = visit("lene", size)
    problems = []
    for path in LISTS:
        leader.go(path)
        width = leader.page.evaluate("document.documentElement.scrollWidth")
        problems += [f"{path}: {width} px wide"] if width > size["width"] else []
        problems += [f"{path}: {each}" for each in leader.violations()]
    assert not problems, "\n".join(problems)


def test_a_form_is_filled_in_with_an_autocomplete_and_saved(visit, fresh_cast):
    leader = visit("lene")
    leader.go("/admin/budget/budgetyear/add/")
    page = leader.page
    page.select_option("select[name=project]", label=str(fresh_cast.project))
    page.locator(".field-line .select2-selection").click()
    page.locator(".select2-results__option", has_text="Transport").click()
    page.locator("input[name=year]").fill("2019")
    page.locator("input[name=amount]").fill("1.234,50")
    page.locator("input[name=_save]").click()
    page.wait_for_url(lambda url: url.endswith("/admin/budget/budgetyear/"))
    assert str(fresh_cast.transport_line.years.get(year=2019).amount) == "1234.50"


def test_a_table_is_taken_and_brought_again(visit, fresh_cast, tmp_path):
    leader = visit("lene")
    leader.go("/p/peerstoette/transfer/peers/")
    page = leader.page
    with page.expect_download() as download:
        page.locator("main aside a", has_text="CSV").click()
    file = tmp_path / "peers.csv"
    download.value.save_as(file)
    file.write_text(file.read_text().replace("Omar Prøvested", "Omar Omdøbt"))
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/transfer/drafts/" in url)
    assert "Omar Omdøbt" in page.locator("main").inner_text()
    assert leader.violations() == []
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(lambda url: url.endswith("/transfer/"))
    assert fresh_cast.peer.name == "Omar Omdøbt"
