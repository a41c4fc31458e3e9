"""The table of phrases in docs/deadlines.md: `python -m tests.deadlines.table > docs/deadlines.md` writes it anew."""

import sys
from datetime import date, timedelta

from directives.parsing.deadlines import Clock, find_deadline
from directives.parsing.normalise import view_of
from directives.terms import awaited, due, kind_of, kind_of_awaited
from directives.workdays import DEFAULT_CALENDAR
from tasks.deadlines import Rules, last_day
from tasks.periods import Timing, occurrences, timing_of
from tests.parsing.forty import FORTY

LENIENT, STRICT = Rules(), Rules(before_is_strict=True)
EVENT = date(2026, 3, 15)
HEAD = """# How deadlines are counted

Written by `python -m tests.deadlines.table`; a test fails when this page and the program disagree.

"Filed" is the day that is kept as issued and never changes. "In time until" is the last day on which a report is on
time, when the city reads "trước ngày D" leniently (day D is in time, the default) or strictly (it is not). Named days
are not rolled here; the city can switch that on, and add working days of grace (`Quy tắc tính hạn`). Terms follow the
Civil Code 2015, articles 146 to 148; reporting periods without a day follow Decree 09/2019/NĐ-CP. A deadline that
waits for an event is shown for an event on 15/03/2026. Days marked * fall on a day off.

| No. | Words of the paper | Paper of | Read as | Filed | Lenient: in time until | Strict: in time until |
| --- | --- | --- | --- | --- | --- | --- |
"""
WORDS = {"before": "before day D", "until": "day inclusive", "term": "counted term"}


def shown(day):
    return f"{day:%d/%m/%Y}{'' if DEFAULT_CALENDAR.is_working(day) else ' *'}"


def both(day, kind):
    return [shown(last_day(day, kind, rules, DEFAULT_CALENDAR)) for rules in (LENIENT, STRICT)]


def cells(phrase):
    """What is read, and the filed day with both last days; several days for a duty that comes back."""
    found = find_deadline(view_of(phrase.text), Clock(issued=phrase.issued))
    if found.recurrence:
        return recurring(phrase, found)
    if found.due_on:
        kind = kind_of(found.phrase, found.due_on, phrase.issued, found.precision)
        return [WORDS[kind], shown(found.due_on), *both(found.due_on, kind)]
    event = awaited(found.phrase or "")
    if event is None:
        return ["no day: reviewed again", "–", "–", "–"]
    kind, day = kind_of_awaited(event.term), due(event.term, EVENT, DEFAULT_CALENDAR)
    return [f"waits for “{event.event}” ({event.term})", shown(day), *both(day, kind)]


def recurring(phrase, found):
    timing = timing_of(found.recurrence, phrase.text)
    kind = "before" if "trước" in phrase.text.lower() else "until"
    first = phrase.issued
    rows = occurrences(found.recurrence, timing, anchor=first, first=first, last=first + timedelta(days=1500))[:2]
    said = {Timing.WITHIN: "", Timing.NEXT: ", after the period", Timing.DECREE: ", Decree 09/2019"}[timing]
    days = [(each.key, shown(each.due_on), *both(each.due_on, kind)) for each in rows]
    columns = ["; ".join(f"{row[0]}: {row[index]}" for row in days) for index in (1, 2, 3)]
    return [f"`{found.recurrence}`{said}", *columns]


def table():
    lines = [
        f"| {phrase.number} | {phrase.text} | {phrase.issued:%d/%m/%Y} | {' | '.join(cells(phrase))} |"
        for phrase in FORTY
    ]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())
