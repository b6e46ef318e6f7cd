"""Forms of each kind, sent with nothing in them: what is wrong is said, and can be read by all."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.doors.objects import parts

# the pages by the names of the doors' table, and what their address points at
FORMS = {
    "lene": [
        ("setup_project", "-"),
        ("member_add", "-"),
        ("transfer", "table_lines"),
        ("transfer_draft", "draft"),
        ("stand_ins", "session"),
        ("citizen_blocks", "citizen"),
        ("employment_add", "peer"),
    ],
    "gitte": [("budget_import", "-"), ("voucher_add", "-"), ("voucher_correct", "voucher")],
    "kirsten": [("citizen_refer", "-")],
    "omar": [("session", "session"), ("meeting", "meeting"), ("emergency", "-"), ("search", "-")],
    "svend": [("report_approve", "report_submitted")],
}
EMPTY = """form => {
  for (const field of form.elements) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.name !== "csrfmiddlewaretoken") field.value = "";
  }
  form.submit();
}"""


@pytest.mark.parametrize("who", FORMS)
def test_an_empty_form_is_refused_with_a_summary_that_has_the_focus(who, visit, fresh_cast):
    somebody = visit(who)
    page = somebody.page
    problems = []
    for name, pointed_at in FORMS[who]:
        where = {"slug": "peerstoette", **parts(pointed_at, fresh_cast)}
        somebody.go(reverse(name, kwargs=where))
        with page.expect_navigation() as answer:
            page.locator("main form[method=post]").last.evaluate(EMPTY)
        assert answer.value.status == 422, name
        expect(page.locator(".ps-errors")).to_be_focused()
        assert page.locator(".ps-errors :is(li, p)").count() > 0, name
        problems += [f"{name}: {problem}" for problem in somebody.problems()]
    assert not problems, "\n".join(problems)
