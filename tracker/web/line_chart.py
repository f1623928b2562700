"""Where the lines of a chart run: places in a picture of fixed size, for a template to draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from tracker.ledger import Line, Series
from tracker.web.clock_words import period_name
from tracker.web.filters import number

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 84, 24, 28, 44
EDGE = 40
# Told apart without colour: a shape and a dash for each line, and the value at each point.
SHAPES = ("circle", "square", "triangle", "diamond")
DASHES = ("none", "8 4", "2 4", "12 4 2 4")
MAX_LINES = len(SHAPES)
STEPS = 4
# Of the name of a quarter in the size that telephones need.
ROOM_OF_A_NAME = 180


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A value at its place; ``words`` is what is written beside it."""

    x: float
    y: float
    words: str

    @property
    def anchor(self) -> str:
        """On which side of the place words have room."""
        if self.x < LEFT + EDGE:
            return "start"
        return "end" if self.x > WIDTH - RIGHT - EDGE else "middle"


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line with the shape of its points; ``path`` is what is drawn between them."""

    name: str
    is_wanted: bool
    shape: str
    dash: str
    points: tuple[ChartPoint, ...]

    @property
    def path(self) -> str:
        """The places of the points, as a polyline takes them."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its lines, the marks below it and those beside it."""

    lines: tuple[ChartLine, ...]
    quarters: tuple[ChartPoint, ...]
    heights: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def chart_of(series: Series) -> Chart | None:
    """Return the chart of a series; ``None`` where there is no line to see, or too many."""
    lines, quarters = series.lines, series.quarters
    if len(quarters) < 2 or len(lines) > MAX_LINES:  # noqa: PLR2004 - a line has two ends
        return None
    marks = _marks([claim.value for line in lines for claim in line.points.values()])
    first, last = _ordinal(quarters[0]), _ordinal(quarters[-1])

    def across(key: str) -> float:
        share = (_ordinal(key) - first) / (last - first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def up(value: float) -> float:
        share = (value - marks[0]) / (marks[-1] - marks[0])
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def drawn(place: int, line: Line) -> ChartLine:
        points = [
            ChartPoint(across(key), up(claim.value), number(claim.value))
            for key, claim in sorted(line.points.items())
        ]
        return ChartLine(line.name, line.is_wanted, SHAPES[place], DASHES[place], tuple(points))

    return Chart(
        lines=tuple(drawn(place, line) for place, line in enumerate(lines)),
        quarters=tuple(
            ChartPoint(across(key), 0, period_name(key)) for key in _named(quarters, across)
        ),
        heights=tuple((up(value), number(value)) for value in marks),
    )


def _ordinal(key: str) -> int:
    """Return the place of a quarter in time: what lies between two is as wide on paper."""
    year, _mark, quarter = key.partition("-Q")
    return int(year) * 4 + int(quarter)


def _named(quarters: Sequence[str], across: Callable[[str], float]) -> list[str]:
    """Return the quarters that have room for their names, the last of all among them."""
    named = [quarters[-1]]
    for key in reversed(quarters):
        if across(named[-1]) - across(key) >= ROOM_OF_A_NAME:
            named.append(key)
    return named[::-1]


def _marks(values: Sequence[float]) -> list[float]:
    """Return round values from below the lowest to above the highest.

    They begin with nothing, unless all values lie close together.
    """
    low, high = min(values), max(values)
    low = low if high - low < high / 2 else 0.0
    rough = max(high - low, high / 100, 1e-6) / STEPS
    size = 10 ** floor(log10(rough))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    begin = max(0, floor(low / step - 0.5))
    end = max(ceil(high / step + 0.2), begin + 1)
    return [round(place * step, 6) for place in range(begin, end + 1)]
