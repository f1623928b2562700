"""Agencies beside tasks, and urging those of which something is missing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_succession,
    make_task,
    make_update,
    make_user,
    make_verdict,
)
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentEventKind,
    AssignmentRole,
    Role,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
)
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.matrix import (
    Lack,
    Matrix,
    MatrixQuery,
    Urged,
    directive_matrix,
    missing_agencies,
    task_matrix,
    urge,
)
from tracker.models import Assignment, AssignmentEvent, Notice, NoticeKind, Urging

TODAY, RULES = date(2024, 6, 15), TrackingRules()


@dataclass(frozen=True, slots=True)
class Districts:
    """Three districts with one task; the first is done, the second reported, the third silent."""

    directive: int
    task: int
    done: int
    working: int
    silent: int
    board: int


@pytest.fixture
def districts(database: Database, clerk: Actor, inspector: Actor) -> Districts:
    names = ("Huyện ủy An Biên", "Huyện ủy Gò Quao", "Thành ủy Hà Tiên")
    done, working, silent = (make_agency(database, name) for name in names)
    board = make_agency(database, "Ban Dân vận Tỉnh ủy")
    directive = make_directive(database, author_id=clerk.user_id)
    task = make_task(database, directive, label="Tám là", original_due=date(2024, 6, 1))
    update = make_update(
        database,
        make_assignment(database, task, done),
        author_id=clerk.user_id,
        status=UpdateStatus.DONE,
        percent=100,
        result_date=date(2024, 5, 30),
    )
    make_verdict(database, update, VerdictKind.CONFIRMED, author_id=inspector.user_id)
    make_update(database, make_assignment(database, task, working), author_id=clerk.user_id)
    make_assignment(database, task, silent)
    make_assignment(database, task, board, AssignmentRole.SUPPORTING)
    return Districts(directive, task, done, working, silent, board)


def agency_account(database: Database, agency: int) -> Actor:
    user = make_user(database, Role.AGENCY, agency_id=agency)
    return Actor(user, "Đồng chí A", frozenset({Role.AGENCY}), frozenset({agency}))


def matrix(database: Database, actor: Actor, directive: int, **asked: object) -> Matrix:
    query = MatrixQuery(**asked)  # type: ignore[arg-type]
    return directive_matrix(database, actor, directive, query, today=TODAY, rules=RULES)


def test_a_matrix_has_a_row_for_each_lead_and_counts_those_done(
    database: Database, clerk: Actor, districts: Districts
) -> None:
    page = matrix(database, clerk, districts.directive)
    rows = [(row.agency, row.done, row.given, row.lacking, row.overdue) for row in page.rows]
    assert rows == [
        ("Huyện ủy An Biên", 1, 1, 0, 0),
        ("Huyện ủy Gò Quao", 0, 1, 1, 1),
        ("Thành ủy Hà Tiên", 0, 1, 1, 1),
    ]
    (column,) = page.columns
    assert (column.name, column.done, column.given) == ("Tám là", 1, 3)


def test_those_who_support_come_when_everyone_is_asked_for_and_are_not_counted(
    database: Database, clerk: Actor, districts: Districts
) -> None:
    page = matrix(database, clerk, districts.directive, everyone=True)
    assert (page.listed, page.done, page.given) == (4, 1, 3)
    assert page.rows[0].agency == "Ban Dân vận Tỉnh ủy"


@pytest.mark.parametrize(
    ("asked", "agencies"),
    [
        ({"missing": True}, ["Huyện ủy Gò Quao", "Thành ủy Hà Tiên"]),
        ({"overdue": True}, ["Huyện ủy Gò Quao", "Thành ủy Hà Tiên"]),
        ({"descending": True}, ["Thành ủy Hà Tiên", "Huyện ủy Gò Quao", "Huyện ủy An Biên"]),
        (
            {"sort": "done", "descending": True},
            ["Huyện ủy An Biên", "Huyện ủy Gò Quao", "Thành ủy Hà Tiên"],
        ),
        ({"clause": -1}, []),
    ],
)
def test_a_matrix_can_be_narrowed_and_sorted(
    database: Database,
    clerk: Actor,
    districts: Districts,
    asked: dict[str, object],
    agencies: list[str],
) -> None:
    page = matrix(database, clerk, districts.directive, **asked)
    assert sorted(row.agency for row in page.rows) == sorted(agencies)
    if "sort" in asked or "descending" in asked:
        assert next(row.agency for row in page.rows) == agencies[0]


def test_a_clause_is_shown_with_all_below_it(
    database: Database, clerk: Actor, districts: Districts
) -> None:
    part = make_task(
        database, districts.directive, parent_id=districts.task, label=None, key="t8.1"
    )
    make_assignment(database, part, districts.silent)
    other = make_task(database, districts.directive, label="Chín là")
    make_assignment(database, other, districts.silent)
    page = matrix(database, clerk, districts.directive, clause=districts.task)
    assert [column.name for column in page.columns] == ["Tám là", "8.1"]


def test_an_agency_sees_its_own_row_and_those_that_it_may_read(
    database: Database, districts: Districts
) -> None:
    silent = agency_account(database, districts.silent)
    assert [r.agency for r in matrix(database, silent, districts.directive).rows] == [
        "Thành ủy Hà Tiên"
    ]
    board = agency_account(database, districts.board)
    assert matrix(database, board, districts.directive, everyone=True).listed == 4
    stranger = agency_account(database, make_agency(database, "Sở Y tế"))
    with pytest.raises(NotFound):
        matrix(database, stranger, districts.directive)
    with pytest.raises(NotFound):
        task_matrix(database, stranger, districts.task, MatrixQuery(), today=TODAY, rules=RULES)


def test_the_members_of_a_task_come_with_their_last_word_and_verdict(
    database: Database, clerk: Actor, districts: Districts
) -> None:
    page = task_matrix(database, clerk, districts.task, MatrixQuery(), today=TODAY, rules=RULES)
    said = {row.agency: row.said for row in page.rows}
    done = said["Huyện ủy An Biên"]
    assert done is not None
    assert (done.percent, done.verdict) == (100, VerdictKind.CONFIRMED)
    assert said["Thành ủy Hà Tiên"] is None
    assert (page.done, page.given) == (1, 3)


def test_names_are_those_of_today_or_of_the_day_of_assigning(
    database: Database, clerk: Actor, districts: Districts
) -> None:
    heir = make_agency(database, "Đảng ủy phường Hà Tiên")
    make_succession(database, districts.silent, heir, on=date(2024, 6, 1))
    now = matrix(database, clerk, districts.directive, missing=True).rows
    assert ("Đảng ủy phường Hà Tiên", "Thành ủy Hà Tiên") in [(r.agency, r.other_name) for r in now]
    then = matrix(database, clerk, districts.directive, as_assigned=True).rows
    assert ("Thành ủy Hà Tiên", "Đảng ủy phường Hà Tiên") in [
        (r.agency, r.other_name) for r in then
    ]


def urged(database: Database, actor: Actor, districts: Districts, **more: object) -> Urged:
    plan = missing_agencies(
        database, actor, districts.directive, tuple(Lack), today=TODAY, rules=RULES
    )
    asked: dict[str, object] = {
        "assignment_ids": [one.cell.assignment_id for one in plan.missing],
        "words": "Đề nghị báo cáo.",
        "occasion": "một",
        "opened": NOW - timedelta(minutes=5),
        "now": NOW,
        **more,
    }
    return urge(database, actor, districts.directive, rules=RULES, **asked)  # type: ignore[arg-type]


def test_urging_tells_the_people_of_each_agency_and_names_those_without(
    database: Database, inspector: Actor, districts: Districts
) -> None:
    people = {make_user(database, Role.AGENCY, agency_id=districts.silent) for _ in range(2)}
    told = urged(database, inspector, districts)
    assert told == Urged(agencies=1, people=2, unreachable=("Huyện ủy Gò Quao",))
    with database.reading() as session:
        notices = session.scalars(select(Notice)).all()
        assert {notice.user_id for notice in notices} == people
        assert {notice.kind for notice in notices} == {NoticeKind.URGING}
        assert notices[0].details["words"] == "Đề nghị báo cáo."
    rows = {r.agency: r for r in matrix(database, inspector, districts.directive).rows}
    (cell,) = rows["Thành ủy Hà Tiên"].cells[districts.task]
    assert cell.urged_on == TODAY
    (other,) = rows["Huyện ủy Gò Quao"].cells[districts.task]
    assert other.urged_on is None


def test_an_act_sent_twice_urges_once(
    database: Database, inspector: Actor, districts: Districts
) -> None:
    make_user(database, Role.AGENCY, agency_id=districts.silent)
    urged(database, inspector, districts)
    assert urged(database, inspector, districts) == Urged(0, 0, ("Huyện ủy Gò Quao",))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Urging)) == 1
        assert session.scalar(select(func.count()).select_from(Notice)) == 1
    again = urged(database, inspector, districts, occasion="hai", opened=NOW)
    assert again.agencies == 1


def test_a_form_sent_twice_at_the_same_moment_urges_once(
    database: Database, inspector: Actor, districts: Districts
) -> None:
    make_user(database, Role.AGENCY, agency_id=districts.silent)
    with ThreadPoolExecutor(4) as pool:
        acts = [pool.submit(urged, database, inspector, districts) for _ in range(4)]
    assert sorted(act.result().people for act in acts) == [0, 0, 0, 1]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Notice)) == 1


def test_of_two_who_urge_the_same_at_once_only_the_first_is_heard(
    database: Database, clerk: Actor, inspector: Actor, districts: Districts
) -> None:
    make_user(database, Role.AGENCY, agency_id=districts.silent)
    assert urged(database, inspector, districts).people == 1
    later = urged(database, clerk, districts, occasion="hai", now=NOW + timedelta(minutes=1))
    assert later.people == 0


def test_the_unit_that_does_the_work_is_told_too(
    database: Database, inspector: Actor, districts: Districts
) -> None:
    unit = make_agency(database, "Đảng ủy phường Pháo Đài")
    told = make_user(database, Role.AGENCY, agency_id=unit)
    with database.writing() as session:
        part = session.scalars(
            select(Assignment).where(Assignment.agency_id == districts.silent)
        ).one()
        part.delegate_id = unit
    assert urged(database, inspector, districts).people == 1
    with database.reading() as session:
        assert session.scalars(select(Notice.user_id)).all() == [told]


def test_what_is_no_longer_tracked_is_not_counted(
    database: Database, clerk: Actor, districts: Districts
) -> None:
    with database.writing() as session:
        part = session.scalars(
            select(Assignment).where(Assignment.agency_id == districts.silent)
        ).one()
        session.add(
            AssignmentEvent(
                assignment_id=part.id,
                kind=AssignmentEventKind.STOPPED,
                effective_on=date(2024, 6, 1),
                reason="Nhiệm vụ không còn phù hợp",
                author_id=clerk.user_id,
                at=NOW,
            )
        )
    page = matrix(database, clerk, districts.directive)
    assert (page.done, page.given, page.listed) == (1, 2, 3)
    assert [row.lacking for row in page.rows] == [0, 1, 0]


def test_one_that_has_reported_in_the_meantime_is_left_out(
    database: Database, inspector: Actor, districts: Districts
) -> None:
    make_user(database, Role.AGENCY, agency_id=districts.silent)
    plan = missing_agencies(
        database, inspector, districts.directive, [Lack.NO_WORD], today=TODAY, rules=RULES
    )
    (one,) = plan.missing
    assert len(one.people) == 1
    make_update(
        database,
        one.cell.assignment_id,
        author_id=inspector.user_id,
        status=UpdateStatus.DONE,
        percent=100,
        result_date=date(2024, 5, 30),
        at=datetime(2024, 6, 14, tzinfo=UTC),
    )
    told = urged(database, inspector, districts, assignment_ids=[one.cell.assignment_id])
    assert told == Urged(0, 0, ())


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ({"words": " \n "}, {"words": "required"}),
        ({"words": "a" * 601}, {"words": "too-long"}),
        ({"assignment_ids": []}, {"assignment": "nobody-chosen"}),
        ({"occasion": ""}, {"assignment": "nobody-chosen"}),
    ],
)
def test_what_cannot_be_sent_is_said(
    database: Database,
    inspector: Actor,
    districts: Districts,
    more: dict[str, object],
    faults: dict[str, str],
) -> None:
    with pytest.raises(Invalid) as fault:
        urged(database, inspector, districts, **more)
    assert fault.value.fields == faults


def test_agencies_do_not_urge_each_other(database: Database, districts: Districts) -> None:
    with pytest.raises(NotAllowed):
        urged(database, agency_account(database, districts.silent), districts)
