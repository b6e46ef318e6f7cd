"""Vouchers, by code or supplier."""

import re

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from accounts.models import User
from budget.models import Voucher
from partners.models import Project
from partners.search import MOST_HITS, Hit, Kind, holding, register

CODE = re.compile(r"(\d{4})-(\d{1,6})")


def _vouchers(user: User, project: Project, text: str) -> list[Hit]:
    code = CODE.fullmatch(text)
    wanted = Q(year=code[1], number=code[2]) if code else holding(text, "supplier")
    vouchers = Voucher.objects.filter(project=project).visible_to(user)
    return [
        Hit(
            voucher.code,
            reverse("voucher", args=[project.slug, voucher.pk]),
            f"{voucher.supplier}, {date_format(voucher.posting_date)}",
        )
        for voucher in vouchers.filter(wanted).order_by("-year", "-number")[:MOST_HITS]
    ]


register(Kind(gettext_lazy("Vouchers"), _vouchers))
