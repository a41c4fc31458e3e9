"""What somebody asked a report for: whose view, which day, which filter."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.forms import DateField
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from tasks.asof import PARAMETER
from tasks.deadlines import Basis
from tasks.filters import TaskFilter
from tasks.maps import Map
from tasks.models import Task
from tasks.models.task import TaskQuerySet


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a report.

    `today` is the day it is asked on and decides what the person may see; `day` is the day it is asked about, so every
    figure is counted by `day`. Builders run inside `tasks.asof.as_it_stood(day, today)`. `options` is the query string
    as it came, for what one report alone understands (a month, a grouping).
    """

    user: User
    today: date
    day: date
    now: datetime | None
    filters: TaskFilter
    options: QueryDict
    query: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def basis(self) -> Basis:
        """Which deadline counts."""
        return self.filters.counted_by

    @property
    def on_map(self) -> Map:
        """By which organisation tasks count."""
        return self.filters.on_map

    @property
    def tasks(self) -> TaskQuerySet:
        """What the person may see, narrowed by the filter."""
        return self.filters.narrow(Task.objects.visible_to(self.user, self.today))

    def on(self, day: date) -> "Asked":
        """The same question about another day; to be counted inside `tasks.asof.as_it_stood` of that day."""
        now = self.now if day == self.today else None
        return replace(self, day=day, now=now, filters=TaskFilter(self._filter_query(), today=day))

    def href(self, **narrowed: str | list[str]) -> str:
        """The address of the list that holds what this filter and these further conditions leave."""
        query = {**self.query, **{name: self._both(name, value) for name, value in narrowed.items()}}
        query.pop(PARAMETER, None)
        if self.day != self.today:
            query[PARAMETER] = self.day.isoformat()
        return f"{reverse('task-list')}?{urlencode(query, doseq=True)}"

    def _filter_query(self) -> QueryDict:
        return QueryDict(urlencode(self.query, doseq=True))

    def _both(self, name: str, value: str | list[str]) -> str | list[str]:
        """What the filter says already and what is asked further, where an address has one place for both."""
        given = self.filters.form.cleaned_data.get(name) if self.query.get(name) and self.filters.is_valid() else None
        if isinstance(given, date):
            closest = min if name.endswith("_to") else max
            further = DateField().to_python(value if isinstance(value, str) else value[-1])
            return closest(given, further or given).isoformat()
        if isinstance(given, list) and isinstance(value, list):
            return [each for each in value if each in given]
        return value
