"""Help, privacy and accessibility: for everybody, and the help is beside the rules it explains."""

import re

import pytest
from django.urls import reverse

from accounts.help import TOPICS
from tests.doors.objects import parts

PAGES = ["help", "privacy", "accessibility"]


@pytest.mark.parametrize("name", PAGES)
def test_everybody_reads_it_without_signing_in(client, db, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_every_page_leads_to_it(as_, client, cast, name):
    link = f'href="{reverse(name)}"'
    assert link in client.get(reverse("account_login")).content.decode()
    assert link in as_("lene").get(reverse("project", args=["peerstoette"])).content.decode()


def test_it_names_the_contact_of_the_installation(client, db, settings):
    settings.CONTACT_EMAIL = "hjaelp@example.test"
    for name in ("privacy", "accessibility"):
        assert "mailto:hjaelp@example.test" in client.get(reverse(name)).content.decode()


def test_without_a_contact_it_names_the_project_leader(client, db, settings):
    settings.CONTACT_EMAIL = ""
    assert "Ask the project leader" in client.get(reverse("privacy")).content.decode()


def test_it_names_the_cookies_that_a_browser_gets_and_no_other(as_, cast, settings):
    browser = as_("omar")
    browser.post(reverse("set_language"), {"language": "en"})
    registered = {"held": "yes", "answer": "came", "date": "29.5.2018", "minutes": "60"}
    browser.post(cast.meeting.get_absolute_url(), registered)
    browser.get(reverse("day", args=["peerstoette"]))
    browser.get(reverse("account_change_password"))
    page = browser.get(reverse("privacy")).content.decode()
    named = set(re.findall(r"<code>([^<]+)</code>", page))
    assert set(browser.cookies) == named
    assert named == {
        settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME,
    }  # fmt: skip


def test_every_rule_has_its_place_on_the_page(client, db):
    page = client.get(reverse("help")).content.decode()
    anchors = [topic.anchor for topic in TOPICS]
    assert len(set(anchors)) == len(anchors)
    for anchor in anchors:
        assert page.count(f'id="{anchor}"') == 1


@pytest.mark.parametrize(
    ("page", "about", "anchor"),
    [
        ("employment_activate", "employment", "activation"),
        ("match_add", "episode", "kinship"),
        ("citizen_refer", "-", "age"),
        ("episode_extend", "episode", "length"),
        ("partner_sign", "partner", "agreement"),
        ("staffing", "-", "minimum"),
        ("month", "month", "closing"),
        ("month_close", "month", "closing"),
        ("missing", "-", "missing"),
        ("budget", "-", "budget"),
    ],
)
def test_the_help_stands_beside_the_rule(as_, cast, page, about, anchor):
    address = reverse(page, kwargs={"slug": "peerstoette", **parts(about, cast)})
    assert f"{reverse('help')}#{anchor}" in as_("lene").get(address).content.decode()


def test_a_refused_cpr_number_leads_to_its_help(as_, cast):
    response = as_("lene").post(reverse("search", args=["peerstoette"]), {"text": "010190-1234"})
    assert f"{reverse('help')}#cpr" in response.content.decode()


@pytest.mark.parametrize(
    ("page", "about", "sent", "anchor"),
    [
        ("citizen_refer", "-", {"birth_year": "1950"}, "age"),
        ("match_add", "episode", {"starts_on": "14.6.2018"}, "kinship"),
        ("employment_activate", "employment", {"active_from": "2.4.2018"}, "activation"),
    ],
)
def test_a_refusal_leads_to_the_help_of_its_rule(as_, cast, page, about, sent, anchor):
    address = reverse(page, kwargs={"slug": "peerstoette", **parts(about, cast)})
    client = as_("lene")
    form = client.get(address).context["form"]
    filled = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    response = client.post(address, filled | sent)
    assert response.status_code == 422
    assert f"{reverse('help')}#{anchor}" in response.content.decode()


# what ends, takes away or settles something says so before the button
FINAL = [
    ("employment_end", "employment"),
    ("employment_remove", "employment"),
    ("leave_remove", "leave"),
    ("session_cancel", "course_session"),
    ("enrolment_end", "enrolment"),
    ("match_end", "match"),
    ("episode_end", "episode"),
    ("member_end", "member"),
    ("seat_end", "seat"),
    ("voucher_correct", "voucher"),
    ("referral_decide", "referral"),
    ("criterion_confirm", "peer"),
    ("training_add", "peer"),
    ("employment_visit", "employment"),
    ("employment_activate", "employment"),
    ("agenda_remove", "agenda_point"),
    ("decisions_write", "body_meeting"),
    ("budget_line_remove", "budget_line"),
    ("partner_remove", "partner"),
    ("member_withdraw", "invited"),
    ("member_leave", "member"),
    ("peer_handover", "peer"),
]


@pytest.mark.parametrize(("page", "about"), FINAL)
def test_an_act_tells_its_consequences_before_the_button(as_, cast, page, about):
    address = reverse(page, kwargs={"slug": "peerstoette", **parts(about, cast)})
    shown = as_("lene").get(address).content.decode()
    told = re.search(r'class="[^"]*ps-confirm".*?</section>', shown, re.DOTALL)
    assert told
    assert told[0].count("<li>") >= 2
    assert shown.index("ps-confirm") < shown.index('class="btn btn-primary"')
