"""A page speaks one language: every page of the doors' table and of the back office, read in Danish
and in English, what they answer to an empty form, to nonsense and to what can be done, and mails."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from babel.messages.mofile import write_mo
from django.conf import settings as product
from django.contrib.auth.models import update_last_login
from django.core import mail
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from partners.access import Role
from peerstoette.management import catalogue
from tests.cast import PASSWORD, PEOPLE
from tests.doors.objects import parts
from tests.doors.table import ADMIN_ROWS, OTHER_ROWS, PROJECT_ROWS, AdminRow, ProjectRow

pytestmark = pytest.mark.sweep

# these read all that they may open; the others their first page, and what none of these opens
READERS = [Role.LEADER, Role.PEER, Role.STEERING]
OTHERS = [role for role in Role if role not in READERS]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%")
UNREAD = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL)
TEXT = re.compile(r">([^<>]+)<")
SPOKEN = re.compile(r'\s(?:aria-label|placeholder|title|data-label)="([^"]+)"')
MONTHS = {
    "da": re.compile(r"\b(januar|februar|marts|maj|juni|juli|oktober)\b", re.IGNORECASE),
    "en": re.compile(r"\b(January|February|March|May|June|July|October)\b"),
}
# data of the cast and names of files and languages, which are the same whoever reads them
DATA = {"English", "Dansk", "Transport"}
# rows that show their name in both languages
IN_BOTH = {"budget.budgetline", "budget.invoiceline", "partners.milestone"}
OTHER = {"da": "en", "en": "da"}
METHODS = ["GET", "POST"]
SHOWS = {200, 403, 404, 422}
# these change the language or who is signed in
LEAVING = {("set_language", "POST"), ("account_logout", "POST"), ("admin:logout", "POST")}
BACKEND = "django.contrib.auth.backends.ModelBackend"
LEAST_FLASHES = 40
LEAST_FIXED = 12  # letters around the placeholders of a text, or it fits anything


@pytest.fixture
def real_catalogue(tmp_path, settings):
    """The Danish texts as they are in the product; tests see message ids otherwise."""
    folder = tmp_path / "da" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue.read("da"))
    settings.LOCALE_PATHS = [tmp_path]


@pytest.fixture(params=["da", "en"])
def language(request, client, cast, real_catalogue) -> str:
    """What the browser and everybody's account ask for."""
    User.objects.update(language=request.param)
    client.cookies[product.LANGUAGE_COOKIE_NAME] = request.param
    return request.param


def mixed(language: str, pages: Iterable[tuple[str, str]]) -> set[str]:
    """What stands on a page in the other language."""
    other = OTHER[language]
    foreign, own = texts(other, language), texts(language)
    return {
        f"{name}: {text}"
        for name, page in pages
        for text in read(page)
        if text not in DATA and not matches(own, text)
        if matches(foreign, text) or MONTHS[other].search(text)
    }


def test_no_page_mixes_languages(as_, client, cast, language):
    assert mixed(language, pages(as_, client, cast, language)) == set()


def test_no_page_of_ones_own_mixes_languages(as_, client, cast, language):
    """Sign-in, second steps, password and the first page of all, asked for and sent empty."""
    assert mixed(language, own_pages(as_, client, cast, language)) == set()


def test_no_refusal_mixes_languages(as_, client, cast, language):
    """Pages that there are not or that are somebody else's, and forms filled in with nonsense."""
    assert mixed(language, refusals(as_, client, cast, language)) == set()


def test_no_word_about_what_was_done_mixes_languages(as_, client, cast, language):
    told = dict(flashes(as_, client, cast, language))
    assert len(told) >= LEAST_FLASHES
    assert mixed(language, told.items()) == set()


def test_no_page_of_upkeep_mixes_languages_that_adds_or_deletes(as_, client, cast, language):
    assert mixed(language, upkeep(as_, client, cast, language)) == set()


def test_no_mail_mixes_languages(as_, client, cast, language):
    """Who asks for a link reads it as the page was; all others get the installation's language."""
    client.post(reverse("account_reset_password"), {"email": cast.stine.email})
    as_("lene").post(reverse("member_add", args=["peerstoette"]), new_member(cast))
    sign_in_without_step(client, cast.gitte)
    client.post(reverse("lost_step"))
    spoken = [(message.to[0].partition("@")[0], languages_of(message)) for message in mail.outbox]
    assert sorted(spoken) == [
        ("gitte", {"da"}),
        ("lene", {"da"}),
        ("ny", {"da"}),
        ("stine", {language}),
    ]


def languages_of(message) -> set[str]:
    text = f"{message.subject}\n{message.body}"
    return {each for each, other in OTHER.items() if holds(texts(each, other), text)}


