"""The product's settings, with the bare page's template beside its own."""

from peerstoette.settings import *  # noqa: F403
from peerstoette.settings import BASE_DIR, TEMPLATES

TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "benchmarks" / "templates"]
