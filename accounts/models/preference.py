"""How a person wants mail: when not, and how often; what concerns their own overdue tasks cannot be switched off."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class Cadence(models.TextChoices):
    """How often the digest comes; weekly is for leaders, who have their reports beside it."""

    DAILY = "daily", _("Mỗi ngày làm việc")
    WEEKLY = "weekly", _("Mỗi tuần một lần")


class Weekday(models.IntegerChoices):
    """Working days of a week as `date.weekday()` numbers them."""

    MONDAY = 0, _("Thứ Hai")
    TUESDAY = 1, _("Thứ Ba")
    WEDNESDAY = 2, _("Thứ Tư")
    THURSDAY = 3, _("Thứ Năm")
    FRIDAY = 4, _("Thứ Sáu")


class MailPreference(models.Model):
    """One row per person who changed something; without it: daily, at any hour.

    Mail that falls between `quiet_from` and `quiet_until` (over midnight when the second is earlier) waits until then.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mail_preference")
    quiet_from = models.TimeField(_("không gửi thư từ"), null=True, blank=True)
    quiet_until = models.TimeField(_("đến"), null=True, blank=True)
    cadence = models.CharField(_("thư tổng hợp"), max_length=6, choices=Cadence, default=Cadence.DAILY)
    weekday = models.PositiveSmallIntegerField(_("vào ngày"), choices=Weekday, default=Weekday.MONDAY)

    class Meta:
        verbose_name = _("tùy chọn nhận thư")
        verbose_name_plural = _("tùy chọn nhận thư")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=models.F("quiet_until")),
                name="preference_quiet_hours_whole",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=4), name="preference_working_weekday"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def is_quiet(self, at: time) -> bool:
        """Whether mail waits at that hour of the day."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until
