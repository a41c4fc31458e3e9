"""The structure of a paper and its citations as rows, and citations that find their paper."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from directives.models import Directive, Reference, Section
from directives.parsing.numbers import parse_number
from directives.parsing.types import ReferenceFound, SectionFound


def write_sections(directive: Directive, found: Iterable[SectionFound]) -> list[Section]:
    """The structure of the paper as rows, outermost pieces first as they stand in the text."""
    rows = [
        Section(
            directive=directive,
            order=order,
            level=part.level,
            kind=part.kind.value,
            label=part.label[:60],
            path=part.path[:120],
            title=part.title,
            start=part.span.start,
            end=part.span.end,
        )
        for order, part in enumerate(found)
    ]
    return Section.objects.bulk_create(rows)


def section_of(sections: Iterable[Section], start: int) -> Section | None:
    """The innermost piece of the structure that holds the character at `start`."""
    around = [section for section in sections if section.start <= start < section.end]
    return max(around, key=lambda section: (section.level, section.start), default=None)


def write_references(directive: Directive, found: Iterable[ReferenceFound]) -> None:
    """The cited documents as rows, each once per relation, pointing at papers of the registry where they are known."""
    once = {(reference.number[:80], reference.relation): reference for reference in reversed(list(found))}
    known = _PapersByNumber(number for number, _relation in once)
    rows = [
        Reference(
            directive=directive,
            target_id=known.cited(number, reference.issued_on),
            number_text=number,
            issued_on=reference.issued_on,
            relation=relation.value,
            start=reference.span.start,
            end=reference.span.end,
        )
        for (number, relation), reference in once.items()
    ]
    Reference.objects.bulk_create(rows)


class _PapersByNumber:
    """Papers of the registry that bear one of some numbers; one query."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self.papers: dict[tuple[int | None, str, str], list[Directive]] = defaultdict(list)
        serials = {parsed.serial for number in numbers if (parsed := parse_number(number))}
        columns = ("number", "number_suffix", "symbol", "issued_on")
        for row in Directive.objects.filter(number__in=serials).only(*columns):
            self.papers[row.number, row.number_suffix, row.symbol].append(row)

    def cited(self, number_text: str, issued_on: date | None) -> int | None:
        """The one paper with that number, and of that day where the citation prints it."""
        number = parse_number(number_text)
        if number is None:
            return None
        same = self.papers.get((number.serial, number.suffix, number.symbol), [])
        fitting = [row for row in same if issued_on is None or row.issued_on == issued_on]
        return fitting[0].pk if len(fitting) == 1 else None


def cite_back(directive: Directive) -> None:
    """Point citations of this paper in papers that came before it to its row."""
    if directive.number is None or directive.issued_on is None:
        return
    waiting = Reference.objects.filter(target=None, number_text__iexact=directive.number_text)
    waiting.filter(issued_on=directive.issued_on).exclude(directive=directive).update(target=directive)
