"""Agencies that hand over, requests, calendars, sheets, figures, relations and reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tracker.models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "escalation_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "clock",
            sa.Enum(
                "past-due",
                "report-missed",
                "silent",
                "unverified",
                name="clock",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "clerk",
                "agency",
                "inspector",
                "committee",
                "administrator",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_step")),
        sa.UniqueConstraint(
            "clock", "after_days", "role", name=op.f("uq_escalation_step_clock_after_days_role")
        ),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", tracker.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_calendar_day_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["user.id"], name=op.f("fk_calendar_day_removed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
    )
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_day_day"), ["day"], unique=False)
        batch_op.create_index(
            "uq_calendar_day_in_force",
            ["day"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.Column("revoked_at", tracker.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_calendar_feed_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_calendar_feed_author_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "exchange_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_exchange_sheet_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_exchange_sheet_author_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_sheet")),
        sa.UniqueConstraint("token", name=op.f("uq_exchange_sheet_token")),
    )
    with op.batch_alter_table("exchange_sheet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exchange_sheet_agency_id"), ["agency_id"], unique=False
        )

    op.create_table(
        "notification_choice",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("muted", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_notification_choice_user_id_user")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notification_choice")),
    )
    op.create_table(
        "period_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_period_closing_author_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_closing")),
        sa.UniqueConstraint("period", name=op.f("uq_period_closing_period")),
    )
    op.create_table(
        "succession_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "rename",
                "merge-into-new",
                "merge-into-existing",
                "split",
                "partial",
                "change-of-kind",
                "dissolution",
                "parent-merged",
                "taking-back",
                name="actkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("remarks", sa.String(), nullable=False),
        sa.Column("takes_back_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_succession_act_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["takes_back_id"],
            ["succession_act.id"],
            name=op.f("fk_succession_act_takes_back_id_succession_act"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession_act")),
        sa.UniqueConstraint("takes_back_id", name=op.f("uq_succession_act_takes_back_id")),
    )
    with op.batch_alter_table("succession_act", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_succession_act_effective_on"), ["effective_on"], unique=False
        )

    op.create_table(
        "directive_relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "implements",
                "amends",
                "replaces",
                "cites",
                name="relationkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("to_words", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", tracker.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_directive_relation_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["directive.id"], name=op.f("fk_directive_relation_from_id_directive")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["user.id"], name=op.f("fk_directive_relation_removed_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["directive.id"], name=op.f("fk_directive_relation_to_id_directive")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_relation")),
    )
    with op.batch_alter_table("directive_relation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_directive_relation_from_id"), ["from_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_directive_relation_to_id"), ["to_id"], unique=False)
        batch_op.create_index(
            "uq_directive_relation_in_force",
            ["from_id", "to_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "exchange_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("source_file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.Column("closed_at", tracker.models.base.UtcDateTime(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_exchange_return_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["exchange_sheet.id"],
            name=op.f("fk_exchange_return_sheet_id_exchange_sheet"),
        ),
        sa.ForeignKeyConstraint(
            ["source_file_id"],
            ["source_file.id"],
            name=op.f("fk_exchange_return_source_file_id_source_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_return")),
        sa.UniqueConstraint(
            "sheet_id", "source_file_id", name=op.f("uq_exchange_return_sheet_id_source_file_id")
        ),
    )
    with op.batch_alter_table("exchange_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exchange_return_sheet_id"), ["sheet_id"], unique=False)

    op.create_table(
        "carry_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relation_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("to_task_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_carry_over_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["relation_id"],
            ["directive_relation.id"],
            name=op.f("fk_carry_over_relation_id_directive_relation"),
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_carry_over_task_id_task")),
        sa.ForeignKeyConstraint(
            ["to_task_id"], ["task.id"], name=op.f("fk_carry_over_to_task_id_task")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carry_over")),
        sa.UniqueConstraint("task_id", name=op.f("uq_carry_over_task_id")),
    )
    with op.batch_alter_table("carry_over", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_carry_over_relation_id"), ["relation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_carry_over_to_task_id"), ["to_task_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("from_office", sa.Boolean(), nullable=False),
        sa.Column("reply_to_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_comment_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_comment_author_id_user")),
        sa.ForeignKeyConstraint(
            ["reply_to_id"], ["comment.id"], name=op.f("fk_comment_reply_to_id_comment")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_comment_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_task_id"), ["task_id"], unique=False)

    op.create_table(
        "reporting_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "every",
            sa.Enum(
                "week",
                "month",
                "quarter",
                "half",
                "year",
                name="every",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("begins_on_day", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("due_in_next", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_reporting_duty_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_reporting_duty_task_id_task")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_duty")),
    )
    with op.batch_alter_table("reporting_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reporting_duty_task_id"), ["task_id"], unique=False)

    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "refusal",
                "content",
                "lead",
                "extension",
                "stop-tracking",
                "confirmation",
                name="requestkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("due_then", sa.Date(), nullable=True),
        sa.Column("wanted_due", sa.Date(), nullable=True),
        sa.Column("wanted_text", sa.String(), nullable=True),
        sa.Column("wanted_agency_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.Column("ended_at", tracker.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_request_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_request_author_id_user")),
        sa.ForeignKeyConstraint(
            ["wanted_agency_id"], ["agency.id"], name=op.f("fk_request_wanted_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(
            "uq_request_waiting",
            ["assignment_id", "kind"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "assignment_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "accepted",
                "handed-over",
                "delegated",
                "recalled",
                "suspended",
                "resumed",
                "stopped",
                name="assignmenteventkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("to_agency_id", sa.Integer(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"],
            ["succession_act.id"],
            name=op.f("fk_assignment_event_act_id_succession_act"),
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_assignment_event_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_assignment_event_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_assignment_event_request_id_request")
        ),
        sa.ForeignKeyConstraint(
            ["to_agency_id"], ["agency.id"], name=op.f("fk_assignment_event_to_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_event")),
    )
    with op.batch_alter_table("assignment_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignment_event_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(
            "ix_assignment_event_handed_over",
            ["effective_on"],
            unique=False,
            sqlite_where=sa.text("kind = 'handed-over'"),
            postgresql_where=sa.text("kind = 'handed-over'"),
        )

    op.create_table(
        "due_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "extension",
                "tracking-date",
                "holidays",
                "review",
                "correction",
                name="duechangekind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("previous", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_due_change_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_due_change_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_due_change_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_change")),
    )
    with op.batch_alter_table("due_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_due_change_assignment_id"), ["assignment_id"], unique=False
        )

    op.create_table(
        "figure_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column(
            "place",
            sa.Enum(
                "directive",
                "narrative",
                "difficulties",
                name="claimplace",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("whole", sa.Double(), nullable=True),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_figure_claim_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_figure_claim_directive_id_directive")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_figure_claim_task_id_task")
        ),
        sa.ForeignKeyConstraint(
            ["update_id"],
            ["progress_update.id"],
            name=op.f("fk_figure_claim_update_id_progress_update"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_claim")),
    )
    with op.batch_alter_table("figure_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figure_claim_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_figure_claim_directive_id"), ["directive_id"], unique=False
        )
        batch_op.create_index(
            "ix_figure_claim_series", ["subject", "unit", "stated_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_figure_claim_task_id"), ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_figure_claim_update_id"), ["update_id"], unique=False)

    op.create_table(
        "subject_join",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("claim_key", sa.String(), nullable=True),
        sa.Column("into_subject", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_subject_join_author_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_join")),
    )
    op.create_table(
        "urging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_urging_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_urging_author_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urging")),
        sa.UniqueConstraint(
            "occasion", "assignment_id", name=op.f("uq_urging_occasion_assignment_id")
        ),
    )
    with op.batch_alter_table("urging", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_urging_assignment_id"), ["assignment_id"], unique=False
        )

    op.create_table(
        "request_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "granted",
                "refused",
                "withdrawn",
                name="requestoutcome",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", tracker.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_request_decision_author_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_decision_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_decision")),
        sa.UniqueConstraint("request_id", name=op.f("uq_request_decision_request_id")),
    )
    op.create_table(
        "returned_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("entry", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("dropped_at", tracker.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_returned_row_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["return_id"],
            ["exchange_return.id"],
            name=op.f("fk_returned_row_return_id_exchange_return"),
        ),
        sa.ForeignKeyConstraint(
            ["update_id"],
            ["progress_update.id"],
            name=op.f("fk_returned_row_update_id_progress_update"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_row")),
    )
    with op.batch_alter_table("returned_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_returned_row_return_id"), ["return_id"], unique=False)

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holder_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("delegate_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due", sa.Date(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_assignment_delegate_id"), ["delegate_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_assignment_due"), ["due"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_holder_id"), ["holder_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_delegate_id_agency"), "agency", ["delegate_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_holder_id_agency"), "agency", ["holder_id"], ["id"]
        )

    op.execute(
        "UPDATE assignment SET holder_id = agency_id, due = (SELECT original_due FROM task WHERE task.id = assignment.task_id)"
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.alter_column("holder_id", existing_type=sa.Integer(), nullable=False)

    with op.batch_alter_table("directive", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("gaps_when_issued", sa.JSON(none_as_null=True), nullable=True)
        )
        batch_op.add_column(sa.Column("reason_for_gaps", sa.String(), nullable=True))

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_shared", sa.Boolean(), nullable=True))
    # What others could read before stays readable to them.
    op.execute("UPDATE evidence SET is_shared = TRUE")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.alter_column("is_shared", existing_type=sa.Boolean(), nullable=False)

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_notice_key"), ["key"])
        batch_op.add_column(sa.Column("to_mail", sa.Boolean(), nullable=True))
    op.execute("UPDATE notice SET to_mail = FALSE")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.alter_column("to_mail", existing_type=sa.Boolean(), nullable=False)
        batch_op.create_index(
            "ix_notice_to_mail",
            ["user_id"],
            unique=False,
            sqlite_where=sa.text("to_mail"),
            postgresql_where=sa.text("to_mail"),
        )

    with op.batch_alter_table("progress_update", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_behalf_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_progress_update_corrects_id"), ["corrects_id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_progress_update_on_behalf_of_id_agency"),
            "agency",
            ["on_behalf_of_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_progress_update_corrects_id_progress_update"),
            "progress_update",
            ["corrects_id"],
            ["id"],
        )

    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.add_column(sa.Column("act_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("taken_back_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_succession_act_id"), ["act_id"], unique=False)
        batch_op.create_index(
            "uq_succession_in_force",
            ["from_agency_id", "to_agency_id", "effective_on"],
            unique=True,
            sqlite_where=sa.text("taken_back_on IS NULL"),
            postgresql_where=sa.text("taken_back_on IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_succession_act_id_succession_act"), "succession_act", ["act_id"], ["id"]
        )

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_working_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due_counted_from", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_column("due_counted_from")
        batch_op.drop_column("due_working_days")

    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_succession_act_id_succession_act"), type_="foreignkey"
        )
        batch_op.drop_index("uq_succession_in_force")
        batch_op.drop_index(batch_op.f("ix_succession_act_id"))
        batch_op.drop_column("taken_back_on")
        batch_op.drop_column("act_id")

    with op.batch_alter_table("progress_update", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_progress_update_corrects_id_progress_update"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_progress_update_on_behalf_of_id_agency"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_progress_update_corrects_id"), type_="unique")
        batch_op.drop_column("corrects_id")
        batch_op.drop_column("on_behalf_of_id")

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_to_mail",
            sqlite_where=sa.text("to_mail"),
            postgresql_where=sa.text("to_mail"),
        )
        batch_op.drop_column("to_mail")
        batch_op.drop_constraint(batch_op.f("uq_notice_key"), type_="unique")
        batch_op.drop_column("key")

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_column("is_shared")

    with op.batch_alter_table("directive", schema=None) as batch_op:
        batch_op.drop_column("reason_for_gaps")
        batch_op.drop_column("gaps_when_issued")

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_assignment_holder_id_agency"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_assignment_delegate_id_agency"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_assignment_holder_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_due"))
        batch_op.drop_index(batch_op.f("ix_assignment_delegate_id"))
        batch_op.drop_column("due")
        batch_op.drop_column("delegate_id")
        batch_op.drop_column("holder_id")

    with op.batch_alter_table("returned_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_returned_row_return_id"))

    op.drop_table("returned_row")
    op.drop_table("request_decision")
    with op.batch_alter_table("urging", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_urging_assignment_id"))

    op.drop_table("urging")
    op.drop_table("subject_join")
    with op.batch_alter_table("figure_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_figure_claim_update_id"))
        batch_op.drop_index(batch_op.f("ix_figure_claim_task_id"))
        batch_op.drop_index("ix_figure_claim_series")
        batch_op.drop_index(batch_op.f("ix_figure_claim_directive_id"))
        batch_op.drop_index(batch_op.f("ix_figure_claim_agency_id"))

    op.drop_table("figure_claim")
    with op.batch_alter_table("due_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_due_change_assignment_id"))

    op.drop_table("due_change")
    with op.batch_alter_table("assignment_event", schema=None) as batch_op:
        batch_op.drop_index("ix_assignment_event_handed_over")
        batch_op.drop_index(batch_op.f("ix_assignment_event_assignment_id"))

    op.drop_table("assignment_event")
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_assignment_id"))

    op.drop_table("request")
    with op.batch_alter_table("reporting_duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reporting_duty_task_id"))

    op.drop_table("reporting_duty")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_task_id"))

    op.drop_table("comment")
    with op.batch_alter_table("carry_over", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_carry_over_to_task_id"))
        batch_op.drop_index(batch_op.f("ix_carry_over_relation_id"))

    op.drop_table("carry_over")
    with op.batch_alter_table("exchange_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_return_sheet_id"))

    op.drop_table("exchange_return")
    with op.batch_alter_table("directive_relation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_directive_relation_in_force",
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_directive_relation_to_id"))
        batch_op.drop_index(batch_op.f("ix_directive_relation_from_id"))

    op.drop_table("directive_relation")
    with op.batch_alter_table("succession_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_succession_act_effective_on"))

    op.drop_table("succession_act")
    op.drop_table("period_closing")
    op.drop_table("notification_choice")
    with op.batch_alter_table("exchange_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_sheet_agency_id"))

    op.drop_table("exchange_sheet")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_agency_id"))

    op.drop_table("calendar_feed")
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_calendar_day_in_force",
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_calendar_day_day"))

    op.drop_table("calendar_day")
    op.drop_table("escalation_step")
