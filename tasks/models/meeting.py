"""Review meetings: an agenda that the system builds, decisions typed while people talk, what is left for next time."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import scope
from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from tasks.models.instruction import Instruction
from tasks.models.task import Task


class MeetingState(models.TextChoices):
    """Prepared, going on, over."""

    PLANNED = "planned", _("Đang chuẩn bị")
    RUNNING = "running", _("Đang họp")
    CLOSED = "closed", _("Đã kết thúc")


class AgendaReason(models.TextChoices):
    """Why an item stands on the agenda."""

    CARRIED = "carried", _("Kết luận lần trước chưa xong")
    POSTPONED = "postponed", _("Lần trước để lại")
    BY_HAND = "by_hand", _("Đưa vào bằng tay")
    CONTESTED = "contested", _("Đề nghị giao lại")
    EXTENSION = "extension", _("Chờ quyết định gia hạn")
    OVERDUE = "overdue", _("Quá hạn")
    SILENT = "silent", _("Lâu không cập nhật")


class AgendaState(models.TextChoices):
    """What became of an item; one that is left waiting or postponed stands on the next agenda."""

    WAITING = "waiting", _("Chưa bàn")
    DECIDED = "decided", _("Đã kết luận")
    NOTED = "noted", _("Đã nghe, không giao thêm việc")
    POSTPONED = "postponed", _("Để lần sau")


class DecisionKind(models.TextChoices):
    """What a decision does."""

    INSTRUCT = "instruct", _("Chỉ đạo, có hạn trả lời")
    GRANT = "grant", _("Cho gia hạn")
    REFUSE = "refuse", _("Không cho gia hạn")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions about meetings."""

    def visible_to(self, user: User, today: date) -> "MeetingQuerySet":
        """The office and leaders in general charge see all; a leader of some fields the meetings they chair.

        Units are not let in: an agenda speaks of others too; what is decided reaches them as instructions.
        """
        reach = scope.of(user, today)
        if reach.everything:
            return self
        return self.filter(chair=user) if user.holds({Role.LEADER}, today) else self.none()


class Meeting(models.Model):
    """One sitting. `chair` is the leader whose charge it goes through and in whose name decisions are."""

    title = models.CharField(_("tên cuộc họp"), max_length=200)
    held_on = models.DateField(_("ngày họp"))
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    chair = models.ForeignKey(User, on_delete=models.PROTECT, related_name="chaired", verbose_name=_("chủ trì"))
    present = models.TextField(_("thành phần dự"), blank=True)
    state = models.CharField(_("tình trạng"), max_length=8, choices=MeetingState, default=MeetingState.PLANNED)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc họp")
        verbose_name_plural = _("cuộc họp")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="meeting_closed_is_dated",
            )
        ]
        indexes = [models.Index(fields=["chair", "-held_on", "-id"], name="meeting_of_chair")]

    def __str__(self) -> str:
        return f"{self.title} {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """The page of the meeting."""
        return reverse("meeting-detail", args=[self.pk])


class AgendaItem(models.Model):
    """One thing to talk about: a task, or words where there is none; in the order of `position`."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items")
    title = models.CharField(_("nội dung"), max_length=300, blank=True)
    reason = models.CharField(_("vì sao"), max_length=10, choices=AgendaReason, default=AgendaReason.BY_HAND)
    position = models.PositiveIntegerField()
    state = models.CharField(_("kết quả"), max_length=10, choices=AgendaState, default=AgendaState.WAITING)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("ý kiến"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("nội dung họp")
        verbose_name_plural = _("nội dung họp")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "task"], condition=Q(task__isnull=False), name="agenda_task_once"
            ),
            models.CheckConstraint(condition=Q(task__isnull=False) | ~Q(title=""), name="agenda_item_says_what"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.task)


class MeetingDecision(models.Model):
    """What was decided about an item; an instruction to a unit is a row of its own, linked here."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("loại"), max_length=8, choices=DecisionKind, default=DecisionKind.INSTRUCT)
    words = models.TextField(_("kết luận"))
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan thực hiện")
    )
    until = models.DateField(_("thời hạn"), null=True, blank=True)
    instruction = models.OneToOneField(
        Instruction, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_in"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người ghi"))
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("kết luận cuộc họp")
        verbose_name_plural = _("kết luận cuộc họp")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words[:60]
