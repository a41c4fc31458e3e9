"""A flow (pure): columns of stages, bands between them as broad as the number that went that way.

Labels of the chart are the stages in order; each series stands for a stage and says how many went on to which label.
Bands only lead forward. What goes nowhere stays in its stage.
"""

from dataclasses import dataclass

from tasks.charts.svg import Canvas, Drawing, cut, hint, tag, wide, write, write_over
from tasks.reports.paper import Chart

BOX, GAP, HEAD, TALL, STEP = 14, 30, 18, 240, 16
NARROW = 480


@dataclass(slots=True)
class Stage:
    """A box: its column, how much passes through it, where it stands, and how far its two sides are taken."""

    label: str
    tone: str
    column: int
    amount: float = 0
    x: float = 0
    y: float = 0
    given: float = 0
    taken: float = 0


Links = dict[tuple[int, int], float]


def draw(chart: Chart, canvas: Canvas) -> Drawing:
    """Stages from left to right, each with its number; stages that nothing reaches are left out."""
    links = _links(chart)
    stages = _stages(chart, links)
    if not stages:
        return Drawing(HEAD, "")
    columns = max(stage.column for stage in stages.values()) + 1
    unit = _thickness(stages, columns)
    height = _place(stages, columns, unit, canvas)
    bands = [_band(stages[a], stages[b], amount, unit, canvas) for (a, b), amount in sorted(links.items())]
    boxes = [_box(stage, unit, columns, canvas) for stage in stages.values()]
    return Drawing(height, "".join([*bands, *boxes]))


def _links(chart: Chart) -> Links:
    order = {label: number for number, label in enumerate(chart.labels)}
    found = {}
    for each in chart.series:
        for target, value in enumerate(each.values):
            if value and target > order[each.label]:
                found[order[each.label], target] = value
    return found


def _stages(chart: Chart, links: Links) -> dict[int, Stage]:
    """Stages that something reaches or leaves; the column is the longest way to it."""
    tones = {each.label: each.tone for each in chart.series}
    stages: dict[int, Stage] = {}
    for number, label in enumerate(chart.labels):
        arrive = {source: value for (source, target), value in links.items() if target == number}
        leave = sum(value for (source, _target), value in links.items() if source == number)
        amount = max(sum(arrive.values()), leave)
        if amount:
            column = max((stages[source].column + 1 for source in arrive if source in stages), default=0)
            stages[number] = Stage(label, tones.get(label, ""), column, amount)
    _move_right(stages, links)
    return stages


def _move_right(stages: dict[int, Stage], links: Links) -> None:
    """Ends stand in the last column, other stages just before the first one that they lead to."""
    last = max((stage.column for stage in stages.values()), default=0)
    for number in sorted(stages, reverse=True):
        goals = [stages[target].column for source, target in links if source == number]
        stages[number].column = min(goals) - 1 if goals else last


def _thickness(stages: dict[int, Stage], columns: int) -> float:
    """How many units of height one task is worth, by the fullest column."""
    fullest = max(sum(s.amount for s in stages.values() if s.column == column) for column in range(columns))
    return TALL / fullest


def _place(stages: dict[int, Stage], columns: int, unit: float, canvas: Canvas) -> float:
    """Give every stage its place; returns the height in all."""
    last = max((wide(stage.label) for stage in stages.values() if stage.column == columns - 1), default=0)
    room = canvas.width - BOX - min(last + 34, canvas.width * 0.34)
    height = 0.0
    for column in range(columns):
        # Where columns stand close together, names at their heads go one below the other.
        y = float(HEAD) + (STEP * column if canvas.width < NARROW and column < columns - 1 else 0)
        for stage in (stage for stage in stages.values() if stage.column == column):
            stage.x, stage.y = room * column / max(1, columns - 1), y
            y += max(3.0, stage.amount * unit) + GAP
        height = max(height, y)
    return height


def _band(source: Stage, target: Stage, amount: float, unit: float, canvas: Canvas) -> str:
    broad = max(1.5, amount * unit)
    left, right = source.x + BOX, target.x
    top, goal = source.y + source.given, target.y + target.taken
    source.given += amount * unit
    target.taken += amount * unit
    bend = (left + right) / 2
    there = f"M{left:.1f} {top:.1f} C{bend:.1f} {top:.1f} {bend:.1f} {goal:.1f} {right:.1f} {goal:.1f}"
    low, end = top + broad, goal + broad
    path = f"{there} V{end:.1f} C{bend:.1f} {end:.1f} {bend:.1f} {low:.1f} {left:.1f} {low:.1f} Z"
    words = hint(f"{source.label} → {target.label}: {canvas.say(amount)}")
    colour = f"chart-band chart-{target.tone}" if target.tone else "chart-band"
    return tag("path", words, d=path, fill="#ccc", stroke="#999", class_=colour)


def _box(stage: Stage, unit: float, columns: int, canvas: Canvas) -> str:
    """The box with its name and number: beside it in the last column, above it in the others."""
    high = max(3.0, stage.amount * unit)
    colour = f"chart-stage chart-{stage.tone}" if stage.tone else "chart-stage"
    box = tag("rect", x=stage.x, y=stage.y, width=BOX, height=high, fill="#333", class_=colour)
    words = f"{stage.label}: {canvas.say(stage.amount)}"
    if stage.column == columns - 1:
        room = canvas.width - stage.x - BOX - 6
        return box + _two_lines(stage, words, room, high, canvas)
    if canvas.width < NARROW and stage.column == columns - 2:
        # To the left of its box: on the right stand the names of the ends.
        return box + write_over(words, stage.x + BOX, stage.y - 5, anchor="end")
    return box + write_over(cut(words, canvas.width - stage.x), stage.x, stage.y - 5)


def _two_lines(stage: Stage, words: str, room: float, high: float, canvas: Canvas) -> str:
    """One line where it fits, else the number below the name."""
    x, y = stage.x + BOX + 6, stage.y + high / 2 + 4
    if wide(words) <= room:
        return write(words, x, y, class_="chart-text chart-sum")
    name, number = cut(stage.label, room), canvas.say(stage.amount)
    return write(name, x, y - 6) + write(number, x, y + 8, class_="chart-text chart-sum")
