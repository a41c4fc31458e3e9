"""What became of mails: every try with the server's answer, addresses that are dead, times without a mail server."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from tasks.models.notice import Mail

ASKED_AGAIN_AFTER = timedelta(days=7)
"""A dead address is tried with one mail this long after its last refusal, so that a mended mailbox is noticed."""


class TryOutcome(models.TextChoices):
    """What one try came to; `OPEN` is a try whose worker died, so the server may or may not have taken the mail."""

    OPEN = "open", _("Chưa rõ kết quả")
    ACCEPTED = "accepted", _("Máy chủ đã nhận")
    LATER = "later", _("Tạm thời từ chối")
    REFUSED = "refused", _("Từ chối hẳn")
    BROKEN = "broken", _("Đứt kết nối giữa chừng")
    SERVER = "server", _("Máy chủ không phục vụ")
    INVALID = "invalid", _("Thư không gửi được")
    BOUNCED = "bounced", _("Bị trả lại")


class MailTry(models.Model):
    """One try to hand a mail to the server, noted before the server is spoken to; or a report that it came back.

    `reference` is the Message-ID of that report, so that one read twice counts once.
    """

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    address = models.EmailField(_("địa chỉ"))
    outcome = models.CharField(_("kết quả"), max_length=8, choices=TryOutcome, default=TryOutcome.OPEN)
    answer = models.CharField(_("câu trả lời"), max_length=500, blank=True)
    reference = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = _("lần gửi")
        verbose_name_plural = _("lần gửi")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mail", "reference"], condition=~Q(reference=""), name="mail_report_counted_once"
            )
        ]
        indexes = [models.Index(fields=["at"], name="mail_try_at")]

    def __str__(self) -> str:
        return f"{self.mail_id} {self.outcome}"


class DeathCause(models.TextChoices):
    """How it became known that nothing arrives there."""

    REFUSED = "refused", _("Máy chủ thư từ chối địa chỉ")
    BOUNCED = "bounced", _("Thư bị trả lại")
    EXHAUSTED = "exhausted", _("Không nhận thư sau nhiều lần gửi")
    MISSING = "missing", _("Đơn vị chưa có địa chỉ nào")


class DeathEnd(models.TextChoices):
    """Why an address counts as alive again."""

    DELIVERED = "delivered", _("Thư đã gửi được")
    CORRECTED = "corrected", _("Địa chỉ đã được sửa")
    BY_HAND = "by_hand", _("Được xác nhận là dùng được")


class DeadAddressQuerySet(models.QuerySet["DeadAddress"]):
    """Questions about dead addresses."""

    def open(self) -> "DeadAddressQuerySet":
        """Those that are dead now."""
        return self.filter(ended_at=None)

    def avoided(self, now: datetime) -> "DeadAddressQuerySet":
        """Addresses that get no mail at `now`; one that rested long enough is tried with the next mail."""
        return self.open().exclude(address="").filter(last_at__gt=now - ASKED_AGAIN_AFTER)


class DeadAddress(models.Model):
    """An address nothing arrives at, or (with an empty address) a unit with work that cannot be reached at all."""

    address = models.EmailField(_("địa chỉ"), blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    cause = models.CharField(_("nguyên nhân"), max_length=9, choices=DeathCause)
    answer = models.CharField(_("câu trả lời"), max_length=500, blank=True)
    since = models.DateTimeField(_("hỏng từ"))
    last_at = models.DateTimeField(_("lần gần nhất"))
    times = models.PositiveIntegerField(_("số lần"), default=1)
    ended_at = models.DateTimeField(_("dùng lại từ"), null=True, blank=True)
    ending = models.CharField(_("vì"), max_length=9, choices=DeathEnd, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DeadAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("địa chỉ hỏng")
        verbose_name_plural = _("địa chỉ hỏng")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "organisation"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="dead_address_open_once",
            )
        ]
        indexes = [models.Index(fields=["address", "-id"], name="dead_address_history")]

    def __str__(self) -> str:
        return self.address or str(self.organisation)


class MailOutage(models.Model):
    """A time in which the mail server served nobody; while one is open, single mails ask whether it is back."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(_("lỗi"), max_length=500)
    probes = models.PositiveIntegerField(default=0)
    next_probe_at = models.DateTimeField()

    class Meta:
        verbose_name = _("gián đoạn máy chủ thư")
        verbose_name_plural = _("gián đoạn máy chủ thư")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ended_at"], condition=Q(ended_at=None), nulls_distinct=False, name="mail_outage_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%d/%m/%Y %H:%M}"
