"""How figures, icons and states look on every page. Built in: no template loads it."""

from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html
from heroicons.templatetags.heroicons import heroicon_micro, heroicon_mini

from peerstoette.lib import money

register = template.Library()

NOT_APPLICABLE = format_html('<span class="ps-nil">{}</span>', "–")
STATE_ICONS = {
    "error": "exclamation-circle",
    "warn": "exclamation-triangle",
    "ok": "check-circle",
    "now": "clock",
    "": "information-circle",
}


@register.filter
def kr(amount: Decimal | None):
    """``1.234.567,50`` with a true minus; a dash where an amount does not apply."""
    return NOT_APPLICABLE if amount is None else money.show(amount)


@register.filter
def kr0(amount: Decimal | None):
    """Whole kroner, for dashboards and stated budgets."""
    return NOT_APPLICABLE if amount is None else money.show(amount, decimals=0)


@register.filter
def fte(value: Decimal | None):
    """Full-time equivalents with two decimals."""
    return NOT_APPLICABLE if value is None else money.show(value)


@register.simple_tag
def icon(name: str, size: int = 16):
    """A heroicon beside words; it says nothing to a screen reader."""
    draw = heroicon_mini if size >= 20 else heroicon_micro
    css = "icon" if size >= 20 else "icon-sm"
    return draw(name, size=None, **{"class": css, "aria-hidden": "true"})


@register.simple_tag
def pill(state: str, text, symbol: str = ""):
    """A state in words with its icon: ``error``, ``warn``, ``ok``, ``now`` or plain."""
    return format_html(
        '<span class="ps-pill{}">{}{}</span>',
        f" ps-pill-{state}" if state else "",
        icon(symbol or STATE_ICONS[state]),
        text,
    )


@register.inclusion_tag("_crumbs.html", takes_context=True)
def crumbs(context, *above, here: str) -> dict:
    """The path above a page: places and labels by turns, the highest first.

    A place is the name of a page of the project, or an address.
    """
    places = [
        place if place.startswith("/") else reverse(place, args=[context["project"].slug])
        for place in above[::2]
    ]
    return {"crumbs": list(zip(above[1::2], places, strict=True)), "here": here}
