"""What the database itself refuses in the trail: any change, any removal."""

from peerstoette.lib.triggers import frozen, register

register(*frozen("accounts_trailentry"))
