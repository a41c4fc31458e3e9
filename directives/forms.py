"""Forms of papers and drafts; they read what people type, the actions decide."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Field, Organisation
from directives import recurrence
from directives.actions.registry import HeaderValues
from directives.actions.shaping import DraftValues
from directives.identity import identify
from directives.kinds import KIND_NAMES
from directives.models import Directive, TaskDraft, Urgency
from directives.models.draft import PRECISIONS
from directives.parsing.types import Precision

_DATE: Final = {"placeholder": _("ngày/tháng/năm"), "inputmode": "numeric", "autocomplete": "off"}


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A date typed as people write it here (15/2/2023); a picker of the browser would follow the machine's country."""
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs=_DATE, format="%d/%m/%Y"), **options
    )


class HeaderForm(forms.Form):
    """The header of a paper; nothing but the subject must be known at once."""

    number_text = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "02/CT-UBND", "autocomplete": "off"}),
    )
    unnumbered = forms.BooleanField(label=_("Văn bản không có số"), required=False)
    kind = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    issued_on = date_field(_("Ngày ban hành"))
    issuer_name = forms.CharField(
        label=_("Cơ quan ban hành"), max_length=300, required=False, widget=forms.TextInput(attrs={"list": "issuers"})
    )
    signer = forms.CharField(label=_("Người ký"), max_length=120, required=False)
    subject = forms.CharField(
        label=_("Trích yếu"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency.choices, initial=Urgency.NORMAL)
    field = forms.ModelChoiceField(
        label=_("Lĩnh vực"), queryset=Field.objects.all(), required=False, empty_label=_("Chưa phân lĩnh vực")
    )
    received_on = date_field(_("Ngày đến"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        kind.choices = [("", _("Chưa rõ")), *KIND_NAMES.items()]
        said = self.initial.get("kind")
        if said and said not in KIND_NAMES:
            kind.choices = [*kind.choices, (said, said)]

    @classmethod
    def of(cls, directive: Directive) -> "HeaderForm":
        """The form filled with what is known of the paper."""
        initial = {name: getattr(directive, name) for name in cls.base_fields}
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        """A paper without a number has none; the kind comes from the symbol when nobody chose one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("unnumbered") and cleaned.get("number_text"):
            self.add_error("unnumbered", _("Đã nhập số, ký hiệu thì không đánh dấu là văn bản không có số."))
        if not cleaned.get("kind"):
            said = identify(number_text=cleaned.get("number_text", ""), kind="", issuer_name="", issued_on=None)
            cleaned["kind"] = said.kind
        return cleaned

    def values(self) -> HeaderValues:
        """What was typed, for the action."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return HeaderValues(**cleaned)


def organisations_field(label: Any) -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]  # no generic at run time
    """Organisations by key, as the picker sends them."""
    return forms.ModelMultipleChoiceField(queryset=Organisation.objects.all(), label=label, required=False)


class DraftForm(forms.Form):
    """A draft as the reviewer wants it."""

    text = forms.CharField(label=_("Nội dung nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 5}))
    leads = organisations_field(_("Cơ quan chủ trì"))
    coordinating = organisations_field(_("Cơ quan phối hợp"))
    due_on = date_field(_("Hạn"))
    precision = forms.ChoiceField(
        label=_("Hạn tính theo"), choices=[(key, words) for key, words in PRECISIONS if key != "none"], required=False
    )
    recurrence = forms.ChoiceField(label=_("Định kỳ"), required=False)
    no_deadline_confirmed = forms.BooleanField(label=_("Xác nhận không có hạn"), required=False)
    product = forms.CharField(label=_("Sản phẩm phải nộp"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recurrence"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        known = {key for key, _words in recurrence.COMMON}
        own = [(rule, recurrence.label(rule))] if rule and rule not in known else []
        field.choices = [("", _("Không định kỳ")), *own, *recurrence.COMMON]

    @classmethod
    def of(cls, draft: TaskDraft) -> "DraftForm":
        """The form filled with the draft."""
        names = [name for name in cls.base_fields if name not in {"leads", "coordinating"}]
        initial = {name: getattr(draft, name) for name in names}
        return cls(initial=initial, rule=draft.recurrence)

    def values(self) -> DraftValues:
        """What was typed, for the action."""
        cleaned = self.cleaned_data
        return DraftValues(
            text=cleaned["text"],
            leads=_keys(cleaned["leads"]),
            coordinating=_keys(cleaned["coordinating"]),
            due_on=cleaned["due_on"],
            precision=cleaned["precision"] or Precision.DAY.value,
            recurrence=cleaned["recurrence"],
            product=cleaned["product"],
            no_deadline_confirmed=cleaned["no_deadline_confirmed"],
        )


def _keys(organisations: Iterable[Organisation]) -> tuple[int, ...]:
    return tuple(organisation.pk for organisation in organisations)


class PasteForm(forms.Form):
    """A text copied from somewhere."""

    title = forms.CharField(label=_("Tên gọi"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Toàn văn văn bản"), widget=forms.Textarea(attrs={"rows": 14}), max_length=2_000_000, strip=False
    )
