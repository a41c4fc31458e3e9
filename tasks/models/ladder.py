"""The ladder of reminders as data: on which day who is told, what was told, and the shares of a nightly run."""

from collections import defaultdict

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.ladder import SHIPPED, Ladder, Rung
from tasks.models.notice import SweepRun
from tasks.models.task import Task


class Anchor(models.TextChoices):
    """What the days of a rule are counted from, and which days."""

    BEFORE = "before", _("Ngày trước hạn")
    LATE = "late", _("Ngày làm việc sau hạn")
    SILENT = "silent", _("Ngày làm việc không có báo cáo")
    WAITING = "waiting", _("Ngày làm việc chờ Văn phòng quyết định")


class Audience(models.TextChoices):
    """Who is told, from the one who does the work up to the leader."""

    OFFICER = "officer", _("Chuyên viên")
    HEAD = "head", _("Lãnh đạo đơn vị")
    MONITOR = "monitor", _("Chuyên viên theo dõi")
    LEADER = "leader", _("Lãnh đạo UBND")


class LadderRuleQuerySet(models.QuerySet["LadderRule"]):
    """Questions about the rules."""

    def ladder(self) -> Ladder:
        """The ladder in force (two queries); an office that has no rule at all has those of the release."""
        rungs: dict[str, list[Rung]] = defaultdict(list)
        for rule in self.filter(is_active=True).order_by("days", "pk"):
            rungs[rule.anchor].append(Rung(rule.audience, rule.days, rule.urgent_days, rule.every))
        if not rungs:
            return SHIPPED
        policy = LadderPolicy.objects.first() or LadderPolicy()
        return Ladder(
            before=tuple(rungs[Anchor.BEFORE]),
            late=tuple(rungs[Anchor.LATE]),
            silent=tuple(rungs[Anchor.SILENT]),
            waiting=tuple(rungs[Anchor.WAITING]),
            pause_days=policy.pause_days,
            urgent_pause_days=policy.urgent_pause_days,
            acks_in_row=policy.acks_in_row,
            urgent_on_days_off=policy.urgent_on_days_off,
        )


class LadderRule(models.Model):
    """One rung: `audience` is told when `days` have gone by since (or are left to) the anchor, then every `every`.

    Days before a deadline are calendar days, all others working days of the office. Very urgent tasks climb after
    `urgent_days` instead. What climbs from rung to rung are the rules of the anchor `late`, in the order of their days.
    """

    anchor = models.CharField(_("tính từ"), max_length=8, choices=Anchor)
    audience = models.CharField(_("báo cho"), max_length=8, choices=Audience)
    days = models.PositiveSmallIntegerField(_("số ngày"))
    urgent_days = models.PositiveSmallIntegerField(_("số ngày, việc hỏa tốc, thượng khẩn"))
    every = models.PositiveSmallIntegerField(
        _("nhắc lại sau mỗi"), null=True, blank=True, help_text=_("Số ngày làm việc; để trống là chỉ báo một lần.")
    )
    is_active = models.BooleanField(_("đang dùng"), default=True)

    objects = LadderRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy tắc nhắc")
        verbose_name_plural = _("quy tắc nhắc")
        ordering = ["anchor", "days", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["anchor", "audience"], condition=~Q(anchor="before"), name="ladder_one_rule_per_audience"
            ),
            models.UniqueConstraint(fields=["anchor", "audience", "days"], name="ladder_rule_once"),
            models.CheckConstraint(
                condition=Q(anchor="before", every=None) | ~Q(anchor="before") & Q(days__gte=1, urgent_days__gte=1),
                name="ladder_days_fit_anchor",
            ),
            models.CheckConstraint(condition=Q(every=None) | Q(every__gte=1), name="ladder_every_is_a_distance"),
            models.CheckConstraint(
                condition=~Q(anchor="late", audience="officer") | Q(is_active=True, every__isnull=False),
                name="ladder_own_overdue_never_off",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_anchor_display()} {self.days}: {self.get_audience_display()}"


class LadderPolicy(models.Model):
    """What holds for the whole ladder; one row, which the seed made."""

    pause_days = models.PositiveSmallIntegerField(
        _("ngừng leo bậc sau một lần báo cáo hoặc xác nhận đã biết (ngày làm việc)"), default=5
    )
    urgent_pause_days = models.PositiveSmallIntegerField(
        _("ngừng leo bậc với việc hỏa tốc, thượng khẩn (ngày làm việc)"), default=1
    )
    acks_in_row = models.PositiveSmallIntegerField(_("số lần xác nhận đã biết giữa hai báo cáo"), default=1)
    urgent_on_days_off = models.BooleanField(_("nhắc việc hỏa tốc, thượng khẩn cả ngày nghỉ"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("quy định chung về nhắc hạn")
        verbose_name_plural = _("quy định chung về nhắc hạn")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="ladder_policy_single")]

    def __str__(self) -> str:
        return str(_("Quy định chung về nhắc hạn"))


class Escalation(models.Model):
    """That a task reached a rung on `day`; a new round begins `since` a later deadline or another unit.

    `told` is how many people it reached on that day, 0 when the rung was empty.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="escalations")
    since = models.DateField()
    audience = models.CharField(max_length=8, choices=Audience)
    day = models.DateField()
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["task", "day", "pk"]
        constraints = [models.UniqueConstraint(fields=["task", "since", "audience"], name="escalation_once_per_round")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.audience} {self.day:%d/%m/%Y}"


class Stage(models.TextChoices):
    """First the notices of all tasks, then the digests of all people who have any."""

    NOTICES = "notices"
    DIGESTS = "digests"


class SweepShare(models.Model):
    """A share of one run that one worker does in one transaction: leads, or recipients, from `first` to `last`.

    The lock on the row is the claim, so the share of a worker that died is free the moment its connection is gone.
    """

    run = models.ForeignKey(SweepRun, on_delete=models.CASCADE, related_name="shares")
    turn = models.PositiveIntegerField()
    stage = models.CharField(max_length=8, choices=Stage)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    done_at = models.DateTimeField(null=True, blank=True)
    tasks = models.PositiveIntegerField(default=0)
    notices = models.PositiveIntegerField(default=0)
    mails = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "turn", "stage", "first"], name="sweep_share_once")]
        indexes = [models.Index(fields=["run", "stage"], name="sweep_share_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.run} {self.stage} {self.first}-{self.last}"
