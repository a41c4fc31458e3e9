"""Tasks over the API: the same rows, the same filter, the same moves as the pages."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.http import Http404, QueryDict
from django_filters import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import refusals
from accounts.clock import today
from accounts.models import User
from accounts.policy import Decision
from tasks import policy, policy_extensions
from tasks.api.lines import Lines, NewestLine
from tasks.api.moves import ENDPOINTS, Endpoint
from tasks.api.serializers import BoardOut, EventOut, ReportOut, TaskOut
from tasks.asof import as_it_stood, day_asked, standing
from tasks.deadlines import Basis
from tasks.filters import TaskFilter
from tasks.maps import Map
from tasks.models import Task
from tasks.models.task import TaskQuerySet
from tasks.reports.board import Board, GroupBy, filter_query, overdue_board
from tasks.reports.columns import HEAVY
from tasks.reports.policy import may_read_board
from tasks.seen import seen


def filter_parameters() -> list[OpenApiParameter]:
    """The fields of the filter of tasks for the schema."""
    return parameters_of(TaskFilter)


def parameters_of(filters: type[FilterSet]) -> list[OpenApiParameter]:
    """A filter's fields for the schema."""
    found = []
    for name, each in filters.base_filters.items():
        choices = each.extra.get("choices")
        values = [str(value) for value, _label in choices] if isinstance(choices, list) else None
        found.append(OpenApiParameter(name, OpenApiTypes.STR, enum=values, description=str(each.label)))
    return found


def day_of(request: Request) -> date:
    """The day that the query string asks about, today without one.

    Raises:
        DomainError: no day, one ahead, or one of which nothing is known.
    """
    return day_asked(request.query_params, today())


def filters_of(request: Request) -> TaskFilter:
    """What the query string asks, of the day that it asks about.

    Raises:
        ValidationError: the query string has a wrong value; a page shows it, a program must be told.
    """
    filters = TaskFilter(cast(QueryDict, request.query_params), today=day_of(request))
    if filters.errors:
        raise ValidationError(dict(filters.errors))
    return filters


def filtered(request: Request, tasks: TaskQuerySet) -> TaskQuerySet:
    """`tasks` by the query string, counted by the day that it asks about.

    Raises:
        ValidationError: as `filters_of`.
    """
    filters = filters_of(request)
    return filters.narrow(tasks).counted(filters.counted_by)


def caller(request: Request) -> User:
    """Who is asking."""
    return cast(User, request.user)


@extend_schema_view(
    list=extend_schema(
        summary="Tasks", parameters=filter_parameters(), responses={200: TaskOut(many=True), **refusals(400, 404)}
    ),
    retrieve=extend_schema(summary="One task", responses={200: TaskOut, **refusals(404)}),
)
class TaskViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Task]):
    """Tasks that the caller may see."""

    serializer_class = TaskOut
    pagination_class = NewestLine
    parser_classes = [JSONParser, MultiPartParser, FormParser]
    queryset = Task.objects.none()

    def get_queryset(self) -> TaskQuerySet:
        """Visible tasks with what the answer shows."""
        if not isinstance(self.request.user, User):
            return Task.objects.none()
        related = Task.objects.select_related("lead", "directive", "officer").defer(*HEAVY)
        return related.prefetch_related("parties__organisation").visible_to(self.request.user, today())

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """The rows of the day that is asked about, narrowed by the query string."""
        with as_it_stood(day_of(request), today()):
            filters, day = filters_of(request), standing() or today()
            found = Lines(seen(filters, caller(request), today(), Task.objects.none()), filters.counted_by, day)
            page = self.paginate_queryset(cast("TaskQuerySet", found))  # sliced like a list, which is all it needs
            return self.get_paginated_response(page)

    @extend_schema(summary="What happened to a task", responses={200: EventOut(many=True), **refusals(404)})
    @action(detail=True, pagination_class=None)
    def history(self, request: Request, pk: str) -> Response:
        """Every step, oldest first."""
        events = self.get_object().events.select_related("actor")
        return Response(EventOut(events, many=True).data)

    @extend_schema(summary="Progress reports of a task", responses={200: ReportOut(many=True), **refusals(404)})
    @action(detail=True, pagination_class=None)
    def reports(self, request: Request, pk: str) -> Response:
        """Newest first."""
        reports = self.get_object().reports.prefetch_related("files")
        return Response(ReportOut(reports, many=True).data)

    @extend_schema(
        summary="What the caller may do with a task",
        responses={200: OpenApiTypes.OBJECT, **refusals(404)},
    )
    @action(detail=True, pagination_class=None)
    def moves(self, request: Request, pk: str) -> Response:
        """Each move with whether it is allowed now, and the reason when not."""
        decisions = policy.moves_for(caller(request), self.get_object(), today())
        return Response({name: _decision(decision) for name, decision in decisions})


