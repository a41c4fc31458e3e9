"""manage.py load_organisations [FILE]: bring the directory of organisations to what a file states."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts import directory
from accounts.actions import organisations


class Command(BaseCommand):
    """Loads by code, all or nothing; a second run changes nothing."""

    help = "Load the directory of organisations (the built-in one of Hải Phòng unless a JSON file is named)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file is optional."""
        parser.add_argument("file", nargs="?", type=Path, default=directory.BUILT_IN)

    def handle(self, *args: object, **options: object) -> None:
        """Say what was added, changed and left alone, or every row that cannot be loaded."""
        try:
            entries, origins = directory.read(Path(str(options["file"])))
        except directory.UnreadableDirectory as error:
            raise CommandError("\n".join(error.sentences)) from error
        done = organisations.load(entries, origins, actor=None)
        for code in done.changed:
            self.stdout.write(_("Đã cập nhật: %(code)s") % {"code": code})
        counts = {
            "added": len(done.added),
            "changed": len(done.changed),
            "kept": done.kept,
            "links": done.successions,
        }
        sentence = _("Thêm %(added)d tổ chức, cập nhật %(changed)d, giữ nguyên %(kept)d; thêm %(links)d kế thừa.")
        self.stdout.write(sentence % counts)
