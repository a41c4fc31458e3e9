"""Directives over the API: the registry and each paper with its clauses, read only."""

from django.db.models import Count, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets

from accounts.api import NewestFirst, refusals
from accounts.clock import today
from accounts.models import User
from directives.filters import with_header
from directives.models import Directive, DirectiveState, Reference, Section


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
            *("field", "state", "released_at", "task_count"),
        ]


class DirectiveDetailOut(DirectiveOut):
    """A paper with its text, structure and citations."""

    sections = SectionOut(many=True, read_only=True)
    references = ReferenceOut(many=True, read_only=True)

    class Meta(DirectiveOut.Meta):
        fields = [*DirectiveOut.Meta.fields, "recipients", "text", "sections", "references"]


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
