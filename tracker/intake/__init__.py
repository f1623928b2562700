"""Use case: a document comes in, its reading is corrected, nothing is tracked before issue."""

from __future__ import annotations

from tracker.intake.drafts import (
    StaleDraft,
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
    DraftPage,
    draft_page,
)
from tracker.intake.uploading import AlreadyKnown, SecretDocument, Upload, upload_directive

__all__ = [
    "AlreadyKnown",
    "BodyChoice",
    "DirectiveList",
    "DirectiveQuery",
    "DirectiveRow",
    "DraftPage",
    "SecretDocument",
    "StaleDraft",
    "Upload",
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
