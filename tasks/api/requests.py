"""More time and urging over the API: the same rules and sentences as the pages."""

from datetime import date
from typing import Any, cast

from django.http import Http404, QueryDict
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import NewestFirst, refusals
from accounts.clock import today
from accounts.jobs import wake
from accounts.models import User
from tasks.actions import extensions, urgings
from tasks.api import serializers as shapes
from tasks.api.moves import Endpoint, Values
from tasks.api.views import caller, move_view, parameters_of
from tasks.filters_extensions import ExtensionFilter
from tasks.jobs import send_waiting_mail
from tasks.models import ExtensionReason, ExtensionRequest, Task, Urging, UrgingReceipt
from tasks.models.extension import ExtensionQuerySet
from tasks.policy_urging import may_urge_by_side


class ExtensionOut(serializers.ModelSerializer[ExtensionRequest]):
    """A request for more time and what became of it; days are calendar days."""

    task_title = serializers.CharField(source="task.title")
    lead = shapes.OrganisationName(source="task.lead")
    version = serializers.IntegerField(source="task.version", help_text="`version` of its task, for deciding.")

    class Meta:
        model = ExtensionRequest
        fields = [
            *("id", "task", "task_title", "lead", "version", "state", "asked_by", "asked_on", "due_before"),
            *("asked_due_on", "code", "reason", "progress", "decider", "answer_by", "decided_by", "decided_for"),
            *("decided_on", "granted_due_on", "days_granted", "words"),
        ]


class ReceiptOut(serializers.ModelSerializer[UrgingReceipt]):
    """Whom an urging went to, and when they first opened it."""

    name = serializers.CharField(source="person.full_name")

    class Meta:
        model = UrgingReceipt
        fields = ["person", "name", "read_at", "via"]


class UrgingOut(serializers.ModelSerializer[Urging]):
    """One urging of a task."""

    at = serializers.DateTimeField(source="round.at")
    by = serializers.IntegerField(source="round.by_id")
    words = serializers.CharField(source="round.words")
    answer_by = serializers.DateField(source="round.answer_by", allow_null=True)
    receipts = ReceiptOut(many=True)

    class Meta:
        model = Urging
        fields = ["id", "round", "task", "number", "at", "by", "words", "answer_by", "due_on", "days_late", "receipts"]


class AskIn(shapes.Seen):
    """A later deadline with a typed reason, words, how far the work is, and what proves it."""

    due_on = serializers.DateField()
    code = serializers.ChoiceField(ExtensionReason.choices)
    reason = serializers.CharField()
    progress = serializers.CharField()
    files = serializers.ListField(child=serializers.FileField(), required=False, default=list)


class DecideIn(shapes.Seen):
    """`granted` with `due_on` empty grants what was asked; not granted needs words."""

    granted = serializers.BooleanField()
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    words = serializers.CharField(required=False, allow_blank=True, default="")


class UrgeIn(serializers.Serializer[shapes.Nothing]):
    """`urged_times` is the number of urgings as last read, so that a retry urges nobody twice."""

    urged_times = serializers.IntegerField(min_value=0)
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)
    answer_by = serializers.DateField(required=False, allow_null=True, default=None)
    again = serializers.BooleanField(required=False, default=False, help_text="Confirms a second one on the same day.")


class ChosenIn(serializers.Serializer[shapes.Nothing]):
    """One task of a round."""

    task = serializers.IntegerField(min_value=1)
    urged_times = serializers.IntegerField(min_value=0)


class UrgeManyIn(serializers.Serializer[shapes.Nothing]):
    """Up to 200 tasks, each with the number of its urgings as last read; one mail per reader for all of them."""

    tasks = ChosenIn(many=True, allow_empty=False)
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)
    answer_by = serializers.DateField(required=False, allow_null=True, default=None)
    again = serializers.BooleanField(required=False, default=False, help_text="Confirms a second one on the same day.")


class LeftOutOut(serializers.Serializer[shapes.Nothing]):
    """A task that was not urged, and why."""

    task = serializers.IntegerField()
    code = serializers.CharField()
    sentence = serializers.CharField()


class RoundOut(serializers.Serializer[shapes.Nothing]):
    """The round (null when nothing could be urged), its urgings, and what was left out."""

    round = serializers.IntegerField(allow_null=True)
    urged = UrgingOut(many=True)
    refused = LeftOutOut(many=True)


def _ask(given: Values) -> Values:
    uploads = given.pop("files")
    return {"wish": extensions.Ask(**given), "uploads": uploads}


