"""Clerks and administrators add agencies, and the ways in which documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from directives.text import clean_line, fold
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.errors import Invalid, NotFound
from tracker.models import (
    Agency,
    AgencyAlias,
    AgencyGroup,
    AgencyVersion,
    Assignment,
    RecordKind,
    Task,
    note_change,
)
from tracker.models.registry import Registry, in_force
from tracker.models.successions import Kinship

MAX_NAME_CHARACTERS = 200
MAX_CODE_CHARACTERS = 30


@dataclass(frozen=True, slots=True)
class NewAgency:
    """What was typed about a new agency; ``valid_from`` is the first day of its name."""

    name: str
    valid_from: date | None
    short_name: str = ""
    code: str = ""
    alias: str = ""


def add_agency(database: Database, actor: Actor, form: NewAgency) -> int:
    """Add an agency with its first name and return its id.

    Raises:
        Invalid: with every fault; ``taken`` where the name already means another body.
    """
    policy.require(actor, Role.CLERK, Role.ADMINISTRATOR)
    with database.writing() as session:
        valid_from = _checked_start(session, form)
        version = AgencyVersion(
            name=clean_line(form.name),
            short_name=clean_line(form.short_name) or None,
            code=clean_line(form.code) or None,
            valid_from=valid_from,
        )
        agency = Agency(key=free_key(session, version.name), versions=[version])
        if alias := clean_line(form.alias):
            agency.aliases = [AgencyAlias(alias=alias)]
        session.add(agency)
        session.flush()
        return agency.id


def add_alias(database: Database, actor: Actor, agency_id: int, alias: str, *, today: date) -> None:
    """Add another way of writing an agency's name.

    Raises:
        Invalid: there are no words, or they already mean this or another body.
    """
    policy.require(actor, Role.CLERK, Role.ADMINISTRATOR)
    alias = clean_line(alias)
    with database.writing() as session:
        if session.get(Agency, agency_id) is None:
            raise NotFound
        fault = name_fault(alias, MAX_NAME_CHARACTERS, required=True)
        if fault or is_taken(Registry.on(session, today), alias):
            raise Invalid({"alias": fault or "body-taken"})
        session.add(AgencyAlias(agency_id=agency_id, alias=alias))
        tell_the_index(session, agency_id)


def tell_the_index(session: Session, *agency_ids: int) -> None:
    """Have everything looked at again that can be found by the agencies' names."""
    kinship = Kinship(session)
    named = {*agency_ids, *(kin for agency in agency_ids for kin in kinship.of(agency))}
    directives = session.scalars(
        select(Task.directive_id)
        .join(Assignment, Assignment.task_id == Task.id)
        .where(Assignment.agency_id.in_(named) | Assignment.holder_id.in_(named))
        .distinct()
    )
    note_change(session, RecordKind.DIRECTIVE, *directives)


def _checked_start(session: Session, form: NewAgency) -> date:
    limits = (
        ("name", form.name, MAX_NAME_CHARACTERS),
        ("short_name", form.short_name, MAX_NAME_CHARACTERS),
        ("code", form.code, MAX_CODE_CHARACTERS),
        ("alias", form.alias, MAX_NAME_CHARACTERS),
    )
    found = ((name, name_fault(text, most, required=name == "name")) for name, text, most in limits)
    faults = {name: fault for name, fault in found if fault}
    if form.valid_from is None:
        raise Invalid({**faults, "valid_from": "date-needed"})
    # A code may repeat: every committee of a city signs "TU".
    registry = Registry.on(session, form.valid_from)
    for name, text in (("name", form.name), ("short_name", form.short_name), ("alias", form.alias)):
        if name not in faults and is_taken(registry, text):
            faults[name] = "body-taken"
    if faults:
        raise Invalid(faults)
    return form.valid_from


def is_taken(registry: Registry, name: str) -> bool:
    """Return whether a name means a body of that day; the names of ended ones are free again."""
    body = registry.match(name)
    if body is None or body.agency_id is None:
        return body is not None
    return in_force(registry.version_of(body.agency_id), registry.day)


def name_fault(text: str, most: int, *, required: bool) -> str | None:
    """Return the code of what is wrong with a name as words."""
    if required and not any(letter.isalnum() for letter in text):
        return "required"
    return "too-long" if len(clean_line(text)) > most else None


def free_key(session: Session, name: str) -> str:
    """Return a key of letters and digits that no agency has, made of a name."""
    stem = _stem(name, "agency")
    return _free(stem, session.scalars(select(Agency.key).where(Agency.key.startswith(stem))))


def free_group_key(session: Session, name: str) -> str:
    """Return a key of letters and digits that no group has, made of a name."""
    stem = _stem(name, "group")
    keys = select(AgencyGroup.key).where(AgencyGroup.key.startswith(stem))
    return _free(stem, session.scalars(keys))


def new_key(name: str, taken: Iterable[str]) -> str:
    """Return a key made of a name that is not among those taken."""
    return _free(_stem(name, "agency"), taken)


def _stem(name: str, otherwise: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:60] or otherwise


def _free(stem: str, known: Iterable[str]) -> str:
    taken = known if isinstance(known, set) else set(known)
    keys = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in keys if key not in taken)
