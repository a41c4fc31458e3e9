"""Forms of review meetings: planning, adding to the agenda, writing a decision down."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from tasks.actions import meetings
from tasks.forms import day_field, offer, units, words_field
from tasks.models import AgendaItem, DecisionKind, Meeting


class PlanForm(forms.Form):
    """When, where and under whom; the agenda is built from it."""

    title = forms.CharField(label=_("Tên cuộc họp"), max_length=200, initial=_("Họp giao ban"))
    held_on = day_field(_("Ngày họp"), required=True)
    chair = forms.ModelChoiceField(label=_("Chủ trì"), queryset=User.objects.none())
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    present = words_field(_("Thành phần dự"), required=False, rows=2)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, actor: User, meeting: Meeting | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = _as_typed(meeting) if meeting else {"held_on": today, "chair": actor}
        super().__init__(*args, **kwargs)
        leaders = Membership.objects.on(today).filter(role=Role.LEADER).values("user")
        offer(self, "chair", User.objects.filter(pk__in=leaders).order_by("full_name", "pk"))

    def plan(self) -> meetings.Plan:
        """As the action takes it (the form is valid)."""
        names = ("title", "held_on", "chair", "place", "present")
        return meetings.Plan(**{name: self.cleaned_data[name] for name in names})


def _as_typed(meeting: Meeting) -> dict[str, object]:
    names = ("title", "held_on", "chair", "place", "present", "version")
    return {name: getattr(meeting, name) for name in names}


class AddForm(forms.Form):
    """Something to talk about that is no task."""

    title = forms.CharField(label=_("Nội dung khác cần bàn"), max_length=300)


class DecideForm(forms.Form):
    """What was decided about one item; a task's decision goes to its lead, another names the body."""

    kind = forms.ChoiceField(label=_("Kết luận"), choices=DecisionKind.choices)
    words = words_field(_("Nội dung kết luận"), rows=3)
    unit = forms.ModelChoiceField(label=_("Cơ quan thực hiện"), queryset=Organisation.objects.none(), required=False)
    until = day_field(_("Thời hạn"), hint=_("Hạn trả lời, hoặc hạn mới nếu cho gia hạn (để trống: như đề nghị)."))

    def __init__(self, *args: Any, item: AgendaItem, today: date, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.task is None:
            offer(self, "unit", units(today))
            self.fields["unit"].required = True
        else:
            del self.fields["unit"]
        if not asks:
            del self.fields["kind"]
        words = self.fields["words"]
        words.widget.attrs.update({"data-key": "n", "data-key-label": words.label})

    def ruling(self) -> meetings.Ruling:
        """As the action takes it (the form is valid)."""
        data = self.cleaned_data
        kind = data.get("kind") or DecisionKind.INSTRUCT.value
        return meetings.Ruling(kind, data["words"], data.get("unit"), data["until"])
