"""The figures of a directive, of a task or of an agency, as far as somebody may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, Role
from tracker.errors import NotFound
from tracker.ledger.claims import Claim, Series, Subject, joined_subject, near, series_of
from tracker.ledger.contradictions import Contradiction, contradictions
from tracker.models import (
    Agency,
    Directive,
    FigureClaim,
    SubjectJoin,
    Task,
    acting_for,
    claims_in_force,
)
from tracker.models.names import Names

JOINERS = (Role.CLERK, Role.INSPECTOR)
PAGE_SIZE = 15
# More than a directive of a year of reports has; a page of more would help nobody.
MAX_CLAIMS = 20_000


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """What is asked of a page of figures: whose, and which of them."""

    directive_id: int | None = None
    task_id: int | None = None
    agency_id: int | None = None
    unit: str = ""
    contradicted: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class LedgerAbout:
    """Whose figures a page shows: the document, and the task or the agency where one is asked."""

    directive_id: int | None
    kind: str | None
    number: str | None
    issued_on: date | None
    title: str | None
    name: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The series of page ``number`` of ``last``, from 1, and all that does not go together.

    ``nearby`` are for each series shown the others of its unit that may be about the same.
    """

    about: LedgerAbout
    query: LedgerQuery
    day: date
    units: tuple[str, ...]
    series: tuple[Series, ...]
    nearby: tuple[tuple[Series, ...], ...]
    contradictions: tuple[Contradiction, ...]
    claims: tuple[Claim, ...]
    listed: int
    number: int
    last: int
    may_join: bool


def ledger_page(database: Database, actor: Actor, query: LedgerQuery, *, today: date) -> LedgerPage:
    """Return the figures that ``query`` asks for; the claims of corrected updates are left out.

    Raises:
        NotFound: there is no such directive, task or agency, or it is not for ``actor``.
    """
    with database.reading() as session:
        about = _about(session, actor, query, today)
        claims = _claims(session, actor, _of(session, query, today), today)
    series = series_of(claims)
    doubtful = contradictions(series)
    listed = _listed(series, doubtful, query)
    last = max(1, -(-len(listed) // PAGE_SIZE))
    number = min(max(query.page, 1), last)
    shown = listed[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return LedgerPage(
        about=about,
        query=query,
        day=today,
        units=tuple(sorted({one.unit for one in series})),
        series=tuple(shown),
        nearby=tuple(tuple(near(one, series)) for one in shown),
        contradictions=doubtful,
        claims=tuple(claim for one in listed for claim in one.claims),
        listed=len(listed),
        number=number,
        last=last,
        may_join=actor.has(*JOINERS),
    )


def _listed(
    series: Iterable[Series], doubtful: Iterable[Contradiction], query: LedgerQuery
) -> list[Series]:
    in_doubt = {
        (claim.unit, claim.subject) for pair in doubtful for claim in (pair.one, pair.other)
    }
    return [
        one
        for one in series
        if query.unit in ("", one.unit)
        and (not query.contradicted or (one.unit, one.subject) in in_doubt)
    ]


def _about(session: Session, actor: Actor, query: LedgerQuery, today: date) -> LedgerAbout:
    if query.agency_id is not None:
        known = select(Agency.id).where(
            Agency.id == query.agency_id, policy.visible_agencies(actor)
        )
        if session.scalar(known) is None or not policy.sees_work_of(actor, query.agency_id):
            raise NotFound
        name = Names(session, today).name_of(query.agency_id)
        return LedgerAbout(None, None, None, None, None, name)
    directive_id, name = query.directive_id, ""
    if query.task_id is not None:
        visible = (Task.id == query.task_id, policy.visible_tasks(actor))
        task = session.scalar(select(Task).where(*visible))
        if task is None:
            raise NotFound
        directive_id, name = task.directive_id, task.label or task.key.lstrip("t")
    columns = (Directive.id, Directive.kind, Directive.number, Directive.issued_on)
    row = session.execute(
        select(*columns, Directive.title).where(
            Directive.id == directive_id,
            Directive.state == DirectiveState.ISSUED,
            policy.visible_directives(actor),
        )
    ).first()
    if row is None:
        raise NotFound
    return LedgerAbout(*row, name)


def _of(session: Session, query: LedgerQuery, today: date) -> ColumnElement[bool]:
    """Return the condition on claims of what is asked for.

    An agency is shown with what those said whose work has come to it, a task with what its
    document says elsewhere of the same things.
    """
    if query.agency_id is not None:
        return FigureClaim.agency_id.in_(acting_for(session, query.agency_id, today))
    if query.task_id is None:
        return FigureClaim.directive_id == query.directive_id
    own = FigureClaim.task_id == query.task_id
    subjects = select(FigureClaim.unit, FigureClaim.subject).where(own, FigureClaim.subject != "")
    document = select(Task.directive_id).where(Task.id == query.task_id).scalar_subquery()
    beside = and_(
        FigureClaim.directive_id == document,
        FigureClaim.update_id.is_(None),
        tuple_(FigureClaim.unit, FigureClaim.subject).in_(subjects),
    )
    return or_(own, beside)


def _claims(
    session: Session, actor: Actor, condition: ColumnElement[bool], today: date
) -> list[Claim]:
    rows = session.scalars(
        select(FigureClaim)
        .where(condition, claims_in_force(), policy.readable_claims(actor))
        .order_by(FigureClaim.stated_on, FigureClaim.id)
        .limit(MAX_CLAIMS)
    ).all()
    decided = _Decided(session, (row.unit for row in rows))
    names = Names(session, today)
    names.expect(row.agency_id for row in rows if row.agency_id is not None)
    return [_claim(row, decided, names) for row in rows]


class _Decided:
    """What people have decided on the subjects of some claims; the newest of each holds."""

    def __init__(self, session: Session, units: Iterable[str]) -> None:
        self._subjects: dict[Subject, str] = {}
        self._claims: dict[str, str] = {}
        rows = select(SubjectJoin).where(SubjectJoin.unit.in_(set(units))).order_by(SubjectJoin.id)
        for row in session.scalars(rows):
            if row.claim_key is None:
                self._subjects[row.unit, row.subject] = row.into_subject
            else:
                self._claims[row.claim_key] = row.into_subject

    def subject_of(self, row: FigureClaim) -> str:
        """Return the key under which a claim is put."""
        chosen = self._claims.get(row.key, row.subject)
        return joined_subject((row.unit, chosen), self._subjects)


def _claim(row: FigureClaim, decided: _Decided, names: Names) -> Claim:
    return Claim(
        claim_id=row.id,
        directive_id=row.directive_id,
        task_id=row.task_id,
        update_id=row.update_id,
        agency_id=row.agency_id,
        agency="" if row.agency_id is None else names.name_of(row.agency_id),
        place=row.place,
        subject=decided.subject_of(row),
        written=row.subject,
        topic=row.topic,
        unit=row.unit,
        value=row.value,
        whole=row.whole,
        figure=row.figure,
        words=row.words,
        start=row.start,
        end=row.end,
        stated_on=row.stated_on,
        period=row.period,
        is_wanted=row.is_wanted,
    )
