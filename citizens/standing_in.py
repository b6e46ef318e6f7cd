"""Which peers can step in at a session, and who does."""

from django.db.models import QuerySet

from citizens.models import CoursePeer, Session, StandIn
from peers.models import Employment, Peer


def possible_stand_ins(session: Session) -> QuerySet[Peer]:
    """Peers who sign in, are active on the session's day (R9), and neither lead it nor step in already."""
    day = session.date
    active = Employment.objects.on(day).filter(project=session.project_id, active_from__lte=day)
    leading = CoursePeer.objects.filter(course=session.course_id)
    peers = Peer.objects.filter(pk__in=active.values("peer"), user__isnull=False)
    return peers.exclude(pk__in=leading.values("peer")).exclude(
        pk__in=standing_in(session).values("peer")
    )


def standing_in(session: Session) -> QuerySet[StandIn]:
    """Those who were named and not withdrawn."""
    named = StandIn.objects.filter(session=session, withdrawn_at=None)
    return named.select_related("peer", "named_by", "project")