def pages(as_, client, cast, language: str) -> Iterator[tuple[str, str]]:
    """Name and text of each page that is no file, once for every reader who may open it."""
    for row in OTHER_ROWS:
        if row.method == "GET" and row.answers["anonymous"] == "200":
            yield row.name, client.get(row.url).content.decode()
    for reader in [*READERS, *OTHERS]:
        as_(PEOPLE[reader][0])
        for row in PROJECT_ROWS:
            if is_read_by(reader, row):
                yield from shown(client, language, row, lambda of=row: address_of(of, cast))
    as_(PEOPLE[Role.LEADER][0])
    for row in ADMIN_ROWS:
        is_read = "view" in row.leader and row.model not in IN_BOTH
        for act in ["changelist", "change", "history"] if is_read else []:
            yield from shown(client, language, row, lambda of=row, at=act: in_admin(of, at, cast))


def own_pages(as_, client, cast, language: str) -> Iterator[tuple[str, str]]:
    """Before anybody, the leader, somebody with each second step and whoever keeps it all."""
    yield from asked(client, language, "anonymous")
    as_("lene")
    yield from asked(client, language, "lene")
    with_second_steps(cast.gitte)
    as_("gitte")
    yield from asked(client, language, "gitte")
    key = passkey_of(cast.gitte)
    for name in ["mfa_edit_webauthn", "mfa_remove_webauthn"]:
        yield from answered(client, language, "GET", reverse(name, args=[key.pk]))
    key.delete()
    sign_in_without_step(client, cast.gitte)
    for method in METHODS:
        yield from answered(client, language, method, reverse("mfa_authenticate"))
        yield from answered(client, language, method, reverse("lost_step"))
    root = User.objects.create_superuser("root", "root@example.test", language=language)
    client.force_login(root, backend=BACKEND)
    yield from asked(client, language, "root")


def asked(client, language: str, who: str) -> Iterator[tuple[str, str]]:
    for row in OTHER_ROWS:
        if row.method in METHODS and (row.name, row.method) not in LEAVING:
            for _name, page in answered(client, language, row.method, row.url):
                yield f"{row} for {who}", page


def answered(
    client, language: str, method: str, address: str, form: dict | None = None
) -> Iterator[tuple[str, str]]:
    """The page, if that is what comes; what was written and said is taken back."""
    with transaction.atomic():
        answer = client.generic("GET", address) if method == "GET" else client.post(address, form)
        transaction.set_rollback(True)
    if answer.status_code in SHOWS and answer["Content-Type"].startswith("text/html"):
        assert answer["Content-Language"] == language, address
        yield f"{method} {address}", answer.content.decode()


def with_second_steps(person) -> None:
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)


def passkey_of(person) -> Authenticator:
    data = {"name": "Nøgle", "credential": {}}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)


def sign_in_without_step(client, person) -> None:
    """The password is written, the second step is not taken yet."""
    update_last_login(None, person)
    if not Authenticator.objects.filter(user=person).exists():
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    client.logout()
    client.cookies[product.LANGUAGE_COOKIE_NAME] = person.language
    form = {"login": person.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), form).status_code == 302


def refusals(as_, client, cast, language: str) -> Iterator[tuple[str, str]]:
    client.handler.enforce_csrf_checks = True
    yield from answered(client, language, "POST", reverse("account_login"))
    client.handler.enforce_csrf_checks = False
    for reader in Role:
        as_(PEOPLE[reader][0])
        yield from answered(client, language, "GET", "/p/nothing/")
        for row in PROJECT_ROWS:
            if row.method == "GET" and row.cells[reader] in {".", "o"}:
                yield from shown(client, language, row, lambda of=row: address_of(of, cast))
                break
    for reader in READERS:
        as_(PEOPLE[reader][0])
        for row in PROJECT_ROWS:
            if row.answer == 422 and reader in row.roles_let_in:
                yield from nonsense(client, language, row, cast)


def nonsense(client, language: str, row: ProjectRow, cast) -> Iterator[tuple[str, str]]:
    """What is said of a form with a letter in each of its fields."""
    with transaction.atomic():
        address = address_of(row, cast)
        empty = client.post(address)
        fields = dict.fromkeys(fields_of(empty.context), "x")
        yield from answered(client, language, "POST", address, fields)
        transaction.set_rollback(True)


def fields_of(context) -> list[str]:
    form = context.get("form") if context else None
    return [form.add_prefix(name) for name in form.fields] if form else []


