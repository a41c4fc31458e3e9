"""Hand-overs: who passed all open work of one person on to whom, item by item, on which day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User


class HandOver(models.Model):
    """One hand-over, as it was done; `lines` are its items: group, label, address and who has it now.

    `ending` says what happened to the person in the same step: nothing, the end of a post, or a closed account.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người bàn giao"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người thực hiện"))
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    on = models.DateField(_("ngày bàn giao"))
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    ending = models.CharField(max_length=20, blank=True)
    lines = models.JSONField(default=list)

    class Meta:
        verbose_name = _("bàn giao")
        verbose_name_plural = _("bàn giao")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person} · {self.on:%d/%m/%Y}"
