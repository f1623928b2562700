"""What may change of an agency without an act: its short name, its symbol, the body above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from directives.text import clean_line
from tracker import policy
from tracker.agencies.act_plan import is_real
from tracker.agencies.act_recording import begin_names, version_on
from tracker.agencies.naming import (
    MAX_CODE_CHARACTERS,
    MAX_NAME_CHARACTERS,
    is_taken,
    name_fault,
    tell_the_index,
)
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.errors import Invalid, NotFound
from tracker.models import AgencyAlias, AgencyVersion
from tracker.models.answering import exists_on, names_in_force
from tracker.models.registry import Registry, find_body


@dataclass(frozen=True, slots=True)
class Details:
    """What an agency is called in short, and below which it stands, from a day on."""

    since: date | None
    short_name: str = ""
    code: str = ""
    parent: str = ""


def change_details(database: Database, actor: Actor, agency_id: int, form: Details) -> None:
    """Let new details follow on those in force; a name is changed by an act of renaming.

    Raises:
        Invalid: with every fault of the form.
    """
    policy.require(actor, Role.CLERK, Role.ADMINISTRATOR)
    if form.since is None:
        raise Invalid({"since": "date-needed"})
    with database.writing() as session:
        version = version_on(session, agency_id, form.since)
        if version is None:
            raise Invalid({"since": "not-there-then"})
        parent = _checked(session, version, form, form.since)
        names = {"short_name": clean_line(form.short_name), "code": clean_line(form.code)}
        begin_names(session, version, form.since, **names, parent_id=parent)
        tell_the_index(session, agency_id)


def remove_alias(database: Database, actor: Actor, agency_id: int, alias: str) -> None:
    """Take away another way of writing an agency's name that was added by mistake."""
    policy.require(actor, Role.CLERK, Role.ADMINISTRATOR)
    with database.writing() as session:
        row = session.scalar(
            select(AgencyAlias).where(
                AgencyAlias.agency_id == agency_id, AgencyAlias.alias == alias
            )
        )
        if row is None:
            raise NotFound
        tell_the_index(session, agency_id)
        session.delete(row)


def _checked(session: Session, version: AgencyVersion, form: Details, since: date) -> int | None:
    faults: dict[str, str] = {}
    registry = Registry.on(session, since)
    for name, text, most in (
        ("short_name", form.short_name, MAX_NAME_CHARACTERS),
        ("code", form.code, MAX_CODE_CHARACTERS),
    ):
        if fault := name_fault(text, most, required=False):
            faults[name] = fault
    short_name = clean_line(form.short_name)
    body = registry.match(short_name) if short_name else None
    if body and body.agency_id != version.agency_id and is_taken(registry, short_name):
        faults["short_name"] = "body-taken"
    if _has_later_names(session, version, since):
        faults["since"] = "later-names-follow"
    parent = find_body(registry, clean_line(form.parent)) if form.parent.strip() else None
    if form.parent.strip() and (parent is None or not exists_on(session, parent, since)):
        faults["parent"] = "unknown-agency"
    elif parent is not None and parent in _self_and_below(session, version.agency_id, since):
        faults["parent"] = "below-itself"
    if faults:
        raise Invalid(faults)
    return parent


def _has_later_names(session: Session, version: AgencyVersion, since: date) -> bool:
    later = select(AgencyVersion.id).where(
        AgencyVersion.agency_id == version.agency_id,
        AgencyVersion.valid_from > since,
        is_real(),
    )
    return session.scalar(later) is not None


def _self_and_below(session: Session, agency_id: int, day: date) -> set[int]:
    below = select(literal(agency_id).label("id")).cte("below", recursive=True)
    children = (
        select(AgencyVersion.agency_id)
        .join(below, AgencyVersion.parent_id == below.c.id)
        .where(names_in_force(day))
    )
    return set(session.scalars(select(below.union(children).c.id)))
