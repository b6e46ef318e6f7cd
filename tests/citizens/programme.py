"""Citizens who come or stay away, as many as a test of figures needs."""

from datetime import date, time

from citizens.models import Absence, Attendance, Citizen, Episode, Match, Meeting, Referral, Session
from partners.models import Organisation
from tests.cast import Cast


class Programme:
    """Adds to project A of the cast; every citizen is new and has one referral."""

    def __init__(self, cast: Cast) -> None:
        self.project = cast.project
        self.town = cast.town
        self.region = cast.project.owner
        self.leader = cast.lene
        self.peer = cast.peer
        self.course = cast.course
        self.number = 1000

    def new(self, model, /, **fields):
        return model.objects.create(project=self.project, **fields)

    def referred(
        self, partner: Organisation, model: str = "1", *, on: date = date(2018, 1, 2)
    ) -> Citizen:
        self.number += 1
        citizen = self.new(
            Citizen,
            number=self.number,
            given_name="Prøve",
            family_name=f"Nummer{self.number}",
            birth_year=1990,
        )
        self.refer(citizen, partner, model, on=on)
        return citizen

    def refer(
        self, citizen: Citizen, partner: Organisation, model: str = "1", *, on: date, **episode
    ) -> Episode:
        referral = self.new(
            Referral,
            citizen=citizen,
            referred_by=partner,
            model=model,
            referred_on=on,
            outcome=Referral.Outcome.ACCEPTED,
        )
        return self.new(
            Episode,
            citizen=citizen,
            referral=referral,
            model=model,
            **{"starts_on": on, **episode},
        )

    def group(self, count: int, partner: Organisation, model: str = "1") -> list[Citizen]:
        return [self.referred(partner, model) for _each in range(count)]

    def session(self, day: date, came: list[Citizen], absent: list[Citizen] = (), **fields):
        """Held, with those who came and those who did not and said nothing."""
        self.number += 1
        session = self.new(
            Session,
            course=self.course,
            number=self.number,
            date=day,
            starts_at=time(13),
            ends_at=time(15),
            **{"was_held": True, **fields},
        )
        for citizen in came:
            self.new(Attendance, session=session, citizen=citizen, came=True)
        for citizen in absent:
            self.new(
                Attendance, session=session, citizen=citizen, came=False, absence=Absence.NO_WORD
            )
        return session

    def meeting(self, day: date, episode: Episode, came: bool = True) -> Meeting:
        match = self.new(
            Match,
            episode=episode,
            peer=self.peer,
            starts_on=episode.starts_on,
            not_kin_confirmed_on=episode.starts_on,
            not_kin_confirmed_by=self.leader,
        )
        return self.new(
            Meeting,
            match=match,
            date=day,
            starts_at=time(9),
            minutes=60,
            was_held=True,
            came=came,
            absence="" if came else Absence.SENT_WORD,
        )
