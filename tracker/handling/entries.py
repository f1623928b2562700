"""What people type: an agency's request, the office's decision on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain import RequestKind, RequestOutcome


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """What an agency types: why, and what it would have instead.

    ``wanted_due`` goes with an extension; ``wanted_text`` is the corrected content, or the name
    of the agency that should lead.
    """

    kind: RequestKind
    reason: str
    wanted_due: date | None = None
    wanted_text: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a request.

    ``due`` is the day to extend to; ``agency_id`` whom the work goes to where an agency refused
    it or another lead was asked for; ``stops`` ends tracking instead of finding another holder.
    """

    outcome: RequestOutcome
    reason: str = ""
    due: date | None = None
    agency_id: int | None = None
    stops: bool = False
