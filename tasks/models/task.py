"""A task: one obligation, exactly one lead, a deadline as issued that is frozen."""

from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import DatabaseDefault
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import scope
from accounts.errors import Stale
from accounts.locking import locked
from accounts.models import Field, Organisation, User
from directives.models import Directive, TaskDraft, Urgency
from directives.models.draft import PRECISIONS
from directives.parsing.types import Precision
from tasks.deadlines import Basis, DeadlineKind, Facts, Timeliness, days_late, timeliness
from tasks.lifecycle import OPEN, Status
from tasks.models.task_indexes import of_counts


class TaskStatus(models.TextChoices):
    """Labels of `lifecycle.Status`."""

    ASSIGNED = Status.ASSIGNED.value, _("Đã giao, chờ nhận")
    RECEIVED = Status.RECEIVED.value, _("Đã nhận")
    IN_PROGRESS = Status.IN_PROGRESS.value, _("Đang thực hiện")
    SIGNING = Status.SIGNING.value, _("Chờ ký duyệt")
    SUBMITTED = Status.SUBMITTED.value, _("Chờ xác nhận")
    CONTESTED = Status.CONTESTED.value, _("Đề nghị giao lại")
    SUSPENDED = Status.SUSPENDED.value, _("Tạm dừng")
    DONE = Status.DONE.value, _("Hoàn thành")
    WITHDRAWN = Status.WITHDRAWN.value, _("Đã thu hồi")


OPEN_VALUES = sorted(status.value for status in OPEN)
OVERDUE_VALUES = sorted(status.value for status in OPEN - {Status.SUBMITTED, Status.SUSPENDED})
UNSETTLED_VALUES = sorted(status.value for status in (Status.ASSIGNED, Status.CONTESTED, Status.SIGNING))
"""Running, and not being worked on."""


