"""Recurrence rules (RFC 5545, without DTSTART) in words, and the ones that a clerk can choose."""

import re
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from directives.parsing.yearly import picked_dates

COMMON: Final[list[tuple[str, str | Promise]]] = [
    ("FREQ=DAILY", gettext_lazy("hằng ngày")),
    ("FREQ=WEEKLY", gettext_lazy("hằng tuần")),
    ("FREQ=MONTHLY", gettext_lazy("hằng tháng")),
    ("FREQ=MONTHLY;INTERVAL=3", gettext_lazy("hằng quý")),
    ("FREQ=MONTHLY;INTERVAL=6", gettext_lazy("6 tháng một lần")),
    ("FREQ=YEARLY", gettext_lazy("hằng năm")),
]
_NAMES: Final = dict(COMMON)
_SAID: Final = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH"})
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
    picked = picked_dates(rule)
    if name and picked:
        return _("%(pace)s, các ngày %(days)s") % {
            "pace": name,
            "days": ", ".join(f"{day}/{month}" for day, month in picked),
        }
    if name is None or found.keys() - _SAID:
        return rule
    words = [str(name), *(str(_DAYS[day]) for day in found.get("BYDAY", "").split(",") if day in _DAYS)]
    if day := found.get("BYMONTHDAY", "").replace(",", ", "):
        words.append(_("ngày cuối tháng") if day == "-1" else pgettext("recurrence", "ngày %(day)s") % {"day": day})
    if month := found.get("BYMONTH", "").replace(",", ", "):
        words.append(_("tháng %(month)s") % {"month": month})
    return ", ".join(words)


_PERIODS: Final = (
    (re.compile(r"(?P<y>\d{4})-(?P<n>\d\d)$"), gettext_lazy("Kỳ tháng %(n)s/%(y)s")),
    (re.compile(r"(?P<y>\d{4})-Q(?P<n>\d)$"), gettext_lazy("Kỳ quý %(roman)s/%(y)s")),
    (re.compile(r"(?P<y>\d{4})-H1$"), gettext_lazy("Kỳ 6 tháng đầu năm %(y)s")),
    (re.compile(r"(?P<y>\d{4})-H2$"), gettext_lazy("Kỳ 6 tháng cuối năm %(y)s")),
    (re.compile(r"(?P<y>\d{4})-W(?P<n>\d\d)$"), gettext_lazy("Kỳ tuần %(n)s/%(y)s")),
    (re.compile(r"(?P<y>\d{4})$"), gettext_lazy("Kỳ năm %(y)s")),
)
_ROMAN: Final = ("", "I", "II", "III", "IV")


def period_label(key: str) -> str:
    """The name of a period (`2025-07`, `2025-Q3`, `2025-W27`, a day) in words; an unknown one stands for itself."""
    for pattern, words in _PERIODS:
        if match := pattern.match(key):
            found = match.groupdict()
            number = int(found.get("n") or 0)
            roman = _ROMAN[number] if number < len(_ROMAN) else ""
            return str(words) % {"y": found["y"], "n": number, "roman": roman}
    try:
        return _("Kỳ ngày %(day)s") % {"day": f"{date.fromisoformat(key):%d/%m/%Y}"}
    except ValueError:
        return key
