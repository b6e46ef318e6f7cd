"""``python -m benchmarks``: builds the demonstration in a database of its own and prints ratios.

Every figure is a ratio within this run; milliseconds are only there to show the order of size.
``DATABASE_URL`` chooses another engine: name an empty database, it is filled and left.
"""

import os
import sys
import tempfile
import warnings

import django


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PEERSTOETTE_ENV"] = "development"
        os.environ["DEBUG"] = "false"
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        os.environ["MEDIA_ROOT"] = f"{folder}/media"
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3")
        # Static files are not collected for a benchmark, which whitenoise remarks on.
        warnings.filterwarnings("ignore", message="No directory at")
        django.setup()
        from benchmarks import ratios

        ratios.run(sys.stdout)


main()
