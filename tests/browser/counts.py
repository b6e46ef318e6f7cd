"""How many pages a run opened and looked at, told at the run's end."""

from collections import Counter

from tests.cast import PEOPLE

KEY = "pages"  # names it among what a test's report carries, from any worker
ROLES = {name: str(role) for role, names in PEOPLE.items() for name in names}


def pytest_terminal_summary(terminalreporter) -> None:
    """Pages that were opened, each silent under the content policy, and those that axe looked at."""
    reports = [each for kept in terminalreporter.stats.values() for each in kept]
    ended = [each for each in reports if getattr(each, "when", "") == "teardown"]
    seen = [value for each in ended for key, value in each.user_properties if key == KEY]
    opened, checked = Counter(), Counter()
    for name, pages_opened, pages_checked, _found in seen:
        opened[ROLES.get(name, "others")] += pages_opened
        checked[ROLES.get(name, "others")] += pages_checked
    if not opened:
        return
    found = sum(found for *_pages, found in seen)
    terminalreporter.write_line(
        f"Opened in a browser under the content policy: {opened.total()} pages. Of these axe looked at"
        f" {checked.total()} × 2 widths × 2 themes: {found} findings. The others are built like one"
        " of them."
    )
    for role in sorted(opened):
        terminalreporter.write_line(f"  {role}: {opened[role]} opened, {checked[role]} checked")
