"""Help beside a rule that can stop somebody."""

from django import template

from accounts.help import BY_ANCHOR

register = template.Library()


@register.inclusion_tag("_help.html")
def rule(anchor: str) -> dict:
    """The rule in a sentence, folded together. Raises KeyError for an unknown one."""
    return {"topic": BY_ANCHOR[anchor]}


@register.filter
def topics_of(form) -> list[str]:
    """The parts of the help that explain why the form was refused, each once."""
    codes = (error.code for errors in form.errors.as_data().values() for error in errors)
    return [code for code in dict.fromkeys(codes) if code in BY_ANCHOR]
