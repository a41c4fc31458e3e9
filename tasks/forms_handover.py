"""The form of a hand-over: a receiver for each group, another one for single tasks where wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tasks.actions.handover import NOBODY, Choice
from tasks.open_work import LABELS, MAY_RETURN, NO_RECEIVER, Group, Item, Load

BACK = {
    Group.OFFICER: _("Trả lại đơn vị: chưa có chuyên viên, lãnh đạo đơn vị giao sau"),
    Group.SERIES_OFFICER: _("Trả lại đơn vị: kỳ tới chưa có chuyên viên"),
    Group.ABSENCE: _("Không có người thay"),
}
"""What leaving a group without anybody is called."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item with the field in which somebody else than for the group is chosen (None: not offered)."""

    item: Item
    field: forms.BoundField | None


@dataclass(frozen=True, slots=True)
class Part:
    """One group as the page shows it."""

    group: Group
    label: object
    field: forms.BoundField | None
    rows: list[Row]


class HandOverForm(forms.Form):
    """`g-<group>` is who takes the group, `i-<group>-<key>` who takes one item of it instead."""

    reason = forms.CharField(
        label=_("Lý do bàn giao"), max_length=500, required=False, widget=forms.TextInput(attrs={"size": 60})
    )

    def __init__(self, *args: Any, load: Load, candidates: Mapping[Group, Sequence[User]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.load = load
        for group, items in load.items.items():
            if group in NO_RECEIVER:
                continue
            people = [(str(user.pk), user.full_name) for user in candidates.get(group, ())]
            back = [(str(NOBODY), BACK[group])] if group in MAY_RETURN else []
            self.fields[f"g-{group}"] = forms.ChoiceField(
                label=_("Người nhận"), choices=[("", _("– chọn người nhận –")), *people, *back], required=False
            )
            if group is Group.OFFICER and len(items) > 1:
                self._single(items, [("", _("như trên")), *people, *back])

    def _single(self, items: Sequence[Item], choices: list[tuple[str, Any]]) -> None:
        for item in items:
            name = f"i-{item.group}-{item.pk}"
            self.fields[name] = forms.ChoiceField(label=_("Người nhận riêng"), choices=choices, required=False)

    def parts(self) -> list[Part]:
        """The groups with their fields, in the order of the page."""
        return [
            Part(group, LABELS[group], self._field(f"g-{group}"), [self._row(item) for item in items])
            for group, items in self.load.items.items()
        ]

    def _row(self, item: Item) -> Row:
        return Row(item, self._field(f"i-{item.group}-{item.pk}"))

    def _field(self, name: str) -> forms.BoundField | None:
        return self[name] if name in self.fields else None

    def choice(self) -> Choice:
        """As the action takes it (the form is valid)."""
        groups: dict[Group, int] = {}
        single: dict[tuple[Group, int], int] = {}
        for name, value in self.cleaned_data.items():
            kind, _dash, rest = name.partition("-")
            if not value or kind not in {"g", "i"}:
                continue
            if kind == "g":
                groups[Group(rest)] = int(value)
            else:
                group, _dash, key = rest.rpartition("-")
                single[Group(group), int(key)] = int(value)
        return Choice(groups, single)
