"""Keeps people of demanded roles on the page where a second factor is set up, once their days of grace are over."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import mfa_demand
from accounts.clock import today
from accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]
PROVED_ELSEWHERE: Final = "second_factor_at_provider"
"""Session key: the person of whom a trusted identity provider said that they used a second factor there."""

OPEN: Final = ("/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/i18n/", "/help/", "/static/")


class SecondFactorMiddleware:
    """Turns everything but setting a factor up, signing out, language and help into the way there.

    API tokens are not concerned: they are told apart later and carry no session.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _turned_away(request) or self.get_response(request)


def is_missing(request: HttpRequest, user: User) -> bool:
    """Whether `user` must have a factor by today, has none, and proved none at the provider."""
    day = today()
    due = mfa_demand.due(user, day)
    if due is None or day < due or request.session.get(PROVED_ELSEWHERE) == user.pk:
        return False
    return not mfa_demand.has_factor(user)


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    if (
        not isinstance(request.user, User)
        or request.path_info.startswith(OPEN)
        or not is_missing(request, request.user)
    ):
        return None
    setup = reverse("mfa_index")
    if request.path_info.startswith("/api/"):
        sentence = _("Hãy thiết lập xác thực hai lớp trước khi dùng tiếp.")
        return JsonResponse({"code": "second_factor_needed", "message": sentence, "fields": {}}, status=403)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": setup})
    return HttpResponseRedirect(setup)
