"""Facts of this installation that outlive a restart."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Database
from tracker.models.base import Base

SAMPLE_SHIFT = "sample-shift-days"
# Stands while the sample is being loaded; one that is found at a start was cut off.
SAMPLE_UNFINISHED = "sample-unfinished"
# The engine that somebody switched to; without it the one that the environment names.
SEARCH_ENGINE = "search-engine"

# What becomes of a report's due day on which the office does not work: a DayOffRule.
REPORTS_ON_DAY_OFF = "reports-on-day-off"
# Stands once the office keeps its own escalation steps, be they none.
OWN_ESCALATION = "own-escalation-steps"


class Setting(Base):
    """One named fact, such as by how many days the sample's calendar is shifted."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


def sample_shift_days(database: Database) -> int:
    """Return by how many days the sample's calendar lags; 0 without a sample or any tables."""
    if not inspect(database.engine).has_table(Setting.__tablename__):
        return 0
    with database.reading() as session:
        row = session.get(Setting, SAMPLE_SHIFT)
        return int(row.value) if row else 0
