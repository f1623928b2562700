"""Facts of this installation that outlive a restart."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Setting(Base):
    """One named fact, such as by how many days the sample's calendar is shifted."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
