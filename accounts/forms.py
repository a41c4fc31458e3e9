"""Forms of people, posts, organisations and the audit trail."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.actions.people import Person, Post
from accounts.errors import DomainError, Stale
from accounts.meanwhile import changes
from accounts.models import Field, Organisation, OrganisationKind, User
from accounts.roles import Role
from accounts.widgets import DayInput

Choices = list[tuple[str, list[tuple[int, str]]]]
USERNAME = RegexValidator(r"^[\w.@+-]+$", _("Chỉ dùng chữ, số và các dấu . @ + - _"))


class PhrasesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        """A list is shown one a line; what was typed is shown as typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The lines without blanks around them, empty and repeated ones left out."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the stubs only
    """One organisation in force, under the headings of the directory."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organisation.objects.all(), **options)

    def offer(self, organisations: Iterable[Organisation]) -> None:
        """List these, grouped by kind in the order of the directory."""
        groups: dict[str, list[tuple[int, str]]] = {}
        for organisation in organisations:
            groups.setdefault(organisation.get_kind_display(), []).append((organisation.pk, organisation.short_name))
        self.choices = [("", "–"), *groups.items()]


class VersionedForm(forms.Form):
    """Carries the version its page showed, so that a change in between is noticed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def refuse(self, error: DomainError, row: Model | None, *, trail: Model | None = None, prefix: str = "") -> None:
        """Show why it was refused and keep what was typed; sending it again counts as having seen `row` as it is now.

        Where somebody else changed the row meanwhile, who did what stands above the form, out of the audit trail of
        the row, or of `trail` (its actions that begin with `prefix`). `row` is read anew; None for one not made yet.
        """
        self.add_error(None, str(error))
        if row is None or row._state.adding:
            return
        row.refresh_from_db()
        version, seen = getattr(row, "version"), self.cleaned_data.get("version")  # noqa: B009 - of several models
        if isinstance(error, Stale) and seen is not None:
            for sentence in changes(trail or row, versions=version - seen, prefix=prefix):
                self.add_error(None, sentence)
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["version"] = str(version)


class PersonForm(VersionedForm):
    """A person's own data."""

    username = forms.CharField(label=_("Tên đăng nhập"), max_length=60, validators=[USERNAME])
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=settings.LANGUAGES, initial="vi")

    def __init__(self, *args: Any, user: User | None = None, **options: Any) -> None:
        if user is not None:
            options["initial"] = {name: getattr(user, name) for name in (*self.base_fields,)}
        super().__init__(*args, **options)
        self.user = user

    def clean_username(self) -> str:
        """Nobody else has this sign-in name in any case."""
        return self._free("username", _t("Tên đăng nhập này đã có người dùng."))

    def clean_email(self) -> str:
        """Nobody else has this address in any case."""
        return self._free("email", _t("Thư điện tử này đã có người dùng."))

    def person(self) -> Person:
        """What the form says."""
        data = self.cleaned_data
        return Person(data["username"], data["full_name"], data["email"], data["phone"], data["language"])

    def _free(self, name: str, sentence: str) -> str:
        value = str(self.cleaned_data[name])
        others = User.objects.filter(**{f"{name}__iexact": value})
        if self.user is not None:
            others = others.exclude(pk=self.user.pk)
        if value and others.exists():
            raise forms.ValidationError(sentence)
        return value


class ProfileForm(VersionedForm):
    """What everybody may change of themselves."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    phone = forms.CharField(label=_("Điện thoại"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=settings.LANGUAGES)


class TenureForm(forms.Form):
    """Title, dates and fields of a post."""

    title = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    valid_from = forms.DateField(label=_("Từ ngày"), widget=DayInput())
    valid_to = forms.DateField(
        label=_("Đến trước ngày"), widget=DayInput(), required=False, help_text=_("Để trống nếu chưa biết.")
    )
    fields_in_charge = forms.ModelMultipleChoiceField(
        label=_("Lĩnh vực phụ trách"),
        queryset=Field.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Dành cho lãnh đạo UBND."),
    )

    def clean(self) -> dict[str, Any]:
        """A post lasts at least a day."""
        data: dict[str, Any] = super().clean() or {}
        begin, end = data.get("valid_from"), data.get("valid_to")
        if begin and end and end <= begin:
            self.add_error("valid_to", _t("Ngày kết thúc phải sau ngày bắt đầu."))
        return data


class PostForm(TenureForm):
    """A post to give."""

    field_order = ("organisation", "role")
    organisation = OrganisationField(label=_("Tổ chức"))
    role = forms.ChoiceField(label=_("Vai trò"), choices=Role.choices)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["valid_from"].initial = today
        offered = self.fields["organisation"]
        assert isinstance(offered, OrganisationField)  # noqa: S101 - declared above; tells the type checker
        offered.offer(Organisation.objects.in_force(today).exclude(kind=OrganisationKind.CENTRAL_AUTHORITY))

    def post(self) -> Post:
        """What the form says."""
        data = self.cleaned_data
        return Post(
            organisation=data["organisation"],
            role=Role(data["role"]),
            valid_from=data["valid_from"],
            title=data["title"],
            valid_to=data["valid_to"],
            fields=tuple(data["fields_in_charge"]),
        )


class EndPostForm(forms.Form):
    """From when a post is no longer held."""

    on = forms.DateField(label=_("Từ ngày này không còn giữ vị trí"), widget=DayInput())


class OrganisationForm(VersionedForm):
    """What an administrator may change of an organisation."""

    name = forms.CharField(label=_("Tên đầy đủ"), max_length=300)
    short_name = forms.CharField(label=_("Tên gọi"), max_length=200)
    email = forms.EmailField(
        label=_("Hộp thư đầu mối"), required=False, help_text=_("Nơi nhận thư giao việc và nhắc hạn của đơn vị.")
    )
    valid_from = forms.DateField(label=_("Có từ ngày"), widget=DayInput(), required=False)
    valid_to = forms.DateField(
        label=_("Đến trước ngày"), widget=DayInput(), required=False, help_text=_("Để trống khi còn hoạt động.")
    )
    aliases = PhrasesField(
        label=_("Cách gọi khác"), required=False, help_text=_("Mỗi dòng một cách gọi hay gặp trong văn bản.")
    )
    symbols = PhrasesField(label=_("Ký hiệu"), required=False, help_text=_("Mỗi dòng một ký hiệu, ví dụ STC."))
    head_titles = PhrasesField(
        label=_("Chức danh người đứng đầu"), required=False, help_text=_("Mỗi dòng một chức danh.")
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        options["initial"] = {name: getattr(organisation, name) for name in self.base_fields}
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        """It ends after it began."""
        data: dict[str, Any] = super().clean() or {}
        begin, end = data.get("valid_from"), data.get("valid_to")
        if begin and end and end <= begin:
            self.add_error("valid_to", _t("Ngày kết thúc phải sau ngày bắt đầu."))
        return data

    def values(self) -> dict[str, Any]:
        """Columns to store."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class MoveForm(VersionedForm):
    """Under which organisation a subtree hangs."""

    parent = OrganisationField(label=_("Tổ chức cấp trên"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, today: date, **options: Any) -> None:
        options["initial"] = {"parent": organisation.parent_id, "version": organisation.version}
        super().__init__(*args, **options)
        offered = self.fields["parent"]
        assert isinstance(offered, OrganisationField)  # noqa: S101 - declared above; tells the type checker
        offered.offer(Organisation.objects.in_force(today).exclude(path__startswith=organisation.path))
