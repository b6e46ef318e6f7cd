"""What the trail keeps of files that leave the house: which, by whom and in which role, of nobody."""

import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from tests.doors.objects import parts

# who, page, what it is of -> the file, and what the trail calls what it belongs to
FILES = [
    ("gitte", "budget_export", "table_budget_csv", "budget-peerstoette.csv", "Prøveprojektet"),
    ("ruth", "voucher_export", "-", "bilag-peerstoette.csv", "Prøveprojektet"),
    ("ruth", "voucher_document", "documented", "2018-0002.pdf", "2018-0002"),
    ("svend", "dashboard_paper", "-", "noegletal-2018.pdf", "Prøveprojektet"),
    ("svend", "dashboard_sheet", "-", "noegletal-2018.xlsx", "Prøveprojektet"),
    ("gitte", "month_draft", "month_draft", "accounts-draft-2018-05.pdf", "2018-05"),
    ("connie", "paper", "month_paper", "accounts-2018-05.pdf", "2018-05"),
    ("poul", "plan_paper", "-", "milepaelsplan-2018-06-15.pdf", "Prøveprojektet"),
    ("svend", "report_pdf", "report_submitted", "statusrapport-2018-version-1.pdf", "2018.1"),
]


def address(cast, name: str, of: str) -> str:
    return reverse(name, kwargs={"slug": "peerstoette", **parts(of, cast)})


def told() -> tuple[str, str, str, dict]:
    entry = TrailEntry.objects.get(action="file.download")
    return entry.actor_label, entry.role, entry.object_label, entry.details


@pytest.mark.parametrize(("who", "page", "of", "name", "label"), FILES)
def test_a_file_is_on_the_trail_by_its_name(cast, as_, who, page, of, name, label):
    assert as_(who).get(address(cast, page, of)).status_code == 200
    actor, role, of_what, details = told()
    assert (actor, role) == (
        str(getattr(cast, who)),
        {"gitte": "accountant", "ruth": "auditor", "svend": "steering", "connie": "controller",
         "poul": "pool"}[who],
    )  # fmt: skip
    assert (of_what, details) == (label, {"file_name": name})


def test_a_peer_s_certificate_is_on_the_trail_by_initials(cast, as_):
    as_("stine").get(address(cast, "certificate", "trained"))
    _actor, role, label, details = told()
    assert (role, label) == ("staff", cast.peer.initials)
    assert details == {"file_name": f"uddannelsesbevis-{cast.peer.pk}.pdf"}
    assert cast.peer.name not in f"{label}{details}"


def test_what_is_asked_for_by_its_head_alone_is_not_taken_and_not_on_the_trail(cast, as_):
    response = as_("ruth").head(address(cast, "voucher_document", "documented"))
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == "0"
    assert 'filename="2018-0002.pdf"' in response["Content-Disposition"]
    assert not TrailEntry.objects.filter(action="file.download").exists()


@pytest.mark.parametrize(
    ("page", "of", "expected"),
    [
        ("plan_paper", "-", "milepaelsplan-2018-06-15.pdf"),
        ("certificate", "trained", "uddannelsesbevis-{pk}.pdf (OP)"),
    ],
)
def test_the_trail_s_page_says_which_file(cast, as_, page, of, expected):
    lene = as_("lene")
    lene.get(address(cast, page, of))
    row = lene.get(reverse("trail", args=["peerstoette"])).context["list"].rows[0]
    assert row.act == "Downloaded a file"
    assert row.object == expected.format(pk=cast.peer.pk)


def test_it_is_narrowed_to_files(cast, as_):
    lene = as_("lene")
    lene.get(address(cast, "plan_paper", "-"))
    listing = lene.get(reverse("trail", args=["peerstoette"]), {"kind": "files"}).context["list"]
    assert [row.entry.action for row in listing.rows] == ["file.download"]


def test_who_took_the_document_is_no_part_of_what_was_done_with_the_voucher(cast, as_):
    ruth, document = as_("ruth"), address(cast, "voucher_document", "documented")
    before = ruth.get(cast.voucher.get_absolute_url()).context["history"]
    ruth.get(document)
    assert ruth.get(cast.voucher.get_absolute_url()).context["history"] == before
