"""What does not go together in the ledger, each kind by a rule that a sentence can tell. Pure.

Figures of two sources are compared only where both are parts of the same whole, and agencies
with one task never with each other: fifteen districts each count communes of their own. What
is wanted is never compared with what is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tracker.ledger.claims import Claim, Series
from tracker.models.subjects import grows

SHARE = "%"
MAX_GAP = 60
HUNDRED = 100


class Conflict(StrEnum):
    """How two claims do not go together."""

    SAME_DAY = "same-day"
    SAME_PERIOD = "same-period"
    FALLING = "falling"
    ABOVE_WHOLE = "above-whole"
    WHOLES = "wholes"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that do not go together; ``one`` is the earlier."""

    kind: Conflict
    one: Claim
    other: Claim


def contradictions(series: Iterable[Series]) -> tuple[Contradiction, ...]:
    """Return what does not go together within each series, and shares that fit no count."""
    told = list(series)
    found = [
        contradiction
        for one in told
        if one.subject
        for contradiction in _within([claim for claim in one.claims if not claim.is_wanted])
    ]
    found += _shares(claim for one in told for claim in one.claims)
    ordered = sorted(set(found), key=lambda c: (c.other.stated_on, c.other.claim_id, c.kind))
    return tuple(ordered)


def _within(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    for alike in _comparable(claims):
        yield from _same_time(alike)
        yield from _falling(alike)
    for own in _by(claims, lambda claim: claim.source):
        yield from _above_whole(own)
        yield from _wholes(own)


def _comparable(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Yield the claims of which each can be compared with the next, the oldest first.

    Parts of one whole, whoever tells them; figures without a whole, of one source each.
    """
    yield from _by((c for c in claims if c.whole is None), lambda claim: claim.source)
    for parts in _by((c for c in claims if c.whole is not None), lambda claim: claim.whole):
        beside = _with_one_task(parts)
        yield [claim for claim in parts if claim.agency_id not in beside]
        for agency in beside:
            yield [claim for claim in parts if claim.agency_id in (agency, None)]


def _with_one_task(claims: Iterable[Claim]) -> list[int]:
    """Return the agencies that report on a task on which another of them reports too."""
    agencies: defaultdict[int | None, set[int]] = defaultdict(set)
    for claim in claims:
        if claim.agency_id is not None:
            agencies[claim.task_id].add(claim.agency_id)
    return sorted({agency for own in agencies.values() if len(own) > 1 for agency in own})


def _same_time(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    for own in _by(claims, lambda claim: claim.stated_on):
        yield from _differing(own, Conflict.SAME_DAY)
    reports = [claim for claim in claims if claim.period is not None]
    for own in _by(reports, lambda claim: (claim.period, claim.quarter)):
        pairs = list(_differing(own, Conflict.SAME_PERIOD))
        yield from (pair for pair in pairs if pair.one.stated_on != pair.other.stated_on)


def _differing(claims: Sequence[Claim], kind: Conflict) -> Iterator[Contradiction]:
    """Yield each claim beside the one before it, where both give another value.

    Without a whole, two figures of one text are of two things more often than of one.
    """
    for one, other in pairwise(claims):
        if one.value != other.value and (one.whole is not None or one.text != other.text):
            yield Contradiction(kind, one, other)


def _falling(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    for one, other in pairwise(claims):
        is_part = one.whole is not None and grows(one.subject)
        if is_part and one.stated_on < other.stated_on and other.value < one.value:
            yield Contradiction(Conflict.FALLING, one, other)


def _above_whole(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    """Yield counts above the whole that their source told last."""
    known: Claim | None = None
    for claim in claims:
        if claim.whole is not None:
            known = claim
        elif known is not None and known.whole is not None and claim.value > known.whole:
            yield Contradiction(Conflict.ABOVE_WHOLE, known, claim)


def _wholes(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    for one, other in pairwise(claim for claim in claims if claim.whole is not None):
        if one.whole != other.whole and one.text != other.text:
            yield Contradiction(Conflict.WHOLES, one, other)


def _shares(claims: Iterable[Claim]) -> Iterator[Contradiction]:
    """Yield percentages that stand behind a part of a whole and are not its share."""
    for own in _by(claims, lambda c: (c.directive_id, c.update_id, c.place, c.words, c.written)):
        counted: Claim | None = None
        for claim in sorted(own, key=lambda one: one.start):
            if claim.unit != SHARE:
                counted = claim if claim.whole else None
            elif counted is not None and 0 < claim.start - counted.end <= MAX_GAP:
                if not _is_share(counted, claim):
                    yield Contradiction(Conflict.SHARE, counted, claim)
                counted = None


def _is_share(counted: Claim, share: Claim) -> bool:
    """Return whether a percentage is that of the part, as far as it was rounded."""
    assert counted.whole, "only parts of a whole have a share"  # noqa: S101 - see the caller
    decimals = len(share.figure.rstrip("% ").partition(",")[2])
    exact = counted.value / counted.whole * HUNDRED
    # One unit of the last digit: offices cut as often as they round.
    return abs(exact - share.value) <= 10.0**-decimals


def _by(claims: Iterable[Claim], key: Callable[[Claim], Hashable]) -> Iterator[list[Claim]]:
    groups: defaultdict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[key(claim)].append(claim)
    yield from groups.values()
