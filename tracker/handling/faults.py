"""What an act on an assignment or a request can meet; each has one outcome and its own words."""

from __future__ import annotations

from tracker.errors import Conflict, NotAllowed


class NotOpen(Conflict):
    """The work is confirmed done, suspended or no longer tracked, so this has no place."""

    code = "not-open"


class NothingToAccept(Conflict):
    """The assignment has been accepted already, or reported on."""

    code = "nothing-to-accept"


class AlreadyWaiting(Conflict):
    """A request of this kind already waits for a decision."""

    code = "already-waiting"


class AlreadyDecided(Conflict):
    """Somebody has decided the request; ``details`` say who, when and how."""

    code = "already-decided"


class AlreadyWithdrawn(Conflict):
    """The agency has taken the request back, so there is nothing to decide."""

    code = "already-withdrawn"


class OwnRequest(NotAllowed):
    """Nobody decides on what they asked for themselves, or for their own agency."""

    code = "own-request"


class NotHalted(Conflict):
    """The work is neither suspended nor stopped, so it cannot be resumed."""

    code = "not-halted"
