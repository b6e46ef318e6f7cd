"""Citizens and their referrals as tables. Neither leaves the house but on the trail (R16)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Max, Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.models import User
from citizens.access import partner_organisations
from citizens.actions.people import (
    already_under_way,
    refuse_age,
    refuse_end,
    refuse_support,
    refuse_unready,
    refuse_untimely,
)
from citizens.actions.reading import read_citizens
from citizens.forms import LEGAL_BASES
from citizens.models import Attendance, Citizen, Episode, Referral
from partners.access import granting_role
from partners.models import SupportModel, today
from partners.transfer.registry import register
from partners.transfer.table import BATCH, Column, Plan, Row, Table
from peerstoette.lib.cells import Day, Named, Text, Whole, Words, yes_or_no
from peerstoette.lib.errors import RuleBroken

MODELS = {"1": SupportModel.MUNICIPAL, "2": SupportModel.PSYCHIATRY}
REFERRAL = (
    "referred_by",
    "model",
    "referred_on",
    "legal_basis",
    "is_motivated",
    "has_prospect",
)
OUTCOMES = {
    "venter": Referral.Outcome.WAITING,
    "modtaget": Referral.Outcome.ACCEPTED,
    "afvist": Referral.Outcome.DECLINED,
}
REASONS = {
    "gennemført": Episode.EndReason.COMPLETED,
    "frafaldet": Episode.EndReason.DROPOUT,
    "videre": Episode.EndReason.MOVED,
    "andet": Episode.EndReason.OTHER,
}
REFERRAL_FACTS = ("referred_by", "model", "referred_on", "legal_basis")
SUPPORT = ("starts_on", "ends_on", "end_reason")
ANSWER = ("is_motivated", "has_prospect", "outcome", *SUPPORT)


CODE = re.compile(r"(?!0+$)[0-9]{1,6}")
EARLIEST_BIRTH = 1900


class Code(Text):
    """``B-0412`` as the number behind it; an empty cell is a citizen who has none yet."""

    def clean(self, value: str, row=None, **kwargs) -> int | None:
        digits = value.upper().removeprefix("B-")
        if not value:
            return None
        if not CODE.fullmatch(digits):
            raise ValueError(_("write a code, for example B-0412, or leave it empty."))
        return int(digits)

    def render(self, value, obj=None, **kwargs) -> str:
        return "" if value is None else f"B-{value:04d}"


class Basis(Words):
    """A legal basis of the application, or one that stands already, as it is written there."""

    def __init__(self) -> None:
        super().__init__({}, empty="")

    def knows(self, bases: Iterable[str]) -> None:
        super().__init__({basis: basis for basis in bases}, empty="")

    def clean(self, value: str, row=None, **kwargs) -> str:
        return value if value in self.words else super().clean(value)


@register
class CitizenTable(Table):
    """Citizens with their first referral. Who stands already keeps it: only name and year change."""

    slug = "citizens"
    title = gettext_lazy("Citizens")
    about = gettext_lazy(
        "A row is a citizen with the first referral, which then waits for its answer. Leave the code"
        " empty for somebody new. Later referrals, and what came of each, are a table of their own."
        " CPR numbers are refused."
    )
    model = Citizen
    key = ("number",)
    capability = "citizens.edit"
    is_private = True

    code = Column("number", "borger", Code())
    given_name = Column("given_name", "fornavn", Text(), required=True)
    family_name = Column("family_name", "efternavn", Text(), required=True)
    birth_year = Column("birth_year", "fødselsår", Whole(), required=True)
    referred_by = Column("referred_by", "henvist af", Named("name"), required=True)
    support = Column("model", "model", Words(MODELS), required=True)
    referred_on = Column("referred_on", "henvist", Day(), required=True)
    legal_basis = Column("legal_basis", "retsgrundlag", Basis())
    is_motivated = Column("is_motivated", "motiveret", yes_or_no())
    has_prospect = Column("has_prospect", "realistisk udsigt", yes_or_no())

    def rows(self) -> list[Citizen]:
        """Each with the fields of the first referral beside its own."""
        first = Referral.objects.select_related("referred_by").order_by("referred_on", "pk")
        found = Citizen.objects.filter(project=self.project).visible_to(self.user)
        found = found.prefetch_related(Prefetch("referrals", first)).order_by("number")
        return [_with_referral(citizen) for citizen in found]

    def known(self) -> dict:
        return {
            "referred_by": partner_organisations(self.project),
            "legal_basis": LEGAL_BASES,
        }

    def before_sending(self, by: User) -> None:
        shown = Citizen.objects.filter(project=self.project).visible_to(self.user)
        read_citizens(by=by, project=self.project, action="citizens.export", citizens=shown)

    def before_showing(self, plan: Plan, by: User) -> None:
        _note_met(self, plan, by, "number")

    def _teach(self, standing: Iterable[Citizen]) -> None:
        """Somebody without a code gets the next one after the highest, in the order of the file."""
        super()._teach(standing)
        self.codes = {citizen.number for citizen in standing}
        everybody = Citizen.objects.filter(project=self.project)  # also those not shown here
        self.last = everybody.aggregate(last=Max("number"))["last"] or 0

    def complete(self, row: Row) -> None:
        if row.values["number"] is None:
            self.last += 1
            row.values["number"] = self.last
        elif row.values["number"] not in self.codes:
            row.wrong("number", _("nobody here has this code. Leave it empty for somebody new."))
        latest = today(self.project).year
        if not EARLIEST_BIRTH <= row.values["birth_year"] <= latest:
            row.wrong(
                "birth_year",
                _("write a year from %(first)d to %(last)d.")
                % {"first": EARLIEST_BIRTH, "last": latest},
            )

    def judge(self, row: Row) -> None:
        try:
            refuse_untimely(self.project, row.values["referred_on"], "referred_on")
            refuse_age(self.project, row.values["birth_year"], row.values["referred_on"])
        except RuleBroken as refusal:
            row.refused(refusal)

    def place(self, row: Row, standing: Citizen | None, plan: Plan) -> None:
        if standing is not None:
            for name in REFERRAL:
                if row.values[name] != getattr(standing, name):
                    row.wrong(name, _("a referral that stands is changed at the citizen's page."))
        super().place(row, standing, plan)

    def after_writing(self, plan: Plan, by: User) -> None:
        referrals = Referral.objects.bulk_create(
            [
                Referral(
                    project=self.project,
                    citizen=row.instance,
                    **{name: row.values[name] for name in REFERRAL},
                )
                for row in plan.new
            ],
            batch_size=BATCH,
        )
        role = granting_role(by, self.capability, self.project) or ""
        trail.record_many("referral.import", referrals, by=by, project=self.project, role=role)


@register
class ReferralTable(Table):
    """All referrals of a citizen in turn, with the answer and the support that followed.

    What stands in the citizens' table is number 1 here. Neither table changes a referral that stands,
    so the two cannot contradict each other; only the answer to one that waits can be given here.
    """

    slug = "referrals"
    title = gettext_lazy("Referrals")
    about = gettext_lazy(
        "A row is a referral: the citizen's first, second and so on, with the answer and the support"
        " that followed. Referrals that wait are answered, and new ones are added. One that has been"
        " answered stays as it is."
    )
    model = Referral
    key = ("code", "number")
    capability = "citizens.edit"
    is_private = True

    code = Column("code", "borger", Code(), required=True)
    number = Column("number", "nr", Whole(), required=True)
    referred_by = Column("referred_by", "henvist af", Named("name"), required=True)
    support = Column("model", "model", Words(MODELS), required=True)
    referred_on = Column("referred_on", "henvist", Day(), required=True)
    legal_basis = Column("legal_basis", "retsgrundlag", Basis())
    is_motivated = Column("is_motivated", "motiveret", yes_or_no())
    has_prospect = Column("has_prospect", "realistisk udsigt", yes_or_no())
    outcome = Column("outcome", "svar", Words(OUTCOMES), required=True)
    starts_on = Column("starts_on", "første aktive dag", Day())
    ends_on = Column("ends_on", "sidste dag", Day())
    end_reason = Column("end_reason", "afslutning", Words(REASONS, empty=""))

    def rows(self) -> list[Referral]:
        """Each with its citizen's code, its number among the citizen's, and the support's fields."""
        found = Referral.objects.filter(project=self.project).visible_to(self.user)
        found = found.select_related("citizen", "referred_by", "episode")
        found = list(found.order_by("citizen__number", "referred_on", "pk"))
        told: Counter[int] = Counter()
        for referral in found:
            referral.code = referral.citizen.number
            told[referral.code] += 1
            referral.number = told[referral.code]
            _with_support(referral)
        return found

    def known(self) -> dict:
        return {
            "referred_by": partner_organisations(self.project),
            "legal_basis": LEGAL_BASES,
        }

    def lock(self) -> None:
        """As the acts of the page, which lock the citizen who is referred or the referral answered."""
        super().lock()
        for model in (Citizen, Referral):
            own = model.objects.select_for_update(no_key=True).filter(project=self.project)
            list(own.order_by("pk").values_list("pk"))

    def before_sending(self, by: User) -> None:
        shown = {referral.citizen for referral in self.rows()}
        read_citizens(by=by, project=self.project, action="referrals.export", citizens=shown)

    def before_showing(self, plan: Plan, by: User) -> None:
        _note_met(self, plan, by, "code")

    def label(self, instance: Referral) -> str:
        """``B-0412/2``: the citizen's second referral."""
        return f"{instance.citizen.code}/{instance.number}"

    def told(self, row: Row) -> dict:
        return {"outcome": str(row.values["outcome"])}

    def _teach(self, standing: Iterable[Referral]) -> None:
        super()._teach(standing)
        shown = Citizen.objects.filter(project=self.project).visible_to(self.user)
        self.citizens = {citizen.number: citizen for citizen in shown}
        self.earlier: dict[int, list[Referral]] = defaultdict(list)
        for referral in standing:
            self.earlier[referral.code].append(referral)

    def complete(self, row: Row) -> None:
        row.values["citizen"] = self.citizens.get(row.values["code"])
        if row.values["citizen"] is None:
            row.wrong("code", _("nobody here has this code. Import the citizens first."))

    def place(self, row: Row, standing: Referral | None, plan: Plan) -> None:
        support = {}
        if standing is not None:
            self._refuse_rewriting(row, standing)
            support = _differences(row, standing, SUPPORT)
        super().place(row, standing, plan)
        row.before |= support
        for name in ("code", "number", *SUPPORT):
            setattr(row.instance, name, row.values[name])
        if standing is None or row.before:
            outcome, ends_on = row.values["outcome"], row.values["ends_on"]
            row.instance.is_open = outcome == Referral.Outcome.WAITING or (
                outcome == Referral.Outcome.ACCEPTED and ends_on is None
            )

    def judge(self, row: Row) -> None:
        """As when somebody is referred at the citizen's page, answered there, and supported."""
        if row.is_wrong:
            return
        values = row.values
        try:
            if not row.before:
                refuse_untimely(self.project, values["referred_on"], "referred_on")
                refuse_age(self.project, values["citizen"].birth_year, values["referred_on"])
            refuse_unready(values["outcome"], values["is_motivated"], values["has_prospect"])
            if values["starts_on"]:
                # a first day moves freely; with one already, the clock would be asked (R5)
                refuse_support(self._episode(row, ()), values["starts_on"], field="starts_on")
        except RuleBroken as refusal:
            row.refused(refusal)
        if values["outcome"] != Referral.Outcome.ACCEPTED:
            for name in SUPPORT:
                if values[name]:
                    row.wrong(name, _("only an accepted referral is followed by support."))
        if bool(values["ends_on"]) != bool(values["end_reason"]):
            row.wrong("end_reason", _("write the last day and why it ended, or neither."))

    def check(self, plan: Plan) -> None:
        """A citizen's referrals follow one another, each after the support before it has ended.

        One query.
        """
        plan.new.sort(key=lambda row: (row.values["code"], row.values["number"]))
        for row in plan.new:
            self._refuse_out_of_turn(row, self.earlier[row.values["code"]])
            self.earlier[row.values["code"]].append(row.instance)
        came = Attendance.objects.filter(project=self.project, came=True).order_by()
        last = dict(came.values_list("citizen").annotate(Max("session__date")))
        for row in plan.rows:
            if row.values["ends_on"]:
                try:
                    refuse_end(
                        self._episode(row), row.values["ends_on"], last.get(row.instance.citizen_id)
                    )
                except RuleBroken as refusal:
                    row.refused(refusal)

    def stored(self, names: set[str]) -> set[str]:
        return names - set(SUPPORT)

    def after_writing(self, plan: Plan, by: User) -> None:
        """Support follows what is accepted, as when it is answered at its page."""
        Episode.objects.bulk_create(
            [
                self._episode(row)
                for row in plan.rows
                if row.values["outcome"] == Referral.Outcome.ACCEPTED
            ],
            batch_size=BATCH,
        )

    def _episode(self, row: Row, fields: Iterable[str] = SUPPORT) -> Episode:
        return Episode(
            project=self.project,
            citizen=row.values["citizen"],
            referral=row.instance,
            model=row.values["model"],
            **{name: row.values[name] for name in fields},
        )

    def _refuse_rewriting(self, row: Row, standing: Referral) -> None:
        is_answered = standing.outcome == Referral.Outcome.WAITING != row.values["outcome"]
        fixed = REFERRAL_FACTS if is_answered else (*REFERRAL_FACTS, *ANSWER)
        for name in _differences(row, standing, fixed):
            row.wrong(name, _("a referral that stands is changed at the citizen's page."))

    def _refuse_out_of_turn(self, row: Row, earlier: list[Referral]) -> None:
        """What ``refer_again`` refuses, and what would give the citizen's referrals other numbers."""
        following = len(earlier) + 1
        if row.values["number"] != following:
            row.wrong(
                "number",
                _("the citizen's next referral is number %(number)d.") % {"number": following},
            )
        elif any(referral.is_open for referral in earlier):
            row.refused(already_under_way(row.values["citizen"]))
        elif earlier and row.values["referred_on"] < earlier[-1].referred_on:
            row.wrong(
                "referred_on",
                _("the one before is from %(day)s. Choose that day or later.")
                % {"day": date_format(earlier[-1].referred_on)},
            )


