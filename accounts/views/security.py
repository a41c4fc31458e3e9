"""Pages about signing in safely: one's own second factor and sessions, and what the office demands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import lockout, mfa, mfa_demand, mfa_gate, people_policy, sessions
from accounts.actions import signin as actions
from accounts.clock import today
from accounts.errors import DomainError
from accounts.forms_signin import SecondFactorForm
from accounts.http import AuthedRequest
from accounts.models import Membership, SecondFactorRule, User


# ── one's own ─────────────────────────────────────────────────────────────────────────────────
@require_GET
@never_cache
def overview(request: AuthedRequest) -> HttpResponse:
    """Everything that guards the account on one page, with what is still demanded at the top."""
    day = today()
    held = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    by_type = {row.type: row.wrap() for row in held}
    due = mfa_demand.due(request.user, day)
    shown = {
        "app": by_type.get(Authenticator.Type.TOTP),
        "keys": [row for row in held if row.type == Authenticator.Type.WEBAUTHN],
        "codes_left": _codes_left(by_type),
        "has_factor": any(row.type in mfa_demand.STRONG for row in held),
        "due": due,
        "days_left": (due - day).days if due else None,
        "is_kept_here": mfa_gate.is_missing(request, request.user),
        "session_count": len(sessions.of(request.user)),
        "linked": SocialAccount.objects.filter(user=request.user).order_by("pk"),
    }
    return render(request, "accounts/security.html", shown)


def _codes_left(by_type: dict[str, Any]) -> int | None:
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
    return None if codes is None else len(codes.get_unused_codes())


@require_http_methods(["GET", "POST"])
def app_remove(request: AuthedRequest) -> HttpResponse:
    """Remove the authenticator app, unless it is the last factor of somebody who must have one."""
    row = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.TOTP)
    return _remove(request, row, totp_views.deactivate_totp)


@require_http_methods(["GET", "POST"])
def key_remove(request: AuthedRequest, pk: int) -> HttpResponse:
    """Remove a security key, unless it is the last factor of somebody who must have one."""
    row = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    return _remove(request, row, webauthn_views.remove_webauthn, pk=pk)


def _remove(request: AuthedRequest, row: Authenticator, view: Any, **parts: int) -> HttpResponse:
    with transaction.atomic():
        # Two removals at once must not take the last two factors: the second waits and finds the first one gone.
        User.objects.select_for_update().get(pk=request.user.pk)
        if reason := mfa.removal_refused(row):
            messages.error(request, reason)
            return redirect("mfa_index")
        answer: HttpResponse = view(request, **parts)
        return answer


@require_GET
@never_cache
def session_list(request: AuthedRequest) -> HttpResponse:
    """One's sessions: device, address, since when and when last used."""
    sessions.note(request, request.user)
    rows = [(row, sessions.device(row.user_agent)) for row in sessions.of(request.user)]
    return render(request, "accounts/session_list.html", {"rows": rows, "own": request.session.session_key})


@require_POST
def session_end(request: AuthedRequest, pk: int) -> HttpResponse:
    """End one session of one's own; this one too."""
    try:
        row = actions.end_own(pk, actor=request.user)
    except UserSession.DoesNotExist as error:
        raise Http404 from error
    if row.session_key == request.session.session_key:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("Đã kết thúc phiên trên thiết bị đó."))
    return redirect("session-list")


@require_POST
def session_end_others(request: AuthedRequest) -> HttpResponse:
    """End all sessions of one's own but this one."""
    ended = actions.end_own_others(actor=request.user, keep=request.session.session_key)
    messages.success(request, _("Đã kết thúc %(count)s phiên khác.") % {"count": ended})
    return redirect("session-list")


@dataclass(frozen=True, slots=True)
class Safety:
    """How somebody's account is guarded, as the administrator sees it."""

    has_factor: bool
    due: date | None
    minutes_locked: int
    session_count: int


def safety_of(person: User) -> Safety:
    """What the page of a person shows to the administrator."""
    return Safety(
        has_factor=mfa_demand.has_factor(person),
        due=mfa_demand.due(person, today()),
        minutes_locked=-(-lockout.seconds_left(lockout.of_user(person)) // 60),
        session_count=UserSession.objects.filter(user=person).count(),
    )


# ── of others, by the administrator ───────────────────────────────────────────────────────────
@require_http_methods(["GET", "POST"])
def second_factor_rule(request: AuthedRequest) -> HttpResponse:
    """Which roles must sign in with a second factor, and who of them has none yet."""
    day = today()
    people_policy.may_manage(request.user, day).require()
    form = SecondFactorForm(request.POST or None)
    if request.method != "POST":
        form = SecondFactorForm.showing(SecondFactorRule.current(), day)
    elif form.is_valid() and _rule_saved(request, form):
        messages.success(request, _("Đã lưu quy định xác thực hai lớp."))
        return redirect("second-factor-rule")
    rule = SecondFactorRule.current()
    shown = {"form": form, "rule": rule, "missing": _missing(rule)}
    return render(request, "accounts/second_factor_rule.html", shown, status=422 if form.errors else 200)


def _rule_saved(request: AuthedRequest, form: SecondFactorForm) -> bool:
    try:
        actions.change_rule(form.wish(), actor=request.user, today=today(), seen_version=form.cleaned_data["version"])
    except DomainError as error:
        form.refuse(error, SecondFactorRule.current())
        return False
    return True


def _missing(rule: SecondFactorRule) -> list[User]:
    """People of demanded roles without a factor, by name."""
    if not rule.roles:
        return []
    strong = Authenticator.objects.filter(type__in=mfa_demand.STRONG).values("user")
    held = Membership.objects.on(today()).filter(role__in=rule.roles).values("user")
    return list(User.objects.filter(is_active=True, pk__in=held).exclude(pk__in=strong).order_by("full_name", "pk"))


@require_POST
def person_factors_reset(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take away the second factor of somebody who lost theirs, and tell them by mail."""
    get_object_or_404(User, pk=pk)
    person, _count = actions.reset_factors(pk, actor=request.user, today=today())
    get_adapter(request).send_notification_mail("mfa/email/factors_reset", person)
    messages.success(request, _("Đã bỏ lớp xác thực thứ hai và kết thúc các phiên; thư báo được gửi cho người này."))
    return redirect("person-detail", pk)


@require_POST
def person_unlock(request: AuthedRequest, pk: int) -> HttpResponse:
    """Let somebody sign in again whom wrong passwords locked out."""
    get_object_or_404(User, pk=pk)
    if actions.unlock(pk, actor=request.user, today=today()):
        messages.success(request, _("Đã mở khóa đăng nhập."))
    else:
        messages.info(request, _("Tài khoản này không bị khóa đăng nhập."))
    return redirect("person-detail", pk)


@require_POST
def person_sessions_end(request: AuthedRequest, pk: int) -> HttpResponse:
    """End all sessions of a person."""
    get_object_or_404(User, pk=pk)
    ended = actions.end_sessions(pk, actor=request.user, today=today())
    messages.success(request, _("Đã kết thúc %(count)s phiên làm việc của người này.") % {"count": ended})
    return redirect("person-detail", pk)
