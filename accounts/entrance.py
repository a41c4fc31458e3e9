"""The forms of signing in and of passwords: allauth's rules with sentences of our own (it has no Vietnamese)."""

from typing import ClassVar

from allauth.account import forms as base
from django import forms
from django.utils.translation import gettext_lazy as _


class OwnWords(forms.Form):
    """Gives each field its label and autocomplete hint; drops placeholders, which vanish while one types."""

    labels: ClassVar = {
        "login": _("Tên đăng nhập hoặc thư điện tử"),
        "password": _("Mật khẩu"),
        "remember": _("Giữ đăng nhập trên máy này"),
        "oldpassword": _("Mật khẩu hiện tại"),
        "password1": _("Mật khẩu mới"),
        "password2": _("Nhập lại mật khẩu mới"),
        "email": _("Địa chỉ thư điện tử"),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on to allauth as they came
        for name in self.labels.keys() & self.fields.keys():
            field = self.fields[name]
            field.label = self.labels[name]
            field.widget.attrs.pop("placeholder", None)
            if name != "password1":
                field.help_text = ""


class SamePassword(forms.Form):
    """Both new passwords must be equal; stands in for allauth's own check, whose sentence is English."""

    def clean(self) -> dict[str, object]:
        """The cleaned values, with an error on the second password when it differs."""
        values = forms.Form.clean(self) or self.cleaned_data
        first, second = values.get("password1"), values.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Hai lần nhập mật khẩu mới chưa giống nhau."))
        return values


class LoginForm(OwnWords, base.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Name or mail address, and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        plain = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        self.fields["login"].widget.attrs.update(plain)


class ReauthenticateForm(OwnWords, base.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The password once more."""


class ResetPasswordForm(OwnWords, base.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Where the mail with the link goes."""


class ChangePasswordForm(OwnWords, SamePassword, base.ChangePasswordForm):  # type: ignore[misc]  # allauth, no types
    """The old password and twice the new one."""


class SetPasswordForm(OwnWords, SamePassword, base.SetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Twice the first password of an account that has none."""


class ResetPasswordKeyForm(OwnWords, SamePassword, base.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth, no types
    """Twice the new password, behind the link of the mail."""
