"""Sheets of open tasks that agencies fill in elsewhere, and what came back in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.agencies import Agency
from tracker.models.base import Base
from tracker.models.documents import SourceFile
from tracker.models.people import User


class ExchangeSheet(Base):
    """A file that was handed out: which assignments, and what was last said of each then.

    ``rows`` has for each assignment its id, the id of its last update and the words printed.
    """

    __tablename__ = "exchange_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    format: Mapped[str]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    agency: Mapped[Agency] = relationship()


class ExchangeReturn(Base):
    """A filled-in file that came back; its rows become updates one by one, or none.

    ``findings`` are about the file as a whole: rows that are missing, columns that moved.
    """

    __tablename__ = "exchange_return"
    __table_args__ = (UniqueConstraint("sheet_id", "source_file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("exchange_sheet.id"), index=True)
    source_file_id: Mapped[int] = mapped_column(ForeignKey("source_file.id"))
    file_name: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sheet: Mapped[ExchangeSheet] = relationship()
    source_file: Mapped[SourceFile] = relationship()
    author: Mapped[User] = relationship()
    rows: Mapped[list[ReturnedRow]] = relationship(
        back_populates="returned", order_by="ReturnedRow.position"
    )


class ReturnedRow(Base):
    """One row as read, with its findings; ``update_id`` once it has been logged.

    ``entry`` has the words that were typed by field, and where in the file they stood.
    """

    __tablename__ = "returned_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("exchange_return.id"), index=True)
    position: Mapped[int]
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    entry: Mapped[dict[str, Any]] = mapped_column(JSON)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    update_id: Mapped[int | None] = mapped_column(ForeignKey("progress_update.id"))
    dropped_at: Mapped[datetime | None]
    returned: Mapped[ExchangeReturn] = relationship(back_populates="rows")
