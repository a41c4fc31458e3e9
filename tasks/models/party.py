"""The part of a coordinating organisation in a task."""

from datetime import date

from django.db import models
from django.db.models.expressions import DatabaseDefault
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from tasks.deadlines import DeadlineKind
from tasks.models.task import Task


class PartyStatus(models.TextChoices):
    """How far a coordinating organisation is with its part."""

    ASKED = "asked", _("Chưa thực hiện")
    RECEIVED = "received", _("Đã nhận phần việc")
    WORKING = "working", _("Đang phối hợp")
    DONE = "done", _("Đã xong phần việc")


class Party(models.Model):
    """A coordinating organisation with its own part; a trigger refuses the lead, another keeps its last day in time."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parts")
    part = models.CharField(_("phần việc"), max_length=500, blank=True)
    due_on = models.DateField(_("hạn của phần việc"), null=True, blank=True)
    deadline_kind = models.CharField(
        max_length=8, default=DeadlineKind.UNTIL.value, db_default=DeadlineKind.UNTIL.value
    )
    counts_until = models.DateField(null=True, editable=False, db_default=None)
    status = models.CharField(_("trạng thái"), max_length=8, choices=PartyStatus, default=PartyStatus.ASKED)
    note = models.CharField(_("ghi chú"), max_length=1000, blank=True)
    reported_on = models.DateField(_("cập nhật gần nhất"), null=True, blank=True)
    done_on = models.DateField(_("ngày xong phần việc"), null=True, blank=True)
    reminded_times = models.PositiveSmallIntegerField(_("số lần nhắc"), default=0, db_default=0)
    reminded_on = models.DateField(_("nhắc gần nhất"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("cơ quan phối hợp")
        verbose_name_plural = _("cơ quan phối hợp")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["task", "organisation"], name="party_once")]
        indexes = [models.Index(fields=["organisation", "task"], name="party_of_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.task_id}"

    @property
    def last_day(self) -> date | None:
        """The last day in time; of a row that the schema has not counted for yet, its deadline as it stands."""
        return self.due_on if isinstance(self.counts_until, DatabaseDefault) else self.counts_until

    def is_late(self, today: date) -> bool:
        """Past its own last day in time, and its part not said to be done."""
        return self.status != PartyStatus.DONE and self.last_day is not None and self.last_day < today
