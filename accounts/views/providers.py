"""Signing in through an identity provider, seen from the browser."""

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

from accounts import oidc


@login_not_required
@never_cache
@require_GET
def provider_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The way to the provider."""
    return _via(OAuth2LoginView, request, provider_id)


@login_not_required
@never_cache
@require_GET
def provider_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The way back, with a code to exchange."""
    return _via(OAuth2CallbackView, request, provider_id)


def _via(kind: type[OAuth2LoginView] | type[OAuth2CallbackView], request: HttpRequest, key: str) -> HttpResponse:
    try:
        adapter = oidc.CheckedAdapter(request, key)
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    try:
        answer: HttpResponse = kind.adapter_view(adapter)(request)
    except (RequestException, OAuth2Error) as error:
        oidc.log.warning("oidc.away provider=%s reason=%s", key, error)
        shown = {"label": provider.name, "is_away": True}
        return render(request, "accounts/provider_error.html", shown, status=503)
    return answer


@login_not_required
@never_cache
@require_GET
def provider_logout(request: HttpRequest, provider_id: str) -> HttpResponse:
    """End the session at the provider too, for who has already signed out here."""
    back = request.build_absolute_uri(reverse("account_login"))
    try:
        there = oidc.logout_address(provider_id, back)
    except PermissionDenied as error:
        raise Http404 from error
    except RequestException:
        there = ""
    if not there:
        messages.info(request, _("Nhà cung cấp danh tính không có trang đăng xuất; hãy đóng trình duyệt."))
    return HttpResponseRedirect(there or back)


@login_not_required
@require_GET
def provider_cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody thought better of it on the provider's page."""
    messages.info(request, _("Bạn đã dừng đăng nhập ở trang của nhà cung cấp danh tính."))
    return redirect("account_login")
