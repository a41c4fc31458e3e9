"""Names of document types by their code (Decree 30/2020/NĐ-CP, art. 7 and annex III; Party types after 36-HD/VPTW)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KIND_NAMES: Final[dict[str, str | Promise]] = {
    "CT": _("Chỉ thị"),
    "QĐ": _("Quyết định"),
    "NQ": _("Nghị quyết"),
    "KH": _("Kế hoạch"),
    "TB": pgettext_lazy("kind of paper", "Thông báo"),
    "KL": _("Kết luận"),
    "CĐ": _("Công điện"),
    "CV": _("Công văn"),
    "CTr": _("Chương trình"),
    "BC": _("Báo cáo"),
    "HD": _("Hướng dẫn"),
    "TTr": _("Tờ trình"),
    "QC": _("Quy chế"),
    "QyĐ": _("Quy định"),
    "NĐ": _("Nghị định"),
    "TT": _("Thông tư"),
    "ĐA": _("Đề án"),
    "PA": _("Phương án"),
    "BB": _("Biên bản"),
    "L": _("Luật"),
    "PL": _("Pháp lệnh"),
}


def kind_name(code: str) -> str:
    """The type in words; an unknown code stands for itself."""
    return str(KIND_NAMES.get(code, code))
