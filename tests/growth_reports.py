"""More status reports and more of everything in them, for ``tests.growth``."""

from hashlib import sha256

from reporting.models import ReportVersion, State, StatusReport
from tests.doors.objects.reports import CONTENT, comment, report_draft, write


class ReportGrowth:
    """A report of a year of its own in each set, and on every version one comment more."""

    def reports(self) -> None:
        version = report_draft(self.cast, year=1900 + self.sets)
        version.content, version.sha256 = CONTENT, sha256(CONTENT).hexdigest()
        version.state = State.SUBMITTED
        version.save()
        for report in StatusReport.objects.filter(project=self.project):
            later = ReportVersion.objects.create(
                project=self.project, report=report, number=100 + self.sets
            )
            write(self.cast, later)
        for each in ReportVersion.objects.filter(project=self.project):
            comment(self.cast, each)
