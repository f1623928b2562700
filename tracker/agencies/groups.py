"""Groups of agencies: what they are called, and who belongs to them on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directives.text import clean_line, fold
from tracker import policy
from tracker.agencies.act_plan import ONE_DAY
from tracker.agencies.act_recording import join_group
from tracker.agencies.naming import MAX_NAME_CHARACTERS, free_group_key, name_fault
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.errors import Invalid, NotFound
from tracker.models import AgencyGroup, AgencyGroupAlias, GroupMembership
from tracker.models.answering import exists_on
from tracker.models.names import Names
from tracker.models.registry import Registry, find_body, in_force

EDITORS = (Role.CLERK, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in the list; ``members`` counts those of the day, ``None`` where it has none."""

    group_id: int
    name: str
    aliases: tuple[str, ...]
    members: int | None


@dataclass(frozen=True, slots=True)
class Member:
    """A membership by the agency's name on the day of the page, or its last one before."""

    membership_id: int
    agency_id: int
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group on a day: who belongs to it, and who did before or will afterwards."""

    group_id: int
    name: str
    expands: bool
    aliases: tuple[str, ...]
    day: date
    members: tuple[Member, ...]
    others: tuple[Member, ...]


def list_groups(database: Database, actor: Actor, *, day: date) -> tuple[GroupLine, ...]:
    """Return every group with how many belong to it on a day."""
    policy.require(actor, *_READERS)
    with database.reading() as session:
        groups = session.scalars(
            select(AgencyGroup).options(
                selectinload(AgencyGroup.aliases), selectinload(AgencyGroup.members)
            )
        )
        lines = (
            GroupLine(
                group_id=group.id,
                name=group.name,
                aliases=tuple(sorted(alias.alias for alias in group.aliases)),
                members=sum(in_force(m, day) for m in group.members) if group.expands else None,
            )
            for group in groups
        )
        return tuple(sorted(lines, key=lambda line: fold(line.name)))


def group_page(database: Database, actor: Actor, group_id: int, *, day: date) -> GroupPage:
    """Return a group as it is on a day; raise :class:`NotFound` where there is none."""
    policy.require(actor, *_READERS)
    with database.reading() as session:
        group = _group(session, group_id)
        names = Names(session, day)
        names.expect(place.agency_id for place in group.members)
        # Places that were taken back before their first day are no history.
        real = [p for p in group.members if p.valid_to is None or p.valid_from <= p.valid_to]
        return GroupPage(
            group_id=group.id,
            name=group.name,
            expands=group.expands,
            aliases=tuple(sorted(alias.alias for alias in group.aliases)),
            day=day,
            members=_members((p for p in real if in_force(p, day)), names),
            others=_members((p for p in real if not in_force(p, day)), names),
        )


def add_group(database: Database, actor: Actor, name: str, *, today: date) -> int:
    """Add a group that expands to its members; return its id."""
    policy.require(actor, *EDITORS)
    name = clean_line(name)
    with database.writing() as session:
        _check_name(session, "name", name, today)
        group = AgencyGroup(key=free_group_key(session, name), name=name)
        session.add(group)
        session.flush()
        return group.id


def add_group_alias(
    database: Database, actor: Actor, group_id: int, alias: str, *, today: date
) -> None:
    """Add another way in which documents write a group."""
    policy.require(actor, *EDITORS)
    alias = clean_line(alias)
    with database.writing() as session:
        group = _group(session, group_id)
        _check_name(session, "alias", alias, today)
        session.add(AgencyGroupAlias(group_id=group.id, alias=alias))


def add_member(
    database: Database, actor: Actor, group_id: int, words: str, *, since: date | None
) -> None:
    """Let an agency belong to a group from a day on.

    Directives issued before are not changed: each keeps the members of its own day.

    Raises:
        Invalid: no such agency on the day, or it belongs to the group already.
    """
    policy.require(actor, *EDITORS)
    if since is None:
        raise Invalid({"since": "date-needed"})
    with database.writing() as session:
        group = _group(session, group_id)
        agency_id = find_body(Registry.on(session, since), clean_line(words))
        if agency_id is None or not exists_on(session, agency_id, since):
            raise Invalid({"agency": "unknown-agency"})
        later = (p for p in group.members if p.agency_id == agency_id)
        if any(p.valid_to is None or p.valid_to >= max(since, p.valid_from) for p in later):
            raise Invalid({"agency": "member-already"})
        join_group(session, group_id, agency_id, since)


def end_member(database: Database, actor: Actor, membership_id: int, *, last: date | None) -> int:
    """Let a membership end with a day; return the group's id."""
    policy.require(actor, *EDITORS)
    with database.writing() as session:
        place = session.get(GroupMembership, membership_id)
        if place is None:
            raise NotFound
        if last is None:
            raise Invalid({"last": "date-needed"})
        if last < place.valid_from - ONE_DAY:
            raise Invalid({"last": "before-its-beginning"})
        place.valid_to = last
        return place.group_id


_READERS = (*EDITORS, Role.INSPECTOR, Role.COMMITTEE)


def _group(session: Session, group_id: int) -> AgencyGroup:
    group = session.get(AgencyGroup, group_id)
    if group is None:
        raise NotFound
    return group


def _members(places: Iterable[GroupMembership], names: Names) -> tuple[Member, ...]:
    members = (
        Member(p.id, p.agency_id, names.name_of(p.agency_id), p.valid_from, p.valid_to)
        for p in places
    )
    return tuple(sorted(members, key=lambda member: (fold(member.name), member.valid_from)))


def _check_name(session: Session, field: str, name: str, today: date) -> None:
    fault = name_fault(name, MAX_NAME_CHARACTERS, required=True)
    if fault is None and Registry.on(session, today).match(name) is not None:
        fault = "body-taken"
    if fault:
        raise Invalid({field: fault})
