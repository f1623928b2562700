"""The address of a search holds its whole state, and can be read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_index import Facet, Sort
from tracker.models import RecordKind
from tracker.search import Question, read_address, written

WORDS = st.text(min_size=1).map(str.strip).filter(bool)
FILTERS = st.lists(st.tuples(st.sampled_from(Facet), WORDS), unique=True).map(tuple)


@given(
    st.builds(
        Question,
        text=WORDS | st.just(""),
        filters=FILTERS,
        excluded=FILTERS,
        kind=st.sampled_from(RecordKind) | st.none(),
        sort=st.sampled_from(Sort),
        like=WORDS | st.none(),
    )
)
def test_what_is_written_is_read_back(question: Question) -> None:
    read = read_address(written(question))
    assert (read.question, read.unread) == (question, ())


def test_what_has_no_meaning_is_told_and_the_rest_is_read() -> None:
    parts = [("q", "vốn"), ("f", "colour:red"), ("f", "year:2024"), ("sort", "size"), ("z", "1")]
    read = read_address(parts)
    assert read.question == Question("vốn", filters=((Facet.YEAR, "2024"),))
    assert sorted(read.unread) == [("f", "colour:red"), ("sort", "size"), ("z", "1")]


def test_a_page_that_is_no_number_is_the_first() -> None:
    assert read_address([("page", "²")]).question.page == 1
    assert read_address([("page", "9" * 9999)]).question.page == 1
    assert read_address([("page", "7")]).question.page == 7
