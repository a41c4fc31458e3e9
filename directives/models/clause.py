"""What a clerk said of a clause that gave no task."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from directives.models.directive import Directive


class ClauseRuling(models.Model):
    """One clause that is no duty, by whom and when.

    The clause is known by its place and by the digest of its words, so the word stands when the paper is read again
    and falls when the words of the clause change.
    """

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="clause_rulings")
    path = models.CharField(_("vị trí trong văn bản"), max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    quote = models.CharField(_("nội dung"), max_length=300)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("điều khoản không phải nhiệm vụ")
        verbose_name_plural = _("điều khoản không phải nhiệm vụ")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["directive", "path", "digest"], name="clause_ruled_once")]

    def __str__(self) -> str:
        return f"{self.path} {self.quote[:60]}".strip()
