"""The ledger over the tables: what is written when, who may read it, what people join."""

from __future__ import annotations

from datetime import UTC, date, datetime

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
)
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, Role
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.ledger import (
    Conflict,
    LedgerPage,
    LedgerQuery,
    join_subjects,
    ledger_page,
    put_claim_apart,
    rebuild_ledger,
)
from tracker.models import FigureClaim

TEXT = "Tính đến cuối năm 2023 có 111/116 xã đạt chuẩn. Một là, phấn đấu 116/116 xã đạt chuẩn."
TODAY = date(2024, 6, 15)


@pytest.fixture
def directive(database: Database, clerk: Actor) -> int:
    return make_directive(database, author_id=clerk.user_id, text=TEXT)


@pytest.fixture
def task(database: Database, directive: int) -> int:
    return make_task(database, directive, start=TEXT.index("Một"), end=len(TEXT))


def report(database: Database, assignment: int, author: Actor, text: str, **more: object) -> int:
    """Log an update as it was before there was a ledger, then read its figures."""
    update = make_update(
        database,
        assignment,
        author_id=author.user_id,
        narrative=text,
        **more,  # type: ignore[arg-type]
    )
    rebuild_ledger(database, now=NOW)
    return update


def agency_account(database: Database, agency: int) -> Actor:
    user = make_user(database, Role.AGENCY, agency_id=agency)
    return Actor(user, "Đồng chí A", frozenset({Role.AGENCY}), frozenset({agency}))


def page(database: Database, actor: Actor, **asked: object) -> LedgerPage:
    return ledger_page(database, actor, LedgerQuery(**asked), today=TODAY)  # type: ignore[arg-type]


def figures(found: LedgerPage) -> list[str]:
    return sorted(claim.figure for claim in found.claims)


def test_a_document_and_its_reports_make_one_series(
    database: Database, clerk: Actor, directive: int, task: int
) -> None:
    given = make_assignment(database, task, make_agency(database, "Sở Nông nghiệp"))
    report(database, given, clerk, "Đã có 113/116 xã đạt chuẩn.")
    found = page(database, clerk, directive_id=directive)
    (series,) = found.series
    assert [(c.figure, c.stated_on, c.is_wanted) for c in series.claims] == [
        ("111/116 xã", date(2023, 12, 31), False),
        ("116/116 xã", date(2024, 2, 17), True),
        ("113/116 xã", date(2024, 6, 15), False),
    ]
    assert found.contradictions == ()
    assert page(database, clerk, task_id=task).claims == found.claims


def test_a_correction_takes_the_place_of_what_it_corrects(
    database: Database, clerk: Actor, directive: int, task: int
) -> None:
    given = make_assignment(database, task, make_agency(database))
    wrong = report(database, given, clerk, "Đã có 101/116 xã đạt chuẩn.")
    doubted = page(database, clerk, directive_id=directive)
    assert [pair.kind for pair in doubted.contradictions] == [Conflict.FALLING]
    report(database, given, clerk, "Đã có 112/116 xã đạt chuẩn.", corrects_id=wrong)
    found = page(database, clerk, directive_id=directive)
    assert "101/116 xã" not in figures(found)
    assert found.contradictions == ()


def test_an_agency_reads_only_figures_of_texts_that_it_may_read(
    database: Database, clerk: Actor, directive: int, task: int
) -> None:
    one, other = make_agency(database, "Huyện ủy An Biên"), make_agency(database, "Sở Y tế")
    for agency, text in ((one, "Có 5/9 xã đạt chuẩn."), (other, "Có 7/12 xã đạt chuẩn.")):
        report(database, make_assignment(database, task, agency), clerk, text)
    theirs = page(database, agency_account(database, one), directive_id=directive)
    assert figures(theirs) == ["116/116 xã", "5/9 xã"]
    supporter = make_agency(database, "Ban Dân vận Tỉnh ủy")
    make_assignment(database, task, supporter, AssignmentRole.SUPPORTING)
    beside = page(database, agency_account(database, supporter), task_id=task)
    assert figures(beside) == ["116/116 xã", "5/9 xã", "7/12 xã"]


def test_what_is_not_to_be_known_is_not_found(
    database: Database, clerk: Actor, directive: int, task: int
) -> None:
    agency = make_agency(database, "Sở Y tế")
    stranger = agency_account(database, make_agency(database, "Sở Xây dựng"))
    make_assignment(database, task, agency)
    for asked in ({"directive_id": directive}, {"task_id": task}, {"agency_id": agency}):
        with pytest.raises(NotFound):
            page(database, stranger, **asked)
    with pytest.raises(NotFound):
        page(database, clerk, directive_id=999)
    assert page(database, clerk, agency_id=agency).about.name == "Sở Y tế"


