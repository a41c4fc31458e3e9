"""Organisations over the API, and the paging that every list of the API shares."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view, inline_serializer
from rest_framework import mixins, serializers, viewsets
from rest_framework.pagination import CursorPagination

from accounts.models import Organisation, OrganisationKind


class NewestFirst(CursorPagination):
    """Cursor pages by primary key: stable while rows are added, as quick on page 1,000 as on page 1."""

    ordering = "-pk"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class OldestFirst(NewestFirst):
    """For directories, which are read through once."""

    ordering = "pk"


REFUSAL = inline_serializer(
    "Error",
    {
        "code": serializers.CharField(help_text="Stable word for programs."),
        "message": serializers.CharField(help_text="One sentence for people."),
        "fields": serializers.DictField(child=serializers.ListField(child=serializers.CharField())),
    },
)
"""What every refusal looks like."""


def refusals(*statuses: int) -> dict[int, Any]:
    """The error answers of an endpoint for the schema; unknown (401), forbidden (403) and throttled (429) always."""
    return dict.fromkeys((401, 403, 429, *statuses), REFUSAL)


class OrganisationOut(serializers.ModelSerializer[Organisation]):
    """One body of the directory."""

    class Meta:
        model = Organisation
        fields = ["id", "code", "name", "short_name", "kind", "parent", "aliases", "symbols", "valid_from", "valid_to"]


CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="Where to go on; taken from `next` or `previous`.")


@extend_schema_view(
    list=extend_schema(
        summary="Organisations",
        parameters=[
            OpenApiParameter("kind", OpenApiTypes.STR, enum=OrganisationKind.values, description="Only this kind."),
            OpenApiParameter("in_force", OpenApiTypes.DATE, description="Only those that exist on this day."),
        ],
        responses={200: OrganisationOut(many=True), **refusals(400, 404)},
    ),
    retrieve=extend_schema(summary="One organisation", responses={200: OrganisationOut, **refusals(404)}),
)
class OrganisationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Organisation]):
    """The directory is open to everybody who is signed in: tasks name these bodies."""

    serializer_class = OrganisationOut
    pagination_class = OldestFirst
    queryset = Organisation.objects.all()

    def get_queryset(self) -> QuerySet[Organisation]:
        """The directory, narrowed by kind and by the day given.

        Raises:
            ValidationError: `in_force` is no ISO date or `kind` is unknown.
        """
        query = OrganisationQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        found = Organisation.objects.all()
        if kind := query.validated_data.get("kind"):
            found = found.filter(kind=kind)
        if day := query.validated_data.get("in_force"):
            found = found.in_force(day)
        return found


class OrganisationQuery(serializers.Serializer[dict[str, object]]):
    """The query string of the directory."""

    kind = serializers.ChoiceField(OrganisationKind.choices, required=False)
    in_force = serializers.DateField(required=False)
