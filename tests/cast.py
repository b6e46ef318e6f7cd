"""The named cast: the same few people and two projects in every test.

Project A (``peerstoette``) holds everything a month needs; project B (``frederiksberg``) is its twin
with the same roles held by strangers, who must see nothing of A. It is always 15 June 2018 in A.
"""

from datetime import date, time
from decimal import Decimal

from accounts.models import User
from budget.models import BudgetLine, BudgetYear, Grant, Voucher, VoucherLine
from citizens.models import (
    Citizen,
    Course,
    CoursePeer,
    Enrolment,
    Episode,
    Match,
    Meeting,
    Referral,
    Session,
)
from partners.access import Role
from partners.models import Body, Membership, Month, Organisation, Partner, Project, Seat
from peers.models import Confirmation, Criterion, Employment, PayRate, Peer
from peerstoette.lib import dates

PASSWORD = "correct-horse-battery"

# role -> the person who holds it in A, and the stranger who holds it in B
PEOPLE = {
    Role.LEADER: ("lene", "leo"),
    Role.STAFF: ("stine", "sune"),
    Role.PEER: ("omar", "olga"),
    Role.COORDINATOR: ("kirsten", "kaj"),
    Role.STEERING: ("svend", "signe"),
    Role.ACCOUNTANT: ("gitte", "gorm"),
    Role.AUDITOR: ("ruth", "rasmus"),
    Role.CONTROLLER: ("connie", "carl"),
    Role.POOL: ("poul", "pia"),
}


class Cast:
    """Finds the cast by name: ``cast.lene``, ``cast.project``, ``cast.may``."""

    def __getattr__(self, name: str):
        try:
            return User.objects.get(email=f"{name}@example.test")
        except User.DoesNotExist:
            raise AttributeError(name) from None

    @property
    def project(self) -> Project:
        return Project.objects.get(slug="peerstoette")

    @property
    def other_project(self) -> Project:
        return Project.objects.get(slug="frederiksberg")

    @property
    def april(self) -> Month:
        return self.month(2018, 4)

    @property
    def may(self) -> Month:
        return self.month(2018, 5)

    @property
    def june(self) -> Month:
        return self.month(2018, 6)

    def month(self, year: int, month: int) -> Month:
        return self.project.months.get(first_day=date(year, month, 1))

    @property
    def town(self) -> Organisation:
        """The municipality that employs Omar and refers citizens."""
        return self.kirsten.memberships.get(project=self.project).organisation

    @property
    def peer(self) -> Peer:
        return self.project.peers.get(user=self.omar)

    @property
    def course(self) -> Course:
        return Course.objects.filter(project=self.project).earliest("pk")

    @property
    def session(self) -> Session:
        """A session of 28 May 2018 that is not registered yet."""
        return self.course.sessions.get(date=date(2018, 5, 28))

    @property
    def meeting(self) -> Meeting:
        """A mentoring meeting of 29 May 2018 that is not registered yet."""
        return Meeting.objects.get(project=self.project, date=date(2018, 5, 29))

    @property
    def match(self) -> Match:
        return Match.objects.filter(project=self.project).earliest("pk")

    @property
    def citizens(self) -> list[Citizen]:
        """Two on Omar's course, the second matched with him; the third is nobody's yet."""
        return list(Citizen.objects.filter(project=self.project))

    @property
    def salary_line(self) -> BudgetLine:
        return self.project.budget_lines.get(number=1)

    @property
    def transport_line(self) -> BudgetLine:
        return self.project.budget_lines.get(number=2)

    @property
    def voucher(self) -> Voucher:
        """1.284,50 kr. on transport, posted in May 2018, without a document."""
        return self.project.vouchers.get(number=2)


class OtherCast(Cast):
    """The same names in project B: ``lene`` is the stranger who leads there."""

    def __getattr__(self, name: str):
        return super().__getattr__(dict(PEOPLE.values()).get(name, name))

    @property
    def project(self) -> Project:
        return Project.objects.get(slug="frederiksberg")

    @property
    def other_project(self) -> Project:
        return Project.objects.get(slug="peerstoette")


