"""Recording acts of succession in a line or two, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from tests.factories import NOW
from tracker.agencies import ActForm, ActRow, Decisions, HeirWords, preview_act, record_act
from tracker.db import Database
from tracker.domain import ActKind, Actor
from tracker.models import Assignment
from tracker.models.answering import answering_for
from tracker.models.registry import Registry

BASIS = "Nghị quyết số 01/NQ-HĐND (thử nghiệm)"
MERGED = date(2024, 6, 1)


def form_of(
    kind: ActKind,
    rows: Sequence[tuple[int | str, str | HeirWords | None]],
    *,
    on: date | None = MERGED,
    basis: str = BASIS,
) -> ActForm:
    """Return an act whose bodies are named by their numbers, or by words."""
    return ActForm(
        kind=kind,
        rows=tuple(ActRow(_words(body), _heir(heir)) for body, heir in rows),
        effective_on=on,
        legal_basis=basis,
    )


def _words(body: int | str) -> str:
    return f"#{body}" if isinstance(body, int) else body


def _heir(heir: str | HeirWords | None) -> HeirWords | None:
    return HeirWords(heir) if isinstance(heir, str) else heir


def record(  # noqa: PLR0913 - a test names what its act needs
    database: Database,
    actor: Actor,
    form: ActForm,
    *,
    rest: Mapping[int, str] | None = None,
    single: Mapping[int, str] | None = None,
    now: datetime = NOW,
) -> int:
    """Record an act just as its preview shows it; return its id."""
    seen = preview_act(database, actor, form).seen
    decisions = Decisions(rest or {}, single or {})
    return record_act(database, actor, form, decisions, seen=seen, now=now)


def answering(database: Database, assignment_id: int, day: date) -> str:
    """Return the name of who answers for an assignment on a day."""
    with database.reading() as session:
        agency = answering_for(session, session.get_one(Assignment, assignment_id), day)
        return Registry.on(session, day).name_of(agency)


def named(database: Database, words: str, day: date) -> int:
    """Return the agency that words mean on a day."""
    with database.reading() as session:
        body = Registry.on(session, day).match(words)
    assert body is not None
    assert body.agency_id is not None
    return body.agency_id
