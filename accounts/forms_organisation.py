"""Forms that add one organisation, or many from a spreadsheet."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.forms import OrganisationField, PhrasesField
from accounts.models import Organisation, OrganisationKind
from accounts.widgets import DayInput


class NewOrganisationForm(forms.Form):
    """A body that is not in the directory yet."""

    name = forms.CharField(label=_("Tên đầy đủ"), max_length=300)
    short_name = forms.CharField(
        label=_("Tên gọi"), max_length=200, required=False, help_text=_("Để trống: như tên đầy đủ.")
    )
    code = forms.SlugField(label=_("Mã"), max_length=60, help_text=_("Chữ không dấu, số, gạch nối; không đổi về sau."))
    kind = forms.ChoiceField(label=_("Loại"), choices=OrganisationKind.choices, initial=OrganisationKind.DIVISION)
    parent = OrganisationField(label=_("Tổ chức cấp trên"), required=False)
    email = forms.EmailField(label=_("Hộp thư đầu mối"), required=False)
    valid_from = forms.DateField(label=_("Có từ ngày"), widget=DayInput(), required=False)
    symbols = PhrasesField(label=_("Ký hiệu"), required=False, help_text=_("Mỗi dòng một ký hiệu, ví dụ STC."))
    aliases = PhrasesField(
        label=_("Cách gọi khác"), required=False, help_text=_("Mỗi dòng một cách gọi hay gặp trong văn bản.")
    )
    head_titles = PhrasesField(
        label=_("Chức danh người đứng đầu"), required=False, help_text=_("Mỗi dòng một chức danh.")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = self.fields["parent"]
        assert isinstance(offered, OrganisationField)  # noqa: S101 - declared above; tells the type checker
        offered.offer(Organisation.objects.in_force(today))

    def values(self) -> dict[str, Any]:
        """Columns to store, with the parent."""
        return {**self.cleaned_data, "short_name": self.cleaned_data["short_name"] or self.cleaned_data["name"][:200]}


class SheetForm(forms.Form):
    """A spreadsheet of organisations."""

    file = forms.FileField(label=_("Tệp .xlsx"))

    def clean_file(self) -> Any:
        """Only the ending is looked at here; what it holds is read with care."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".xlsx"):
            raise forms.ValidationError(_t("Hãy chọn tệp .xlsx; có thể tải tệp mẫu bên cạnh."))
        return file
