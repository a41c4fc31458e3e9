"""Which running tasks may miss their deadline, as judged last night, and how often such judgements came true."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasks.models.task import Task


class RiskLevel(models.TextChoices):
    """How probable it is that a task misses its deadline; a sign to look at it, never a finding."""

    HIGH = "high", _("Nguy cơ cao")
    MEDIUM = "medium", _("Nguy cơ vừa")
    LOW = "low", _("Nguy cơ thấp")


class TaskRisk(models.Model):
    """One running task with a deadline ahead, as judged on `day`; every night writes all rows anew.

    `reasons` is `[{"sign": code, "points": n, ...}]` with the numbers that made the sign (`tasks.risk.words`).
    """

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="risk")
    day = models.DateField()
    points = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=6, choices=RiskLevel)
    reasons = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["level", "task"], name="risk_by_level")]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.level}"


class RiskBacktest(models.Model):
    """How the judgement would have done on tasks that are over, as they stood `ahead_days` or more before the deadline.

    `first_day` to `last_day` are the days judged from; missed: not reported done by the deadline of that day.
    """

    measured_on = models.DateField(unique=True)
    version = models.CharField(max_length=10)
    ahead_days = models.PositiveSmallIntegerField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    high_missed = models.PositiveIntegerField(default=0)
    high_met = models.PositiveIntegerField(default=0)
    medium_missed = models.PositiveIntegerField(default=0)
    medium_met = models.PositiveIntegerField(default=0)
    low_missed = models.PositiveIntegerField(default=0)
    low_met = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-measured_on"]

    def __str__(self) -> str:
        return f"{self.measured_on:%d/%m/%Y}"
