"""What the addresses of peers point at."""

from datetime import date

from peers.models import Leave, Training, TrainingTheme


def peer(cast):
    return cast.peer


def trainingtheme(cast):
    return TrainingTheme.objects.create(
        project=cast.project, number=1, name_da="Kommunikation", name_en="Communication"
    )


def training(cast):
    return Training.objects.create(
        project=cast.project,
        peer=cast.peer,
        theme=trainingtheme(cast),
        completed_on=date(2018, 2, 1),
    )


def employment(cast):
    return cast.peer.employments.get()


def leave(cast):
    return Leave.objects.create(
        project=cast.project,
        employment=employment(cast),
        kind=Leave.Kind.SICK,
        starts_on=date(2018, 6, 1),
    )
