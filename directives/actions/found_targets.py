"""Targets that the engine finds in a paper, kept beside those that people decided about."""

from collections.abc import Collection, Iterable

from directives.actions.pieces import section_of
from directives.models import Directive, Section, Target, TargetState, bodies
from directives.parsing.normalise import fold_space
from directives.parsing.targets import TargetFound, find_targets


def propose(directive: Directive) -> int:
    """Look for targets in the text and bring the proposals up to it; how many there are.

    What a person confirmed, changed, added or removed stays as it is and is not proposed again; where its words stand
    in the text is looked up anew. Part of the transaction of whoever changed the text.
    """
    found = find_targets(directive.text, issued_on=directive.issued_on)
    directive.targets.filter(state=TargetState.PROPOSED, edited_at=None).delete()
    kept = list(directive.targets.all())
    sections = list(directive.sections.all())
    _lay_again(directive, kept, sections)
    known = {fold_space(row.text) for row in kept}
    leads = _leads(directive) if found else []
    rows = [_row(directive, each, sections, leads) for each in found]
    new = [row for row in rows if fold_space(row.text) not in known]
    return len(Target.objects.bulk_create(new))


def _row(
    directive: Directive, found: TargetFound, sections: Collection[Section], leads: Iterable[tuple[int, int, int]]
) -> Target:
    section = section_of(sections, found.span.start)
    return Target(
        directive=directive,
        section=section,
        path=section.path if section else "",
        start=found.span.start,
        end=found.span.end,
        text=found.span.of(directive.text),
        name=found.name,
        comparison=found.comparison.value,
        value_from=found.value_from,
        value_to=found.value_to,
        unit=found.unit,
        due_on=found.due_on,
        lead_id=next((lead for start, end, lead in leads if start <= found.span.start < end), None),
        is_found=True,
    )


def _leads(directive: Directive) -> list[tuple[int, int, int]]:
    """Where proposals with exactly one lead stand, and that lead."""
    spans = {pk: (start, end) for pk, start, end in directive.drafts.values_list("pk", "start", "end")}
    keys = bodies.keys_of(spans)
    return [(*spans[pk], sides.leads[0]) for pk, sides in keys.items() if len(sides.leads) == 1]


def _lay_again(directive: Directive, rows: Iterable[Target], sections: Collection[Section]) -> None:
    """Find the words of targets that stay in the text as it is now; words that are gone leave the target its place."""
    moved = []
    for row in rows:
        if row.text:
            start = directive.text.find(row.text, max(row.start - len(row.text), 0))
            start = directive.text.find(row.text) if start < 0 else start
            row.start, row.end = (start, start + len(row.text)) if start >= 0 else (0, 0)
            row.section = section_of(sections, row.start) if start >= 0 else None
            moved.append(row)
    Target.objects.bulk_update(moved, ["start", "end", "section"])
