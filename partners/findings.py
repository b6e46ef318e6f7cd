"""What does not add up in the partnership, in the one shape that every room uses for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partners.agreement import Agreement, agreement
from partners.models import Project
from partners.plan import plan


class Severity(models.TextChoices):
    ERROR = "error", gettext_lazy("Error")
    WARNING = "warning", gettext_lazy("Warning")
    NOTICE = "notice", gettext_lazy("Notice")


@dataclass(frozen=True)
class Finding:
    """One thing that does not add up, told in the active language and without citizens' names.

    ``figures`` are label and value as they are shown; the last one is the difference or the sum.
    ``where`` is the text of the link ``url``: where to mend it. ``month_id`` is set only when the
    finding belongs to one month and so blocks its closing.
    """

    rule: str
    severity: Severity
    title: str
    explanation: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    url: str = ""
    where: str = ""
    month_id: int | None = None


def findings(project: Project) -> list[Finding]:
    """What does not add up in the agreement, the bodies and the plan today."""
    state = agreement(project)
    return [*_seats(project, state), *_agreement(project, state), *_milestones(project)]


def _seats(project: Project, state: Agreement) -> Iterator[Finding]:
    """R2: every partner has a member in the steering group and one in the project group."""
    for party in state.parties:
        for body in party.missing:
            yield Finding(
                rule="R2",
                severity=Severity.WARNING,
                title=_("%(partner)s has no member in %(body)s")
                % {"partner": party.partner, "body": body},
                explanation=_(
                    "By the agreement every partner has at least one member in this group."
                ),
                url=reverse("partners", args=[project.slug]),
                where=_("Groups and members"),
            )


def _agreement(project: Project, state: Agreement) -> Iterator[Finding]:
    """R18: in force when all are bound; clauses without a text are listed until written."""
    url = reverse("partners", args=[project.slug])
    if state.parties and not state.is_in_force:
        yield Finding(
            rule="R18",
            severity=Severity.WARNING,
            title=_("The cooperation agreement is not in force"),
            explanation=" ".join(_reasons(state)),
            figures=(
                (_("Parties"), str(len(state.parties))),
                (_("Bound"), str(len(state.bound))),
                (_("Missing"), str(len(state.parties) - len(state.bound))),
            ),
            url=url,
            where=_("Cooperation agreement"),
        )
    if state.open_clauses:
        count = len(state.open_clauses)
        yield Finding(
            rule="R18",
            severity=Severity.WARNING,
            title=ngettext(
                "%(count)d clause of the agreement is not written",
                "%(count)d clauses of the agreement are not written",
                count,
            )
            % {"count": count},
            explanation=_("Not written: %(clauses)s.") % {"clauses": _names(state.open_clauses)},
            url=url,
            where=_("Cooperation agreement"),
        )


def _reasons(state: Agreement) -> Iterator[str]:
    if state.unsigned:
        yield _("Not signed: %(partners)s.") % {"partners": _names(state.unsigned)}
    if state.unapproved:
        yield _("Awaits political approval: %(partners)s.") % {"partners": _names(state.unapproved)}


def _names(rows: list) -> str:
    return ", ".join(str(row) for row in rows)


def _milestones(project: Project) -> Iterator[Finding]:
    for row in plan(project):
        if row.days_over:
            milestone = row.milestone
            yield Finding(
                rule="R17",
                severity=Severity.NOTICE,
                title=_("Milestone %(number)s is overdue: %(name)s")
                % {"number": milestone.number, "name": milestone},
                figures=(
                    (_("Planned to"), date_format(milestone.ends_on, "SHORT_DATE_FORMAT")),
                    (_("Days over"), str(row.days_over)),
                ),
                url=reverse("plan", args=[project.slug]),
                where=_("Milestone plan"),
            )
