"""What the virus scanner said of each content, whoever uploaded it and wherever it is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    """As `accounts.clamd.State`."""

    CLEAN = "clean", _("Đã quét, an toàn")
    INFECTED = "infected", _("Nhiễm mã độc")
    UNSCANNED = "unscanned", _("Chưa quét")


class FileScan(models.Model):
    """The last verdict on a content, known by the sha256 of its bytes; `found` names the signature."""

    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("kết quả quét"), max_length=10, choices=ScanState)
    found = models.CharField(_("phát hiện"), max_length=200, blank=True)
    scanned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kết quả quét mã độc")
        verbose_name_plural = _("kết quả quét mã độc")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["clean", "infected", "unscanned"]), name="file_scan_state"
            ),
        ]
        indexes = [models.Index(fields=["id"], name="file_scan_waiting", condition=models.Q(state="unscanned"))]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} · {self.get_state_display()}"
