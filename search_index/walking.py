"""The groups of the matches in their order, as many as a page needs and no more.

A group stands where its best record stands, so that whoever walks along the records in their
order meets the groups in theirs. Equals keep the order of the index, so that a longer walk
begins like a shorter one, and pages never overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from search_index import layers
from search_index.model import SearchRequest, Sort
from search_index.plan import All, Nothing, Plan, Without
from search_index.planning import Planner
from search_index.store import Match, Order, Reader

# A group has some six records, of which a query finds two or three.
HITS_OF_A_STEP = 3
SHORTEST_STEP = 40
LONGER = 4
# So many groups from the top are put in order by all that ranks, phrases too.
WINDOW = 30


@dataclass(frozen=True, slots=True)
class Layer:
    """Records that all stand above those of the next layer, and their order."""

    plan: Plan
    order: Order


def layers_of(reader: Reader, whole: Plan, request: SearchRequest) -> list[Layer]:
    """Return the layers in which the matches of ``whole`` stand, the highest first."""
    match request.sort:
        case Sort.NEWEST:
            found = [Layer(layers.plain(whole), Order.NEWEST)]
        case Sort.DUE:
            found = [Layer(layers.plain(whole), Order.DUE)]
        case Sort.MOST_OVERDUE:
            late = Planner(request).status("overdue")
            rest = _by_relevance(All((whole, Without(late))))
            found = [Layer(All((layers.plain(whole), late)), Order.DUE), *rest]
        case Sort.RELEVANCE:
            found = _by_relevance(whole)
    simple = [Layer(layers.simplified(each.plan, reader.certain), each.order) for each in found]
    return [each for each in simple if each.plan != Nothing()]


def _by_relevance(whole: Plan) -> list[Layer]:
    if not layers.ranks(whole):
        return [Layer(layers.plain(whole), Order.NEWEST)]
    strict, light = layers.strict(whole), layers.light(whole)
    if layers.plain(strict) == layers.plain(whole):
        return [Layer(light, Order.RANK)]
    return [Layer(strict, Order.RANK), Layer(All((light, Without(strict))), Order.RANK)]


class Walk:
    """Walks along the groups of a request; ``total`` is how many there are, once it is known."""

    def __init__(self, reader: Reader, whole: Plan, request: SearchRequest) -> None:
        self.total: int | None = None
        self._reader = reader
        self._whole = whole
        self._layers = layers_of(reader, whole, request)
        self._reorders = request.sort is Sort.RELEVANCE and layers.light(whole) != whole
        self._loaded: dict[int, list[Match]] = {}

    def first(self, count: int) -> list[int]:
        """Return the first groups."""
        wanted = max(count, WINDOW) if self._reorders else count
        met = self._met(wanted)
        return (self._reordered(met) if self._reorders else list(met))[:count]

    def members(self, groups: Sequence[int]) -> list[list[Match]]:
        """Return the matches of each group, the best first."""
        if missing := [group for group in groups if group not in self._loaded]:
            self._load(missing)
        return [self._loaded[group] for group in groups]

    def _met(self, wanted: int) -> dict[int, int]:
        """Return the groups in order, each with the layer that it stands in."""
        met: dict[int, int] = {}
        for number, layer in enumerate(self._layers):
            self._step_through(layer, number, met, wanted)
            if len(met) >= wanted:
                return dict(islice(met.items(), wanted))
        self.total = len(met)
        return met

    def _step_through(self, layer: Layer, number: int, met: dict[int, int], wanted: int) -> None:
        limit = max(HITS_OF_A_STEP * (wanted - len(met)), SHORTEST_STEP)
        while True:
            found = self._reader.best(layer.plan, layer.order, limit)
            for group in found:
                met.setdefault(group, number)
            if len(found) < limit or len(met) >= wanted:
                return
            limit *= LONGER

    def _reordered(self, met: dict[int, int]) -> list[int]:
        """Put the first of each layer in order by everything that ranks."""
        window = list(islice(met, WINDOW))
        self._load(window)
        window.sort(key=lambda group: (met[group], -self._loaded[group][0].score))
        return [*window, *islice(met, WINDOW, None)]

    def _load(self, groups: Sequence[int]) -> None:
        found: dict[int, list[Match]] = {group: [] for group in groups}
        for match in self._reader.members(layers.within(self._whole, groups)):
            found[match.group].append(match)
        for members in found.values():
            members.sort(key=lambda match: -match.score)
        self._loaded |= found
