"""The form of an absence."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.absences import Leave
from accounts.forms import VersionedForm
from accounts.models import Absence, User
from accounts.widgets import DayInput


class AbsenceForm(VersionedForm):
    """Days, substitute and what it rests on."""

    first_on = forms.DateField(label=_("Từ ngày"), widget=DayInput())
    last_on = forms.DateField(label=_("Đến hết ngày"), widget=DayInput())
    substitute = forms.ModelChoiceField(
        label=_("Người thay"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Không có người thay"),
        help_text=_("Người cùng cơ quan; nhận thư nhắc và quyết định thay trong thời gian này."),
    )
    ground = forms.CharField(
        label=_("Căn cứ"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: Giấy nghỉ phép số 12/GNP-STC, hoặc đi công tác."),
    )

    def __init__(
        self, *args: Any, substitutes: Iterable[User], today: date, row: Absence | None = None, **options: Any
    ) -> None:
        options["initial"] = {"first_on": today, "last_on": today}
        if row is not None:
            options["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **options)
        offered = self.fields["substitute"]
        assert isinstance(offered, forms.ModelChoiceField)  # noqa: S101 - declared above; tells the type checker
        offered.queryset = User.objects.filter(pk__in=[user.pk for user in substitutes]).order_by("full_name", "pk")

    def leave(self) -> Leave:
        """What the form says."""
        data = self.cleaned_data
        return Leave(data["first_on"], data["last_on"], data["substitute"], data["ground"])
