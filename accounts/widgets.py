"""The date field of the house: day, month and year as people write them here, whatever the browser speaks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """A day typed as dd/mm/yyyy; the browser's own picker would follow the language of the browser, not of the page."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        usual = {"placeholder": _("ngày/tháng/năm"), "inputmode": "numeric", "autocomplete": "off", "size": "10"}
        super().__init__(attrs={**usual, **(attrs or {})}, format="%d/%m/%Y")
