"""The words of requests that wait, by which their tasks are found: "xin gia hạn chờ duyệt"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from search_index import Scoped
from tracker.domain import RequestKind
from tracker.models import Assignment, Request
from tracker.search.principals import readers_of_part

# As people look for them; a request itself need not say what it is.
_CALLED = {
    RequestKind.REFUSAL: "từ chối nhiệm vụ chờ duyệt",
    RequestKind.CONTENT: "đề nghị điều chỉnh nội dung chờ duyệt",
    RequestKind.LEAD: "đề nghị đổi cơ quan chủ trì chờ duyệt",
    RequestKind.EXTENSION: "xin gia hạn chờ duyệt",
    RequestKind.STOP_TRACKING: "đề nghị thôi theo dõi chờ duyệt",
}


def waiting_words(
    session: Session, parts: Sequence[Assignment]
) -> Mapping[int, tuple[Scoped, ...]]:
    """Return what is asked of the office about each task, for the office and who asked it."""
    known = {part.id: part for part in parts}
    rows = session.scalars(
        select(Request)
        .where(Request.ended_at.is_(None), Request.assignment_id.in_(known))
        .order_by(Request.id)
    )
    found: defaultdict[int, tuple[Scoped, ...]] = defaultdict(tuple)
    for row in rows:
        part = known[row.assignment_id]
        words = "\n".join(filter(None, [_CALLED[row.kind], row.reason, row.wanted_text]))
        found[part.task_id] += (Scoped(words, readers_of_part(part, ())),)
    return found
