"""Read papers in review again with the engine of this release."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import today
from directives.actions import reparse
from directives.models import Directive
from directives.parsing.errors import UnreadableFile


class Command(BaseCommand):
    """`reparse_directives [--dry-run] [--all]`: one line per paper that would read differently, then the counts."""

    help = "List papers in review that this version reads differently; without --dry-run, queue them for a clerk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to look only, and whether to look at papers that this version has read already."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only say what would differ")
        parser.add_argument("--all", action="store_true", help="also papers read by this very version before")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every paper in review, one after the other; a paper that cannot be read is named and passed over."""
        papers = Directive.objects.filter(state__in=reparse.IN_REVIEW).exclude(text="")
        chosen = papers if options["all"] else reparse.outdated(Directive.objects.all())
        act = self._look if options["dry_run"] else self._queue
        outcomes = [act(paper) for paper in chosen.order_by("pk").iterator(chunk_size=50)]
        self.stdout.write(self._summary(len(outcomes), sum(outcomes)))

    def _look(self, paper: Directive) -> bool:
        try:
            comparison = reparse.compare_with(paper, reparse.reread(paper, today=today()))
        except UnreadableFile as error:
            self.stdout.write(f"{paper}: {error}")
            return False
        if comparison.count:
            self.stdout.write(self._line(paper, comparison.count))
        return bool(comparison.count)

    def _queue(self, paper: Directive) -> bool:
        reading = reparse.carry_out(reparse.ask(paper.pk, actor=None, today=today()).pk, today=today())
        if reading.problem:
            self.stdout.write(f"{paper}: {reading.problem}")
        elif reading.differences:
            self.stdout.write(self._line(paper, reading.differences))
        return bool(reading.differences)

    def _line(self, paper: Directive, count: int) -> str:
        words = ngettext("%(paper)s: %(count)s khác biệt", "%(paper)s: %(count)s khác biệt", count)
        return words % {"paper": paper, "count": count}

    def _summary(self, papers: int, different: int) -> str:
        return _("%(papers)s văn bản đang rà soát đã được đọc thử, %(different)s văn bản đọc khác đi.") % {
            "papers": papers,
            "different": different,
        }
