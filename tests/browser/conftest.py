"""A real Chromium against a real server, and an eye on everything that goes on in it.

Every page that a test visits must stay silent: no error in the console, no breach of the content
policy, no request that leaves the house, nothing that fails to load.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as product
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import counts
from tests.cast import PASSWORD

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
ZOOMED = {"width": 640, "height": 400}  # DESK at 200 %
PATIENCE_MS = 30_000  # a busy machine is no fault of the page
AXE = Axe()
expect.set_options(timeout=PATIENCE_MS)
# pages name the theme on their root, the back office on its body
WEAR = """theme => {
    document.documentElement.dataset.bsTheme = theme;
    document.body.classList.toggle("ps-dark", theme === "dark");
}"""


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@dataclass
class Visit:
    """A person at a browser window. ``troubles`` collects what must not happen.

    ``opened`` counts the pages that were opened, ``checked`` those of them whose ``problems`` were
    looked for, and ``found`` those problems.
    """

    page: Page
    server: str
    name: str = ""
    troubles: list[str] = field(default_factory=list)
    opened: int = 0
    checked: int = 0
    found: int = 0

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, message) -> None:
        # A refused form answers 422 on purpose; what else fails to load is seen in _response.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _request(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and not request.url.startswith(self.server):
            self.troubles.append(f"left the house: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.troubles.append(f"{response.status}: {response.url}")

    def go(self, path: str) -> None:
        self.opened += 1
        response = self.page.goto(self.server + path)
        assert response.status == 200, f"{response.status}: {path}"

    def sign_in(self, name: str) -> None:
        self.go("/accounts/login/")
        self.page.locator("input[name=login]").fill(f"{name}@example.test")
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def violations(self, rules: list[str] | None = None) -> list[str]:
        """What the accessibility check finds on the page at hand, a line for each element.

        ``rules`` are axe's names of those to check; all of them without.
        """
        # what the style sheets import would be looked for beside the page
        options = {"preload": False} | ({"runOnly": rules} if rules else {})
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in AXE.run(self.page, options=options).response["violations"]
            for node in violation["nodes"]
        ]

    def problems(self) -> list[str]:
        """What is wrong with the page at hand: on desk and phone, light and dark, and at 200 %."""
        problems = []
        for size in [DESK, PHONE]:
            self.page.set_viewport_size(size)
            for theme in ["light", "dark"]:
                self.page.evaluate(WEAR, theme)
                # the theme changes colours and nothing else
                found = self.violations(["color-contrast"] if theme == "dark" else None)
                problems += [f"{size['width']} {theme}: {each}" for each in found]
        for size in [DESK, PHONE, ZOOMED]:
            self.page.set_viewport_size(size)
            width = self.page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                problems.append(f"{width} px wide at {size['width']}")
        self.checked += 1
        self.found += len(problems)
        return problems


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium")
    assert executable, "The browser tests need Chromium. On Debian: apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(
    chromium, live_server, fresh_cast, settings, record_property
) -> Iterator[Callable[..., Visit]]:
    """``visit("omar", PHONE)`` is that person, signed in, at a window of that size, in Danish."""
    settings.LOCALE_PATHS = [product.BASE_DIR / "locale"]
    cache.clear()  # counts wrong passwords, also those of the test before
    visits = []

    def start(name: str = "", viewport: dict = DESK) -> Visit:
        context = chromium.new_context(
            viewport=viewport,
            locale="da-DK",
            has_touch=viewport is PHONE,
            accept_downloads=True,
            reduced_motion="reduce",  # colours are read at once, not on their way
        )
        visits.append(Visit(context.new_page(), live_server.url, name))
        if name:
            visits[-1].sign_in(name)
        return visits[-1]

    yield start
    for each in visits:
        each.page.context.close()
        record_property(counts.KEY, [each.name, each.opened, each.checked, each.found])
    assert [trouble for each in visits for trouble in each.troubles] == []
