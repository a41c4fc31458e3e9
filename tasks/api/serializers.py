"""What goes out and what comes in; they describe, the actions decide."""

import copy
from datetime import date
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.clock import today
from accounts.models import Organisation, User
from tasks.asof import standing
from tasks.deadlines import Timeliness
from tasks.models import ContestReason, Level, ObstacleCode, Party, ProgressReport, Task, TaskEvent, TaskFile

Nothing = dict[str, object]
Row = TypeVar("Row", bound=Model)


def _day() -> date:
    """The day whose figures are being shown."""
    return standing() or today()


class MadeOnce(serializers.ModelSerializer[Row]):
    """A serializer whose fields are read off the model once in a process and copied for each answer.

    Reading them off the columns of a task takes longer than writing out ten tasks.
    """

    def get_fields(self) -> dict[str, Any]:
        """Copies of the fields, not yet bound."""
        return {name: copy.deepcopy(field) for name, field in self._made().items()}

    @classmethod
    @cache
    def _made(cls) -> dict[str, Any]:
        return super(MadeOnce, cls()).get_fields()


class OrganisationName(MadeOnce[Organisation]):
    """An organisation in one line."""

    class Meta:
        model = Organisation
        fields = ["id", "code", "short_name"]


class PartyOut(MadeOnce[Party]):
    """A coordinating organisation."""

    organisation = OrganisationName()

    class Meta:
        model = Party
        fields = [
            *("id", "organisation", "part", "due_on", "deadline_kind", "counts_until", "status", "note"),
            *("reported_on", "done_on", "reminded_times", "reminded_on"),
        ]


class TaskOut(MadeOnce[Task]):
    """A task; `timeliness` and `days_late` are computed for the day of the request, by the `basis` of a list."""

    lead = OrganisationName()
    parties = PartyOut(many=True)
    directive_number = serializers.CharField(source="directive.number_text")
    officer_name = serializers.SerializerMethodField()
    level = serializers.SerializerMethodField()
    timeliness = serializers.SerializerMethodField()
    days_late = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = [
            *("id", "directive", "directive_number", "path", "title", "text", "product", "lead", "parties", "parent"),
            *("officer", "officer_name", "leader", "monitor", "field", "urgency", "assigned_on", "due_on_as_issued"),
            *("due_on", "precision", "deadline_kind", "deadline_phrase", "recurrence", "status", "timeliness"),
            *(
                "days_late",
                "counts_until",
                "counts_until_as_issued",
                "event",
                "event_on",
                "review_on",
                "series",
                "period",
            ),
            *("received_on", "proposed_on", "submitted_on", "completed_on", "reported_on", "returned_count", "percent"),
            *("sent_back_count", "quality", "quality_note", "level", "giver", "weight"),
            *("extended_times", "urged_times", "version"),
        ]

    @extend_schema_field(serializers.ChoiceField(Level.choices))
    def get_level(self, task: Task) -> str:
        """A duty that the city gave, or work that a unit handed out inside."""
        return Level.INSIDE.value if task.is_inside else Level.CITY.value

    def get_officer_name(self, task: Task) -> str:
        """Full name, empty when nobody is on it."""
        return task.officer.full_name if task.officer else ""

    @extend_schema_field(serializers.ChoiceField([kind.value for kind in Timeliness]))
    def get_timeliness(self, task: Task) -> str:
        """What time did to the task."""
        return task.timeliness(_day(), settings.DUE_SOON_DAYS).value

    def get_days_late(self, task: Task) -> int:
        """Calendar days past the deadline while it counts as overdue, else 0."""
        overdue = task.timeliness(_day(), settings.DUE_SOON_DAYS) is Timeliness.OVERDUE
        return task.days_late(_day()) if overdue else 0


class EventOut(serializers.ModelSerializer[TaskEvent]):
    """One step of the history."""

    actor_name = serializers.SerializerMethodField()

    class Meta:
        model = TaskEvent
        fields = ["id", "at", "on", "move", "from_status", "to_status", "actor", "actor_name", "reason", "details"]

    def get_actor_name(self, event: TaskEvent) -> str:
        """Full name of who made the step."""
        return event.actor.full_name if event.actor else ""


