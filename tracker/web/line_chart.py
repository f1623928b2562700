"""Where the lines of a chart run: places in a picture of fixed size, for a template to draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from tracker.ledger import Line, Series
from tracker.web.clock_words import period_name
from tracker.web.filters import number

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 70, 24, 16, 40
# Told apart without colour: a shape and a dash for each line, and the value at each point.
SHAPES = ("circle", "square", "triangle", "diamond")
DASHES = ("none", "8 4", "2 4", "12 4 2 4")
MAX_LINES = len(SHAPES)
STEPS = 4


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A value at its place; ``words`` is what is written beside it."""

    x: float
    y: float
    words: str


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
    quarters: tuple[tuple[float, str], ...]
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
    low, high = _range([claim.value for line in lines for claim in line.points.values()])
    wide = (WIDTH - LEFT - RIGHT) / (len(quarters) - 1)
    across = {key: LEFT + place * wide for place, key in enumerate(quarters)}

    def up(value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    def drawn(place: int, line: Line) -> ChartLine:
        points = [
            ChartPoint(round(across[key], 1), up(claim.value), number(claim.value))
            for key, claim in sorted(line.points.items())
        ]
        return ChartLine(line.name, line.is_wanted, SHAPES[place], DASHES[place], tuple(points))

    return Chart(
        lines=tuple(drawn(place, line) for place, line in enumerate(lines)),
        quarters=tuple((round(across[key], 1), period_name(key)) for key in quarters),
        heights=tuple((up(value), number(value)) for value in _marks(low, high)),
    )


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Return round ends around the values; not from nothing, where they lie close together."""
    low, high = min(values), max(values)
    if high - low < high / 2:
        step = 10 ** floor(log10(max(high - low, high / 100, 1e-9)))
        return max(0.0, floor(low / step - 1) * step), ceil(high / step + 1) * step
    return 0.0, high * 1.1 or 1.0


def _marks(low: float, high: float) -> Iterator[float]:
    for step in range(STEPS + 1):
        yield round(low + (high - low) * step / STEPS, 2)
