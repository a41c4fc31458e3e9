"""Directives over the API: the registry and each paper with its clauses, read only."""

from typing import cast

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import NewestFirst, refusals
from accounts.clock import today
from accounts.models import User
from directives.filters import with_header
from directives.models import Directive, DirectiveState, Reference, Section, Target, TargetProgress
from directives.target_words import Followed, followed


class ReferenceOut(serializers.ModelSerializer[Reference]):
    """A cited paper; `target` is its id where it stands in the registry."""

    class Meta:
        model = Reference
        fields = ["number_text", "issued_on", "relation", "target"]


class SectionOut(serializers.ModelSerializer[Section]):
    """A piece of the structure with its span in `text`."""

    class Meta:
        model = Section
        fields = ["path", "kind", "label", "title", "level", "start", "end"]


class DirectiveOut(serializers.ModelSerializer[Directive]):
    """One line of the registry."""

    task_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Directive
        fields = [
            *("id", "kind", "number_text", "issuer", "issuer_name", "issued_on", "signer", "subject", "urgency"),
            *("signer_capacity", "field", "state", "released_at", "task_count"),
        ]


class DirectiveDetailOut(DirectiveOut):
    """A paper with its text, structure and citations."""

    sections = SectionOut(many=True, read_only=True)
    references = ReferenceOut(many=True, read_only=True)

    class Meta(DirectiveOut.Meta):
        fields = [*DirectiveOut.Meta.fields, "recipients", "text", "sections", "references"]


class TargetValueOut(serializers.ModelSerializer[TargetProgress]):
    """How far a target had come on a day, and from where that is known."""

    class Meta:
        model = TargetProgress
        fields = ["on", "value", "source", "note"]


class TargetOut(serializers.Serializer[Followed]):
    """A number that the paper wants reached, with its values over time, the latest last."""

    id = serializers.IntegerField(source="target.pk")
    path = serializers.CharField(source="target.path", help_text="Where in the paper it stands.")
    text = serializers.CharField(source="target.text", help_text="The sentence as printed.")
    name = serializers.CharField(source="target.name")
    comparison = serializers.CharField(source="target.comparison")
    value_from = serializers.DecimalField(20, 4, source="target.value_from")
    value_to = serializers.DecimalField(20, 4, source="target.value_to", allow_null=True)
    unit = serializers.CharField(source="target.unit")
    due_on = serializers.DateField(source="target.due_on", allow_null=True)
    lead = serializers.IntegerField(source="target.lead_id", allow_null=True)
    state = serializers.CharField(source="target.state", help_text="`proposed` until the clerk has confirmed it.")
    standing = serializers.CharField(help_text="`reached`, `missed` or `unknown`.")
    is_late = serializers.BooleanField(help_text="Its day has passed and it is not reached.")
    values = TargetValueOut(many=True)


class DirectiveQuery(serializers.Serializer[dict[str, object]]):
    """The query string of the registry."""

    q = serializers.CharField(required=False, allow_blank=True)
    kind = serializers.CharField(required=False, allow_blank=True)
    state = serializers.ChoiceField(DirectiveState.choices, required=False)
    year = serializers.IntegerField(required=False, min_value=1945, max_value=2200)


@extend_schema_view(
    list=extend_schema(
        summary="Directives",
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, description="Words of the subject or the number, any spelling."),
            OpenApiParameter("kind", OpenApiTypes.STR, description="CT, NQ, KL, TB, KH ..."),
            OpenApiParameter("state", OpenApiTypes.STR, enum=DirectiveState.values),
            OpenApiParameter("year", OpenApiTypes.INT, description="Year of issue."),
        ],
        responses={200: DirectiveOut(many=True), **refusals(400, 404)},
    ),
    retrieve=extend_schema(summary="One directive", responses={200: DirectiveDetailOut, **refusals(404)}),
)
class DirectiveViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Directive]):
    """Papers that the caller may see."""

    serializer_class = DirectiveOut
    pagination_class = NewestFirst
    queryset = Directive.objects.none()

    def get_serializer_class(self) -> type[DirectiveOut]:
        """The text comes with one paper, not with the list."""
        return DirectiveDetailOut if self.action == "retrieve" else DirectiveOut

    def get_queryset(self) -> QuerySet[Directive]:
        """Visible papers by the query string, the number of tasks counted in the same query."""
        user = self.request.user
        if not isinstance(user, User):
            return Directive.objects.none()
        found = Directive.objects.visible_to(user, today()).annotate(task_count=Count("tasks"))
        if self.action == "retrieve":
            return found.prefetch_related("sections", "references")
        return self._narrowed(found.defer("text"))

    @extend_schema(summary="Targets of a directive", responses={200: TargetOut(many=True), **refusals(404)})
    @action(detail=True, pagination_class=None)
    def targets(self, request: Request, pk: str) -> Response:
        """Those that the caller may see, in the order of the paper; a unit sees its own also where it has no task.

        Raises:
            Http404: the caller sees neither the paper nor a target of it.
        """
        user, day = cast(User, request.user), today()
        key = serializers.IntegerField().run_validation(pk)
        rows = Target.objects.visible_to(user, day).filter(directive=key).order_by("start", "pk")
        found = followed(rows, day)
        if not found:
            get_object_or_404(Directive.objects.visible_to(user, day).only("pk"), pk=key)
        return Response([TargetOut(each).data for each in found])

    def _narrowed(self, found: QuerySet[Directive]) -> QuerySet[Directive]:
        query = DirectiveQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        if given.get("q"):
            found = with_header(found, given["q"])
        exact = {name: given[name] for name in ("kind", "state") if given.get(name)}
        if given.get("year"):
            exact["issued_on__year"] = given["year"]
        return found.filter(**exact)
