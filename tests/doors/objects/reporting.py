"""What the addresses of reporting point at."""

from tests.doors.objects.budget import invoice


def month_draft(cast):
    return {"day": "2018-05", "kind": "accounts", "format": "pdf"}


def month_paper(cast):
    invoice(cast)
    return month_draft(cast)


def month_issued(cast):
    invoice(cast)
    return {"day": "2018-05"}