def build() -> None:
    """Make the cast. Costs one second, so it is made once for a run."""
    organisations()
    for index, slug in enumerate(["peerstoette", "frederiksberg"]):
        project = make_project(slug)
        members(project, index)
        peers_and_citizens(project, index)
        money(project, index)


def organisations() -> None:
    Organisation.objects.create(
        name="Region Testland",
        kind=Organisation.Kind.REGION,
        cvr="29190623",
        gln="5790000123452",
        street="Prøvegade 1",
        postcode="9999",
        city="Testby",
    )
    Organisation.objects.create(
        name="Foreningen Fyrtårnet",
        kind=Organisation.Kind.USERS,
        cvr="10000009",
        street="Eksempelvej 12",
        postcode="9999",
        city="Testby",
        email="regnskab@example.test",
        bank_registration="9999",
        bank_account="0000123456",
    )
    for town in ["Fjordby Kommune", "Bakkeby Kommune"]:
        Organisation.objects.create(name=town, kind=Organisation.Kind.MUNICIPALITY)


def make_project(slug: str) -> Project:
    region, lead, town = (
        Organisation.objects.get(name=name)
        for name in [
            "Region Testland",
            "Foreningen Fyrtårnet",
            "Fjordby Kommune" if slug == "peerstoette" else "Bakkeby Kommune",
        ]
    )
    project = Project.objects.create(
        slug=slug,
        name="Prøveprojektet" if slug == "peerstoette" else "Det fremmede projekt",
        owner=region,
        lead=lead,
        starts_on=date(2018, 1, 1),
        ends_on=date(2018, 12, 31),
        demo_date=date(2018, 6, 15),
        age_min=18,
        age_max=40,
        min_peers=1,
        min_fte=Decimal("0.50"),
        commitment_starts_on=date(2018, 1, 1),
        commitment_ends_on=date(2018, 12, 31),
        invoice_reference="P-2018-017",
        invoice_vat_note="Der opkræves ikke moms.",
    )
    body = Body.objects.create(project=project, kind=Body.Kind.STEERING, name="Styregruppen")
    group = Body.objects.create(project=project, kind=Body.Kind.PROJECT, name="Projektgruppen")
    for organisation in [region, lead, town]:
        partner = Partner.objects.create(
            project=project,
            organisation=organisation,
            employs_peers=organisation == town,
            signed_on=date(2017, 12, 1),
        )
        for seat_body in [body, group]:
            Seat.objects.create(
                project=project,
                body=seat_body,
                partner=partner,
                person=f"Deltager fra {organisation}",
                starts_on=project.starts_on,
            )
    Month.objects.bulk_create(
        Month(project=project, first_day=day, last_day=dates.last_of_month(day))
        for day in dates.months_between(project.starts_on, project.ends_on)
    )
    return project


def members(project: Project, index: int) -> None:
    town = project.partners.get(employs_peers=True).organisation
    for role, names in PEOPLE.items():
        name = names[index]
        user = User.objects.create_user(
            username=name,
            email=f"{name}@example.test",
            password=PASSWORD,
            first_name=name.capitalize(),
            last_name="Prøvested",
        )
        Membership.objects.create(
            project=project,
            user=user,
            role=role,
            organisation=town if role in {Role.PEER, Role.COORDINATOR} else project.lead,
        )


