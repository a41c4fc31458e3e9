"""What the office demands of people who sign in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


class SecondFactorRule(models.Model):
    """The one row that says which roles must sign in with a second factor.

    `since` is the day the demand was made; from it (or from the first day of a later post) `grace_days` calendar days
    are left to set a factor up. Without roles nothing is demanded.
    """

    roles = ArrayField(
        models.CharField(max_length=10, choices=Role.choices), verbose_name=_("vai trò"), default=list, blank=True
    )
    since = models.DateField(_("từ ngày"), null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(_("số ngày chuẩn bị"), default=14)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("quy định xác thực hai lớp")
        verbose_name_plural = _("quy định xác thực hai lớp")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="second_factor_rule_once"),
            models.CheckConstraint(condition=Q(roles=[]) | Q(since__isnull=False), name="second_factor_since_known"),
        ]

    def __str__(self) -> str:
        return str(_("Quy định xác thực hai lớp"))

    @classmethod
    def current(cls) -> "SecondFactorRule":
        """The row, or what holds while nobody has decided anything: nothing is demanded."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
