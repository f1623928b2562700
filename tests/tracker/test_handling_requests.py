"""Agencies accept, refuse and ask; the office decides once, and what it grants holds at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_event,
    make_succession,
    make_task,
    make_update,
    make_verdict,
)
from tests.tracker.handling_office import (
    DUE,
    LATER,
    REFUSED,
    RULES,
    TODAY,
    Office,
    granted,
    make_office,
    person,
)
from tracker.clocks import Clock, running_clocks
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentEventKind,
    AssignmentRole,
    Category,
    DirectiveState,
    RequestKind,
    Role,
    UpdateStatus,
    VerdictKind,
    Workflow,
)
from tracker.errors import Conflict, Invalid, NotAllowed, NotFound
from tracker.handling import (
    AlreadyDecided,
    AlreadyWaiting,
    AlreadyWithdrawn,
    NothingToAccept,
    NotOpen,
    OwnRequest,
    RequestQuery,
    accept,
    count_waiting,
    list_requests,
    request_page,
    withdraw,
)
from tracker.models import Assignment, Directive, DueChange, IndexChange, NoticeKind, RecordKind
from tracker.models.answering import AgencyEnded, HandedOver
from tracker.models.updating import NotTracked


@pytest.fixture
def office(database: Database) -> Office:
    return make_office(database)


class TestAccepting:
    def test_an_agency_takes_the_work_on_once(self, office: Office) -> None:
        assert office.handling().may_accept
        accept(office.database, office.agency, office.assignment_id, now=NOW)
        assert office.facts.workflow is Workflow.ACCEPTED
        assert not office.handling().may_accept
        with pytest.raises(NothingToAccept):
            accept(office.database, office.agency, office.assignment_id, now=NOW)

    def test_nobody_accepts_for_another(self, office: Office) -> None:
        other = person(office.database, Role.AGENCY, make_agency(office.database, "Sở Y tế"))
        with pytest.raises(NotFound):
            accept(office.database, other, office.assignment_id, now=NOW)
        with pytest.raises(NotAllowed):
            accept(office.database, office.clerk, office.assignment_id, now=NOW)

    def test_whose_work_has_passed_to_another_accepts_it_no_more(self, office: Office) -> None:
        heir = make_agency(office.database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        make_succession(office.database, office.agency_id, heir, on=date(2024, 5, 1))
        with pytest.raises(HandedOver):
            accept(office.database, office.agency, office.assignment_id, now=NOW)
        both = person(office.database, Role.AGENCY, heir, office.agency_id)
        accept(office.database, both, office.assignment_id, now=NOW)
        assert office.facts.is_accepted


class TestAsking:
    def test_the_deciders_are_told_and_the_task_stands_as_before(self, office: Office) -> None:
        office.ask()
        assert (office.facts.due, office.facts.workflow) == (DUE, Workflow.ISSUED)
        for decider in (office.clerk, office.committee):
            (told,) = office.told(decider, NoticeKind.REQUEST)
            assert told["request"] == "extension"
            assert (told["was"], told["due"]) == ("2024-06-30", "2024-09-30")

    def test_a_task_stays_overdue_while_a_request_waits(self, office: Office) -> None:
        office.ask()
        clocks = running_clocks(office.facts, DUE + timedelta(days=1), RULES)
        assert Clock.PAST_DUE in {finding.clock for finding in clocks}
        assert office.facts.category(DUE + timedelta(days=1)) is Category.OPEN_OVERDUE

    def test_only_one_request_of_a_kind_waits(self, office: Office) -> None:
        first = office.ask()
        with pytest.raises(AlreadyWaiting):
            office.ask()
        office.ask(RequestKind.CONTENT)
        office.decide(first, REFUSED)
        office.ask()

    def test_two_that_ask_at_one_moment_make_one_request(self, office: Office) -> None:
        def tried(_number: int) -> int | None:
            try:
                return office.ask()
            except AlreadyWaiting:
                return None

        with ThreadPoolExecutor(4) as pool:
            made = [one for one in pool.map(tried, range(4)) if one is not None]
        assert len(made) == 1

    @pytest.mark.parametrize(
        ("due", "fault"),
        [
            (None, "date-needed"),
            (DUE, "not-later"),
            (DUE - timedelta(days=1), "not-later"),
        ],
    )
    def test_an_extension_wants_a_later_day(
        self, office: Office, due: date | None, fault: str
    ) -> None:
        with pytest.raises(Invalid) as raised:
            office.ask(due=due)
        assert raised.value.fields == {"wanted_due": fault}

    def test_after_the_due_day_the_wanted_day_must_be_to_come(self, office: Office) -> None:
        with pytest.raises(Invalid) as raised:
            office.ask(due=date(2024, 7, 19), now=NOW + timedelta(days=35))
        assert raised.value.fields == {"wanted_due": "day-passed"}
        office.ask(due=date(2024, 7, 20), now=NOW + timedelta(days=35))

    @pytest.mark.parametrize("reason", ["", " \n ", "x" * 5_001])
    def test_a_reason_is_needed_and_has_an_end(self, office: Office, reason: str) -> None:
        with pytest.raises(Invalid) as raised:
            office.ask(reason=reason)
        assert set(raised.value.fields) == {"reason"}

    def test_one_asked_after_the_due_day_is_late(self, office: Office) -> None:
        request_id = office.ask(now=NOW + timedelta(days=20))
        (words,) = office.handling().waiting
        assert (words.request_id, words.is_late, words.due_then) == (request_id, True, DUE)

    def test_the_due_day_itself_ends_at_midnight_in_ho_chi_minh_city(self, office: Office) -> None:
        last = NOW.replace(day=30, hour=16, minute=59, second=59)
        withdraw(office.database, office.agency, office.ask(now=last), now=last)
        office.ask(now=last + timedelta(seconds=1))
        assert [words.is_late for words in office.handling().requests] == [True, False]

    def test_without_a_deadline_there_is_nothing_to_extend(self, database: Database) -> None:
        undated = make_office(database, due=None)
        assert RequestKind.EXTENSION not in undated.handling().may_ask
        with pytest.raises(NotOpen):
            undated.ask()

    def test_who_has_accepted_refuses_no_more(self, office: Office) -> None:
        assert RequestKind.REFUSAL in office.handling().may_ask
        accept(office.database, office.agency, office.assignment_id, now=NOW)
        assert RequestKind.REFUSAL not in office.handling().may_ask
        with pytest.raises(NotOpen):
            office.ask(RequestKind.REFUSAL)

    def test_only_a_lead_asks_for_another_lead(self, office: Office) -> None:
        task = make_task(office.database, 1, original_due=DUE)
        role = AssignmentRole.SUPPORTING
        part = make_assignment(office.database, task, office.agency_id, role)
        supporting = replace(office, task_id=task, assignment_id=part)
        assert RequestKind.LEAD not in supporting.handling().may_ask

    @pytest.mark.parametrize("kind", [AssignmentEventKind.STOPPED, AssignmentEventKind.SUSPENDED])
    def test_nothing_is_asked_of_what_is_halted(
        self, office: Office, kind: AssignmentEventKind
    ) -> None:
        make_event(office.database, office.assignment_id, kind, author_id=office.clerk.user_id)
        assert office.handling().may_ask == ()
        with pytest.raises(NotOpen):
            office.ask()

    def test_nothing_is_asked_of_what_is_confirmed(self, office: Office) -> None:
        confirm(office)
        with pytest.raises(NotOpen):
            office.ask()

    def test_nothing_is_asked_of_a_withdrawn_directive(self, office: Office) -> None:
        with office.database.writing() as session:
            session.scalars(select(Directive)).one().state = DirectiveState.WITHDRAWN
        with pytest.raises(NotTracked):
            office.ask()

    def test_an_ended_agency_asks_nothing(self, database: Database) -> None:
        office = make_office(database)
        gone = make_agency(database, "Sở cũ", valid_to=date(2024, 3, 1))
        part = make_assignment(database, office.task_id, gone, AssignmentRole.DIRECTED)
        ended = replace(office, assignment_id=part, agency=person(database, Role.AGENCY, gone))
        with pytest.raises(AgencyEnded):
            ended.ask()

    def test_the_named_lead_is_recognised_for_the_office_alone(self, office: Office) -> None:
        make_agency(office.database, "Sở Tài chính", short_name="STC")
        office.ask(RequestKind.LEAD, text="sở tài chính")
        (for_clerk,) = office.handling(office.clerk).waiting
        (for_agency,) = office.handling().waiting
        assert for_clerk.wanted_agency == "Sở Tài chính"
        assert (for_agency.wanted_agency, for_agency.wanted_text) == (None, "sở tài chính")


def confirm(office: Office) -> None:
    author = office.clerk.user_id
    update = make_update(
        office.database, office.assignment_id, author_id=author, status=UpdateStatus.DONE
    )
    make_verdict(office.database, update, VerdictKind.CONFIRMED, author_id=author)


class TestDeciding:
    def test_a_granted_extension_moves_the_day_and_keeps_the_first(self, office: Office) -> None:
        request_id = office.ask()
        office.decide(request_id)
        due = office.facts.due_day
        assert (due.day, due.original, due.extensions) == (LATER, DUE, 1)
        (change,) = office.handling().changes
        assert (change.previous, change.due, change.reason) == (DUE, LATER, REASON_OF_REQUEST)

    def test_less_than_was_asked_may_be_granted(self, office: Office) -> None:
        office.decide(office.ask(), granted(date(2024, 8, 1)))
        (words,) = office.handling().ended
        assert words.decision is not None
        assert (words.wanted_due, words.decision.due) == (LATER, date(2024, 8, 1))

    @pytest.mark.parametrize(
        ("due", "fault"),
        [(None, "date-needed"), (DUE, "not-later"), (date(2024, 6, 1), "not-later")],
    )
    def test_a_day_that_is_not_later_is_not_granted(
        self, office: Office, due: date | None, fault: str
    ) -> None:
        request_id = office.ask()
        with pytest.raises(Invalid) as raised:
            office.decide(request_id, granted(due))
        assert raised.value.fields == {"due": fault}

    def test_a_day_that_has_passed_since_is_not_granted(self, office: Office) -> None:
        request_id = office.ask(due=date(2024, 7, 10))
        with pytest.raises(Invalid) as raised:
            office.decide(request_id, granted(date(2024, 7, 10)), now=NOW + timedelta(days=60))
        assert raised.value.fields == {"due": "day-passed"}

    def test_the_index_is_told(self, office: Office) -> None:
        make_update(office.database, office.assignment_id, author_id=office.clerk.user_id)
        office.decide(office.ask())
        with office.database.reading() as session:
            kinds = set(session.scalars(select(IndexChange.kind)))
        assert kinds == {RecordKind.TASK, RecordKind.UPDATE}

    def test_the_agency_is_told_of_the_decision(self, office: Office) -> None:
        office.decide(office.ask())
        (told,) = office.told(office.agency, NoticeKind.DECISION)
        assert (told["outcome"], told["due"], told["was"]) == (
            "granted",
            "2024-09-30",
            "2024-06-30",
        )

    def test_a_refusal_of_the_office_needs_a_reason_and_changes_nothing(
        self, office: Office
    ) -> None:
        request_id = office.ask()
        with pytest.raises(Invalid) as raised:
            office.decide(request_id, replace(REFUSED, reason=" "))
        assert raised.value.fields == {"reason": "required"}
        office.decide(request_id, REFUSED)
        assert office.facts.due_day.extensions == 0

    def test_the_second_to_decide_is_told_who_was_first(self, office: Office) -> None:
        request_id = office.ask()
        office.decide(request_id)
        with pytest.raises(AlreadyDecided) as raised:
            office.decide(request_id, REFUSED, office.committee)
        assert raised.value.details["author"] == "Đồng chí clerk"
        assert raised.value.details["outcome"] == "granted"
        assert office.facts.due == LATER

    def test_of_many_that_decide_at_one_moment_one_does(self, office: Office) -> None:
        request_id = office.ask()

        def tried(day: int) -> int | None:
            try:
                office.decide(request_id, granted(date(2024, 8, day)))
            except Conflict:
                return None
            return day

        with ThreadPoolExecutor(4) as pool:
            (day,) = [one for one in pool.map(tried, range(1, 5)) if one is not None]
        assert office.facts.due == date(2024, 8, day)
        assert len(office.handling().changes) == 1

    def test_a_request_taken_back_is_decided_no_more(self, office: Office) -> None:
        request_id = office.ask()
        withdraw(office.database, office.agency, request_id, now=NOW)
        with pytest.raises(AlreadyWithdrawn):
            office.decide(request_id)
        with pytest.raises(AlreadyWithdrawn):
            withdraw(office.database, office.agency, request_id, now=NOW)

    def test_a_decided_request_is_taken_back_no_more(self, office: Office) -> None:
        request_id = office.ask()
        office.decide(request_id)
        with pytest.raises(AlreadyDecided):
            withdraw(office.database, office.agency, request_id, now=NOW)

    @pytest.mark.parametrize("kind", [AssignmentEventKind.STOPPED, AssignmentEventKind.SUSPENDED])
    def test_on_halted_work_a_request_can_be_refused_but_not_granted(
        self, office: Office, kind: AssignmentEventKind
    ) -> None:
        request_id = office.ask()
        make_event(office.database, office.assignment_id, kind, author_id=office.clerk.user_id)
        with pytest.raises(NotOpen):
            office.decide(request_id)
        office.decide(request_id, REFUSED)

    def test_on_confirmed_work_too(self, office: Office) -> None:
        request_id = office.ask()
        confirm(office)
        with pytest.raises(NotOpen):
            office.decide(request_id)
        withdraw(office.database, office.agency, request_id, now=NOW)

    @pytest.mark.parametrize(
        ("kind", "role"),
        [
            (RequestKind.STOP_TRACKING, Role.CLERK),
            (RequestKind.CONTENT, Role.COMMITTEE),
            (RequestKind.EXTENSION, Role.INSPECTOR),
        ],
    )
    def test_each_kind_is_for_its_role(self, office: Office, kind: RequestKind, role: Role) -> None:
        request_id = office.ask(kind)
        with pytest.raises(NotAllowed):
            office.decide(request_id, REFUSED, person(office.database, role))

    def test_an_agency_is_not_told_that_there_is_such_a_request(self, office: Office) -> None:
        with pytest.raises(NotFound):
            office.decide(office.ask(), REFUSED, office.agency)

    def test_the_office_says_who_decides_on_more_time(self, office: Office) -> None:
        strict = replace(RULES, extensions_decided_by=frozenset({Role.COMMITTEE}))
        office.ask()
        assert count_waiting(office.database, office.clerk, strict) == 0
        assert count_waiting(office.database, office.committee, strict) == 1

    def test_nobody_decides_on_what_their_own_agency_asks(self, office: Office) -> None:
        request_id = office.ask()
        both = Actor(
            office.clerk.user_id,
            "Đồng chí",
            frozenset({Role.CLERK, Role.AGENCY}),
            frozenset({office.agency_id}),
        )
        with pytest.raises(OwnRequest):
            office.decide(request_id, REFUSED, both)

    def test_a_granted_correction_stands_beside_the_words(self, office: Office) -> None:
        request_id = office.ask(RequestKind.CONTENT, text="Xây dựng kế hoạch 5 năm.")
        assert office.handling().content is None
        office.decide(request_id, granted())
        assert office.handling().content == "Xây dựng kế hoạch 5 năm."

    def test_the_committee_ends_tracking(self, office: Office) -> None:
        request_id = office.ask(RequestKind.STOP_TRACKING)
        office.decide(request_id, granted(), office.committee)
        assert office.facts.workflow is Workflow.STOPPED


REASON_OF_REQUEST = "Mưa lũ kéo dài, chưa nghiệm thu được."


class TestRefusingTheWork:
    def test_a_granted_refusal_needs_another_holder_or_an_end(self, office: Office) -> None:
        request_id = office.ask(RequestKind.REFUSAL)
        with pytest.raises(Invalid) as raised:
            office.decide(request_id, granted())
        assert raised.value.fields == {"agency_id": "choose-holder"}
        with pytest.raises(Invalid) as raised:
            office.decide(request_id, granted(agency_id=office.agency_id))
        assert raised.value.fields == {"agency_id": "same-holder"}
        with pytest.raises(Invalid) as raised:
            office.decide(request_id, granted(agency_id=9_999))
        assert raised.value.fields == {"agency_id": "unknown"}

    @pytest.mark.parametrize("kind", [RequestKind.REFUSAL, RequestKind.LEAD])
    def test_the_work_goes_to_the_chosen_holder_who_has_not_accepted_it(
        self, office: Office, kind: RequestKind
    ) -> None:
        other = make_agency(office.database, "Sở Y tế")
        holder = person(office.database, Role.AGENCY, other)
        office.decide(office.ask(kind), granted(agency_id=other))
        (told,) = office.told(holder, NoticeKind.ASSIGNMENT)
        assert told["outcome"] == "handed-over"
        with office.database.reading() as session:
            part = session.get_one(Assignment, office.assignment_id)
            assert (part.agency_id, part.holder_id) == (office.agency_id, other)
        assert office.facts.workflow is Workflow.ISSUED
        assert not office.handling().may_accept
        assert office.handling(holder).may_accept

    def test_tracking_may_end_instead(self, office: Office) -> None:
        office.decide(office.ask(RequestKind.REFUSAL), granted(stops=True))
        assert office.facts.workflow is Workflow.STOPPED

    def test_a_refused_refusal_leaves_the_work_where_it_is(self, office: Office) -> None:
        office.decide(office.ask(RequestKind.REFUSAL), REFUSED)
        assert office.handling().may_accept


class TestReading:
    def test_requests_are_between_an_agency_and_the_office(self, office: Office) -> None:
        request_id = office.ask()
        beside = make_agency(office.database, "Sở Y tế")
        role = AssignmentRole.SUPPORTING
        make_assignment(office.database, office.task_id, beside, role)
        neighbour = person(office.database, Role.AGENCY, beside)
        assert office.handling(neighbour).requests == ()
        with pytest.raises(NotFound):
            request_page(office.database, neighbour, request_id, today=TODAY, rules=RULES)
        listed = list_requests(office.database, neighbour, RequestQuery(), today=TODAY, rules=RULES)
        assert (listed.total, listed.agencies) == (0, ())

    def test_a_reader_learns_what_went_before(self, office: Office) -> None:
        first = office.ask()
        office.decide(first)
        second = office.ask(due=date(2024, 12, 31))
        page = request_page(office.database, office.clerk, second, today=TODAY, rules=RULES)
        assert [words.request_id for words in page.earlier] == [first]
        assert page.part.due.extensions == 1
        assert page.request.may_decide
        assert not page.request.may_withdraw

    def test_a_task_that_is_not_theirs_is_not_there(self, office: Office) -> None:
        other = person(office.database, Role.AGENCY, make_agency(office.database, "Sở Y tế"))
        with pytest.raises(NotFound):
            office.handling(other)


class TestTheList:
    def listed(self, office: Office, actor: Actor, **query: object) -> list[RequestKind]:
        found = list_requests(
            office.database,
            actor,
            RequestQuery(**query),  # type: ignore[arg-type]
            today=TODAY,
            rules=RULES,
        )
        return [row.kind for row in found.rows]

    def test_each_is_shown_what_they_decide_on(self, office: Office) -> None:
        for kind in (RequestKind.EXTENSION, RequestKind.CONTENT, RequestKind.STOP_TRACKING):
            office.ask(kind)
        claimed = {"author_id": office.clerk.user_id, "status": UpdateStatus.DONE}
        make_update(office.database, office.assignment_id, **claimed)  # type: ignore[arg-type]
        assert self.listed(office, office.clerk, sort="kind") == [
            RequestKind.CONTENT,
            RequestKind.EXTENSION,
        ]
        assert self.listed(office, office.committee, sort="kind") == [
            RequestKind.EXTENSION,
            RequestKind.STOP_TRACKING,
        ]
        inspector = person(office.database, Role.INSPECTOR)
        assert self.listed(office, inspector) == [RequestKind.CONFIRMATION]
        assert len(self.listed(office, office.agency)) == 4
        assert self.listed(office, office.clerk, kinds=frozenset({RequestKind.CONFIRMATION}))

    def test_a_judged_claim_waits_no_more(self, office: Office) -> None:
        confirm(office)
        assert self.listed(office, person(office.database, Role.INSPECTOR)) == []

    def test_late_ones_and_those_of_an_agency_are_found(self, office: Office) -> None:
        office.ask(RequestKind.CONTENT)
        office.ask(now=NOW + timedelta(days=20))
        assert self.listed(office, office.clerk, late=True) == [RequestKind.EXTENSION]
        assert len(self.listed(office, office.clerk, agency_id=office.agency_id)) == 2
        assert self.listed(office, office.clerk, agency_id=9_999) == []

    def test_what_has_ended_is_listed_apart(self, office: Office) -> None:
        office.decide(office.ask(), REFUSED)
        assert self.listed(office, office.clerk) == []
        assert self.listed(office, office.clerk, ended=True) == [RequestKind.EXTENSION]

    def test_an_administrator_neither_asks_nor_decides(self, office: Office) -> None:
        with pytest.raises(NotAllowed):
            self.listed(office, person(office.database, Role.ADMINISTRATOR))


def test_an_extension_is_the_only_change_that_was_written(office: Office) -> None:
    office.decide(office.ask())
    with office.database.reading() as session:
        (change,) = session.scalars(select(DueChange))
        assert (change.kind.value, change.request_id) == ("extension", 1)


def test_the_task_of_many_costs_no_more_statements_than_that_of_one(office: Office) -> None:
    statements: list[str] = []
    event.listen(
        office.database.engine, "before_cursor_execute", lambda *told: statements.append(told[2])
    )

    def cost() -> int:
        statements.clear()
        office.handling(office.clerk)
        return len(statements)

    office.decide(office.ask())
    of_one = cost()
    for number in range(20):
        part = make_assignment(
            office.database, office.task_id, make_agency(office.database, f"Xã {number}")
        )
        make_event(
            office.database,
            part,
            AssignmentEventKind.ACCEPTED,
            author_id=office.clerk.user_id,
        )
    assert cost() == of_one


def test_a_long_list_says_that_it_was_cut(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.handling.listing.MOST_READ", 1)
    for kind in (RequestKind.EXTENSION, RequestKind.CONTENT):
        office.ask(kind)
    found = list_requests(office.database, office.clerk, RequestQuery(), today=TODAY, rules=RULES)
    assert (found.total, found.is_cut) == (1, True)
    assert [row.kind for row in found.rows] == [RequestKind.EXTENSION]


def test_requests_on_a_withdrawn_directive_are_listed_no_more(office: Office) -> None:
    office.ask()
    with office.database.writing() as session:
        session.scalars(select(Directive)).one().state = DirectiveState.WITHDRAWN
    found = list_requests(office.database, office.clerk, RequestQuery(), today=TODAY, rules=RULES)
    assert found.total == 0
