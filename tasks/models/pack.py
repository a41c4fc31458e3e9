"""The leadership pack: which reports go to whom at which hour, and every pack that was made."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Weekday(models.IntegerChoices):
    """Days as `date.weekday()` counts them."""

    MONDAY = 0, _("Thứ Hai")
    TUESDAY = 1, _("Thứ Ba")
    WEDNESDAY = 2, _("Thứ Tư")
    THURSDAY = 3, _("Thứ Năm")
    FRIDAY = 4, _("Thứ Sáu")


class PackRule(models.Model):
    """Every week on `weekday` at `hour`; when that day is off, on the last working day before it."""

    name = models.CharField(_("tên"), max_length=120, unique=True)
    weekday = models.PositiveSmallIntegerField(_("ngày"), choices=Weekday, default=Weekday.FRIDAY)
    hour = models.TimeField(_("giờ"))
    reports = ArrayField(models.CharField(max_length=40), verbose_name=_("báo cáo"))
    forms = ArrayField(models.CharField(max_length=8), verbose_name=_("định dạng"))
    readers = models.ManyToManyField(User, related_name="+", verbose_name=_("người nhận"))
    is_active = models.BooleanField(_("đang dùng"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("quy tắc gửi bộ báo cáo")
        verbose_name_plural = _("quy tắc gửi bộ báo cáo")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=4), name="pack_rule_on_a_working_weekday"),
        ]

    def __str__(self) -> str:
        return self.name


class Pack(models.Model):
    """What one reader got of one rule for one day; an empty one is noted and not sent.

    Its numbers are those of the end of `day`'s counting moment `counted_at`; the files stay as they were sent.
    """

    rule = models.ForeignKey(PackRule, on_delete=models.PROTECT, related_name="packs")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="packs")
    day = models.DateField(_("ngày"))
    is_trial = models.BooleanField(_("gửi thử"), default=False)
    is_empty = models.BooleanField(_("không có số liệu"), default=False)
    counted_at = models.DateTimeField()
    numbers = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("bộ báo cáo")
        verbose_name_plural = _("bộ báo cáo")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "reader", "day"], condition=Q(is_trial=False), name="pack_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["reader", "-id"], name="pack_of_reader")]

    def __str__(self) -> str:
        return f"{self.rule} {self.day:%d/%m/%Y}"


class PackFile(models.Model):
    """One report of a pack in one format."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="files")
    slug = models.CharField(max_length=40)
    form = models.CharField(_("định dạng"), max_length=8)
    name = models.CharField(_("tên tệp"), max_length=120)
    content = models.FileField(upload_to="packs/%Y/%m/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("tệp của bộ báo cáo")
        verbose_name_plural = _("tệp của bộ báo cáo")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["pack", "slug", "form"], name="pack_file_once")]

    def __str__(self) -> str:
        return self.name
