"""Where commands put files."""

from pathlib import Path
from tempfile import TemporaryFile

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

WRONG_USAGE = 2


def writable(path: str) -> Path:
    """The folder, there and open to be written in. Raises CommandError, wrong usage, otherwise."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CommandError(
            _("%(folder)s cannot be used as a folder.") % {"folder": folder},
            returncode=WRONG_USAGE,
        ) from error
    return folder
