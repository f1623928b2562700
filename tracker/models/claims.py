"""The ledger of figures: each quantity that a directive or an update states, as a dated claim."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class FigureClaim(Base):
    """A quantity that somebody stated: ``value`` ``unit``, perhaps of a whole, on a day.

    ``subject`` is the folded key by which claims of one thing are put beside each other;
    ``words`` are the words around it, ``start`` and ``end`` count in the stating text.
    """

    __tablename__ = "figure_claim"
    __table_args__ = (Index("ix_figure_claim_series", "subject", "unit", "stated_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    update_id: Mapped[int | None] = mapped_column(ForeignKey("progress_update.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    subject: Mapped[str]
    unit: Mapped[str]
    value: Mapped[float]
    whole: Mapped[float | None]
    words: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    stated_on: Mapped[date]
    period: Mapped[str | None]