class FileOut(serializers.ModelSerializer[TaskFile]):
    """A file of a report; its bytes are served by the pages."""

    class Meta:
        model = TaskFile
        fields = ["id", "name", "content_type", "size", "sha256"]


class ReportOut(serializers.ModelSerializer[ProgressReport]):
    """A progress report or the submission of a result."""

    files = FileOut(many=True)

    class Meta:
        model = ProgressReport
        fields = [
            *("id", "at", "on", "author", "done", "next", "obstacle", "support", "forecast_on", "percent"),
            *("is_result", "result_number", "result_date", "result_paper", "submit_to", "files"),
        ]


class Seen(serializers.Serializer[Nothing]):
    """Every move names the version it was decided on, so that nobody overwrites what they have not seen."""

    version = serializers.IntegerField(min_value=1, help_text="`version` of the task as last read.")


class WithReason(Seen):
    """A move that must be explained."""

    reason = serializers.CharField()


class WithWords(Seen):
    """A move that may be explained."""

    reason = serializers.CharField(required=False, allow_blank=True, default="")


class ContestIn(WithReason):
    """Why the task does not belong here."""

    code = serializers.SlugField(
        help_text="A code of the office's list, as shipped: " + ", ".join(ContestReason.values)
    )
    unit = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.all(), required=False, allow_null=True, default=None
    )
    duplicate = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    document = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    day = serializers.DateField(required=False, allow_null=True, default=None)


class ReassignIn(WithReason):
    """To whom the task goes."""

    lead = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.all())


class DelegateIn(WithWords):
    """Who works on it."""

    officer = serializers.PrimaryKeyRelatedField(queryset=User.objects.filter(is_active=True))


class ReportIn(Seen):
    """The five fields."""

    done = serializers.CharField()
    next = serializers.CharField(required=False, allow_blank=True, default="")
    obstacle = serializers.SlugField(
        default=ObstacleCode.NONE.value,
        help_text="A code of the office's list, as shipped: " + ", ".join(ObstacleCode.values),
    )
    support = serializers.CharField(required=False, allow_blank=True, default="")
    forecast_on = serializers.DateField(required=False, allow_null=True, default=None)
    percent = serializers.IntegerField(min_value=0, max_value=100, default=0)
    files = serializers.ListField(child=serializers.FileField(), required=False, default=list)


class SubmitIn(Seen):
    """The product: the number of the resulting paper, or files."""

    number = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    issued_on = serializers.DateField(required=False, allow_null=True, default=None)
    words = serializers.CharField(required=False, allow_blank=True, default="")
    submit_to = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    unfinished = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Why it is done while work inside is open."
    )
    files = serializers.ListField(child=serializers.FileField(), required=False, default=list)


class AcceptIn(WithWords):
    """How good the result is."""

    quality = serializers.SlugField(help_text="A code of the office's list, as shipped: good, pass, poor")
    quality_note = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)


class GroundIn(WithWords):
    """On the strength of which paper or reason, and whether the work handed out below follows."""

    document = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    document_on = serializers.DateField(required=False, allow_null=True, default=None)
    with_parts = serializers.BooleanField(required=False, allow_null=True, default=None)


class CellOut(serializers.Serializer[Nothing]):
    """A number, and the query string that lists exactly so many tasks."""

    label = serializers.CharField()  # type: ignore[assignment]  # the report's word hides DRF's attribute on purpose
    count = serializers.IntegerField(source="cell.count")
    query = serializers.CharField(source="cell.query_string")


class BoardRowOut(serializers.Serializer[Nothing]):
    """One row of the board."""

    key = serializers.IntegerField(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]  # the report's word hides DRF's attribute on purpose
    cells = CellOut(many=True, source="entries")


class BoardOut(serializers.Serializer[Nothing]):
    """The overdue board, rows and sum."""

    by = serializers.CharField()
    today = serializers.DateField()
    rows = BoardRowOut(many=True)
    total = BoardRowOut()
