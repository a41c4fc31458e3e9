"""The choices of a unit in a filter: a city has thousands, so they are written in one piece and not by the template."""

from collections.abc import Collection

from django import template
from django.utils.safestring import SafeString, mark_safe

from tasks.views.unit_choices import Choices

register = template.Library()


@register.simple_tag
def unit_options(units: Choices, chosen: Collection[int]) -> SafeString:
    """An option per key and name; those chosen are marked."""
    written = units.options
    for key in units.keys.intersection(chosen):
        written = written.replace(f'<option value="{key}">', f'<option value="{key}" selected>', 1)
    return mark_safe(written)  # noqa: S308 - keys are numbers, names are escaped
