"""Corrections, entries for an agency, shared files, and several tasks at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from directives import MentionKind
from directives.model import Every
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_succession,
    make_verdict,
)
from tests.tracker.reporting import DONE, ENTRY, TODAY, Office, agency_actor, make_office
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, DirectiveState, Role, VerdictKind
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import (
    Assignment,
    Directive,
    Evidence,
    Notice,
    NoticeKind,
    ProgressUpdate,
    assignment_facts,
)
from tracker.models.updating import add_update
from tracker.progress import (
    MAX_BULK_ROWS,
    BulkRow,
    HandedOver,
    InvalidEntry,
    InvalidRows,
    NotToBeCorrected,
    ProgressEntry,
    UploadedFile,
    bulk_page,
    give_verdict,
    log_update,
    log_updates,
    open_evidence,
    report_page,
    share_evidence,
)
from tracker.progress.pages import UpdateWords

FILE = UploadedFile("bao-cao.txt", b"bao cao")


@pytest.fixture
def office(database: Database, clerk: Actor, tmp_path: Path) -> Office:
    return make_office(database, clerk, tmp_path)


def words(office: Office, reader: Actor | None = None) -> tuple[UpdateWords, ...]:
    (assignment,) = office.page(reader or office.agency).assignments
    return assignment.updates


def logged(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(ProgressUpdate.id))) or 0


class TestCorrections:
    def corrected(self, office: Office, update_id: int, **fields: object) -> int:
        entry = replace(ENTRY, percent=45, corrects_id=update_id)
        return office.log(replace(entry, **fields))  # type: ignore[arg-type]

    def test_a_correction_stands_above_what_it_corrects_and_both_say_so(
        self, office: Office
    ) -> None:
        first = office.log()
        second = self.corrected(office, first)
        newest, old = words(office)
        assert (newest.update_id, newest.corrects, newest.corrected_by) == (second, NOW, None)
        assert (old.update_id, old.corrects, old.corrected_by) == (first, None, second)

    def test_a_correction_may_be_corrected(self, office: Office) -> None:
        last = self.corrected(office, self.corrected(office, office.log()))
        assert [update.may_correct for update in words(office)] == [True, False, False]
        assert words(office)[0].update_id == last

    def test_the_second_of_two_corrections_is_told_of_the_first(self, office: Office) -> None:
        first = office.log()
        self.corrected(office, first)
        with pytest.raises(NotToBeCorrected):
            self.corrected(office, first)
        assert logged(office.database) == 2

    def test_the_database_itself_keeps_only_one_correction(self, office: Office) -> None:
        first = office.log()
        entry = replace(ENTRY, corrects_id=first)
        with office.database.writing() as session:
            part = session.get_one(Assignment, office.assignment_id)
            # Both have looked before either has written.
            add_update(session, office.agency, part, entry, [], now=NOW)
            with pytest.raises(NotToBeCorrected):
                add_update(session, office.agency, part, entry, [], now=NOW)
            session.rollback()

    def test_what_was_judged_stays_as_it_was_judged(self, office: Office, inspector: Actor) -> None:
        first = office.log(DONE)
        give_verdict(
            office.database, inspector, first, VerdictKind.SENT_BACK, "Thiếu số liệu.", now=NOW
        )
        assert not words(office)[0].may_correct
        with pytest.raises(NotToBeCorrected):
            self.corrected(office, first)

    def test_what_was_overtaken_is_not_corrected(self, office: Office) -> None:
        first = office.log()
        office.log()
        with pytest.raises(NotToBeCorrected):
            self.corrected(office, first)

    def test_the_update_of_another_task_is_not_corrected_here(self, office: Office) -> None:
        elsewhere = office.again().log()
        office.log()
        with pytest.raises(NotFound):
            self.corrected(office, elsewhere)
        with pytest.raises(NotFound):
            self.corrected(office, 999_999)

    def test_somebody_else_finds_nothing_to_correct(self, office: Office) -> None:
        first = office.log()
        stranger = agency_actor(office.database, make_agency(office.database, "Sở Y tế"))
        with pytest.raises(NotFound):
            log_update(
                office.database,
                office.files,
                stranger,
                office.assignment_id,
                replace(ENTRY, corrects_id=first),
                now=NOW,
            )

    def test_it_keeps_the_files_that_are_wanted_and_its_period(self, office: Office) -> None:
        quarterly = office.again(recurs_every=Every.QUARTER)
        other = UploadedFile("anh.png", b"\x89PNG", is_shared=True)
        entry = replace(ENTRY, period="2024-Q1", evidence=(FILE, other))
        first = quarterly.log(entry)
        kept = frozenset(f.evidence_id for f in words(quarterly)[0].evidence if f.is_shared)
        self.corrected(quarterly, first, kept_evidence=kept, evidence=(FILE,))
        newest = words(quarterly)[0]
        assert newest.period == "2024-Q1"
        assert [(f.name, f.is_shared) for f in newest.evidence] == [
            ("anh.png", True),
            ("bao-cao.txt", False),
        ]

    def test_the_files_of_another_update_cannot_be_taken_over(self, office: Office) -> None:
        office.again().log(replace(ENTRY, evidence=(FILE,)))
        with office.database.reading() as session:
            foreign = frozenset({session.scalars(select(Evidence.id)).one()})
        first = office.log()
        for entry in (replace(ENTRY, corrects_id=first), ENTRY):
            with pytest.raises(NotFound):
                office.log(replace(entry, kept_evidence=foreign))

    def test_a_claim_may_stand_on_the_files_it_keeps(self, office: Office) -> None:
        first = office.log(replace(ENTRY, evidence=(FILE,)))
        kept = frozenset(file.evidence_id for file in words(office)[0].evidence)
        bare = replace(DONE, result_number=None, result_date=None)
        assert self.corrected(office, first, status=bare.status, kept_evidence=kept)
        with pytest.raises(InvalidEntry):
            office.log(bare)

    def test_it_is_compared_with_what_it_corrects(self, office: Office) -> None:
        office.log(replace(ENTRY, narrative="Đã có 98/116 xã đạt chuẩn."))
        first = office.log(replace(ENTRY, narrative="Đã có 101/116 xã đạt chuẩn."))
        self.corrected(office, first, narrative="Đã có 111/116 xã đạt chuẩn.")
        novelty = words(office)[0].novelty
        assert novelty is not None
        assert novelty.named[MentionKind.NUMBER] == ("111/116 xã",)

    def test_the_form_begins_with_what_is_to_be_corrected(self, office: Office) -> None:
        first = office.log()
        about = report_page(
            office.database, office.agency, office.assignment_id, today=TODAY, corrects=first
        )
        assert about.corrected is not None
        assert about.corrected.update_id == first
        office.log()
        with pytest.raises(NotToBeCorrected):
            report_page(
                office.database, office.agency, office.assignment_id, today=TODAY, corrects=first
            )


class TestEntriesForAnAgency:
    def entered(self, office: Office, clerk: Actor, entry: ProgressEntry = ENTRY) -> int:
        return log_update(
            office.database, office.files, clerk, office.assignment_id, entry, now=NOW
        )

    def test_it_is_attributed_to_both(self, office: Office, clerk: Actor) -> None:
        self.entered(office, clerk)
        (update,) = words(office)
        assert update.on_behalf_of == "Ban Tuyên giáo Tỉnh ủy"
        assert update.author == "Đồng chí clerk"

    def test_the_agency_is_told(self, office: Office, clerk: Actor) -> None:
        self.entered(office, clerk)
        with office.database.reading() as session:
            (notice,) = session.scalars(select(Notice))
        assert (notice.user_id, notice.kind) == (office.agency.user_id, NoticeKind.ENTRY)
        assert notice.details["by"] == clerk.name

    def test_what_the_agency_says_itself_is_nobodys_else(self, office: Office) -> None:
        office.log()
        (update,) = words(office)
        assert update.on_behalf_of is None
        with office.database.reading() as session:
            assert session.scalars(select(Notice)).all() == []

    def test_after_a_succession_it_is_entered_for_the_heir(
        self, office: Office, clerk: Actor
    ) -> None:
        heir = make_agency(office.database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        make_succession(office.database, office.agency_id, heir, on=date(2024, 5, 1))
        self.entered(office, clerk)
        (update,) = words(office)
        assert update.on_behalf_of == "Ban Tuyên giáo và Dân vận Tỉnh ủy"

    def test_a_clerk_corrects_only_what_was_entered_so(self, office: Office, clerk: Actor) -> None:
        entered = self.entered(office, clerk)
        again = self.entered(office, clerk, replace(ENTRY, corrects_id=entered))
        own = office.log(replace(ENTRY, corrects_id=again))
        with pytest.raises(NotToBeCorrected):
            self.entered(office, clerk, replace(ENTRY, corrects_id=own))

    @pytest.mark.parametrize("role", [Role.INSPECTOR, Role.COMMITTEE, Role.ADMINISTRATOR])
    def test_nobody_else_enters_anything(self, office: Office, role: Role) -> None:
        with pytest.raises(NotAllowed):
            self.entered(office, Actor(office.author_id, "Người khác", frozenset({role})))

    def test_the_form_names_the_agency(self, office: Office, clerk: Actor) -> None:
        about = report_page(office.database, clerk, office.assignment_id, today=TODAY)
        assert about.on_behalf_of == "Ban Tuyên giáo Tỉnh ủy"
        assert [story.may_report for story in office.page(clerk).assignments] == [True]
        with pytest.raises(NotFound):
            report_page(office.database, clerk, 999_999, today=TODAY)


class TestSharedFiles:
    @pytest.fixture
    def beside(self, office: Office) -> Actor:
        """Somebody of an agency that coordinates in the task."""
        agency_id = make_agency(office.database, "Sở Nội vụ")
        make_assignment(office.database, office.task_id, agency_id, AssignmentRole.SUPPORTING)
        return agency_actor(office.database, agency_id)

    def file_id(self, office: Office) -> int:
        with office.database.reading() as session:
            return session.scalars(select(Evidence.id)).one()

    def seen(self, office: Office, reader: Actor) -> list[str]:
        lead = office.page(reader).assignments[0]
        return [file.name for update in lead.updates for file in update.evidence]

    def test_a_file_is_private_by_default(
        self, office: Office, beside: Actor, inspector: Actor
    ) -> None:
        office.log(replace(ENTRY, evidence=(FILE,)))
        assert self.seen(office, beside) == []
        assert self.seen(office, office.agency) == self.seen(office, inspector) == [FILE.name]
        with pytest.raises(NotFound):
            open_evidence(office.database, office.files, beside, self.file_id(office))

    def test_a_shared_file_is_read_by_those_who_read_the_update(
        self, office: Office, beside: Actor
    ) -> None:
        office.log(replace(ENTRY, evidence=(replace(FILE, is_shared=True),)))
        assert self.seen(office, beside) == [FILE.name]
        assert open_evidence(office.database, office.files, beside, self.file_id(office)).content
        stranger = agency_actor(office.database, make_agency(office.database, "Sở Y tế"))
        with pytest.raises(NotFound):
            open_evidence(office.database, office.files, stranger, self.file_id(office))

    def test_the_agency_shares_it_later_and_takes_that_back(
        self, office: Office, beside: Actor
    ) -> None:
        office.log(replace(ENTRY, evidence=(FILE,)))
        for shared in (True, False):
            share_evidence(
                office.database, office.agency, self.file_id(office), shared=shared, today=TODAY
            )
            assert bool(self.seen(office, beside)) is shared

    def test_nobody_else_shares_it(self, office: Office, beside: Actor, clerk: Actor) -> None:
        office.log(replace(ENTRY, evidence=(FILE,)))
        for actor, refusal in ((beside, NotFound), (clerk, NotAllowed)):
            with pytest.raises(refusal):
                share_evidence(
                    office.database, actor, self.file_id(office), shared=True, today=TODAY
                )

    def test_once_the_work_has_passed_on_the_old_agency_shares_nothing(
        self, office: Office
    ) -> None:
        office.log(replace(ENTRY, evidence=(FILE,)))
        heir = make_agency(office.database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        make_succession(office.database, office.agency_id, heir, on=TODAY)
        with pytest.raises(HandedOver):
            share_evidence(
                office.database, office.agency, self.file_id(office), shared=True, today=TODAY
            )


class TestSeveralAtOnce:
    @pytest.fixture
    def two(self, office: Office) -> tuple[Office, Office]:
        return office, office.again(text="Hai là, tuyên truyền.")

    def row(self, office: Office, entry: ProgressEntry = ENTRY, seen: int | None = None) -> BulkRow:
        return BulkRow(office.assignment_id, seen, entry)

    def log(self, office: Office, *rows: BulkRow, actor: Actor | None = None) -> tuple[int, ...]:
        return log_updates(office.database, actor or office.agency, office.agency_id, rows, now=NOW)

    def test_all_are_logged(self, two: tuple[Office, Office]) -> None:
        one, other = two
        assert len(self.log(one, self.row(one), self.row(other, DONE))) == 2
        assert [words(office)[0].status for office in two] == [ENTRY.status, DONE.status]

    def test_one_fault_logs_none_and_all_faults_are_told(self, two: tuple[Office, Office]) -> None:
        one, other = two
        third = one.again()
        bad = (replace(ENTRY, narrative=" "), replace(ENTRY, percent=101))
        with pytest.raises(InvalidRows) as caught:
            self.log(one, self.row(one, bad[0]), self.row(other, bad[1]), self.row(third))
        assert caught.value.rows == {
            one.assignment_id: {"narrative": "required"},
            other.assignment_id: {"percent": "not-a-percentage"},
        }
        assert logged(one.database) == 0

    def test_a_row_of_another_agency_does_not_exist(self, office: Office) -> None:
        foreign = make_assignment(
            office.database, office.task_id, make_agency(office.database, "Sở Y tế")
        )
        row = BulkRow(foreign, None, ENTRY)
        with pytest.raises(NotFound):
            self.log(office, self.row(office), row)
        with pytest.raises(NotFound):
            bulk_page(
                office.database,
                office.agency,
                office.agency_id,
                [office.assignment_id, foreign],
                today=TODAY,
            )
        assert logged(office.database) == 0

    def test_what_somebody_reported_meanwhile_is_seen_before_it_is_overtaken(
        self, two: tuple[Office, Office]
    ) -> None:
        one, other = two
        newest = one.log()
        with pytest.raises(InvalidRows) as caught:
            self.log(one, self.row(one), self.row(other))
        assert caught.value.rows == {one.assignment_id: {"row": "stale-row"}}
        assert self.log(one, self.row(one, seen=newest), self.row(other))

    def test_what_ended_meanwhile_is_told_beside_its_row(
        self, two: tuple[Office, Office], inspector: Actor
    ) -> None:
        one, other = two
        claim = one.log(DONE)
        make_verdict(one.database, claim, VerdictKind.CONFIRMED, author_id=inspector.user_id)
        with pytest.raises(InvalidRows) as caught:
            self.log(one, self.row(one, seen=claim), self.row(other))
        assert caught.value.rows == {one.assignment_id: {"row": "already-confirmed"}}

    def test_what_was_withdrawn_or_handed_over_meanwhile_is_told_too(self, office: Office) -> None:
        heir = make_agency(office.database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        make_succession(office.database, office.agency_id, heir, on=TODAY)
        with pytest.raises(InvalidRows) as caught:
            self.log(office, self.row(office))
        assert caught.value.rows[office.assignment_id] == {"row": "handed-over"}
        with office.database.writing() as session:
            session.get_one(Directive, office.directive_id).state = DirectiveState.WITHDRAWN
        with pytest.raises(InvalidRows) as caught:
            self.log(office, self.row(office))
        assert caught.value.rows[office.assignment_id] == {"row": "not-tracked"}

    @pytest.mark.parametrize(
        ("count", "code"), [(0, "nothing-chosen"), (MAX_BULK_ROWS + 1, "too-many-tasks")]
    )
    def test_their_number_has_limits(self, office: Office, count: int, code: str) -> None:
        rows = [BulkRow(number, None, ENTRY) for number in range(count)]
        with pytest.raises(Invalid) as caught:
            self.log(office, *rows)
        assert caught.value.fields == {"rows": code}

    def test_one_task_is_not_reported_on_twice_at_once(self, office: Office) -> None:
        with pytest.raises(Invalid) as caught:
            self.log(office, self.row(office), self.row(office))
        assert caught.value.fields == {"rows": "row-twice"}

    def test_a_clerk_enters_them_for_the_agency(
        self, two: tuple[Office, Office], clerk: Actor
    ) -> None:
        one, other = two
        self.log(one, self.row(one), self.row(other), actor=clerk)
        assert all(words(office)[0].on_behalf_of for office in two)

    def test_the_page_shows_the_last_word_of_each(self, two: tuple[Office, Office]) -> None:
        one, other = two
        update_id = one.log()
        page = bulk_page(
            one.database,
            one.agency,
            one.agency_id,
            [other.assignment_id, one.assignment_id, other.assignment_id],
            today=TODAY,
        )
        assert [line.assignment_id for line in page.lines] == [
            other.assignment_id,
            one.assignment_id,
        ]
        assert page.lines[0].last is None
        assert page.lines[1].last is not None
        assert page.lines[1].last.update_id == update_id


class TestTheDayThatCounts:
    """The date of the result document decides, whoever typed it and however often."""

    def confirmed_on(self, office: Office, inspector: Actor, update_id: int) -> date | None:
        give_verdict(office.database, inspector, update_id, VerdictKind.CONFIRMED, "", now=NOW)

        with office.database.reading() as session:
            (facts,) = assignment_facts(session, Assignment.id == office.assignment_id)
        return facts.done_on

    def test_an_entry_of_the_office_counts_like_the_agencys_own(
        self, office: Office, clerk: Actor, inspector: Actor
    ) -> None:
        update_id = log_update(
            office.database, office.files, clerk, office.assignment_id, DONE, now=NOW
        )
        assert self.confirmed_on(office, inspector, update_id) == DONE.result_date

    def test_evidence_alone_counts_from_the_day_it_was_first_claimed(
        self, office: Office, inspector: Actor
    ) -> None:
        bare = replace(DONE, result_number=None, result_date=None, evidence=(FILE,))
        first = office.log(bare, now=NOW - timedelta(days=3))
        corrected = office.log(replace(bare, corrects_id=first))
        assert self.confirmed_on(office, inspector, corrected) == TODAY - timedelta(days=3)

    def test_a_result_of_tomorrow_is_no_result(self, office: Office) -> None:
        with pytest.raises(InvalidEntry) as caught:
            office.log(replace(DONE, result_date=TODAY + timedelta(days=1)))
        assert caught.value.fields == {"result_date": "in-the-future"}


def test_a_unit_below_reports_on_what_was_delegated_to_it(office: Office, clerk: Actor) -> None:
    unit = make_agency(office.database, "Trung tâm Khuyến nông")
    with office.database.writing() as session:
        session.get_one(Assignment, office.assignment_id).delegate_id = unit
    for actor in (agency_actor(office.database, unit, office.agency_id), clerk):
        page = bulk_page(office.database, actor, unit, [office.assignment_id], today=TODAY)
        assert page.agency == "Trung tâm Khuyến nông"
    assert page.entered_for == ("Ban Tuyên giáo Tỉnh ủy",)
