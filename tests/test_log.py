"""What the log says when something fails: where and what kind, and nothing of any person."""

import io
import logging
import sys

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from citizens.models import Citizen
from peerstoette.lib.logs import NoValues

NAME, NOTE = "Hemmeline", "Vil helst mødes udendørs"


@pytest.fixture
def log(monkeypatch):
    """What the product's own handler writes, wherever a record comes from."""
    stream = io.StringIO()
    [handler] = [each for each in logging.root.handlers if isinstance(each.formatter, NoValues)]
    monkeypatch.setattr(handler, "stream", stream)
    return stream.getvalue


@pytest.fixture
def citizen(cast) -> Citizen:
    citizen = cast.citizens[0]
    citizen.given_name = NAME
    citizen.save()
    return citizen


def refused_row(citizen: Citizen):
    """What the database does not take: PostgreSQL repeats the whole row in its refusal."""
    with transaction.atomic():
        Citizen.objects.create(
            project=citizen.project, number=999, given_name=NAME, family_name=NOTE, birth_year=None
        )


def repeated_number(citizen: Citizen):
    with transaction.atomic():
        citizen.pk = None
        citizen.save(force_insert=True)


def failure_of_ours(citizen: Citizen):
    """One that came of another, with everything in its message."""
    try:
        refused_row(citizen)
    except IntegrityError as error:
        raise RuntimeError(citizen.given_name, NOTE, citizen.code) from error


@pytest.fixture
def failing(as_, citizen, monkeypatch):
    """The answer of the citizen's page when it fails in this way."""

    def answer(way):
        client = as_("lene")
        client.raise_request_exception = False
        monkeypatch.setattr("citizens.views.people._met", lambda *args: way(citizen))
        address = reverse("citizen", args=["peerstoette", citizen.pk])
        return client.get(address, headers={"user-agent": NOTE})

    return answer


def leaks(text: str) -> list[str]:
    return [word for word in [NAME, NOTE, "B-0001"] if word in text]


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (refused_row, {"IntegrityError", "birth_year", "in refused_row"}),
        (repeated_number, {"IntegrityError", "citizen", "number", "in repeated_number"}),
        (failure_of_ours, {"IntegrityError", "birth_year", "RuntimeError", "in failure_of_ours"}),
    ],
)
def test_a_failure_is_told_by_its_kind_and_place_and_no_value(way, told, failing, log, settings):
    settings.ADMINS = [("Drift", "drift@example.test")]
    settings.DEFAULT_FROM_EMAIL = settings.SERVER_EMAIL = "peerstoette@example.test"
    response = failing(way)
    assert response.status_code == 500
    assert leaks(response.content.decode()) == []
    assert "Internal Server Error: /p/peerstoette/citizens/" in log()
    assert {word for word in told if word not in log()} == set()
    assert leaks(log()) == []
    assert mail.outbox == []


def test_what_another_formatter_has_left_of_a_failure_is_not_told(citizen):
    try:
        failure_of_ours(citizen)
    except RuntimeError:
        record = logging.getLogger().makeRecord("a", logging.ERROR, "", 1, "b", (), sys.exc_info())
    assert leaks(logging.Formatter().format(record)) == [NAME, NOTE, "B-0001"]
    assert leaks(NoValues().format(record)) == []


def test_nothing_mails_failures_and_the_server_s_own_log_is_told_like_the_rest():
    loggers = [
        logging.root,
        *map(logging.getLogger, ["django", "django.request", "gunicorn.error"]),
    ]
    handlers = [handler for logger in loggers for handler in logger.handlers]
    assert not any(isinstance(handler, AdminEmailHandler) for handler in handlers)
    server = logging.getLogger("gunicorn.error")
    assert any(isinstance(handler.formatter, NoValues) for handler in server.handlers)
