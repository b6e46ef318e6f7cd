"""What the database itself refuses among stored papers: any change, rows that mix projects."""

from peerstoette.lib.triggers import frozen, one_project, register

register(
    *one_project("reporting_storedpaper", "month_id", "partners_month"),
    *frozen("reporting_storedpaper"),
)
