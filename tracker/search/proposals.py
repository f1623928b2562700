"""Plain words that name a state or an agency ("qua han BTGTU") are offered as filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from directives.text import fold
from search_index import STATUSES
from tracker import policy
from tracker.domain import Actor
from tracker.models import Agency, AgencyAlias, AgencyVersion
from tracker.search.agency_labels import AgencyLabels

STATUS, AGENCY = "tt", "cq"
_STATUS_FIELDS = frozenset({"tt", "trangthai", "status"})
_AGENCY_FIELDS = frozenset({"cq", "coquan", "agency", "chutri", "lead", "phoihop", "supporting"})
# What stands beside these is meant as it is.
_SYNTAX = frozenset('"()*~')
_OPERATORS = frozenset({"OR", "AND", "NOT"})
# Shorter names of one word are everyday syllables, unless they are written in capitals.
SHORTEST_NAME, SHORTEST_CODE = 4, 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A query in which plain words have become filters; whom it names, and who answers today."""

    query: str
    agency: str | None = None
    heir: str | None = None


class _Run(NamedTuple):
    start: int
    end: int


Words = tuple[str, ...]
AgencyWords = Mapping[Words, int | None]


def propose_filters(text: str, agencies: AgencyWords, labels: AgencyLabels) -> tuple[Proposal, ...]:
    """Return ``text`` with words that name a state or an agency turned into filters.

    There are none in most cases: not where filters or operators say already what is meant.
    """
    words = text.split()
    if _SYNTAX & set(text) or _OPERATORS & set(words):
        return ()
    filters: list[str] = []
    state = _state(words) if not _has_field(words, _STATUS_FIELDS) else None
    if state is not None:
        run, written = state
        filters.append(f"{STATUS}:{written}")
        words = [*words[: run.start], *words[run.end :]]
    named = _agency(words, agencies) if not _has_field(words, _AGENCY_FIELDS) else None
    if named is None:
        return (Proposal(" ".join([*filters, *words])),) if filters else ()
    run, agency_id = named
    meant = " ".join(words[run.start : run.end])
    filters.append(f'{AGENCY}:"{meant}"' if " " in meant else f"{AGENCY}:{meant}")
    query = " ".join([*filters, *words[: run.start], *words[run.end :]])
    if agency_id is None:
        return (Proposal(query),)
    return (Proposal(query, labels.name_of(agency_id), labels.heir_name(agency_id)),)


def agency_words(session: Session, actor: Actor) -> AgencyWords:
    """Return the names of the agencies that ``actor`` may know of, as folded words.

    A name that several agencies have leads to none of them.
    """
    return _by_words(names_of_agencies(session, actor))


def names_of_agencies(session: Session, actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return every name of every agency that ``actor`` may know of, with the agency's id."""
    version, alias = AgencyVersion, AgencyAlias
    names = union_all(
        select(version.agency_id, version.name.label("name")),
        select(version.agency_id, version.short_name),
        select(version.agency_id, version.code),
        select(alias.agency_id, alias.alias),
    ).subquery()
    query = select(names.c.agency_id, names.c.name).where(names.c.name.is_not(None))
    if not actor.sees_everything:
        known = select(Agency.id).where(policy.visible_agencies(actor))
        query = query.where(names.c.agency_id.in_(known))
    return tuple((number, name) for number, name in session.execute(query))


@lru_cache(maxsize=16)
def _by_words(names: tuple[tuple[int, str], ...]) -> AgencyWords:
    found: dict[Words, int | None] = {}
    for agency_id, name in names:
        words = tuple(fold(name).split())
        found[words] = agency_id if found.get(words, agency_id) == agency_id else None
    return found


def _has_field(words: Iterable[str], fields: frozenset[str]) -> bool:
    return any(fold(word).partition(":")[0] in fields for word in words if ":" in word)


def _state(words: Sequence[str]) -> tuple[_Run, str] | None:
    folded = [fold(word) for word in words]
    for name, written in _STATES:
        for start in range(len(words) - len(name) + 1):
            if tuple(folded[start : start + len(name)]) == name:
                return _Run(start, start + len(name)), written
    return None


def _agency(words: Sequence[str], agencies: AgencyWords) -> tuple[_Run, int | None] | None:
    folded = [fold(word) for word in words]
    longest = max(map(len, agencies), default=0)
    for length in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            name = tuple(folded[start : start + length])
            if name in agencies and (length > 1 or _is_telling(words[start])):
                return _Run(start, start + length), agencies[name]
    return None


def _is_telling(word: str) -> bool:
    return len(word) >= (SHORTEST_CODE if word.isupper() else SHORTEST_NAME)


# Single words ("open") are asked for too often without a state being meant; the longest names
# come first, because "chưa hoàn thành" holds "hoàn thành".
_STATES = sorted(
    (
        (tuple(fold(name).split()), "".join(fold(choice.names[0]).split()))
        for choice in STATUSES
        for name in choice.names
        if " " in name
    ),
    key=lambda pair: len(pair[0]),
    reverse=True,
)