def peers_and_citizens(project: Project, index: int) -> None:
    leader = User.objects.get(email=f"{PEOPLE[Role.LEADER][index]}@example.test")
    user = User.objects.get(email=f"{PEOPLE[Role.PEER][index]}@example.test")
    town = project.partners.get(employs_peers=True).organisation
    peer = Peer.objects.create(project=project, user=user, name=str(user), initials="OP")
    Confirmation.objects.bulk_create(
        Confirmation(
            project=project,
            peer=peer,
            criterion=criterion,
            confirmed_on=date(2017, 12, 1),
            confirmed_by=leader,
        )
        for criterion in Criterion
    )
    employment = Employment.objects.create(
        project=project,
        peer=peer,
        employer=town,
        paid_by=Employment.PaidBy.PARTNER,
        weekly_hours=Decimal("20.00"),
        starts_on=date(2018, 1, 1),
        visited_on=date(2017, 12, 15),
        active_from=date(2018, 1, 1),
    )
    PayRate.objects.create(
        project=project,
        employment=employment,
        valid_from=date(2018, 1, 1),
        yearly_rate=Decimal("444000.00"),
    )
    citizens = [
        Citizen.objects.create(
            project=project, number=number, given_name=given, family_name=family, birth_year=1990
        )
        for number, (given, family) in enumerate(
            [
                ("Amalie", f"Rosengren{index}"),
                ("Jonas", f"Toftager{index}"),
                ("Viola", f"Enlund{index}"),
            ],
            start=1,
        )
    ]
    episodes = []
    for citizen in citizens:
        referral = Referral.objects.create(
            project=project,
            citizen=citizen,
            referred_by=town if citizen.number < 3 else project.owner,
            model="1",
            referred_on=date(2018, 1, 5),
            is_motivated=True,
            has_prospect=True,
            outcome=Referral.Outcome.ACCEPTED,
        )
        episodes.append(
            Episode.objects.create(
                project=project,
                citizen=citizen,
                referral=referral,
                model="1",
                starts_on=date(2018, 1, 10),
            )
        )
    course = Course.objects.create(
        project=project,
        name="Veje videre",
        model="1",
        place="Rådhuset",
        starts_on=date(2018, 5, 21),
        ends_on=date(2018, 6, 25),
    )
    CoursePeer.objects.create(project=project, course=course, peer=peer)
    for citizen in citizens[:2]:
        Enrolment.objects.create(
            project=project, course=course, citizen=citizen, joined_on=date(2018, 5, 21)
        )
    for number, day in enumerate([date(2018, 5, 28), date(2018, 6, 18)], start=1):
        Session.objects.create(
            project=project,
            course=course,
            number=number,
            date=day,
            starts_at=time(13),
            ends_at=time(15),
        )
    match = Match.objects.create(
        project=project,
        episode=episodes[1],
        peer=peer,
        starts_on=date(2018, 1, 10),
        not_kin_confirmed_on=date(2018, 1, 10),
        not_kin_confirmed_by=leader,
    )
    Meeting.objects.create(
        project=project, match=match, date=date(2018, 5, 29), starts_at=time(10), minutes=60
    )


def money(project: Project, index: int) -> None:
    Grant.objects.create(project=project, amount=Decimal("620000.00"), granted_on=date(2017, 11, 1))
    accountant = User.objects.get(email=f"{PEOPLE[Role.ACCOUNTANT][index]}@example.test")
    for number, (group, name, amount) in enumerate(
        [("staff", "Projektleder", "600000.00"), ("operating", "Transport", "20000.00")], start=1
    ):
        line = BudgetLine.objects.create(
            project=project,
            number=number,
            group=group,
            name_da=name,
            name_en={"Projektleder": "Project leader"}.get(name, name),
            stated_total=Decimal(amount),
        )
        BudgetYear.objects.create(project=project, line=line, year=2018, amount=Decimal(amount))
    lines = list(project.budget_lines.all())
    for number, (line, amount) in enumerate(
        [(lines[0], "50000.00"), (lines[1], "1284.50")], start=1
    ):
        voucher = Voucher.objects.create(
            project=project,
            month=project.months.get(first_day=date(2018, 5, 1)),
            year=2018,
            number=number,
            document_date=date(2018, 5, 14),
            posting_date=date(2018, 5, 14),
            supplier="Prøvetaxa ApS",
            text="Kørsel til workshop",
            created_by=accountant,
        )
        VoucherLine.objects.create(
            project=project, voucher=voucher, budget_line=line, amount=Decimal(amount)
        )
