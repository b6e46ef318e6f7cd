"""What a status report holds: its sections in order, what to write in each, and how text is read."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BULLET = "- "


@dataclass(frozen=True)
class Section:
    """``guidance`` says what to write, ``filled`` what the report adds by itself.

    ``limit`` is the longest text, in characters.
    """

    key: str
    title: Promise | str
    guidance: Promise | str
    filled: Promise | str
    limit: int = 3000


SECTIONS = (
    Section(
        "summary",
        _("Summary"),
        _(
            "Tell on half a page what the year gave: what was reached, what did not go as planned, and"
            " what the steering group should notice. Somebody who reads only this should know enough."
        ),
        _("The year's key figures stand above your text."),
        2400,
    ),
    Section(
        "reach",
        _("Whom we reached"),
        _(
            "Explain the figures: why they rose or fell, whether municipal and regional citizens"
            " benefit equally, and who was not reached. Write of groups, never of a single person."
        ),
        _(
            "Citizens in the year against the goal, municipal and regional side by side, by partner"
            " and model. Small numbers are hidden."
        ),
    ),
    Section(
        "activities",
        _("Activities"),
        _(
            "Describe the courses and the mentoring of the year: what was tried, what worked, and how"
            " attendance and dropout can be understood."
        ),
        _("Courses, sessions, mentoring meetings, attendance and dropout."),
    ),
    Section(
        "milestones",
        _("Milestones"),
        _(
            "Explain the milestones that were reached and those that are late: what it means for the"
            " plan, and what is done about it."
        ),
        _("Every milestone by deliverable, as it stood at the end of the year."),
    ),
    Section(
        "peers",
        _("Peers and training"),
        _(
            "Tell how recruitment and training went, how peers were followed up with supervision and"
            " networks, and why a partner was below the agreed minimum. Do not name peers."
        ),
        _(
            "Peers and FTE at each partner against the agreement, and how many completed each theme."
        ),
    ),
    Section(
        "money",
        _("Money and co-financing"),
        _(
            "Explain lines that differ from the budget, and partners whose peers are worth more or less"
            " than was promised."
        ),
        _("Every budget line of the grant, and the co-financing of each partner."),
    ),
    Section(
        "guideposts",
        _("Guideposts"),
        _(
            "Take stock of the guideposts as a whole: where is change seen, where is it missing,"
            " and on what does it rest?"
        ),
        _("Each guidepost with the evidence noted in the plan."),
    ),
    Section(
        "findings",
        _("What does not add up"),
        _(
            "Say how the project works with its figures. Below, every error and warning is explained:"
            " why it is so, and what is done."
        ),
        _("Open findings by rule, with your explanations."),
        2000,
    ),
    Section(
        "learning",
        _("Challenges and learning"),
        _("What was hard, what was learned from it, and what would you do differently?"),
        _("Nothing is filled in here."),
    ),
    Section(
        "anchoring",
        _("Anchoring"),
        _(
            "How do municipalities and region take peer support into their own operation: management's"
            " support, posts, money and agreements?"
        ),
        _("Nothing is filled in here."),
    ),
    Section(
        "ahead",
        _("Next year"),
        _("What comes next: the main activities, risks, and what the steering group must decide."),
        _("Milestones that are planned to end next year."),
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}
EXPLANATION = "why-"  # before the rule's name: why its findings are there


def section_of(key: str) -> Section | None:
    return BY_KEY.get(key)


def explanation_key(rule: str) -> str:
    return f"{EXPLANATION}{rule}"


def rule_of(key: str) -> str:
    """The rule that a text explains; nothing where it is a section's."""
    return key.removeprefix(EXPLANATION) if key.startswith(EXPLANATION) else ""


def title_of(key: str) -> str:
    """What a text of the report is called; one of the whole report has no key."""
    if section := section_of(key):
        return str(section.title)
    if rule := rule_of(key):
        return str(_("Explanation of %(rule)s") % {"rule": rule})
    return key or str(_("The whole report"))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or the items of a list."""

    text: str = ""
    items: tuple[str, ...] = ()


def paragraphs(text: str) -> list[Paragraph]:
    """Blank lines part paragraphs; lines that begin with "- " are a list."""
    found: list[Paragraph] = []
    words: list[str] = []
    items: list[str] = []

    def end() -> None:
        if words:
            found.append(Paragraph(" ".join(words)))
        if items:
            found.append(Paragraph(items=tuple(items)))
        words.clear()
        items.clear()

    for line in text.splitlines():
        line = line.strip()
        if line.startswith(BULLET):
            if words:
                end()
            items.append(line.removeprefix(BULLET).strip())
        elif not line:
            end()
        elif items:
            items[-1] = f"{items[-1]} {line}"
        else:
            words.append(line)
    end()
    return found
