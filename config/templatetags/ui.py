"""Tags of the interface, built into every template."""

from django import template

register = template.Library()
