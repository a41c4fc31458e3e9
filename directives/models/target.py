"""Targets (chỉ tiêu): what a paper wants reached, in numbers, and how far it has come."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import scope
from accounts.models import Organisation, User
from directives.models.directive import Directive
from directives.models.section import Section
from directives.parsing.targets import Comparison

COMPARISONS = [
    (Comparison.AT_LEAST.value, _("ít nhất")),
    (Comparison.AT_MOST.value, _("không quá")),
    (Comparison.EXACTLY.value, _("đúng bằng")),
    (Comparison.ABOUT.value, _("khoảng")),
]
ABOUT_SHARE = Decimal("0.05")
"""How far beside "khoảng" a value may lie and still be reached, as a share of the target."""


class TargetState(models.TextChoices):
    """What the clerk decided about a target that the engine found; one added by hand is confirmed at once."""

    PROPOSED = "proposed", _("Đề xuất")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    REMOVED = "removed", _("Đã bỏ")


class Standing(models.TextChoices):
    """Where the latest value stands against the target."""

    REACHED = "reached", pgettext_lazy("target", "Đạt")
    MISSED = "missed", pgettext_lazy("target", "Chưa đạt")
    UNKNOWN = "unknown", _("Chưa có số liệu")


class TargetQuerySet(models.QuerySet["Target"]):
    """Questions about targets."""

    def visible_to(self, user: User, today: date) -> "TargetQuerySet":
        """Those of papers that the person may see, and those that their units lead; proposals are the office's own."""
        reach = scope.of(user, today)
        papers = Q(directive__in=Directive.objects.visible_to(user, today))
        if reach.everything:
            return self.filter(papers).exclude(state=TargetState.REMOVED)
        if reach.organisations:
            own = Organisation.objects.below(reach.paths).order_by().values("pk")
            papers |= Q(lead__in=own) | Q(lead__heir__in=own)
        return self.filter(papers, state=TargetState.CONFIRMED)

    def confirmed(self) -> "TargetQuerySet":
        """Those that count."""
        return self.filter(state=TargetState.CONFIRMED)


class Target(models.Model):
    """One number that a paper wants reached.

    `value_to` is set for a range ("5-10 %"); the floor of a range is `value_from`. `text` is the sentence as printed,
    `start` and `end` its place in the text of the paper (both 0 for one that is not printed there). `due_on` is the
    last day of the year or period named; None where the paper names none.
    """

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="targets")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    path = models.CharField(_("vị trí trong văn bản"), max_length=120, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    text = models.TextField(_("nguyên văn"), blank=True)
    name = models.CharField(_("chỉ tiêu"), max_length=300)
    comparison = models.CharField(_("so sánh"), max_length=10, choices=COMPARISONS, default=Comparison.AT_LEAST.value)
    value_from = models.DecimalField(_("giá trị"), max_digits=20, decimal_places=4)
    value_to = models.DecimalField(_("đến"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("đơn vị tính"), max_length=60, blank=True)
    due_on = models.DateField(_("thời điểm phải đạt"), null=True, blank=True)
    lead = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("cơ quan chủ trì"),
    )
    state = models.CharField(_("quyết định"), max_length=10, choices=TargetState, default=TargetState.PROPOSED)
    is_found = models.BooleanField(default=False)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["directive", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="target_span_forward"),
            models.CheckConstraint(
                condition=Q(value_to=None) | Q(value_to__gte=F("value_from")), name="target_range_forward"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_on__isnull=False), name="target_confirmed_is_dated"
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "id"], name="target_of_lead", condition=Q(state="confirmed")),
        ]

    def __str__(self) -> str:
        return self.name[:80]

    @property
    def unit_in_charge(self) -> Organisation | None:
        """Who answers for it today: its lead, or the heir of one that ended (join `lead__heir`)."""
        return (self.lead.heir or self.lead) if self.lead else None

    def standing(self, value: Decimal | None) -> Standing:
        """Where `value` stands: a range is reached from its floor (at most: up to its ceiling, exactly: inside it)."""
        if value is None:
            return Standing.UNKNOWN
        low, high = self.value_from, self.value_from if self.value_to is None else self.value_to
        room = abs(high) * ABOUT_SHARE
        reached = {
            Comparison.AT_LEAST: value >= low,
            Comparison.AT_MOST: value <= high,
            Comparison.EXACTLY: low <= value <= high,
            Comparison.ABOUT: low - room <= value <= high + room,
        }
        return Standing.REACHED if reached[Comparison(self.comparison)] else Standing.MISSED


class TargetProgress(models.Model):
    """A value of a target on a day, from where it is known, and who wrote it down; the latest day counts."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="progress")
    on = models.DateField(_("số liệu đến ngày"))
    value = models.DecimalField(_("giá trị"), max_digits=20, decimal_places=4)
    source = models.CharField(_("nguồn số liệu"), max_length=300)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("số liệu của chỉ tiêu")
        verbose_name_plural = _("số liệu của chỉ tiêu")
        ordering = ["target", "on", "pk"]
        constraints = [models.UniqueConstraint(fields=["target", "on"], name="target_value_once_a_day")]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.value} ({self.on:%d/%m/%Y})"
