"""What directives do to each other, and which task went on in which."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain import RelationKind
from tracker.models.base import Base
from tracker.models.documents import Directive
from tracker.models.people import User
from tracker.models.tasks import Task


class DirectiveRelation(Base):
    """A directive implements, amends, replaces or cites another.

    ``to_words`` are the words of the text; ``to_id`` is null while the other is not known here.
    One that the reading found has no author; a person who confirms or corrects it takes it back
    and adds their own. Of two directives one such row is in force.
    """

    __tablename__ = "directive_relation"
    __table_args__ = (
        Index(
            "uq_directive_relation_in_force",
            "from_id",
            "to_id",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    to_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"), index=True)
    kind: Mapped[RelationKind]
    to_words: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[datetime | None]
    source: Mapped[Directive] = relationship(foreign_keys=[from_id])
    target: Mapped[Directive | None] = relationship(foreign_keys=[to_id])
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    removed_by: Mapped[User | None] = relationship(foreign_keys=[removed_by_id])


class CarryOver(Base):
    """An open task of a replaced directive goes on in a task of the new one, or ends (null)."""

    __tablename__ = "carry_over"

    id: Mapped[int] = mapped_column(primary_key=True)
    relation_id: Mapped[int] = mapped_column(ForeignKey("directive_relation.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), unique=True)
    to_task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    reason: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    task: Mapped[Task] = relationship(foreign_keys=[task_id])
    to_task: Mapped[Task | None] = relationship(foreign_keys=[to_task_id])
    author: Mapped[User] = relationship()
