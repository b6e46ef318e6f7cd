"""The partners as the set-up lists them: what each takes on, and what may be changed by whom."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from partners.models import Organisation, Partner, Project


@dataclass(frozen=True)
class PartnerRow:
    """A partner; the details of one that takes part elsewhere too are not this person's to change."""

    partner: Partner
    is_kept_here: bool

    @property
    def organisation(self) -> Organisation:
        return self.partner.organisation

    @property
    def shows_bank(self) -> bool:
        return self.is_kept_here and bool(self.organisation.bank_account)


def partner_rows(user: User, project: Project) -> list[PartnerRow]:
    """Every partner of the project. Two queries, however many there are."""
    partners = list(project.partners.select_related("organisation"))
    kept_elsewhere = _taking_part_elsewhere(user, [each.organisation_id for each in partners])
    return [PartnerRow(each, each.organisation_id not in kept_elsewhere) for each in partners]


def _taking_part_elsewhere(user: User, organisations: list[int]) -> set[int]:
    """Which of the organisations take part in a project that this person does not set up."""
    mine = user.memberships.granting("setup.edit").values("project")
    foreign = Project.objects.exclude(pk__in=mine).filter(
        Q(owner__in=organisations)
        | Q(lead__in=organisations)
        | Q(partners__organisation__in=organisations)
    )
    rows = foreign.values_list("owner", "lead", "partners__organisation")
    return {pk for row in rows for pk in row}
