"""A directive: the record of a paper that orders things."""

from datetime import date

from django.apps import apps
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import scope
from accounts.models import Field, Organisation, User


class DirectiveState(models.TextChoices):
    """How far the paper has come."""

    REGISTERED = "registered", _("Đã đăng ký")
    PARSED = "parsed", _("Chờ rà soát")
    REVIEWED = "reviewed", _("Đã rà soát")
    RELEASED = "released", _("Đã giao")


class Urgency(models.TextChoices):
    """Degrees of urgency (NĐ 30/2020/NĐ-CP, annex I)."""

    NORMAL = "normal", _("Thường")
    URGENT = "khan", _("Khẩn")
    VERY_URGENT = "thuong_khan", _("Thượng khẩn")
    EXPRESS = "hoa_toc", _("Hỏa tốc")


class DirectiveQuerySet(models.QuerySet["Directive"]):
    """Questions about directives."""

    def visible_to(self, user: User, today: date) -> "DirectiveQuerySet":
        """The office sees every paper, a leader those of their fields, anybody those that gave a task they may see.

        Tasks are reached by the reverse relation `tasks`, so that their rule of seeing is not written twice.
        """
        reach = scope.of(user, today)
        if reach.everything:
            return self
        tasks = getattr(apps.get_model("tasks.Task"), "objects").visible_to(user, today)  # noqa: B009 - not known here
        gave = self.model.objects.filter(pk__in=tasks.order_by().values("directive")).values("pk")
        if not reach.leads:
            return self.filter(pk__in=gave)
        charged = self.model.objects.filter(field__in=reach.fields).order_by().values("pk")
        return self.filter(pk__in=gave.order_by().union(charged))


class Directive(models.Model):
    """Identity: issuer, kind, number, symbol and period.

    `period` is the year of issue for state papers and the first year of the term for Party papers, whose numbers
    run per term (HD 36-HD/VPTW); state numbers restart each January (NĐ 30/2020/NĐ-CP, art. 15).
    `recipients` are those whom the paper is sent to, one on a line, as printed.
    `text` is the plain text that spans point into; it never changes after reading.
    """

    kind = models.CharField(_("loại văn bản"), max_length=10, blank=True)
    number = models.PositiveIntegerField(_("số"), null=True, blank=True)
    number_suffix = models.CharField(max_length=3, blank=True)
    symbol = models.CharField(_("ký hiệu"), max_length=60, blank=True)
    number_text = models.CharField(_("số, ký hiệu"), max_length=80, blank=True)
    period = models.CharField(max_length=10, blank=True, editable=False)
    unnumbered = models.BooleanField(_("văn bản không có số"), default=False)
    issuer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued",
        verbose_name=_("tổ chức"),
    )
    issuer_name = models.CharField(_("cơ quan ban hành"), max_length=300, blank=True)
    issuer_key = models.CharField(max_length=300, blank=True, editable=False)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    received_on = models.DateField(_("ngày đến"), null=True, blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    signer_capacity = models.CharField(_("quyền hạn, chức vụ của người ký"), max_length=200, blank=True)
    subject = models.CharField(_("trích yếu"), max_length=1000, blank=True)
    recipients = models.TextField(_("nơi nhận"), blank=True)
    urgency = models.CharField(_("độ khẩn"), max_length=12, choices=Urgency, default=Urgency.NORMAL)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("lĩnh vực"))
    state = models.CharField(_("trạng thái"), max_length=12, choices=DirectiveState, default=DirectiveState.REGISTERED)
    text = models.TextField(blank=True)
    warnings = models.JSONField(default=list, blank=True)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer_key", "kind", "number", "number_suffix", "symbol", "period"],
                condition=Q(number__isnull=False) & ~Q(period=""),
                name="directive_identity_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(issued_on__isnull=False, released_at__isnull=False),
                name="directive_released_is_dated",
            ),
        ]
        indexes = [
            models.Index(F("issued_on").desc(nulls_last=True), F("id").desc(), name="directive_newest"),
            models.Index(fields=["state", "-id"], name="directive_state"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="directive_search_trigram"),
        ]

    def __str__(self) -> str:
        return self.number_text or self.subject[:80] or str(_("Văn bản chưa có số"))

    def get_absolute_url(self) -> str:
        """The page of this paper."""
        return reverse("directive-detail", args=[self.pk])
