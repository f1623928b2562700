"""A claim as the ledger looks at it, and claims of one thing put beside each other. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from directives.model import Every
from tracker.models import ClaimPlace
from tracker.models.subjects import nearness
from tracker.periods import period_containing, period_from_key

NEAR = 0.5
APART = "#"
Subject = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity that a text states; ``agency`` is empty for a document's own words.

    ``subject`` is the key under which it is put, after what people have joined; ``written``
    the one that its words gave.
    """

    claim_id: int
    directive_id: int
    task_id: int | None
    update_id: int | None
    agency_id: int | None
    agency: str
    place: ClaimPlace
    subject: str
    written: str
    topic: str
    unit: str
    value: float
    whole: float | None
    figure: str
    words: str
    start: int
    end: int
    stated_on: date
    period: str | None
    is_wanted: bool

    @property
    def source(self) -> tuple[int | None, int | None]:
        """Who speaks: an agency, or a document."""
        return (self.agency_id, None if self.agency_id else self.directive_id)

    @property
    def text(self) -> tuple[int, int | None, ClaimPlace]:
        """In which text it stands."""
        return self.directive_id, self.update_id, self.place

    @property
    def quarter(self) -> str:
        """The quarter that it stands for: that of its report, unless it speaks of an earlier."""
        if self.period is not None:
            reported = period_from_key(self.period)
            if self.stated_on >= reported.start:
                return period_containing(reported.end, Every.QUARTER).key
        return period_containing(self.stated_on, Every.QUARTER).key


class Line(NamedTuple):
    """What one source says of a thing over time, or what it wants to reach."""

    name: str
    is_wanted: bool
    points: Mapping[str, Claim]


@dataclass(frozen=True, slots=True)
class Series:
    """Claims of one thing in one unit, the oldest first; ``topic`` says what it is in words."""

    unit: str
    subject: str
    topic: str
    claims: tuple[Claim, ...]

    @property
    def quarters(self) -> tuple[str, ...]:
        """The quarters of which something is said."""
        return tuple(sorted({claim.quarter for claim in self.claims}))

    @property
    def wholes(self) -> tuple[float, ...]:
        """The wholes of which parts are told."""
        return tuple(sorted({claim.whole for claim in self.claims if claim.whole is not None}))

    @property
    def is_apart(self) -> bool:
        """Whether people have put its one figure apart."""
        return APART in self.subject

    @property
    def joined(self) -> tuple[str, ...]:
        """The subjects that people have put here, as their words gave them."""
        written = {claim.written for claim in self.claims} - {self.subject}
        return () if self.is_apart else tuple(sorted(written))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The last word of each source for each quarter."""
        by_source: defaultdict[Hashable, dict[str, Claim]] = defaultdict(dict)
        for claim in self.claims:
            by_source[claim.source, claim.is_wanted][claim.quarter] = claim
        return tuple(sorted(map(_line, by_source.values()), key=lambda one: one[:2]))


def apart(subject: str, claim_key: str) -> str:
    """Return the key of a figure that people have put apart; no words give such a key."""
    return f"{subject} {APART}{claim_key}"


def joined_subject(subject: Subject, joins: Mapping[Subject, str]) -> str:
    """Return the key under which people have put a subject; circles end where they close."""
    unit, key = subject
    seen = {key}
    while (into := joins.get((unit, key))) is not None and into not in seen:
        seen.add(into)
        key = into
    return key


def series_of(claims: Iterable[Claim]) -> list[Series]:
    """Return the claims by what they are about, the most told of first.

    What no word says the subject of stands by itself: nothing is concluded from it.
    """
    found: defaultdict[Subject, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=_age):
        found[claim.unit, claim.subject].append(claim)
    series = [_series(key, own) for key, own in found.items()]
    return sorted(series, key=lambda one: (not one.subject, -len(one.claims), one.topic, one.unit))


def near(one: Series, others: Iterable[Series]) -> list[Series]:
    """Return the series of the same unit whose words come near, the nearest first."""
    scored = [
        (nearness(one.subject, other.subject), other)
        for other in others
        if other.unit == one.unit and other.subject != one.subject and not other.is_apart
    ]
    return [other for score, other in sorted(scored, key=lambda s: -s[0]) if score >= NEAR]


def _line(points: Mapping[str, Claim]) -> Line:
    any_of_them = next(iter(points.values()))
    return Line(any_of_them.agency, any_of_them.is_wanted, points)


def _age(claim: Claim) -> tuple[date, int]:
    return claim.stated_on, claim.claim_id


def _series(key: Subject, own: list[Claim]) -> Series:
    unit, subject = key
    named = [claim.topic for claim in own if claim.written == subject and claim.topic]
    topic = named[-1] if named else next((claim.topic for claim in own if claim.topic), "")
    return Series(unit, subject, topic, tuple(own))
