"""Use case: what happens to an assignment beside its progress.

Agencies accept, ask and remark; the office decides on what they ask, and steers the work.
"""

from __future__ import annotations

from tracker.handling.accepting import accept
from tracker.handling.asking import ask, withdraw
from tracker.handling.commenting import CommentEntry, comment
from tracker.handling.deciding import MOVES, check_decision, decide
from tracker.handling.discussion import Discussion, Piece, Remark, discussion
from tracker.handling.entries import Decision, RequestEntry
from tracker.handling.faults import (
    AlreadyDecided,
    AlreadyWaiting,
    AlreadyWithdrawn,
    NotHalted,
    NothingToAccept,
    NotOpen,
    OwnRequest,
)
from tracker.handling.listing import (
    MOST_COUNTED,
    SORTS,
    RequestList,
    RequestQuery,
    RequestRow,
    count_waiting,
    list_requests,
)
from tracker.handling.pages import (
    ActPage,
    AskPage,
    Handling,
    PartName,
    RequestPage,
    RequestWords,
    TaskHandling,
)
from tracker.handling.reading import act_page, ask_page, request_page, task_handling
from tracker.handling.steering import Act, steer

__all__ = [
    "MOST_COUNTED",
    "MOVES",
    "SORTS",
    "Act",
    "ActPage",
    "AlreadyDecided",
    "AlreadyWaiting",
    "AlreadyWithdrawn",
    "AskPage",
    "CommentEntry",
    "Decision",
    "Discussion",
    "Handling",
    "NotHalted",
    "NotOpen",
    "NothingToAccept",
    "OwnRequest",
    "PartName",
    "Piece",
    "Remark",
    "RequestEntry",
    "RequestList",
    "RequestPage",
    "RequestQuery",
    "RequestRow",
    "RequestWords",
    "TaskHandling",
    "accept",
    "act_page",
    "ask",
    "ask_page",
    "check_decision",
    "comment",
    "count_waiting",
    "decide",
    "discussion",
    "list_requests",
    "request_page",
    "steer",
    "task_handling",
    "withdraw",
]
