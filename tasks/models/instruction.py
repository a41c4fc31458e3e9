"""A leader's words about a task or a unit, each a dated record: instructions, demands to explain, praise and critique.

Words that ask for an answer keep every answer with its files; none of the records is ever deleted.
"""

import uuid
from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import scope
from accounts.models import Membership, Organisation, User
from accounts.search import SearchWords
from tasks.models.task import Task


class InstructionKind(models.TextChoices):
    """What a leader says; the scale of critique and of praise is the one the city counts by each month."""

    INSTRUCT = "instruct", _("Ý kiến chỉ đạo")
    EXPLAIN = "explain", _("Yêu cầu giải trình")
    REMIND = "remind", _("Nhắc nhở, rút kinh nghiệm")
    CRITICISE = "criticise", _("Phê bình")
    PRAISE = "praise", _("Biểu dương")
    REWARD = "reward", _("Khen thưởng")


ASKING = (InstructionKind.INSTRUCT.value, InstructionKind.EXPLAIN.value)
"""Kinds that a unit answers; the others are a record as they stand."""


class InstructionState(models.TextChoices):
    """proposed → open → answered → closed, or back to open; recorded for what needs no answer.

    A lapsed one was overtaken: its task ended before anybody answered.
    """

    PROPOSED = "proposed", _("Dự thảo, chờ lãnh đạo")
    OPEN = "open", _("Chờ trả lời")
    ANSWERED = "answered", _("Đã trả lời, chờ xem xét")
    CLOSED = "closed", _("Đã xong")
    RECORDED = "recorded", _("Đã ghi nhận")
    DECLINED = "declined", _("Lãnh đạo không dùng")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")
    LAPSED = "lapsed", _("Không còn cần trả lời")


HIDDEN = (InstructionState.PROPOSED.value, InstructionState.DECLINED.value)
"""States of what the office has not said: units do not see these."""


class InstructionQuerySet(models.QuerySet["Instruction"]):
    """Questions about a leader's words."""

    def visible_to(self, user: User, today: date) -> "InstructionQuerySet":
        """The office sees all; a unit what is addressed to its subtree, and instructions on tasks it may see.

        What a unit has to explain, and how it was criticised, is not shown to those who only help with its task.
        """
        reach = scope.of(user, today)
        if reach.everything:
            return self
        mine = Q(task__officer=user)
        for path in reach.paths:
            mine |= Q(unit__path__startswith=path)
        if reach.leads:
            mine |= Q(leader=user) | Q(task__in=Task.objects.visible_to(user, today).order_by().values("pk"))
        seen = Task.objects.visible_to(user, today).order_by().values("pk")
        mine |= Q(kind=InstructionKind.INSTRUCT, task__in=seen)
        return self.filter(mine).exclude(state__in=HIDDEN)

    def unanswered(self) -> "InstructionQuerySet":
        """Those that wait for the unit."""
        return self.filter(state=InstructionState.OPEN)

    def overdue(self, today: date) -> "InstructionQuerySet":
        """Those whose answer should have come."""
        return self.unanswered().filter(answer_by__lt=today)


class Instruction(models.Model):
    """One thing a leader said to one unit, about a task or about the unit as such.

    `number` counts the words of that kind on the same task (or the same unit): "lần n". `leader` is in whose name it
    is, `prepared_by` who wrote it down; `batch` is one click about several tasks. `answer_by` is the last day to
    answer, a demand to explain always has one. `document_number` is the paper that says the same, where there is one.
    """

    kind = models.CharField(_("loại"), max_length=10, choices=InstructionKind)
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="instructions", verbose_name=_("nhiệm vụ")
    )
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="instructions", verbose_name=_("cơ quan")
    )
    number = models.PositiveSmallIntegerField(_("lần"), default=0)
    words = models.TextField(_("nội dung"))
    answer_by = models.DateField(_("trả lời trước hết ngày"), null=True, blank=True)
    document_number = models.CharField(_("số, ký hiệu văn bản"), max_length=80, blank=True)
    document_on = models.DateField(_("ngày văn bản"), null=True, blank=True)
    leader = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lãnh đạo")
    )
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người soạn"))
    prepared_at = models.DateTimeField()
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.UUIDField(default=uuid.uuid4, editable=False)
    given_on = models.DateField(_("ngày cho ý kiến"), null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_times = models.PositiveSmallIntegerField(_("số lần trả lại"), default=0)
    remark = models.CharField(_("ý kiến xem xét"), max_length=1000, blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=InstructionState, default=InstructionState.OPEN)
    version = models.PositiveIntegerField(default=1)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến chỉ đạo")
        verbose_name_plural = _("ý kiến chỉ đạo")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "kind", "number"],
                condition=Q(task__isnull=False, number__gt=0),
                name="instruction_numbered_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "number"],
                condition=Q(task__isnull=True, number__gt=0),
                name="instruction_of_unit_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HIDDEN) | Q(number__gte=1, leader__isnull=False, given_on__isnull=False),
                name="instruction_given_is_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(kind="explain") | Q(answer_by__isnull=False), name="instruction_explain_has_limit"
            ),
            models.CheckConstraint(
                condition=Q(answer_by__isnull=True) | Q(given_on__isnull=True) | Q(answer_by__gte=F("given_on")),
                name="instruction_limit_not_past",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["instruct", "explain"]) | Q(state__in=[*HIDDEN, "recorded", "withdrawn"]),
                name="instruction_record_asks_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="instruction_of_unit"),
            models.Index(fields=["answer_by", "id"], name="instruction_to_answer", condition=Q(state="open")),
            models.Index(fields=["leader", "id"], name="instruction_to_see", condition=Q(state="answered")),
            models.Index(fields=["batch"], name="instruction_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.task or self.unit}"

    def get_absolute_url(self) -> str:
        """The page of this record."""
        return reverse("instruction-detail", args=[self.pk])

    @property
    def asks(self) -> bool:
        """Whether the unit owes an answer to this kind of words."""
        return self.kind in ASKING

    def is_late(self, today: date) -> bool:
        """Whether the answer should have come before today."""
        return self.state == InstructionState.OPEN and self.answer_by is not None and self.answer_by < today

    def become(self, **values: object) -> None:
        """Save these columns and the next version."""
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*values, "version"])


class InstructionAnswer(models.Model):
    """What the unit said: in between (`is_final` False), or as its answer."""

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="answers")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người trả lời"))
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    on = models.DateField(_("ngày trả lời"))
    words = models.TextField(_("nội dung trả lời"))
    is_final = models.BooleanField(default=True)
    returned_on = models.DateField(_("ngày trả lại"), null=True, blank=True)
    return_words = models.CharField(_("lý do trả lại"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("trả lời chỉ đạo")
        verbose_name_plural = _("trả lời chỉ đạo")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.words[:60]}"


class InstructionFile(models.Model):
    """A file that supports an answer; served only to those who see the instruction."""

    answer = models.ForeignKey(InstructionAnswer, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to="answers/%Y/%m/")
    content_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["answer", "sha256"], name="answer_file_once")]
        indexes = [
            models.Index(fields=["sha256"], name="answer_file_content"),
            GinIndex(SearchWords("name"), name="answer_file_name_words"),
        ]

    def __str__(self) -> str:
        return self.name


class InstructionReceipt(models.Model):
    """One person whom the words were addressed to, and when they first opened them."""

    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("đã xem lúc"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["instruction", "person"], name="instruction_receipt_once")]
        indexes = [
            models.Index(fields=["person", "instruction"], name="instruction_unread", condition=Q(read_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id} → {self.person_id}"
