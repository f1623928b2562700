"""The ledger of figures: each quantity that a directive or an update states, as a dated claim.

Claims are copies of what texts say: they are written in the transaction that writes the text,
are never changed, and can be made anew from the texts (``tracker figures rebuild``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, exists, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, relationship

from tracker.domain import office_day
from tracker.models.base import Base
from tracker.models.documents import Directive
from tracker.models.people import User
from tracker.models.progress import ProgressUpdate
from tracker.models.subjects import FigureWords, figures_in
from tracker.models.tasks import Assignment, Task


class ClaimPlace(StrEnum):
    """Which text states a figure."""

    DIRECTIVE = "directive"
    NARRATIVE = "narrative"
    DIFFICULTIES = "difficulties"


class FigureClaim(Base):
    """A quantity that somebody stated: ``value`` ``unit``, perhaps of a whole, on a day.

    ``subject`` is the key by which claims of one thing are put beside each other (see
    ``tracker.models.subjects``), ``topic`` the words that gave it, ``words`` the sentence.
    ``start`` and ``end`` count in the text that ``place`` names, and ``figure`` is what stands
    there. ``stated_on`` is the day for which it holds, where the sentence names one, else that
    of the text. What ``is_wanted`` was set as a goal and not reached yet.
    """

    __tablename__ = "figure_claim"
    __table_args__ = (Index("ix_figure_claim_series", "subject", "unit", "stated_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    update_id: Mapped[int | None] = mapped_column(ForeignKey("progress_update.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    place: Mapped[ClaimPlace]
    subject: Mapped[str]
    topic: Mapped[str]
    unit: Mapped[str]
    value: Mapped[float]
    whole: Mapped[float | None]
    figure: Mapped[str]
    words: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    stated_on: Mapped[date]
    period: Mapped[str | None]
    is_wanted: Mapped[bool]

    @property
    def key(self) -> str:
        """The place where it stands, which stays when the ledger is made anew."""
        return f"{self.directive_id}/{self.update_id or ''}/{self.place.value}/{self.start}"


class SubjectJoin(Base):
    """Somebody's decision that figures of one subject speak of another; the newest row holds.

    A row whose ``into_subject`` is the subject itself takes an earlier decision back. Where
    ``claim_key`` is set the decision is on that one figure only.
    """

    __tablename__ = "subject_join"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str]
    subject: Mapped[str]
    claim_key: Mapped[str | None]
    into_subject: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    author: Mapped[User] = relationship()


def claim_figures_of_directive(session: Session, directive: Directive, today: date) -> None:
    """Write a claim for each figure in an issued directive, beside the task that holds it."""
    stated = directive.issued_on or today
    rows = session.execute(
        select(Task.id, Task.start, Task.end).where(Task.directive_id == directive.id)
    )
    places = [(start, end, task_id) for task_id, start, end in rows]
    for told in figures_in(directive.text, stated):
        claim = _claim(told, ClaimPlace.DIRECTIVE, stated)
        claim.directive_id = directive.id
        claim.task_id = _innermost(places, told.figure.start)
        asked = claim.task_id is not None and not told.is_reached
        claim.is_wanted = told.is_wanted or asked
        session.add(claim)


def claim_figures_of_updates(session: Session, *updates: ProgressUpdate) -> None:
    """Write a claim for each figure in new updates; those have their ids already."""
    for update in updates:
        assignment = session.get_one(Assignment, update.assignment_id)
        for claim in _of_update(update):
            claim.directive_id = assignment.task.directive_id
            claim.task_id, claim.agency_id = assignment.task_id, assignment.agency_id
            claim.update_id, claim.period = update.id, update.period
            session.add(claim)


def claims_in_force() -> ColumnElement[bool]:
    """Return the condition on :class:`FigureClaim`: the update has not been corrected since."""
    correction = aliased(ProgressUpdate)
    return ~exists().where(correction.corrects_id == FigureClaim.update_id)


def _of_update(update: ProgressUpdate) -> Iterator[FigureClaim]:
    said_on = office_day(update.at)
    texts = (
        (ClaimPlace.NARRATIVE, update.narrative),
        (ClaimPlace.DIFFICULTIES, update.difficulties),
    )
    for place, text in texts:
        for told in figures_in(text, said_on):
            yield _claim(told, place, said_on)


def _claim(told: FigureWords, place: ClaimPlace, stated: date) -> FigureClaim:
    return FigureClaim(
        place=place,
        subject=told.key,
        topic=told.topic,
        unit=told.unit,
        value=told.value,
        whole=told.whole,
        figure=told.figure.text,
        words=told.sentence,
        start=told.figure.start,
        end=told.figure.end,
        stated_on=told.as_of or stated,
        is_wanted=told.is_wanted,
    )


def _innermost(places: Iterable[tuple[int, int, int]], at: int) -> int | None:
    """Return the task of the shortest place around a character; tasks lie in one another."""
    around: Sequence[tuple[int, int]] = [
        (end - start, task_id) for start, end, task_id in places if start <= at < end
    ]
    return min(around)[1] if around else None
