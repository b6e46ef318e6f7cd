"""What a page reads of a project is read once, however many of its parts ask for it.

Only the door opens this, for requests that change nothing, and it lasts as long as their project
object. Everywhere else (acts, commands, tests) every question is asked anew.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

KEPT = "_read_once"


def begin(project: Any) -> None:
    """From here on, what is read of this project object stays with it."""
    project.__dict__[KEPT] = {}


def once(read: Callable) -> Callable:
    """The function's answer for a project and its other arguments is kept while ``begin`` lasts."""

    @wraps(read)
    def asked(project: Any, *args: Any) -> Any:
        kept = project.__dict__.get(KEPT)
        if kept is None:
            return read(project, *args)
        key = (read, *args)
        if key not in kept:
            kept[key] = read(project, *args)
        return kept[key]

    return asked
