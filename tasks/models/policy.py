"""The city's own rules for counting deadlines: dated rows that are added, never changed."""

from datetime import date
from typing import Final

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tasks.deadlines import Rules

MOST_GRACE: Final = 10
"""Working days of grace beyond which a deadline would mean nothing."""


class DeadlinePolicyQuerySet(models.QuerySet["DeadlinePolicy"]):
    """Questions about the rules of the city."""

    def on(self, day: date) -> "DeadlinePolicy | None":
        """The row in force on `day`; of several from the same day the one entered last."""
        return self.filter(valid_from__lte=day).order_by("-valid_from", "-pk").first()

    def rules(self) -> "RuleBook":
        """Every row, for counting many deadlines (one query)."""
        return RuleBook(list(self.order_by("-valid_from", "-pk")))


class DeadlinePolicy(models.Model):
    """How deadlines that fall on `valid_from` or later are counted, until the next row begins.

    The day of the paper itself never changes; these rules only say until when a report on it is in time. A correction
    is a new row from the same day, so that nobody can rewrite what once was in force.
    """

    valid_from = models.DateField(_("áp dụng cho hạn từ ngày"))
    before_is_strict = models.BooleanField(
        _("“trước ngày D” không gồm ngày D"),
        help_text=_("Bật: báo cáo đúng ngày D là quá hạn. Tắt: báo cáo trong ngày D vẫn đúng hạn."),
    )
    named_rolls = models.BooleanField(
        _("hạn ghi ngày cụ thể rơi vào ngày nghỉ được tính đến ngày làm việc kế tiếp"),
        help_text=_("Thời hạn tính theo số ngày luôn lùi đến ngày làm việc kế tiếp (Điều 148 Bộ luật Dân sự)."),
    )
    grace_days = models.PositiveSmallIntegerField(
        _("số ngày làm việc ân hạn"), default=0, validators=[MaxValueValidator(MOST_GRACE)]
    )
    review_days = models.PositiveSmallIntegerField(
        _("rà soát nhiệm vụ không có hạn sau (ngày làm việc)"),
        default=22,
        validators=[MaxValueValidator(260)],
    )
    source = models.CharField(_("căn cứ"), max_length=300)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    recounted_at = models.DateTimeField(null=True, editable=False)

    objects = DeadlinePolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy tắc tính hạn")
        verbose_name_plural = _("quy tắc tính hạn")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(grace_days__lte=MOST_GRACE), name="policy_grace_bounded"),
            models.CheckConstraint(condition=models.Q(review_days__gte=1), name="policy_review_some_day"),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%d/%m/%Y}"

    @property
    def rules(self) -> Rules:
        """As the pure arithmetic takes them."""
        return Rules(self.before_is_strict, self.named_rolls, self.grace_days)


class RuleBook:
    """The rules of every day, newest first."""

    def __init__(self, rows: list[DeadlinePolicy]) -> None:
        self._rows = rows

    def on(self, day: date) -> Rules:
        """What holds for a deadline on `day`; without any row deadlines count as filed."""
        return next((row.rules for row in self._rows if row.valid_from <= day), Rules())
