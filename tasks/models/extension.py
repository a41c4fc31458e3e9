"""Requests for more time: what was asked, by whom, and what became of it; none is ever deleted."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from tasks.models.event import TaskFile
from tasks.models.task import Task


class ExtensionReason(models.TextChoices):
    """Why more time is needed, one tap in the form; the words beside it say the rest."""

    WAITING_OTHERS = "waiting_others", _("Chờ đơn vị khác phối hợp, cho ý kiến")
    LEGAL = "legal", _("Vướng quy định, chờ hướng dẫn của cấp trên")
    SCOPE = "scope", _("Khối lượng, yêu cầu phát sinh")
    PROCEDURE = "procedure", _("Thủ tục thẩm định, đấu thầu kéo dài")
    FUNDING = "funding", _("Chưa bố trí đủ kinh phí")
    LAND = "land", _("Vướng giải phóng mặt bằng")
    FORCE = "force", _("Thiên tai, dịch bệnh, sự kiện bất khả kháng")
    OTHER = "other", _("Lý do khác")


class ExtensionState(models.TextChoices):
    """What became of a request; a lapsed one was overtaken: the task ended or went to another unit."""

    PENDING = "pending", _("Chờ quyết định")
    GRANTED = "granted", _("Được gia hạn")
    REFUSED = "refused", _("Không được gia hạn")
    WITHDRAWN = "withdrawn", _("Đã rút")
    LAPSED = "lapsed", _("Không còn cần quyết định")


class ExtensionQuerySet(models.QuerySet["ExtensionRequest"]):
    """Questions about requests."""

    def visible_to(self, user: User, today: date) -> "ExtensionQuerySet":
        """Those of tasks that `user` may see."""
        return self.filter(task__in=Task.objects.visible_to(user, today))

    def pending(self) -> "ExtensionQuerySet":
        """Those nobody has decided yet."""
        return self.filter(state=ExtensionState.PENDING)

    def lapse(self, task: Task, today: date) -> int:
        """Close what is pending on a task that ended or left the unit; the request stays in the history."""
        return self.pending().filter(task=task).update(state=ExtensionState.LAPSED, decided_on=today)


class ExtensionRequest(models.Model):
    """One request for a later deadline.

    `due_before` is the deadline on the day of asking and `until_before` the last day on which a report was in time by
    it; asking later is refused by the schema too, because the clock runs until somebody grants. `decider` is whom the
    request is addressed to, `decided_by` who decided, and `decided_for` the absent decider when it was a substitute.
    `answer_by` is the last day to decide.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extensions", verbose_name=_("nhiệm vụ"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người đề nghị"))
    asked_under = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_on = models.DateField(_("ngày đề nghị"))
    due_before = models.DateField(_("hạn khi đề nghị"))
    until_before = models.DateField(_("ngày cuối còn trong hạn khi đề nghị"))
    asked_due_on = models.DateField(_("hạn đề nghị"))
    code = models.CharField(_("lý do"), max_length=16, choices=ExtensionReason)
    reason = models.TextField(_("giải trình"))
    progress = models.TextField(_("kết quả đến nay"))
    evidence = models.ManyToManyField(TaskFile, blank=True, related_name="extensions", verbose_name=_("tài liệu kèm"))
    decider = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người quyết định")
    )
    answer_by = models.DateField(_("phải quyết định trước hết ngày"))
    state = models.CharField(_("kết quả"), max_length=10, choices=ExtensionState, default=ExtensionState.PENDING)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_under = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    granted_due_on = models.DateField(_("hạn được duyệt"), null=True, blank=True)
    words = models.TextField(_("ý kiến quyết định"), blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị gia hạn")
        verbose_name_plural = _("đề nghị gia hạn")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(state="pending"), name="extension_one_pending"),
            models.CheckConstraint(condition=Q(asked_on__lte=F("until_before")), name="extension_asked_before_expiry"),
            models.CheckConstraint(condition=Q(asked_due_on__gt=F("due_before")), name="extension_asks_for_later"),
            models.CheckConstraint(
                condition=Q(state="granted", granted_due_on__gt=F("due_before"))
                | (~Q(state="granted") & Q(granted_due_on__isnull=True)),
                name="extension_granted_has_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["granted", "refused"]) & Q(decided_by__isnull=False, decided_on__isnull=False))
                | (~Q(state__in=["granted", "refused"]) & Q(decided_by__isnull=True)),
                name="extension_decision_has_its_author",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="extension_not_by_asker"
            ),
        ]
        indexes = [
            models.Index(fields=["task", "-id"], name="extension_of_task"),
            models.Index(fields=["asked_on", "-id"], name="extension_asked"),
            models.Index(fields=["answer_by", "id"], name="extension_to_decide", condition=Q(state="pending")),
        ]

    def __str__(self) -> str:
        return f"{self.task} → {self.asked_due_on:%d/%m/%Y}"

    @property
    def days_asked(self) -> int:
        """Calendar days asked for."""
        return (self.asked_due_on - self.due_before).days

    @property
    def days_granted(self) -> int:
        """Calendar days granted, 0 when it was not."""
        return (self.granted_due_on - self.due_before).days if self.granted_due_on else 0
