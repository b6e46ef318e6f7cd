"""Guided closing: how far a month is, what holds it back, and who has it."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from budget.accounts import Accounts, accounts
from budget.actions.invoices import gets_invoice
from budget.cofinancing import payers
from budget.missing import vouchers_without_document
from budget.models import Voucher
from budget.postings import Vouchers, vouchers_by_month
from citizens.missing import Unregistered, unregistered
from partners.findings import Finding
from partners.models import Month, Project, today
from partners.months import months_of
from peerstoette.lib import dates, money
from reporting import findings
from reporting.links import open_to


@dataclass(frozen=True)
class Blocker:
    """One thing that must be done before the month can be closed, and whose it is."""

    what: str
    detail: str = ""
    who: str = ""
    since: date | None = None
    url: str = ""
    act: str = ""


@dataclass(frozen=True)
class Step:
    """A step of the month's way out: ``done``, ``stuck``, or not reached (empty)."""

    label: str
    state: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Standing:
    """A month as it stands now; each part is asked for once, when it is first needed."""

    month: Month

    @cached_property
    def unregistered(self) -> Unregistered:
        return unregistered(self.month)

    @cached_property
    def accounts(self) -> Accounts:
        return accounts(self.month)

    @cached_property
    def gets_invoice(self) -> bool:
        """Whether the month, as its accounts stand, is invoiced when it is issued."""
        return gets_invoice(self.accounts)

    @cached_property
    def payers(self) -> list[tuple[str, int]]:
        """The partners that are to pay peers, with how many each pays in the month."""
        return payers(self.month)

    @cached_property
    def found(self) -> list[Finding]:
        """What does not add up and can hold a month back."""
        return findings.month_findings(self.month.project)

    @cached_property
    def vouchers(self) -> Vouchers:
        return vouchers_by_month(self.month.project).get(self.month.pk, Vouchers())

    @cached_property
    def undocumented(self) -> list[Voucher]:
        if not self.vouchers.undocumented:
            return []
        return list(_with_amounts(vouchers_without_document(self.month)))

    @cached_property
    def blockers(self) -> list[Blocker]:
        """What holds an open month back, in the order in which it is mended; none once it is closed."""
        if not self.month.is_open:
            return []
        return [
            *_not_over(self.month),
            *_earlier(self.month),
            *_unregistered(self.month, self.unregistered),
            *(_undocumented(voucher) for voucher in self.undocumented),
            *_overruns(self.month, self.accounts),
            *_findings(self.month, self.found),
        ]

    @cached_property
    def steps(self) -> list[Step]:
        """How far the month is; without co-financing where no partner is to pay peers."""
        return [
            _attendance_step(self),
            _vouchers_step(self),
            *([_cofinancing_step(self)] if self.payers else []),
            _close_step(self),
            _issue_step(self),
        ]


def blockers(month: Month) -> list[Blocker]:
    """What holds the month back now."""
    return Standing(month).blockers


def seen_by(user: User, project: Project, found: list[Blocker]) -> list[Blocker]:
    """The blockers as this person reads them: own ones by "you", links only where they lead in."""
    return [
        replace(
            blocker,
            who=_("You") if blocker.who == str(user) else blocker.who,
            url=open_to(user, blocker.url, project),
        )
        for blocker in found
    ]


def _not_over(month: Month) -> list[Blocker]:
    if today(month.project) > month.last_day:
        return []
    from_day = date_format(month.last_day + dates.ONE_DAY)
    return [
        Blocker(
            what=_("The month is not over"),
            detail=_("It can be closed from %(day)s.") % {"day": from_day},
        )
    ]


def _earlier(month: Month) -> list[Blocker]:
    earlier = (each for each in months_of(month.project) if each.is_open)
    first = next((each for each in earlier if each.first_day < month.first_day), None)
    if first is None:
        return []
    return [
        Blocker(
            what=_("%(month)s is still open") % {"month": str(first).capitalize()},
            detail=_("Months are closed in their order."),
            since=first.last_day + dates.ONE_DAY,
            url=reverse("month", args=[month.project.slug, first.key]),
            act=_("Go to the month"),
        )
    ]


