"""Heads of the audit chain, written down once a day so that even a wholly rewritten chain is found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditAnchor(models.Model):
    """What the trail looked like at the end of `day`: its last row, how many rows, and the hash of the last row.

    Append-only by trigger like the trail itself. The same line goes to the log, and to a file and addresses outside
    the database where the office names some; whoever rewrites the chain would have to rewrite all of them.
    """

    day = models.DateField(_("ngày"), unique=True)
    at = models.DateTimeField(_("lúc"))
    entry_id = models.BigIntegerField(_("dòng cuối"))
    rows = models.BigIntegerField(_("số dòng"))
    head = models.CharField(_("mã băm"), max_length=64)

    class Meta:
        verbose_name = _("mốc nhật ký")
        verbose_name_plural = _("mốc nhật ký")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"

    def line(self) -> str:
        """The anchor as one line of a file: day, last row, number of rows, hash."""
        return f"{self.day.isoformat()} {self.entry_id} {self.rows} {self.head}"
