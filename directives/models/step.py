"""What one reviewer did to the proposals of one paper, step by step, so that each step can be taken back."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from directives.models.directive import Directive

STEPS_KEPT = 100
"""Steps kept per paper and person; older ones can no longer be taken back."""


class ReviewStepQuerySet(models.QuerySet["ReviewStep"]):
    """The two stacks of a reviewer: what can be undone, and what can be done again."""

    def of(self, directive_id: int, actor: User) -> "ReviewStepQuerySet":
        """Steps of that person on that paper, the latest first."""
        return self.filter(directive_id=directive_id, actor=actor).order_by("-pk")

    def standing(self) -> "ReviewStepQuerySet":
        """Those that were not taken back."""
        return self.filter(undone_at=None)

    def undone(self) -> "ReviewStepQuerySet":
        """Those that were taken back and can be done again."""
        return self.filter(undone_at__isnull=False)


class ReviewStep(models.Model):
    """One step. `action` is its name in the audit trail; `numbers` the proposals concerned as they were called then.

    `changes` is `[{"draft": pk, "before": values | None, "after": values | None}]`; None means that the proposal did
    not exist, and values hold only the columns that the step changed (all columns where it made or removed a row).
    A step that is `whole` (split, merge) is taken back entirely or not at all.
    """

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="review_steps")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    action = models.CharField(max_length=60)
    numbers = models.CharField(max_length=60, blank=True)
    changes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    whole = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("bước rà soát")
        verbose_name_plural = _("bước rà soát")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["directive", "actor", "-id"], name="review_step_of_person")]

    def __str__(self) -> str:
        return f"{self.action} {self.numbers}".strip()
