"""How far a project is set up: each step with what it lacks, named and linked to where it is mended.

Nothing is kept about the steps themselves: they can be left and resumed because each is read off
what stands in the project.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.access import Role
from partners.agreement import agreement
from partners.models import Organisation, Partner, Project
from peerstoette.lib import money


@dataclass(frozen=True)
class Lack:
    """Something that is not there yet. What ``is_needed`` must be there before the first invoice."""

    what: str
    url: str
    is_needed: bool = False


@dataclass(frozen=True)
class Step:
    """A step of the set-up; ``facts`` tell in a few words what is there."""

    label: str
    url: str
    act: str
    facts: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()

    @property
    def needed(self) -> tuple[Lack, ...]:
        return tuple(lack for lack in self.lacks if lack.is_needed)

    @property
    def optional(self) -> tuple[Lack, ...]:
        return tuple(lack for lack in self.lacks if not lack.is_needed)

    @property
    def state(self) -> str:
        """``stuck`` while something needed is missing, ``done`` when nothing is, else empty."""
        if self.needed:
            return "stuck"
        return "" if self.lacks else "done"


def steps(project: Project) -> list[Step]:
    """The steps of the partnership's own room, in the order in which they are best taken."""
    partners = list(project.partners.select_related("organisation"))
    return [
        _project(project),
        _partners(project, partners),
        _limits(project, any(partner.employs_peers for partner in partners)),
        _agreement(project),
    ]


def _url(project: Project, name: str, *args) -> str:
    return reverse(name, args=[project.slug, *args])


def _project(project: Project) -> Step:
    url = _url(project, "setup_project")
    texts = [
        (project.funder, _("Who the funder is"), False),
        (project.pool_id, _("The pool that the money comes from"), False),
    ]
    if project.invoices_owner:
        texts += [
            (project.invoice_vat_note, _("The VAT text on invoices"), True),
            (project.invoice_reference, _("The owner's order number on invoices"), False),
            (project.invoice_contact, _("The owner's reference on invoices"), False),
        ]
    return Step(
        label=_("The project"),
        url=url,
        act=_("Change the project"),
        facts=(
            _("%(first)s to %(last)s")
            % {"first": date_format(project.starts_on), "last": date_format(project.ends_on)},
            _("%(owner)s owns it, %(lead)s leads it")
            % {"owner": project.owner, "lead": project.lead}
            if project.invoices_owner
            else _("%(owner)s owns and leads it, so no invoice is sent") % {"owner": project.owner},
        ),
        lacks=tuple(Lack(what, url, needed) for value, what, needed in texts if not value),
    )


def _partners(project: Project, partners: list[Partner]) -> Step:
    url = _url(project, "setup_partners")
    organisations = [partner.organisation for partner in partners]
    pages = {
        partner.organisation_id: _url(project, "organisation_change", partner.pk)
        for partner in partners
    }
    lacks = [
        Lack(what, pages.get(party.pk, url), is_needed=True) for party, what in _invoicing(project)
    ]
    if len(organisations) < 2:
        lacks.append(Lack(_("The other partners"), url))
    nameless = [each.name for each in organisations if not each.cvr]
    if nameless:
        lacks.append(Lack(_("CVR number of %(names)s") % {"names": ", ".join(nameless)}, url))
    return Step(
        label=_("Organisations and partners"),
        url=url,
        act=_("Go to the partners"),
        facts=(
            ngettext("%(count)d partner", "%(count)d partners", len(organisations))
            % {"count": len(organisations)},
        ),
        lacks=tuple(lacks),
    )


def _invoicing(project: Project) -> Iterator[tuple[Organisation, str]]:
    """What the two parties of an invoice lack: an address, a number, and where to pay."""
    if not project.invoices_owner:
        return
    owner, lead = project.owner, project.lead
    for party in (owner, lead):
        if not (party.street and party.postcode and party.city):
            yield party, _("Address of %(party)s") % {"party": party}
    if not (owner.cvr or owner.gln):
        yield (
            owner,
            _("CVR number or GLN of %(party)s, who receives the invoice") % {"party": owner},
        )
    if not (lead.bank_registration and lead.bank_account):
        yield lead, _("Bank account of %(party)s, who is to be paid") % {"party": lead}


