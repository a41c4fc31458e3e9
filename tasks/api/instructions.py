"""A leader's words over the API: the same rows, filter and rules as the pages."""

from typing import Any, cast

from django.http import Http404, QueryDict
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import NewestFirst, refusals
from accounts.clock import today
from accounts.errors import DomainError
from accounts.jobs import wake
from accounts.models import Organisation, User
from tasks.actions import explanations, instruct
from tasks.api import serializers as shapes
from tasks.api.views import caller, parameters_of
from tasks.filters_instructions import InstructionFilter
from tasks.jobs import send_waiting_mail
from tasks.models import Instruction, InstructionAnswer, InstructionKind, Task
from tasks.models.instruction import InstructionQuerySet


class AnswerOut(serializers.ModelSerializer[InstructionAnswer]):
    """What the unit said."""

    class Meta:
        model = InstructionAnswer
        fields = ["id", "by", "at", "words", "is_final", "returned_on", "return_words"]


class InstructionOut(serializers.ModelSerializer[Instruction]):
    """One record: an instruction, a demand to explain, praise or critique; `number` counts within its kind."""

    unit = shapes.OrganisationName()
    task_title = serializers.CharField(source="task.title", default="")
    leader_name = serializers.CharField(source="leader.full_name", default="")
    answers = AnswerOut(many=True)

    class Meta:
        model = Instruction
        fields = [
            *("id", "kind", "number", "state", "unit", "task", "task_title", "words", "answer_by", "leader"),
            *("leader_name", "given_on", "document_number", "document_on", "answered_on", "returned_times"),
            *("remark", "version", "answers"),
        ]


class SayIn(serializers.Serializer[shapes.Nothing]):
    """About `task`, or about `unit` as such; `batch` is a UUID of the client's, so that a retry says nothing twice."""

    kind = serializers.ChoiceField(InstructionKind.choices)
    task = serializers.IntegerField(required=False, allow_null=True, default=None)
    unit = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.all(), required=False, allow_null=True, default=None
    )
    words = serializers.CharField(max_length=4000)
    answer_by = serializers.DateField(required=False, allow_null=True, default=None)
    document_number = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    document_on = serializers.DateField(required=False, allow_null=True, default=None)
    leader = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.all(), required=False, allow_null=True, default=None
    )
    batch = serializers.UUIDField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Either a task or a unit."""
        if (attrs["task"] is None) == (attrs["unit"] is None):
            raise ValidationError({"task": ["Give either task or unit."]})
        return attrs


class AnswerIn(shapes.Seen):
    """Words and files; `is_final` false leaves an instruction open."""

    words = serializers.CharField()
    is_final = serializers.BooleanField(required=False, default=True)
    files = serializers.ListField(child=serializers.FileField(), required=False, default=list)


@extend_schema_view(
    list=extend_schema(
        summary="Instructions, demands to explain, praise and critique",
        parameters=parameters_of(InstructionFilter),
        responses={200: InstructionOut(many=True), **refusals(400)},
    ),
    retrieve=extend_schema(summary="One record with its answers", responses={200: InstructionOut, **refusals(404)}),
)
class InstructionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Instruction]):
    """What the caller may see; leaders speak, monitors prepare, units answer."""

    serializer_class = InstructionOut
    pagination_class = NewestFirst
    queryset = Instruction.objects.none()

    def get_queryset(self) -> InstructionQuerySet:
        """Visible records with what the answer shows; the list is narrowed by the query string."""
        if not isinstance(self.request.user, User):
            return Instruction.objects.none()
        joined = Instruction.objects.select_related("task", "unit", "leader").prefetch_related("answers")
        visible = joined.visible_to(self.request.user, today())
        if self.action != "list":
            return visible
        filters = InstructionFilter(cast(QueryDict, self.request.query_params), today=today())
        narrowed = filters.narrow(visible)
        if filters.errors:
            raise ValidationError(dict(filters.errors))
        return narrowed

    @extend_schema(summary="Say it", request=SayIn, responses={201: InstructionOut, **refusals(400, 403, 404, 409)})
    def create(self, request: Request) -> Response:
        """Validate, say, answer with the record; a monitor's words come back as a draft for the leader."""
        given = SayIn(data=request.data)
        given.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(given.validated_data)
        task, unit = values.pop("task"), values.pop("unit")
        who = caller(request)
        wish = instruct.Wish(**values)
        if task is None:
            said = instruct.about_units([unit.pk], wish, actor=who, today=today()).said
        else:
            said = self._about_task(who, task, wish)
        wake(send_waiting_mail)
        return Response(InstructionOut(said[0]).data, status=201)

    @staticmethod
    def _about_task(who: User, task: int, wish: instruct.Wish) -> tuple[Instruction, ...]:
        if not Task.objects.visible_to(who, today()).filter(pk=task).exists():
            raise Http404
        outcome = instruct.about_tasks([task], wish, actor=who, today=today())
        if not outcome.said:
            raise DomainError(outcome.refused[task], code="not_to_say")
        return outcome.said

    @extend_schema(
        summary="Answer it", request=AnswerIn, responses={200: InstructionOut, **refusals(400, 403, 404, 409)}
    )
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """Validate, answer, show the record as it is then."""
        row = self.get_object()
        given = AnswerIn(data=request.data)
        given.is_valid(raise_exception=True)
        data: dict[str, Any] = dict(given.validated_data)
        done = explanations.answer(
            row.pk,
            actor=caller(request),
            today=today(),
            seen_version=data["version"],
            words=data["words"],
            is_final=data["is_final"],
            uploads=data["files"],
        )
        wake(send_waiting_mail)
        return Response(InstructionOut(done).data)
