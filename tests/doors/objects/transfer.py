"""What the addresses of tables that come and go as files point at."""

from partners.transfer import acts
from partners.transfer.registry import find


def table_lines(cast):
    return {"table": "budget-lines"}


def table_budget(cast):
    return {"table": "budget"}


def table_budget_csv(cast):
    return table_budget(cast) | {"suffix": "csv"}


def table_payments_xlsx(cast):
    return {"table": "payments", "suffix": "xlsx"}


def table_citizens(cast):
    return {"table": "citizens"}


def table_referrals(cast):
    return {"table": "referrals"}


def table_lines_csv(cast):
    return table_lines(cast) | {"suffix": "csv"}


def table_citizens_csv(cast):
    return table_citizens(cast) | {"suffix": "csv"}


def table_referrals_csv(cast):
    return table_referrals(cast) | {"suffix": "csv"}


def draft(cast):
    """Brought by the leader, for whom alone it stands."""
    return brought(cast, "peers")


def budget_draft(cast):
    return brought(cast, "budget")


def brought(cast, slug: str):
    table = find(slug)
    content = acts.hand_out(by=cast.lene, table=table(cast.project, cast.lene), suffix="csv")
    return acts.bring(
        by=cast.lene, project=cast.project, table=table, name="a.csv", content=content
    )