class Level(models.TextChoices):
    """Duties that the city gave, and what a unit hands out below them."""

    CITY = "city", _("Nhiệm vụ được giao")
    INSIDE = "inside", _("Việc phân công nội bộ")


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions about tasks; each also serves as a filter of lists, reports and the API."""

    def of_level(self, level: str) -> "TaskQuerySet":
        """Only duties of the city, or only what units hand out inside."""
        return self.filter(giver__isnull=level == Level.CITY)

    def visible_to(self, user: User, today: date) -> "TaskQuerySet":
        """The office sees all; a unit what its subtree leads, coordinates or handed out; a leader their fields.

        Anybody sees what they are named on. The ways are joined by UNION: each has its index, an OR of them has none.
        """
        if scope.of(user, today).everything:
            return self
        first, *others = (Task.objects.filter(way).order_by().values("pk") for way in _ways(user, today, by_key=False))
        return self.filter(pk__in=first.union(*others))

    def ways(self, user: User, today: date) -> "list[TaskQuerySet]":
        """The tasks of `visible_to` way by way (up to two queries), for lists that take the first rows of each."""
        if scope.of(user, today).everything:
            return [self]
        return [self.filter(way) for way in _ways(user, today, by_key=True)]

    def visible_one_by_one(self, user: User, today: date) -> "TaskQuerySet":
        """As `visible_to`, asked of every row: quick where something else has found the rows, as a search has."""
        if scope.of(user, today).everything:
            return self
        return self.filter(reduce(or_, _ways(user, today, by_key=False)))

    def counted(self, basis: Basis) -> "TaskQuerySet":
        """The same tasks, each saying its class and its days late by that basis."""
        return self if basis is Basis.CURRENT else self.annotate(counted_by=Value(basis.value))

    def mapped(self, chosen: str) -> "TaskQuerySet":
        """The same tasks, each naming by `unit` the body that it counts for on that map (`tasks.maps`)."""
        return self if chosen == "now" else self.annotate(mapped_by=Value(chosen))

    def open(self) -> "TaskQuerySet":
        """Not done and not withdrawn."""
        return self.filter(status__in=OPEN_VALUES)

    def overdue(self, today: date) -> "TaskQuerySet":
        """As `deadlines.is_overdue`: past the last day in time, not waiting for acceptance, not suspended."""
        return self.filter(status__in=OVERDUE_VALUES, counts_until__lt=today)

    def due_soon(self, today: date, days: int) -> "TaskQuerySet":
        """Still in term with at most `days` calendar days left."""
        soon = today + timedelta(days=days)
        return self.filter(status__in=OVERDUE_VALUES, counts_until__gte=today, counts_until__lte=soon)

    def hold_event(self, pk: int) -> None:
        """Lock every task of the paper that speaks of the same event as this one, the smallest key first.

        Two people who date one event from different tasks would else wait for each other.
        """
        asked = self.only("directive", "event").get(pk=pk)
        same = Task.objects.filter(directive=asked.directive_id, event__iexact=asked.event).order_by("pk")
        list(same.select_for_update().values_list("pk"))

    def lock(self, pk: int, seen_version: int | None) -> "Task":
        """The row locked for this transaction.

        Raises:
            Stale: somebody changed it since the form was opened (`seen_version`; None skips the check).

        A tree of work inside a unit is locked from its top, so that shares of progress climb it one at a time.
        """
        if top := self.filter(pk=pk).order_by().values_list("root", flat=True).first():
            list(Task.objects.select_for_update().filter(pk=top).values_list("pk"))
        task = locked(self.select_related("lead", "giver").filter(pk=pk)).get()
        if seen_version is not None and task.version != seen_version:
            raise Stale
        return task


def _ways(user: User, today: date, *, by_key: bool) -> list[Q]:
    """Why somebody may see a task; `by_key` names the units by their keys, which gives an index its order."""
    reach = scope.of(user, today)
    below = Organisation.objects.below(reach.paths).values_list("pk", flat=True)
    units = list(below) if by_key and reach.paths else below
    parts = getattr(apps.get_model("tasks.Party"), "objects")  # noqa: B009 - a model that stands on this one
    helped = parts.filter(organisation__in=units).order_by().values("task")
    as_unit = [Q(lead__in=units), Q(giver__in=units), Q(pk__in=helped)] if reach.organisations else []
    as_leader = [Q(leader=user), Q(field__in=reach.fields)] if reach.leads else []
    return [Q(officer=user), *as_unit, *as_leader]


class Task(models.Model):
    """One obligation out of one clause.

    `due_on` is the current deadline (after extensions), `due_on_as_issued` the one of the paper; a trigger refuses
    any change of the latter once it is set. The day that counts for "on time" is `submitted_on` of the accepted report.

    `counts_until` and `counts_until_as_issued` are the last days in time by the rules of the city; a trigger keeps them
    (`deadlines.last_day`), nobody else writes them. A term that starts with an event (`event`, `event_term`, see
    `directives.terms`) has no deadline until somebody enters `event_on`. A task without a deadline is looked at again
    on `review_on`. One of a series is named by its `period`.

    `lead_as_given` is the body that led it before a reorganisation moved it on; None where none did.

    Work that a unit hands out inside has a `giver`, the organisation whose heads handed it out and sign it off, a
    `parent` it is part of, and the `root` of that tree, a duty of the city; `weight` is its share in the percent of
    its parent.
    """

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("văn bản"))
    draft = models.ForeignKey(TaskDraft, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    giver = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handed_out",
        verbose_name=_("đơn vị phân công"),
    )
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="inside")
    weight = models.PositiveSmallIntegerField(_("tỷ trọng"), default=1, db_default=1)
    path = models.CharField(_("vị trí trong văn bản"), max_length=120, blank=True)
    title = models.CharField(_("nhiệm vụ"), max_length=300)
    text = models.TextField(_("nội dung"))
    product = models.CharField(_("sản phẩm"), max_length=500, blank=True)
    submit_to = models.CharField(_("cấp trình"), max_length=200, blank=True)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("lĩnh vực"))
    urgency = models.CharField(_("độ khẩn"), max_length=12, choices=Urgency, default=Urgency.NORMAL)
    lead = models.ForeignKey(  # without an index of its own: three begin with it
        Organisation,
        on_delete=models.PROTECT,
        related_name="led_tasks",
        verbose_name=_("cơ quan chủ trì"),
        db_index=False,
    )
    lead_as_given = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("cơ quan chủ trì khi giao"),
    )
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("chuyên viên")
    )
    leader = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised",
        verbose_name=_("lãnh đạo phụ trách"),
    )
    monitor = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="monitored",
        verbose_name=_("người theo dõi"),
    )
    assigned_on = models.DateField(_("ngày giao"))
    due_on_as_issued = models.DateField(_("hạn theo văn bản"), null=True, blank=True)
    due_on = models.DateField(_("hạn hiện tại"), null=True, blank=True)
    precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.NONE.value)
    deadline_kind = models.CharField(max_length=8, default=DeadlineKind.UNTIL.value)
    counts_until = models.DateField(null=True, editable=False, db_default=None)
    counts_until_as_issued = models.DateField(null=True, editable=False, db_default=None)
    deadline_phrase = models.CharField(_("thời hạn trong văn bản"), max_length=500, blank=True)
    recurrence = models.CharField(_("định kỳ"), max_length=200, blank=True)
    event = models.CharField(_("mốc sự kiện"), max_length=300, blank=True)
    event_term = models.CharField(_("thời hạn tính từ mốc"), max_length=40, blank=True)
    event_on = models.DateField(_("ngày của mốc"), null=True, blank=True)
    event_source = models.CharField(_("căn cứ của mốc"), max_length=300, blank=True)
    review_on = models.DateField(_("ngày rà soát lại"), null=True, blank=True)
    series = models.ForeignKey(
        "tasks.Series", on_delete=models.PROTECT, null=True, blank=True, related_name="occurrences"
    )
    period = models.CharField(_("kỳ"), max_length=20, blank=True)
    is_backfilled = models.BooleanField(default=False)
    status = models.CharField(_("trạng thái"), max_length=12, choices=TaskStatus, default=TaskStatus.ASSIGNED)
    received_on = models.DateField(_("ngày nhận"), null=True, blank=True)
    proposed_on = models.DateField(_("ngày trình ký duyệt"), null=True, blank=True)
    submitted_on = models.DateField(_("ngày báo cáo hoàn thành"), null=True, blank=True)
    completed_on = models.DateField(_("ngày xác nhận hoàn thành"), null=True, blank=True)
    returned_count = models.PositiveSmallIntegerField(_("số lần bị trả lại"), default=0)
    sent_back_count = models.PositiveSmallIntegerField(_("số lần trả lại nội bộ"), default=0, db_default=0)
    quality = models.CharField(_("chất lượng kết quả"), max_length=16, blank=True, db_default="")
    quality_note = models.CharField(_("nhận xét chất lượng"), max_length=1000, blank=True, db_default="")
    reported_on = models.DateField(_("báo cáo gần nhất"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("tiến độ %"), default=0)
    extended_times = models.PositiveSmallIntegerField(_("số lần gia hạn"), default=0, db_default=0)
    urged_times = models.PositiveSmallIntegerField(_("số lần đôn đốc"), default=0, db_default=0)
    search_text = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ")
        verbose_name_plural = _("nhiệm vụ")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "lead"],
                condition=Q(draft__isnull=False, parent__isnull=True, series__isnull=True),
                name="task_once_per_draft_and_lead",
            ),
            models.UniqueConstraint(
                fields=["series", "period"], condition=Q(series__isnull=False), name="task_once_per_period"
            ),
            models.CheckConstraint(
                condition=Q(event="") | Q(event_on__isnull=False) | Q(due_on_as_issued=None, due_on=None),
                name="task_awaiting_event_has_no_day",
            ),
            models.CheckConstraint(
                condition=Q(status="done", completed_on__isnull=False, submitted_on__isnull=False)
                | (~Q(status="done") & Q(completed_on__isnull=True)),
                name="task_completed_only_when_done",
            ),
            models.CheckConstraint(
                condition=~Q(status="submitted") | Q(submitted_on__isnull=False),
                name="task_submitted_is_dated",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="task_percent_share"),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="task_not_its_own_parent"),
            models.CheckConstraint(
                condition=~Q(status="signing") | Q(proposed_on__isnull=False, submitted_on__isnull=True),
                name="task_signing_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(giver=None, root=None) | Q(giver__isnull=False, root__isnull=False, parent__isnull=False),
                name="task_inside_has_its_tree",
            ),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="task_weight_share"),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="task_open_due", condition=Q(status__in=OPEN_VALUES)),
            models.Index(fields=["counts_until", "id"], name="task_open_until", condition=Q(status__in=OPEN_VALUES)),
            models.Index(
                fields=["counts_until_as_issued", "id"], name="task_open_issued", condition=Q(status__in=OPEN_VALUES)
            ),
            models.Index(
                fields=["lead", "counts_until", "id"], name="task_open_lead", condition=Q(status__in=OPEN_VALUES)
            ),
            models.Index(
                fields=["officer", "counts_until", "id"],
                name="task_open_officer",
                condition=Q(status__in=OPEN_VALUES),
            ),
            models.Index(
                fields=["status", "counts_until", "id"], name="task_open_status", condition=Q(status__in=OPEN_VALUES)
            ),
            models.Index(
                fields=["counts_until", "id"],
                name="task_express",
                condition=Q(urgency=Urgency.EXPRESS, status__in=OVERDUE_VALUES),
            ),
            models.Index(
                fields=["review_on", "id"],
                name="task_to_review",
                condition=Q(status__in=OVERDUE_VALUES, due_on=None, review_on__isnull=False),
            ),
            models.Index(fields=["directive", "id"], name="task_awaiting", condition=Q(event_on=None) & ~Q(event="")),
            models.Index(
                fields=["lead", "assigned_on"],
                name="task_lead_assigned",
                include=["status", "counts_until", "submitted_on"],
            ),
            models.Index(fields=["status", "-id"], name="task_status"),
            models.Index(fields=["root", "id"], name="task_tree", condition=Q(root__isnull=False)),
            models.Index(
                fields=["counts_until", "id"], name="task_running", condition=Q(status__in=OVERDUE_VALUES, giver=None)
            ),
            models.Index(fields=["counts_until", "id"], name="task_until"),
            models.Index(fields=["counts_until_as_issued", "id"], name="task_until_issued"),
            models.Index(fields=["lead", "counts_until", "id"], name="task_lead_until"),
            models.Index(fields=["lead", "-id"], name="task_lead_newest"),
            models.Index(
                fields=["leader", "counts_until", "id"], name="task_open_leader", condition=Q(status__in=OPEN_VALUES)
            ),
            *of_counts(OPEN_VALUES, OVERDUE_VALUES, UNSETTLED_VALUES),
            models.Index(  # what a search found is sorted and counted out of it, without the rows themselves
                fields=["id"], name="task_searched", include=["counts_until", "counts_until_as_issued", "giver"]
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of this task."""
        return reverse("task-detail", args=[self.pk])

    @property
    def is_inside(self) -> bool:
        """Whether a unit handed it out inside, so that the office neither gives it nor accepts it."""
        return self.giver_id is not None

    @property
    def awaits_event(self) -> bool:
        """Whether its term starts with an event whose date nobody has entered."""
        return bool(self.event) and self.event_on is None

    @property
    def last_day(self) -> date | None:
        """The last day in time, by the current deadline or, in a list counted so, by that of the paper.

        A row that is not saved yet counts as filed: the schema has not counted for it.
        """
        current = getattr(self, "counted_by", Basis.CURRENT) == Basis.CURRENT
        until = self.counts_until if current else self.counts_until_as_issued
        return self.due_on if isinstance(until, DatabaseDefault) else until

    @property
    def unit(self) -> Organisation:
        """The body that it counts for: today's heir of its lead, or on the map of then the one it was given to.

        It asks the database where `lead__heir` or `lead_as_given` were not joined.
        """
        if getattr(self, "mapped_by", "now") == "then":
            return self.lead_as_given or self.lead
        return self.lead.heir or self.lead

    def timeliness(self, today: date, soon_days: int) -> Timeliness:
        """The class of this task on `today`."""
        facts = Facts(Status(self.status), self.last_day, self.submitted_on, self.awaits_event)
        return timeliness(facts, today, soon_days=soon_days)

    def days_late(self, today: date) -> int:
        """Calendar days past the last day in time, 0 when not late."""
        return days_late(self.last_day, today)

    def become(self, **values: object) -> None:
        """Save these columns and the next version, and nothing else."""
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*values, "version"])
        if KEPT_BY_TRIGGER.intersection(values):
            self.refresh_from_db(fields=["counts_until", "counts_until_as_issued"])


KEPT_BY_TRIGGER = {"due_on", "due_on_as_issued", "deadline_kind"}
"""Columns whose change makes the schema count the last days in time anew."""
