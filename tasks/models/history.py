"""What tasks, parts, requests for more time and a leader's words were like on every past day, one row per period.

A row holds from `from_day` until before `until_day` (None: still), both by the calendar of the city. Several changes of
one day leave one row: how the day ended. Triggers on the tables themselves write these rows (`tasks.history`), nobody
else can; `tasks.asof` reads them. Columns are named as those of the table they copy and refer to nothing, because a
past state stays as it was whatever becomes of what it names.

`is_rebuilt` marks rows that were put together from the dates of the row itself when this history was first kept.
"""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

TASK_NEVER_CHANGES: Final = frozenset(
    {"title", "text", "product", "submit_to", "deadline_phrase", "recurrence", "is_backfilled"}
)
"""Columns of a task that no step changes after its release; read from the task itself, so that rows stay narrow."""
TASK_NOT_KEPT: Final = frozenset({"search_text", "version"})
"""Columns that only serve today: what the search box looks in, and which form is stale."""
PARTY_NOT_KEPT: Final = frozenset({"updated_at"})
REQUEST_NEVER_CHANGES: Final = frozenset(
    {
        *("asked_by_id", "asked_under_id", "asked_at", "asked_on", "due_before", "until_before", "asked_due_on"),
        *("code", "reason", "progress"),
    }
)
WORDS_NEVER_CHANGE: Final = frozenset({"kind", "prepared_by_id", "prepared_at", "membership_id", "batch"})
WORDS_NOT_KEPT: Final = frozenset({"version"})


class Period(models.Model):
    """From which day until before which other day a state held."""

    from_day = models.DateField()
    until_day = models.DateField(null=True)
    is_rebuilt = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True

    OF: ClassVar[str]
    """The column that names the row of which this is a state."""

    def __str__(self) -> str:
        return f"{getattr(self, self.OF)}: {self.from_day:%d/%m/%Y}"


class TaskState(Period):
    """A task during a period: everything of it that a list or report counts or shows and that can change."""

    OF = "task_id"

    task_id = models.BigIntegerField()
    directive_id = models.BigIntegerField()
    draft_id = models.BigIntegerField(null=True)
    parent_id = models.BigIntegerField(null=True)
    giver_id = models.BigIntegerField(null=True)
    root_id = models.BigIntegerField(null=True)
    weight = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=120)
    field_id = models.BigIntegerField(null=True)
    urgency = models.CharField(max_length=12)
    lead_id = models.BigIntegerField()
    lead_as_given_id = models.BigIntegerField(null=True)
    officer_id = models.BigIntegerField(null=True)
    leader_id = models.BigIntegerField(null=True)
    monitor_id = models.BigIntegerField(null=True)
    assigned_on = models.DateField()
    due_on_as_issued = models.DateField(null=True)
    due_on = models.DateField(null=True)
    precision = models.CharField(max_length=8)
    deadline_kind = models.CharField(max_length=8)
    counts_until = models.DateField(null=True)
    counts_until_as_issued = models.DateField(null=True)
    event = models.CharField(max_length=300)
    event_term = models.CharField(max_length=40)
    event_on = models.DateField(null=True)
    event_source = models.CharField(max_length=300)
    review_on = models.DateField(null=True)
    series_id = models.BigIntegerField(null=True)
    period = models.CharField(max_length=20)
    status = models.CharField(max_length=12)
    received_on = models.DateField(null=True)
    proposed_on = models.DateField(null=True)
    submitted_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    returned_count = models.PositiveSmallIntegerField()
    sent_back_count = models.PositiveSmallIntegerField()
    quality = models.CharField(max_length=16)
    quality_note = models.CharField(max_length=1000)
    reported_on = models.DateField(null=True)
    percent = models.PositiveSmallIntegerField()
    extended_times = models.PositiveSmallIntegerField()
    urged_times = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task_id", "from_day"], name="task_state_once_a_day"),
            models.UniqueConstraint(fields=["task_id"], condition=Q(until_day=None), name="task_state_one_is_current"),
            models.CheckConstraint(
                condition=Q(until_day=None) | Q(until_day__gt=F("from_day")), name="task_state_ends_after_it_began"
            ),
        ]
        indexes = [
            models.Index(fields=["lead_id", "from_day"], name="task_state_of_lead"),
            models.Index(fields=["from_day"], name="task_state_rebuilt", condition=Q(is_rebuilt=True)),
            models.Index(fields=["from_day"], name="task_state_kept", condition=Q(is_rebuilt=False)),
        ]


class PartyState(Period):
    """The part of a coordinating organisation during a period; whole, because parts can be taken off a task."""

    OF = "party_id"

    party_id = models.BigIntegerField()
    task_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    part = models.CharField(max_length=500)
    due_on = models.DateField(null=True)
    deadline_kind = models.CharField(max_length=8)
    counts_until = models.DateField(null=True)
    status = models.CharField(max_length=8)
    note = models.CharField(max_length=1000)
    reported_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    reminded_times = models.PositiveSmallIntegerField()
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party_id", "from_day"], name="party_state_once_a_day"),
            models.UniqueConstraint(
                fields=["party_id"], condition=Q(until_day=None), name="party_state_one_is_current"
            ),
        ]
        indexes = [
            models.Index(fields=["task_id"], name="party_state_of_task"),
            models.Index(fields=["organisation_id", "task_id"], name="party_state_of_body"),
        ]


class RequestState(Period):
    """What had become of a request for more time, and who was to decide it, during a period."""

    OF = "request_id"

    request_id = models.BigIntegerField()
    task_id = models.BigIntegerField()
    decider_id = models.BigIntegerField(null=True)
    answer_by = models.DateField()
    state = models.CharField(max_length=10)
    decided_by_id = models.BigIntegerField(null=True)
    decided_for_id = models.BigIntegerField(null=True)
    decided_under_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    granted_due_on = models.DateField(null=True)
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request_id", "from_day"], name="request_state_once_a_day"),
            models.UniqueConstraint(
                fields=["request_id"], condition=Q(until_day=None), name="request_state_one_is_current"
            ),
        ]
        indexes = [models.Index(fields=["task_id"], name="request_state_of_task")]


class WordsState(Period):
    """A leader's words during a period: to whom, until when, and how far their answer was."""

    OF = "instruction_id"

    instruction_id = models.BigIntegerField()
    task_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    answer_by = models.DateField(null=True)
    document_number = models.CharField(max_length=80)
    document_on = models.DateField(null=True)
    leader_id = models.BigIntegerField(null=True)
    given_on = models.DateField(null=True)
    given_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_by_id = models.BigIntegerField(null=True)
    returned_times = models.PositiveSmallIntegerField()
    remark = models.CharField(max_length=1000)
    state = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instruction_id", "from_day"], name="words_state_once_a_day"),
            models.UniqueConstraint(
                fields=["instruction_id"], condition=Q(until_day=None), name="words_state_one_is_current"
            ),
        ]
        indexes = [
            models.Index(fields=["task_id"], name="words_state_of_task"),
            models.Index(fields=["unit_id"], name="words_state_of_unit"),
        ]
