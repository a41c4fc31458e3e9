"""How people come in: accounts are made by the administration, never by sign-up."""

import logging
import time
from smtplib import SMTPException
from typing import ClassVar
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import audit, context, lockout, mfa_demand, sessions
from accounts.clock import today
from accounts.errors import DomainError
from accounts.models import User

log = logging.getLogger(__name__)

WRONG = _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra Caps Lock và bộ gõ tiếng Việt rồi thử lại.")
DIRECTORY_AWAY = _(
    "Máy chủ danh bạ của cơ quan đang không trả lời, nên hiện chỉ đăng nhập được bằng mật khẩu riêng của hệ thống này."
)
DIRECTORY_STRANGER = _(
    "Mật khẩu đúng, nhưng bạn chưa có tài khoản trên hệ thống này. Hãy liên hệ người quản trị hệ thống của cơ quan."
)
CHANGES = {
    "account/email/password_changed": _("Mật khẩu của tài khoản đã được đổi."),
    "account/email/password_set": _("Tài khoản đã được đặt mật khẩu."),
    "account/email/password_reset": _("Mật khẩu của tài khoản đã được đặt lại qua đường dẫn trong thư."),
    "mfa/email/totp_activated": _("Ứng dụng xác thực đã được bật cho tài khoản."),
    "mfa/email/totp_deactivated": _("Ứng dụng xác thực của tài khoản đã bị bỏ."),
    "mfa/email/webauthn_added": _("Một khóa bảo mật đã được thêm vào tài khoản."),
    "mfa/email/webauthn_removed": _("Một khóa bảo mật của tài khoản đã bị bỏ."),
    "mfa/email/recovery_codes_generated": _("Bộ mã dự phòng mới đã được tạo; các mã cũ không còn dùng được."),
    "socialaccount/email/account_connected": _("Tài khoản đã được nối với nhà cung cấp danh tính của cơ quan."),
    "mfa/email/factors_reset": _("Người quản trị hệ thống đã bỏ lớp xác thực thứ hai của tài khoản."),
}
"""What a person is told of by mail, by allauth's name of the mail."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes self-registration, locks out who guesses, speaks Vietnamese, and says when no mail can be sent."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đang bị khóa. Hãy báo người quản trị hệ thống."),
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "enter_current_password": _("Mật khẩu hiện tại chưa đúng."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "same_as_current": _("Mật khẩu mới phải khác mật khẩu hiện tại."),
        "too_many_login_attempts": _("Nhập sai quá nhiều lần. Hãy đợi năm phút rồi thử lại."),
        "rate_limited": _("Bạn gửi yêu cầu quá nhanh. Hãy đợi một phút rồi thử lại."),
        "invalid_password_reset": _("Đường dẫn đặt lại mật khẩu không còn dùng được."),
        "invalid_or_expired_key": _("Đường dẫn không đúng hoặc đã hết hạn."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers alone: an account belongs to a post in an organisation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that `config.proxy` found behind our own proxies."""
        return context.current().address or request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - unknown

    def get_login_stages(self) -> list[str]:
        """As allauth's, with our second factor in the place of its own."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.mfa_stages.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Nothing: `authenticate` counts, and locks out, by rules of our own."""

    def authenticate(self, request: HttpRequest, **credentials: object) -> User | None:
        """The person whose name and password these are.

        Raises:
            ValidationError: too many wrong ones before; with the time left.
        """
        login = str(credentials.get("username") or credentials.get("email") or "")
        counters = (lockout.account(login), lockout.address(self.get_client_ip(request)))
        try:
            lockout.enter(counters)
        except lockout.Locked as locked:
            raise _locked_out(locked) from locked
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            lockout.passed(counters)
            return user
        _close(login, lockout.failed(counters))
        _explain(request)
        return None

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The sign-in page; it offers to sign out at the identity provider too when the session came from there."""
        came_from = request.session.get("identity_provider", "")
        return f"{reverse('account_login')}?{urlencode({'left': came_from})}" if came_from else reverse("account_login")

    def post_login(self, request: HttpRequest, user: User, **details: object) -> HttpResponse:
        """Say how many days are left where a second factor is demanded and none is set up."""
        answer: HttpResponse = super().post_login(request, user, **details)
        day = today()
        due = mfa_demand.due(user, day)
        if due is not None and due > day and not mfa_demand.has_factor(user):
            sentence = gettext("Còn %(days)s ngày để thiết lập xác thực hai lớp; hãy mở Hồ sơ của tôi, mục Bảo mật.")
            messages.warning(request, sentence % {"days": (due - day).days})
        return answer

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Not of who signed in or confirmed a moment ago (ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(self.request, self.request.user)
        last = max((record["at"] for record in records), default=0)
        return bool(time.time() - last > app_settings.REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """The ways to say again who one is, in our words."""
        words = {
            "reauthenticate": gettext("Dùng mật khẩu"),
            "mfa_reauthenticate": gettext("Dùng mã xác thực"),
            "mfa_reauthenticate:webauthn": gettext("Dùng khóa bảo mật"),
        }
        found = super().get_reauthentication_methods(user)
        return [{**method, "description": words.get(method["id"], method["description"])} for method in found]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send one of allauth's mails, in the language of the person it is for where that is known.

        Raises:
            DomainError: the mail server did not take it.
        """
        reader = context.get("user")
        try:
            with translation.override(reader.language if isinstance(reader, User) else translation.get_language()):
                super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            log.warning("mail.not_sent template=%s reason=%s", template_prefix, error)
            sentence = _("Máy chủ thư đang không nhận thư nên chưa gửi được. Hãy thử lại sau, hoặc nhờ quản trị viên.")
            raise DomainError(sentence, code="mail_down", status=503) from error

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, object] | None = None, email: str | None = None
    ) -> None:
        """Tell a person that the safeguards of their account changed; a silent mail server does not undo the change."""
        change = CHANGES.get(template_prefix)
        if change is None or not user.email:
            return
        said = {
            "user": user,
            "change": change,
            "at": timezone.localtime(),
            "address": self.get_client_ip(self.request),
            "device": sessions.device(self.get_http_user_agent(self.request)),
            "link": self.request.build_absolute_uri(reverse("mfa_index")),
        }
        try:
            self.send_mail("account/email/safeguard_changed", user.email, said)
        except DomainError:
            log.warning("mail.safeguard_not_told user=%s change=%s", user.pk, template_prefix)


