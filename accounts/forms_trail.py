"""The form of the audit trail."""

from ipaddress import ip_network

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.widgets import DayInput

ROW = RegexValidator(r"^[a-z_]+\.[a-z_]+:[A-Za-z0-9-]+$", _("Ví dụ: tasks.task:41"))


class TrailForm(forms.Form):
    """What to show of the audit trail."""

    actor = forms.CharField(label=_("Người thực hiện"), max_length=120, required=False)
    action = forms.CharField(label=_("Việc"), max_length=60, required=False)
    target = forms.CharField(label=_("Đối tượng"), max_length=200, required=False)
    since = forms.DateField(label=_("Từ ngày"), widget=DayInput(), required=False)
    until = forms.DateField(label=_("Đến hết ngày"), widget=DayInput(), required=False)
    text = forms.CharField(label=_("Nội dung trước, sau"), max_length=100, required=False)
    address = forms.CharField(label=_("Địa chỉ IP"), max_length=45, required=False)
    about = forms.CharField(label=_("Mã đối tượng"), max_length=100, required=False, validators=[ROW])

    def clean_address(self) -> str:
        """An address, or a network such as 10.1.0.0/16."""
        typed = str(self.cleaned_data["address"]).strip()
        if not typed:
            return ""
        try:
            return str(ip_network(typed, strict=False))
        except ValueError:
            raise forms.ValidationError(_now("Hãy nhập địa chỉ IP, ví dụ 10.1.2.3 hoặc 10.1.0.0/16.")) from None
