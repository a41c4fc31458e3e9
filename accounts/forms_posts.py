"""The form that corrects a post."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.people import PostDates
from accounts.forms import VersionedForm
from accounts.models import Field, Membership
from accounts.widgets import DayInput


class CorrectPostForm(VersionedForm):
    """Title, dates and fields; the role and the organisation of a post stay as they are."""

    title = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    valid_from = forms.DateField(label=_("Từ ngày"), widget=DayInput())
    valid_to = forms.DateField(
        label=_("Đến trước ngày"), widget=DayInput(), required=False, help_text=_("Để trống nếu chưa biết.")
    )
    fields_in_charge = forms.ModelMultipleChoiceField(
        label=_("Lĩnh vực phụ trách"),
        queryset=Field.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Dành cho lãnh đạo UBND."),
    )

    def __init__(self, *args: Any, post: Membership, **options: Any) -> None:
        options["initial"] = {name: getattr(post, name) for name in ("title", "valid_from", "valid_to", "version")}
        options["initial"]["fields_in_charge"] = list(post.fields_in_charge.all())
        super().__init__(*args, **options)

    def dates(self) -> PostDates:
        """What the form says."""
        data = self.cleaned_data
        return PostDates(data["valid_from"], data["valid_to"], data["title"], tuple(data["fields_in_charge"]))
