"""Remarks on the words of a task: who reads which, who is told, and where the words are found."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import NOW, make_agency, make_assignment
from tests.tracker.handling_office import TODAY, Office, make_office, person
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, Role
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.handling import CommentEntry, Discussion, comment, discussion
from tracker.handling.anchors import clauses, places_of
from tracker.models import NoticeKind

TEXT = "Một là, xây dựng kế hoạch."
Say = Callable[..., int]


@pytest.fixture
def office(database: Database) -> Office:
    return make_office(database)


@pytest.fixture
def neighbour(office: Office) -> Actor:
    """Somebody of another agency with the same duty."""
    agency_id = make_agency(office.database, "Sở Y tế")
    make_assignment(office.database, office.task_id, agency_id)
    return person(office.database, Role.AGENCY, agency_id)


@pytest.fixture
def say(office: Office) -> Say:
    def _say(actor: Actor, text: str = "Đề nghị làm rõ.", **entry: object) -> int:
        made = CommentEntry(text, **entry)  # type: ignore[arg-type]
        return comment(office.database, actor, office.task_id, made, now=NOW)

    return _say


def read(office: Office, actor: Actor) -> Discussion:
    return discussion(office.database, actor, office.task_id, today=TODAY)


def texts(office: Office, actor: Actor) -> list[str]:
    found = read(office, actor).remarks
    return [one.text for remark in found for one in (remark, *remark.replies)]


class TestWords:
    def test_a_remark_points_at_the_words_that_were_quoted(self, office: Office, say: Say) -> None:
        say(office.agency, quote="xây dựng kế hoạch")
        (remark,) = read(office, office.agency).remarks
        assert remark.words is not None
        assert (remark.number, remark.words.text) == (1, "xây dựng kế hoạch")
        assert TEXT[remark.words.start : remark.words.end] == remark.words.text

    @pytest.mark.parametrize("quote", ["XÂY DỰNG", "  xây\n dựng "])
    def test_capitals_and_spaces_do_not_matter(self, office: Office, say: Say, quote: str) -> None:
        say(office.agency, quote=quote)
        (remark,) = read(office, office.agency).remarks
        assert remark.words is not None
        assert remark.words.text == "xây dựng"

    @pytest.mark.parametrize(
        ("quote", "fault"), [("tổng kết", "not-in-text"), ("h", "in-text-twice")]
    )
    def test_words_must_be_found_and_in_one_place(
        self, say: Say, office: Office, quote: str, fault: str
    ) -> None:
        with pytest.raises(Invalid) as raised:
            say(office.agency, quote=quote)
        assert raised.value.fields == {"quote": fault}

    def test_of_equal_places_one_can_be_named(self, office: Office, say: Say) -> None:
        places = places_of("h", TEXT)
        say(office.agency, quote="h", start=places[-1][0])
        (remark,) = read(office, office.agency).remarks
        assert remark.words is not None
        assert remark.words.start == places[-1][0]

    def test_the_pieces_of_the_text_are_the_text(self, office: Office, say: Say) -> None:
        say(office.agency, quote="xây dựng")
        say(office.agency, quote="dựng kế hoạch")
        pieces = read(office, office.agency).pieces
        assert "".join(piece.text for piece in pieces) == TEXT
        assert [len(piece.remarks) for piece in pieces] == [0, 1, 2, 1, 0]
        assert sum(len(piece.ends) for piece in pieces) == 2

    @given(st.text(max_size=60), st.text(max_size=8))
    def test_whatever_is_quoted_is_found_where_it_stands(self, text: str, quote: str) -> None:
        for start, end in places_of(quote, text):
            assert text[start:end].casefold().split() or not quote.strip()
        for words in clauses(text):
            assert text[words.start : words.end] == words.text


class TestReaders:
    def test_what_an_agency_says_is_between_it_and_the_office(
        self, office: Office, neighbour: Actor, say: Say
    ) -> None:
        say(office.agency)
        assert texts(office, office.clerk) == texts(office, office.agency)
        assert texts(office, neighbour) == []

    def test_the_office_speaks_to_one_or_to_all(
        self, office: Office, neighbour: Actor, say: Say
    ) -> None:
        say(office.clerk, "Gửi chung.")
        say(office.clerk, "Gửi riêng.", to_agency_id=office.agency_id)
        assert texts(office, office.agency) == ["Gửi chung.", "Gửi riêng."]
        assert texts(office, neighbour) == ["Gửi chung."]

    def test_answers_stay_with_whom_they_answer(
        self, office: Office, neighbour: Actor, say: Say
    ) -> None:
        to_all = say(office.clerk, "Gửi chung.")
        asked = say(office.agency, "Hỏi lại.", reply_to_id=to_all)
        say(office.clerk, "Trả lời.", reply_to_id=asked)
        assert texts(office, office.agency) == ["Gửi chung.", "Hỏi lại.", "Trả lời."]
        assert texts(office, neighbour) == ["Gửi chung."]

    def test_nobody_answers_what_they_may_not_read(
        self, office: Office, neighbour: Actor, say: Say
    ) -> None:
        hidden = say(office.agency)
        with pytest.raises(NotFound):
            say(neighbour, reply_to_id=hidden)

    def test_a_task_that_is_not_theirs_is_not_there(self, office: Office, say: Say) -> None:
        other = person(office.database, Role.AGENCY, make_agency(office.database, "Sở Tài chính"))
        with pytest.raises(NotFound):
            say(other)
        with pytest.raises(NotFound):
            read(office, other)

    def test_the_office_speaks_only_to_those_that_have_a_part(
        self, office: Office, say: Say
    ) -> None:
        outside = make_agency(office.database, "Sở Tài chính")
        with pytest.raises(Invalid) as raised:
            say(office.clerk, to_agency_id=outside)
        assert raised.value.fields == {"to_agency_id": "unknown"}

    def test_an_administrator_remarks_on_nothing(self, office: Office, say: Say) -> None:
        with pytest.raises((NotFound, NotAllowed)):
            say(person(office.database, Role.ADMINISTRATOR))


class TestTelling:
    def test_the_clerks_hear_an_agency_and_the_agency_the_office(
        self, office: Office, neighbour: Actor, say: Say
    ) -> None:
        first = say(office.agency, "Hỏi.")
        say(office.clerk, "Trả lời.", reply_to_id=first)
        told = partial(office.told, kind=NoticeKind.COMMENT)
        assert [one["words"] for one in told(office.clerk)] == ["Hỏi."]
        assert [one["words"] for one in told(office.agency)] == ["Trả lời."]
        assert told(neighbour) == []

    def test_what_is_said_to_all_reaches_all(
        self, office: Office, neighbour: Actor, say: Say
    ) -> None:
        say(office.clerk)
        for actor in (office.agency, neighbour):
            assert len(office.told(actor, NoticeKind.COMMENT)) == 1

    @pytest.mark.parametrize("text", ["", "  ", "x" * 5_001])
    def test_a_remark_has_words_and_an_end(self, office: Office, say: Say, text: str) -> None:
        with pytest.raises(Invalid) as raised:
            say(office.agency, text)
        assert set(raised.value.fields) == {"text"}


def test_a_supporter_reads_what_the_office_says_to_all(office: Office, say: Say) -> None:
    agency_id = make_agency(office.database, "Sở Tài chính")
    make_assignment(office.database, office.task_id, agency_id, AssignmentRole.SUPPORTING)
    say(office.clerk, "Gửi chung.")
    assert texts(office, person(office.database, Role.AGENCY, agency_id)) == ["Gửi chung."]
