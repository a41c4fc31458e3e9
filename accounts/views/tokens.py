"""The API tokens of the person who is signed in."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import tokens as actions
from accounts.clock import today
from accounts.errors import DomainError
from accounts.forms_token import TokenForm
from accounts.http import AuthedRequest
from accounts.models import ApiToken


@require_http_methods(["GET", "POST"])
@never_cache
def token_list(request: AuthedRequest) -> HttpResponse:
    """One's tokens with scope, end and last use; a new one is shown on the answer that made it only."""
    form = TokenForm(request.POST or None)
    if request.method != "POST":
        return _show(request, form)
    raise_if_reauthentication_required(request, app="accounts")
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        _token, key = actions.make(form.wish(), actor=request.user, today=today())
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, form, status=422)
    return _show(request, TokenForm(), key=key)


@require_POST
def token_revoke(request: AuthedRequest, pk: int) -> HttpResponse:
    """End a token: one's own, or anybody's for an administrator."""
    try:
        token = actions.revoke(pk, actor=request.user, today=today())
    except ApiToken.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("Đã thu hồi mã API. Chương trình dùng mã này không còn vào được."))
    return redirect("token-list") if token.user_id == request.user.pk else redirect("person-detail", token.user_id)


def _show(request: AuthedRequest, form: TokenForm, *, key: str = "", status: int = 200) -> HttpResponse:
    day = today()
    held = ApiToken.objects.filter(user=request.user, revoked_at__isnull=True)
    shown = {"form": form, "key": key, "tokens": held, "today": day}
    return render(request, "accounts/token_list.html", shown, status=status)
