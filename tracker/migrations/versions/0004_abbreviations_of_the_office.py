"""Abbreviations of the office."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.models.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "office_abbreviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("changed_at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["user.id"],
            name=op.f("fk_office_abbreviation_changed_by_id_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_abbreviation")),
        sa.UniqueConstraint("short", "meaning", name=op.f("uq_office_abbreviation_short_meaning")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("office_abbreviation")
