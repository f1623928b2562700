"""The chronicle of a directive: everything that became of it, and to each reader only theirs."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

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
from tracker import relations
from tracker.assignments import Chronicle, ChronicleQuery, FactKind, chronicle
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentEventKind,
    AssignmentRole,
    DirectiveState,
    DueChangeKind,
    RelationKind,
    RequestKind,
    RequestOutcome,
    Role,
    VerdictKind,
)
from tracker.errors import NotFound
from tracker.models import (
    AssignmentEvent,
    Comment,
    DueChange,
    Request,
    RequestDecision,
    Urging,
)
from tracker.relations import Fate, RelationForm

TODAY = date(2024, 6, 15)
LATER = NOW + timedelta(hours=1)
OFTEN = {
    FactKind.EVENT: 1, FactKind.UPDATE: 1, FactKind.REPORT: 1, FactKind.VERDICT: 1, FactKind.DUE: 1
}  # fmt: skip
ASKED = {FactKind.REQUEST: 1, FactKind.DECISION: 1, FactKind.URGING: 1}
WHOLE = {FactKind.RECEIVED: 1, FactKind.ISSUED: 1}


class Office:
    """A directive with a task of a lead, a supporter and a second lead, and all sorts of facts."""

    def __init__(self, database: Database, clerk: Actor) -> None:
        self.database = database
        self.clerk = clerk
        self.lead, self.rival, self.helper, self.stranger = (
            make_agency(database, f"Sở {name}")
            for name in ("Y tế", "Nội vụ", "Tài chính", "Tư pháp")
        )
        self.author = make_user(database, Role.AGENCY, agency_id=self.lead)
        self.directive = make_directive(database, author_id=clerk.user_id, number="45-CT/TU")
        self.task = make_task(database, self.directive)
        self.assignment = make_assignment(database, self.task, self.lead)
        make_assignment(database, self.task, self.rival)
        make_assignment(database, self.task, self.helper, AssignmentRole.SUPPORTING)
        update = make_update(database, self.assignment, author_id=self.author)
        make_update(database, self.assignment, author_id=self.author, period="2024-Q1", at=LATER)
        make_verdict(database, update, VerdictKind.SENT_BACK, author_id=clerk.user_id)
        self._handle()

    def _handle(self) -> None:
        mine = {"assignment_id": self.assignment, "author_id": self.author, "at": NOW}
        request = Request(kind=RequestKind.EXTENSION, reason="Khối lượng lớn.", **mine)
        request.decision = RequestDecision(
            outcome=RequestOutcome.REFUSED, reason="", author_id=self.clerk.user_id, at=NOW
        )
        day = {"effective_on": TODAY, "reason": ""}
        with self.database.writing() as session:
            session.add_all(
                (
                    AssignmentEvent(kind=AssignmentEventKind.ACCEPTED, **day, **mine),
                    DueChange(kind=DueChangeKind.TRACKING_DATE, due=TODAY, reason="", **mine),
                    Urging(occasion="a", words="Đề nghị báo cáo.", reached=1, **mine),
                    self._comment("với một cơ quan", self.lead),
                    self._comment("với mọi cơ quan", None),
                    request,
                )
            )

    def _comment(self, text: str, agency: int | None) -> Comment:
        return Comment(
            task_id=self.task,
            agency_id=agency,
            from_office=True,
            text=text,
            author_id=self.clerk.user_id,
            at=NOW,
        )

    def reader(self, role: Role, agency: int | None = None) -> Actor:
        mine = frozenset() if agency is None else frozenset({agency})
        return Actor(self.clerk.user_id, "", frozenset({role}), mine)

    def read(self, actor: Actor, **query: object) -> Chronicle:
        asked = ChronicleQuery(**query)  # type: ignore[arg-type]
        return chronicle(self.database, actor, self.directive, asked, today=TODAY)

    def counts(self, actor: Actor, **query: object) -> dict[FactKind, int]:
        return dict(Counter(kind for kind, _entry in self.read(actor, **query).entries))


@pytest.fixture
def office(database: Database, clerk: Actor) -> Office:
    return Office(database, clerk)


@pytest.mark.parametrize("role", [Role.CLERK, Role.INSPECTOR, Role.COMMITTEE])
def test_the_office_reads_everything(office: Office, role: Role) -> None:
    everything = {**WHOLE, **OFTEN, **ASKED, FactKind.COMMENT: 2}
    assert office.counts(office.reader(role)) == everything


def test_the_agency_itself_reads_all_of_its_own(office: Office) -> None:
    mine = office.reader(Role.AGENCY, office.lead)
    assert office.counts(mine) == {**WHOLE, **OFTEN, **ASKED, FactKind.COMMENT: 2}


def test_a_supporter_reads_the_leads_word_but_not_what_it_asks_of_the_office(
    office: Office,
) -> None:
    beside = office.reader(Role.AGENCY, office.helper)
    assert office.counts(beside) == {**WHOLE, **OFTEN, FactKind.COMMENT: 1}


def test_another_lead_of_the_same_task_reads_nothing_of_the_first(office: Office) -> None:
    rival = office.reader(Role.AGENCY, office.rival)
    assert office.counts(rival) == {**WHOLE, FactKind.COMMENT: 1}
    assert office.read(rival).agencies == (
        (office.rival, "Sở Nội vụ"),
        (office.helper, "Sở Tài chính"),
    )


@pytest.mark.parametrize("role", [Role.AGENCY, Role.ADMINISTRATOR])
def test_who_has_no_part_in_it_does_not_know_that_it_exists(office: Office, role: Role) -> None:
    agency = office.stranger if role is Role.AGENCY else None
    with pytest.raises(NotFound):
        office.read(office.reader(role, agency))


def test_a_draft_has_no_chronicle(database: Database, clerk: Actor, office: Office) -> None:
    office.directive = make_directive(
        database, author_id=clerk.user_id, state=DirectiveState.DRAFT, number="46-CT/TU"
    )
    with pytest.raises(NotFound):
        office.read(clerk)


def test_it_is_narrowed_by_kind_and_agency_and_turned_round(office: Office, clerk: Actor) -> None:
    said = frozenset({FactKind.UPDATE, FactKind.REPORT})
    assert office.counts(clerk, kinds=said) == {FactKind.UPDATE: 1, FactKind.REPORT: 1}
    assert office.counts(clerk, agency_id=office.lead) == {
        **OFTEN, **ASKED, FactKind.COMMENT: 1
    }  # fmt: skip
    assert office.counts(clerk, agency_id=office.rival) == {}
    newest = [entry.at for _kind, entry in office.read(clerk).entries]
    oldest = office.read(clerk, oldest_first=True)
    assert newest == sorted(newest, reverse=True)
    assert [entry.at for _kind, entry in oldest.entries] == sorted(newest)
    assert oldest.entries[0][0] is FactKind.RECEIVED


def test_pages_are_cut_and_a_page_too_far_is_the_last(office: Office, clerk: Actor) -> None:
    for minute in range(60):
        moment = NOW + timedelta(minutes=minute)
        make_update(office.database, office.assignment, author_id=office.author, at=moment)
    first, last = office.read(clerk), office.read(clerk, page=99)
    assert (len(first.entries), first.last, last.number) == (50, 2, 2)
    assert len(first.entries) + len(last.entries) == first.total
    assert len(office.read(clerk, whole=True).entries) == first.total


def test_relations_and_tasks_carried_over_stand_in_it(
    database: Database, clerk: Actor, office: Office
) -> None:
    new = make_directive(database, author_id=clerk.user_id, number="50-CT/TU")
    target = make_task(database, new)
    form = RelationForm(RelationKind.REPLACES, "Chỉ thị số 45-CT/TU ngày 17/2/2024")
    relation = relations.add_relation(database, clerk, new, form, now=LATER)
    relations.carry_over(database, clerk, relation, {office.task: Fate(target)}, now=LATER)
    found = dict(office.read(clerk).entries)
    related, carried = found[FactKind.RELATED], found[FactKind.CARRIED]
    assert (related.is_incoming, related.other and related.other.id) == (True, new)
    assert carried.goes_on is not None
    assert carried.goes_on.task_id == target
    theirs = dict(office.read(office.reader(Role.AGENCY, office.lead)).entries)
    assert FactKind.RELATED not in theirs
    assert theirs[FactKind.CARRIED].goes_on is None