def test_people_put_subjects_together_and_apart_again(
    database: Database, clerk: Actor, inspector: Actor, directive: int, task: int
) -> None:
    given = make_assignment(database, task, make_agency(database))
    report(database, given, clerk, "Có 110/116 xã đạt chuẩn nông thôn mới.")
    apart = page(database, clerk, directive_id=directive)
    assert {one.subject for one in apart.series} == {"chuan", "chuan moi nong thon"}
    join_subjects(database, inspector, "xã", "chuan moi nong thon", "chuan", now=NOW)
    (series,) = page(database, clerk, directive_id=directive).series
    assert series.joined == ("chuan moi nong thon",)
    assert [p.kind for p in page(database, clerk, directive_id=directive).contradictions] == [
        Conflict.FALLING
    ]
    with pytest.raises(Invalid):
        join_subjects(database, clerk, "xã", "chuan", "chuan moi nong thon", now=NOW)
    join_subjects(database, clerk, "xã", "chuan moi nong thon", "chuan moi nong thon", now=NOW)
    assert len(page(database, clerk, directive_id=directive).series) == 2


def test_one_figure_can_stand_by_itself_and_stays_so_when_all_is_read_anew(
    database: Database, clerk: Actor, directive: int, task: int
) -> None:
    given = make_assignment(database, task, make_agency(database))
    report(database, given, clerk, "Có 110/116 xã đạt chuẩn.")
    told = page(database, clerk, directive_id=directive)
    assert [pair.kind for pair in told.contradictions] == [Conflict.FALLING]
    (wrong,) = [claim for claim in told.claims if claim.figure == "110/116 xã"]
    put_claim_apart(database, clerk, wrong.claim_id, now=NOW)
    rebuild_ledger(database, now=NOW)
    split = page(database, clerk, directive_id=directive)
    assert ([one.is_apart for one in split.series], split.contradictions) == ([False, True], ())
    (there,) = split.series[1].claims
    put_claim_apart(database, clerk, there.claim_id, back=True, now=NOW)
    assert len(page(database, clerk, directive_id=directive).series) == 1
    with pytest.raises(NotFound):
        put_claim_apart(database, clerk, 9999, now=NOW)


@pytest.mark.usefixtures("directive")
def test_only_what_is_told_is_joined_and_only_by_the_office(
    database: Database, clerk: Actor
) -> None:
    rebuild_ledger(database, now=NOW)
    for into in ("", "khong co"):
        with pytest.raises(Invalid):
            join_subjects(database, clerk, "xã", "chuan", into, now=NOW)
    with pytest.raises(NotAllowed):
        join_subjects(
            database,
            agency_account(database, make_agency(database)),
            "xã",
            "chuan",
            "chuan",
            now=NOW,
        )


def test_what_a_task_asks_is_wanted_unless_it_says_that_it_is_reached(
    database: Database, clerk: Actor
) -> None:
    text = "Một là, xây dựng 20 ha rừng; đã có 5 ha rừng."
    directive = make_directive(database, author_id=clerk.user_id, text=text)
    make_task(database, directive, start=0, end=len(text))
    rebuild_ledger(database, now=NOW)
    claims = page(database, clerk, directive_id=directive).claims
    assert {claim.figure: claim.is_wanted for claim in claims} == {"20 ha": True, "5 ha": False}


def test_an_heir_is_shown_with_what_was_said_before_it(
    database: Database, clerk: Actor, task: int
) -> None:
    old, heir = make_agency(database, "Ban cán sự đảng"), make_agency(database, "Đảng ủy")
    report(database, make_assignment(database, task, old), clerk, "Có 113/116 xã đạt chuẩn.")
    make_succession(database, old, heir, on=date(2024, 6, 1))
    assert figures(page(database, clerk, agency_id=heir)) == ["113/116 xã"]


def test_reading_anew_gives_the_same_and_doubles_nothing(
    database: Database, clerk: Actor, directive: int, task: int
) -> None:
    given = make_assignment(database, task, make_agency(database))
    report(database, given, clerk, "Có 113/116 xã đạt chuẩn.", at=datetime(2024, 6, 1, tzinfo=UTC))
    before = figures(page(database, clerk, directive_id=directive))
    assert rebuild_ledger(database, now=NOW) == (1, 1)
    assert figures(page(database, clerk, directive_id=directive)) == before
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FigureClaim)) == 3


def test_a_page_can_be_narrowed_to_a_unit_and_to_what_is_doubtful(
    database: Database, clerk: Actor, directive: int, task: int
) -> None:
    given = make_assignment(database, task, make_agency(database))
    report(database, given, clerk, "Có 110/116 xã đạt chuẩn; trồng 20 ha rừng ven biển.")
    assert page(database, clerk, directive_id=directive).units == ("ha", "xã")
    assert figures(page(database, clerk, directive_id=directive, unit="ha")) == ["20 ha"]
    doubtful = page(database, clerk, directive_id=directive, contradicted=True)
    assert {one.unit for one in doubtful.series} == {"xã"}
