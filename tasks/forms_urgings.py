"""Forms about urging: one task, a selection, and the letter."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from tasks.actions import urging_letters, urgings
from tasks.forms import StepForm, day_field
from tasks.letters.types import SIGNATURES, Signer
from tasks.models import Task

SIGNERS = [(signer.value, " – ".join(lines)) for signer, lines in SIGNATURES.items()]
"""As printed above the name; the powers are those of NĐ 30/2020."""


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


class LetterFields(forms.Form):
    """Who signs the letter, and what it lists."""

    signer = forms.ChoiceField(label=_("Ký"), choices=SIGNERS, initial=Signer.OFFICE_DEPUTY.value)
    signer_name = forms.CharField(label=_("Họ tên người ký"), max_length=80, required=False)
    whole = forms.BooleanField(
        label=_("Liệt kê mọi nhiệm vụ quá hạn, sắp đến hạn, không có hạn của các đơn vị này"), required=False
    )
    dated = forms.BooleanField(label=_("Ghi ngày hôm nay (bỏ chọn để văn thư điền)"), required=False)

    def terms(self, unit: int | None = None) -> urging_letters.Terms:
        """As the action takes them (the form is valid)."""
        given = {name: self.cleaned_data[name] for name in ("signer", "signer_name", "whole", "dated")}
        return urging_letters.Terms(**given, unit=unit)


class RoundForm(MessageFields, LetterFields):
    """A round of urging: the message, and the letter when one is wanted."""

    with_letter = forms.BooleanField(label=_("Soạn công văn đôn đốc kèm theo (.docx)"), required=False)
    field_order = ["words", "answer_by", "again", "with_letter", "signer", "signer_name", "whole", "dated"]

    def __init__(self, *args: Any, asks_again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_again:
            self.fields["again"].widget = forms.HiddenInput()


class WholeRoundLetterForm(LetterFields):
    """A letter for every unit of a round, or for one of them."""

    unit = forms.ModelChoiceField(
        label=_("Gửi"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Mọi đơn vị trong đợt, một công văn kèm phụ lục"),
    )
    field_order = ["unit", "signer", "signer_name", "whole", "dated"]

    def __init__(self, *args: Any, units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = units
