"""Proposals for tasks; a draft points at its clause for ever."""

from datetime import date
from typing import Protocol

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from directives.models.directive import Directive
from directives.models.section import Section
from directives.parsing.types import Precision

PRECISIONS = [
    (Precision.DAY.value, _("ngày")),
    (Precision.MONTH.value, _("tháng")),
    (Precision.QUARTER.value, _("quý")),
    (Precision.YEAR.value, _("năm")),
    (Precision.NONE.value, _("không có hạn")),
]


class DraftState(models.TextChoices):
    """What the clerk decided."""

    PROPOSED = "proposed", _("Đề xuất")
    ACCEPTED = "accepted", pgettext_lazy("state of a draft", "Chấp nhận")
    REJECTED = "rejected", _("Loại bỏ")
    RELEASED = "released", _("Đã giao")


class SaysUntilWhen(Protocol):
    """What a draft, or its columns alone, say about its deadline."""

    @property
    def due_on(self) -> date | None:
        """The day."""

    @property
    def recurrence(self) -> str:
        """The rule by which it comes back, or an empty text."""

    @property
    def no_deadline_confirmed(self) -> bool:
        """Whether a person said that there is none."""


def lacks_deadline(draft: SaysUntilWhen) -> bool:
    """Neither a day nor a recurrence, and nobody confirmed that there is none; it may still wait for an event."""
    return not (draft.due_on or draft.recurrence or draft.no_deadline_confirmed)


class DraftQuerySet(models.QuerySet["TaskDraft"]):
    """Piles of the review page."""

    def owner_unclear(self) -> "DraftQuerySet":
        """No lead organisation is settled."""
        return self.exclude(state=DraftState.REJECTED).filter(
            ~models.Exists(TaskDraft.leads.through.objects.filter(taskdraft=models.OuterRef("pk")))
        )

    def no_deadline(self) -> "DraftQuerySet":
        """As `lacks_deadline`; those that wait for an event are among them."""
        return self.exclude(state=DraftState.REJECTED).filter(due_on=None, recurrence="", no_deadline_confirmed=False)


class TaskDraft(models.Model):
    """One proposed task. Each of `leads` becomes a task of its own at release: a task has exactly one lead.

    `lead_mentions` are the agencies as printed; `candidates` what matching thought of them, for the reviewer:
    `[{"mention": str, "organisation": pk, "name": str, "score": 0..1, "reason": str}]`.
    """

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="drafts")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, blank=True, related_name="drafts")
    order = models.PositiveIntegerField()
    path = models.CharField(max_length=120, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    product = models.CharField(_("sản phẩm"), max_length=500, blank=True)
    leads = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name=_("cơ quan chủ trì"))
    coordinating = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("cơ quan phối hợp")
    )
    lead_mentions = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    coordinating_mentions = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    candidates = models.JSONField(default=list, blank=True)
    deadline_phrase = models.CharField(_("thời hạn trong văn bản"), max_length=500, blank=True)
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.NONE.value)
    recurrence = models.CharField(_("định kỳ"), max_length=200, blank=True)
    no_deadline_confirmed = models.BooleanField(_("xác nhận không có hạn"), default=False)
    confidence = models.FloatField(default=0)
    reasons = models.JSONField(default=list, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    state = models.CharField(_("quyết định"), max_length=10, choices=DraftState, default=DraftState.PROPOSED)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề xuất nhiệm vụ")
        verbose_name_plural = _("đề xuất nhiệm vụ")
        ordering = ["directive", "order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="draft_span_forward"),
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=1), name="draft_confidence_share"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
