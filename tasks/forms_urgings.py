"""Forms about urging: one task, a selection, and the letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.actions import urgings
from tasks.forms import StepForm, day_field
from tasks.models import Task


class MessageFields(forms.Form):
    """What goes with the urging, for one task and for many."""

    words = forms.CharField(
        label=_("Nội dung đôn đốc"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    answer_by = day_field(_("Yêu cầu trả lời trước hết ngày"))
    again = forms.BooleanField(label=_("Vẫn đôn đốc lần nữa trong hôm nay"), required=False)

    def message(self) -> urgings.Message:
        """As the action takes it (the form is valid)."""
        return urgings.Message(**{name: self.cleaned_data[name] for name in ("words", "answer_by", "again")})


class UrgeForm(MessageFields, StepForm):
    """Words and a day are welcome, not demanded; `seen` is the number of the last urging on the page."""

    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    field_order = ["version", "seen_number", "words", "answer_by", "again"]

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen_number": task.urged_times, **(kwargs.get("initial") or {})}
        super().__init__(*args, task=task, **kwargs)
        last = urgings.urged_on([task], self.today).get(task.pk) if task.urged_times else None
        if last is None:
            del self.fields["again"]
        else:
            self.fields["again"].help_text = urgings.twice_today(last)

    def message(self) -> urgings.Message:
        """Without a question there is nothing to confirm."""
        self.cleaned_data.setdefault("again", False)
        return super().message()

    def carry_out(self) -> Task:
        """`urgings.urge_one`."""
        seen = self.cleaned_data["seen_number"]
        urging = urgings.urge_one(self.task.pk, actor=self.actor, today=self.today, seen=seen, message=self.message())
        return urging.task
