"""Forms of work handed out inside a unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from tasks.actions import parts
from tasks.forms import StepForm, day_field, offer, words_field
from tasks.models import Task


class TermsForm(StepForm):
    """Words, who, until when, what comes out of it, and the share in the whole."""

    text = words_field(_("Nội dung việc"), rows=3)
    officer = forms.ModelChoiceField(label=_("Người thực hiện"), queryset=User.objects.none(), required=False)
    due_on = day_field(_("Hạn"))
    product = forms.CharField(label=_("Sản phẩm"), max_length=500, required=False)
    weight = forms.IntegerField(
        label=_("Tỷ trọng"),
        min_value=1,
        max_value=100,
        initial=1,
        help_text=_("Phần của việc này trong tiến độ chung; để 1 cho mọi việc là bằng nhau."),
    )

    def people_of(self, whole: Task) -> None:
        """The people of the unit that hands out, and until when it can give."""
        people = parts.people_for(whole, self.today)
        offer(self, "officer", User.objects.filter(pk__in=[person.pk for person in people]).order_by("full_name"))
        if whole.due_on is not None:
            self.fields["due_on"].help_text = _now("Không sau hạn %(due)s của nhiệm vụ.") % {
                "due": f"{whole.due_on:%d/%m/%Y}"
            }

    def terms(self) -> dict[str, Any]:
        """What both forms have in common, as `parts.Terms` takes it."""
        return {name: self.cleaned_data[name] for name in ("text", "officer", "due_on", "product", "weight")}


class HandOutForm(TermsForm):
    """One more part: to an officer, or to a division whose head passes it on."""

    unit = forms.ModelChoiceField(
        label=_("Đơn vị nhận việc"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("Để trống khi giao thẳng cho một người của đơn vị."),
    )
    field_order = ["version", "text", "unit", "officer", "due_on", "product", "weight"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = Organisation.objects.in_force(self.today).within(self.task.lead)
        offer(self, "unit", below.exclude(pk=self.task.lead_id).order_by("path"))
        self.people_of(self.task)

    def carry_out(self) -> Task:
        """`parts.hand_out`."""
        terms = parts.Terms(unit=self.cleaned_data["unit"], **self.terms())
        return parts.hand_out(self.task.pk, **self.seen, terms=terms)


class ChangePartForm(TermsForm):
    """Other terms; deadlines further down that would be later than the new one have to be confirmed."""

    keep_conflicts = forms.BooleanField(
        label=_("Giữ các hạn muộn hơn ở cấp dưới"),
        required=False,
        help_text=_("Chỉ cần khi hệ thống báo có hạn muộn hơn."),
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        now = {name: getattr(task, name) for name in ("text", "due_on", "product", "weight")}
        kwargs["initial"] = {**now, "officer": task.officer_id, **(kwargs.get("initial") or {})}
        super().__init__(*args, task=task, **kwargs)
        if task.parent is not None:
            self.people_of(task.parent)

    def carry_out(self) -> Task:
        """`parts.change`."""
        terms = parts.Terms(keep_conflicts=self.cleaned_data["keep_conflicts"], **self.terms())
        return parts.change(self.task.pk, **self.seen, terms=terms)