def _unregistered(month: Month, missing: Unregistered) -> list[Blocker]:
    if not missing.total:
        return []
    return [
        Blocker(
            what=ngettext(
                "Registration of %(count)s session or meeting",
                "Registration of %(count)s sessions and meetings",
                missing.total,
            )
            % {"count": missing.total},
            detail=_registered(missing),
            who=", ".join((_("Peers"), *missing.partners)),
            url=reverse("missing", args=[month.project.slug]),
            act=_("See what is missing"),
        )
    ]


def _undocumented(voucher: Voucher) -> Blocker:
    amount = money.show(money.kroner(voucher.amount or 0))
    return Blocker(
        what=_("Document for voucher %(voucher)s") % {"voucher": voucher.code},
        detail=_("%(supplier)s, %(amount)s kr.") % {"supplier": voucher.supplier, "amount": amount},
        who=str(voucher.created_by),
        since=voucher.posting_date,
        url=reverse("voucher_attach", args=[voucher.project.slug, voucher.pk]),
        act=_("Attach the document"),
    )


def _overruns(month: Month, figures: Accounts) -> list[Blocker]:
    return [
        Blocker(
            what=_("%(line)s has used more than its whole budget") % {"line": row.name},
            detail=_("%(amount)s kr. too much. Move it to another line with a correction.")
            % {"amount": money.show(-row.remaining)},
            url=reverse("vouchers", args=[month.project.slug]),
            act=_("See the vouchers"),
        )
        for row in figures.rows
        if row.is_over_budget
    ]


def _findings(month: Month, found: list[Finding]) -> list[Blocker]:
    """The month's own findings; what stands above already, with whose it is, is left out."""
    told = {"R8", "R10", "R13"}
    return [
        Blocker(what=finding.title, detail=finding.explanation, url=finding.url, act=finding.where)
        for finding in findings.blocking(month, found)
        if finding.rule not in told
    ]


def _with_amounts(vouchers: QuerySet[Voucher]) -> QuerySet[Voucher]:
    return vouchers.select_related("created_by", "project").annotate(amount=Sum("lines__amount"))


def _registered(missing: Unregistered) -> str:
    return _("%(registered)s of %(planned)s are registered") % {
        "registered": missing.registered,
        "planned": missing.planned,
    }


def _attendance_step(standing: Standing) -> Step:
    missing = standing.unregistered
    is_done = missing.registered == missing.planned
    return Step(
        _("Attendance"),
        "stuck" if missing.total else "done" if is_done else "",
        _("%(done)s of %(all)s") % {"done": missing.registered, "all": missing.planned},
    )


def _vouchers_step(standing: Standing) -> Step:
    count, lacking = standing.vouchers.count, standing.vouchers.undocumented
    month = standing.month
    return Step(
        _("Vouchers"),
        "stuck" if lacking else "done" if _is_over(month) else "",
        _("%(done)s of %(all)s") % {"done": count - lacking, "all": count},
        f"{reverse('vouchers', args=[month.project.slug])}?month={month.key}",
    )


def _cofinancing_step(standing: Standing) -> Step:
    partners = standing.payers
    with_peers = sum(bool(peers) for _name, peers in partners)
    month = standing.month
    is_done = with_peers == len(partners) and _is_over(month)
    return Step(
        _("Co-financing"),
        "done" if is_done or not month.is_open else "",
        _("%(done)s of %(all)s partners") % {"done": with_peers, "all": len(partners)},
        reverse("month_cofinancing", args=[month.project.slug, month.key]),
    )


def _close_step(standing: Standing) -> Step:
    if not standing.month.is_open:
        return Step(_("Close the month"), "done")
    blocking = len(standing.blockers)
    note = (
        ngettext("%(count)s thing is missing", "%(count)s things are missing", blocking)
        if blocking
        else _("Ready")
    )
    return Step(_("Close the month"), "", note % {"count": blocking} if blocking else note)


def _issue_step(standing: Standing) -> Step:
    month = standing.month
    state = "done" if month.is_issued else ""
    if not standing.gets_invoice:
        return Step(_("Issue the month"), state)
    owner = _("To %(owner)s") % {"owner": month.project.owner}
    return Step(_("Issue the invoice"), state, owner)


def _is_over(month: Month) -> bool:
    return not month.is_open or today(month.project) > month.last_day
