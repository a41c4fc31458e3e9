"""What happened to a task: moves, progress reports, files."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from accounts.search import SearchWords
from directives.models import Directive
from tasks.models.party import Party
from tasks.models.task import Task, TaskStatus


class ContestReason(models.TextChoices):
    """Why a unit sends a task back to the office."""

    WRONG_ADDRESSEE = "wrong_addressee", _("Không đúng chức năng, nhiệm vụ")
    WORDING = "wording", _("Nội dung giao chưa rõ")
    ALREADY_DONE = "already_done", _("Đã thực hiện xong")
    DUPLICATE = "duplicate", _("Trùng nhiệm vụ khác")
    NO_TIME = "no_time", _("Không thể hoàn thành đúng hạn")
    OTHER = "other", _("Lý do khác")


class ObstacleCode(models.TextChoices):
    """What stands in the way, one tap in the report form."""

    NONE = "none", _("Không vướng mắc")
    WAITING_OTHERS = "waiting_others", _("Chờ đơn vị khác")
    LEGAL = "legal", _("Vướng quy định pháp luật")
    FUNDING = "funding", _("Thiếu kinh phí")
    STAFF = "staff", _("Thiếu nhân lực")
    LAND = "land", _("Giải phóng mặt bằng")
    SCOPE = "scope", _("Khối lượng lớn hơn dự kiến")
    OTHER = "other", _("Vướng mắc khác")


class ProgressReport(models.Model):
    """Five fields; with `is_result` it is the submission, which names the product: number, date and file."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reports")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    done = models.TextField(_("đã làm"))
    next = models.TextField(_("việc tiếp theo"), blank=True)
    obstacle = models.CharField(_("vướng mắc"), max_length=16, default=ObstacleCode.NONE)
    support = models.TextField(_("đề nghị hỗ trợ"), blank=True)
    forecast_on = models.DateField(_("dự kiến xong"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("tiến độ %"), default=0)
    is_result = models.BooleanField(default=False)
    result_number = models.CharField(_("số, ký hiệu văn bản kết quả"), max_length=80, blank=True)
    result_date = models.DateField(_("ngày văn bản kết quả"), null=True, blank=True)
    result_paper = models.ForeignKey(
        Directive,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản trong kho"),
    )
    submit_to = models.CharField(_("cấp trình"), max_length=200, blank=True, db_default="")

    class Meta:
        verbose_name = _("báo cáo tiến độ")
        verbose_name_plural = _("báo cáo tiến độ")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="report_percent_share"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.done[:60]}"


class TaskFile(models.Model):
    """A file that proves or supports; stored once per content, served only through the permission check."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="files")
    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    party = models.ForeignKey(Party, on_delete=models.SET_NULL, null=True, blank=True, related_name="files")
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to="tasks/%Y/%m/")
    content_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["task", "report", "sha256"], name="task_file_once_per_report")]
        indexes = [
            models.Index(fields=["sha256"], name="task_file_content"),
            GinIndex(SearchWords("name"), name="task_file_name_words"),
        ]

    def __str__(self) -> str:
        return self.name


class TaskEvent(models.Model):
    """One move in the life of a task, with the words given; the history on the page and of every as-of report."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    on = models.DateField()
    move = models.CharField(max_length=20)
    from_status = models.CharField(max_length=12, choices=TaskStatus, blank=True)
    to_status = models.CharField(max_length=12, choices=TaskStatus)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["task", "pk"]
        indexes = [models.Index(fields=["task", "id"], name="event_of_task")]

    def __str__(self) -> str:
        return f"{self.move} {self.task_id}"
