"""What the peers' tests begin with: one more peer, ready to be employed."""

from datetime import date
from decimal import Decimal

from partners.models import Month
from peers.models import Confirmation, Criterion, Employment, PayRate, Peer


def new_peer(cast, initials="NN", *, confirmed=True, user=None, project=None) -> Peer:
    project = project or cast.project
    peer = Peer.objects.create(
        project=project, name=f"Person {initials}", initials=initials, user=user
    )
    if confirmed:
        Confirmation.objects.bulk_create(
            Confirmation(
                project=project,
                peer=peer,
                criterion=criterion,
                confirmed_on=date(2018, 1, 15),
                confirmed_by=cast.lene,
            )
            for criterion in Criterion
        )
    return peer


def new_employment(cast, peer=None, **fields) -> Employment:
    """20 hours at the town from 1 January 2018, active, paid by the partner, unless told else."""
    peer = peer or new_peer(cast)
    values = {
        "employer": cast.town,
        "paid_by": Employment.PaidBy.PARTNER,
        "weekly_hours": Decimal(20),
        "starts_on": date(2018, 1, 1),
        "visited_on": date(2018, 1, 20),
        "active_from": date(2018, 1, 1),
    } | fields
    return Employment.objects.create(project=peer.project, peer=peer, **values)


def paid(employment: Employment) -> Employment:
    PayRate.objects.create(
        project=employment.project,
        employment=employment,
        valid_from=employment.starts_on,
        yearly_rate=Decimal(444000),
    )
    return employment


def close_until_april(cast) -> None:
    """January to April 2018 are closed; May is the first open month."""
    cast.project.months.filter(first_day__lte=date(2018, 4, 1)).update(state=Month.State.CLOSED)
