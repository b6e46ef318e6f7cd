"""What is held: courses with their sessions, mentoring meetings, and who came.

Attendance has three axes: was it held, did the person come, why not. A planned session or meeting
without an answer is missing, never zero (R8).
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import (
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citizens.models.people import Citizen, Match, hidden_from, own_peers
from partners.access import Role, ScopedQuerySet
from partners.models import Project, SupportModel, today_of_row
from peers.models import Peer
from peerstoette.lib import dates
from peerstoette.lib.fields import FreeLineField

# How long after its session a stand-in sees it: late in the evening nobody registers, so the next
# day is left for it (object rights).
STAND_IN_LASTS = dates.ONE_DAY


class Absence(models.TextChoices):
    """Why a person did not come."""

    NO_WORD = "no_word", _("Did not come")
    SENT_WORD = "sent_word", _("Sent word")


class Answer(models.TextChoices):
    """What one tap says of one person: came, or did not and why."""

    CAME = "came", _("Came")
    NO_WORD = Absence.NO_WORD.value, Absence.NO_WORD.label
    SENT_WORD = Absence.SENT_WORD.value, Absence.SENT_WORD.label

    @property
    def columns(self) -> dict:
        """The two axes of the schema: whether the person came, and if not, why not."""
        came = self is Answer.CAME
        return {"came": came, "absence": "" if came else Absence(self.value)}

    @classmethod
    def of(cls, row) -> "Answer | None":
        """The answer that a row of attendance or a meeting holds; None while it has none."""
        if row.came is None:
            return None
        return cls.CAME if row.came else cls(row.absence)


class CourseQuerySet(ScopedQuerySet):
    capability = "courses.view"

    def visible_to(self, user) -> "CourseQuerySet":
        """Leaders and staff see the project's courses, peers their own."""
        wide = user.memberships.granting("courses.view").exclude(role=Role.PEER)
        return self.filter(
            Q(project__in=wide.values("project")) | Q(pk__in=CoursePeer.led_by(user))
        )

    def with_counts(self) -> "CourseQuerySet":
        """``citizens`` enrolled, ``planned`` sessions and ``registered`` of them."""
        sessions = Session.objects.filter(course=OuterRef("pk")).order_by().values("course")
        return self.select_related("project").annotate(
            citizens=Count("enrolments"),
            planned=Coalesce(Subquery(sessions.annotate(n=Count("pk")).values("n")), 0),
            registered=Coalesce(
                Subquery(
                    sessions.annotate(n=Count("pk", filter=Q(was_held__isnull=False))).values("n")
                ),
                0,
            ),
        )


class Course(models.Model):
    """A group course or workshop with planned sessions."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    name = FreeLineField(_("name"), max_length=120)
    model = models.CharField(_("model"), max_length=1, choices=SupportModel.choices)
    place = FreeLineField(_("place"), max_length=120)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    peers = models.ManyToManyField(Peer, through="CoursePeer", related_name="+")

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("group course")
        verbose_name_plural = _("group courses")
        ordering = ["project", "-starts_on", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("course", args=[self.project.slug, self.pk])


class CoursePeerQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "CoursePeerQuerySet":
        return self.filter(course__in=Course.objects.visible_to(user))


class CoursePeer(models.Model):
    """That a peer leads a course."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.CASCADE, related_name="course_peers")
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="+", verbose_name=_("peer"))

    objects = CoursePeerQuerySet.as_manager()

    class Meta:
        verbose_name = _("peer on a course")
        verbose_name_plural = _("peers on courses")
        constraints = [models.UniqueConstraint(fields=["course", "peer"], name="course_peer_once")]

    def __str__(self) -> str:
        return f"{self.course}: {self.peer.initials}"

    @classmethod
    def led_by(cls, user) -> models.QuerySet:
        """The courses that the person leads as a peer."""
        return cls.objects.filter(peer__in=own_peers(user)).values("course")


class EnrolmentQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "EnrolmentQuerySet":
        """Of those ``within_reach``, the citizens whom the person may meet."""
        return self.within_reach(user).exclude(citizen__in=hidden_from(user))

    def not_shown_to(self, user) -> "EnrolmentQuerySet":
        """Those ``within_reach`` whose citizen the person may not meet: told as a number only."""
        return self.within_reach(user).filter(citizen__in=hidden_from(user))

    def within_reach(self, user) -> "EnrolmentQuerySet":
        """All for those who see every citizen; a peer's those that last, on own courses that run."""
        day = today_of_row()
        return self.filter(
            Q(project__in=user.memberships.seeing_citizens().values("project"))
            | Q(
                Q(left_on=None) | Q(left_on__gte=day),
                course__ends_on__gte=day,
                course__in=CoursePeer.led_by(user),
            )
        )

    def on(self, day: date) -> "EnrolmentQuerySet":
        """On the course that day, its first and last day included."""
        return self.filter(Q(left_on=None) | Q(left_on__gte=day), joined_on__lte=day)


class Enrolment(models.Model):
    """That a citizen is on a course, from a day to a day; the roster is built from these."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.CASCADE, related_name="enrolments")
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="enrolments")
    joined_on = models.DateField(_("joined"))
    left_on = models.DateField(_("left"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["course", "citizen"]
        constraints = [
            models.UniqueConstraint(fields=["course", "citizen"], name="enrolment_once"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=models.F("joined_on")),
                name="enrolment_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.citizen.code}"


class ActivityQuerySet(ScopedQuerySet):
    capability = "attendance.view"

    def in_month(self, month) -> "ActivityQuerySet":
        return self.filter(project=month.project_id, date__range=(month.first_day, month.last_day))

    def missing(self, day: date) -> "ActivityQuerySet":
        """Planned before ``day`` and not registered: missing from midnight after its date."""
        return self.filter(date__lt=day, was_held=None)


class SessionQuerySet(ActivityQuerySet):
    def visible_to(self, user) -> "SessionQuerySet":
        """A session shows its roster: all for those who see every citizen, own ones for peers."""
        return self.filter(
            Q(project__in=user.memberships.seeing_citizens().values("project"))
            | Q(pk__in=self.model.objects.own(user).values("pk"))
        )

    def own(self, user) -> "SessionQuerySet":
        """The person's own as a peer, while the course runs or the registration is missing.

        And those for which the person stands in, for as long as that lasts.
        """
        current = Q(course__ends_on__gte=today_of_row()) | Q(was_held=None)
        led = current & Q(course__in=CoursePeer.led_by(user))
        return self.filter(led | Q(pk__in=StandIn.objects.own(user).values("session")))

    def open_to(self, user) -> "SessionQuerySet":
        """Those visible, and those without a registration: to call one off shows no roster."""
        return self.filter(Q(was_held=None) | Q(pk__in=self.model.objects.visible_to(user)))

    def with_answers(self) -> "SessionQuerySet":
        """``has_answers``: somebody's attendance stands, also while others' answers are waited for."""
        return self.annotate(
            has_answers=Exists(Attendance.objects.filter(session=OuterRef("pk")).order_by())
        )

    def with_came(self) -> "SessionQuerySet":
        """``came``: how many citizens came."""
        return self.annotate(came=Count("attendances", filter=Q(attendances__came=True)))

    def with_participants(self) -> "SessionQuerySet":
        """``participants``: how many citizens are enrolled on the session's day."""
        enrolled = Q(course__enrolments__joined_on__lte=F("date")) & (
            Q(course__enrolments__left_on=None) | Q(course__enrolments__left_on__gte=F("date"))
        )
        return self.annotate(participants=Count("course__enrolments", filter=enrolled))


class MeetingQuerySet(ActivityQuerySet):
    def visible_to(self, user) -> "MeetingQuerySet":
        """As sessions; a peer's own end with the match, but what is missing can still be registered."""
        return self.unblocked(user).filter(
            Q(project__in=user.memberships.seeing_citizens().values("project"))
            | Q(pk__in=self.model.objects.own(user).values("pk"))
        )

    def own(self, user) -> "MeetingQuerySet":
        """The person's own as a peer, while the match lasts or the registration is missing."""
        current = Q(match__ends_on=None) | Q(was_held=None)
        return self.unblocked(user).filter(current, match__peer__in=own_peers(user))

    def unblocked(self, user) -> "MeetingQuerySet":
        """With citizens whom the person may meet."""
        return self.exclude(match__episode__citizen__in=hidden_from(user))


