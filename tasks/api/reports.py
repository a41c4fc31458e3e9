"""Reports over the API: the numbers of the page, each with the address that lists what it counts."""

from datetime import date
from typing import Any, cast

from django.http import Http404, QueryDict
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import refusals
from accounts.clock import today
from tasks.api.serializers import Nothing
from tasks.api.views import caller, filter_parameters
from tasks.reports.asking import answer, question
from tasks.reports.catalogue import REPORTS, Maker
from tasks.reports.paper import Block, Cell, Kind, Line, Part, Report


class ReportName(serializers.Serializer[Nothing]):
    """A report that the caller may read."""

    slug = serializers.CharField(help_text="Its name in the address.")
    title = serializers.CharField()
    lede = serializers.CharField(help_text="One sentence saying what it tells.")


class ColumnOut(serializers.Serializer[Nothing]):
    """What the cells of a column hold; a share is a number between 0 and 1."""

    key = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField([kind.value for kind in Kind])
    hint = serializers.CharField(help_text="How it is counted.")


class ReportCellOut(serializers.Serializer[Nothing]):
    """A value and the address whose list holds exactly what was counted."""

    value = serializers.JSONField(help_text="Number, text, ISO date, or null where there is none.")
    href = serializers.CharField()


class LineOut(serializers.Serializer[Nothing]):
    """One cell per column; a part, the sum of the parts above, or a heading between them."""

    key = serializers.CharField()
    group = serializers.CharField(help_text="What is ranked together.")
    part = serializers.ChoiceField([part.value for part in Part])
    cells = ReportCellOut(many=True)


class BlockOut(serializers.Serializer[Nothing]):
    """One table of a report."""

    key = serializers.CharField()
    title = serializers.CharField()
    note = serializers.CharField()
    columns = ColumnOut(many=True)
    lines = LineOut(many=True)


class ReportDataOut(serializers.Serializer[Nothing]):
    """A report as of the end of `as_of`; `counted_at` is null for a past day."""

    slug = serializers.CharField()
    title = serializers.CharField()
    as_of = serializers.DateField()
    counted_at = serializers.DateTimeField(allow_null=True)
    basis = serializers.CharField(help_text="By which deadline: `current` or `issued`.")
    map = serializers.CharField(help_text="By which bodies: `now` or `then`.")
    statement = serializers.ListField(child=serializers.CharField())
    is_empty = serializers.BooleanField()
    blocks = BlockOut(many=True)


AS_OF = OpenApiParameter("as_of", OpenApiTypes.DATE, description="As of the end of this day; without it as of now.")


class ReportsView(APIView):
    """The catalogue of reports."""

    @extend_schema(summary="Reports", operation_id="reports_list", responses={200: ReportName(many=True), **refusals()})
    def get(self, request: Request) -> Response:
        """Those that the caller may read."""
        user, day = caller(request), today()
        readable = [maker for maker in REPORTS.values() if maker.may(user, day)]
        return Response([_named(maker) for maker in readable])


class ReportView(APIView):
    """One report as data."""

    @extend_schema(
        summary="One report",
        operation_id="reports_retrieve",
        parameters=[AS_OF, *(each for each in filter_parameters() if each.name != AS_OF.name)],
        responses={200: ReportDataOut, **refusals(400, 404)},
    )
    def get(self, request: Request, slug: str) -> Response:
        """Its tables, by the same filter and rights as the page; options of one report are parameters too.

        Raises:
            Http404: there is no such report.
            ValidationError: the query string has a wrong value.
        """
        maker = REPORTS.get(slug)
        if maker is None:
            raise Http404
        user, day = caller(request), today()
        maker.may(user, day).require()
        asked = question(maker, user, cast(QueryDict, request.query_params), today=day, now=timezone.now())
        if asked.errors:
            raise ValidationError(asked.errors)
        counted = {"basis": asked.asked.basis.value, "map": asked.asked.on_map.value}
        return Response({**_report(answer(asked)), **counted})


def _named(maker: Maker) -> dict[str, str]:
    return {"slug": maker.slug, "title": str(maker.title), "lede": str(maker.lede)}


def _report(report: Report) -> dict[str, Any]:
    return {
        "slug": report.slug,
        "title": report.title,
        "as_of": report.day.isoformat(),
        "counted_at": timezone.localtime(report.counted_at).isoformat() if report.counted_at else None,
        "statement": list(report.statement),
        "is_empty": report.is_empty,
        "blocks": [_block(block) for block in report.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    columns = [
        {"key": column.key, "title": str(column.title), "kind": column.kind.value, "hint": str(column.hint)}
        for column in block.columns
    ]
    lines = [_line(line) for line in block.lines]
    return {"key": block.key, "title": block.title, "note": block.note, "columns": columns, "lines": lines}


def _line(line: Line) -> dict[str, Any]:
    return {
        "key": line.key,
        "group": line.group,
        "part": line.part.value,
        "cells": [_cell(each) for each in line.cells],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    value = cell.value.isoformat() if isinstance(cell.value, date) else cell.value
    return {"value": value, "href": cell.href}
