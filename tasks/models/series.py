"""Duties that come back: a series with its rules, and what differs for single occurrences."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Field, Organisation, User
from directives.models import Directive, TaskDraft, Urgency
from tasks.deadlines import DeadlineKind
from tasks.periods import Timing

DEADLINE_KINDS = [
    (DeadlineKind.UNTIL.value, _("đến hết ngày ghi trong văn bản")),
    (DeadlineKind.BEFORE.value, _("“trước ngày”")),
    (DeadlineKind.TERM.value, _("thời hạn tính theo số ngày")),
]
TIMINGS = [
    (Timing.WITHIN.value, _("hạn nằm trong kỳ, theo lịch dương")),
    (Timing.NEXT.value, _("hạn nằm trong tháng sau khi kết thúc kỳ")),
    (Timing.DECREE.value, _("kỳ báo cáo theo Nghị định 09/2019/NĐ-CP (chốt ngày 14)")),
]


class SeriesState(models.TextChoices):
    """`stalled` needs somebody: its lead organisation has ended and no single successor is known."""

    OPEN = "open", _("Đang chạy")
    STALLED = "stalled", _("Cần xử lý")
    CLOSED = "closed", _("Đã kết thúc")


class Series(models.Model):
    """One recurring duty of one lead organisation; each period gets a task of its own, created ahead.

    `ahead_days` is how many days before its deadline an occurrence is created, at most one period. `officer` is who
    gets the next occurrence; the nightly job carries on what the last occurrence says.
    """

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="series")
    draft = models.ForeignKey(TaskDraft, on_delete=models.PROTECT, null=True, blank=True, related_name="series")
    number = models.PositiveSmallIntegerField(default=1)
    path = models.CharField(_("vị trí trong văn bản"), max_length=120, blank=True)
    title = models.CharField(_("nhiệm vụ"), max_length=300)
    text = models.TextField(_("nội dung"))
    product = models.CharField(_("sản phẩm"), max_length=500, blank=True)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("lĩnh vực"))
    urgency = models.CharField(_("độ khẩn"), max_length=12, choices=Urgency, default=Urgency.NORMAL)
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="led_series", verbose_name=_("cơ quan chủ trì")
    )
    coordinating = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("cơ quan phối hợp")
    )
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    leader = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    monitor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    phrase = models.CharField(_("thời hạn trong văn bản"), max_length=500, blank=True)
    starts_on = models.DateField(_("bắt đầu từ ngày"))
    ahead_days = models.PositiveSmallIntegerField(_("tạo trước hạn (ngày)"), default=30)
    state = models.CharField(_("trạng thái"), max_length=8, choices=SeriesState, default=SeriesState.OPEN)
    closed_on = models.DateField(_("kết thúc từ ngày"), null=True, blank=True)
    close_reason = models.CharField(_("lý do kết thúc"), max_length=500, blank=True)
    close_document = models.CharField(_("văn bản kết thúc"), max_length=80, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("nhiệm vụ định kỳ")
        verbose_name_plural = _("nhiệm vụ định kỳ")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "lead", "number"], condition=Q(draft__isnull=False), name="series_once_per_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on=None)),
                name="series_closed_is_dated",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="series_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of this series."""
        return reverse("series-detail", args=[self.pk])


class SeriesRule(models.Model):
    """The rule of a series for deadlines from `from_on` until the next row begins: an RRULE without DTSTART."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="rules")
    from_on = models.DateField(_("áp dụng từ ngày"))
    rule = models.CharField(_("quy tắc lặp"), max_length=200)
    timing = models.CharField(_("cách tính kỳ"), max_length=8, choices=TIMINGS, default=Timing.WITHIN.value)
    kind = models.CharField(_("cách ghi hạn"), max_length=8, choices=DEADLINE_KINDS, default=DeadlineKind.UNTIL.value)
    source = models.CharField(_("căn cứ"), max_length=300, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["from_on", "pk"]

    def __str__(self) -> str:
        return f"{self.rule} ({self.from_on:%d/%m/%Y})"


class ChangeKind(models.TextChoices):
    """What differs for one occurrence."""

    SKIP = "skip", _("Bỏ kỳ này")
    MOVE = "move", _("Dời hạn kỳ này")
    MISSED = "missed", _("Không tạo bù")


class SeriesChange(models.Model):
    """One occurrence that is left out, moved, or was too long past to be created after an outage."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="changes")
    period = models.CharField(_("kỳ"), max_length=20)
    kind = models.CharField(max_length=8, choices=ChangeKind)
    due_on = models.DateField(_("hạn mới"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["series", "period"], name="series_change_once_per_period"),
            models.CheckConstraint(
                condition=Q(kind="move", due_on__isnull=False) | (~Q(kind="move") & Q(due_on=None)),
                name="series_move_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"
