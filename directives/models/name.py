"""Ways of naming a body that clerks met in papers and the administration confirmed, each with its time."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from directives.models.directive import Directive


class NameState(models.TextChoices):
    """Proposed by a choice on the review page; only a confirmed name is used for matching."""

    PROPOSED = "proposed", _("Chờ xác nhận")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    DECLINED = "declined", _("Không dùng")


class RememberedName(models.Model):
    """One spelling of a body; `key` is the form in which names are compared, the interval is half-open.

    `directive` is the paper in which it was met.
    """

    name = models.CharField(_("cách gọi trong văn bản"), max_length=300)
    key = models.CharField(max_length=400, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="remembered_names", verbose_name=_("cơ quan")
    )
    valid_from = models.DateField(_("dùng cho văn bản từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=NameState, default=NameState.PROPOSED)
    directive = models.ForeignKey(Directive, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("cách gọi được ghi nhớ")
        verbose_name_plural = _("cách gọi được ghi nhớ")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "organisation"],
                condition=~Q(state="declined"),
                name="remembered_name_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="remembered_name_interval_not_empty",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="remembered_name_state")]

    def __str__(self) -> str:
        return f"{self.name} → {self.organisation}"
