"""More of everything in project A, so that a page's queries can be counted on little and on much."""

from datetime import date, time, timedelta
from decimal import Decimal

from accounts.models import User
from budget.models import BudgetLine, BudgetYear, Instalment, Voucher, VoucherLine
from citizens.models import (
    Attendance,
    Block,
    Citizen,
    Course,
    CoursePeer,
    EmergencyAccess,
    Enrolment,
    Episode,
    Extension,
    Match,
    Meeting,
    Referral,
    Session,
    StandIn,
)
from partners.access import Role
from partners.models import (
    AgendaItem,
    BodyMeeting,
    Clause,
    Evidence,
    Guidepost,
    Membership,
    Milestone,
    Month,
    Organisation,
    Partner,
    Project,
    Seat,
)
from peers.models import (
    Confirmation,
    Criterion,
    Employment,
    Leave,
    PayRate,
    Peer,
    Training,
    TrainingTheme,
)
from tests.cast import Cast
from tests.growth_reports import ReportGrowth


class Growth(ReportGrowth):
    """Adds ``times`` sets of rows; each set has at least one row of every kind a page lists."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.project: Project = cast.project
        self.leader: User = cast.lene
        self.town: Organisation = cast.town
        self.omar: Peer = cast.peer
        self.match: Match = cast.match
        self.course: Course = cast.course
        self.sets = 0

    def add(self, times: int) -> None:
        for _ in range(times):
            self.sets += 1
            self.partnership()
            self.peers()
            self.support()
            self.courses()
            self.money()
            self.reports()

    @property
    def month(self) -> Month:
        """Where something can still be posted and held."""
        return self.cast.may if self.cast.may.is_open else self.cast.june

    @property
    def number(self) -> int:
        """A number that no row of the cast and no earlier set has."""
        return 100 + self.sets

    @property
    def day(self) -> date:
        return self.month.first_day + timedelta(days=self.sets)

    def new(self, model, /, **fields):
        return model.objects.create(project=self.project, **fields)

    def partnership(self) -> None:
        organisation = Organisation.objects.create(
            name=f"Kommune {self.number}", kind=Organisation.Kind.MUNICIPALITY
        )
        partner = self.new(
            Partner, organisation=organisation, employs_peers=True, needs_approval=True
        )
        for body in self.project.bodies.all()[:1]:
            seat = {"partner": partner, "person": f"Medlem {self.number}"}
            self.new(Seat, body=body, starts_on=self.project.starts_on, **seat)
        self.new(Clause, title=f"Vilkår {self.number}")
        names = {"name_da": f"Navn {self.number}", "name_en": f"Name {self.number}"}
        self.new(Guidepost, number=self.number, **names)
        guidepost = self.project.guideposts.last()
        noted = {"date": self.day, "text": "Flere i job", "written_by": self.leader}
        self.new(Evidence, guidepost=guidepost, **noted)
        times = {"starts_at": time(10), "ends_at": time(12), "place": "Rådhuset"}
        for day in [self.day, date(2018, 6, 20)]:
            body = self.project.bodies.first()
            meeting = self.new(BodyMeeting, body=body, date=day, **times)
            self.new(AgendaItem, meeting=meeting, number=1, title="Økonomi")
        for meeting in self.project.body_meetings.filter(items__number=1)[:1]:
            self.new(AgendaItem, meeting=meeting, number=self.number, title="Økonomi")
        dates = {"starts_on": date(2018, 1, 1), "ends_on": date(2018, 3, 1)}
        self.new(Milestone, number=self.number, **dates, **names)
        colleague = User.objects.create_user(
            f"colleague{self.number}", email=f"colleague{self.number}@example.test"
        )
        self.new(Membership, user=colleague, role=Role.STAFF, organisation=organisation)

    def peers(self) -> None:
        peer = self.new(Peer, name=f"Peer {self.number}", initials=f"P{self.number}")
        employment = self.new(
            Employment,
            peer=peer,
            employer=self.town,
            paid_by=Employment.PaidBy.PARTNER,
            weekly_hours=Decimal("10.00"),
            starts_on=date(2018, 2, 1),
            ends_on=date(2018, 9, 1) + timedelta(days=self.sets),
            active_from=date(2018, 2, 1),
        )
        self.new(
            Employment,
            peer=peer,
            employer=self.town,
            paid_by=Employment.PaidBy.PARTNER,
            weekly_hours=Decimal("10.00"),
            starts_on=date(2018, 9, 20),
        )
        for criterion in Criterion:
            confirmed = {"confirmed_on": date(2018, 1, 2), "confirmed_by": self.leader}
            self.new(Confirmation, peer=peer, criterion=criterion, **confirmed)
        rate = {"valid_from": date(2018, 2, 1), "yearly_rate": Decimal("400000.00")}
        self.new(PayRate, employment=employment, **rate)
        self.new(Leave, employment=employment, kind=Leave.Kind.UNPAID, starts_on=date(2018, 6, 1))
        theme = self.new(
            TrainingTheme, number=self.number, name_da=f"Tema {self.number}", name_en="Theme"
        )
        for learner in [peer, self.omar]:
            self.new(Training, peer=learner, theme=theme, completed_on=date(2018, 3, 1))
        self.new(CoursePeer, course=self.course, peer=peer)
        confirmed = {"not_kin_confirmed_on": date(2018, 2, 1), "not_kin_confirmed_by": self.leader}
        theirs = {"episode": self.match.episode, "starts_on": date(2018, 2, 1)}
        self.new(Match, peer=peer, **theirs, **confirmed)

    def support(self) -> None:
        citizen = self.new(
            Citizen,
            number=self.number,
            given_name="Berta",
            family_name=f"Nummer{self.number}",
            birth_year=1990,
        )
        referral = self.new(
            Referral,
            citizen=citizen,
            referred_by=self.town,
            model="1",
            referred_on=date(2017, 3, 1),
            outcome=Referral.Outcome.ACCEPTED,
        )
        episode = self.new(
            Episode, citizen=citizen, referral=referral, model="1", starts_on=date(2017, 3, 5)
        )
        granted = {"granted_on": date(2018, 2, 1), "granted_by": self.leader}
        self.new(Extension, episode=episode, until=date(2018, 4, 1), reason="Aftalt", **granted)
        confirmed = {"not_kin_confirmed_on": date(2018, 1, 1), "not_kin_confirmed_by": self.leader}
        match = self.new(
            Match, episode=episode, peer=self.omar, starts_on=date(2018, 1, 1), **confirmed
        )
        held = {"was_held": True, "came": True, "registered_by": self.leader}
        for outcome in [{}, held]:
            when = {"date": self.day, "starts_at": time(9), "minutes": 45}
            self.new(Meeting, match=match, **when, **outcome)
            self.new(Meeting, match=self.match, **when, **outcome)
        self.new(Enrolment, course=self.course, citizen=citizen, joined_on=date(2018, 5, 21))
        colleague = User.objects.get(email=f"colleague{self.number}@example.test")
        blocked = {"person": colleague, "kind": Block.Kind.OTHER, "since": date(2018, 6, 1)}
        for each in [citizen, self.match.episode.citizen]:
            self.new(Block, citizen=each, by=self.leader, **blocked)
        seen = {"person": colleague, "reason": "Borgeren sidder i venteværelset"}
        self.new(EmergencyAccess, citizen=citizen, **seen)

    def courses(self) -> None:
        course = self.new(
            Course,
            name=f"Forløb {self.number}",
            model="2",
            place="Rådhuset",
            starts_on=self.month.first_day,
            ends_on=date(2018, 12, 1),
        )
        self.new(CoursePeer, course=course, peer=self.omar)
        citizen = Citizen.objects.get(project=self.project, number=2)
        self.new(Enrolment, course=course, citizen=citizen, joined_on=self.month.first_day)
        times = {"date": self.day, "starts_at": time(13), "ends_at": time(15)}
        for each in [course, self.course]:
            self.new(Session, course=each, number=self.number, **times)
            held = self.new(Session, course=each, number=1000 + self.sets, was_held=True, **times)
            self.new(Attendance, session=held, citizen=citizen, came=True)
        for session in Session.objects.filter(course=self.course, number__lt=1000):
            steps_in = self.project.peers.get(initials=f"P{self.number}")
            self.new(StandIn, session=session, peer=steps_in, named_by=self.leader)

    def money(self) -> None:
        names = {"name_da": f"Post {self.number}", "name_en": f"Line {self.number}"}
        amounts = {"group": "operating", "stated_total": Decimal("1000.00")}
        line = self.new(BudgetLine, number=self.number, **names, **amounts)
        self.new(BudgetYear, line=line, year=2018, amount=Decimal("900.00"))
        self.new(Instalment, year=1900 + self.sets, quarter=1, amount=Decimal("100.00"))
        voucher = self.new(
            Voucher,
            month=self.month,
            year=2018,
            number=self.number,
            document_date=self.day,
            posting_date=self.day,
            supplier=f"Leverandør {self.number}",
            text="Kørsel",
            created_by=self.leader,
        )
        for each in [line, self.cast.transport_line]:
            self.new(VoucherLine, voucher=voucher, budget_line=each, amount=Decimal("100.00"))
        if self.cast.may.is_open:
            ours = {"voucher": self.cast.voucher, "budget_line": line}
            self.new(VoucherLine, amount=Decimal("1.00"), **ours)
