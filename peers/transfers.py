"""Peers and their employments as tables. Each row is the act of the peer's page, with all its rules."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from partners.access import Role
from partners.models import Organisation
from partners.transfer.registry import register
from partners.transfer.table import ActTable, Column, Row
from peers import actions
from peers.models import Employment, Peer
from peerstoette.lib.cells import Day, Named, Number, Text, Words
from peerstoette.lib.errors import RuleBroken

PAID_BY = {
    "parten": Employment.PaidBy.PARTNER,
    "projektet": Employment.PaidBy.PROJECT,
    "frivillig": Employment.PaidBy.VOLUNTEER,
}


@register
class PeerTable(ActTable):
    """Peers, known by their initials."""

    slug = "peers"
    title = gettext_lazy("Peers")
    about = gettext_lazy(
        "Initials name the peer. The e-mail is that of a member with the role of peer, and can be empty."
    )
    model = Peer
    key = ("initials",)
    capability = "peers.edit"

    initials = Column("initials", "initialer", Text(), required=True)
    name = Column("name", "navn", Text(), required=True)
    person = Column("user", "e-mail", Named("email"))

    def rows(self) -> QuerySet:
        found = Peer.objects.filter(project=self.project).visible_to(self.user)
        return found.select_related("user", "project").order_by("initials")

    def known(self) -> dict:
        held = self.project.memberships.active().filter(role=Role.PEER)
        return {"person": User.objects.filter(pk__in=held.values("user"))}

    def label(self, instance: Peer) -> str:
        return instance.initials

    def complete(self, row: Row) -> None:
        row.values["initials"] = row.values["initials"].upper()

    def act(self, row: Row, by: User) -> Peer:
        fields = {name: row.values[name] for name in ("name", "initials", "user")}
        if row.before:
            standing = Peer.objects.select_related("project").get(pk=row.instance.pk)
            return actions.change_peer(by=by, peer=standing, **fields)
        return actions.add_peer(by=by, project=self.project, **fields)


@register
class EmploymentTable(ActTable):
    """Contracts, known by peer, employer and first day. None is activated by an import (R9)."""

    slug = "employments"
    title = gettext_lazy("Employments")
    about = gettext_lazy(
        "An imported employment counts for nothing until it is activated at the peer's page. Of one that"
        " stands, only the last day is changed here."
    )
    model = Employment
    key = ("peer", "employer", "starts_on")
    capability = "peers.edit"

    peer = Column("peer", "peer", Named("initials"), required=True)
    employer = Column("employer", "arbejdsgiver", Named("name"), required=True)
    paid_by = Column("paid_by", "betalt af", Words(PAID_BY), required=True)
    weekly_hours = Column("weekly_hours", "timer", Number(2), required=True)
    starts_on = Column("starts_on", "første dag", Day(), required=True)
    ends_on = Column("ends_on", "sidste dag", Day())

    def rows(self) -> QuerySet:
        found = Employment.objects.filter(project=self.project).visible_to(self.user)
        found = found.select_related("peer__project", "employer", "project")
        return found.order_by("peer__initials", "starts_on", "pk")

    def known(self) -> dict:
        partners = self.project.partners.values("organisation")
        return {
            "peer": self.project.peers.select_related("project"),
            "employer": Organisation.objects.filter(pk__in=partners),
        }

    def act(self, row: Row, by: User) -> Employment:
        if not row.before:
            fields = {name: row.values[name] for name in row.values if name in self._field_names}
            return actions.add_employment(by=by, **fields)
        fixed = next((name for name in row.before if name != "ends_on"), None)
        if fixed is not None:
            raise RuleBroken(
                _("this is not changed by an import. End the employment and add a new one."),
                field=fixed,
            )
        if row.values["ends_on"] is None:
            raise RuleBroken(_("a last day is moved, not taken away."), field="ends_on")
        standing = Employment.objects.select_related("peer", "project").get(pk=row.instance.pk)
        return actions.end_employment(by=by, employment=standing, ends_on=row.values["ends_on"])
