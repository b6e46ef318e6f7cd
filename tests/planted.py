"""Words that stand in one place of the database only, and where they are found again.

Every text, citizen's number and year of birth of a project's rows is replaced by a word of its own,
so that a page, a paper, a table, a mail or a line of the log that holds one of them tells whose row
it came from.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.http import HttpResponse
from pypdf import PdfReader

from accounts.models import TrailEntry, User
from budget.models import VoucherLine
from citizens.models import Citizen
from partners.models import Organisation, Partner, Project
from peers.models import PayRate

OURS = ["accounts", "partners", "peers", "citizens", "budget", "reporting"]
KEPT = {"slug"}  # what addresses are made of
SHORTEST = 7  # letters of a planted word


class Planter:
    """Gives every text and amount of a project's rows its own word, which begins with ``prefix``.

    ``voucher`` and ``rate``, kr., are those of all voucher lines and pay rates. Citizens are numbered
    from ``number`` and born in the years from ``year``.
    """

    def __init__(
        self, project: Project, prefix: str, voucher: str, rate: str, number: int, year: int
    ) -> None:
        self.prefix, self.count = prefix, 0
        self.words: dict[tuple[type[models.Model], int], list[str]] = {}
        for app in OURS:
            for model in apps.get_app_config(app).get_models():
                if any(field.name == "project" for field in model._meta.fields):
                    self._plant(model.objects.filter(project=project))
        self._plant(User.objects.filter(memberships__project=project))
        self._plant(Project.objects.filter(pk=project.pk))
        mine = Partner.objects.filter(project=project).values("organisation")
        others = Partner.objects.exclude(project=project).values("organisation")
        self._plant(Organisation.objects.filter(pk__in=mine).exclude(pk__in=others))
        self._number(project, number, year)
        self.paid, self.pay = _forms(voucher), _forms(rate)
        VoucherLine.objects.filter(project=project).update(amount=Decimal(voucher))
        PayRate.objects.filter(project=project).update(yearly_rate=Decimal(rate))
        self._tell(project)

    @property
    def all(self) -> list[str]:
        return [word for words in self.words.values() for word in words] + self.paid + self.pay

    def of(self, *chosen: type[models.Model]) -> list[str]:
        return [
            word for (model, _pk), words in self.words.items() for word in words if model in chosen
        ]

    def row(self, row: models.Model) -> list[str]:
        return self.words[type(row), row.pk]

    def _plant(self, rows: models.QuerySet) -> None:
        for pk in list(rows.values_list("pk", flat=True)):
            words = {name: self._word() for name in _texts(rows.model)}
            if words and _update(rows.model.objects.filter(pk=pk), words):
                self.words[rows.model, pk] = list(words.values())

    def _number(self, project: Project, number: int, year: int) -> None:
        for offset, citizen in enumerate(Citizen.objects.filter(project=project)):
            told = {"number": number + offset, "birth_year": year + offset}
            Citizen.objects.filter(pk=citizen.pk).update(**told)
            self.words[Citizen, citizen.pk] += map(str, told.values())

    def _tell(self, project: Project) -> None:
        """An entry of the trail, whose details are kept as JSON."""
        label, what = self._word(), self._word()
        entry = TrailEntry.objects.create(
            action="project.look",
            actor_label=self._word(),
            project_id=project.pk,
            object_type="partners.project",
            object_id=str(project.pk),
            object_label=label,
            details={"what": what},
        )
        self.words[TrailEntry, entry.pk] = [entry.actor_label, label, what]

    def _word(self) -> str:
        self.count += 1
        return f"{self.prefix}{self.count:04d}"


def _forms(amount: str) -> list[str]:
    """How pages, tables and files write it."""
    whole, rest = amount.split(".")
    return [amount, f"{whole},{rest}", f"{whole[:-3]}.{whole[-3:]},{rest}"]


def _texts(model: type[models.Model]) -> list[str]:
    """The fields in which somebody writes freely."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.EmailField)
        and not field.choices
        and field.name not in KEPT
        and (field.max_length or SHORTEST) >= SHORTEST
    ]


def _update(row: models.QuerySet, words: dict[str, str]) -> bool:
    """Whether the row took the words; what is frozen keeps its own."""
    try:
        with transaction.atomic():
            row.update(**words)
    except DatabaseError:
        return False
    return True


def found(words: Iterable[str], text: str) -> set[str]:
    """Those of the words that stand in the text; a number not as a part of a longer one."""
    return {word for word in words if word in text and _alone(word).search(text)}


@cache
def _alone(word: str) -> re.Pattern:
    return re.compile(rf"(?<!\d){re.escape(word)}(?!\d)" if word.isdigit() else re.escape(word))


def told(response: HttpResponse) -> str:
    """All that the answer says: headers, and what a reader of the page, paper or table would read."""
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    content = b"".join(response) if response.streaming else response.content
    return "\n".join([head, *_read(content)])


def _read(content: bytes) -> Iterator[str]:
    if content.startswith(b"%PDF") and b"/Root" in content:
        paper = PdfReader(io.BytesIO(content))
        yield str(paper.metadata)
        yield from (page.extract_text() for page in paper.pages)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            yield from (book.read(name).decode() for name in book.namelist())
    else:
        yield content.decode(errors="replace")
