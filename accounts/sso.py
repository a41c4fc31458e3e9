"""How people come in: accounts are made by the administration, never by sign-up."""

import logging
from smtplib import SMTPException
from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.errors import DomainError
from accounts.models import User

log = logging.getLogger(__name__)

WRONG = _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra Caps Lock và bộ gõ tiếng Việt rồi thử lại.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes self-registration, speaks Vietnamese, and says in one sentence when no mail can be sent."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đang bị khóa. Hãy báo người quản trị hệ thống."),
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "enter_current_password": _("Mật khẩu hiện tại chưa đúng."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "same_as_current": _("Mật khẩu mới phải khác mật khẩu hiện tại."),
        "too_many_login_attempts": _("Đăng nhập sai quá nhiều lần. Hãy đợi năm phút rồi thử lại."),
        "rate_limited": _("Bạn gửi yêu cầu quá nhanh. Hãy đợi một phút rồi thử lại."),
        "invalid_password_reset": _("Đường dẫn đặt lại mật khẩu không còn dùng được."),
        "invalid_or_expired_key": _("Đường dẫn không đúng hoặc đã hết hạn."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers alone: an account belongs to a post in an organisation."""
        return False

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
