"""What the results can be narrowed by, with counts; and the chips of what they are narrowed by.

Work that has passed to another agency is counted and chosen under the name of its heir.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from search_index import And, Facet, FacetCount, Not, OneOf, Query, ResultPage
from tracker.search.agency_labels import AgencyLabels
from tracker.search.results import AgencyChoice, Choice, Filter, Question

CHOICES_SHOWN = 12
CountOf = Callable[[Query], int]


def narrowed(query: Query, question: Question, labels: AgencyLabels) -> Query:
    """Return ``query`` with all that ``question`` is narrowed by."""
    chosen = [_condition(each, labels) for each in question.filters]
    refused = [Not(_condition(each, labels)) for each in question.excluded]
    return And((query, *chosen, *refused)) if chosen or refused else query


def _condition(chosen: Filter, labels: AgencyLabels) -> Query:
    facet, value = chosen
    return OneOf(facet.value, labels.whole(value) if facet is Facet.AGENCY else (value,))


class Choices:
    """Makes the choices of one question; ``count`` asks how many results have a condition."""

    def __init__(self, question: Question, labels: AgencyLabels, count: CountOf) -> None:
        self._question = question
        self._labels = labels
        self._count = count

    def of(self, found: ResultPage) -> dict[Facet, tuple[Choice, ...]]:
        """Return the choices of every facet, the most frequent first."""
        return {facet: self._offered(facet, found.facets.get(facet, ())) for facet in Facet}

    def active(self) -> tuple[Choice, ...]:
        """Return what the question is narrowed by, what it excludes last."""
        asked = self._question
        return tuple(self._choice(each, 0) for each in (*asked.filters, *asked.excluded))

    def _offered(self, facet: Facet, counted: Iterable[FacetCount]) -> tuple[Choice, ...]:
        counts = {each.value: each.count for each in counted if each.count}
        if facet is Facet.AGENCY:
            counts = self._of_heirs(counts)
        first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:CHOICES_SHOWN]
        return tuple(self._choice((facet, value), count) for value, count in first)

    def _of_heirs(self, counts: dict[str, int]) -> dict[str, int]:
        """Count under each agency also what has passed to it, each result once."""
        together: defaultdict[str, list[int]] = defaultdict(list)
        for value, count in counts.items():
            together[self._labels.heir_of(value)].append(count)
        likely = sorted(together, key=lambda value: -sum(together[value]))[:CHOICES_SHOWN]
        return {
            value: together[value][0]
            if len(together[value]) == 1
            else self._count(_condition((Facet.AGENCY, value), self._labels))
            for value in likely
        }

    def _choice(self, chosen: Filter, count: int) -> Choice:
        facet, value = chosen
        asked = self._question
        state = (chosen in asked.filters, chosen in asked.excluded)
        if facet is not Facet.AGENCY:
            return Choice(facet, value, count, *state)
        name, *before = map(self._labels.named, self._labels.whole(value))
        # An heir may be called what one of those before it was.
        others = tuple(each for each in dict.fromkeys(before) if each != name)
        return AgencyChoice(facet, value, count, *state, name, others)
