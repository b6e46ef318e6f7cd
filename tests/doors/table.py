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

Pages outside projects have a column for each kind of person (``tests.doors.people``); ``=`` is what
the column before says, ``sign-in`` and ``kept-out`` lead to the sign-in and to the back office's. The
admin's pages follow from what a superuser and a leader may do.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.doors.people import KINDS

HERE = Path(__file__).parent
# words for what leads to a sign-in: everybody's, and the back office's own
SIGN_IN = "sign-in"
KEPT_OUT = "kept-out"

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
    answers: dict[str, str]  # by kind of person

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
    def pages(self) -> list[str]:
        """Parts of addresses behind the model's own; ``{pk}`` is a row's number."""
        return ["", "add/", "{pk}/", *(f"{{pk}}/{page}/" for page in ADMIN_PAGES)]

    def name(self, page: str) -> str:
        """Of the page's pattern; the way from a row's number to its page has none."""
        app, model = self.model.split(".")
        if page == "{pk}/":
            return f"admin/{app}/{model}/<path:object_id>/"
        act = page.removeprefix("{pk}/").strip("/") or "changelist"
        return f"admin:{app}_{model}_{act}"

    def url(self, page: str, pk: int) -> str:
        return f"/admin/{self.model.replace('.', '/')}/{page.format(pk=pk)}"

    def answers(self, acts: frozenset[str], pk: int) -> dict[str, int]:
        """Addresses of the model's pages, and what GET gives whoever may do these acts."""
        return {self.url(page, pk): self.answer(acts, page, "GET") for page in self.pages}

    def answer(self, acts: frozenset[str], page: str, method: str) -> int:
        """What somebody gets who may do these acts with the row."""
        if page == "{pk}/":
            return 302
        of_row = page.removeprefix("{pk}/").strip("/")
        needed = ADMIN_PAGES.get(of_row) or of_row or "view"
        if method == "POST" and of_row == "change":
            needed = "change"
        return 200 if needed in acts else 403


# page of one object in the admin, and what it takes to see it
ADMIN_PAGES = {"change": "view", "history": "view", "delete": "delete"}


def _rows(*files: Path) -> list[list[str]]:
    lines = [line for file in files for line in file.read_text().splitlines()]
    return [line.split() for line in lines if line and not line.startswith("#")]


def _spelt_out(cells: list[str]) -> list[str]:
    """With what stands in the column before for each ``=``."""
    spelt: list[str] = []
    for cell in cells:
        spelt.append(spelt[-1] if cell == "=" else cell)
    return spelt


PROJECT_ROWS = [
    ProjectRow(name, method, int(answer), obj, dict(zip(ROLES, cells, strict=True)))
    for name, method, answer, obj, *cells in _rows(*sorted((HERE / "project").glob("*.txt")))
]
# Every project has months, named by their date, and tables: an object is what has a number.
NO_OBJECTS = ("-", "month", "table")
OBJECT_ROWS = [row for row in PROJECT_ROWS if not row.object.startswith(NO_OBJECTS)]
OTHER_ROWS = [
    OtherRow(name, method, url, dict(zip(KINDS, _spelt_out(got), strict=True)))
    for name, methods, *got, url in _rows(HERE / "other.txt")
    for method in methods.split(",")
]
# addresses that no pattern knows: what GET and HEAD get, and what every other method
FILE_ROWS = [(url, int(read), int(written)) for url, read, written in _rows(HERE / "files.txt")]
ADMIN_ROWS = [
    AdminRow(model, *(frozenset(acts.split(",")) - {"-"} for acts in given))
    for model, *given in _rows(HERE / "admin.txt")
]
