"""Documents: the unchanged file, the directive, and every revision of its reading."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain import DirectiveState
from tracker.models.base import Base
from tracker.models.people import User


class SourceFile(Base):
    """A file as it came; its bytes lie in the file store under ``sha256`` and never change."""

    __tablename__ = "source_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    size_bytes: Mapped[int]


class Directive(Base):
    """A document that gives tasks.

    Its identity is issuer, kind, number and date together: numbers repeat between terms and
    provinces, and any of the four may be missing.
    """

    __tablename__ = "directive"
    __table_args__ = (
        Index(
            "uq_directive_identity",
            "issuer",
            "kind",
            "number",
            "issued_on",
            unique=True,
            sqlite_where=text("state = 'issued' AND number IS NOT NULL"),
            postgresql_where=text("state = 'issued' AND number IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_file_id: Mapped[int] = mapped_column(ForeignKey("source_file.id"), index=True)
    file_name: Mapped[str]
    state: Mapped[DirectiveState] = mapped_column(default=DirectiveState.DRAFT, index=True)
    kind: Mapped[str | None]
    number: Mapped[str | None] = mapped_column(index=True)
    issued_on: Mapped[date | None] = mapped_column(index=True)
    issuer: Mapped[str | None]
    title: Mapped[str | None]
    field_of_work: Mapped[str | None]
    text: Mapped[str]
    received_at: Mapped[datetime]
    received_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    tracked_from: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    gaps_when_issued: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    reason_for_gaps: Mapped[str | None]
    source_file: Mapped[SourceFile] = relationship()
    received_by: Mapped[User] = relationship(foreign_keys=[received_by_id])
    revisions: Mapped[list[DraftRevision]] = relationship(
        back_populates="directive", order_by="DraftRevision.number"
    )


class DraftRevision(Base):
    """One state of a draft's reading, in the published form of ``directives``.

    ``matches`` says for words that name a body what a clerk chose: ``agency:ID``, ``group:ID``
    or ``words`` (left unmatched on purpose). Revision 0 is the parser's; every correction,
    undoing included, adds one. The unique pair is what makes two clerks who save at once find
    out.
    """

    __tablename__ = "draft_revision"
    __table_args__ = (UniqueConstraint("directive_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    number: Mapped[int]
    action: Mapped[str]
    reading: Mapped[dict[str, Any]] = mapped_column(JSON)
    matches: Mapped[dict[str, str]] = mapped_column(JSON)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    undo_of: Mapped[int | None]
    directive: Mapped[Directive] = relationship(back_populates="revisions")
    author: Mapped[User] = relationship()
