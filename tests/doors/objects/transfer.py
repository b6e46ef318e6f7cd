"""What the addresses of tables that come and go as files point at."""

from partners.transfer import acts
from partners.transfer.registry import find


def table_lines(cast):
    return {"table": "budget-lines"}


def table_citizens(cast):
    return {"table": "citizens"}


def table_lines_csv(cast):
    return table_lines(cast) | {"suffix": "csv"}


def table_citizens_csv(cast):
    return table_citizens(cast) | {"suffix": "csv"}


def draft(cast):
    """Brought by the leader, for whom alone it stands."""
    table = find("peers")
    content = acts.hand_out(by=cast.lene, table=table(cast.project, cast.lene), suffix="csv")
    return acts.bring(
        by=cast.lene, project=cast.project, table=table, name="peers.csv", content=content
    )
