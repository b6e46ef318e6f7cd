"""Courses and sessions as tables."""

from collections import Counter
from datetime import date

from django.db.models import Max, Min, Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.models import User
from citizens.actions.rights import withdraw_moved
from citizens.models import Course, CoursePeer, Session
from citizens.transfers.people import MODELS
from partners.access import granting_role
from partners.models import Month, Project
from partners.months import lock_open_months
from partners.transfer.registry import register
from partners.transfer.table import BATCH, Column, Plan, Row, Table
from peers.models import Peer
from peerstoette.lib import dates
from peerstoette.lib.cells import Day, Hour, Text, Whole, Words

AUDIENCES = {
    "borgere": Session.Audience.CITIZENS,
    "personale": Session.Audience.STAFF,
    "begge": Session.Audience.BOTH,
}


class Initials(Text):
    """Peers by their initials, with commas between them."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, Peer] = {}

    def clean(self, value: str, row=None, **kwargs) -> tuple[Peer, ...]:
        names = [name.strip().upper() for name in super().clean(value).split(",") if name.strip()]
        unknown = [name for name in names if name not in self.known]
        if unknown:
            raise ValueError(
                _("“%(name)s” is not known in this project.") % {"name": ", ".join(unknown)}
            )
        return tuple(self.known[name] for name in sorted(set(names)))

    def render(self, value, obj=None, **kwargs) -> str:
        return super().render(", ".join(peer.initials for peer in value))


@register
class CourseTable(Table):
    """Courses, known by name and first day; their sessions are a table of their own."""

    slug = "courses"
    title = gettext_lazy("Group courses")
    about = gettext_lazy(
        "Name and first day name the course. Its sessions are a table of their own."
    )
    model = Course
    key = ("name", "starts_on")
    capability = "courses.edit"

    name = Column("name", "forløb", Text(), required=True)
    support = Column("model", "model", Words(MODELS), required=True)
    place_ = Column("place", "sted", Text(), required=True)
    starts_on = Column("starts_on", "første dag", Day(), required=True)
    ends_on = Column("ends_on", "sidste dag", Day(), required=True)
    leaders = Column("leaders", "peers", Initials())

    def rows(self) -> list[Course]:
        """Each with its ``leaders``, by initials."""
        led = CoursePeer.objects.select_related("peer")
        found = Course.objects.filter(project=self.project).visible_to(self.user)
        found = found.prefetch_related(Prefetch("course_peers", led, to_attr="led"))
        found = list(found.order_by("starts_on", "name", "pk"))
        for course in found:
            led = sorted((each.peer for each in course.led), key=lambda peer: peer.initials)
            course.leaders = tuple(led)
        return found

    def lock(self) -> None:
        """No session is added or registered meanwhile."""
        lock_open_months(self.project)
        super().lock()

    def _teach(self, standing) -> None:
        peers = self.project.peers.all()
        self.fields["leaders"].widget.known = {peer.initials.upper(): peer for peer in peers}

    def judge(self, row: Row) -> None:
        first, last = row.values["starts_on"], row.values["ends_on"]
        if last < first:
            row.wrong("ends_on", _("it must not end before it begins."))
        for name in ("starts_on", "ends_on"):
            if row.values[name] not in self.project.period:
                row.wrong(name, _outside(self.project))

    def check(self, plan: Plan) -> None:
        """A course reaches to its last session, and what is recorded keeps the model it had."""
        closed = _closed_months(self.project)
        sessions: dict[int, list[Session]] = {}
        courses = [row.instance.pk for row in plan.changed]
        for each in Session.objects.filter(course__in=courses).with_answers():
            sessions.setdefault(each.course_id, []).append(each)
        for row in plan.changed:
            self._refuse_oneself(row)
            own = sessions.get(row.instance.pk, [])
            last = max((each.date for each in own), default=row.values["ends_on"])
            if "ends_on" in row.before and row.values["ends_on"] < last:
                row.wrong(
                    "ends_on",
                    _("there is a session on %(day)s. Choose that day or later.")
                    % {"day": date_format(last)},
                )
            if "model" in row.before and any(
                _is_kept(each) or dates.first_of_month(each.date) in closed for each in own
            ):
                row.wrong(
                    "model",
                    _(
                        "a session is registered or lies in a closed month, so the model stays as it is."
                    ),
                )

    def _refuse_oneself(self, row: Row) -> None:
        """Whoever leads a course sees its citizens: nobody grants that to oneself."""
        led = row.before.get("leaders", row.values["leaders"])
        joining = set(row.values["leaders"]) - set(led)
        if any(peer.user_id == self.user.pk for peer in joining):
            row.wrong("leaders", _("nobody names oneself. Ask somebody else to name you."))

    def place(self, row: Row, standing: Course | None, plan: Plan) -> None:
        """Who leads it counts as a change too."""
        other_leaders = standing is not None and standing.leaders != row.values["leaders"]
        super().place(row, standing, plan)
        if other_leaders:
            if not row.before:
                plan.same -= 1
                plan.changed.append(row)
            row.before["leaders"] = standing.leaders

    def write(self, plan: Plan, by: User) -> None:
        CoursePeer.objects.filter(
            course__in=[row.instance for row in plan.changed if "leaders" in row.before]
        ).delete()
        super().write(plan, by)

    def stored(self, names: set[str]) -> set[str]:
        return names - {"leaders"}

    def after_writing(self, plan: Plan, by: User) -> None:
        led = [row for row in plan.rows if not row.before or "leaders" in row.before]
        CoursePeer.objects.bulk_create(
            CoursePeer(project=self.project, course=row.instance, peer=peer)
            for row in led
            for peer in row.values["leaders"]
        )


@register
class SessionTable(Table):
    """Planned sessions. One that is registered, or lies in a closed month, stays as it is (R11)."""

    slug = "sessions"
    title = gettext_lazy("Sessions")
    about = gettext_lazy(
        "Course, its first day and the number name the session. What came of it is registered at the"
        " session's page; a registered session stays as it is."
    )
    model = Session
    key = ("course", "number")
    capability = "courses.edit"

    course_name = Column("course__name", "forløb", Text(), required=True)
    course_start = Column("course__starts_on", "forløbets første dag", Day(), required=True)
    number = Column("number", "nr", Whole(), required=True)
    day = Column("date", "dato", Day(), required=True)
    starts_at = Column("starts_at", "fra", Hour(), required=True)
    ends_at = Column("ends_at", "til", Hour(), required=True)
    audience = Column("audience", "for", Words(AUDIENCES), required=True)

    def rows(self) -> QuerySet:
        found = Session.objects.filter(project=self.project).visible_to(self.user)
        found = found.select_related("course").with_answers()
        return found.order_by("course__starts_on", "course__name", "course", "number")

    def plan(self, dataset) -> Plan:
        courses = list(Course.objects.filter(project=self.project).visible_to(self.user))
        self.courses = {(each.name.lower(), each.starts_on): each for each in courses}
        names = Counter((each.name.lower(), each.starts_on) for each in courses)
        self.twins = {key for key, count in names.items() if count > 1}
        self.closed = _closed_months(self.project)
        return super().plan(dataset)

    def complete(self, row: Row) -> None:
        key = (row.values["course__name"].lower(), row.values["course__starts_on"])
        row.values["course"] = self.courses.get(key)
        if row.values["course"] is None or key in self.twins:
            row.wrong("course__name", _("there is no such course, or there are two."))

    def judge(self, row: Row) -> None:
        if row.values["ends_at"] <= row.values["starts_at"]:
            row.wrong("ends_at", _("it must end after it begins."))
        if row.values["date"] not in self.project.period:
            row.wrong("date", _outside(self.project))

    def place(self, row: Row, standing: Session | None, plan: Plan) -> None:
        was_on = standing and standing.date
        super().place(row, standing, plan)
        if standing is not None and not row.before:
            return
        if standing is not None and _is_kept(standing):
            row.wrong(next(iter(row.before)), _("the session is registered, so it stays as it is."))
        for day in filter(None, [was_on, row.values["date"]]):
            if dates.first_of_month(day) in self.closed:
                row.wrong(
                    "date",
                    _("%(month)s is closed.") % {"month": dates.month_name(day).capitalize()},
                )
                break

    def lock(self) -> None:
        lock_open_months(self.project)
        super().lock()

    def after_writing(self, plan: Plan, by: User) -> None:
        """A course reaches from its first session to its last, as when one is added at its page.

        Who stood in on the day from which a session is moved was named for that day.
        """
        withdraw_moved(by, [row.instance for row in plan.changed if "date" in row.before])
        touched = {row.values["course"].pk for row in plan.rows}
        spans = Course.objects.filter(pk__in=touched).annotate(
            first=Min("sessions__date"), last=Max("sessions__date")
        )
        wider = [
            each for each in spans if not each.starts_on <= each.first <= each.last <= each.ends_on
        ]
        for course in wider:
            course.starts_on = min(course.starts_on, course.first)
            course.ends_on = max(course.ends_on, course.last)
        Course.objects.bulk_update(wider, ["starts_on", "ends_on"], batch_size=BATCH)
        role = granting_role(by, self.capability, self.project) or ""
        days = [
            {"starts_on": each.starts_on.isoformat(), "ends_on": each.ends_on.isoformat()}
            for each in wider
        ]
        trail.record_many("course.widen", wider, by=by, project=self.project, role=role, told=days)


def _is_kept(session: Session) -> bool:
    """Whether something is registered of a session of ``with_answers``, if only of some (rights)."""
    return session.is_registered or session.has_answers


def _closed_months(project: Project) -> set[date]:
    """The first days of the months in which nothing is written any more."""
    closed = project.months.exclude(pk__in=Month.objects.open())
    return set(closed.values_list("first_day", flat=True))


def _outside(project) -> str:
    return _("The project runs from %(first)s to %(last)s. Choose a date in between.") % {
        "first": date_format(project.starts_on),
        "last": date_format(project.ends_on),
    }