def _verdict(given: Values) -> Values:
    day: date | None = (given["due_on"] or extensions.AS_ASKED) if given["granted"] else None
    return {"verdict": extensions.Verdict(day, given["words"])}


ENDPOINTS = {
    "extend": Endpoint("Ask for a later deadline", AskIn, extensions.ask, _ask),
    "extend_withdraw": Endpoint("Take the request back", shapes.WithWords, extensions.withdraw),
    "extend_decide": Endpoint("Grant, grant another day, or refuse", DecideIn, extensions.decide, _verdict),
}
"""Moves beside the lifecycle; they answer with the task as it is then."""
REQUEST_VIEWS = {name: move_view(name, endpoint) for name, endpoint in ENDPOINTS.items()}


@extend_schema_view(
    list=extend_schema(
        summary="Requests for more time",
        parameters=parameters_of(ExtensionFilter),
        responses={200: ExtensionOut(many=True), **refusals(400)},
    ),
    retrieve=extend_schema(summary="One request for more time", responses={200: ExtensionOut, **refusals(404)}),
)
class ExtensionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[ExtensionRequest]):
    """Requests of tasks that the caller may see."""

    serializer_class = ExtensionOut
    pagination_class = NewestFirst
    queryset = ExtensionRequest.objects.none()

    def get_queryset(self) -> ExtensionQuerySet:
        """Visible requests with what the answer shows; the list is narrowed by the query string."""
        if not isinstance(self.request.user, User):
            return ExtensionRequest.objects.none()
        visible = ExtensionRequest.objects.select_related("task__lead").visible_to(self.request.user, today())
        if self.action != "list":
            return visible
        filters = ExtensionFilter(cast(QueryDict, self.request.query_params), today=today())
        narrowed = filters.narrow(visible)
        if filters.errors:
            raise ValidationError(dict(filters.errors))
        return narrowed


class TaskUrgingsView(APIView):
    """The urgings of a visible task, and one more."""

    @extend_schema(summary="Urgings of a task", responses={200: UrgingOut(many=True), **refusals(404)})
    def get(self, request: Request, pk: int) -> Response:
        """Newest first, each with who has opened it when."""
        found = Urging.objects.filter(task=_visible(request, pk)).select_related("round")
        return Response(UrgingOut(found.prefetch_related("receipts__person"), many=True).data)

    @extend_schema(summary="Urge the lead", request=UrgeIn, responses={201: UrgingOut, **refusals(400, 404, 409)})
    def post(self, request: Request, pk: int) -> Response:
        """Validate, urge, answer with the urging."""
        task = _visible(request, pk)
        may_urge_by_side(caller(request), task, today()).require()
        given = UrgeIn(data=request.data)
        given.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(given.validated_data)
        seen = values.pop("urged_times")
        message = urgings.Message(**values)
        urging = urgings.urge_one(task.pk, actor=caller(request), today=today(), seen=seen, message=message)
        wake(send_waiting_mail)
        return Response(UrgingOut(urging).data, status=201)


class UrgingRoundsView(APIView):
    """Urging of many tasks at once."""

    @extend_schema(summary="Urge many tasks", request=UrgeManyIn, responses={201: RoundOut, **refusals(400)})
    def post(self, request: Request) -> Response:
        """Validate, urge those that can be urged in one round, answer with it and with what was left out.

        Tasks that the caller may not see are answered as those that do not exist.
        """
        given = UrgeManyIn(data=request.data)
        given.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(given.validated_data)
        asked = {each["task"]: each["urged_times"] for each in values.pop("tasks")}
        visible = Task.objects.visible_to(caller(request), today()).filter(pk__in=asked)
        seen = {key: asked[key] for key in visible.order_by().values_list("pk", flat=True)}
        if len(seen) < len(asked):
            raise Http404
        outcome = urgings.urge(seen, actor=caller(request), today=today(), message=urgings.Message(**values))
        wake(send_waiting_mail)
        refused = [
            {"task": key, "code": reason.code, "sentence": reason.sentence} for key, reason in outcome.refused.items()
        ]
        made: dict[str, object] = {
            "round": outcome.round.pk if outcome.round else None,
            "urged": outcome.urged,
            "refused": refused,
        }
        return Response(RoundOut(made).data, status=201)


def _visible(request: Request, pk: int) -> Task:
    task = Task.objects.visible_to(caller(request), today()).filter(pk=pk).first()
    if task is None:
        raise Http404
    return task
