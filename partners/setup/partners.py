"""The partners as the set-up lists them: what each takes on, and what may be changed by whom."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from partners.models import Organisation, Partner, Project

# what only those read who keep an organisation: where it is paid, and how it is reached
PRIVATE_DETAILS = ("email", "bank_registration", "bank_account", "payment_days")


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
    elsewhere = kept_elsewhere(user, [each.organisation_id for each in partners])
    return [PartnerRow(each, each.organisation_id not in elsewhere) for each in partners]


def is_kept_by(user: User, organisation: Organisation) -> bool:
    """Whether the details of the organisation are this person's to read in full and to change.

    They are where the person sets up every project in which it takes part: its bank account stands
    on the invoices of them all. Whoever keeps the installation keeps every organisation.
    """
    return organisation.pk not in kept_elsewhere(user, [organisation.pk])


def kept_elsewhere(user: User, organisations: Collection[int]) -> set[int]:
    """Which of the organisations, by id, are not kept by this person. At most one query."""
    if user.is_superuser:
        return set()
    mine = user.memberships.granting("setup.edit").values("project")
    foreign = Project.objects.exclude(pk__in=mine).filter(
        Q(owner__in=organisations)
        | Q(lead__in=organisations)
        | Q(partners__organisation__in=organisations)
    )
    rows = foreign.values_list("owner", "lead", "partners__organisation")
    return {pk for row in rows for pk in row}.intersection(organisations)
