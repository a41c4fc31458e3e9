"""From a query string to a question, and from a question to its answer: one way for page, file, API, job and mail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, cast

from django import forms
from django.db.models import QuerySet
from django.forms import Form
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import FilterSet

from accounts.errors import DomainError
from accounts.models import User
from tasks.asof import as_it_stood, rebuilt_words, require_known
from tasks.filters import TaskFilter
from tasks.reports.asked import Asked
from tasks.reports.board import filter_query
from tasks.reports.catalogue import Maker
from tasks.reports.paper import Report

SAID_BY_STATEMENT: Final = frozenset({"basis", "map", "as_of"})
NOT_OF_THE_QUESTION: Final = frozenset({"format", "page"})
"""Names in an address that change how a report is shown, not what it holds."""


class DayForm(Form):
    """As of the end of which day; without one it is as of now."""

    as_of = forms.DateField(
        label=gettext_lazy("Số liệu đến hết ngày"),
        required=False,
        widget=forms.DateInput(attrs={"inputmode": "numeric", "size": 10, "placeholder": gettext_lazy("hôm nay")}),
    )

    def __init__(self, data: QueryDict, *, today: date) -> None:
        super().__init__(data, auto_id="report_%s")
        self.today = today

    def clean_as_of(self) -> date | None:
        """A day that has come and of which something is known."""
        day: date | None = self.cleaned_data["as_of"]
        try:
            if day is not None and day != self.today:
                require_known(day, self.today)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error
        return day

    @property
    def day(self) -> date:
        """The day asked about; today when none was given or it makes no sense."""
        return (self.cleaned_data.get("as_of") if self.is_valid() else None) or self.today


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the forms it was read from; it can be answered when it has no `errors`."""

    maker: Maker
    asked: Asked
    days: DayForm
    options: Form | None

    @property
    def errors(self) -> dict[str, list[str]]:
        """What is wrong with the query string, by name."""
        found: dict[str, list[str]] = {}
        forms_of_it = [self.days, self.asked.filters.form, *([self.options] if self.options else [])]
        for form in forms_of_it:
            for name, problems in form.errors.items():
                found.setdefault(name, []).extend(str(problem) for problem in problems)
        return found


def question(maker: Maker, user: User, query: QueryDict, *, today: date, now: datetime) -> Question:
    """What `user` asks of the report by `query`; nothing is counted yet."""
    days = DayForm(query, today=today)
    day = days.day
    filters = TaskFilter(query, today=day)
    asked = Asked(
        user=user,
        today=today,
        day=day,
        now=now if day == today else None,
        filters=filters,
        options=query,
        query=filter_query(query),
    )
    return Question(maker, asked, days, maker.options(query, day) if maker.options else None)


def answer(question: Question) -> Report:
    """Count as of the day asked about; what the report says about itself is completed where its builder left it."""
    asked = question.asked
    with as_it_stood(asked.day, asked.today):
        made = question.maker.build(asked)
        standard = (f"{asked.filters.statement()}.", *narrowed_words(asked.filters))
        said = made.statement if standard[0] in made.statement else (*made.statement, *standard)
    is_past = made.day != asked.today
    counted_at = None if is_past else asked.now
    rebuilt = rebuilt_words(made.day) if is_past else ""
    scope = _("Trong phạm vi được xem của %(name)s.") % {"name": asked.user.full_name}
    statement = (*said, scope, rebuilt) if rebuilt else (*said, scope)
    return replace(made, statement=statement, counted_at=counted_at, query=made.query or same_question(asked.options))


def same_question(query: QueryDict) -> str:
    """The query string that asks the same again, whatever form it was wanted in."""
    kept = query.copy()
    for name in [name for name in kept if name in NOT_OF_THE_QUESTION or not any(kept.getlist(name))]:
        kept.pop(name)
    return kept.urlencode()


# ── the filter in words ───────────────────────────────────────────────────────────────────────
def narrowed_words(filters: FilterSet) -> tuple[str, ...]:
    """One sentence naming every filter in force, or nothing."""
    if not filters.is_valid():
        return ()
    given: Mapping[str, Any] = filters.form.cleaned_data
    found = [
        f"{filters.filters[name].label}: {words}"
        for name, value in given.items()
        if name not in SAID_BY_STATEMENT and (words := _words(filters, name, value))
    ]
    return (_("Chỉ gồm: %(filters)s.") % {"filters": "; ".join(found)},) if found else ()


def _words(filters: FilterSet, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return date_format(value, "d/m/Y")
    if value in (None, ""):
        return ""
    several = list(value) if isinstance(value, list | tuple | QuerySet) else [value]
    field = filters.form.fields[name]
    labels = {}
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        labels = {str(key): str(label) for key, label in cast("Iterable[tuple[Any, Any]]", field.choices)}
    return ", ".join(labels.get(str(each), str(each)) for each in several)
