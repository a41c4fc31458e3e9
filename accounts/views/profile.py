"""Pages about oneself: data, and the post one works under."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import people as actions
from accounts.actions import preferences
from accounts.clock import today
from accounts.errors import DomainError, Stale
from accounts.forms import ProfileForm
from accounts.forms_preference import MailPreferenceForm
from accounts.http import AuthedRequest

OWN = ("full_name", "phone", "language", "version")


@require_http_methods(["GET", "POST"])
def profile(request: AuthedRequest) -> HttpResponse:
    """Name, phone and language of the person who is signed in."""
    form = ProfileForm(request.POST or None, initial={name: getattr(request.user, name) for name in OWN})
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, _("Đã lưu hồ sơ của bạn."))
        response = redirect("account-profile")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], samesite="Lax")
        return response
    return _show(request, form, status=422 if form.errors else 200)


def _saved(request: AuthedRequest, form: ProfileForm) -> bool:
    data = dict(form.cleaned_data)
    try:
        actions.change_own(actor=request.user, seen_version=data.pop("version"), **data)
    except DomainError as error:
        form.refuse(error, request.user, prefix="person.")
        return False
    return True


@require_POST
def switch_post(request: AuthedRequest) -> HttpResponse:
    """Work under another of one's posts from now on.

    Raises:
        DomainError: it is not a post the person holds today.
    """
    chosen = request.POST.get("membership", "")
    post = next((post for post in request.user.posts(today()) if str(post.pk) == chosen), None)
    if post is None:
        raise DomainError(_("Bạn không còn giữ vị trí đó."), code="post_not_held")
    request.session["membership"] = post.pk
    messages.success(request, _("Bạn đang làm việc với tư cách: %(post)s.") % {"post": post})
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else "/")


@require_POST
def profile_mail(request: AuthedRequest) -> HttpResponse:
    """Quiet hours, and for leaders how often the digest comes."""
    day = today()
    wishes = MailPreferenceForm(request.POST, user=request.user, today=day)
    own = ProfileForm(initial={name: getattr(request.user, name) for name in OWN})
    if not wishes.is_valid():
        return _show(request, own, wishes=wishes, status=422)
    try:
        preferences.change(wishes.wish(), actor=request.user, today=day, seen=wishes.cleaned_data["seen"] or None)
    except DomainError as error:
        if isinstance(error, Stale):
            wishes.data = {
                **request.POST.dict(),
                "seen": MailPreferenceForm(user=request.user, today=day)["seen"].value(),
            }
        wishes.add_error(None, str(error))
        return _show(request, own, wishes=wishes, status=error.status if isinstance(error, Stale) else 422)
    messages.success(request, _("Đã lưu tùy chọn nhận thư."))
    return redirect("account-profile")


def _show(
    request: AuthedRequest, form: ProfileForm, *, wishes: MailPreferenceForm | None = None, status: int = 200
) -> HttpResponse:
    shown = {
        "form": form,
        "wishes": wishes or MailPreferenceForm(user=request.user, today=today()),
        "held": request.user.posts(today()),
    }
    return render(request, "accounts/profile.html", shown, status=status)
