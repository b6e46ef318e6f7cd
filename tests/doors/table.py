"""Who gets in where: every address, as the text files beside this one say.

Read by test_doors and test_queries.

Project pages have a column for each role, held in the project itself:

    L leader   S staff (not granted citizens)   P peer       C coordinator   G steering group
    A accountant   R auditor   K controller     O pool administrator

    x  let in: the answer of the row        .  403: the role is too small
    o  404: the page stands, this object is hidden from the person

Everybody else is checked for every row without being written down: anonymous people are sent to
sign-in, and nobody from outside the project learns that it exists (404). ``object`` is a function
of ``tests.doors.objects``. A POST row sends an empty form: what those who are let in get for it.
"""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

ROLES = [
    "leader", "staff", "peer", "coordinator", "steering", "accountant", "auditor", "controller",
    "pool",
]  # fmt: skip


@dataclass(frozen=True)
class ProjectRow:
    name: str
    method: str
    answer: int
    object: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.object}".removesuffix(" -")

    @property
    def roles_let_in(self) -> list[str]:
        return [role for role, cell in self.cells.items() if cell == "x"]


@dataclass(frozen=True)
class OtherRow:
    """A page outside projects; an address without a name is called by its route."""

    name: str
    method: str
    url: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


@dataclass(frozen=True)
class AdminRow:
    """The pages of one model in the admin, for superusers and for a leader of the row's project."""

    model: str
    superuser: frozenset[str]
    leader: frozenset[str]

    def __str__(self) -> str:
        return self.model

    @property
    def names(self) -> list[str]:
        app, model = self.model.split(".")
        named = [f"admin:{app}_{model}_{page}" for page in ("changelist", "add", *ADMIN_PAGES)]
        return [*named, f"admin/{app}/{model}/<path:object_id>/"]

    def answers(self, acts: frozenset[str], pk: int) -> dict[str, int]:
        """Addresses of the model's pages, and what somebody gets there who may do these acts."""
        base = f"/admin/{self.model.replace('.', '/')}/"
        return {
            base: _status("view", acts),
            f"{base}add/": _status("add", acts),
            f"{base}{pk}/": 302,
            **{f"{base}{pk}/{page}/": _status(act, acts) for page, act in ADMIN_PAGES.items()},
        }


def _status(act: str, acts: frozenset[str]) -> int:
    return 200 if act in acts else 403


# page of one object in the admin, and what it takes to see it
ADMIN_PAGES = {"change": "view", "history": "view", "delete": "delete"}


def _rows(*files: Path) -> list[list[str]]:
    lines = [line for file in files for line in file.read_text().splitlines()]
    return [line.split() for line in lines if line and not line.startswith("#")]


PROJECT_ROWS = [
    ProjectRow(name, method, int(answer), obj, dict(zip(ROLES, cells, strict=True)))
    for name, method, answer, obj, *cells in _rows(*sorted((HERE / "project").glob("*.txt")))
]
# Every project has months, named by their date, and tables: an object is what has a number.
NO_OBJECTS = ("-", "month", "table")
OBJECT_ROWS = [row for row in PROJECT_ROWS if not row.object.startswith(NO_OBJECTS)]
OTHER_ROWS = [
    OtherRow(name, method, url, dict(zip(["anonymous", "leader", "superuser"], got, strict=True)))
    for name, method, *got, url in _rows(HERE / "other.txt")
]
ADMIN_ROWS = [
    AdminRow(model, *(frozenset(acts.split(",")) - {"-"} for acts in given))
    for model, *given in _rows(HERE / "admin.txt")
]
