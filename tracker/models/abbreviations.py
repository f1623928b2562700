"""What an office has changed of the abbreviations that search knows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class OfficeAbbreviation(Base):
    """One meaning of an abbreviation: the office's own, or one of the product's put out of use."""

    __tablename__ = "office_abbreviation"
    __table_args__ = (UniqueConstraint("short", "meaning"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    short: Mapped[str]
    meaning: Mapped[str]
    in_use: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
