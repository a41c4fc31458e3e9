"""Forms of the wizard that reorganises bodies."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.forms import PhrasesField, VersionedForm
from accounts.models import Organisation, Reorganisation, ReorganisationKind
from accounts.widgets import DayInput
from tasks.actions.succession import Decision

COLUMNS = ("name", "short_name", "symbol", "email")


class BodiesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic for the stubs only
    """Organisations found by typing; kept in the order in which they were chosen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organisation.objects.all(), required=False, **options)

    def clean(self, value: Any) -> Any:
        """The chosen bodies in their order."""
        found = {row.pk: row for row in super().clean(value)}
        return [found[int(key)] for key in dict.fromkeys(value or ()) if int(key) in found]


class DecisionForm(VersionedForm):
    """What the paper decides."""

    kind = forms.ChoiceField(label=_("Hình thức"), choices=ReorganisationKind.choices, widget=forms.RadioSelect)
    sources = BodiesField(label=_("Đơn vị được sắp xếp"))
    receivers = BodiesField(label=_("Đơn vị tiếp nhận đang có"))
    founded = PhrasesField(
        label=_("Đơn vị lập mới, tên mới"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mỗi dòng một đơn vị: tên đầy đủ | tên gọi | ký hiệu | hộp thư đầu mối. Chỉ tên là bắt buộc."),
    )
    parent = BodiesField(label=_("Cấp trên mới"))
    effective_on = forms.DateField(
        label=_("Ngày có hiệu lực"),
        widget=DayInput(),
        help_text=_("Ngày đã qua, hôm nay, hoặc một ngày sắp tới: khi đó hệ thống tự thực hiện đúng ngày."),
    )
    document = forms.CharField(label=_("Căn cứ: số, ký hiệu văn bản"), max_length=200)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)

    def __init__(self, *args: Any, row: Reorganisation | None = None, today: date, **options: Any) -> None:
        options["initial"] = _initial(row) if row is not None else {"kind": "merge", "effective_on": today}
        super().__init__(*args, **options)

    def clean_founded(self) -> list[dict[str, str]]:
        """Lines as bodies; the short name is the name where none is given."""
        return [_body(line) for line in self.cleaned_data["founded"]]

    def clean_parent(self) -> Organisation | None:
        """At most one body."""
        chosen: list[Organisation] = self.cleaned_data["parent"]
        if len(chosen) > 1:
            raise forms.ValidationError(_t("Chỉ chọn một cấp trên."))
        return chosen[0] if chosen else None

    def decision(self) -> Decision:
        """What the form says; sides that the kind does not have are left out."""
        data = self.cleaned_data
        moves = data["kind"] == ReorganisationKind.MOVE
        return Decision(
            kind=data["kind"],
            effective_on=data["effective_on"],
            document=data["document"],
            sources=_keys(data["sources"]),
            receivers=() if moves else _keys(data["receivers"]),
            founded=() if moves else tuple(data["founded"]),
            parent=data["parent"] if moves else None,
            note=data["note"],
        )

    def chosen(self, name: str) -> list[Organisation]:
        """Bodies that the page shows as chosen: as sent, else as kept (one query)."""
        keys = [int(key) for key in self[name].value() or () if str(key).isdecimal()]
        found = Organisation.objects.in_bulk(keys)
        return [found[key] for key in keys if key in found]


def _initial(row: Reorganisation) -> dict[str, Any]:
    founded = [" | ".join(body.get(name, "") for name in COLUMNS).rstrip(" |") for body in row.founded]
    values = {name: getattr(row, name) for name in ("kind", "sources", "receivers", "effective_on", "document", "note")}
    parent = [row.parent_id] if row.parent_id else []
    return {**values, "founded": founded, "parent": parent, "version": row.version}


def _keys(bodies: Iterable[Organisation]) -> tuple[int, ...]:
    return tuple(body.pk for body in bodies)


def _body(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split("|")]
    body = dict(zip(COLUMNS, [*parts, "", "", ""], strict=False))
    if len(body["name"]) > 300 or len(body["short_name"]) > 200 or len(body["symbol"]) > 30:
        raise forms.ValidationError(_t("Dòng “%(line)s” dài quá.") % {"line": line[:60]})
    if body["email"]:
        forms.EmailField().clean(body["email"])
    return {**body, "short_name": body["short_name"] or body["name"][:200]}
