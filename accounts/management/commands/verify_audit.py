"""manage.py verify_audit [--head HASH] [--anchors FILE]: prove that nobody touched the audit trail."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import verify

SENTENCES = {
    verify.Fault.EDITED: gettext_lazy("Dòng %(id)s đã bị sửa sau khi ghi."),
    verify.Fault.REMOVED: gettext_lazy("Có dòng bị xóa hoặc bị thay ngay trước dòng %(id)s."),
    verify.Fault.REORDERED: gettext_lazy("Dòng %(id)s không còn đứng sau dòng mà nó nối vào."),
    verify.Fault.CUT_OFF: gettext_lazy("Không còn dòng mang mã băm đã ghi lại: phần cuối nhật ký đã bị cắt."),
    verify.Fault.REWRITTEN: gettext_lazy("Dòng %(id)s không khớp mốc đã ghi: nhật ký đến dòng này đã bị viết lại."),
}


class Command(BaseCommand):
    """Exit status 0 when the chain holds, 1 with the first broken row when it does not."""

    help = "Walk the hash chain of the audit trail and name the first edited, removed or reordered row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--head` is the hash that an earlier check printed, `--anchors` the file of AUDIT_ANCHOR_FILE."""
        parser.add_argument("--head", default="", help="hash printed by an earlier check; it must still be there")
        parser.add_argument("--anchors", type=Path, help="file of daily anchors kept outside of the database")

    def handle(self, *args: object, **options: object) -> None:
        """Print the number of rows and the hash to write down, or fail with one sentence."""
        verdict = verify.walk(str(options["head"]), _known(options["anchors"]))
        if verdict.fault is not None:
            raise CommandError(str(SENTENCES[verdict.fault]) % {"id": verdict.entry_id})
        sentence = _("Nhật ký nguyên vẹn: %(rows)d dòng, khớp %(anchors)d mốc. Mã băm dòng cuối: %(head)s")
        self.stdout.write(sentence % {"rows": verdict.rows, "anchors": verdict.anchors, "head": verdict.head})


def _known(path: object) -> dict[int, str]:
    if not isinstance(path, Path):
        return {}
    try:
        with path.open(encoding="ascii") as lines:
            return verify.anchors_in(lines)
    except (OSError, ValueError) as error:
        sentence = _("Không đọc được tệp mốc %(path)s: mỗi dòng phải gồm ngày, số dòng cuối, số dòng và mã băm.")
        raise CommandError(sentence % {"path": path}) from error
