"""What is written in a version, and what it still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.findings import rule_text
from reporting.models import ReportVersion
from reporting.status.figures import FindingGroup, finding_groups
from reporting.status.sections import (
    SECTIONS,
    Paragraph,
    Section,
    explanation_key,
    paragraphs,
    rule_of,
    title_of,
)

Texts = dict[str, str]  # what is written, by section or explanation


@dataclass(frozen=True)
class Lack:
    """A section without a text, or findings of a rule without an explanation."""

    section: str
    what: str
    rule: str = ""

    def __str__(self) -> str:
        return self.what


@dataclass(frozen=True)
class Explanation:
    """Why the findings of a rule are there, as the leader wrote it."""

    title: str
    text: str

    @property
    def blocks(self) -> list[Paragraph]:
        return paragraphs(self.text)


@dataclass(frozen=True)
class Written:
    """A section as the report's page lists it."""

    section: Section
    text: str
    lacks: tuple[Lack, ...]
    explanations: tuple[Explanation, ...] = ()

    @property
    def blocks(self) -> list[Paragraph]:
        return paragraphs(self.text)


def texts_of(version: ReportVersion) -> Texts:
    return dict(version.texts.values_list("section", "text"))


def missing(version: ReportVersion, texts: Texts) -> list[Lack]:
    """What must be written before the version can be submitted, in the report's order."""
    lacking = []
    groups = finding_groups(version.project, version.report.year)
    for section in SECTIONS:
        if not texts.get(section.key, "").strip():
            lacking.append(Lack(section.key, str(section.title)))
        if section.key == "findings":
            lacking += [_unexplained(group) for group in to_explain(groups, texts)]
    return lacking


def written(texts: Texts, lacking: list[Lack]) -> list[Written]:
    return [
        Written(
            section,
            texts.get(section.key, ""),
            tuple(lack for lack in lacking if lack.section == section.key),
            tuple(_explanations(texts)) if section.key == "findings" else (),
        )
        for section in SECTIONS
    ]


def to_explain(groups: list[FindingGroup], texts: Texts) -> list[FindingGroup]:
    """The errors and warnings that nobody has explained."""
    return [
        group
        for group in groups
        if group.asks_explanation and not texts.get(explanation_key(group.rule), "").strip()
    ]


def _unexplained(group: FindingGroup) -> Lack:
    return Lack("findings", title_of(explanation_key(group.rule)), group.rule)


def _explanations(texts: Texts) -> Iterable[Explanation]:
    for key, text in sorted(texts.items()):
        rule = rule_of(key)
        if rule and text:
            yield Explanation(f"{rule_text(rule)} ({rule})", text)
