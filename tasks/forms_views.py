"""Forms of kept views."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from tasks.actions.saved_views import Place, Wish
from tasks.models import ViewAudience
from tasks.saved_pages import kept_query, page_name


class ViewForm(forms.Form):
    """Name, audience and place in the menu."""

    name = forms.CharField(label=_("Tên góc nhìn"), max_length=80)
    audience = forms.ChoiceField(label=_("Ai thấy"), choices=ViewAudience.choices, required=False)
    role = forms.ChoiceField(label=_("Vai trò"), choices=[("", "–"), *Role.choices], required=False)
    position = forms.IntegerField(label=_("Thứ tự"), min_value=0, max_value=999, required=False)

    def wish(self) -> Wish:
        """As the action takes it (the form is valid)."""
        given = self.cleaned_data
        audience = given["audience"] or ViewAudience.ME.value
        return Wish(given["name"], audience, given["role"], given["position"] or 0)


class SaveForm(ViewForm):
    """The same with the page that is to be kept."""

    path = forms.CharField(max_length=200, widget=forms.HiddenInput)
    query = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_path(self) -> str:
        """Only lists, boards and reports are kept."""
        path: str = self.cleaned_data["path"]
        if not page_name(path):
            raise forms.ValidationError(_now("Trang này không lưu thành góc nhìn được."))
        return path

    def place(self) -> Place:
        """As the action takes it (the form is valid)."""
        return Place(self.cleaned_data["path"], kept_query(QueryDict(self.cleaned_data["query"])))


def first_problem(form: forms.Form) -> str:
    """One sentence for a form that is not shown again."""
    problems: list[Any] = [problem for found in form.errors.values() for problem in found]
    return str(problems[0]) if problems else ""