def _locked_out(locked: lockout.Locked) -> ValidationError:
    sentence = gettext(
        "Đăng nhập sai quá nhiều lần. Hãy thử lại sau %(minutes)s phút, hoặc nhờ người quản trị mở khóa."
    )
    return ValidationError(sentence % {"minutes": locked.minutes}, code="locked")


def _close(login: str, closed: list[lockout.Counter]) -> None:
    """Note what a wrong password has closed, and say so to who typed it.

    Raises:
        ValidationError: something was closed.
    """
    if not closed:
        return
    user = lockout.named(login)
    with transaction.atomic():
        said = {"closed": [counter.what for counter in closed], "minutes": lockout.minutes_closed()}
        audit.record("signin.locked", user or User(full_name="–"), actor=None, after=said)
    raise _locked_out(lockout.Locked(lockout.minutes_closed() * 60))


def _explain(request: HttpRequest) -> None:
    """What stood in the way beyond a wrong password.

    Raises:
        ValidationError: the directory is away, or knows somebody whom we do not.
    """
    if getattr(request, "directory_stranger", False):
        raise ValidationError(DIRECTORY_STRANGER, code="stranger")
    if getattr(request, "directory_away", False):
        raise ValidationError([str(WRONG), str(DIRECTORY_AWAY)], code="directory_away")
