"""What does not add up among the peers: the minimum, the room, and employments that never counted."""

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.findings import Finding, Severity
from partners.models import Project, today
from peers.fte import StaffingInterval
from peers.models import Employment
from peers.staffing import PartnerStaffing, employments_of, partner_staffing
from peerstoette.lib import money


def findings(project: Project) -> list[Finding]:
    """R3 now and ahead, R3's capacity, and R9: running employments that are not active."""
    found = []
    for each in partner_staffing(project):
        if each.is_short:
            found.append(_shortfall(project, each, each.now, Severity.ERROR))
        if each.ahead:
            found.append(_shortfall(project, each, each.ahead, Severity.WARNING))
        if each.is_over_capacity:
            found.append(_over_capacity(project, each))
    return found + _never_active(project)


def _shortfall(
    project: Project, each: PartnerStaffing, interval: StaffingInterval, severity: Severity
) -> Finding:
    names = {
        "partner": each.organisation,
        "first": date_format(interval.first, "DATE_FORMAT"),
        "last": date_format(interval.last, "DATE_FORMAT"),
    }
    missing_peers = max(0, project.min_peers - interval.peers)
    missing_fte = max(money.ZERO, project.min_fte - interval.fte)
    return Finding(
        rule="R3",
        severity=severity,
        title=_("%(partner)s has too few peers") % names
        if severity == Severity.ERROR
        else _("%(partner)s will have too few peers from %(first)s") % names,
        explanation=_("From %(first)s to %(last)s, as the contracts are known today.") % names,
        figures=(
            (_("Peers agreed"), str(project.min_peers)),
            (_("Peers"), str(interval.peers)),
            (_("FTE agreed"), money.show(project.min_fte)),
            (_("FTE"), money.show(interval.fte)),
            (
                _("Missing"),
                ngettext(
                    "%(peers)s peer, %(fte)s FTE", "%(peers)s peers, %(fte)s FTE", missing_peers
                )
                % {"peers": missing_peers, "fte": money.show(missing_fte)},
            ),
        ),
        url=reverse("staffing", args=[project.slug]),
        where=_("Staffing"),
    )


def _over_capacity(project: Project, each: PartnerStaffing) -> Finding:
    capacity = each.partner.peer_capacity
    return Finding(
        rule="R3",
        severity=Severity.WARNING,
        title=_("%(partner)s has more peers than it has room for") % {"partner": each.organisation},
        figures=(
            (_("Room for"), str(capacity)),
            (_("Peers"), str(each.peers)),
            (_("Too many"), str(each.peers - capacity)),
        ),
        url=reverse("staffing", args=[project.slug]),
        where=_("Staffing"),
    )


def _never_active(project: Project) -> list[Finding]:
    day = today(project)
    waiting = [
        each
        for each in employments_of(project)
        if not each.active_from and each.state_on(day) == Employment.State.WAITING
    ]
    prefetch_related_objects([each.peer for each in waiting], "confirmations")
    return [_not_active(project, employment) for employment in waiting]


def _not_active(project: Project, employment: Employment) -> Finding:
    names = {"peer": employment.peer.initials, "employer": employment.employer}
    missing = "; ".join(_missing(employment))
    started = date_format(employment.starts_on, "DATE_FORMAT")
    return Finding(
        rule="R9",
        severity=Severity.WARNING,
        title=_("The employment of %(peer)s at %(employer)s is not active") % names,
        explanation=_("It began on %(day)s and counts for nothing. Missing: %(missing)s.")
        % {"day": started, "missing": missing}
        if missing
        else _("It began on %(day)s and counts for nothing, although all is confirmed.")
        % {"day": started},
        url=reverse("peer", args=[project.slug, employment.peer_id]),
        where=employment.peer.initials,
    )


def _missing(employment: Employment) -> list[str]:
    """What R9 still asks for. Which criteria is not told: findings are read by the books too."""
    missing = []
    if criteria := len(employment.peer.unconfirmed()):
        text = ngettext("%(count)d criterion", "%(count)d criteria", criteria)
        missing.append(text % {"count": criteria})
    if not employment.visited_on:
        missing.append(_("The workplace visit"))
    return missing
