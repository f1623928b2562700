"""Use case: what happens to an assignment beside its progress.

Agencies accept, ask and remark; the office decides on what they ask, and steers the work.
"""

from __future__ import annotations

from tracker.handling.accepting import accept
from tracker.handling.asking import ask, withdraw
from tracker.handling.commenting import CommentEntry, comment
from tracker.handling.deciding import MOVES, check_decision, decide
from tracker.handling.delegation import NothingDelegated, delegate_assignment, recall_assignment
from tracker.handling.discussion import Discussion, Piece, Remark, addressable, discussion
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
from tracker.handling.handovers import HandoverEntry, HeldByAnother, hand_over_assignment
from tracker.handling.holders import HolderStep, HoldingPage, Step, UnitChoice, holding_page
from tracker.handling.listing import (
    MOST_COUNTED,
    SORTS,
    RequestList,
    RequestQuery,
    RequestRow,
    count_waiting,
    list_requests,
)
from tracker.handling.naming import MeantAgency, meant_agency
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
    "HandoverEntry",
    "HeldByAnother",
    "HolderStep",
    "HoldingPage",
    "MeantAgency",
    "NotHalted",
    "NotOpen",
    "NothingDelegated",
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
    "Step",
    "TaskHandling",
    "UnitChoice",
    "accept",
    "act_page",
    "addressable",
    "ask",
    "ask_page",
    "check_decision",
    "comment",
    "count_waiting",
    "decide",
    "delegate_assignment",
    "discussion",
    "hand_over_assignment",
    "holding_page",
    "list_requests",
    "meant_agency",
    "recall_assignment",
    "request_page",
    "steer",
    "task_handling",
    "withdraw",
]
