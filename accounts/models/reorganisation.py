"""Reorganisations of bodies: what was decided, what it changed row by row, so that it can be taken back exactly."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.organisation import Organisation
from accounts.models.user import User


class ReorganisationKind(models.TextChoices):
    """What happens to the bodies."""

    MERGE = "merge", _("Hợp nhất, sáp nhập")
    SPLIT = "split", _("Chia tách")
    RENAME = "rename", _("Đổi tên")
    DISSOLVE = "dissolve", _("Giải thể, chuyển giao nhiệm vụ")
    MOVE = "move", _("Chuyển cấp trên")


class ReorganisationState(models.TextChoices):
    """How far it is; one that was undone can be edited and applied anew."""

    DRAFT = "draft", _("Đang soạn")
    PLANNED = "planned", _("Chờ đến ngày")
    APPLIED = "applied", _("Đã thực hiện")
    UNDONE = "undone", pgettext_lazy("reorganisation", "Đã hoàn lại")
    CANCELLED = "cancelled", _("Đã hủy")


class Reorganisation(models.Model):
    """One decision about bodies that takes effect on a day.

    `sources` end (or move, or are renamed); `receivers` are existing bodies that take over, `founded` describes new
    ones (`{"name", "short_name", "symbol", "email"}`), whose keys after application stand in `founded_keys`.
    A receiver is named by its reference: the key as text, or `new-0` for the first of `founded`.

    `choices` says who gets what, by sort of item: `{"task": {"41": "12"}, "post": {"7": "end"}}`; what it does not
    name follows the officer's post when `follows_people`, else goes to `fallback`.
    `problem` tells why a planned one could not be applied on its day. `turn` counts applications.
    """

    kind = models.CharField(_("hình thức"), max_length=10, choices=ReorganisationKind)
    effective_on = models.DateField(_("ngày có hiệu lực"))
    document = models.CharField(_("căn cứ"), max_length=200)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    sources = ArrayField(models.BigIntegerField(), verbose_name=_("đơn vị được sắp xếp"))
    receivers = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name=_("đơn vị tiếp nhận"))
    founded = models.JSONField(_("đơn vị lập mới"), default=list, blank=True)
    founded_keys = ArrayField(models.BigIntegerField(), default=list, blank=True)
    parent = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cấp trên mới")
    )
    fallback = models.CharField(_("đơn vị nhận mặc định"), max_length=20, blank=True)
    follows_people = models.BooleanField(_("việc theo chuyên viên đang làm"), default=True)
    choices = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=ReorganisationState, default=ReorganisationState.DRAFT
    )
    problem = models.TextField(_("vướng mắc"), blank=True)
    counts = models.JSONField(default=dict, blank=True)
    turn = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người lập"))
    created_at = models.DateTimeField(auto_now_add=True)
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(_("thực hiện lúc"), null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("hoàn lại lúc"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("sắp xếp tổ chức")
        verbose_name_plural = _("sắp xếp tổ chức")
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False), name="reorganisation_applied_is_dated"
            )
        ]
        indexes = [
            models.Index(fields=["effective_on", "id"], name="reorganisation_due", condition=Q(state="planned")),
            GinIndex(fields=["sources"], name="reorganisation_sources"),
            GinIndex(fields=["receivers"], name="reorganisation_receivers"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.effective_on:%d/%m/%Y} · {self.document}"


class RowChange(models.TextChoices):
    """What became of a row."""

    CREATED = "created", _("Lập mới")
    CHANGED = "changed", _("Thay đổi")
    DELETED = "deleted", _("Kết thúc")


class ReorganisedRow(models.Model):
    """One row of any table that an application touched: `before` and `after` hold the columns, as plain values.

    `table` is the label of the model (`tasks.task`), `place` the order of the changes within the application.
    """

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="rows")
    turn = models.PositiveSmallIntegerField()
    place = models.PositiveIntegerField()
    table = models.CharField(max_length=60)
    key = models.BigIntegerField()
    change = models.CharField(max_length=8, choices=RowChange)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["reorganisation", "turn", "place"]
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "turn", "place"], name="reorganised_row_in_its_place")
        ]
        indexes = [models.Index(fields=["table", "key"], name="reorganised_row_of")]

    def __str__(self) -> str:
        return f"{self.table} {self.key} {self.change}"