class Activity(models.Model):
    """What a planned session and a planned meeting share: when, whether it was held, who said so."""

    date = models.DateField(_("date"))
    starts_at = models.TimeField(_("from"))
    was_held = models.BooleanField(_("held"), null=True, blank=True)
    cancel_reason = FreeLineField(_("why it was cancelled"), max_length=120, blank=True)
    registered_at = models.DateTimeField(_("registered"), null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_registered(self) -> bool:
        return self.was_held is not None


class Session(Activity):
    """One time a course meets. Staff who take part are counted, never as citizens (R20)."""

    class Audience(models.TextChoices):
        CITIZENS = "citizens", _("Citizens")
        STAFF = "staff", _("Staff")
        BOTH = "both", _("Citizens and staff")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("number"))
    ends_at = models.TimeField(_("to"))
    audience = models.CharField(
        _("audience"), max_length=8, choices=Audience.choices, default=Audience.CITIZENS
    )
    staff_count = models.PositiveSmallIntegerField(_("staff who took part"), default=0)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["date", "starts_at", "id"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="session_once")]
        indexes = [models.Index(fields=["project", "date"], name="session_by_date")]

    def __str__(self) -> str:
        return f"{self.course} {self.date:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.project.slug, self.pk])

    @property
    def counts_citizens(self) -> bool:
        """Whether citizens are on its roster: staff are counted, never as citizens (R20)."""
        return self.audience != self.Audience.STAFF


class StandInQuerySet(ScopedQuerySet):
    capability = "courses.edit"

    def in_force(self) -> "StandInQuerySet":
        """Not withdrawn, and until the end of the day after the session (object rights)."""
        earliest = ExpressionWrapper(today_of_row() - Value(STAND_IN_LASTS), DateField())
        return self.filter(withdrawn_at=None, session__date__gte=earliest)

    def own(self, user) -> "StandInQuerySet":
        """The person's own as a peer, now."""
        return self.in_force().filter(peer__in=own_peers(user))


class StandIn(models.Model):
    """That a peer steps in at one session: sees it and its participants, and nothing else of the course.

    From the moment the peer is named, so that the day can be prepared (object rights).
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="stand_ins")
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="+", verbose_name=_("peer"))
    named_at = models.DateTimeField(_("named"), default=dates.now)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering = ["session", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "peer"], condition=Q(withdrawn_at=None), name="stand_in_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.peer.initials}"


class AttendanceQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "AttendanceQuerySet":
        seen = self.filter(session__in=Session.objects.visible_to(user))
        return seen.exclude(citizen__in=hidden_from(user))


class Attendance(models.Model):
    """Whether one citizen came to one held session, and if not, why not."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="+")
    came = models.BooleanField(_("came"))
    absence = models.CharField(_("why not"), max_length=9, choices=Absence.choices, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["session", "citizen"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(came=True, absence="") | (Q(came=False) & ~Q(absence="")),
                name="attendance_absence_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.citizen.code}"


class Meeting(Activity):
    """One mentoring meeting between a peer and a citizen (1:1)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    match = models.ForeignKey(Match, models.PROTECT, related_name="meetings")
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    place = FreeLineField(_("place"), max_length=120, blank=True)
    came = models.BooleanField(_("came"), null=True, blank=True)
    absence = models.CharField(_("why not"), max_length=9, choices=Absence.choices, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentoring meeting")
        verbose_name_plural = _("mentoring meetings")
        ordering = ["date", "starts_at", "id"]
        indexes = [models.Index(fields=["project", "date"], name="meeting_by_date")]

    def __str__(self) -> str:
        return f"{self.match} {self.date:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.project.slug, self.pk])
