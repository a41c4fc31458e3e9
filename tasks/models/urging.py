"""Urging (đôn đốc): who urged whom about which task for the n-th time, when it was read, and the letter with it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from tasks.models.task import Task


class UrgingRound(models.Model):
    """One click of one person: the words and the answer deadline that went with the urging of one or many tasks."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người đôn đốc"))
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("lúc"))
    on = models.DateField(_("ngày đôn đốc"))
    words = models.CharField(_("nội dung đôn đốc"), max_length=1000, blank=True)
    answer_by = models.DateField(_("yêu cầu trả lời trước hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("đợt đôn đốc")
        verbose_name_plural = _("đợt đôn đốc")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_by__isnull=True) | Q(answer_by__gte=models.F("on")), name="urging_answer_not_past"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} · {self.by}"


class Urging(models.Model):
    """One task urged for the `number`-th time; `due_on` and `days_late` (calendar days) as they stood that day."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="urgings", verbose_name=_("nhiệm vụ"))
    round = models.ForeignKey(UrgingRound, on_delete=models.PROTECT, related_name="urgings")
    number = models.PositiveSmallIntegerField(_("lần"))
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("hạn khi đôn đốc"), null=True, blank=True)
    days_late = models.PositiveIntegerField(_("số ngày quá hạn khi đôn đốc"), default=0)

    class Meta:
        verbose_name = _("đôn đốc")
        verbose_name_plural = _("đôn đốc")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="urging_numbered_once"),
            models.UniqueConstraint(fields=["round", "task"], name="urging_once_per_round"),
            models.CheckConstraint(condition=Q(number__gte=1), name="urging_numbers_from_one"),
        ]
        indexes = [models.Index(fields=["lead", "-id"], name="urging_of_lead")]

    def __str__(self) -> str:
        return f"{self.task} · {self.number}"


class ReadVia(models.TextChoices):
    """Where an urging was first opened."""

    NOTICE = "notice", _("thông báo")
    TASK = "task", _("trang nhiệm vụ")


class UrgingReceipt(models.Model):
    """One person an urging was addressed to, and when they first opened it."""

    urging = models.ForeignKey(Urging, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("đã xem lúc"), null=True, blank=True)
    via = models.CharField(max_length=8, choices=ReadVia, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["urging", "person"], name="urging_receipt_once")]
        indexes = [
            models.Index(fields=["person", "urging"], name="urging_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.urging_id} → {self.person_id}"


class UrgingLetter(models.Model):
    """The formal letter drafted with a round: the file as handed out, and what it counted."""

    round = models.ForeignKey(UrgingRound, on_delete=models.PROTECT, related_name="letters")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    units = models.ManyToManyField(Organisation, related_name="+")
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to="urgings/%Y/%m/")
    sha256 = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("công văn đôn đốc")
        verbose_name_plural = _("công văn đôn đốc")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
