"""The rules that can stop somebody, in words: shown beside the rule and on the help page.

The limits themselves are data of each project, so the texts name no numbers of a project.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """One rule. ``question`` opens it beside the rule, ``rule`` answers in a sentence or two.

    ``way_on`` is what to do when one is stopped.
    """

    anchor: str
    title: str
    question: str
    rule: str
    way_on: str


TOPICS = (
    Topic(
        anchor="missing",
        title=_("Missing registrations"),
        question=_("What counts as missing?"),
        rule=_(
            "A planned session or meeting without a registration is missing from midnight after its"
            " date. It never counts as zero, and its month cannot be closed."
        ),
        way_on=_(
            "Register it, or register it as cancelled. The leader sees all that is missing under"
            " courses."
        ),
    ),
    Topic(
        anchor="closing",
        title=_("Closing a month"),
        question=_("What does it take to close a month?"),
        rule=_(
            "A month is closed when it is over, every earlier month is closed, everything in it is"
            " registered and every voucher has its document."
        ),
        way_on=_(
            "The page of the month lists what is missing and who has it. Findings about the whole"
            " project warn, but do not stop the closing."
        ),
    ),
    Topic(
        anchor="closed",
        title=_("A closed month"),
        question=_("Why can a closed month not be changed?"),
        rule=_(
            "The accounts of a closed month are frozen, and others rely on them. A closed month"
            " cannot be opened again."
        ),
        way_on=_(
            "Correct a mistake in an open month; the correction names what it corrects. An invoice"
            " is corrected by a later month's credit note."
        ),
    ),
    Topic(
        anchor="budget",
        title=_("Budget of a line"),
        question=_("What happens when a line is over budget?"),
        rule=_(
            "What is used on a line can never pass the line's budget of the whole project: the month"
            " is then neither closed nor issued. To pass the budget of the year gives a warning. The"
            " lines of the grant never come to more than was granted."
        ),
        way_on=_("Move the excess to another line with a correction, or lower another line."),
    ),
    Topic(
        anchor="activation",
        title=_("Before a peer's employment is active"),
        question=_("What must be in place first?"),
        rule=_(
            "Every criterion is confirmed and the visit to the workplace is logged before an"
            " employment is made active. Only active employments count."
        ),
        way_on=_(
            "Confirm what is missing on the peer's page. The project leader can make an exception"
            " with a reason, which is kept. Write only that a criterion is met, never anything about"
            " health."
        ),
    ),
    Topic(
        anchor="hours",
        title=_("Hours are claimed once"),
        question=_("Why are the hours too many?"),
        rule=_(
            "A peer's time is never claimed twice, in this project or another: no day has more than 37"
            " contracted hours a week in all, and one contract belongs to one project. A volunteer's"
            " hours are claimed by nobody."
        ),
        way_on=_(
            "Write fewer hours or other days, or end the other employment first. What it is may be"
            " another project's, so it is not shown: ask the peer."
        ),
    ),
    Topic(
        anchor="minimum",
        title=_("The minimum of peers"),
        question=_("How is the minimum counted?"),
        rule=_(
            "Every partner that employs peers keeps the agreed number of peers and full-time"
            " equivalents on every day. A full-time equivalent is hours a week divided by 37."
            " Sick leave counts, unpaid leave does not; peers paid by the project and volunteers do"
            " not count."
        ),
        way_on=_(
            "Nobody is stopped by it: the pages warn, also ahead of a shortfall that contracts show"
            " today."
        ),
    ),
    Topic(
        anchor="age",
        title=_("Age at referral"),
        question=_("Why is the year of birth asked?"),
        rule=_(
            "The project has limits for age, and they are checked on the day of the referral. With"
            " only the year known, one of the two possible ages must fit."
        ),
        way_on=_("A citizen outside the limits cannot be referred to this project."),
    ),
    Topic(
        anchor="kinship",
        title=_("Peer and citizen are not related"),
        question=_("Why is kinship asked every time?"),
        rule=_(
            "A peer is not related to those whom the peer supports, so both are asked each time."
        ),
        way_on=_("If they are related, or one of them does not know, choose another peer."),
    ),
    Topic(
        anchor="length",
        title=_("How long support may last"),
        question=_("How long may support last?"),
        rule=_(
            "Support ends when the project's longest time has passed since the first active day. A"
            " pause does not stop the clock. From halfway on, the pages tell that the time runs out."
        ),
        way_on=_(
            "It can be extended to a day, with a reason; who extended it and when is kept. Without an"
            " extension no session or meeting can be planned after the limit."
        ),
    ),
    Topic(
        anchor="blocks",
        title=_("Who may not see a citizen"),
        question=_("When is a citizen hidden from somebody?"),
        rule=_(
            "A person who knows a citizen as colleague, neighbour or kin, or is the citizen, does not"
            " see that citizen on any page. A project leader sets it, and only leaders see why. Nobody"
            " sets or lifts it for oneself."
        ),
        way_on=_(
            "On a course the person sees the others and registers them. The session then counts as"
            " missing until somebody who sees everybody has completed it."
        ),
    ),
    Topic(
        anchor="stand-in",
        title=_("Stand-in at a session"),
        question=_("What does a stand-in see?"),
        rule=_(
            "A stand-in sees one session and who is on it, and registers who came, until the end of"
            " the day after. Nothing else of the course or of the citizens is shown."
        ),
        way_on=_("Whoever plans the course names a stand-in, and can withdraw it at any time."),
    ),
    Topic(
        anchor="emergency",
        title=_("Emergency access"),
        question=_("When may I use emergency access?"),
        rule=_(
            "When you stand before a citizen whom you do not see here and must know whom to call."
            " With the code and a reason you can read the citizen's page for one hour."
        ),
        way_on=_(
            "The project leaders are told and look at every use. If the code does not open a page,"
            " call the project leader."
        ),
    ),
    Topic(
        anchor="two-persons",
        title=_("Two pairs of eyes"),
        question=_("Why must somebody else do it?"),
        rule=_(
            "What one person has sent, opened or lost is approved, looked at or given back by another"
            " person. Two roles of the same person are not two persons."
        ),
        way_on=_("Ask somebody else who has the role; the page waits for that person."),
    ),
    Topic(
        anchor="cpr",
        title=_("CPR numbers"),
        question=_("Why may no CPR number be written?"),
        rule=_(
            "No CPR number is stored. Text with a date followed by four digits is refused, because it"
            " looks like one."
        ),
        way_on=_("Leave it out, and use the citizen's code. Then save again."),
    ),
    Topic(
        anchor="hidden",
        title=_("Hidden numbers"),
        question=_("Why is a number hidden?"),
        rule=_(
            "A number of citizens that is too small could show who they are. It is hidden, and so is"
            " any other number from which it could be worked out."
        ),
        way_on=_(
            "Choose a longer period or a coarser breakdown. The limit is set for each project. Peers"
            " and staff are counted openly."
        ),
    ),
    Topic(
        anchor="agreement",
        title=_("When the agreement is in force"),
        question=_("When is the agreement in force?"),
        rule=_(
            "The agreement is in force when all parties have signed. A party that depends on"
            " political approval counts only once it is approved."
        ),
        way_on=_(
            "Dates are written on the page of the partnership. Clauses without a text are listed as"
            " findings until they are written."
        ),
    ),
)
BY_ANCHOR = {topic.anchor: topic for topic in TOPICS}
