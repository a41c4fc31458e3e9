"""What the office did with tasks since a day: accepted or returned results, urged in time or too late."""

from datetime import date
from typing import TYPE_CHECKING, Final

import django_filters as df
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tasks.models import Task, TaskEvent, Urging

OVERSEEN: Final = {
    "ruled": _("Đã kết luận về kết quả"),
    "sent_back": _("Đã trả lại kết quả"),
    "urged": _("Đã đôn đốc"),
    "urged_early": _("Đã đôn đốc khi còn hạn hoặc không có hạn"),
    "urged_late": _("Đã đôn đốc khi đã quá hạn"),
}
RULINGS: Final = {"ruled": ("accept", "return"), "sent_back": ("return",)}
URGINGS: Final = {"urged": Q(), "urged_early": Q(days_late=0), "urged_late": Q(days_late__gt=0)}


def rulings(part: str, first: date, day: date) -> QuerySet[TaskEvent]:
    """Steps of the office on results from `first` to `day`."""
    return TaskEvent.objects.filter(move__in=RULINGS[part], on__gte=first, on__lte=day).order_by()


def urgings(part: str, first: date, day: date) -> QuerySet[Urging]:
    """Urgings from `first` to `day`."""
    return Urging.objects.filter(URGINGS[part], round__on__gte=first, round__on__lte=day).order_by()


class OversightFilters(df.FilterSet):
    """Part of the filter of tasks, which knows the day."""

    overseen = df.ChoiceFilter(choices=list(OVERSEEN.items()), method="by_oversight", label=_("Văn phòng đã làm"))
    seen_from = df.DateFilter(method="with_oversight", label=_("Văn phòng làm từ ngày"))
    seen_by = df.ModelChoiceFilter(queryset=User.objects.all(), method="with_oversight", label=_("Người làm"))
    monitor_none = df.BooleanFilter(field_name="monitor", lookup_expr="isnull", label=_("Chưa có người theo dõi"))

    if TYPE_CHECKING:
        today: date

    def by_oversight(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """Tasks with such a step since `seen_from`, by `seen_by` where somebody is named."""
        given = self.form.cleaned_data
        first, person = given.get("seen_from") or date.min, given.get("seen_by")
        if value in RULINGS:
            steps = rulings(value, first, self.today)
            return queryset.filter(pk__in=(steps.filter(actor=person) if person else steps).values("task"))
        urged = urgings(value, first, self.today)
        return queryset.filter(pk__in=(urged.filter(round__by=person) if person else urged).values("task"))

    def with_oversight(self, queryset: QuerySet[Task], name: str, value: object) -> QuerySet[Task]:
        """Since when and by whom narrow nothing by themselves; `overseen` asks for them."""
        return queryset
