"""The report as a file: drawn anew while it is a draft, the stored bytes ever after."""

from dataclasses import replace

from django.utils import translation

from reporting.models import ReportVersion, StoredPaper
from reporting.paper import status as status_paper
from reporting.papers import MEDIA_TYPES, Document
from reporting.status.figures import StatusFigures, figures
from reporting.status.sections import explanation_key
from reporting.status.texts import Texts, texts_of

PDF = StoredPaper.Format.PDF


def document_of(version: ReportVersion) -> Document:
    """``statusrapport-2017-version-2.pdf``: as submitted, or a draft as everything stands now."""
    content = version.content
    if version.is_draft:
        content = drawn(version, texts_of(version), is_draft=True)
    name = f"statusrapport-{version.report.year}-version-{version.number}"
    if version.is_draft:
        name += "-kladde"
    return Document(f"{name}.pdf", MEDIA_TYPES[PDF], bytes(content))


def drawn(version: ReportVersion, texts: Texts, *, is_draft: bool) -> bytes:
    """The report as PDF in Danish, whatever language the reader has chosen."""
    with translation.override("da"):
        shown = figures(version.project, version.report.year)
        return status_paper.draw(
            status_paper.Report(
                figures=explained(shown, texts),
                texts=texts,
                number=version.number,
                is_draft=is_draft,
            )
        )


def explained(shown: StatusFigures, texts: Texts) -> StatusFigures:
    """The figures with the leader's explanations at the findings."""
    groups = tuple(
        replace(group, explanation=texts.get(explanation_key(group.rule), ""))
        for group in shown.findings
    )
    return replace(shown, findings=groups)
