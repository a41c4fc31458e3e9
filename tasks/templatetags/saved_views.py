"""The menu of kept views on the page they are of: `{% saved_views %}`."""

from typing import Any

from django import template

from accounts.clock import today
from accounts.roles import Role
from tasks.models import SavedView, ViewAudience
from tasks.policy_views import may_share
from tasks.saved_pages import PLAIN, is_same, kept_query

register = template.Library()


@register.inclusion_tag("tasks/_saved_views.html", takes_context=True)
def saved_views(context: dict[str, Any]) -> dict[str, Any]:
    """Views of this page, the one in force, and the form that keeps the page as it is narrowed now (two queries)."""
    request, day = context["request"], today()
    keys = SavedView.objects.keys_offered(request.user, day, path=request.path)
    views = list(SavedView.objects.filter(pk__in=keys).select_related("owner")) if keys else []
    query = kept_query(request.GET)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "mine": [view for view in views if view.owner_id == request.user.pk],
        "shared": [view for view in views if view.owner_id != request.user.pk],
        "current": next((view for view in views if query and is_same(view.query, query)), None),
        "path": request.path,
        "query": query,
        "plain": PLAIN,
        "audiences": [(value, label) for value, label in ViewAudience.choices if may_share(request.user, value, day)],
        "roles": Role.choices,
    }
