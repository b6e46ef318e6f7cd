"""What has left the house, and status reports: read here, changed by the programme's acts only."""

from django.contrib import admin

from partners.admin import ProjectRowAdmin
from reporting.models import (
    ReportComment,
    ReportStep,
    ReportText,
    ReportVersion,
    StatusReport,
    StoredPaper,
)


@admin.register(StoredPaper)
class StoredPaperAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["month", "kind", "format", "sha256", "project"]
    list_filter = ["project", "kind", "format"]
    list_select_related = ["month", "project"]


@admin.register(StatusReport)
class StatusReportAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["year", "project"]


@admin.register(ReportVersion)
class ReportVersionAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["report", "number", "state", "sha256", "project"]
    list_filter = ["project", "state"]
    list_select_related = ["report", "project"]

    def get_queryset(self, request):
        """Without the file: it is fetched by its own address."""
        return super().get_queryset(request).defer("content")


@admin.register(ReportText)
class ReportTextAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["version", "section", "written_by"]
    list_filter = ["project", "section"]
    list_select_related = ["version__report", "written_by"]
    search_fields = ["text"]


@admin.register(ReportComment)
class ReportCommentAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["version", "organisation", "section", "written_on"]
    list_select_related = ["version__report", "organisation"]
    search_fields = ["text"]
    date_hierarchy = "written_on"


@admin.register(ReportStep)
class ReportStepAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["version", "kind", "date", "name", "organisation"]
    list_filter = ["project", "kind"]
    list_select_related = ["version__report"]
    search_fields = ["name"]
    date_hierarchy = "date"
