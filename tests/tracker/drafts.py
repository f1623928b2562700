"""Drafts that tests correct and issue, made without reading a file."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from directives import Body, Directive, Metadata, Nature, Source, Span, SpanRole, TaskDraft
from directives.ledger import cover
from tests.factories import NOW
from tracker.db import Database
from tracker.domain import Actor
from tracker.models import Directive as DirectiveRow
from tracker.models import DraftRevision, SourceFile

_numbers = count(1)

DOCUMENT = Metadata(
    kind="chi-thi", number="45-CT/TU", issued_on=date(2024, 3, 5), issuer="Ban Thường vụ Tỉnh ủy"
)
REASON = "Thời hạn do cơ quan theo dõi ấn định sau."
TEXT = """\
BAN THƯỜNG VỤ TỈNH ỦY

Số 45-CT/TU

Kiên Giang, ngày 05 tháng 3 năm 2024

CHỈ THỊ

Về tăng cường phòng cháy, chữa cháy

Ban Thường vụ Tỉnh ủy yêu cầu:

Một là, Ban Tuyên giáo Tỉnh ủy xây dựng kế hoạch tuyên truyền trước ngày 30/6/2024.

Hai là, Sở Phòng vệ tổ chức kiểm tra các cơ sở.
"""


def bodies(*words: str, inherited: bool = False) -> tuple[Body, ...]:
    """Bodies by their words, wherever they stand."""
    return tuple(Body(each, 0, 0, inherited=inherited) for each in words)


def make_draft(
    database: Database,
    clerk: Actor,
    *tasks: TaskDraft,
    document: Metadata = DOCUMENT,
    text: str = "Một là, xây dựng kế hoạch.",
) -> int:
    """Add a draft whose reading has ``tasks``, whatever their places; return its id."""
    number = next(_numbers)
    digest = f"{number:064x}"
    held = [Span(0, len(text), SpanRole.CONTEXT)] if tasks else []
    source = Source("chi-thi.md", "text/markdown", digest)
    reading = Directive(source, text, document, tasks, cover(text, held))
    first = DraftRevision(number=0, action="read", matches={}, author_id=clerk.user_id, at=NOW)
    first.reading = reading.to_dict()
    with database.writing() as session:
        row = DirectiveRow(
            source_file=SourceFile(sha256=digest, media_type="text/markdown", size_bytes=1),
            file_name="chi-thi.md",
            kind=document.kind,
            number=document.number,
            issued_on=document.issued_on,
            issuer=document.issuer,
            text=text,
            received_at=NOW,
            received_by_id=clerk.user_id,
            revisions=[first],
        )
        session.add(row)
        session.flush()
        return row.id


def make_reading_task(key: str, *children: TaskDraft, **fields: Any) -> TaskDraft:
    """A task of a reading over the first words of the text."""
    known = {"label": "Một là", "nature": Nature.SPECIFIC, **fields}
    words = "Một là, xây dựng kế hoạch."
    return TaskDraft(id=key, start=0, end=len(words), text=words, children=children, **known)
