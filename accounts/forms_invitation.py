"""The forms of an invitation: whom to invite, and the password with which the invited begins."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.forms import PersonForm
from accounts.models import Invitation, User


class InviteForm(PersonForm):
    """A person's data; the address is where the invitation goes. Phone and language they enter themselves."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("phone", "language", "version"):
            del self.fields[name]
        self.fields["email"].required = True

    def clean(self) -> dict[str, Any]:
        """As a person without what was not asked."""
        data = super().clean() or {}
        return {"phone": "", "language": "vi", **data}


class JoinForm(forms.Form):
    """Twice the password of one's own choice."""

    password1 = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
        help_text=password_validators_help_text_html,
    )
    password2 = forms.CharField(
        label=_("Nhập lại mật khẩu"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, invitation: Invitation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.invitation = invitation

    def clean_password1(self) -> str:
        """Strong enough, and not one's own name."""
        row, password = self.invitation, str(self.cleaned_data["password1"])
        validate_password(password, User(username=row.username, full_name=row.full_name, email=row.email))
        return password

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        data = super().clean() or self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _now("Hai lần nhập mật khẩu chưa giống nhau."))
        return data
