"""What the city sets about its own figures, ageing bands and weights of the index: dated rows that are only added."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ReportRule(models.Model):
    """A rule from a day on; what an earlier day showed it never changes, so a correction is a new row."""

    valid_from = models.DateField(_("áp dụng từ ngày"))
    source = models.CharField(_("căn cứ"), max_length=300)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.valid_from:%d/%m/%Y}"

    @classmethod
    def on(cls, day: date) -> Self | None:
        """The row in force on `day`; of several from the same day the one entered last."""
        return cls._default_manager.filter(valid_from__lte=day).order_by("-valid_from", "-pk").first()


class AgeingRule(ReportRule):
    """The last days of the ageing bands, ascending; what is later stands in an open band after them."""

    edges = ArrayField(models.PositiveIntegerField(), verbose_name=_("ngày cuối của từng mức"))

    class Meta(ReportRule.Meta):
        verbose_name = _("mức ngày quá hạn")
        verbose_name_plural = _("mức ngày quá hạn")
        constraints = [models.CheckConstraint(condition=Q(edges__len__gte=1), name="ageing_has_a_band")]


class WeightRule(ReportRule):
    """Weights of the discipline index: `weights` by criterion, 100 in all; `age_weights` by ageing band.

    The criteria themselves are those of `tasks.reports.scorecard_formula`.
    """

    weights = models.JSONField(_("trọng số"))
    age_weights = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("hệ số theo mức quá hạn"))
    least_judged = models.PositiveSmallIntegerField(_("số nhiệm vụ ít nhất để xếp hạng"))

    class Meta(ReportRule.Meta):
        verbose_name = _("trọng số chỉ số kỷ luật")
        verbose_name_plural = _("trọng số chỉ số kỷ luật")
        constraints = [models.CheckConstraint(condition=Q(age_weights__len__gte=1), name="weights_name_an_age")]
