"""Recurring duties and the working calendar over the API, read only."""

from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Final

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import NewestFirst, refusals
from accounts.clock import today
from accounts.models import User
from directives.workdays import WorkingCalendar
from tasks.api.serializers import Nothing, OrganisationName
from tasks.models import Series, SeriesRule, SeriesState, Task, Workday
from tasks.series_scope import seen_by

MOST_OCCURRENCES: Final = 400
"""The newest tasks of one series that an answer holds."""


class SeriesRuleOut(serializers.ModelSerializer[SeriesRule]):
    """How a duty comes back from `from_on` on: an RRULE of RFC 5545 without DTSTART."""

    class Meta:
        model = SeriesRule
        fields = ["from_on", "rule", "timing", "kind", "source"]


class OccurrenceOut(serializers.ModelSerializer[Task]):
    """The task of one period."""

    class Meta:
        model = Task
        fields = ["id", "period", "due_on", "counts_until", "status", "officer", "is_backfilled", "completed_on"]


class SeriesOut(serializers.ModelSerializer[Series]):
    """A recurring duty of one lead organisation."""

    lead = OrganisationName()
    directive_number = serializers.CharField(source="directive.number_text")
    rules = SeriesRuleOut(many=True)

    class Meta:
        model = Series
        fields = [
            *("id", "directive", "directive_number", "path", "title", "product", "lead", "state", "rules"),
            *("starts_on", "ahead_days", "closed_on", "close_reason", "version"),
        ]


class SeriesDetailOut(SeriesOut):
    """A recurring duty with its words and the tasks of its periods, the latest deadline first."""

    occurrences = serializers.SerializerMethodField()

    class Meta(SeriesOut.Meta):
        fields = [*SeriesOut.Meta.fields, "text", "phrase", "occurrences"]

    @extend_schema_field(OccurrenceOut(many=True))
    def get_occurrences(self, series: Series) -> object:
        """The newest tasks of the duty (one query)."""
        newest = series.occurrences.order_by("-due_on", "-pk").defer("text", "search_text")
        return OccurrenceOut(newest[:MOST_OCCURRENCES], many=True).data


class SeriesQuery(serializers.Serializer[Nothing]):
    """The query string of the list."""

    state = serializers.ChoiceField(SeriesState.choices, required=False)


@extend_schema_view(
    list=extend_schema(
        summary="Recurring duties",
        parameters=[OpenApiParameter("state", OpenApiTypes.STR, enum=SeriesState.values)],
        responses={200: SeriesOut(many=True), **refusals(400, 404)},
    ),
    retrieve=extend_schema(
        summary="One recurring duty with its periods", responses={200: SeriesDetailOut, **refusals(404)}
    ),
)
class SeriesViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Series]):
    """Recurring duties that the caller may see."""

    serializer_class = SeriesOut
    pagination_class = NewestFirst
    queryset = Series.objects.none()

    def get_serializer_class(self) -> type[SeriesOut]:
        """The periods come with one duty, not with the list."""
        return SeriesDetailOut if self.action == "retrieve" else SeriesOut

    def get_queryset(self) -> QuerySet[Series]:
        """Visible duties with what the answer shows.

        Raises:
            ValidationError: `state` is unknown.
        """
        user = self.request.user
        if not isinstance(user, User):
            return Series.objects.none()
        found = Series.objects.filter(seen_by(user, today())).select_related("lead", "directive")
        found = found.prefetch_related("rules").defer("directive__text", "directive__search_text")
        if self.action == "retrieve":
            return found
        query = SeriesQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return found.filter(**query.validated_data)


class ExceptionDayOut(serializers.ModelSerializer[Workday]):
    """A day that differs from Monday to Friday; `is_expected` while no decision has confirmed it."""

    class Meta:
        model = Workday
        fields = ["day", "is_working", "source", "note", "is_expected"]


class CalendarOut(serializers.Serializer[Nothing]):
    """A year of the working calendar."""

    year = serializers.IntegerField()
    working_days = serializers.IntegerField(help_text="How many days of the year are worked.")
    is_decided = serializers.BooleanField(help_text="Whether every exception on record was confirmed by a decision.")
    exceptions = ExceptionDayOut(many=True)


class CalendarView(APIView):
    """The calendar by which deadlines are counted; open to everybody who is signed in, as the directory is."""

    @extend_schema(summary="Working calendar of a year", responses={200: CalendarOut, **refusals(400)})
    def get(self, request: Request, year: int) -> Response:
        """Days off and worked weekend days with their sources, and how many days are worked (one query)."""
        if not MINYEAR < year < MAXYEAR:
            raise ValidationError({"year": [f"{MINYEAR + 1}-{MAXYEAR - 1}"]})
        rows = list(Workday.objects.filter(day__year=year))
        calendar = WorkingCalendar(
            days_off=frozenset(row.day for row in rows if not row.is_working),
            worked=frozenset(row.day for row in rows if row.is_working),
        )
        answer: Nothing = {
            "year": year,
            "working_days": calendar.working_days_between(date(year, 1, 1) - timedelta(days=1), date(year, 12, 31)),
            "is_decided": bool(rows) and not any(row.is_expected for row in rows),
            "exceptions": rows,
        }
        return Response(CalendarOut(answer).data)
