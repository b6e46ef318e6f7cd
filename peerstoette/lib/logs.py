"""What the log says of a failure: its kind and its place, and no value of a row or a form."""

import copy
import logging
import re
import traceback
from collections.abc import Iterator

# SQLite names the columns and nothing that stood in them
CONSTRAINT = re.compile(r"(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(: [\w., ]+)?")
DIAGNOSIS = ("constraint_name", "table_name", "column_name")


class NoValues(logging.Formatter):
    """Tells of an exception its type, what refused it and the lines of code, but not its message.

    A message may repeat what a person wrote, and PostgreSQL's repeats the whole row.
    """

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # as another formatter may have left it
        return super().format(record)

    def formatException(self, exc_info) -> str:  # noqa: N802 - logging calls it so
        return "\n".join(
            f"{''.join(traceback.format_tb(error.__traceback__))}{_told(error)}"
            for error in reversed(list(_causes(exc_info[1])))
        )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what it came of, last first."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    diagnosis = getattr(error, "diag", None)  # psycopg's
    names = [name for each in DIAGNOSIS if (name := getattr(diagnosis, each, None))]
    if failed := CONSTRAINT.fullmatch(str(error)):
        names.append(failed[0])
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{kind}: {', '.join(names)}" if names else kind
