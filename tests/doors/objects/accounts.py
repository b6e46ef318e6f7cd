"""What the addresses of accounts point at."""

from accounts import trail


def trailentry(cast):
    return trail.record("project.look", cast.project, by=cast.lene, project=cast.project)
