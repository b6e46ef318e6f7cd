"""Help beside a rule that can stop somebody."""

from django import template

from accounts.help import BY_ANCHOR

register = template.Library()


@register.inclusion_tag("_help.html")
def rule(anchor: str) -> dict:
    """The rule in a sentence, folded together. Raises KeyError for an unknown one."""
    return {"topic": BY_ANCHOR[anchor]}


@register.filter
def refused_as(form, code: str) -> bool:
    """Whether one of the form's fields was refused with this code."""
    errors = form.errors.as_data().values()
    return any(error.code == code for field in errors for error in field)
