"""The coordinator's part: what concerns the own organisation, and nothing of the others'."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citizens.missing import OwnCitizens, own_citizens
from partners.agreement import Party, agreement
from peers.staffing import PartnerStaffing
from peerstoette.lib import dates, money
from reporting.start.desk import Desk


@dataclass(frozen=True)
class Duty:
    """One duty of the partnership's agreement and how the organisation keeps it."""

    what: str
    is_done: bool
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class OwnOrganisation:
    """Citizens by where they stand, own peers against the minimum, and the duties of each party."""

    names: tuple[str, ...]
    citizens: OwnCitizens
    staffing: list[PartnerStaffing]
    duties: list[Duty]


def own_organisation(desk: Desk) -> OwnOrganisation:
    parties = _own_parties(desk)
    return OwnOrganisation(
        names=tuple(str(party.partner) for party in parties),
        citizens=own_citizens(desk.user, desk.project),
        staffing=desk.staffing,
        duties=[duty for party in parties for duty in _duties(desk, party)],
    )


def _own_parties(desk: Desk) -> list[Party]:
    held = desk.user.memberships.granting("citizens.refer").filter(project=desk.project)
    own = set(held.values_list("organisation", flat=True))
    parties = agreement(desk.project).parties
    return [party for party in parties if party.partner.organisation_id in own]


def _duties(desk: Desk, party: Party) -> Iterator[Duty]:
    partner = party.partner
    url = reverse("partners", args=[desk.project.slug])
    yield Duty(_("Sign the cooperation agreement"), *_dated(partner.signed_on), url)
    if partner.needs_approval:
        yield Duty(_("Have it approved politically"), *_dated(partner.approved_on), url)
    for body, members in party.members:
        note = ngettext("%(count)s member", "%(count)s members", members) % {"count": members}
        what = _("Sit in %(body)s") % {"body": body}
        yield Duty(what, bool(members), note if members else _("No member"), url)
    for row in desk.staffing:
        if row.partner.pk == partner.pk and row.now is not None:  # nothing is owed otherwise
            yield _cofinancing(desk, row)


def _dated(day: date | None) -> tuple[bool, str]:
    return bool(day), date_format(day) if day else _("Not yet")


def _cofinancing(desk: Desk, row: PartnerStaffing) -> Duty:
    """The month's co-financing as peers and FTE: what they are paid is for those who keep the books."""
    first = dates.first_of_month(desk.day)
    mean = row.mean_fte(first, dates.last_of_month(desk.day))
    project = desk.project
    is_kept = not row.now.is_short(project.min_peers, project.min_fte)
    return Duty(
        _("Co-finance peers in %(month)s") % {"month": dates.month_name(first)},
        is_kept and row.peers > 0,
        ngettext(
            "%(count)s peer, %(fte)s FTE on average",
            "%(count)s peers, %(fte)s FTE on average",
            row.peers,
        )
        % {"count": row.peers, "fte": money.show(mean)},
        reverse("staffing", args=[project.slug]),
    )
