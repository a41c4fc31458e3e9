"""Forms of the ladder: the word that a unit knows, and the rules themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.actions import ladder
from tasks.forms import StepForm, day_field, words_field
from tasks.models import Anchor, Audience, LadderPolicy, Task


class AcknowledgeForm(StepForm):
    """When it will be done, and what one likes to add."""

    forecast_on = day_field(
        _("Ngày dự kiến xong"), required=True, hint=_("Việc nhắc ngừng leo bậc trong ít ngày làm việc.")
    )
    words = words_field(_("Ghi chú"), required=False, rows=2, most=500)

    def carry_out(self) -> Task:
        """`ladder.acknowledge`."""
        given = self.cleaned_data
        return ladder.acknowledge(
            self.task.pk, **self.seen, forecast_on=given["forecast_on"], words=given.get("words", "")
        )


class RuleForm(forms.Form):
    """One rule; ticking `drop` takes it out. Whether rules agree with each other is the question of the action."""

    anchor = forms.ChoiceField(label=_("Tính từ"), choices=[("", "–"), *Anchor.choices])
    audience = forms.ChoiceField(label=_("Báo cho"), choices=[("", "–"), *Audience.choices])
    days = forms.IntegerField(label=_("Số ngày"), min_value=0, max_value=365)
    urgent_days = forms.IntegerField(label=_("Hỏa tốc, thượng khẩn"), min_value=0, max_value=365)
    every = forms.IntegerField(label=_("Nhắc lại mỗi"), min_value=1, max_value=365, required=False)
    is_active = forms.BooleanField(label=_("Dùng"), required=False, initial=True)
    drop = forms.BooleanField(label=_("Bỏ"), required=False)

    def clean(self) -> dict[str, Any]:
        """Only reminders before a deadline are told once and on the day itself."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("anchor") == Anchor.BEFORE:
            if data.get("every"):
                self.add_error("every", _("Nhắc trước hạn chỉ báo một lần; hãy để trống."))
        elif data.get("days") == 0 or data.get("urgent_days") == 0:
            self.add_error("days", _("Phải từ 1 ngày làm việc trở lên."))
        return data

    def rule(self) -> ladder.Rule:
        """What the row says."""
        data = dict(self.cleaned_data)
        data.pop("drop")
        return ladder.Rule(**data)


class GeneralForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """What holds for the whole ladder."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = LadderPolicy
        fields = ("pause_days", "urgent_pause_days", "acks_in_row", "urgent_on_days_off", "version")

    def general(self) -> ladder.General:
        """What the form says."""
        data = dict(self.cleaned_data)
        data.pop("version")
        return ladder.General(**data)


RuleSet = forms.formset_factory(RuleForm, extra=1, max_num=30)
