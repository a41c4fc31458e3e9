"""The app of what was ordered, and where exactly the paper says so."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    """Registry, reading and review of directives; ends at a reviewed draft."""

    name = "directives"
    verbose_name = _("Văn bản chỉ đạo")
