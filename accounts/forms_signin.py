"""The form of what the office demands of people who sign in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.signin import MOST_GRACE_DAYS, Wish
from accounts.forms import VersionedForm
from accounts.models import SecondFactorRule
from accounts.roles import Role
from accounts.widgets import DayInput


class SecondFactorForm(VersionedForm):
    """Roles, the day from which the days of grace are counted, and how many there are."""

    roles = forms.MultipleChoiceField(
        label=_("Vai trò phải có xác thực hai lớp"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn vai trò nào: không bắt buộc ai, mỗi người vẫn tự bật được."),
    )
    since = forms.DateField(label=_("Tính từ ngày"), widget=DayInput)
    grace_days = forms.IntegerField(
        label=_("Số ngày chuẩn bị"),
        min_value=0,
        max_value=MOST_GRACE_DAYS,
        help_text=_("Hết số ngày này, người chưa thiết lập được đưa thẳng tới trang thiết lập sau khi đăng nhập."),
    )

    @classmethod
    def showing(cls, rule: SecondFactorRule, today: object) -> "SecondFactorForm":
        """The form filled in with the rule in force."""
        held = {"roles": rule.roles, "since": rule.since or today, "grace_days": rule.grace_days}
        return cls(initial={**held, "version": rule.version if not rule._state.adding else ""})

    def wish(self) -> Wish:
        """What the valid form asks for."""
        data = self.cleaned_data
        return Wish(tuple(data["roles"]), data["since"], data["grace_days"])
