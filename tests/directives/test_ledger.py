"""The coverage ledger: no character without a role, none with two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from directives import Span, SpanRole
from directives.ledger import cover

TEXT = "Một hai ba\nbốn năm sáu"
_spans = st.builds(
    lambda a, b, role: Span(min(a, b), max(a, b), role),
    st.integers(0, len(TEXT)),
    st.integers(0, len(TEXT)),
    st.sampled_from(SpanRole),
).filter(lambda span: span.start < span.end)


@given(st.lists(_spans, max_size=6))
def test_whatever_is_known_the_ledger_covers_the_text_once(spans: list[Span]) -> None:
    covered = cover(TEXT, spans)
    assert "".join(TEXT[span.start : span.end] for span in covered) == TEXT
    assert all(span.start < span.end for span in covered)


def test_words_that_nobody_placed_are_unexplained() -> None:
    covered = cover(TEXT, [Span(0, 10, SpanRole.HEADING)])
    assert [span.role for span in covered] == [SpanRole.HEADING, SpanRole.UNEXPLAINED]


def test_white_space_goes_with_what_stands_before_it() -> None:
    covered = cover(TEXT, [Span(0, 10, SpanRole.TASK), Span(11, 22, SpanRole.TASK)])
    assert [(span.start, span.end) for span in covered] == [(0, 11), (11, 22)]


def test_neighbours_of_one_role_are_joined_but_tasks_stay_apart() -> None:
    parts = [(0, 4), (4, 8)]
    roles = (SpanRole.CONTEXT, SpanRole.TASK)
    joined, apart = (cover(TEXT[:8], [Span(*part, role) for part in parts]) for role in roles)
    assert (len(joined), len(apart)) == (1, 2)


def test_of_two_spans_over_the_same_words_the_outer_one_holds() -> None:
    covered = cover(TEXT, [Span(4, 7, SpanRole.HEADING), Span(0, 22, SpanRole.TASK)])
    assert covered == (Span(0, 22, SpanRole.TASK),)
