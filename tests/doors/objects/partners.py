"""What the addresses of partners point at."""

from datetime import date

from django.contrib.auth.models import update_last_login

from partners.access import Role
from partners.models import Clause, Deliverable, Guidepost, Membership, Milestone, Pool
from peerstoette.lib import dates


def partner(cast):
    return cast.project.partners.first()


def clause(cast):
    return Clause.objects.create(project=cast.project, title="Misligholdelse")


def pool(cast):
    return Pool.objects.create(name="Satspuljen", funder="Ministeriet")


def guidepost(cast):
    return Guidepost.objects.create(project=cast.project, number=1, name_da="Håb", name_en="Hope")


def seat(cast):
    return cast.project.seats.first()


def deliverable(cast):
    names = {"name_da": "Træning", "name_en": "Training"}
    return Deliverable.objects.get_or_create(project=cast.project, letter="A", defaults=names)[0]


def milestone(cast):
    return Milestone.objects.create(
        project=cast.project,
        number=1,
        name_da="Uddannelse",
        name_en="Training",
        deliverable=deliverable(cast),
        starts_on=date(2018, 1, 1),
        ends_on=date(2018, 3, 31),
    )


def month(cast):
    return {"day": "2018-05"}


def member(cast):
    return cast.project.memberships.get(role=Role.AUDITOR)


def lost(cast):
    """A member who has signed in here and has asked for a new second step."""
    membership = member(cast)
    update_last_login(None, membership.user)
    membership.user.lost_step_at = dates.now()
    membership.user.save(update_fields=["lost_step_at"])
    return membership


def invited(cast):
    person = cast.poul
    person.set_unusable_password()
    person.save()
    return Membership.objects.get(user=person)
