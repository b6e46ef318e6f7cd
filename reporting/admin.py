"""What has left the house, and status reports: read here, changed by the programme's acts only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.admin import ProjectRowAdmin
from partners.upkeep import in_words
from reporting.models import (
    ReportComment,
    ReportStep,
    ReportText,
    ReportVersion,
    StatusReport,
    StoredPaper,
)
from reporting.status.sections import title_of


@admin.register(StoredPaper)
class StoredPaperAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["month", "kind", "format", "sha256", "project"]
    list_filter = ["project", "kind", "format"]
    list_select_related = ["month", "project"]
    search_fields = ["sha256"]
    date_hierarchy = "month__first_day"


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
    exclude = ["section"]
    readonly_fields = ["section_title"]
    list_display = ["version", "section_title", "written_by"]
    list_filter = ["project", ("section", in_words(title_of))]
    list_select_related = ["version__report", "written_by"]
    search_fields = ["text"]

    @admin.display(description=_("Section"), ordering="section")
    def section_title(self, text: ReportText) -> str:
        return title_of(text.section)


@admin.register(ReportComment)
class ReportCommentAdmin(ProjectRowAdmin):
    is_frozen = True
    exclude = ["section"]
    readonly_fields = ["section_title"]
    list_display = ["version", "organisation", "section_title", "written_on"]
    list_select_related = ["version__report", "organisation"]
    search_fields = ["text"]
    date_hierarchy = "written_on"

    @admin.display(description=_("Section"), ordering="section")
    def section_title(self, comment: ReportComment) -> str:
        return title_of(comment.section)


@admin.register(ReportStep)
class ReportStepAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["version", "kind", "date", "name", "organisation"]
    list_filter = ["project", "kind"]
    list_select_related = ["version__report"]
    search_fields = ["name"]
    date_hierarchy = "date"
