"""What everybody gets at every address, whatever the method: the tables, spelt out to the last cell."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from tests.cast import Cast
from tests.doors.objects import parts
from tests.doors.people import EVERYBODY, OUTSIDERS, OWN, SIGNED_OUT, TWINS, kind
from tests.doors.table import (
    ADMIN_ROWS,
    FILE_ROWS,
    KEPT_OUT,
    OBJECT_ROWS,
    OTHER_ROWS,
    PROJECT_ROWS,
    SIGN_IN,
    AdminRow,
    ProjectRow,
)

METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
# staff plan courses, and are refused behind that door where citizens are named
REFUSED_INSIDE = {("enrolment_add", "staff"), ("enrolment_end", "staff")}

Answers = dict[tuple[str, str], int | str]  # by person and method


@dataclass(frozen=True)
class Place:
    """An address, the object it points at, and what everybody gets there."""

    name: str
    view: str  # the name of its pattern
    url: Callable[[Cast], str]
    answers: Answers
    # its form asks for nothing, and takes a row and what hangs on it away
    removes: bool = False

    def __str__(self) -> str:
        return self.name

    def is_known(self, method: str) -> bool:
        """Whether the page takes the method from anybody."""
        return 405 not in {got for (_person, each), got in self.answers.items() if each == method}


def address_of(row: ProjectRow, cast: Cast, slug: str = "peerstoette") -> str:
    return reverse(row.name, kwargs={"slug": slug, **parts(row.object, cast)})


def status(row: ProjectRow, role: str) -> int:
    """What somebody gets who holds the role in the project of the row."""
    return {"x": row.answer, ".": 403, "o": 404}[row.cells[role]]


def _rows_of(row: ProjectRow) -> dict[str, ProjectRow]:
    """By method, the rows of the same page and object; HEAD is answered as GET."""
    same = (each for each in PROJECT_ROWS if (each.name, each.object) == (row.name, row.object))
    rows = {each.method: each for each in same}
    return rows | ({"HEAD": rows["GET"]} if "GET" in rows else {})


def _passes(name: str, role: str) -> bool:
    """Whether the page's door opens to the role; what is behind it may still be hidden."""
    rows = [row for row in PROJECT_ROWS if row.name == name]
    return (name, role) in REFUSED_INSIDE or any(row.cells[role] != "." for row in rows)


def _in_project(row: ProjectRow) -> Place:
    rows = _rows_of(row)
    answers: Answers = {(person, method): 404 for person in OUTSIDERS for method in METHODS}
    answers |= {(person, method): SIGN_IN for person in SIGNED_OUT for method in METHODS}
    for role in OWN:
        unknown = 405 if _passes(row.name, role) else 403
        for method in METHODS:
            known = rows.get(method)
            answers[role, method] = status(known, role) if known else unknown
    name = f"{row.name} {row.object}".removesuffix(" -")
    return Place(name, row.name, lambda cast: address_of(row, cast), answers)


def _elsewhere(row: ProjectRow) -> Place:
    """The object of A under the address of B: hidden, or refused where the role is too small."""
    rows = _rows_of(row)
    answers: Answers = {}
    for role, twin in zip(OWN, TWINS, strict=True):
        unknown = 405 if _passes(row.name, role) else 403
        for method in METHODS:
            known = rows.get(method)
            hidden = known and (403 if known.cells[role] == "." else 404)
            answers[twin, method] = hidden or unknown
    name = f"{row.name} {row.object} of A in B"
    return Place(name, row.name, lambda cast: address_of(row, cast, "frederiksberg"), answers)


def _nowhere(row: ProjectRow) -> Place:
    """The same page of a project that does not exist: nobody can tell it from one that does."""
    answers: Answers = {("leader", method): 404 for method in METHODS}
    answers |= {(person, method): SIGN_IN for person in SIGNED_OUT for method in METHODS}
    name = f"{row.name} {row.object} nowhere"
    return Place(name, row.name, lambda cast: address_of(row, cast, "nowhere"), answers)


def _outside(url: str) -> Place:
    rows = [row for row in OTHER_ROWS if row.url == url]
    answers: Answers = {
        (person, row.method): cell if cell in {SIGN_IN, KEPT_OUT} else int(cell)
        for row in rows
        for person in EVERYBODY
        for cell in [row.answers[kind(person)]]
    }
    return Place(rows[0].name, rows[0].name, lambda _cast: url, answers)


def _in_admin(row: AdminRow, page: str) -> Place:
    """Leaders of B may as much as those of A, and find nothing of A."""
    answers: Answers = {}
    for person in EVERYBODY:
        for method in METHODS:
            by_kind = {
                "anonymous": SIGN_IN,
                "superuser": row.answer(row.superuser, page, method),
                "leader": row.answer(row.leader, page, method),
            }
            got = by_kind.get(kind(person), KEPT_OUT)
            is_hidden = person == "leader of B" and "{pk}" in page and got == 200
            answers[person, method] = 404 if is_hidden else got
    return Place(
        f"{row.model} {page}",
        row.name(page),
        lambda cast: row.url(page, parts(row.model, cast)["pk"]),
        answers,
        removes="delete" in page,
    )


def _file(url: str, read: int, written: int) -> Place:
    answers = {
        (person, method): read if method in {"GET", "HEAD"} else written
        for person in EVERYBODY
        for method in METHODS
    }
    return Place(url, "", lambda _cast: url, answers)


def _once(rows: list[ProjectRow]) -> list[ProjectRow]:
    """The first row of each page and object."""
    return list({(row.name, row.object): row for row in reversed(rows)}.values())[::-1]


IN_PROJECTS = [_in_project(row) for row in _once(PROJECT_ROWS)]
ELSEWHERE = [_elsewhere(row) for row in _once(OBJECT_ROWS)]
NOWHERE = [_nowhere(row) for row in _once(PROJECT_ROWS)]
OUTSIDE = [_outside(url) for url in dict.fromkeys(row.url for row in OTHER_ROWS)]
IN_ADMIN = [_in_admin(row, page) for row in ADMIN_ROWS for page in row.pages]
FILES = [_file(*row) for row in FILE_ROWS]
PLACES = [*IN_PROJECTS, *ELSEWHERE, *NOWHERE, *OUTSIDE, *IN_ADMIN, *FILES]


def number_of_cells() -> int:
    return sum(len(place.answers) for place in PLACES)
