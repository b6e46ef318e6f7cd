"""Who may not see a citizen, as the leaders' page tells it."""

from dataclasses import dataclass

from citizens.models import Block, Citizen
from partners.models import Project


@dataclass(frozen=True)
class BlockRow:
    """A block with what the project calls the person."""

    block: Block
    name: str


def block_rows(citizen: Citizen, project: Project) -> tuple[list[BlockRow], list[BlockRow]]:
    """Those in force, and those that were lifted; latest first. Two queries."""
    blocks = Block.objects.filter(citizen=citizen).select_related("by", "lifted_by")
    names = _names(project)
    rows = [BlockRow(block, names.get(block.person_id, "")) for block in blocks]
    return (
        [row for row in rows if not row.block.until],
        [row for row in rows if row.block.until],
    )


def name_of(block: Block, project: Project) -> str:
    """By name, or by e-mail while that is all the project knows of the person (R1)."""
    return _names(project).get(block.person_id, "")


def _names(project: Project) -> dict[int, str]:
    held = project.memberships.with_known().select_related("user")
    return {each.user_id: each.shown for each in held}