def flashes(as_, client, cast, language: str) -> Iterator[tuple[str, str]]:
    """Where one gets to by a form that is sent as it stands, with what is said there."""
    for reader in READERS:
        as_(PEOPLE[reader][0])
        for row in PROJECT_ROWS:
            if row.method == "POST" and reader in row.roles_let_in:
                yield from sent_as_it_stands(client, language, row, cast)


def sent_as_it_stands(client, language: str, row: ProjectRow, cast) -> Iterator[tuple[str, str]]:
    with transaction.atomic():
        address = address_of(row, cast)
        before = client.get(address)
        answer = client.post(address, values(before.context), follow=True)
        transaction.set_rollback(True)
    if answer.redirect_chain and "messages" in (answer.context or {}):
        for message in answer.context["messages"]:
            yield f"{row}: {message}", f"<p>{message}</p>"


def values(context) -> dict:
    """What the form of a page holds, as a browser sends it."""
    form = context.get("form") if context else None
    held = {field.html_name: field.value() for field in form} if form else {}
    return {name: value for name, value in held.items() if value not in (None, False)}


def upkeep(as_, client, cast, language: str) -> Iterator[tuple[str, str]]:
    as_(PEOPLE[Role.LEADER][0])
    for row in ADMIN_ROWS:
        if row.model in IN_BOTH:
            continue
        if "delete" in row.leader:
            yield from shown(client, language, row, lambda of=row: in_admin(of, "delete", cast))
        if "add" in row.leader:
            for method in METHODS:
                yield from answered(client, language, method, in_admin(row, "add", cast))


def new_member(cast) -> dict:
    names = {"email": "ny@example.test", "first_name": "Ny", "last_name": "Prøvested"}
    return names | {"role": "accountant", "organisation": cast.project.lead_id}


def holds(known: tuple[frozenset[str], tuple[re.Pattern, ...]], text: str) -> bool:
    """Whether one of the texts stands somewhere in a longer one."""
    whole, patterns = known
    text = " ".join(text.split())
    return any(len(each) >= LEAST_FIXED and each in text for each in whole) or any(
        pattern.search(text) for pattern in patterns
    )


def is_read_by(reader: Role, row: ProjectRow) -> bool:
    """Files are left out; of forms, those that refuse an empty one."""
    if reader not in row.roles_let_in or (row.method, row.answer) not in {
        ("GET", 200),
        ("POST", 422),
    }:
        return False
    return reader in READERS or row.name == "project" or not {*READERS} & {*row.roles_let_in}


def shown(client, language: str, row, address: Callable[[], str]) -> Iterator[tuple[str, str]]:
    # what is made for a page is gone before the next one
    with transaction.atomic():
        ask = client.post if getattr(row, "method", "GET") == "POST" else client.get
        answer = ask(address())
        transaction.set_rollback(True)
    if "Content-Disposition" not in answer:
        assert answer["Content-Language"] == language
        yield str(row), answer.content.decode()


def address_of(row: ProjectRow, cast) -> str:
    return reverse(row.name, kwargs={"slug": "peerstoette", **parts(row.object, cast)})


def in_admin(row: AdminRow, act: str, cast) -> str:
    args = [] if act in {"changelist", "add"} else [parts(row.model, cast)["pk"]]
    return reverse(f"admin:{row.model.replace('.', '_')}_{act}", args=args)


def read(page: str) -> set[str]:
    """What stands between tags, and what only a screen reader says."""
    page = UNREAD.sub("", page)
    found = TEXT.findall(page) + SPOKEN.findall(page)
    return {" ".join(unescape(each).split()) for each in found} - {""}


@cache
def texts(language: str, unlike: str = "") -> tuple[frozenset[str], tuple[re.Pattern, ...]]:
    """The product's own texts, whole ones and with blanks; only those that differ in ``unlike``."""
    whole, patterns = set(), []
    for message in catalogue.read("da"):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        danish = catalogue.forms(message)
        for text in ids if language == "en" else danish:
            if unlike and text in (danish if language == "en" else ids):
                continue
            fixed = PLACEHOLDER.sub("", text)
            if fixed == text:
                whole.add(" ".join(text.split()))
            elif len(re.sub(r"\W", "", fixed)) >= LEAST_FIXED:
                parts_of = [re.escape(part) for part in PLACEHOLDER.split(" ".join(text.split()))]
                patterns.append(re.compile(".+".join(parts_of)))
    return frozenset(whole), tuple(patterns)


def matches(known: tuple[frozenset[str], tuple[re.Pattern, ...]], text: str) -> bool:
    whole, patterns = known
    lower = text[:1].lower() + text[1:]
    return (
        text in whole
        or lower in whole
        or text.capitalize() in whole
        or any(pattern.fullmatch(text) for pattern in patterns)
    )