def _limits(project: Project, employs: bool) -> Step:
    url = _url(project, "setup_limits")
    lacks = []
    if employs and not (project.min_peers and project.min_fte):
        lacks.append(Lack(_("How many peers and FTE each employing partner owes"), url))
    if employs and not (project.commitment_starts_on and project.commitment_ends_on):
        lacks.append(Lack(_("The period in which partners owe peers"), url))
    if not project.goal_to:
        lacks.append(Lack(_("How many citizens the project is to reach"), url))
    return Step(
        label=_("Limits and goals"),
        url=url,
        act=_("Change the limits"),
        facts=tuple(_limits_told(project)),
        lacks=tuple(lacks),
    )


def _limits_told(project: Project) -> Iterator[str]:
    ages = {"youngest": project.age_min, "oldest": project.age_max}
    yield (
        _("Citizens of %(youngest)s to %(oldest)s years") % ages
        if project.age_max
        else _("Citizens from %(youngest)s years") % ages
    )
    yield _("support for at most %(months)s months") % {"months": project.support_months}
    yield _("counts below %(limit)s are hidden") % {"limit": project.hidden_below}
    if project.min_peers:
        yield _("at least %(peers)s peers and %(fte)s FTE at each employing partner") % {
            "peers": project.min_peers,
            "fte": money.show(project.min_fte),
        }


def _agreement(project: Project) -> Step:
    state = agreement(project)
    url = _url(project, "partners")
    lacks = [
        (not state.clauses, _("The clauses of the agreement"), _url(project, "clause_add")),
        (state.open_clauses, _("Text of %(names)s") % {"names": _names(state.open_clauses)}, url),
        (state.unsigned, _("Signature of %(names)s") % {"names": _names(state.unsigned)}, url),
        (
            state.unapproved,
            _("Political approval of %(names)s") % {"names": _names(state.unapproved)},
            url,
        ),
    ]
    for body in state.required_bodies:
        without = [party.partner for party in state.parties if body in party.missing]
        member = _("Members in %(body)s for %(names)s") % {"body": body, "names": _names(without)}
        lacks.append((without, member, _url(project, "seat_add") + f"?body={body.pk}"))
    return Step(
        label=_("Agreement and groups"),
        url=url,
        act=_("Go to the agreement"),
        facts=(_("In force") if state.is_in_force else _("Not in force yet"),),
        lacks=tuple(Lack(what, where) for missing, what, where in lacks if missing),
    )


def plan_step(project: Project, *, themes: int) -> Step:
    """The plan; how many training themes there are is told by those who keep them."""
    url = _url(project, "setup_plan")
    counted = [
        (project.deliverables.count(), _("Deliverables")),
        (project.guideposts.count(), _("Guideposts")),
        (project.milestones.count(), _("Milestones")),
        (themes, _("Training themes")),
    ]
    return Step(
        label=_("Plan and training"),
        url=url,
        act=_("Change the plan"),
        facts=tuple(f"{label}: {count}" for count, label in counted if count),
        lacks=tuple(Lack(label, url) for count, label in counted if not count),
    )


def people_step(project: Project) -> Step:
    """Who has a role, which roles nobody has, and who was invited and has not come yet."""
    url = _url(project, "setup_people")
    held = project.memberships.active()
    roles = set(held.values_list("role", flat=True))
    people = held.values("user").distinct().count()
    waiting = held.awaited().values("user").distinct().count()
    wanted = [Role.ACCOUNTANT, Role.PEER, Role.COORDINATOR, Role.STEERING]
    lacks = [
        Lack(_("Nobody is %(role)s yet") % {"role": str(role.label).lower()}, url)
        for role in wanted
        if role not in roles
    ]
    if waiting:
        text = ngettext(
            "%(count)d person is invited and has not come yet",
            "%(count)d people are invited and have not come yet",
            waiting,
        )
        lacks.append(Lack(text % {"count": waiting}, url))
    return Step(
        label=_("People"),
        url=url,
        act=_("Invite people"),
        facts=(
            ngettext("%(count)d person has a role", "%(count)d people have a role", people)
            % {"count": people},
        ),
        lacks=tuple(lacks),
    )


def _names(rows: Iterable) -> str:
    return ", ".join(str(row) for row in rows)
