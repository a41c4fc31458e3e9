"""Exceptions to Monday-Friday: days off and worked Saturdays, each with its source."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from directives.workdays import WorkingCalendar


class WorkdayQuerySet(models.QuerySet["Workday"]):
    """Questions about the calendar."""

    def calendar(self) -> WorkingCalendar:
        """The working calendar of all years on record (one query)."""
        rows = list(self.values_list("day", "is_working"))
        return WorkingCalendar(
            days_off=frozenset(day for day, is_working in rows if not is_working),
            worked=frozenset(day for day, is_working in rows if is_working),
        )


class Workday(models.Model):
    """One exception: a weekday off, or a Saturday or Sunday that is worked (swap announced by the Government)."""

    day = models.DateField(_("ngày"), unique=True)
    is_working = models.BooleanField(_("là ngày làm việc"))
    source = models.CharField(_("căn cứ"), max_length=300)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    is_expected = models.BooleanField(_("dự kiến, chưa có quyết định"), default=False)

    objects = WorkdayQuerySet.as_manager()

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
