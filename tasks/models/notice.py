"""What people are told: notices in the app, and the outbox of mails, each unique by key."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from directives.models import Directive
from tasks import notice_words
from tasks.models.task import Task

CLAIM_LASTS = timedelta(minutes=10)
"""A worker that has not settled a claimed mail within this time is taken for dead."""


class MailState(models.TextChoices):
    """queued → sending → sent; failed is tried again, dead is not and shows in the delivery log.

    Rerouted mails went to somebody else under keys of their own, because their address is dead.
    """

    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Lỗi, sẽ gửi lại")
    DEAD = "dead", _("Không gửi được")
    DROPPED = "dropped", _("Không còn cần gửi")
    REROUTED = "rerouted", _("Đã chuyển người khác")


UNSETTLED = (MailState.QUEUED.value, MailState.FAILED.value, MailState.SENDING.value)
"""States of mails that will still be tried."""


class MailKind(models.TextChoices):
    """What a mail is about."""

    DIGEST = "digest", _("Nhắc hạn hằng ngày")
    RELEASE = "release", _("Giao nhiệm vụ")
    URGE = "urge", _("Đôn đốc")
    EXTENSION = "extension", _("Gia hạn")
    UNIT = "unit", _("Nhắc hạn của đơn vị")
    EVENT = "event", _("Thông báo ngay")
    ALERT = "alert", _("Cảnh báo vận hành")
    INSTRUCT = "instruct", _("Chỉ đạo, giải trình")
    INVITE = "invite", _("Thư mời tham gia")
    PACK = "pack", _("Bộ báo cáo lãnh đạo")


class NoticeKind(models.TextChoices):
    """What somebody is told; those after `RELEASE` are named as the move of `tasks.lifecycle` that caused them."""

    OVERDUE = "overdue", _("Quá hạn")
    DUE = "due", _("Sắp đến hạn")
    RELEASE = "release", _("Giao nhiệm vụ mới")
    DELEGATE = "delegate", _("Phân công chuyên viên")
    SUBMIT = "submit", _("Báo cáo hoàn thành")
    SIGN_OFF = "sign_off", _("Đã ký duyệt")
    SEND_BACK = "send_back", _("Trả lại trong đơn vị")
    PART = "part", _("Phân công nội bộ")
    PARTY_REMIND = "party_remind", _("Nhắc phối hợp")
    ACCEPT = "accept", _("Xác nhận hoàn thành")
    RETURN = "return", _("Trả lại")
    CONTEST = "contest", _("Đề nghị giao lại")
    REASSIGN = "reassign", _("Giao lại")
    REJECT_CONTEST = "reject_contest", _("Không đồng ý giao lại")
    SUSPEND = "suspend", _("Tạm dừng")
    RESUME = "resume", _("Tiếp tục")
    WITHDRAW = "withdraw", _("Thu hồi")
    DEAD_ADDRESS = "dead_address", _("Địa chỉ thư hỏng")
    URGE = "urge", _("Đôn đốc")
    EXTENSION_ASK = "extension_ask", _("Xin gia hạn")
    EXTENSION_DECIDE = "extension_decide", _("Quyết định gia hạn")
    EXTENSION_DUE = "extension_due", _("Chờ quyết định gia hạn")
    SILENT = "silent", _("Lâu không báo cáo")
    WAITING = "waiting", _("Chờ quyết định")
    ACKNOWLEDGE = "acknowledge", _("Đã biết việc")
    REVIEW = "review", _("Đến ngày rà soát")
    EVENT_DATE = "event_date", _("Chờ ngày của sự kiện")
    AMENDMENT = "amendment", _("Văn bản thay đổi nhiệm vụ")
    UNREACHABLE = "unreachable", _("Không có người nhận")
    REORGANISED = "reorganised", _("Sắp xếp tổ chức")
    INSTRUCT = "instruct", _("Ý kiến chỉ đạo")
    EXPLAIN = "explain", _("Yêu cầu giải trình")
    COMMEND = "commend", _("Biểu dương, phê bình")
    PROPOSAL = "proposal", _("Dự thảo ý kiến chỉ đạo")
    ANSWER = "answer", _("Trả lời chỉ đạo, giải trình")
    ANSWER_RULED = "answer_ruled", _("Xem xét câu trả lời")
    ANSWER_DUE = "answer_due", _("Đến hạn trả lời")
    HAND_OVER = "hand_over", _("Nhận bàn giao")
    POST_END = "post_end", _("Sắp hết vị trí công tác")
    EXPORT = "export", _("Tệp kết xuất")


REMINDERS = (NoticeKind.OVERDUE, NoticeKind.DUE, NoticeKind.SILENT)
"""Kinds that the nightly sweep makes and the digest of the day carries."""


class MailQuerySet(models.QuerySet["Mail"]):
    """Questions about the outbox."""

    def waiting(self, now: datetime) -> "MailQuerySet":
        """Mails to send at `now`: fresh ones past quiet hours, failed ones after their pause, claims given up."""
        given_up = Q(state=MailState.SENDING, claimed_at__lt=now - CLAIM_LASTS)
        again = Q(state=MailState.FAILED, next_try_at__lte=now)
        fresh = Q(state=MailState.QUEUED) & (Q(next_try_at=None) | Q(next_try_at__lte=now))
        # The states are named once more so that the partial index `mail_to_send` serves the query.
        return self.filter(fresh | again | given_up, state__in=UNSETTLED)


class Mail(models.Model):
    """One mail to one address, composed when it is sent, so that a late mail says what is still true.

    `key` makes it unique: `digest:<user>:<day>`; `release:<directive>:<organisation>` for the unit's mailbox, with
    `:<task>` behind it when the paper gave that unit more work later, `:e<event>` after a reassignment, and `:u<user>`
    for each head of a unit without a mailbox; `alert:<what>:u<user>` for those who run the product. A mail whose
    address is dead goes to a `reader` in its place, under its key with `:f<user>` behind it.
    """

    kind = models.CharField(_("loại thư"), max_length=20, choices=MailKind)
    key = models.CharField(max_length=120, unique=True)
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="mails")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="mails"
    )
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    instead_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="stand_ins")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict, blank=True, db_default={})
    address = models.EmailField(_("địa chỉ"))
    day = models.DateField(_("ngày"))
    subject = models.CharField(_("tiêu đề"), max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(_("lỗi"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư")
        verbose_name_plural = _("thư")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], name="mail_to_send", condition=Q(state__in=["queued", "failed", "sending"])),
            models.Index(fields=["state", "-id"], name="mail_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address}"


class Notice(models.Model):
    """One thing one person is told, in the app and in the digest of its day; unique by recipient and key.

    The mail that carried a reminder is the one with the key `digest:<recipient>:<day>`. A reminder nobody has read by
    the time of the next one, or by the time its task leaves the unit's hands, counts as read and says so by
    `obsolete_on`: the list of the unread holds each task once.

    The sentence is made on reading out of the kind and `facts` (`tasks.notice_words`); `text` holds that of notices
    from before. One that is `for_mail` waits for the next digest of its recipient; `digest_on` is that digest's day.

    Keys: `overdue:<task>:<day>`, `due:<task>:<day>`, `release:<directive>:<organisation>:<first task>`,
    `<move>:<task>:<event>`.
    """

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    kind = models.CharField(_("loại"), max_length=20, choices=NoticeKind)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    day = models.DateField()
    text = models.CharField(max_length=500, blank=True)
    facts = models.JSONField(default=dict, blank=True, db_default={})
    for_mail = models.BooleanField(default=False, db_default=False)
    digest_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    obsolete_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["recipient", "-id"], name="notice_seen", condition=Q(read_at__isnull=False)),
            models.Index(fields=["recipient", "day"], name="notice_of_day"),
            models.Index(
                fields=["recipient"],
                name="notice_for_digest",
                condition=Q(for_mail=True, digest_on__isnull=True, read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What is told, in the language of whoever reads it (may cost the query for the task's title)."""
        return self.text or notice_words.say(self.kind, self.facts, self.task.title if self.task else "")


class SweepRun(models.Model):
    """The nightly sweep of one day, so that a missed run shows and a second run adds nothing.

    `late_since` is set when it came late: the time at which the reminders it caught up on should have been made.
    """

    day = models.DateField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    runs = models.PositiveIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0, db_default=0)
    notices = models.PositiveIntegerField(default=0)
    mails = models.PositiveIntegerField(default=0)
    late_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lượt quét hạn")
        verbose_name_plural = _("lượt quét hạn")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
