"""Who may do what, for everybody to read: the tables that the code itself goes by."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import AuthedRequest
from tasks.reports import permissions


@require_safe
def permissions_page(request: AuthedRequest) -> HttpResponse:
    """All tables of permissions."""
    return render(request, "tasks/permissions.html", {"chapters": list(permissions.chapters())})
