"""What was decided where papers overlap: tasks that another paper repeats, and tasks whose paper was changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from directives.models import Directive, TaskDraft
from tasks.models.task import Task


class TaskSketch(models.Model):
    """The smallest hashes of the shingles of a task's text (see `directives.shingles`), to find its likes.

    No index on the hashes: what repeats a task has its lead, so the tasks of the lead are read by their key.
    """

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="sketch")
    hashes = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{self.task_id}: {len(self.hashes)}"


class RepeatChoice(models.TextChoices):
    """What a clerk says of a proposal that repeats an open task; the third answer is to reject the proposal."""

    BOTH = "both", _("Giữ cả hai")
    CHILD = "child", _("Gắn làm việc con")


class RepeatRuling(models.Model):
    """The answer for one proposal and one task that it repeats; a child gets that task for a parent at release."""

    draft = models.ForeignKey(TaskDraft, on_delete=models.CASCADE, related_name="repeat_rulings")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="repeat_rulings")
    choice = models.CharField(_("cách xử lý"), max_length=8, choices=RepeatChoice)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("xử lý nhiệm vụ trùng")
        verbose_name_plural = _("xử lý nhiệm vụ trùng")
        constraints = [
            models.UniqueConstraint(fields=["draft", "task"], name="repeat_ruled_once"),
            models.UniqueConstraint(fields=["draft"], condition=Q(choice="child"), name="repeat_child_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} → {self.task_id}: {self.choice}"


class AmendmentChoice(models.TextChoices):
    """What becomes of an open task whose paper another paper changed."""

    KEEP = "keep", _("Giữ nguyên")
    MOVE = "move", _("Chuyển sang văn bản mới")
    WITHDRAW = "withdraw", pgettext_lazy("move", "Thu hồi")


class AmendmentRuling(models.Model):
    """The decision about one task of a paper that `paper` amends, replaces or repeals; `before` serves the undo."""

    paper = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="amendment_rulings")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="amendment_rulings")
    choice = models.CharField(_("quyết định"), max_length=8, choices=AmendmentChoice)
    before = models.JSONField(default=dict, blank=True)
    version_after = models.PositiveIntegerField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    decided_on = models.DateField()

    class Meta:
        verbose_name = _("xử lý nhiệm vụ khi văn bản thay đổi")
        verbose_name_plural = _("xử lý nhiệm vụ khi văn bản thay đổi")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "task"], name="amendment_ruled_once")]

    def __str__(self) -> str:
        return f"{self.paper} → {self.task_id}: {self.choice}"
