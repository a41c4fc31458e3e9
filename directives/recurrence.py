"""Recurrence rules (RFC 5545, without DTSTART) in words, and the ones that a clerk can choose."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

COMMON: Final[list[tuple[str, str | Promise]]] = [
    ("FREQ=DAILY", gettext_lazy("hằng ngày")),
    ("FREQ=WEEKLY", gettext_lazy("hằng tuần")),
    ("FREQ=MONTHLY", gettext_lazy("hằng tháng")),
    ("FREQ=MONTHLY;INTERVAL=3", gettext_lazy("hằng quý")),
    ("FREQ=MONTHLY;INTERVAL=6", gettext_lazy("6 tháng một lần")),
    ("FREQ=YEARLY", gettext_lazy("hằng năm")),
]
_NAMES: Final = dict(COMMON)
_DAYS: Final[dict[str, str | Promise]] = {
    "MO": gettext_lazy("thứ Hai"),
    "TU": gettext_lazy("thứ Ba"),
    "WE": gettext_lazy("thứ Tư"),
    "TH": gettext_lazy("thứ Năm"),
    "FR": gettext_lazy("thứ Sáu"),
    "SA": gettext_lazy("thứ Bảy"),
    "SU": gettext_lazy("Chủ nhật"),
}


def parts(rule: str) -> dict[str, str]:
    """`FREQ=MONTHLY;BYMONTHDAY=25` as a dictionary."""
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def base(rule: str) -> str:
    """The rule without its days and months: the pace only."""
    found = parts(rule)
    pace = [f"{name}={found[name]}" for name in ("FREQ", "INTERVAL") if found.get(name, "1") != "1"]
    return ";".join(pace)


def label(rule: str) -> str:
    """The rule in words, e.g. `hằng tháng, ngày 25`; an unusual rule stands for itself."""
    if not rule:
        return ""
    found = parts(rule)
    name = _NAMES.get(base(rule))
    if name is None:
        return rule
    words = [str(name), *(str(_DAYS[day]) for day in found.get("BYDAY", "").split(",") if day in _DAYS)]
    if day := found.get("BYMONTHDAY", "").replace(",", ", "):
        words.append(_("ngày cuối tháng") if day == "-1" else pgettext("recurrence", "ngày %(day)s") % {"day": day})
    if month := found.get("BYMONTH", "").replace(",", ", "):
        words.append(_("tháng %(month)s") % {"month": month})
    return ", ".join(words)
