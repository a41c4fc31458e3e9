"""The seven roles a post can carry, and the named sets that rules speak of."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a post lets a person do; a user acts through a membership, so a role always belongs to an organisation."""

    CLERK = "clerk", _("Văn thư, chuyên viên tổng hợp")
    MONITOR = "monitor", _("Chuyên viên theo dõi")
    LEADER = "leader", _("Lãnh đạo UBND")
    HEAD = "head", _("Lãnh đạo đơn vị")
    OFFICER = "officer", _("Chuyên viên")
    ADMIN = "admin", _("Quản trị hệ thống")
    AUDITOR = "auditor", _("Kiểm tra, kiểm toán")


SEE_ALL: Final = frozenset({Role.CLERK, Role.MONITOR, Role.LEADER, Role.ADMIN, Role.AUDITOR})
"""Roles of the office that see every task and directive below their organisation's parent (the whole city)."""

OVERSEE: Final = frozenset({Role.MONITOR, Role.LEADER})
"""Roles that may act on tasks of other units: accept, return, urge, withdraw."""

KEEP_REGISTRY: Final = frozenset({Role.CLERK, Role.MONITOR})
"""Roles that register, review and release directives."""

ANSWER: Final = frozenset({Role.HEAD, Role.OFFICER})
"""Roles of the units that carry tasks out."""
