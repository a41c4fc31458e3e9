"""The choices of a unit in a filter: a city has thousands, so they are written here and not by the template."""

from collections.abc import Collection, Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def unit_options(units: Iterable[tuple[int, str]], chosen: Collection[int]) -> SafeString:
    """An option per key and name; those chosen are marked."""
    marks = {True: " selected", False: ""}
    written = (f'<option value="{key}"{marks[key in chosen]}>{escape(name)}</option>' for key, name in units)
    return mark_safe("".join(written))  # noqa: S308 - keys are numbers, names are escaped
