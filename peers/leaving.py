"""What is open at a peer who leaves: a contract without a last day goes on counting."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from partners.leaving import Open, register
from partners.models import Project
from peers.models import Employment


def _employments(project: Project, person: User) -> Iterator[Open]:
    running = Employment.objects.filter(project=project, peer__user=person, ends_on=None)
    for employment in running.select_related("employer"):
        yield Open(
            what=_("The employment at %(employer)s has no last day")
            % {"employer": employment.employer},
            url=reverse("employment_end", args=[project.slug, employment.pk]),
            act=_("End the employment"),
        )


register(_employments)
