"""Relations of directives: found at issue, matched later, put right by a clerk, carried over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from directives.citations import find_citations
from directives.wording import plain_reading
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_user,
    make_verdict,
)
from tests.tracker.drafts import DOCUMENT, REASON, make_draft, make_reading_task
from tracker import assignments, relations
from tracker.db import Database
from tracker.domain import Actor, RelationKind, Role, UpdateStatus, VerdictKind, Workflow
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import (
    Assignment,
    CarryOver,
    DirectiveRelation,
    IndexChange,
    Notice,
    RecordKind,
    assignment_facts,
)
from tracker.relations import Fate, RelationForm, RelationLine

IMPLEMENTS, AMENDS, REPLACES, CITES = RelationKind
LEVEL = "Chỉ thị số 05-CT/TU ngày 12/3/2019"

Issue = Callable[..., int]


@pytest.fixture
def issue(database: Database, clerk: Actor) -> Issue:
    """Issue a directive whose text is given; return its id."""

    def _issue(text: str = "Một là, xây dựng kế hoạch.", **document: Any) -> int:
        cites = tuple(find_citations(text, plain_reading(text), None))
        metadata = replace(DOCUMENT, cites=cites, **document)
        draft = make_draft(database, clerk, make_reading_task("t1"), document=metadata, text=text)
        assignments.issue_directive(database, clerk, draft, revision=0, now=NOW, reason=REASON)
        return draft

    return _issue


def old_directive(database: Database, clerk: Actor, **fields: object) -> int:
    known = {"number": "05-CT/TU", "issued_on": date(2019, 3, 12), **fields}
    return make_directive(database, author_id=clerk.user_id, **known)


def found(database: Database, directive_id: int) -> list[tuple[RelationKind, int | None]]:
    asked = select(DirectiveRelation.kind, DirectiveRelation.to_id).where(
        DirectiveRelation.from_id == directive_id, DirectiveRelation.removed_at.is_(None)
    )
    with database.reading() as session:
        return [(kind, to_id) for kind, to_id in session.execute(asked)]


def lines(database: Database, actor: Actor, directive_id: int) -> tuple[RelationLine, ...]:
    return relations.relations_of(database, actor, directive_id).in_force


class TestFinding:
    def test_issuing_relates_a_directive_to_those_that_it_cites(
        self, database: Database, clerk: Actor, issue: Issue
    ) -> None:
        old = old_directive(database, clerk)
        new = issue(f"Chỉ thị này thay thế {LEVEL} của Ban Thường vụ Tỉnh ủy.")
        assert found(database, new) == [(REPLACES, old)]

    @pytest.mark.parametrize(
        "words",
        [
            "Chỉ thị số 05-CT/TU ngày 13/3/2019",
            "Chỉ thị số 06-CT/TU ngày 12/3/2019",
            "Chỉ thị số 05-CT/TU ngày 12/3/2019 của Ban Thường vụ Tỉnh ủy Cà Mau",
            "Chỉ thị số 05-CT/TU năm 2020",
        ],
    )
    def test_another_day_number_or_issuer_is_another_document(
        self, database: Database, clerk: Actor, issue: Issue, words: str
    ) -> None:
        old_directive(database, clerk)
        assert found(database, issue(f"Thực hiện {words}, các đơn vị:")) == [(IMPLEMENTS, None)]

    def test_a_number_alone_means_one_of_the_same_office_and_term(
        self, database: Database, clerk: Actor, issue: Issue
    ) -> None:
        old = old_directive(database, clerk)
        assert found(database, issue("Thực hiện Chỉ thị số 5-CT/TU:", number="46-CT/TU")) == [
            (IMPLEMENTS, old)
        ]
        old_directive(database, clerk, issued_on=date(2014, 3, 12))
        assert found(database, issue("Thực hiện Chỉ thị số 05-CT/TU:", number="47-CT/TU")) == [
            (IMPLEMENTS, None)
        ]

    def test_what_is_not_here_yet_is_found_when_it_is_issued(
        self, database: Database, issue: Issue
    ) -> None:
        new = issue(f"Thực hiện {LEVEL}, các đơn vị:")
        assert found(database, new) == [(IMPLEMENTS, None)]
        old = issue(number="05-CT/TU", issued_on=date(2019, 3, 12))
        assert found(database, new) == [(IMPLEMENTS, old)]

    def test_two_that_would_replace_each_other_only_cite(
        self, database: Database, issue: Issue
    ) -> None:
        first = issue("Chỉ thị này thay thế Chỉ thị số 46-CT/TU ngày 06/3/2024.")
        second = issue(
            "Chỉ thị này thay thế Chỉ thị số 45-CT/TU ngày 05/3/2024.",
            number="46-CT/TU",
            issued_on=date(2024, 3, 6),
        )
        assert found(database, first) == [(REPLACES, second)]
        assert found(database, second) == [(CITES, first)]


class TestEditing:
    def test_a_found_relation_is_confirmed_and_the_finding_stays(
        self, database: Database, clerk: Actor, issue: Issue
    ) -> None:
        old = old_directive(database, clerk)
        new = issue(f"Thực hiện {LEVEL}, các đơn vị:")
        (line,) = lines(database, clerk, new)
        assert line.author is None
        form = RelationForm(line.kind, line.words)
        relations.correct_relation(database, clerk, line.relation_id, form, now=NOW)
        shown = relations.relations_of(database, clerk, new)
        (confirmed,) = shown.in_force
        assert (confirmed.author, confirmed.other and confirmed.other.directive_id) == (
            "Đồng chí clerk",
            old,
        )
        assert [line.relation_id for line in shown.removed] == [line.relation_id]

    def test_both_directives_show_a_relation(self, database: Database, clerk: Actor) -> None:
        old, new = old_directive(database, clerk), make_directive(database, author_id=clerk.user_id)
        relations.add_relation(database, clerk, new, RelationForm(AMENDS, LEVEL), now=NOW)
        assert [(one.kind, one.is_outgoing) for one in lines(database, clerk, new)] == [
            (AMENDS, True)
        ]
        assert [(one.kind, one.is_outgoing) for one in lines(database, clerk, old)] == [
            (AMENDS, False)
        ]

    def test_the_same_relation_twice_is_a_conflict(self, database: Database, clerk: Actor) -> None:
        old_directive(database, clerk)
        new = make_directive(database, author_id=clerk.user_id)
        for kind in (AMENDS, CITES):
            if kind is CITES:
                with pytest.raises(relations.SameRelation):
                    relations.add_relation(database, clerk, new, RelationForm(kind, LEVEL), now=NOW)
            else:
                relations.add_relation(database, clerk, new, RelationForm(kind, LEVEL), now=NOW)

    def test_a_circle_is_refused_also_through_a_third(
        self, database: Database, clerk: Actor
    ) -> None:
        numbers = ("05-CT/TU", "06-CT/TU", "07-CT/TU")
        first, second, third = (old_directive(database, clerk, number=one) for one in numbers)
        for begin, number in ((first, numbers[1]), (second, numbers[2])):
            form = RelationForm(REPLACES, f"Chỉ thị số {number} ngày 12/3/2019")
            relations.add_relation(database, clerk, begin, form, now=NOW)
        back = RelationForm(REPLACES, LEVEL)
        with pytest.raises(relations.CyclicRelation):
            relations.add_relation(database, clerk, third, back, now=NOW)
        relations.add_relation(database, clerk, third, replace(back, kind=CITES), now=NOW)

    @pytest.mark.parametrize(
        ("words", "fault"),
        [
            (" ", "required"),
            ("…", "required"),
            ("a" * 301, "too-long"),
            ("Chỉ thị số 45-CT/TU", "itself"),
            ("Chỉ thị số 07-CT/TU", "several-documents"),
        ],
    )
    def test_words_that_cannot_be_taken_say_why(
        self, database: Database, clerk: Actor, words: str, fault: str
    ) -> None:
        for day in (1, 2):
            old_directive(database, clerk, number="07-CT/TU", issued_on=date(2019, 3, day))
        new = make_directive(database, author_id=clerk.user_id, number="45-CT/TU")
        with pytest.raises(Invalid) as refused:
            relations.add_relation(database, clerk, new, RelationForm(CITES, words), now=NOW)
        assert refused.value.fields == {"words": fault}

    def test_a_relation_taken_back_is_gone_for_the_second_who_tries(
        self, database: Database, clerk: Actor
    ) -> None:
        new = make_directive(database, author_id=clerk.user_id)
        form = RelationForm(CITES, "Nghị quyết số 57-NQ/TW ngày 22/12/2024")
        relation = relations.add_relation(database, clerk, new, form, now=NOW)
        relations.remove_relation(database, clerk, relation, now=NOW)
        with pytest.raises(relations.RelationGone):
            relations.correct_relation(database, clerk, relation, form, now=NOW)
        assert lines(database, clerk, new) == ()

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLERK])
    def test_only_clerks_edit(self, database: Database, clerk: Actor, role: Role) -> None:
        new = make_directive(database, author_id=clerk.user_id)
        other = Actor(clerk.user_id, "", frozenset({role}))
        with pytest.raises(NotAllowed):
            relations.add_relation(database, other, new, RelationForm(CITES, LEVEL), now=NOW)
        with pytest.raises(NotAllowed):
            relations.remove_relation(database, other, 1, now=NOW)
        with pytest.raises(NotAllowed):
            relations.carry_over_page(database, other, 1, now=NOW)

    def test_an_agency_sees_relations_only_between_directives_that_it_may_read(
        self, database: Database, clerk: Actor
    ) -> None:
        agency = make_agency(database)
        reader = Actor(clerk.user_id, "", frozenset({Role.AGENCY}), frozenset({agency}))
        old, new = old_directive(database, clerk), make_directive(database, author_id=clerk.user_id)
        make_assignment(database, make_task(database, new), agency)
        relations.add_relation(database, clerk, new, RelationForm(AMENDS, LEVEL), now=NOW)
        relations.add_relation(
            database, clerk, new, RelationForm(CITES, "Kết luận số 9-KL/TW"), now=NOW
        )
        assert lines(database, reader, new) == ()
        with pytest.raises(NotFound):
            relations.relations_of(database, reader, old)
        make_assignment(database, make_task(database, old), agency)
        assert [line.kind for line in lines(database, reader, new)] == [AMENDS]


class Replaced:
    """A directive with two open tasks and a finished one, and the one that replaces it."""

    def __init__(self, database: Database, clerk: Actor) -> None:
        self.database = database
        self.agency = make_agency(database)
        self.account = make_user(database, Role.AGENCY, agency_id=self.agency)
        self.old = old_directive(database, clerk)
        self.new = make_directive(database, author_id=clerk.user_id)
        words = ("Xây dựng kế hoạch tuyên truyền", "Rà soát quy hoạch", "Kiểm tra các cơ sở")
        self.plan, self.survey, self.finished = (
            make_task(database, self.old, text=one) for one in words
        )
        self.new_plan = make_task(
            database, self.new, text="Xây dựng kế hoạch tuyên truyền hằng năm"
        )
        self.assignments = [
            make_assignment(database, task, self.agency)
            for task in (self.plan, self.survey, self.finished)
        ]
        done = make_update(
            database,
            self.assignments[2],
            author_id=self.account,
            status=UpdateStatus.DONE,
            result_number="9-BC",
            result_date=date(2024, 6, 1),
        )
        make_verdict(database, done, VerdictKind.CONFIRMED, author_id=clerk.user_id)
        form = RelationForm(REPLACES, LEVEL)
        self.relation = relations.add_relation(database, clerk, self.new, form, now=NOW)

    @property
    def fates(self) -> dict[int, Fate]:
        return {self.plan: Fate(self.new_plan), self.survey: Fate(None, "Không còn phù hợp.")}

    def workflows(self) -> list[Workflow]:
        with self.database.reading() as session:
            ids = Assignment.id.in_(self.assignments)
            return [facts.workflow for facts in assignment_facts(session, ids)]


@pytest.fixture
def replaced(database: Database, clerk: Actor) -> Replaced:
    return Replaced(database, clerk)


class TestCarryingOver:
    def test_the_page_shows_what_is_open_and_proposes_the_most_alike(
        self, database: Database, clerk: Actor, replaced: Replaced
    ) -> None:
        page = relations.carry_over_page(database, clerk, replaced.relation, now=NOW)
        assert [(task.task_id, task.likely) for task in page.open_tasks] == [
            (replaced.plan, replaced.new_plan),
            (replaced.survey, None),
        ]

    def test_one_act_moves_or_ends_every_open_task(
        self, database: Database, clerk: Actor, replaced: Replaced
    ) -> None:
        count = relations.carry_over(database, clerk, replaced.relation, replaced.fates, now=NOW)
        assert count == 2
        assert replaced.workflows() == [Workflow.STOPPED, Workflow.STOPPED, Workflow.CONFIRMED]
        with database.reading() as session:
            rows = session.execute(select(CarryOver.task_id, CarryOver.to_task_id)).all()
            told = session.scalars(select(Notice.user_id)).all()
            changed = session.scalars(
                select(IndexChange.record_id).where(IndexChange.kind == RecordKind.TASK)
            )
            assert {replaced.plan, replaced.survey, replaced.new_plan} <= set(changed)
        assert [tuple(row) for row in rows] == [
            (replaced.plan, replaced.new_plan),
            (replaced.survey, None),
        ]
        assert told == [replaced.account, replaced.account]

    def test_every_open_task_needs_a_fate_and_every_end_a_reason(
        self, database: Database, clerk: Actor, replaced: Replaced
    ) -> None:
        fates = {replaced.survey: Fate(None, " "), replaced.plan: Fate(replaced.finished)}
        with pytest.raises(Invalid) as refused:
            relations.carry_over(database, clerk, replaced.relation, fates, now=NOW)
        assert refused.value.fields == {
            f"task-{replaced.plan}": "unknown",
            f"task-{replaced.survey}": "reason-for-end",
        }
        with pytest.raises(Invalid) as refused:
            relations.carry_over(database, clerk, replaced.relation, {}, now=NOW)
        assert set(refused.value.fields.values()) == {"choose-a-fate"}

    def test_a_second_carrying_over_is_a_conflict(
        self, database: Database, clerk: Actor, replaced: Replaced
    ) -> None:
        relations.carry_over(database, clerk, replaced.relation, replaced.fates, now=NOW)
        with pytest.raises(relations.AlreadyCarriedOver):
            relations.carry_over(database, clerk, replaced.relation, replaced.fates, now=NOW)
        with pytest.raises(relations.CarriedOver):
            relations.remove_relation(database, clerk, replaced.relation, now=NOW)

    def test_only_a_relation_in_force_that_replaces_carries_over(
        self, database: Database, clerk: Actor, replaced: Replaced
    ) -> None:
        cited = relations.add_relation(
            database, clerk, replaced.old, RelationForm(CITES, "Kết luận số 9-KL/TW"), now=NOW
        )
        with pytest.raises(NotFound):
            relations.carry_over_page(database, clerk, cited, now=NOW)
        relations.remove_relation(database, clerk, replaced.relation, now=NOW)
        with pytest.raises(NotFound):
            relations.carry_over_page(database, clerk, replaced.relation, now=NOW)
