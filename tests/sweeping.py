"""What somebody is answered at address after address, and which planted words stand there."""

from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from tests.doors.matrix import OUTSIDE
from tests.doors.objects import parts
from tests.doors.table import OBJECT_ROWS, PROJECT_ROWS, ProjectRow
from tests.partners.test_lists import LISTS
from tests.planted import found, told


def ask(client, method: str, url: str, form: dict | None = None) -> str:
    """What is told; whatever was written is taken back."""
    with transaction.atomic():
        # a form without anything filled in: what it shows again, or where it leads
        answer = told(getattr(client, method.lower())(url, form or {}))
        transaction.set_rollback(True)
    return answer


def sweep(client, cast, rows: list[ProjectRow] = PROJECT_ROWS) -> dict[str, str]:
    """What is answered at these addresses of project A: at every one, refusals among them."""
    return asked_at(client, cast, rows, "peerstoette")


def elsewhere(client, cast) -> dict[str, str]:
    """What is answered where the objects of A are asked for under the address of B."""
    return asked_at(client, cast, OBJECT_ROWS, "frederiksberg")


def asked_at(client, cast, rows: list[ProjectRow], slug: str) -> dict[str, str]:
    answers = {}
    for row in rows:
        with transaction.atomic():
            url = reverse(row.name, kwargs={"slug": slug, **parts(row.object, cast)})
            answers[f"{row.method} {url}"] = ask(client, row.method, url)
            transaction.set_rollback(True)
    return answers


def outside(client) -> dict[str, str]:
    """Pages that belong to no project, and what the search finds of either project's words."""
    cache.clear()  # attempts are counted by address
    urls = [place.url(None) for place in OUTSIDE if "logout" not in place.view]
    answers = {url: ask(client, "GET", url) for url in urls}
    for slug in ["peerstoette", "frederiksberg"]:
        for text in ["Zqa", "Zqb", "B-7000", "B-8000"]:
            url = reverse("search", args=[slug])
            answers[f"{url} {text}"] = ask(client, "POST", url, {"text": text})
    return answers


def files(client) -> dict[str, str]:
    """Each list as the files that may be taken home."""
    urls = [
        reverse(name, args=["peerstoette"], query={"format": suffix})
        for name in LISTS
        for suffix in ["csv", "xlsx"]
    ]
    return {url: ask(client, "GET", url) for url in urls}


def leaks(words: list[str], answers: dict[str, str]) -> dict[str, set[str]]:
    told_of = {url: found(words, text) for url, text in answers.items()}
    return {url: words for url, words in told_of.items() if words}
