"""Forms of papers and drafts; they read what people type, the actions decide."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import VersionedForm
from accounts.models import Field, Organisation
from accounts.widgets import DayInput
from directives import recurrence, repeats
from directives.actions.registry import HeaderValues
from directives.actions.shaping import DraftValues
from directives.identity import identify
from directives.kinds import KIND_NAMES
from directives.models import Directive, TaskDraft, Urgency
from directives.models.draft import PRECISIONS
from directives.parsing.clock import Clock
from directives.parsing.types import Precision
from directives.typed_deadline import NotUnderstood, read_typed


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A date of the header, which may not be known."""
    return forms.DateField(label=label, required=False, widget=DayInput(), **options)


class HeaderForm(VersionedForm):
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
    signer_capacity = forms.CharField(
        label=_("Quyền hạn, chức vụ của người ký"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; PHÓ CHỦ TỊCH")}),
        help_text=_("Ghi như in trên văn bản: TM. thay mặt, Q. quyền, KT. ký thay, TL. thừa lệnh, TUQ. thừa ủy quyền."),
    )
    subject = forms.CharField(
        label=_("Trích yếu"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )
    recipients = forms.CharField(
        label=_("Nơi nhận"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi nơi nhận một dòng."),
    )
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency.choices, initial=Urgency.NORMAL)
    field = forms.ModelChoiceField(
        label=_("Lĩnh vực"), queryset=Field.objects.all(), required=False, empty_label=_("Chưa phân lĩnh vực")
    )
    received_on = date_field(_("Ngày đến"))

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

    def clean_recipients(self) -> str:
        """One recipient on a line, without empty lines."""
        lines = str(self.cleaned_data["recipients"]).splitlines()
        return "\n".join(line.strip() for line in lines if line.strip())

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
    """A draft as the reviewer wants it; the deadline is typed as people write it (see `typed_deadline`)."""

    text = forms.CharField(label=_("Nội dung nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 4}))
    leads = organisations_field(_("Cơ quan chủ trì"))
    coordinating = organisations_field(_("Cơ quan phối hợp"))
    due_on = forms.CharField(
        label=_("Hạn"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("15/2/2023, 30/6, +10lv, cuối quý II"), "autocomplete": "off"}),
    )
    precision = forms.ChoiceField(
        label=_("Hạn tính theo"), choices=[(key, words) for key, words in PRECISIONS if key != "none"], required=False
    )
    deadline_phrase = forms.CharField(label=_("Văn bản viết về hạn"), max_length=500, required=False)
    recurrence = forms.ChoiceField(label=_("Định kỳ"), required=False)
    repeat_weekday = forms.ChoiceField(label=_("Vào thứ"), required=False)
    repeat_day = forms.ChoiceField(label=_("Vào ngày"), required=False)
    repeat_month = forms.ChoiceField(label=_("Của tháng"), required=False)
    no_deadline_confirmed = forms.BooleanField(label=_("Xác nhận không có hạn"), required=False)
    product = forms.CharField(label=_("Sản phẩm phải nộp"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule: str, clock: Clock, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clock, self.today = clock, today
        repeat = repeats.read(rule)
        known = {key for key, _words in recurrence.COMMON}
        own = [(repeat.pace, recurrence.label(repeat.pace))] if repeat.pace and repeat.pace not in known else []
        self._choices("recurrence", [("", _("Không định kỳ")), *own, *recurrence.COMMON])
        self._choices("repeat_weekday", [("", _("tùy chọn")), *repeats.WEEKDAYS])
        days = [(str(day), str(day)) for day in range(1, 32)]
        self._choices("repeat_day", [("", _("tùy chọn")), *days, (repeats.LAST_DAY, _("cuối tháng"))])
        self._choices("repeat_month", [("", _("tùy chọn")), *((str(month), str(month)) for month in range(1, 13))])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = choices

    @classmethod
    def of(cls, draft: TaskDraft, *, clock: Clock, today: date, data: Any = None) -> "DraftForm":
        """The form filled with the draft, or with what was typed over it."""
        names = ("text", "precision", "deadline_phrase", "no_deadline_confirmed", "product", "version")
        repeat = repeats.read(draft.recurrence)
        initial = {name: getattr(draft, name) for name in names} | {
            "due_on": f"{draft.due_on:%d/%m/%Y}" if draft.due_on else "",
            "recurrence": repeat.pace,
            "repeat_weekday": repeat.weekday,
            "repeat_day": repeat.day,
            "repeat_month": repeat.month,
        }
        return cls(data, initial=initial, rule=draft.recurrence, clock=clock, today=today)

    def clean(self) -> dict[str, Any]:
        """The typed deadline as a day, with the precision and the recurrence that its words carry."""
        cleaned: dict[str, Any] = super().clean() or {}
        answers = (cleaned.get(name, "") for name in ("recurrence", "repeat_weekday", "repeat_day", "repeat_month"))
        cleaned["rule"] = repeats.Repeat(*answers).rule
        words = cleaned.get("due_on", "").strip()
        cleaned["due_on"] = None
        if words:
            try:
                self._read_deadline(words, cleaned)
            except NotUnderstood as error:
                self.add_error("due_on", str(error))
        return cleaned

    def _read_deadline(self, words: str, cleaned: dict[str, Any]) -> None:
        issued_on, calendar = self.clock.issued, self.clock.calendar
        typed = read_typed(words, issued_on=issued_on, today=self.today, calendar=calendar)
        cleaned["due_on"] = typed.due_on
        cleaned["rule"] = cleaned["rule"] or typed.recurrence
        if typed.precision != Precision.DAY or not cleaned.get("precision"):
            cleaned["precision"] = typed.precision

    def in_order(self, name: str) -> list[Organisation]:
        """The organisations of a field in the order in which they were sent."""
        rows = {row.pk: row for row in self.cleaned_data.get(name, ())}
        sent = self.data.getlist(name) if hasattr(self.data, "getlist") else []
        keys = [int(key) for key in dict.fromkeys(sent) if str(key).isdecimal()]
        return [rows[key] for key in keys if key in rows]

    def values(self) -> DraftValues:
        """What was typed, for the action."""
        cleaned = self.cleaned_data
        return DraftValues(
            text=cleaned["text"],
            leads=_keys(self.in_order("leads")),
            coordinating=_keys(self.in_order("coordinating")),
            due_on=cleaned["due_on"],
            precision=cleaned["precision"] or Precision.DAY.value,
            recurrence=cleaned["rule"],
            product=cleaned["product"],
            no_deadline_confirmed=cleaned["no_deadline_confirmed"],
            deadline_phrase=cleaned["deadline_phrase"],
        )


class StagesForm(forms.Form):
    """Milestones, one on a line: the day, a colon, what is due on it."""

    stages = forms.CharField(
        label=_("Các mốc, mỗi dòng một mốc (ngày: việc phải xong)"),
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": _("15/3/2025: trình đề án\n30/6/2025: tổng kết")}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, clock: Clock, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clock, self.today = clock, today

    def clean_stages(self) -> list[tuple[date, str]]:
        """Days with their words; a line that names no day is told."""
        lines = [line.strip() for line in self.cleaned_data["stages"].splitlines() if line.strip()]
        return [self._stage(line) for line in lines]

    def _stage(self, line: str) -> tuple[date, str]:
        typed, _colon, words = line.partition(":")
        try:
            day = read_typed(typed, issued_on=self.clock.issued, today=self.today, calendar=self.clock.calendar).due_on
        except NotUnderstood as error:
            raise forms.ValidationError(f"“{line[:60]}”: {error}") from error
        if day is None:
            raise forms.ValidationError(f"“{line[:60]}”: {NotUnderstood()}")
        return day, words.strip()


def _keys(organisations: Iterable[Organisation]) -> tuple[int, ...]:
    return tuple(organisation.pk for organisation in organisations)


class PasteForm(forms.Form):
    """A text copied from somewhere."""

    title = forms.CharField(label=_("Tên gọi"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Toàn văn văn bản"), widget=forms.Textarea(attrs={"rows": 14}), max_length=2_000_000, strip=False
    )
