"""Pages of invitations for the office, and the page on which the invited join."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import people_policy
from accounts.actions import invitations as actions
from accounts.clock import today
from accounts.errors import DomainError
from accounts.forms import PostForm
from accounts.forms_invitation import InviteForm, JoinForm
from accounts.http import AuthedRequest
from accounts.models import Invitation

PAGE: Final = 50
BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
def invitation_list(request: AuthedRequest) -> HttpResponse:
    """Who was invited: pending ones, or all with what became of them."""
    people_policy.may_invite_at_all(request.user, today()).require()
    everything = request.GET.get("all") == "1"
    rows = Invitation.objects.all() if everything else Invitation.objects.pending()
    joined = rows.select_related("organisation", "invited_by", "user").order_by("-pk")
    shown = {
        "page_obj": Paginator(joined, PAGE).get_page(request.GET.get("page")),
        "everything": everything,
        "now": timezone.now(),
    }
    return render(request, "accounts/invitation_list.html", shown)


@require_http_methods(["GET", "POST"])
def invitation_new(request: AuthedRequest) -> HttpResponse:
    """Invite somebody with a first post."""
    day = today()
    people_policy.may_invite_at_all(request.user, day).require()
    data = request.POST or None
    form, post = InviteForm(data), PostForm(data, today=day)
    if request.method == "POST" and form.is_valid() and post.is_valid():
        try:
            row = actions.invite(form.person(), post.post(), actor=request.user, today=day, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã gửi thư mời tới %(email)s.") % {"email": row.email})
            return redirect("invitation-list")
    status = 422 if form.errors or post.errors else 200
    shown = {"form": form, "post": post, "days": settings.INVITATION_DAYS}
    return render(request, "accounts/invitation_new.html", shown, status=status)


@require_POST
def invitation_resend(request: AuthedRequest, pk: int) -> HttpResponse:
    """Send a new link."""
    people_policy.may_invite_at_all(request.user, today()).require()
    get_object_or_404(Invitation, pk=pk)
    row = actions.resend(pk, actor=request.user, today=today(), now=timezone.now())
    messages.success(request, _("Đã gửi lại thư mời tới %(email)s; liên kết cũ hết hiệu lực.") % {"email": row.email})
    return redirect("invitation-list")


@require_POST
def invitation_revoke(request: AuthedRequest, pk: int) -> HttpResponse:
    """Make the link void."""
    people_policy.may_invite_at_all(request.user, today()).require()
    get_object_or_404(Invitation, pk=pk)
    actions.revoke(pk, actor=request.user, today=today(), now=timezone.now())
    messages.success(request, _("Đã thu hồi lời mời."))
    return redirect("invitation-list")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The invited choose a password and are signed in; a link that no longer works says so and nothing else."""
    now = timezone.now()
    try:
        row = actions.find(token, now)
    except DomainError as refusal:
        return render(request, "accounts/invitation_void.html", {"sentence": str(refusal)}, status=refusal.status)
    form = JoinForm(request.POST or None, invitation=row)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.accept(token, form.cleaned_data["password1"], today=today(), now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, user, backend=BACKEND)
            messages.success(
                request, _("Chào mừng %(name)s. Tài khoản của bạn đã sẵn sàng.") % {"name": user.full_name}
            )
            return redirect("home")
    shown = {"invitation": row, "form": form, "last": row.expires_at - timedelta(seconds=1)}
    return render(request, "accounts/invitation_accept.html", shown, status=422 if form.errors else 200)
