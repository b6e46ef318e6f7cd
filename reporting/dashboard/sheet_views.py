"""The dashboard as a workbook to take along."""

from django.http import Http404
from django.utils import translation
from django.views.decorators.http import require_safe

from partners.access import door
from reporting.dashboard.period import NoSuchPeriod, default_key, period_of
from reporting.dashboard.sheet import sheet_of
from reporting.downloads import download


@door("figures.view", fresh=True)
@require_safe
def dashboard_sheet(request, project):
    with translation.override("da"):  # a period carries its name as it is read
        try:
            period = period_of(project, request.GET.get("period") or default_key(project))
        except NoSuchPeriod as unknown:
            raise Http404 from unknown
        return download(request, sheet_of(project, request.user, period))
