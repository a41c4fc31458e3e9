"""The form of a new API token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.tokens import Wish
from accounts.models import Scope

TERMS = [(30, _("30 ngày")), (90, _("90 ngày")), (180, _("180 ngày")), (365, _("1 năm"))]


class TokenForm(forms.Form):
    """What the token is for, what it opens, and for how long."""

    name = forms.CharField(label=_("Dùng cho"), max_length=60, help_text=_("Ví dụ: phần mềm quản lý văn bản."))
    scope = forms.ChoiceField(label=_("Phạm vi"), choices=Scope.choices, initial=Scope.READ)
    days = forms.TypedChoiceField(label=_("Hiệu lực"), choices=TERMS, coerce=int, initial=90)

    def wish(self) -> Wish:
        """What the valid form asks for."""
        return Wish(self.cleaned_data["name"], Scope(self.cleaned_data["scope"]), self.cleaned_data["days"])
