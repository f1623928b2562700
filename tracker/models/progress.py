"""What agencies say, what they show for it, and what inspectors say of it. Rows are only added."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, exists
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from tracker.domain import UpdateStatus, VerdictKind
from tracker.models.agencies import Agency
from tracker.models.base import Base
from tracker.models.documents import SourceFile
from tracker.models.people import User
from tracker.models.tasks import Assignment


class ProgressUpdate(Base):
    """The agency's word on one assignment at one moment.

    ``period`` ("2024-Q2") makes it the report of that period; ``result_date`` is the date of
    the result document, by which on time is judged. ``narrative`` is Markdown.
    ``on_behalf_of_id`` is set where somebody of the office entered it for the agency, and
    ``corrects_id`` where it stands in place of an earlier one, which stays as it was.
    """

    __tablename__ = "progress_update"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[UpdateStatus]
    percent: Mapped[int]
    narrative: Mapped[str]
    difficulties: Mapped[str]
    proposals: Mapped[str]
    result_number: Mapped[str | None]
    result_date: Mapped[date | None]
    period: Mapped[str | None]
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("progress_update.id"), unique=True)
    assignment: Mapped[Assignment] = relationship()
    author: Mapped[User] = relationship()
    on_behalf_of: Mapped[Agency | None] = relationship()
    evidence: Mapped[list[Evidence]] = relationship(back_populates="update")
    verdicts: Mapped[list[Verdict]] = relationship(back_populates="update", order_by="Verdict.id")


def in_force() -> ColumnElement[bool]:
    """Return the condition on :class:`ProgressUpdate`: no other stands in its place."""
    correction = aliased(ProgressUpdate)
    return ~exists().where(correction.corrects_id == ProgressUpdate.id)


class Evidence(Base):
    """A file that backs an update; ``text`` is what could be read from it, for search.

    Others with a part in the task read it only where ``is_shared``.
    """

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(ForeignKey("progress_update.id"), index=True)
    source_file_id: Mapped[int] = mapped_column(ForeignKey("source_file.id"))
    file_name: Mapped[str]
    text: Mapped[str]
    is_shared: Mapped[bool] = mapped_column(default=False)
    update: Mapped[ProgressUpdate] = relationship(back_populates="evidence")
    source_file: Mapped[SourceFile] = relationship()


class Verdict(Base):
    """The inspector's word on one update; the last one of an update holds."""

    __tablename__ = "verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(ForeignKey("progress_update.id"), index=True)
    kind: Mapped[VerdictKind]
    reason: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    update: Mapped[ProgressUpdate] = relationship(back_populates="verdicts")
    author: Mapped[User] = relationship()
