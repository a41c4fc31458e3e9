"""The form of a rule of the leadership pack."""

from datetime import date
from typing import Any

from django import forms as fields
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from tasks.actions.packs import Wish
from tasks.models import PackRule, Weekday
from tasks.policy_office import CHARGE
from tasks.reports.catalogue import REPORTS
from tasks.reports.papers import LABELS


class PackRuleForm(fields.Form):
    """When, what, in which formats, to whom."""

    version = fields.IntegerField(widget=fields.HiddenInput, initial=1)
    name = fields.CharField(label=_("Tên"), max_length=120)
    weekday = fields.TypedChoiceField(label=_("Gửi vào"), choices=Weekday.choices, coerce=int)
    hour = fields.TimeField(label=_("Lúc"), help_text=_("Ví dụ 16:00. Ngày nghỉ thì gửi vào ngày làm việc liền trước."))
    reports = fields.MultipleChoiceField(label=_("Báo cáo"), widget=fields.CheckboxSelectMultiple)
    forms = fields.MultipleChoiceField(
        label=_("Định dạng"),
        widget=fields.CheckboxSelectMultiple,
        choices=[(form.value, label) for form, label in LABELS.items()],
    )
    readers = fields.ModelMultipleChoiceField(
        label=_("Người nhận"), queryset=User.objects.none(), widget=fields.SelectMultiple(attrs={"size": 14})
    )
    is_active = fields.BooleanField(label=_("Đang dùng"), required=False, initial=True)

    def __init__(self, *args: Any, today: date, **given: Any) -> None:
        super().__init__(*args, **given)
        reports, readers = self.fields["reports"], self.fields["readers"]
        assert isinstance(reports, fields.MultipleChoiceField)  # noqa: S101 - tells the type checker what stands above
        assert isinstance(readers, fields.ModelMultipleChoiceField)  # noqa: S101 - as above
        reports.choices = [(slug, str(maker.title)) for slug, maker in REPORTS.items()]
        posts = Membership.objects.on(today).filter(role__in=CHARGE)
        readers.queryset = User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("full_name")

    def wish(self) -> Wish:
        """What it says."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Wish(**{**given, "readers": list(given["readers"])})


def initial(rule: PackRule) -> dict[str, Any]:
    """What the form shows of a rule."""
    names = ("version", "name", "weekday", "reports", "forms", "is_active")
    shown = {name: getattr(rule, name) for name in names}
    return {**shown, "hour": f"{rule.hour:%H:%M}", "readers": list(rule.readers.all())}
