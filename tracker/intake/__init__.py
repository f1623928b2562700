"""Use case: a document comes in, its reading is corrected, nothing is tracked before issue."""

from __future__ import annotations

from tracker.intake.drafts import (
    AlreadyKnown,
    NothingToTurn,
    change_draft,
    match_body,
    redo_change,
    restore_draft,
    undo_change,
    withdraw_draft,
)
from tracker.intake.listing import DirectiveList, DirectiveQuery, DirectiveRow, list_directives
from tracker.intake.reviewing import (
    BodyChoice,
    BodyPage,
    DraftPage,
    body_page,
    draft_page,
)
from tracker.intake.uploading import SecretDocument, Upload, upload_directive
from tracker.models.revisions import NotADraft, StaleDraft

__all__ = [
    "AlreadyKnown",
    "BodyChoice",
    "BodyPage",
    "DirectiveList",
    "DirectiveQuery",
    "DirectiveRow",
    "DraftPage",
    "NotADraft",
    "NothingToTurn",
    "SecretDocument",
    "StaleDraft",
    "Upload",
    "body_page",
    "change_draft",
    "draft_page",
    "list_directives",
    "match_body",
    "redo_change",
    "restore_draft",
    "undo_change",
    "upload_directive",
    "withdraw_draft",
]
