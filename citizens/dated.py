"""What holds a project's period among citizens: what was planned or said of a day."""

from django.utils.translation import gettext_lazy as _

from citizens.models import Course, Episode, Extension, Meeting, Referral, Session
from partners.standing import Dated, register


def _of(model):
    return lambda project: model.objects.filter(project=project)


register(
    Dated(_("sessions"), _of(Session), "date"),
    Dated(_("mentoring meetings"), _of(Meeting), "date"),
    Dated(_("group courses"), _of(Course), "ends_on"),
    Dated(_("referrals"), _of(Referral), "referred_on"),
    Dated(_("episodes"), _of(Episode), "starts_on"),
    Dated(_("extensions"), _of(Extension), "until"),
)