def _note_met(table: Table, plan: Plan, by: User, column: str) -> None:
    """Whom the file's rows meet: that a row is wrong, or nothing in it differs, tells of them too."""
    numbers = {row.values.get(column) for row in plan.read}
    shown = Citizen.objects.filter(project=table.project).visible_to(table.user)
    met = [citizen for citizen in shown if citizen.number in numbers]
    read_citizens(by=by, project=table.project, action=f"{table.slug}.preview", citizens=met)


def _differences(row: Row, standing: Referral, names: Iterable[str]) -> dict:
    """What of the standing referral is another in the file."""
    return {
        name: getattr(standing, name)
        for name in names
        if getattr(standing, name) != row.values[name]
    }


def _with_support(referral: Referral) -> None:
    """The fields of its support beside its own, and whether another referral must wait for it."""
    episode = getattr(referral, "episode", None)
    referral.starts_on = episode and episode.starts_on
    referral.ends_on = episode and episode.ends_on
    referral.end_reason = episode.end_reason if episode else ""
    referral.is_open = referral.outcome == Referral.Outcome.WAITING or (
        episode is not None and episode.ends_on is None
    )


def _with_referral(citizen: Citizen) -> Citizen:
    referral = next(iter(citizen.referrals.all()), None)
    for name in REFERRAL:
        setattr(citizen, name, getattr(referral, name, None))
    return citizen
