"""Forms of the ladder: the word that a unit knows, and the rules themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.actions import ladder
from tasks.forms import StepForm, day_field, words_field
from tasks.models import LadderPolicy, LadderRule, Task


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


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the stubs only
    """One rule; ticking `drop` takes it out."""

    drop = forms.BooleanField(label=_("Bỏ"), required=False)

    class Meta:
        model = LadderRule
        fields = ("anchor", "audience", "days", "urgent_days", "every", "is_active")

    def rule(self) -> ladder.Rule:
        """What the row says."""
        return ladder.Rule(**{name: self.cleaned_data[name] for name in self.Meta.fields})

    def validate_unique(self) -> None:
        """All rules are replaced at once, so one row cannot tell; the action does."""

    def validate_constraints(self) -> None:
        """As above."""


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
