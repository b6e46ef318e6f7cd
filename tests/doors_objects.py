"""What the addresses in doors_table point at: from the cast, or made here where it has none."""

from datetime import date, time
from decimal import Decimal

from django.apps import apps
from django.core.files.base import ContentFile

from accounts import trail
from budget.actions import close_month, issue_invoice
from budget.models import Counter, Instalment, StatedSum
from citizens.models import Attendance, Course, Extension, Match, Meeting, Session
from partners.access import Role
from partners.models import Clause, Deliverable, Guidepost, Membership, Milestone, Pool
from peers.models import Leave, Peer, Training, TrainingTheme
from tests.cast import Cast


def parts(name: str, cast: Cast) -> dict:
    """The parts of the address, beside the project's slug, for the object of a row."""
    if name == "-":
        return {}
    app, _, model = name.partition(".")
    found = in_admin(app, model, cast) if model else globals()[name](cast)
    return found if isinstance(found, dict) else {"pk": found.pk}


def in_admin(app: str, model: str, cast: Cast):
    """A row of the model: what the cast has, else what a page's address needs too."""
    return apps.get_model(app, model).objects.first() or globals()[model](cast)


def partner(cast):
    return cast.project.partners.first()


def clause(cast):
    return Clause.objects.create(project=cast.project, title="Misligholdelse")


def pool(cast):
    return Pool.objects.create(name="Satspuljen", funder="Ministeriet")


def guidepost(cast):
    return Guidepost.objects.create(project=cast.project, number=1, name_da="Håb", name_en="Hope")


def trailentry(cast):
    return trail.record("project.look", cast.project, by=cast.lene, project=cast.project)


def seat(cast):
    return cast.project.seats.first()


def deliverable(cast):
    return Deliverable.objects.create(
        project=cast.project, letter="A", name_da="Træning", name_en="Training"
    )


def milestone(cast):
    return Milestone.objects.create(
        project=cast.project,
        number=1,
        name_da="Uddannelse",
        name_en="Training",
        deliverable=deliverable(cast),
        starts_on=date(2018, 1, 1),
        ends_on=date(2018, 3, 31),
    )


def voucher(cast):
    return cast.voucher


def documented(cast):
    voucher = cast.voucher
    voucher.document.save("bilag.pdf", ContentFile(b"%PDF-1.4"))
    return voucher


def month(cast):
    return {"day": "2018-05"}


def month_draft(cast):
    return {"day": "2018-05", "kind": "accounts", "format": "pdf"}


def month_paper(cast):
    invoice(cast)
    return month_draft(cast)


def invoice(cast):
    for each in cast.project.months.filter(first_day__lte=date(2018, 5, 1)):
        close_month(by=cast.gitte, month=each)
        issued = issue_invoice(by=cast.gitte, month=each)
    return issued


def invoiceline(cast):
    return invoice(cast).lines.first()


def monthsnapshot(cast):
    return invoice(cast).month.snapshot


def counter(cast):
    invoice(cast)
    return Counter.objects.get()


def statedsum(cast):
    return StatedSum.objects.create(
        project=cast.project, scope=StatedSum.Scope.GRANT, amount=Decimal("620000.00")
    )


def instalment(cast):
    return Instalment.objects.create(
        project=cast.project, year=2018, quarter=1, amount=Decimal("155000.00")
    )


def extension(cast):
    return Extension.objects.create(
        project=cast.project,
        episode=episode(cast),
        until=date(2019, 2, 1),
        reason="Aftalt med kommunen",
        granted_on=date(2018, 6, 1),
        granted_by=cast.lene,
    )


def attendance(cast):
    return Attendance.objects.create(
        project=cast.project, session=cast.session, citizen=cast.citizens[0], came=True
    )


def member(cast):
    return cast.project.memberships.get(role=Role.AUDITOR)


def invited(cast):
    person = cast.poul
    person.set_unusable_password()
    person.save()
    return Membership.objects.get(user=person)


def peer(cast):
    return cast.peer


def trainingtheme(cast):
    return TrainingTheme.objects.create(
        project=cast.project, number=1, name_da="Kommunikation", name_en="Communication"
    )


def training(cast):
    return Training.objects.create(
        project=cast.project,
        peer=cast.peer,
        theme=trainingtheme(cast),
        completed_on=date(2018, 2, 1),
    )


def employment(cast):
    return cast.peer.employments.get()


def leave(cast):
    return Leave.objects.create(
        project=cast.project,
        employment=employment(cast),
        kind=Leave.Kind.SICK,
        starts_on=date(2018, 6, 1),
    )


def session(cast):
    return cast.session


def meeting(cast):
    return cast.meeting


def course(cast):
    return cast.course


def course_session(cast):
    return {"pk": cast.course.pk, "session_pk": cast.session.pk}


def enrolment(cast):
    return cast.course.enrolments.first()


def citizen(cast):
    return cast.citizens[1]


def referral(cast):
    return cast.citizens[1].referrals.get()


def episode(cast):
    return cast.citizens[1].episodes.get()


def match(cast):
    return cast.match


# --- in the project, but none of Omar's and not referred by Kirsten's municipality ---------------


def others_citizen(cast):
    return cast.citizens[2]


def others_course(cast):
    return Course.objects.create(
        project=cast.project,
        name="Nye skridt",
        model="2",
        place="Biblioteket",
        starts_on=date(2018, 5, 1),
        ends_on=date(2018, 6, 30),
    )


def others_session(cast):
    return Session.objects.create(
        project=cast.project,
        course=others_course(cast),
        number=1,
        date=date(2018, 5, 30),
        starts_at=time(10),
        ends_at=time(12),
    )


def others_meeting(cast):
    colleague = Peer.objects.create(project=cast.project, name="Bodil Prøvested", initials="BP")
    theirs = Match.objects.create(
        project=cast.project,
        episode=cast.citizens[2].episodes.get(),
        peer=colleague,
        starts_on=date(2018, 1, 10),
        not_kin_confirmed_on=date(2018, 1, 10),
        not_kin_confirmed_by=cast.lene,
    )
    return Meeting.objects.create(
        project=cast.project, match=theirs, date=date(2018, 5, 30), starts_at=time(9), minutes=45
    )
