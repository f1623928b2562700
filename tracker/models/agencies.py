"""Agencies with their history: versions, aliases, successions, groups with dated members."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain import ActKind
from tracker.models.base import Base


class Agency(Base):
    """A body that can be given work. Its names are in its versions."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    versions: Mapped[list[AgencyVersion]] = relationship(
        back_populates="agency",
        order_by="AgencyVersion.valid_from",
        foreign_keys="AgencyVersion.agency_id",
    )
    aliases: Mapped[list[AgencyAlias]] = relationship(back_populates="agency")


class AgencyVersion(Base):
    """What an agency was called between two days; ``valid_to`` is its last day, open if null."""

    __tablename__ = "agency_version"
    __table_args__ = (UniqueConstraint("agency_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str] = mapped_column(index=True)
    short_name: Mapped[str | None]
    code: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    agency: Mapped[Agency] = relationship(back_populates="versions", foreign_keys=[agency_id])


class AgencyAlias(Base):
    """Another way in which documents write an agency's name."""

    __tablename__ = "agency_alias"
    __table_args__ = (UniqueConstraint("agency_id", "alias"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    alias: Mapped[str] = mapped_column(index=True)
    agency: Mapped[Agency] = relationship(back_populates="aliases")


class SuccessionAct(Base):
    """One recorded act that changed bodies: what a decision of some day ended, made and moved.

    What it moved are its :class:`Succession` rows. ``takes_back_id`` is the wrong act that it
    takes back; an act can be taken back once.
    """

    __tablename__ = "succession_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ActKind]
    effective_on: Mapped[date] = mapped_column(index=True)
    legal_basis: Mapped[str]
    remarks: Mapped[str]
    takes_back_id: Mapped[int | None] = mapped_column(ForeignKey("succession_act.id"), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    links: Mapped[list[Succession]] = relationship(back_populates="act")


class Succession(Base):
    """On a day one agency's work went to another, or to none (``to_agency_id`` null).

    ``kind``: rename, merge, split, partial, change-of-kind, dissolution, parent-merged. A split
    or partial transfer, and one without heir, is decided by a person task by task. It holds
    until the day before ``taken_back_on``: never, where that is its first day.
    """

    __tablename__ = "succession"
    __table_args__ = (
        # What was taken back may be recorded anew.
        Index(
            "uq_succession_in_force",
            "from_agency_id",
            "to_agency_id",
            "effective_on",
            unique=True,
            sqlite_where=text("taken_back_on IS NULL"),
            postgresql_where=text("taken_back_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int | None] = mapped_column(ForeignKey("succession_act.id"), index=True)
    from_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    to_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    kind: Mapped[str]
    scope: Mapped[str | None]
    legal_basis: Mapped[str | None]
    effective_on: Mapped[date]
    taken_back_on: Mapped[date | None]
    act: Mapped[SuccessionAct | None] = relationship(back_populates="links")


class AgencyGroup(Base):
    """A designation that stands for several agencies, such as "các sở, ban, ngành".

    A group that does not ``expand`` ("các cơ quan liên quan") is never assigned by itself.
    """

    __tablename__ = "agency_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    expands: Mapped[bool] = mapped_column(default=True)
    aliases: Mapped[list[AgencyGroupAlias]] = relationship(back_populates="group")
    members: Mapped[list[GroupMembership]] = relationship(back_populates="group")


class AgencyGroupAlias(Base):
    """Another way in which documents write a group's designation."""

    __tablename__ = "agency_group_alias"
    __table_args__ = (UniqueConstraint("group_id", "alias"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("agency_group.id"))
    alias: Mapped[str] = mapped_column(index=True)
    group: Mapped[AgencyGroup] = relationship(back_populates="aliases")


class GroupMembership(Base):
    """An agency's membership of a group between two days, both included."""

    __tablename__ = "group_membership"
    __table_args__ = (UniqueConstraint("group_id", "agency_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("agency_group.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    group: Mapped[AgencyGroup] = relationship(back_populates="members")
    agency: Mapped[Agency] = relationship()
