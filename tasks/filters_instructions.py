"""One filter of a leader's words for list, file and API, so that their numbers agree."""

from collections.abc import Callable
from datetime import date
from typing import cast

import django_filters as df
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from tasks.models import Instruction, InstructionKind, InstructionState, Task
from tasks.models.instruction import InstructionQuerySet

Rows = QuerySet[Instruction]


class InstructionFilter(df.FilterSet):
    """Narrows by the query string; unknown values are form errors, never silently everything."""

    kind = df.MultipleChoiceFilter(choices=InstructionKind.choices, label=_("Loại"))
    state = df.MultipleChoiceFilter(choices=InstructionState.choices, label=_("Tình trạng"))
    overdue = df.BooleanFilter(method="by_lateness", label=_("Quá hạn trả lời"))
    unread = df.BooleanFilter(method="by_reading", label=_("Chưa ai xem"))
    unit = df.ModelMultipleChoiceFilter(queryset=Organisation.objects.all(), method="by_unit", label=_("Cơ quan"))
    task = df.ModelChoiceFilter(queryset=Task.objects.all(), label=_("Nhiệm vụ"))
    leader = df.ModelChoiceFilter(queryset=User.objects.all(), label=_("Lãnh đạo"))
    given_from = df.DateFilter(field_name="given_on", lookup_expr="gte", label=_("Từ ngày"))
    given_to = df.DateFilter(field_name="given_on", lookup_expr="lte", label=_("Đến hết ngày"))
    q = df.CharFilter(method="by_words", label=_("Nội dung"))

    class Meta:
        model = Instruction
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        self.today = today
        super().__init__(data, queryset=Instruction.objects.none())

    def narrow(self, queryset: InstructionQuerySet) -> InstructionQuerySet:
        """`queryset` by the query string; nothing at all when the query string has an error (see `errors`)."""
        self.queryset = queryset
        return cast(InstructionQuerySet, self.filter_queryset(queryset)) if self.is_valid() else queryset.none()

    def by_lateness(self, queryset: Rows, name: str, value: bool) -> Rows:  # noqa: FBT001 - django-filter calls it so
        """The answer should have come, or not."""
        late = Q(state=InstructionState.OPEN, answer_by__lt=self.today)
        return queryset.filter(late if value else ~late)

    def by_reading(self, queryset: Rows, name: str, value: bool) -> Rows:  # noqa: FBT001 - as above
        """Nobody has opened it, or somebody has."""
        read = Instruction.objects.filter(receipts__read_at__isnull=False).order_by().values("pk")
        return queryset.exclude(pk__in=read) if value else queryset.filter(pk__in=read)

    def by_unit(self, queryset: Rows, name: str, value: list[Organisation]) -> Rows:
        """Said to one of these organisations, or to what stands below it."""
        if not value:
            return queryset
        below = Q()
        for unit in value:
            below |= Q(unit__path__startswith=unit.path)
        return queryset.filter(below)

    def by_words(self, queryset: Rows, name: str, value: str) -> Rows:
        """In the words, in the number of the paper or in the title of the task."""
        typed = value.strip()
        named = Q(words__icontains=typed) | Q(document_number__icontains=typed) | Q(task__title__icontains=typed)
        return queryset.filter(named) if typed else queryset


def asked(kind: str) -> Callable[[date], Q]:
    """Tasks about which a leader asked something of that kind that the unit has not answered."""
    waiting = Instruction.objects.unanswered().filter(kind=kind, task__isnull=False).order_by()
    return lambda _today: Q(pk__in=waiting.values("task"))
