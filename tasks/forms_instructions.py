"""Forms of a leader's words: saying them, answering, and judging the answer."""

import uuid
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from accounts.roles import Role
from tasks.actions import instruct
from tasks.forms import FilesField, day_field, words_field
from tasks.models import ASKING, Instruction, InstructionKind, Workday

LABELS: Final = {
    InstructionKind.INSTRUCT.value: _("Nội dung chỉ đạo"),
    InstructionKind.EXPLAIN.value: _("Nội dung phải giải trình"),
}


class SayForm(forms.Form):
    """What is said, to whomever was chosen on the page; `batch` makes a form that is sent twice say it once."""

    kind = forms.ChoiceField(choices=InstructionKind.choices, widget=forms.HiddenInput)
    batch = forms.UUIDField(widget=forms.HiddenInput)
    words = words_field(_("Nội dung"), rows=4)
    answer_by = day_field(_("Trả lời trước hết ngày"))
    document_number = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=80, required=False)
    document_on = day_field(_("Ngày văn bản"))
    leader = forms.ModelChoiceField(label=_("Lãnh đạo cho ý kiến"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, kind: str, at_once: bool, today: date, leader: User | None, **kwargs: Any) -> None:
        limit = Workday.objects.calendar().add_working_days(today, settings.EXPLANATION_WORKING_DAYS)
        kwargs["initial"] = {
            "kind": kind,
            "batch": uuid.uuid4(),
            "leader": leader,
            "answer_by": limit if kind == InstructionKind.EXPLAIN else None,
        }
        super().__init__(*args, **kwargs)
        self.fields["words"].label = LABELS.get(kind, _("Nội dung"))
        self.fields["words"].widget.attrs["autofocus"] = True
        self._limit(kind)
        self._leader(today, at_once=at_once)

    def _limit(self, kind: str) -> None:
        if kind not in ASKING:
            del self.fields["answer_by"]
            self.fields["document_number"].help_text = _("Ví dụ 1234/UBND-VP; có văn bản thì ghi nhận ngay.")
            return
        self.fields["answer_by"].required = kind == InstructionKind.EXPLAIN
        if kind == InstructionKind.EXPLAIN:
            words = _("Đã đặt sẵn %(days)s ngày làm việc; nhắc trước một ngày và mỗi ngày làm việc sau hạn.")
            self.fields["answer_by"].help_text = words % {"days": settings.EXPLANATION_WORKING_DAYS}

    def _leader(self, today: date, *, at_once: bool) -> None:
        if at_once:
            del self.fields["leader"]
            return
        field = self.fields["leader"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above; tells the type checker
        leaders = Membership.objects.on(today).filter(role=Role.LEADER).values("user")
        field.queryset = User.objects.filter(pk__in=leaders).order_by("full_name", "pk")
        field.required = True
        field.help_text = _("Dự thảo được trình lãnh đạo này; chỉ gửi đơn vị khi lãnh đạo quyết định.")

    def wish(self) -> instruct.Wish:
        """As the action takes it (the form is valid)."""
        data = self.cleaned_data
        return instruct.Wish(
            kind=data["kind"],
            words=data["words"],
            answer_by=data.get("answer_by"),
            document_number=data["document_number"],
            document_on=data["document_on"],
            leader=data.get("leader"),
            batch=data["batch"],
        )


class InstructionStepForm(forms.Form):
    """The base of what is done with one record; carries the version that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, instruction: Instruction, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": instruction.version, **(kwargs.get("initial") or {})}
        kwargs.setdefault("auto_id", f"id_{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)

    def given(self) -> dict[str, Any]:
        """The arguments of the action."""
        data = dict(self.cleaned_data)
        return {"seen_version": data.pop("version"), **data}


class AnswerForm(InstructionStepForm):
    """Words, files, and whether it is done with that."""

    words = words_field(_("Nội dung trả lời"), rows=4)
    is_final = forms.BooleanField(
        label=_("Đã thực hiện xong, đề nghị kết thúc"),
        required=False,
        initial=True,
        help_text=_("Bỏ chọn nếu mới trả lời bước đầu; ý kiến vẫn chờ trả lời."),
    )
    uploads = FilesField(_("Tệp kèm theo"))

    def __init__(self, *args: Any, instruction: Instruction, **kwargs: Any) -> None:
        super().__init__(*args, instruction=instruction, **kwargs)
        if instruction.kind == InstructionKind.EXPLAIN:
            del self.fields["is_final"]
            self.fields["words"].label = _("Nội dung giải trình")


class AcceptAnswerForm(InstructionStepForm):
    """A word, or none."""

    words = words_field(_("Ý kiến"), required=False, rows=2, most=1000)


class ReturnAnswerForm(InstructionStepForm):
    """Why, and by when anew."""

    words = words_field(_("Lý do trả lại"), rows=2, most=1000)
    answer_by = day_field(_("Hạn trả lời mới"))


class IssueForm(InstructionStepForm):
    """The draft as the leader wants it said."""

    words = words_field(_("Nội dung"), rows=4)
    answer_by = day_field(_("Trả lời trước hết ngày"))

    def __init__(self, *args: Any, instruction: Instruction, **kwargs: Any) -> None:
        kwargs["initial"] = {"words": instruction.words, "answer_by": instruction.answer_by}
        super().__init__(*args, instruction=instruction, **kwargs)
        if not instruction.asks:
            del self.fields["answer_by"]


class DeclineForm(InstructionStepForm):
    """Why, for who prepared it."""

    words = words_field(_("Lý do không dùng"), required=False, rows=2, most=1000)


class WithdrawInstructionForm(InstructionStepForm):
    """Why it is taken back."""

    words = words_field(_("Lý do thu hồi"), required=False, rows=2, most=1000)
