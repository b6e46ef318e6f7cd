"""The back office in a browser: silent under the strict content policy, and usable on a phone."""

from datetime import date

from django.db import transaction

from accounts.models import User
from peers.models import TrainingTheme
from tests.cast import PASSWORD
from tests.doors.objects import parts
from tests.doors.table import ADMIN_ROWS

# a page of each kind, with a hierarchy of dates, filters and search where there are any
LISTS = [
    "",
    "citizens/referral/",
    "partners/organisation/",
    "partners/membership/",
]
FORMS = [
    "partners/deliverable/add/",
    "peers/trainingtheme/add/",
    "citizens/course/{course}/change/",
]
READ = ["citizens/citizen/{citizen}/history/", "budget/voucher/{voucher}/change/"]
DELETED = ["partners/deliverable/{deliverable}/delete/"]


def test_pages_are_accessible_and_fit(visit, fresh_cast):
    leader = visit("lene")
    numbers = {
        name: parts(f"{app}.{name}", fresh_cast)["pk"]
        for app, name in [
            ("citizens", "course"),
            ("citizens", "citizen"),
            ("budget", "voucher"),
            ("partners", "deliverable"),
        ]
    }
    problems = []
    for path in [*LISTS, *FORMS, *READ, *DELETED]:
        leader.go("/admin/" + path.format(**numbers))
        problems += [f"{path}: {each}" for each in leader.problems()]
    assert not problems, "\n".join(problems)


def test_every_page_of_every_table_is_silent(visit, fresh_cast):
    User.objects.create_superuser("root", "root@example.test", PASSWORD)
    keeper = visit("root")
    for row in ADMIN_ROWS:
        with transaction.atomic():
            number = parts(row.model, fresh_cast)["pk"]
        answers = row.answers(row.superuser, number)
        for url in [url for url, status in answers.items() if status == 200]:
            keeper.go(url)


def test_a_refused_form_is_accessible(visit, fresh_cast):
    leader = visit("lene")
    leader.go("/admin/partners/deliverable/add/")
    leader.page.locator("input[name=_save]").click()
    leader.page.locator(".errornote").wait_for()
    assert leader.problems() == []


def test_a_form_is_filled_in_with_an_autocomplete_and_saved(visit, fresh_cast):
    User.objects.create_superuser("root", "root@example.test", PASSWORD)
    keeper = visit("root")
    theme = TrainingTheme.objects.create(
        project=fresh_cast.project, number=1, name_da="Lytte", name_en="To listen"
    )
    keeper.go("/admin/peers/training/add/")
    page = keeper.page
    page.select_option("select[name=project]", label=str(fresh_cast.project))
    page.locator(".field-peer .select2-selection").click()
    page.locator(".select2-results__option", has_text="Omar").click()
    page.select_option("select[name=theme]", label=str(theme))
    page.locator("input[name=completed_on]").fill("14.06.2018")
    page.locator("input[name=_save]").click()
    page.wait_for_url(lambda url: url.endswith("/admin/peers/training/"))
    assert fresh_cast.peer.trainings.get(theme=theme).completed_on == date(2018, 6, 14)


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
