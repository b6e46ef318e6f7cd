"""Opening a citizen's page in an emergency, and looking at who did."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import trail
from accounts.models import TrailEntry, User
from citizens.emergency import citizen_of, may_be_opened_by, number_in
from citizens.models import SHORTEST_REASON, Citizen, EmergencyAccess
from partners.access import granting_role
from partners.models import Project
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken

FAILED = "citizen.emergency-failed"
MOST_TRIES, TRIES_COUNT = 5, timedelta(hours=1)
MOST_OPENED = 5  # in the same time: who needs more is leafing through


def open_in_emergency(
    *, by: User, project: Project, code: str, reason: str
) -> tuple[EmergencyAccess, bool]:
    """Let the person read one citizen's page for an hour; the reason stands on the row, not the trail.

    The access, and whether it is new: a second tap gets the one that is still open.
    Raises RuleBroken with one sentence for a code that nobody has and for a citizen whom the person
    may not see, so that it tells of no block, and after five such tries in an hour; whatever the code,
    after five opened citizens in an hour and for a reason that is too short; for a peer whose
    employment does not count (R9); and for a citizen whom the person sees anyway.
    """
    if not may_be_opened_by(by, project):
        raise RuleBroken(_("Your employment is not active. Call the project leader."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(
            ngettext(
                "Write at least %(count)s letter.",
                "Write at least %(count)s letters.",
                SHORTEST_REASON,
            )
            % {"count": SHORTEST_REASON},
            field="reason",
        )
    citizen = _try_code(by, project, code)
    if citizen is None:
        raise RuleBroken(
            _("No citizen can be opened with this code. Check it, or call the project leader."),
            field="code",
        )
    if Citizen.objects.visible_to(by).filter(pk=citizen.pk).exists():
        raise RuleBroken(
            _("You see %(code)s already, on the list of citizens.") % {"code": citizen.code},
            field="code",
        )
    return _open(by, project, citizen, reason.strip())


@transaction.atomic
def _try_code(by: User, project: Project, code: str) -> Citizen | None:
    """The citizen with the code; None, and a try on the trail, where it opens nobody.

    The trail holds the code, and nothing where something else was written: it may be a name.
    Raises RuleBroken after five such tries in an hour, in whichever project, and as ``_refuse_many``.
    """
    _lock(by)
    tries = TrailEntry.objects.filter(
        object_type=User._meta.label_lower,
        object_id=str(by.pk),
        action=FAILED,
        at__gt=dates.now() - TRIES_COUNT,
    )
    if tries.count() >= MOST_TRIES:
        raise RuleBroken(
            _(
                "You have tried %(count)s codes within an hour that open no citizen. Call the project"
                " leader, or wait an hour."
            )
            % {"count": MOST_TRIES},
            field="code",
        )
    citizen = citizen_of(by, project, code)
    if _still_open(by, citizen) is None:
        _refuse_many(by)  # before the answer could tell whether there is such a citizen
    if citizen is None:
        number = number_in(code)
        tried = {"tried": Citizen(number=number).code} if number else {}
        role = granting_role(by, "citizens.emergency", project) or ""
        trail.record(FAILED, by, by=by, project=project, role=role, **tried)
    return citizen


@transaction.atomic
def _open(
    by: User, project: Project, citizen: Citizen, reason: str
) -> tuple[EmergencyAccess, bool]:
    _lock(by)
    use = _still_open(by, citizen)
    if use is not None:
        return use, False
    _refuse_many(by)
    use = EmergencyAccess.objects.create(project=project, citizen=citizen, person=by, reason=reason)
    _record("citizen.emergency", citizen, by, "citizens.emergency")
    return use, True


@transaction.atomic
def acknowledge_emergency(*, by: User, use: EmergencyAccess) -> None:
    """Say that a leader has looked at it. Raises RuleBroken for an own one, and for one looked at."""
    use = EmergencyAccess.objects.select_for_update(of=("self",), no_key=True).get(pk=use.pk)
    if use.person == by:
        raise RuleBroken(
            _("Another project leader looks at what you have opened yourself."),
            topic="two-persons",
        )
    if use.acknowledged_at:
        raise RuleBroken(_("Somebody has looked at it already."))
    use.acknowledged_at, use.acknowledged_by = dates.now(), by
    use.save(update_fields=["acknowledged_at", "acknowledged_by"])
    _record("emergency.acknowledge", use, by, "citizens.acknowledge")


def _lock(person: User) -> None:
    """One at a time, so that nobody passes the numbers by two taps at once."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _still_open(by: User, citizen: Citizen | None) -> EmergencyAccess | None:
    uses = EmergencyAccess.objects.filter(citizen=citizen).open_to(by)
    return uses.order_by("-began_at").first()


def _refuse_many(by: User) -> None:
    """Raises RuleBroken after five opened citizens in an hour, in whichever project."""
    lately = EmergencyAccess.objects.filter(person=by, began_at__gt=dates.now() - TRIES_COUNT)
    if lately.count() >= MOST_OPENED:
        raise RuleBroken(
            _(
                "You have opened %(count)s citizens within an hour. Call the project leader, or wait an"
                " hour."
            )
            % {"count": MOST_OPENED},
            field="code",
        )


def _record(action: str, obj: Citizen | EmergencyAccess, by: User, capability: str) -> None:
    role = granting_role(by, capability, obj.project) or ""
    trail.record(action, obj, by=by, project=obj.project, role=role)
