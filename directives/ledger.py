"""The coverage ledger: every character of the text has one role, none is lost."""

from __future__ import annotations

from collections.abc import Iterable

from directives.model import Span, SpanRole


def cover(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans that cover ``text`` without gap or overlap.

    Of overlapping spans the outer one holds; white space goes with what stands before it;
    words that no span holds are unexplained.
    """
    covered: list[Span] = []
    at = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end <= at:
            continue
        start = max(span.start, at)
        _fill(covered, text, at, start)
        _append(covered, Span(start, span.end, span.role))
        at = span.end
    _fill(covered, text, at, len(text))
    return tuple(covered)


def _fill(covered: list[Span], text: str, start: int, end: int) -> None:
    if start >= end:
        return
    gap = text[start:end]
    if gap.strip():
        begin = start + len(gap) - len(gap.lstrip())
        _fill(covered, text, start, begin)
        _append(covered, Span(begin, end, SpanRole.UNEXPLAINED))
    elif covered:
        last = covered[-1]
        covered[-1] = Span(last.start, end, last.role)
    else:
        covered.append(Span(start, end, SpanRole.FURNITURE))


def _append(covered: list[Span], span: Span) -> None:
    """Join a span to the one before it where both have a role that only fills."""
    last = covered[-1] if covered else None
    if last and last.role is span.role is not SpanRole.TASK and last.end == span.start:
        covered[-1] = Span(last.start, span.end, span.role)
    else:
        covered.append(span)
