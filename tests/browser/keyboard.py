"""Going about with the keyboard alone: what has the focus is named as the page names it."""

from playwright.sync_api import Page

MOST_TABS = 120  # more than anybody would press
NAME_OF_FOCUS = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.innerText;
  return (label || at.getAttribute("aria-label") || at.innerText || "").trim();
}"""
HAS_OUTLINE = """() => {
  const at = document.activeElement;
  const seen = at.classList.contains("visually-hidden") ? at.nextElementSibling : at;
  return getComputedStyle(seen).outlineStyle !== "none";
}"""


def tab_to(page: Page, name: str, within: str = "main, .ps-savebar") -> None:
    """Press Tab until what begins with ``name``, in one of those places, has a focus that is seen."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        inside = page.evaluate(f"document.activeElement.closest({within!r}) !== null")
        if inside and page.evaluate(NAME_OF_FOCUS).startswith(name):
            assert page.evaluate(HAS_OUTLINE), f"the focus on {name} is not seen"
            return
    raise AssertionError(f"{name} is not within reach of the keyboard")


def go(page: Page, name: str, within: str = "main, .ps-savebar") -> None:
    """Tab to a link or button, and follow it."""
    tab_to(page, name, within)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, text: str) -> None:
    """Put the text in place of what stands in the field that has the focus."""
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type(text)
