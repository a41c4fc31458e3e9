"""Each time a paper was read by the engine: with which version, what it found, what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from directives.models.directive import Directive


class ReadingState(models.TextChoices):
    """waiting → reading → compared → applied → undone; the first reading of a paper is applied at once."""

    WAITING = "waiting", _("Chờ đọc lại")
    READING = "reading", _("Đang đọc lại")
    COMPARED = "compared", _("Chờ xem khác biệt")
    APPLIED = "applied", _("Đã áp dụng")
    UNDONE = "undone", _("Đã hoàn lại")
    DISCARDED = "discarded", _("Giữ nguyên bản cũ")
    FAILED = "failed", _("Không đọc lại được")


OPEN_READINGS = (ReadingState.WAITING.value, ReadingState.READING.value, ReadingState.COMPARED.value)
"""States of a reading that waits for the machine or for a person; a paper has at most one."""


class Reading(models.Model):
    """One parse of one paper by one version of the engine.

    `found` is what a later parse found, as plain values, until a person decided about it; `before` is what its
    application replaced, for the undo, which is possible while the paper is at `version_after`. `head` is how the
    machine read the head of the paper (`heads.HEAD`), which tells later what a person typed; empty where not known.
    """

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="readings")
    engine = models.CharField(_("phiên bản bộ đọc"), max_length=20)
    state = models.CharField(_("trạng thái"), max_length=10, choices=ReadingState, default=ReadingState.WAITING)
    found = models.JSONField(default=dict, blank=True)
    head = models.JSONField(default=dict, blank=True)
    differences = models.PositiveIntegerField(_("số khác biệt"), default=0)
    before = models.JSONField(default=dict, blank=True)
    version_after = models.PositiveIntegerField(null=True, blank=True)
    problem = models.CharField(_("vấn đề"), max_length=500, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lượt đọc văn bản")
        verbose_name_plural = _("lượt đọc văn bản")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive"], condition=Q(state__in=OPEN_READINGS), name="reading_one_open_per_paper"
            ),
        ]
        indexes = [
            models.Index(fields=["directive", "-id"], name="reading_of_directive"),
            models.Index(fields=["state", "-id"], name="reading_state", condition=Q(state__in=OPEN_READINGS)),
        ]

    def __str__(self) -> str:
        return f"{self.directive} · {self.engine}"
