"""What the trail holds, in words."""

from django import template

from partners import trail_words

register = template.Library()
register.filter("act_name", trail_words.told)
register.filter("role_name", trail_words.role_name)