def _decision(decision: Decision) -> dict[str, object]:
    return {"allowed": bool(decision), "reason": decision.reason}


def _side(name: str, user: User, task: Task, day: date) -> Decision:
    """Whether the step is the caller's at all; what is wrong with the input is nobody else's business."""
    of_requests: dict[str, Callable[[User, Task, date], Decision]] = {
        "extend": policy_extensions.may_ask_by_side,
        "extend_withdraw": policy_extensions.may_withdraw,
        "extend_decide": policy_extensions.may_see_decision,
    }
    return of_requests[name](user, task, day) if name in of_requests else policy.may_by_side(user, name, task, day)


def move_view(name: str, endpoint: Endpoint) -> Callable[..., Any]:
    """The view of one move; a class of its own gives each its own input in the schema."""

    class MoveView(APIView):
        """Makes one move on one visible task."""

        parser_classes = [JSONParser, MultiPartParser, FormParser]

        @extend_schema(
            summary=endpoint.summary,
            operation_id=f"tasks_{name}",
            request=endpoint.takes,
            responses={200: TaskOut, **refusals(400, 404, 409)},
        )
        def post(self, request: Request, pk: int) -> Response:
            """Validate, act, answer with the task as it is then."""
            user, day = caller(request), today()
            seen = Task.objects.visible_to(user, day).select_related("lead", "officer", "giver").filter(pk=pk).first()
            if seen is None:
                raise Http404
            _side(name, user, seen, day).require()
            given = endpoint.takes(data=request.data)
            given.is_valid(raise_exception=True)
            values = dict(given.validated_data)
            version = values.pop("version")
            task = endpoint.act(pk, actor=user, today=day, seen_version=version, **endpoint.arguments(values))
            return Response(TaskOut(task).data)

    return MoveView.as_view()


MOVE_VIEWS = {name: move_view(name, endpoint) for name, endpoint in ENDPOINTS.items()}


def _board(board: Board) -> object:
    return BoardOut(instance=cast("dict[str, object]", board)).data  # read by attribute; the stub knows mappings only


class OverdueBoardView(APIView):
    """The leader's board as data: the numbers of the page and of the file."""

    @extend_schema(
        summary="Overdue board",
        parameters=[
            OpenApiParameter("by", OpenApiTypes.STR, enum=[kind.value for kind in GroupBy]),
            *filter_parameters(),
        ],
        responses={200: BoardOut, **refusals(400)},
    )
    def get(self, request: Request) -> Response:
        """Rows, cells with the filter that lists them, and the sum."""
        may_read_board(caller(request), today()).require()
        day = day_of(request)
        with as_it_stood(day, today()):
            return Response(_board(self._counted(request, day)))

    def _counted(self, request: Request, day: date) -> Board:
        by = request.query_params.get("by") or GroupBy.LEAD.value
        if by not in set(GroupBy):
            raise ValidationError({"by": [", ".join(GroupBy)]})
        tasks = filtered(request, Task.objects.visible_to(caller(request), today()))
        query = filter_query(cast(QueryDict, request.query_params))
        basis = Basis(request.query_params.get("basis") or Basis.CURRENT)
        on_map = Map(request.query_params.get("map") or Map.NOW)
        return overdue_board(tasks, by=GroupBy(by), today=day, query=query, basis=basis, on_map=on_map)
