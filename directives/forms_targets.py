"""Forms of targets and of their values; numbers are typed as the country writes them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms import VersionedForm
from accounts.models import Organisation
from accounts.widgets import DayInput
from directives.actions.targets import Measured, TargetValues
from directives.models import Target
from directives.models.target import COMPARISONS
from directives.parsing import targets as reading
from directives.target_words import figure

LARGEST = Decimal(10) ** 15


class FigureField(forms.Field):
    """A number as papers print it: 84.199,2 or 12,5; a single point before anything but three figures is decimal."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "12"})
    default_error_messages = {"invalid": _("Hãy nhập một số, ví dụ 12,5 hoặc 1.200.")}
    default_validators = [MinValueValidator(-LARGEST), MaxValueValidator(LARGEST)]

    def to_python(self, value: Any) -> Decimal | None:
        """The number; None for an empty field.

        Raises:
            forms.ValidationError: it is no number, or one with more than four decimals.
        """
        typed = "".join(str(value or "").split())
        if not typed:
            return None
        negative, bare = typed.startswith("-"), typed.lstrip("-+")
        number = reading.number(bare) if bare[:1].isdigit() else None
        exponent = number.as_tuple().exponent if number is not None else 0
        if number is None or not isinstance(exponent, int) or exponent < -4:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return -number if negative else number

    def prepare_value(self, value: Any) -> Any:
        """A number is shown as it would be typed."""
        return figure(value) if isinstance(value, Decimal) else value


class TargetForm(VersionedForm):
    """A target as the clerk wants it."""

    name = forms.CharField(label=_("Chỉ tiêu"), max_length=300)
    comparison = forms.ChoiceField(label=_("So sánh"), choices=COMPARISONS)
    value_from = FigureField(label=_("Giá trị"))
    value_to = FigureField(label=_("đến (nếu là khoảng)"), required=False)
    unit = forms.CharField(label=_("Đơn vị tính"), max_length=60, required=False)
    due_on = forms.DateField(label=_("Phải đạt đến ngày"), widget=DayInput(), required=False)
    lead = forms.ModelChoiceField(
        label=_("Cơ quan chủ trì"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Chưa phân công"),
    )
    path = forms.CharField(label=_("Vị trí trong văn bản"), max_length=120, required=False)

    def __init__(self, *args: Any, bodies: Any, target: Target | None = None, **kwargs: Any) -> None:
        if target is not None:
            kwargs["initial"] = {name: getattr(target, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)  # noqa: S101 - declared above; tells the type checker
        lead.queryset = bodies

    def values(self) -> TargetValues:
        """What was typed, for the action."""
        return TargetValues(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class MeasuredForm(forms.Form):
    """A value on a day."""

    on = forms.DateField(label=_("Số liệu đến ngày"), widget=DayInput())
    value = FigureField(label=_("Giá trị"))
    source = forms.CharField(label=_("Nguồn số liệu"), max_length=300)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)

    def measured(self) -> Measured:
        """What was typed, for the action."""
        return Measured(**self.cleaned_data)
