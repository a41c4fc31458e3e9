"""The forms of the second factor, with labels of our own and codes that count once."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from accounts.models import User

CODE_LIVES = 120
"""Seconds for which a code of an app can be valid: the period of 30 before, during and after, rounded up."""


class CodeField(forms.Form):
    """A field for six digits of an app or eight of a recovery code, as telephones and browsers fill it in."""

    hint = _("6 chữ số trên ứng dụng xác thực.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on to allauth as they came
        field = self.fields["code"]
        field.label, field.help_text = _("Mã xác thực"), self.hint
        field.widget.attrs.pop("placeholder", None)
        plain = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "maxlength": 12}
        field.widget.attrs.update(plain)


class CodeOnce(CodeField):
    """A code that was taken is not taken again while it could still be valid."""

    user: User
    authenticator: Authenticator
    hint = _("6 chữ số trên ứng dụng xác thực, hoặc một mã dự phòng.")

    def clean_code(self) -> str:
        """The code, unless it was used before.

        Raises:
            ValidationError: wrong, used, or too many wrong ones.
        """
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of allauth's form that comes next in line
            fresh = cache.add(f"signin:code:{self.user.pk}:{''.join(code.split())}", 1, timeout=CODE_LIVES)
        except RedisError as error:
            # Without its memory the site cannot tell a code from a used one, nor count wrong ones.
            raise ValidationError(_("Hệ thống tạm thời chưa kiểm tra được mã. Hãy thử lại sau ít phút.")) from error
        if self.authenticator.type == Authenticator.Type.TOTP and not fresh:
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(CodeOnce, base.AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code that completes a sign-in."""


class ReauthenticateForm(CodeOnce, base.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code that confirms who is sitting there."""


class ActivateTOTPForm(CodeField, totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code of a new app."""


class NamedKey(forms.Form):
    """The name by which its owner knows a key."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on to allauth as they came
        name = self.fields["name"]
        name.label, name.help_text = _("Tên khóa"), _("Để bạn nhận ra khóa, ví dụ: khóa USB ở bàn làm việc.")
        name.widget.attrs["maxlength"] = 60


class AddWebAuthnForm(NamedKey, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A new key."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["passwordless"]
        field.label = _("Dùng khóa này thay cả mật khẩu")
        field.help_text = _("Khóa phải hỏi mã PIN, vân tay hoặc khuôn mặt.")


class EditWebAuthnForm(NamedKey, webauthn.EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Another name for a key."""
