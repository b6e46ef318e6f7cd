"""What is offered where: the services that refer citizens, their meeting places and their courses."""

from dataclasses import dataclass
from datetime import date, time

from partners.models import SupportModel
from peerstoette.management.demo.partnership import A, B


@dataclass(frozen=True)
class Track:
    """Courses held at one place on one weekday, season after season.

    Each season's course starts ``delay`` weeks after the season does and takes the next name.
    """

    place: str
    weekday: int
    starts_at: time
    ends_at: time
    delay: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """An organisation that refers ``share`` per cent of the citizens, to peers of ``employers``."""

    organisation: str
    model: str
    share: int
    employers: tuple[str, ...]
    places: tuple[str, ...]
    tracks: tuple[Track, ...]
    legal_bases: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class Programme:
    """How many citizens are referred from a day on, how old they are, and when seasons start.

    ``ages`` is (youngest, most common, oldest), reached in the year of the referral. A course is held
    with at least and at most ``course_size`` citizens.
    """

    first_referral: date
    citizens: int
    ages: tuple[int, int, int]
    seasons: tuple[tuple[int, int], ...]
    course_size: tuple[int, int]
    services: tuple[Service, ...]


MORNING = (time(10), time(12))
AFTERNOON = (time(13), time(15))
LEGAL_BASES = (
    "Serviceloven § 85",
    "Serviceloven § 85",
    "Serviceloven § 99",
    "Serviceloven § 104",
    "Serviceloven § 107",
    "LAB §§ 31 b–f",
)

PROGRAMMES = {
    # "700–800 citizens in the whole project", municipalities and region equally (application)
    A: Programme(
        first_referral=date(2015, 8, 10),
        citizens=712,
        ages=(19, 25, 40),
        seasons=((1, 18), (4, 9), (8, 20), (10, 12)),
        course_size=(6, 12),
        services=(
            Service(
                "rudersdal",
                SupportModel.MUNICIPAL,
                18,
                ("rudersdal",),
                ("Rådhuset, Holte", "Biblioteket, Birkerød", "Gåtur ved Furesøen"),
                (
                    Track(
                        "Birkerød",
                        4,
                        *AFTERNOON,
                        1,
                        ("Åben gruppe", "Veje videre", "Fem veje til et godt liv"),
                    ),
                ),
                LEGAL_BASES,
            ),
            Service(
                "koebenhavn",
                SupportModel.MUNICIPAL,
                18,
                ("koebenhavn",),
                ("Medborgerhuset, Nørrebro", "Biblioteket, Valby", "Café på Amager"),
                (
                    Track(
                        "Nørrebro",
                        1,
                        *MORNING,
                        0,
                        ("Hverdag med håb", "Åben gruppe", "Mestring sammen"),
                    ),
                ),
                LEGAL_BASES,
            ),
            Service(
                "helsingoer",
                SupportModel.MUNICIPAL,
                14,
                ("helsingoer",),
                ("Sundhedshuset, Helsingør", "Kulturværftet", "Biblioteket, Espergærde"),
                (
                    Track(
                        "Helsingør",
                        2,
                        *AFTERNOON,
                        2,
                        ("Netværk og nye vaner", "Åben gruppe", "Fem veje til et godt liv"),
                    ),
                ),
                LEGAL_BASES,
            ),
            Service(
                "region",
                SupportModel.PSYCHIATRY,
                50,
                ("region", "dsn"),
                ("Ambulatoriet, København", "Ambulatoriet, Hillerød", "Café på Østerbro"),
                (
                    Track(
                        "Psykiatrisk Center København",
                        3,
                        *AFTERNOON,
                        0,
                        ("Fra indlæggelse til hverdag", "Min vej", "Hverdag med håb"),
                    ),
                    Track(
                        "Psykiatrisk Center Nordsjælland",
                        1,
                        *AFTERNOON,
                        1,
                        ("Min vej", "Fra indlæggelse til hverdag", "Mestring sammen"),
                    ),
                ),
            ),
        ),
    ),
    B: Programme(
        first_referral=date(2026, 2, 9),
        citizens=38,
        ages=(19, 38, 72),
        seasons=((3, 23), (8, 24), (10, 19)),
        course_size=(4, 8),
        services=(
            Service(
                "frederiksberg",
                SupportModel.MUNICIPAL,
                60,
                ("frederiksberg",),
                ("Frivilligcentret", "Gåtur i Frederiksberg Have"),
                (
                    Track(
                        "Frivilligcentret",
                        2,
                        time(16),
                        time(18),
                        1,
                        ("Fællesspisning og samtale", "Kreativt værksted", "Åben gruppe"),
                    ),
                ),
            ),
            Service(
                "ambulatorium",
                SupportModel.PSYCHIATRY,
                40,
                ("frederiksberg",),
                ("Biblioteket", "Café på Vanløse Torv"),
                (
                    Track(
                        "Socialafdelingen",
                        3,
                        time(16),
                        time(18),
                        0,
                        ("Vejen til hverdagslivet", "Gå og snak", "Veje videre"),
                    ),
                ),
            ),
        ),
    ),
}
