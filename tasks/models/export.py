"""Files that take longer than a person waits for a page: asked for, made in the background, kept for some days."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User

CLAIM_LASTS = timedelta(minutes=3)
"""A worker that has not told of its progress for so long is taken for dead."""


class ExportState(models.TextChoices):
    """waiting → running → ready; failed can be asked for again, cancelled is not made."""

    WAITING = "waiting", _("Chờ tạo")
    RUNNING = "running", _("Đang tạo")
    READY = "ready", _("Đã xong")
    FAILED = "failed", _("Không tạo được")
    CANCELLED = "cancelled", _("Đã hủy")


UNFINISHED = (ExportState.WAITING.value, ExportState.RUNNING.value)


class ExportQuerySet(models.QuerySet["Export"]):
    """Questions about files in the making."""

    def unfinished(self) -> "ExportQuerySet":
        """Waiting or being made."""
        return self.filter(state__in=UNFINISHED)

    def to_make(self, now: datetime) -> "ExportQuerySet":
        """Waiting ones, and those whose worker died."""
        given_up = Q(state=ExportState.RUNNING, claimed_at__lt=now - CLAIM_LASTS)
        return self.filter(Q(state=ExportState.WAITING) | given_up)


class Export(models.Model):
    """The list of tasks that `query` finds, as a file for one person.

    `day` is the day it is counted as of; None means the day it is made. `done` of `total` rows are written; whoever
    holds the claim renews `claimed_at` while it writes.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports")
    query = models.TextField(_("bộ lọc"), blank=True)
    day = models.DateField(_("số liệu đến hết ngày"), null=True, blank=True)
    form = models.CharField(_("định dạng"), max_length=8)
    state = models.CharField(_("trạng thái"), max_length=10, choices=ExportState, default=ExportState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(_("lỗi"), max_length=500, blank=True)
    name = models.CharField(_("tên tệp"), max_length=120, blank=True)
    content = models.FileField(upload_to="exports/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp kết xuất")
        verbose_name_plural = _("tệp kết xuất")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], name="export_to_make", condition=Q(state__in=["waiting", "running"])),
            models.Index(fields=["owner", "-id"], name="export_of_owner"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "query", "form"],
                condition=Q(state__in=["waiting", "running"]),
                name="export_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.name or f"{self.form} {self.pk}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it is still to come."""
        return self.state in UNFINISHED

    @property
    def percent(self) -> int:
        """How far it is, from 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0
