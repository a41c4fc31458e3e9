"""What the page of a paper says about tasks that other papers changed."""

from typing import Any

from django import template

from accounts.clock import today
from directives.models import Directive
from tasks.amendments import banner_of

register = template.Library()


@register.inclusion_tag("tasks/_amendment_banner.html", takes_context=True)
def amendment_banner(context: dict[str, Any], directive: Directive) -> dict[str, Any]:
    """The banner that stands until every task concerned is decided about (at most three queries)."""
    return {"directive": directive, "banner": banner_of(directive, context["request"].user, today())}
