"""What people are told: notices in the app, and the outbox of mails, each unique by key."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from directives.models import Directive
from tasks.models.task import Task


class MailState(models.TextChoices):
    """queued → sending → sent; failed is tried again, dead is not and shows in the delivery log."""

    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Lỗi, sẽ gửi lại")
    DEAD = "dead", _("Không gửi được")
    DROPPED = "dropped", _("Không còn cần gửi")


class Mail(models.Model):
    """One mail to one address, composed when it is sent, so that a late mail says what is still true.

    `key` makes it unique: `digest:<user>:<day>`, `release:<directive>:<organisation>:<user or mailbox>`.
    """

    kind = models.CharField(_("loại thư"), max_length=20)
    key = models.CharField(max_length=120, unique=True)
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="mails")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="mails"
    )
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    address = models.EmailField(_("địa chỉ"))
    day = models.DateField(_("ngày"))
    subject = models.CharField(_("tiêu đề"), max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(_("lỗi"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("thư")
        verbose_name_plural = _("thư")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], name="mail_to_send", condition=Q(state__in=["queued", "failed", "sending"])),
            models.Index(fields=["state", "-id"], name="mail_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address}"


class Notice(models.Model):
    """One thing one person is told, in the app and in the digest of its day; unique by recipient and key.

    Keys: `overdue:<task>:<day>`, `due:<task>:<day>`, `release:<task>`, `returned:<task>:<n>` ...
    """

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    day = models.DateField()
    text = models.CharField(max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(Mail, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices")

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["recipient", "day"], name="notice_of_day"),
        ]

    def __str__(self) -> str:
        return self.text


class SweepRun(models.Model):
    """The nightly sweep of one day, so that a missed run shows and a second run adds nothing."""

    day = models.DateField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    runs = models.PositiveIntegerField(default=0)
    notices = models.PositiveIntegerField(default=0)
    mails = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("lượt quét hạn")
        verbose_name_plural = _("lượt quét hạn")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
