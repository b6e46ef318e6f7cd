"""How long a project's trail is kept: accounts knows the years, here stands which projects."""

from collections.abc import Iterator

from accounts.models import User
from accounts.retention import outdated, remove
from partners.models import Project


def kept_projects() -> list[int]:
    """The demonstration projects: nothing of theirs is ever removed, since their clock stands still."""
    return list(Project.objects.exclude(demo_date=None).values_list("pk", flat=True))


def prune_trail(*, by: User) -> Iterator[int]:
    """Remove the segments of the trail that are too old, the oldest first; the entries of each.

    Each segment goes in a transaction of its own, and that it went is on the trail.
    """
    projects = Project.objects.in_bulk()
    for seal in outdated().iterator():
        project = projects.get(seal.project_id)
        if project is None or not project.is_demo:
            yield remove(by=by, seal=seal, project=project)
