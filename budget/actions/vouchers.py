"""Posting, completing and correcting vouchers. A closed month is corrected in an open one (R11)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from budget import documents
from budget.models import BudgetLine, Voucher, VoucherLine
from partners.access import granting_role
from partners.models import Project
from partners.months import lock_open, lock_project
from peerstoette.lib import money
from peerstoette.lib.errors import RuleBroken

Lines = Sequence[tuple[BudgetLine, Decimal]]


@transaction.atomic
def create_voucher(
    *,
    by: User,
    project: Project,
    document_date: date,
    posting_date: date,
    supplier: str,
    text: str,
    lines: Lines,
    document: File | None = None,
    corrects: Voucher | None = None,
) -> Voucher:
    """Post a voucher; amounts in kr. It gets the next number of its year, without gaps.

    Raises RuleBroken when the posting date is not in an open month, a line is not one of the grant,
    an amount is zero, or the document is not one that may be kept.
    """
    [month] = lock_open(project, [posting_date], field="posting_date")
    _refuse_lines(project, lines)
    voucher = Voucher(
        project=project,
        month=month,
        year=posting_date.year,
        document_date=document_date,
        posting_date=posting_date,
        supplier=supplier,
        text=text,
        corrects=corrects,
        created_by=by,
    )
    if document is not None:
        _put(voucher, document)
    voucher.number = _next_number(project, voucher.year)
    voucher.save()
    _write(voucher, lines)
    _record("voucher.create" if corrects is None else "voucher.correct", voucher, by, lines)
    return voucher


@transaction.atomic
def update_voucher(
    *,
    by: User,
    voucher: Voucher,
    document_date: date,
    posting_date: date,
    supplier: str,
    text: str,
    lines: Lines,
) -> Voucher:
    """Change a voucher whose month is open. Raises RuleBroken as creating does.

    Its number belongs to its year, so the posting date stays in that year. A correction reverses
    what it corrects, so its lines stay as they are.
    """
    voucher = _still_open(voucher)
    if posting_date.year != voucher.year:
        raise RuleBroken(
            _("Voucher %(voucher)s is numbered in %(year)d. Choose a date in that year.")
            % {"voucher": voucher.code, "year": voucher.year},
            field="posting_date",
        )
    _refuse_other_reversal(voucher, lines)
    lock_open(voucher.project, [voucher.posting_date, posting_date], field="posting_date")
    _refuse_lines(voucher.project, lines)
    voucher.month = voucher.project.months.of(posting_date)
    voucher.document_date = document_date
    voucher.posting_date = posting_date
    voucher.supplier = supplier
    voucher.text = text
    voucher.save()
    voucher.lines.all().delete()
    _write(voucher, lines)
    _record("voucher.update", voucher, by, lines)
    return voucher


@transaction.atomic
def correct_voucher(*, by: User, voucher: Voucher, posting_date: date, text: str) -> Voucher:
    """Post the voucher's lines reversed in an open month; the correction names what it corrects.

    Raises RuleBroken when it has been corrected already, when its own month is open, so that it can
    be changed instead, or when the date is not in an open month.
    """
    voucher = _locked(voucher)
    if voucher.month.is_open:
        raise RuleBroken(
            _("%(month)s is still open. Change the voucher instead of correcting it.")
            % {"month": str(voucher.month).capitalize()}
        )
    earlier = voucher.corrections.first()
    if earlier is not None:
        raise RuleBroken(
            _("Voucher %(voucher)s has already been corrected by %(correction)s.")
            % {"voucher": voucher.code, "correction": earlier.code}
        )
    return create_voucher(
        by=by,
        project=voucher.project,
        document_date=voucher.document_date,
        posting_date=posting_date,
        supplier=voucher.supplier,
        text=text,
        lines=[
            (line.budget_line, -line.amount) for line in voucher.lines.select_related("budget_line")
        ],
        corrects=voucher,
    )


@transaction.atomic
def attach_document(*, by: User, voucher: Voucher, file: File) -> Voucher:
    """Attach a PDF or picture, or put another in its place, while the voucher's month is open."""
    voucher = _still_open(voucher)
    lock_open(voucher.project, [voucher.posting_date])
    _put(voucher, file)
    voucher.save()
    trail.record(
        "voucher.attach",
        voucher,
        by=by,
        project=voucher.project,
        role=granting_role(by, "vouchers.edit", voucher.project) or "",
        sha256=voucher.document_sha256,
    )
    return voucher


def _locked(voucher: Voucher) -> Voucher:
    """The voucher as it is now; nobody else can change or correct it until we have ended.

    Vouchers are locked first, then months in their order, then the project.
    """
    vouchers = Voucher.objects.select_for_update(of=("self",), no_key=True)
    return vouchers.select_related("project", "month").get(pk=voucher.pk)


def _still_open(voucher: Voucher) -> Voucher:
    """The voucher, locked. Raises RuleBroken when its month is closed; an open one is not locked yet."""
    voucher = _locked(voucher)
    if not voucher.month.is_open:
        raise RuleBroken(
            _("%(month)s is closed. Correct the voucher in an open month instead.")
            % {"month": str(voucher.month).capitalize()}
        )
    return voucher


def _refuse_other_reversal(voucher: Voucher, lines: Lines) -> None:
    """Raises RuleBroken when the lines of a correction would be others than it has."""
    if voucher.corrects is None:
        return
    standing = voucher.lines.values_list("budget_line_id", "amount")
    if sorted(standing) != sorted((line.pk, money.kroner(amount)) for line, amount in lines):
        raise RuleBroken(
            _("The voucher reverses %(voucher)s, so its lines stay as they are.")
            % {"voucher": voucher.corrects.code}
        )


def _refuse_lines(project: Project, lines: Lines) -> None:
    if not lines:
        raise RuleBroken(_("Write at least one line with a budget line and an amount."))
    for line, amount in lines:
        if line.project_id != project.pk or not line.is_grant:
            raise RuleBroken(
                _("Vouchers are posted on the lines of the grant. Choose one of them.")
            )
        if not amount:
            raise RuleBroken(_("%(line)s: write an amount other than zero.") % {"line": line.name})


def _next_number(project: Project, year: int) -> int:
    """The next number of the year; others who post in the project wait until we have ended."""
    lock_project(project)
    last = project.vouchers.filter(year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _put(voucher: Voucher, file: File) -> None:
    document = documents.examine(file)
    if voucher.document:
        replaced, storage = voucher.document.name, voucher.document.storage
        # the row may yet keep its old document: nothing is gone before that is settled
        transaction.on_commit(lambda: storage.delete(replaced))
    # the name that the file came with may tell of somebody: it is not kept
    voucher.document = ContentFile(document.content, name=f"document.{document.suffix}")
    voucher.document_type = document.media_type
    voucher.document_sha256 = document.sha256


def _write(voucher: Voucher, lines: Lines) -> None:
    VoucherLine.objects.bulk_create(
        VoucherLine(
            project=voucher.project, voucher=voucher, budget_line=line, amount=money.kroner(amount)
        )
        for line, amount in lines
    )


def _record(action: str, voucher: Voucher, by: User, lines: Lines) -> None:
    trail.record(
        action,
        voucher,
        by=by,
        project=voucher.project,
        role=granting_role(by, "vouchers.edit", voucher.project) or "",
        posting_date=voucher.posting_date.isoformat(),
        lines={str(line.number): str(amount) for line, amount in lines},
        **({"corrects": voucher.corrects.code} if voucher.corrects else {}),
    )
