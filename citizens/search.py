"""Citizens and courses. Names of citizens are read by finding them, and that stands on the trail (R16)."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.models import User
from citizens import actions
from citizens.emergency import CODE
from citizens.models import Citizen, Course
from partners.access import may
from partners.models import Project
from partners.search import MOST_HITS, Hit, Kind, holding, register


def _citizens(user: User, project: Project, text: str) -> list[Hit]:
    """By code or name. What was searched for is not kept: it may be the name of anybody.

    That somebody searched is, also where nobody was found.
    """
    if not may(user, "citizens.view", project):
        return []
    code = CODE.fullmatch(text)
    wanted = Q(number=code[1]) if code else holding(text, "given_name", "family_name")
    citizens = Citizen.objects.filter(project=project).visible_to(user)
    found = list(citizens.filter(wanted).order_by("-number")[:MOST_HITS])
    actions.read_citizens(
        by=user, project=project, action="citizens.search", citizens=found, also_nobody=True
    )
    return [
        Hit(citizen.code, reverse("citizen", args=[project.slug, citizen.pk]), citizen.short_name)
        for citizen in found
    ]


def _courses(user: User, project: Project, text: str) -> list[Hit]:
    courses = Course.objects.filter(project=project).visible_to(user)
    found = courses.filter(holding(text, "name", "place")).order_by("-starts_on", "pk")
    return [
        Hit(course.name, reverse("course", args=[project.slug, course.pk]), course.place)
        for course in found[:MOST_HITS]
    ]


register(Kind(gettext_lazy("Citizens"), _citizens), Kind(gettext_lazy("Group courses"), _courses))
