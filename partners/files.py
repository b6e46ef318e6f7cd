"""A file on its way out of the house: with its own name, and on the trail first."""

import logging
from pathlib import Path

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header

from accounts import trail
from accounts.models import User
from partners.access import granting_role

logger = logging.getLogger("peerstoette.files")


def hand_out(
    request: HttpRequest,
    content: bytes,
    *,
    name: str,
    media_type: str,
    about: models.Model | None = None,
    label: str | None = None,
) -> HttpResponse:
    """The file to save. Its name tells which it is, and the trail keeps it: it names nobody.

    ``about`` is what the file belongs to, the project where it is of the whole; ``label`` replaces
    its words where they would tell a name. Whoever asks for the head alone takes nothing along.
    """
    if request.method == "HEAD":
        content = b""
    else:
        _record("file.download", request, about or request.project, label, file_name=name)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=media_type, headers=headers)


def write_out(folder: Path, content: bytes, *, name: str, about: models.Model, by: User) -> None:
    """The file into a folder, as commands do it. Raises OSError, and then nothing is on the trail."""
    with transaction.atomic():
        _note("file.download", about, by=by, project=about.project, role="", file_name=name)
        (folder / name).write_bytes(content)


def refuse(
    request: HttpRequest, *, name: str, about: models.Model, expected: str, found: str
) -> None:
    """That a file is not handed out, since its content is another than was kept, in SHA-256."""
    details = {"file_name": name, "expected": expected, "found": found}
    _record("file.refuse", request, about, None, **details)
    what = about._meta.model_name
    logger.error("the file of %s %s is another than was kept: %s", what, about.pk, found)


def _record(action: str, request, about: models.Model, label: str | None, **details) -> None:
    user, project = request.user, request.project
    role = granting_role(user, request.capability, project) or ""
    _note(action, about, by=user, project=project, role=role, label=label, **details)


def _note(action: str, about: models.Model, **entry) -> None:
    # no savepoint: a transaction that stands around it does not outlive an entry that failed
    with translation.override("da"), transaction.atomic(savepoint=False):
        trail.record(action, about, **entry)
