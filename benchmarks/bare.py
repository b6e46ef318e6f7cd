"""The floors: what a page and a table cost in plain Django and plain reportlab.

The bare page is what any Django page with a sign-in pays: the default middleware, the session, the
person, a count, and fifty rows of six columns through one small template.
"""

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import path
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate, Table

from budget.models import Voucher
from citizens.models import Citizen

ROWS = 50
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "benchmarks.bare.here",
]


def here(get_response):
    """Middleware: this request is answered from the addresses below."""

    def answer(request):
        request.urlconf = __name__
        return get_response(request)

    return answer


@login_required
def rows(request):
    page = Paginator(Voucher.objects.order_by("-pk"), ROWS).get_page(1)
    return render(request, "bare_rows.html", {"page": page})


urlpatterns = [path("rows/", rows)]


def client() -> Client:
    """A browser of the bare page."""
    browser = Client()
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        browser.handler.load_middleware()
    return browser


def table_pdf(rows: list[tuple[str, ...]]) -> bytes:
    """The rows as one table on A4 pages, with nothing around it."""
    out = BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4, invariant=1, pageCompression=1)
    document.build([Table(rows, repeatRows=1)])
    return out.getvalue()


def citizens(project, count: int) -> list[Citizen]:
    """Rows of citizens, to be written without a check."""
    return [
        Citizen(
            project=project,
            number=100_000 + number,
            given_name="Berta",
            family_name=f"Nummer {number}",
            birth_year=1990,
        )
        for number in range(count)
    ]
