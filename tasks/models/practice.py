"""How the city works on tasks: time limits of the process, who signs off inside, the codes people choose from."""

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from directives.workdays import WorkingCalendar


class PracticeRuleQuerySet(models.QuerySet["PracticeRule"]):
    """Questions about the rules of the process."""

    def on(self, day: date) -> "PracticeRule":
        """The row in force on `day`, of several from the same day the one entered last; without any, no limits."""
        found = self.filter(valid_from__lte=day).order_by("-valid_from", "-pk").first()
        return found or PracticeRule(valid_from=day)


class PracticeRule(models.Model):
    """The time limits of the process itself from a day on; a correction is a new row, as with `DeadlinePolicy`.

    Days are working days after the day of assignment (the first day is not counted, Civil Code 2015 art. 147); 0 sets
    no limit. NĐ 30/2020 arts. 22-24 ask to pass an incoming paper on the same or the next working day; how long a unit
    has to receive a task, or to contest it, every province sets for itself.
    """

    valid_from = models.DateField(_("áp dụng từ ngày"))
    receive_days = models.PositiveSmallIntegerField(
        _("tiếp nhận trong (ngày làm việc)"),
        default=0,
        validators=[MaxValueValidator(30)],
        help_text=_("0: không đặt hạn. Quá hạn này mà chưa tiếp nhận thì báo cho Văn phòng."),
    )
    contest_days = models.PositiveSmallIntegerField(
        _("đề nghị giao lại trong (ngày làm việc)"),
        default=0,
        validators=[MaxValueValidator(60)],
        help_text=_("0: không đặt hạn. Quá hạn này đơn vị không đề nghị giao lại được nữa."),
    )
    units_may_waive = models.BooleanField(
        _("đơn vị được bỏ bước ký duyệt nội bộ"),
        default=False,
        help_text=_("Bật: lãnh đạo đơn vị có thể cho chuyên viên báo cáo hoàn thành thẳng lên Văn phòng."),
    )
    source = models.CharField(_("căn cứ"), max_length=300)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PracticeRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy tắc xử lý nhiệm vụ")
        verbose_name_plural = _("quy tắc xử lý nhiệm vụ")
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.valid_from:%d/%m/%Y}"

    def receive_by(self, assigned_on: date, calendar: WorkingCalendar) -> date | None:
        """The last day to receive a task given on `assigned_on`; None without a limit."""
        return calendar.add_working_days(assigned_on, self.receive_days) if self.receive_days else None

    def contest_by(self, assigned_on: date, calendar: WorkingCalendar) -> date | None:
        """The last day to contest it; None without a limit."""
        return calendar.add_working_days(assigned_on, self.contest_days) if self.contest_days else None


class SignOffWaiver(models.Model):
    """A unit whose officers report to the office without the head's signature, as long as the city's rules let it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sign_off_waivers")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(until=None), name="waiver_once_per_unit"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="waiver_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.since:%d/%m/%Y}"


class CodeKind(models.TextChoices):
    """Lists of codes that the office keeps as data."""

    CONTEST = "contest", _("Lý do đề nghị giao lại")
    OBSTACLE = "obstacle", _("Vướng mắc")
    QUALITY = "quality", _("Chất lượng kết quả")


class Demand(models.TextChoices):
    """What has to be given beside a code, so that whoever decides need not ask back."""

    NOTHING = "", _("Không")
    UNIT = "unit", _("Đơn vị phù hợp")
    DUPLICATE = "duplicate", _("Nhiệm vụ bị trùng")
    DOCUMENT = "document", _("Số văn bản đã thực hiện")
    DAY = "day", _("Ngày có thể hoàn thành")
    WORDS = "words", _("Ghi chú")


class CodeItem(models.Model):
    """One choice of one list. Rows keep the code, so an item is retired (`is_active`), never renamed or deleted."""

    kind = models.CharField(max_length=10, choices=CodeKind)
    code = models.SlugField(_("mã"), max_length=16)
    label = models.CharField(_("tên"), max_length=120)
    demands = models.CharField(_("phải nêu kèm"), max_length=10, choices=Demand, blank=True)
    rank = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="code_once_per_kind")]

    def __str__(self) -> str:
        return self.label
