"""Readings that tests correct: whatever text and tasks, all promises kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from directives import (
    Body,
    Citation,
    Directive,
    Due,
    Every,
    Figure,
    Finding,
    Metadata,
    Nature,
    Precision,
    Recurrence,
    Severity,
    Source,
    Span,
    SpanRole,
    TaskDraft,
)
from directives.ledger import cover

LINES = (
    "Ban Thường vụ yêu cầu:",
    "Một là, Sở A xây dựng kế hoạch; hoàn thành trước ngày 30/6/2024.",
    "Hai là, Sở B kiểm tra.",
    "a) Lập đoàn kiểm tra.",
    "b) Báo cáo kết quả.",
    "Nơi nhận: Sở A.",
)
TEXT = "\n".join(LINES)


def place_of(words: str, text: str = TEXT) -> tuple[int, int]:
    """Return where ``words`` stand."""
    start = text.index(words)
    return start, start + len(words)


def body(words: str) -> Body:
    """A body that the text names."""
    return Body(words, *place_of(words))


def task(name: str, lines: Sequence[str], *children: TaskDraft, **fields: Any) -> TaskDraft:
    """A task over whole lines of ``TEXT``."""
    start, end = place_of(lines[0])[0], place_of(lines[-1])[1]
    known = {"nature": Nature.SPECIFIC, "label": None, **fields}
    return TaskDraft(
        id=name, start=start, end=end, text=TEXT[start:end], children=children, **known
    )


def reading() -> Directive:
    """Two tasks, the second with two sub-tasks, between a lead-in and the recipients."""
    words = "trước ngày 30/6/2024"
    due = Due(words, *place_of(words), date(2024, 6, 30), Precision.DAY)
    first = task("t1", LINES[1:2], label="Một là", lead=(body("Sở A"),), due=due)
    children = (task("t2.1", LINES[3:4]), task("t2.2", LINES[4:5]))
    second = task("t2", LINES[2:5], *children, label="Hai là", lead=(body("Sở B"),))
    spans = (
        Span(*place_of(LINES[0]), SpanRole.CONTEXT),
        Span(first.start, first.end, SpanRole.TASK),
        Span(second.start, second.end, SpanRole.TASK),
        Span(*place_of(LINES[5]), SpanRole.RECIPIENTS),
    )
    return Directive(
        Source("chi-thi.md", "text/markdown", "0" * 64),
        TEXT,
        Metadata(),
        (first, second),
        cover(TEXT, spans),
    )


def assert_promises_kept(directive: Directive) -> None:
    """The ledger is a partition, words are the text's own, ids unique, children inside."""
    assert "".join(directive.text[s.start : s.end] for s in directive.spans) == directive.text
    ids = [task.id for task in directive.walk()]
    assert len(ids) == len(set(ids))
    for outer in directive.walk():
        assert outer.text == directive.text[outer.start : outer.end] != ""
        assert all(outer.start <= c.start and c.end <= outer.end for c in outer.children)
        _assert_in_order(outer.children)
    _assert_in_order(directive.tasks)
    held = [(task.start, task.end) for task in directive.tasks]
    spans = [s for s in directive.spans if s.role is SpanRole.TASK]
    assert [(s.start, s.end - _blank_end(directive, s)) for s in spans] == held


def _blank_end(directive: Directive, span: Span) -> int:
    words = directive.text[span.start : span.end]
    return len(words) - len(words.rstrip())


def _assert_in_order(tasks: Sequence[TaskDraft]) -> None:
    assert all(a.end <= b.start for a, b in pairwise(tasks))


_places = st.integers(0, 999)
_words = st.text(max_size=20)
_bodies = st.lists(st.builds(Body, _words, _places, _places, st.booleans(), st.booleans())).map(
    tuple
)
_tasks: st.SearchStrategy[TaskDraft] = st.deferred(
    lambda: st.builds(
        TaskDraft,
        id=_words,
        label=st.none() | _words,
        start=_places,
        end=_places,
        text=_words,
        nature=st.sampled_from(Nature),
        lead=_bodies,
        due=st.none()
        | st.builds(
            Due, _words, _places, _places, st.none() | st.dates(), st.sampled_from(Precision)
        ),
        recurrence=st.none()
        | st.builds(
            Recurrence,
            _words,
            _places,
            _places,
            st.sampled_from(Every),
            st.none() | st.integers(1, 31),
        ),
        figures=st.lists(
            st.builds(Figure, _words, _places, st.none() | _places, _words, _places, _places),
            max_size=2,
        ).map(tuple),
        confidence=st.floats(0, 1),
        children=st.lists(_tasks, max_size=2).map(tuple),
    )
)
any_reading = st.builds(
    Directive,
    source=st.builds(Source, _words, _words, _words),
    text=_words,
    document=st.builds(
        Metadata,
        number=st.none() | _words,
        issued_on=st.none() | st.dates(),
        recipients=st.lists(_words, max_size=2).map(tuple),
        cites=st.lists(st.builds(Citation, _words, _words, _places, _places), max_size=2).map(
            tuple
        ),
    ),
    tasks=st.lists(_tasks, max_size=2).map(tuple),
    spans=st.lists(st.builds(Span, _places, _places, st.sampled_from(SpanRole)), max_size=3).map(
        tuple
    ),
    findings=st.lists(
        st.builds(Finding, _words, st.sampled_from(Severity), _words, st.none() | _places),
        max_size=2,
    ).map(tuple),
)
