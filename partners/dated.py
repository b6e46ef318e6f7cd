"""What the partnership itself holds on a day."""

from django.utils.translation import gettext_lazy as _

from partners.models import BodyMeeting, Evidence, Milestone
from partners.standing import Dated, register

register(
    Dated(_("milestones"), lambda project: Milestone.objects.filter(project=project), "ends_on"),
    Dated(_("evidence"), lambda project: Evidence.objects.filter(project=project), "date"),
    Dated(
        _("meetings of bodies"), lambda project: BodyMeeting.objects.filter(project=project), "date"
    ),
)
