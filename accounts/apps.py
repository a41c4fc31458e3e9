"""The app of people, organisations, permissions and the audit trail."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who, in which organisation, since when; may they; and what was done."""

    name = "accounts"
    verbose_name = _("Tài khoản và tổ chức")

    def ready(self) -> None:
        """Connect the receivers that note signing in and out, and let go of bytes that no row names any more."""
        import_module("accounts.signals")
        import_module("accounts.blobs")
