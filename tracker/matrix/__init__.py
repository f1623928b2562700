"""Use case: every agency of a directive or of one task side by side, and urging those missing."""

from __future__ import annotations

from tracker.matrix.cells import Cell, Lack
from tracker.matrix.members import MemberRow, TaskMatrix, task_matrix
from tracker.matrix.page import (
    SORTS,
    Matrix,
    MatrixColumn,
    MatrixQuery,
    MatrixRow,
    directive_matrix,
)
from tracker.matrix.urging import (
    MAX_WORDS_CHARACTERS,
    AlreadyUrged,
    Missing,
    Urged,
    UrgingPlan,
    missing_agencies,
    urge,
)

__all__ = [
    "MAX_WORDS_CHARACTERS",
    "SORTS",
    "AlreadyUrged",
    "Cell",
    "Lack",
    "Matrix",
    "MatrixColumn",
    "MatrixQuery",
    "MatrixRow",
    "MemberRow",
    "Missing",
    "TaskMatrix",
    "Urged",
    "UrgingPlan",
    "directive_matrix",
    "missing_agencies",
    "task_matrix",
    "urge",
]
