"""What the leader decides about a project: what it is, who takes part, its limits, its plan.

Papers that have left the house hold copies of what they name, so no change here reaches them.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from partners.access import Role, granting_role
from partners.actions import add_member, create_project
from partners.models import (
    Body,
    Clause,
    Deliverable,
    Guidepost,
    Membership,
    Milestone,
    Month,
    Organisation,
    Partner,
    Pool,
    Project,
)
from partners.months import lock_project, refuse_outside_period, refuse_wrong_period
from partners.references import references, refuse_named
from partners.setup.partners import is_kept_by
from partners.standing import outside
from peerstoette.lib.errors import RuleBroken

# Smaller groups can be recognised (R14): a project may hide more, never less.
LEAST_HIDDEN_BELOW = 5


@transaction.atomic
def begin_project(
    *,
    by: User,
    slug: str,
    name: str,
    organisation_name: str,
    kind: str = Organisation.Kind.OTHER,
    starts_on: date,
    ends_on: date,
    email: str,
    first_name: str,
    last_name: str,
) -> Membership:
    """A new project with its months, the organisation that owns and leads it, and its leader.

    An organisation that the installation knows by name is taken as it is. Raises RuleBroken when
    the address is taken or the period is backwards.
    """
    known = Organisation.objects.filter(name__iexact=organisation_name).first()
    organisation = known or Organisation.objects.create(name=organisation_name, kind=kind)
    project = create_project(
        by=by,
        slug=slug,
        name=name,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if known is None:
        trail.record("organisation.add", organisation, by=by, project=project)
    return add_member(
        by=by,
        project=project,
        email=email,
        first_name=first_name,
        last_name=last_name,
        role=Role.LEADER,
        organisation=organisation,
    )


@transaction.atomic
def change_project(
    *,
    by: User,
    project: Project,
    name: str,
    funder: str,
    pool_name: str,
    owner: Organisation,
    lead: Organisation,
    starts_on: date,
    ends_on: date,
    invoice_reference: str,
    invoice_contact: str,
    invoice_vat_note: str,
) -> Project:
    """Say what the project is. A longer period adds its months, a shorter one takes empty ones away.

    Raises RuleBroken when something stands on a day that would fall outside the period, and for
    another owner or lead while a closed month waits for its invoice or when that one is kept
    elsewhere.
    """
    list(project.months.select_for_update(no_key=True).order_by("first_day"))
    lock_project(project)
    project = Project.objects.get(pk=project.pk)
    _refuse_period(project, starts_on, ends_on)
    _refuse_parties(by, project, owner=owner, lead=lead)
    changed = _put(
        project,
        name=name,
        funder=funder,
        pool=_pool(by, project, pool_name, funder),
        owner=owner,
        lead=lead,
        starts_on=starts_on,
        ends_on=ends_on,
        invoice_reference=invoice_reference,
        invoice_contact=invoice_contact,
        invoice_vat_note=invoice_vat_note,
    )
    project.months.filter(Q(last_day__lt=starts_on) | Q(first_day__gt=ends_on)).delete()
    project.add_months()
    _record("project.change", project, by, fields=changed)
    return project


@transaction.atomic
def set_limits(
    *,
    by: User,
    project: Project,
    age_min: int,
    age_max: int | None,
    support_months: int,
    hidden_below: int,
    min_peers: int,
    min_fte: Decimal,
    commitment_starts_on: date | None,
    commitment_ends_on: date | None,
    goal_year: int,
    goal_from: int,
    goal_to: int,
    goal_peers: int,
) -> Project:
    """Set the project's own limits and goals.

    Raises RuleBroken when counts below five would be shown (R14), for limits that exclude
    everybody, and for a minimum without a period.
    """
    if hidden_below < LEAST_HIDDEN_BELOW:
        raise RuleBroken(
            _(
                "Counts below %(least)d can reveal who somebody is, so they are always hidden."
                " Write %(least)d or more."
            )
            % {"least": LEAST_HIDDEN_BELOW},
            field="hidden_below",
            topic="hidden",
        )
    if age_max is not None and age_max < age_min:
        raise RuleBroken(
            _("The oldest citizen is younger than the youngest. Correct one of them."),
            field="age_max",
        )
    if not support_months:
        raise RuleBroken(_("Write at least one month."), field="support_months")
    if goal_to < goal_from:
        raise RuleBroken(
            _("The higher goal is below the lower one. Correct one of them."), field="goal_to"
        )
    _refuse_commitment(bool(min_peers or min_fte), commitment_starts_on, commitment_ends_on)
    for field, day in (
        ("commitment_starts_on", commitment_starts_on),
        ("commitment_ends_on", commitment_ends_on),
    ):
        if day:
            refuse_outside_period(project, day, field=field)
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    changed = _put(
        project,
        age_min=age_min,
        age_max=age_max,
        support_months=support_months,
        hidden_below=hidden_below,
        min_peers=min_peers,
        min_fte=min_fte,
        commitment_starts_on=commitment_starts_on,
        commitment_ends_on=commitment_ends_on,
        goal_year=goal_year,
        goal_from=goal_from,
        goal_to=goal_to,
        goal_peers=goal_peers,
    )
    _record("project.limits", project, by, fields=changed)
    return project


@transaction.atomic
def add_partner(
    *,
    by: User,
    project: Project,
    name: str,
    employs_peers: bool,
    peer_capacity: int | None,
    needs_approval: bool,
    **details,
) -> Partner:
    """Let an organisation take part; one that the installation knows by name keeps its details.

    ``details`` are the fields of a new organisation. Raises RuleBroken when it takes part already,
    and for one that is kept elsewhere: only whoever keeps the installation lets that take part.
    """
    lock_project(project)
    known = Organisation.objects.filter(name__iexact=name).first()
    if known and project.partners.filter(organisation=known).exists():
        raise RuleBroken(_("%(name)s is a partner already.") % {"name": known}, field="name")
    if known and not is_kept_by(by, known):
        raise RuleBroken(
            _(
                "An organisation of this name cannot be added from here. Ask whoever keeps the"
                " installation to let it take part."
            ),
            field="name",
        )
    organisation = known or Organisation.objects.create(name=name, **details)
    if known is None:
        _record("organisation.add", organisation, by, of=project)
    partner = project.partners.create(
        organisation=organisation,
        employs_peers=employs_peers,
        peer_capacity=peer_capacity,
        needs_approval=needs_approval,
    )
    _record("partner.add", partner, by)
    return partner


@transaction.atomic
def change_partner(
    *,
    by: User,
    partner: Partner,
    employs_peers: bool,
    peer_capacity: int | None,
    needs_approval: bool,
) -> Partner:
    """Say what the partner is committed to. An approval falls away with the need for one."""
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    changed = _put(
        partner,
        employs_peers=employs_peers,
        peer_capacity=peer_capacity,
        needs_approval=needs_approval,
        approved_on=partner.approved_on if needs_approval else None,
    )
    _record("partner.change", partner, by, fields=changed)
    return partner


@transaction.atomic
def change_organisation(*, by: User, partner: Partner, name: str, **details) -> Organisation:
    """Correct the organisation behind a partner.

    Raises RuleBroken when the person does not lead every project it takes part in, since its bank
    account stands on their invoices too, and when another has the name.
    """
    organisation = Organisation.objects.select_for_update().get(pk=partner.organisation_id)
    if not is_kept_by(by, organisation):
        raise RuleBroken(
            _(
                "%(name)s takes part in other projects too. Ask whoever keeps the installation to"
                " change its details."
            )
            % {"name": organisation}
        )
    others = Organisation.objects.filter(name__iexact=name).exclude(pk=organisation.pk)
    if others.exists():
        raise RuleBroken(_("Another organisation has this name."), field="name")
    changed = _put(organisation, name=name, **details)
    _record("organisation.change", organisation, by, of=partner.project, fields=changed)
    return organisation


@transaction.atomic
def remove_partner(*, by: User, partner: Partner) -> None:
    """Take back a partner that nothing in the project names; an organisation that is nobody's goes too.

    Raises RuleBroken for the owner and the lead, and naming what holds the partner in place.
    """
    project, organisation = partner.project, partner.organisation
    lock_project(project)
    if organisation in (project.owner, project.lead):
        raise RuleBroken(
            _("%(name)s owns or leads the project. Choose another owner or lead first.")
            % {"name": organisation}
        )
    holding = {
        *references(partner, project),
        *references(organisation, project, but=[Partner]),
    }
    refuse_named(str(organisation), holding)
    _record("partner.remove", partner, by)
    partner.delete()
    try:
        with transaction.atomic():
            _record("organisation.remove", organisation, by, of=project)
            organisation.delete()
    except ProtectedError:
        return  # another project names it


@transaction.atomic
def add_clause(*, by: User, project: Project, title: str, text: str) -> Clause:
    """A clause of the agreement; without a text it is open until it is written."""
    clause = project.clauses.create(title=title, text=text)
    _record("clause.add", clause, by, is_open=not text)
    return clause


@transaction.atomic
def add_body(*, by: User, project: Project, name: str, kind: str) -> Body:
    """A group that steers or works."""
    body = project.bodies.create(name=name, kind=kind)
    _record("body.add", body, by, kind=str(kind))
    return body


@transaction.atomic
def save_deliverable(*, by: User, deliverable: Deliverable, **fields) -> Deliverable:
    """Add or change a deliverable. Raises RuleBroken when another has the letter."""
    return _save(by, deliverable, fields, unique="letter")


@transaction.atomic
def save_guidepost(*, by: User, guidepost: Guidepost, **fields) -> Guidepost:
    """Add or change a guidepost. Raises RuleBroken when another has the number."""
    return _save(by, guidepost, fields, unique="number")


@transaction.atomic
def add_milestone(
    *, by: User, milestone: Milestone, starts_on: date, ends_on: date, **fields
) -> Milestone:
    """A new row of the plan; it is moved on the plan's own page, which keeps its baseline.

    Raises RuleBroken when another has the number, and for days backwards or outside the project.
    """
    if ends_on < starts_on:
        raise RuleBroken(_("The milestone ends before it starts."), field="ends_on")
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        refuse_outside_period(milestone.project, day, field=field)
    milestone.starts_on, milestone.ends_on = starts_on, ends_on
    return _save(by, milestone, fields, unique="number")


@transaction.atomic
def change_milestone(*, by: User, milestone: Milestone, **fields) -> Milestone:
    """Correct what a milestone is. Raises RuleBroken when another has the number."""
    return _save(by, milestone, fields, unique="number")


def next_number(rows) -> int:
    """The number that follows the highest of the rows."""
    return (rows.aggregate(last=models.Max("number"))["last"] or 0) + 1


def _refuse_period(project: Project, starts_on: date, ends_on: date) -> None:
    """Raises RuleBroken when the period is backwards or something would fall outside it."""
    refuse_wrong_period(starts_on, ends_on)
    begun = project.months.exclude(state=Month.State.OPEN).order_by("first_day").first()
    if begun and starts_on < project.starts_on:
        raise RuleBroken(
            _("%(month)s is already reviewed or closed, so no month can be put before it.")
            % {"month": str(begun).capitalize()},
            field="starts_on",
        )
    field = "starts_on" if starts_on > project.starts_on else "ends_on"
    holding = outside(project, starts_on, ends_on)
    dropped = project.months.filter(Q(last_day__lt=starts_on) | Q(first_day__gt=ends_on))
    closed = dropped.exclude(state__in=[Month.State.OPEN, Month.State.IN_REVIEW])
    if closed.exists():
        holding.append(_("closed months"))
    owed = (project.commitment_starts_on, project.commitment_ends_on)
    if any(day and not starts_on <= day <= ends_on for day in owed):
        holding.append(_("the period in which partners owe peers"))
    if holding:
        raise RuleBroken(
            _("Outside the period %(first)s to %(last)s there are already: %(what)s.")
            % {
                "first": date_format(starts_on),
                "last": date_format(ends_on),
                "what": ", ".join(holding),
            },
            field=field,
        )


def _refuse_parties(by: User, project: Project, **parties: Organisation) -> None:
    """Raises RuleBroken for a new owner or lead where it cannot become one.

    The accounts of a closed month name both: its invoice must name the same. And the invoices go out
    in the lead's name, with its bank account: that of an organisation kept elsewhere is not taken.
    """
    others = {field: party for field, party in parties.items() if party != getattr(project, field)}
    if not others:
        return
    waiting = project.months.filter(state=Month.State.CLOSED).order_by("first_day").first()
    if waiting is not None:
        raise RuleBroken(
            _("%(month)s is closed, but not issued. Issue it before you change owner or lead.")
            % {"month": str(waiting).capitalize()},
            field="owner",
        )
    for field, party in others.items():
        if not is_kept_by(by, party):
            raise RuleBroken(
                _(
                    "%(name)s takes part in other projects too. Ask whoever keeps the installation"
                    " to make it owner or lead."
                )
                % {"name": party},
                field=field,
            )


def _refuse_commitment(is_owed: bool, first: date | None, last: date | None) -> None:
    if is_owed and first is None:
        raise RuleBroken(_("Write from when the partners owe peers."), field="commitment_starts_on")
    if is_owed and last is None:
        raise RuleBroken(_("Write until when the partners owe peers."), field="commitment_ends_on")
    if first and last and last < first:
        raise RuleBroken(_("The commitment ends before it starts."), field="commitment_ends_on")


def _pool(by: User, project: Project, name: str, funder: str) -> Pool | None:
    """The pool with the name, made where there is none; None for no name."""
    if not name:
        return None
    known = Pool.objects.filter(name__iexact=name).first()
    if known:
        return known
    pool = Pool.objects.create(name=name, funder=funder)
    _record("pool.add", pool, by, of=project)
    return pool


def _save(by: User, row: models.Model, fields: Mapping, unique: str):
    """Write a row of the plan; ``unique`` is the field that no other row of the project shares."""
    lock_project(row.project)
    twins = type(row).objects.filter(project=row.project, **{unique: fields[unique]})
    if twins.exclude(pk=row.pk).exists():
        raise RuleBroken(
            _("%(value)s is taken. Choose another.") % {"value": fields[unique]}, field=unique
        )
    verb = "change" if row.pk else "add"
    for field, value in fields.items():
        setattr(row, field, value)
    row.save()
    _record(f"{row._meta.model_name}.{verb}", row, by, capability="plan.edit")
    return row


def _put(row: models.Model, **fields) -> list[str]:
    """Write the fields; the names of those that changed."""
    changed = [field for field, value in fields.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, fields[field])
    if changed:
        row.save(update_fields=changed)
    return changed


def _record(
    action: str, obj, by: User, capability: str = "setup.edit", of: Project | None = None, **details
) -> None:
    project = of or (obj if isinstance(obj, Project) else obj.project)
    role = granting_role(by, capability, project) or ""
    trail.record(action, obj, by=by, project=project, role=role, **details)
