"""The mail with which leaders learn of an emergency access: no names, no code, only where to look."""

import logging

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from citizens.emergency import leaders_to_tell
from citizens.models import EmergencyAccess

log = logging.getLogger(__name__)


def tell_leaders(request: HttpRequest, use: EmergencyAccess) -> None:
    """Each once, in the installation's language, and with one call to the post office for all.

    One that fails holds nobody up in an emergency: the start page tells of it as well.
    """
    project = use.project
    url = request.build_absolute_uri(reverse("emergencies", args=[project.slug]))
    context = {"project_name": project.name, "url": url, "request": request}
    render = get_adapter(request).render_mail
    with translation.override(settings.LANGUAGE_CODE):
        mails = [
            render("citizens/email/emergency", leader.email, context)
            for leader in leaders_to_tell(use)
        ]
    try:
        with get_connection() as post_office:
            for mail in mails:
                _send(post_office, mail, use)
    except OSError:
        log.exception("no leader could be told of emergency access %s", use.pk)


def _send(post_office: BaseEmailBackend, mail: EmailMessage, use: EmergencyAccess) -> None:
    """An address that is refused keeps nobody else from being told."""
    try:
        post_office.send_messages([mail])
    except OSError:
        log.exception("a leader could not be told of emergency access %s", use.pk)
