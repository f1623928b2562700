"""Whom to tell: the people of the agencies that answer on a day, and those of a role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from tracker.clocks import AssignmentFacts
from tracker.domain import Role
from tracker.models import AgencyVersion, RoleGrant, User
from tracker.models.answering import Answering

_People = Mapping[int, frozenset[int]]


class Recipients:
    """Who is told on one day, loaded once: people, the names of their agencies, successions."""

    def __init__(self, session: Session, day: date) -> None:
        self._answering = Answering(session, day)
        self._of_agency, self._of_role = _people(session)
        self._names = _names(session, day)

    def agency(self, facts: AssignmentFacts) -> int:
        """Return who answers for an assignment."""
        return self._answering.of(facts.assignment_id, facts.holder_id)

    def people_of(self, facts: AssignmentFacts, delegate: int | None) -> frozenset[int]:
        """Return those who answer for an assignment, and those to whom it is delegated."""
        found = self._of_agency.get(self.agency(facts), frozenset())
        if delegate is None:
            return found
        return found | self._of_agency.get(self._answering.after(delegate), frozenset())

    def people_with(self, role: Role) -> frozenset[int]:
        """Return those who hold a role."""
        return self._of_role.get(role, frozenset())

    def name(self, agency_id: int) -> str:
        """Return what an agency is called on the day."""
        return self._names.get(agency_id, "")


def _people(session: Session) -> tuple[_People, Mapping[Role, frozenset[int]]]:
    of_agency, of_role = defaultdict[int, set[int]](set), defaultdict[Role, set[int]](set)
    grants = session.execute(
        select(RoleGrant.user_id, RoleGrant.role, RoleGrant.agency_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(User.disabled_at.is_(None))
    )
    for user_id, role, agency_id in grants:
        of_role[Role(role)].add(user_id)
        if agency_id is not None:
            of_agency[agency_id].add(user_id)
    return (
        {agency_id: frozenset(people) for agency_id, people in of_agency.items()},
        {role: frozenset(people) for role, people in of_role.items()},
    )


def agency_name(session: Session, agency_id: int, day: date) -> str:
    """Return what an agency is called on a day."""
    return _names(session, day, AgencyVersion.agency_id == agency_id).get(agency_id, "")


def _names(
    session: Session, day: date, condition: ColumnElement[bool] | None = None
) -> dict[int, str]:
    """Return the name of each agency on a day; before its first, that first one."""
    versions = session.execute(
        select(AgencyVersion.agency_id, AgencyVersion.name, AgencyVersion.valid_from)
        .where(true() if condition is None else condition)
        .order_by(AgencyVersion.valid_from)
    )
    names: dict[int, str] = {}
    for agency_id, name, valid_from in versions:
        if valid_from <= day or agency_id not in names:
            names[agency_id] = name
    return names
