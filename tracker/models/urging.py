"""Urging: the office asks agencies in one act for what they have not reported."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base
from tracker.models.people import User
from tracker.models.tasks import Assignment


class Urging(Base):
    """One agency urged on one assignment; ``reached`` people of it were told.

    ``occasion`` is the act: a form that is sent twice urges once, by the unique pair.
    """

    __tablename__ = "urging"
    __table_args__ = (UniqueConstraint("occasion", "assignment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occasion: Mapped[str]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    words: Mapped[str]
    reached: Mapped[int]
    assignment: Mapped[Assignment] = relationship()
    author: Mapped[User] = relationship()
