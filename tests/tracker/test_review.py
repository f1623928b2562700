"""What the Standing Committee asks of the review, and what it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_succession,
    make_task,
    make_update,
    make_verdict,
)
from tracker.clocks import Clock
from tracker.db import Database
from tracker.domain import (
    COUNTED_APART,
    FALLEN_DUE,
    Actor,
    AssignmentRole,
    Category,
    DirectiveState,
    Role,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
    office_day,
)
from tracker.errors import NotAllowed
from tracker.models import AgencyVersion, Assignment
from tracker.review import ReviewPage, ReviewQuery, ReviewRow, review_page, review_table
from tracker.review import rows as review_rows

TODAY = office_day(NOW)
RULES = TrackingRules()
EVERYTHING = ReviewQuery(running=False)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def directive(database: Database, clerk: Actor) -> int:
    return make_directive(database, author_id=clerk.user_id, number="23-CT/TU")


@pytest.fixture
def board(database: Database) -> int:
    return make_agency(database, "Ban Tuyên giáo Tỉnh ủy")


def assign(database: Database, directive: int, agency: int, **task: object) -> int:
    return make_assignment(database, make_task(database, directive, **task), agency)


def claim(
    database: Database, assignment: int, author: Actor, at: datetime = NOW, **update: object
) -> int:
    said: dict[str, object] = {"status": UpdateStatus.DONE, "percent": 100, **update}
    return make_update(database, assignment, author_id=author.user_id, at=at, **said)


def page_of(database: Database, reader: Actor, query: ReviewQuery = EVERYTHING) -> ReviewPage:
    return review_page(database, reader, query, today=TODAY, rules=RULES)


def only_row(database: Database, reader: Actor) -> ReviewRow:
    (row,) = page_of(database, reader).rows
    return row


class TestWhoMayRead:
    @pytest.mark.parametrize("role", [Role.COMMITTEE, Role.INSPECTOR, Role.CLERK])
    def test_those_who_follow_the_whole_province_read_it(
        self, database: Database, role: Role
    ) -> None:
        assert page_of(database, Actor(1, "Người xem", frozenset({role}))).listed == 0

    @pytest.mark.parametrize("role", [Role.AGENCY, Role.ADMINISTRATOR])
    def test_others_are_refused_page_and_file(self, database: Database, role: Role) -> None:
        other = Actor(1, "Người khác", frozenset({role}), frozenset({1}))
        for ask in (review_page, review_table):
            with pytest.raises(NotAllowed):
                ask(database, other, EVERYTHING, today=TODAY, rules=RULES)


class TestWhatIsListed:
    def test_drafts_and_what_is_only_supported_are_not_counted(
        self, database: Database, clerk: Actor, directive: int, board: int
    ) -> None:
        draft = make_directive(database, author_id=clerk.user_id, state=DirectiveState.DRAFT)
        assign(database, draft, board)
        make_assignment(database, make_task(database, directive), board, AssignmentRole.SUPPORTING)
        assert page_of(database, clerk).scope.figures.total == 0

    def test_without_a_filter_only_what_needs_attention_is_listed(
        self, database: Database, clerk: Actor, directive: int, board: int
    ) -> None:
        assign(database, directive, board, original_due=days_ago(3))
        well = assign(database, directive, board, original_due=days_ago(-3))
        make_update(database, well, author_id=clerk.user_id)
        found = page_of(database, clerk, ReviewQuery())
        assert (found.listed, found.scope.figures.total) == (1, 2)

    def test_the_row_names_who_answers_and_who_helps(
        self, database: Database, clerk: Actor, directive: int, board: int
    ) -> None:
        task = make_task(database, directive)
        make_assignment(database, task, board)
        helper = make_agency(database, "Sở Tài chính")
        make_assignment(database, task, helper, AssignmentRole.SUPPORTING)
        row = only_row(database, clerk)
        assert (row.agency, row.other_name, row.supporting) == (
            "Ban Tuyên giáo Tỉnh ủy",
            None,
            ("Sở Tài chính",),
        )

    def test_the_heir_answers_under_both_names(
        self, database: Database, clerk: Actor, directive: int, board: int
    ) -> None:
        assign(database, directive, board)
        heir = make_agency(database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        make_succession(database, board, heir, on=days_ago(9))
        row = only_row(database, clerk)
        assert (row.agency_id, row.agency) == (heir, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        assert row.other_name == "Ban Tuyên giáo Tỉnh ủy"
        (row,) = page_of(database, clerk, ReviewQuery(running=False, as_assigned=True)).rows
        assert (row.agency_id, row.agency) == (board, "Ban Tuyên giáo Tỉnh ủy")
        assert row.other_name == "Ban Tuyên giáo và Dân vận Tỉnh ủy"

    def test_who_was_handed_the_work_answers(
        self, database: Database, clerk: Actor, directive: int, board: int
    ) -> None:
        part = assign(database, directive, board)
        other = make_agency(database, "Sở Nội vụ")
        with database.writing() as session:
            session.get_one(Assignment, part).holder_id = other
        assert only_row(database, clerk).agency == "Sở Nội vụ"

    def test_a_renamed_agency_is_shown_under_both_names(
        self, database: Database, clerk: Actor, directive: int, board: int
    ) -> None:
        assign(database, directive, board)
        with database.writing() as session:
            session.add(
                AgencyVersion(agency_id=board, name="Ban Tuyên huấn", valid_from=days_ago(9))
            )
        row = only_row(database, clerk)
        assert (row.agency, row.other_name) == ("Ban Tuyên huấn", "Ban Tuyên giáo Tỉnh ủy")

    def test_the_last_word_and_the_last_verdict_are_told(
        self, database: Database, clerk: Actor, inspector: Actor, directive: int, board: int
    ) -> None:
        assignment = assign(database, directive, board)
        first = claim(database, assignment, clerk, at=NOW - timedelta(days=9))
        at = NOW - timedelta(days=5)
        make_verdict(database, first, VerdictKind.SENT_BACK, author_id=inspector.user_id, at=at)
        make_update(database, assignment, author_id=clerk.user_id, difficulties="Thiếu kinh phí.")
        row = only_row(database, clerk)
        assert row.last_word is not None
        assert (row.last_word.on, row.last_word.difficulties) == (TODAY, "Thiếu kinh phí.")
        assert row.verdict is not None
        assert (row.verdict.kind, row.verdict.on) == (VerdictKind.SENT_BACK, days_ago(5))

    def test_a_deadline_passes_at_midnight_in_ho_chi_minh_city(
        self, database: Database, clerk: Actor, directive: int, board: int
    ) -> None:
        assign(database, directive, board, original_due=date(2024, 6, 15))
        for moment, overdue in (
            (datetime(2024, 6, 15, 16, 59, 59, tzinfo=UTC), 0),
            (datetime(2024, 6, 15, 17, 0, 0, tzinfo=UTC), 1),
        ):
            found = review_page(database, clerk, EVERYTHING, today=office_day(moment), rules=RULES)
            assert found.rows[0].days_overdue == overdue


class TestFigures:
    @pytest.fixture
    def office(self, database: Database, clerk: Actor, directive: int, board: int) -> Actor:
        """A clerk in whose province tasks stand in each of the five categories."""
        for result in (days_ago(21), days_ago(15)):
            done = assign(database, directive, board, original_due=days_ago(20))
            update = claim(database, done, clerk, result_date=result)
            make_verdict(database, update, VerdictKind.CONFIRMED, author_id=clerk.user_id)
        for due in (days_ago(-30), days_ago(1), None):
            assign(database, directive, board, original_due=due)
        return clerk

    def test_each_category_is_counted_once_and_together_they_are_all(
        self, database: Database, office: Actor
    ) -> None:
        figures = page_of(database, office).scope.figures
        assert figures.categories == dict.fromkeys(set(Category) - COUNTED_APART, 1)
        assert figures.total == 5

    def test_the_rate_is_of_those_fallen_due(self, database: Database, office: Actor) -> None:
        figures = page_of(database, office).scope.figures
        assert figures.fallen_due == 3
        assert figures.on_time_percent == pytest.approx(100 / 3)

    def test_without_a_deadline_passed_there_is_no_rate(
        self, database: Database, clerk: Actor
    ) -> None:
        assert page_of(database, clerk).scope.figures.on_time_percent is None

    @pytest.mark.parametrize("clock", Clock)
    def test_the_number_of_a_clock_is_the_length_of_its_list(
        self, database: Database, office: Actor, clock: Clock
    ) -> None:
        found = page_of(database, office, replace(EVERYTHING, clock=clock))
        assert found.listed == found.scope.figures.clocks[clock]
        assert all(clock in {f.clock for f in row.clocks} for row in found.rows)

    def test_several_categories_make_one_list(self, database: Database, office: Actor) -> None:
        found = page_of(database, office, replace(EVERYTHING, categories=FALLEN_DUE))
        assert {row.category for row in found.rows} == FALLEN_DUE
        assert found.listed == found.scope.figures.fallen_due

    def test_agencies_and_directives_add_up_to_the_whole(
        self, database: Database, office: Actor, directive: int
    ) -> None:
        assign(database, directive, make_agency(database, "Sở Y tế"), original_due=days_ago(2))
        found = page_of(database, office)
        for parts in (found.agencies, found.directives):
            assert sum(part.figures.total for part in parts) == found.scope.figures.total
            assert sum(part.figures.running for part in parts) == found.scope.figures.running

    def test_a_claim_in_time_is_no_delay_but_counts_as_open_until_confirmed(
        self, database: Database, clerk: Actor, directive: int, board: int
    ) -> None:
        waiting = assign(database, directive, board, original_due=days_ago(2))
        claim(database, waiting, clerk, result_date=days_ago(3))
        row = only_row(database, clerk)
        assert (row.days_overdue, row.category) == (0, Category.OPEN_OVERDUE)
        assert page_of(database, clerk).scope.figures.claimed == 1

    def test_the_longest_of_each_clock_is_told(self, database: Database, office: Actor) -> None:
        longest = page_of(database, office).scope.figures.longest
        assert longest[Clock.PAST_DUE] == 1
        assert longest[Clock.UNVERIFIED] == 0


class TestFilters:
    @pytest.fixture
    def helper(self, database: Database, clerk: Actor, directive: int, board: int) -> int:
        """An agency that supports a task of the board and leads none."""
        assert clerk.user_id
        task = make_task(database, directive, text="Lập đề án đô thị.", original_due=days_ago(9))
        make_assignment(database, task, board)
        helper = make_agency(database, "Sở Xây dựng")
        make_assignment(database, task, helper, AssignmentRole.SUPPORTING)
        return helper

    def test_an_agency_is_found_in_the_role_asked_for(
        self, database: Database, clerk: Actor, helper: int
    ) -> None:
        by_role = {
            role: page_of(database, clerk, ReviewQuery(agency_id=helper, role=role)).listed
            for role in AssignmentRole
        }
        assert by_role == {
            AssignmentRole.LEAD: 0,
            AssignmentRole.DIRECTED: 0,
            AssignmentRole.SUPPORTING: 1,
        }

    @pytest.mark.usefixtures("helper")
    @pytest.mark.parametrize(
        ("words", "listed"),
        [("đề án", 1), ("de an do thi", 1), ("23-ct", 1), ("tuyen giao", 1), ("y tế", 0)],
    )
    def test_words_are_found_with_and_without_tone_marks(
        self, database: Database, clerk: Actor, words: str, listed: int
    ) -> None:
        assert page_of(database, clerk, ReviewQuery(words=words)).listed == listed

    def test_the_filters_are_named_and_every_choice_stays_on_offer(
        self, database: Database, clerk: Actor, helper: int, directive: int, board: int
    ) -> None:
        found = page_of(database, clerk, ReviewQuery(agency_id=board, directive_id=directive))
        assert found.scope.agency == "Ban Tuyên giáo Tỉnh ủy"
        assert found.scope.directive is not None
        assert found.scope.directive.number == "23-CT/TU"
        assert {choice.agency_id for choice in found.agency_choices} == {board, helper}

    @pytest.mark.usefixtures("helper")
    def test_what_does_not_exist_leaves_an_empty_list_without_a_name(
        self, database: Database, clerk: Actor
    ) -> None:
        found = page_of(database, clerk, ReviewQuery(agency_id=999, directive_id=999))
        assert (found.listed, found.scope.agency, found.scope.directive) == (0, None, None)


class TestOrderAndPages:
    @pytest.fixture
    def reader(self, database: Database, clerk: Actor, directive: int, board: int) -> Actor:
        """A clerk of a province with thirty overdue tasks, one day apart."""
        other = make_agency(database, "Sở Y tế")
        for day in range(1, 31):
            agency = other if day % 2 else board
            assign(database, directive, agency, original_due=days_ago(day))
        return clerk

    def test_the_longest_overdue_comes_first(self, database: Database, reader: Actor) -> None:
        rows = page_of(database, reader).rows
        assert [row.days_overdue for row in rows] == list(range(30, 5, -1))

    def test_the_second_page_holds_the_rest(self, database: Database, reader: Actor) -> None:
        found = page_of(database, reader, replace(EVERYTHING, page=2))
        assert [row.days_overdue for row in found.rows] == [5, 4, 3, 2, 1]
        assert (found.number, found.last) == (2, 2)

    @pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (99, 2)])
    def test_a_page_that_is_not_there_gives_the_nearest(
        self, database: Database, reader: Actor, asked: int, given: int
    ) -> None:
        assert page_of(database, reader, replace(EVERYTHING, page=asked)).number == given

    def test_each_order_can_be_turned_round(self, database: Database, reader: Actor) -> None:
        def agencies(*, descending: bool) -> list[str]:
            query = replace(EVERYTHING, sort="agency", descending=descending, size=100)
            return [row.agency for row in page_of(database, reader, query).rows]

        assert agencies(descending=False) == sorted(agencies(descending=True))
        assert agencies(descending=True)[0] == "Sở Y tế"

    def test_a_file_holds_every_page(
        self, database: Database, reader: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(review_rows, "BATCH", 7)
        table = review_table(database, reader, EVERYTHING, today=TODAY, rules=RULES)
        assert len({row.assignment_id for row in table.rows}) == 30

    def test_the_number_of_statements_does_not_grow_with_the_rows(
        self, database: Database, reader: Actor, board: int, directive: int
    ) -> None:
        def statements() -> int:
            seen: list[str] = []

            def note(*call: object) -> None:
                seen.append(str(call[2]))

            event.listen(database.engine, "before_cursor_execute", note)
            page_of(database, reader)
            event.remove(database.engine, "before_cursor_execute", note)
            return len(seen)

        before = statements()
        for _ in range(20):
            assign(database, directive, board)
        assert statements() == before
