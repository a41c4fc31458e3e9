"""The form of mail preferences."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.preferences import Wish, may_choose_cadence, state_of
from accounts.models import Cadence, MailPreference, User, Weekday


class HourInput(forms.TimeInput):
    """A time of day as the browser picks it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MailPreferenceForm(forms.Form):
    """Quiet hours for everybody; how often, for leaders only."""

    quiet_from = forms.TimeField(label=_("Không gửi thư từ"), required=False, widget=HourInput())
    quiet_until = forms.TimeField(
        label=_("đến"), required=False, widget=HourInput(), help_text=_("Thư trong giờ này gửi khi hết giờ.")
    )
    cadence = forms.ChoiceField(label=_("Thư tổng hợp"), choices=Cadence.choices)
    weekday = forms.TypedChoiceField(label=_("Vào ngày (khi nhận mỗi tuần)"), choices=Weekday.choices, coerce=int)

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, today: date, **options: Any) -> None:
        kept = MailPreference.objects.filter(user=user).first() or MailPreference(user=user)
        options["initial"] = {name: getattr(kept, name) for name in self.base_fields if name != "seen"}
        options["initial"]["seen"] = state_of(kept)
        super().__init__(*args, **options)
        if not may_choose_cadence(user, today):
            del self.fields["cadence"], self.fields["weekday"]

    def wish(self) -> Wish:
        """What the form says."""
        return Wish(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})
