"""Plain words that name a state or an agency ("qua han BTGTU") are offered as filters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from search_index import AbbreviationTable, Meant, NameTable, canonical, find_meant, with_filters
from tracker import policy
from tracker.domain import Actor
from tracker.models import Agency, AgencyAlias, AgencyVersion
from tracker.search.abbreviations import office_table
from tracker.search.agency_labels import AgencyLabels


@dataclass(frozen=True, slots=True)
class Proposal:
    """A query in which plain words have become filters; whom it names, and who answers today."""

    query: str
    agency: str | None = None
    heir: str | None = None


def propose_filters(text: str, names: NameTable, labels: AgencyLabels) -> tuple[Proposal, ...]:
    """Return ``text`` with words that name a state or agencies turned into filters.

    There are none in most cases: not where the words are tied by operators or quotation marks.
    """
    meant = find_meant(text, names)
    if not meant:
        return ()
    query = _filters_first(canonical(text), meant)
    agencies = {value for each in meant if each.field == "agency" for value in each.values}
    if len(agencies) != 1:
        return (Proposal(query),)
    (agency,) = map(int, agencies)
    return (Proposal(query, labels.name_of(agency), labels.heir_name(agency)),)


def _filters_first(text: str, meant: Sequence[Meant]) -> str:
    """Write the filters before the words that are left, the states first."""
    filters = sorted(
        (each for each in meant if each.field), key=lambda each: each.field != "status"
    )
    rest = with_filters(
        text, (each if not each.field else replace(each, written=" ") for each in meant)
    )
    return " ".join([*(each.written for each in filters), *rest.split()])


def agency_words(session: Session, actor: Actor) -> NameTable:
    """Return the agencies that ``actor`` may know of by their own names, not by their kin's."""
    return _table(names_of_agencies(session, actor), office_table(session))


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
def _table(names: tuple[tuple[int, str], ...], abbreviations: AbbreviationTable) -> NameTable:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for agency_id, name in names:
        found[str(agency_id)].append(name)
    return NameTable(found, abbreviations)
