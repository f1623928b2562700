"""Agencies log progress, inspectors judge it, and each sees only what it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from directives.model import Every
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_group,
    make_succession,
    make_task,
    make_update,
)
from tests.tracker.reporting import DONE, ENTRY, TODAY, Office, agency_actor, make_office
from tracker.clocks import Clock
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentRole,
    DirectiveState,
    Role,
    UpdateStatus,
    VerdictKind,
    Workflow,
)
from tracker.errors import Conflict, Invalid, NotAllowed, NotFound
from tracker.models import (
    Directive,
    Evidence,
    IndexChange,
    Notice,
    NoticeKind,
    RecordKind,
    SourceFile,
    TaskBody,
    Verdict,
)
from tracker.models.entries import clean_text
from tracker.progress import (
    MAX_EVIDENCE_FILES,
    AlreadyConfirmed,
    HandedOver,
    InvalidEntry,
    NotToBeJudged,
    NotTracked,
    ProgressEntry,
    ReportState,
    UploadedFile,
    give_verdict,
    log_update,
    open_evidence,
    report_page,
)
from tracker.progress.evidence import MAX_NAME_CHARACTERS, safe_name


@pytest.fixture
def office(database: Database, clerk: Actor, tmp_path: Path) -> Office:
    return make_office(database, clerk, tmp_path)


@pytest.fixture
def quarterly(office: Office) -> Office:
    """A duty to report each quarter, given in February 2024; it is June."""
    return office.again(recurs_every=Every.QUARTER)


def succeed(office: Office) -> int:
    """Let another agency take over the work of the office's; return its id."""
    heir = make_agency(office.database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
    make_succession(office.database, office.agency_id, heir, on=date(2024, 5, 1))
    return heir


def faults(office: Office, entry: ProgressEntry) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        office.log(entry)
    return caught.value.fields


def word_file(words: str) -> bytes:
    document, buffer = docx.Document(), BytesIO()
    document.add_paragraph(words)
    document.save(buffer)
    return buffer.getvalue()


def changes(database: Database) -> set[tuple[RecordKind, int]]:
    with database.reading() as session:
        return {(row.kind, row.record_id) for row in session.scalars(select(IndexChange))}


class TestLogging:
    def test_an_update_is_kept_as_it_was_written(self, office: Office) -> None:
        office.log(replace(DONE, difficulties="Thiếu vốn.", proposals="Bổ sung vốn."))
        (assignment,) = office.page(office.agency).assignments
        (update,) = assignment.updates
        assert (update.status, update.percent, update.narrative) == (DONE.status, 100, "Đã xong.")
        assert (update.difficulties, update.proposals) == ("Thiếu vốn.", "Bổ sung vốn.")
        assert (update.result_number, update.result_date) == ("12-KH/BTGTU", date(2024, 6, 1))
        assert (update.at, update.author) == (NOW, "Đồng chí agency")
        assert assignment.workflow is Workflow.SUBMITTED

    def test_a_correction_is_a_new_update_above_the_old_one(self, office: Office) -> None:
        first = office.log()
        second = office.log(replace(ENTRY, percent=60))
        (assignment,) = office.page(office.agency).assignments
        assert [update.update_id for update in assignment.updates] == [second, first]
        assert [update.percent for update in assignment.updates] == [60, 40]

    def test_the_index_learns_of_the_update_its_evidence_and_its_task(self, office: Office) -> None:
        update_id = office.log(replace(ENTRY, evidence=(UploadedFile("a.txt", b"mot hai"),)))
        with office.database.reading() as session:
            (evidence_id,) = session.scalars(select(Evidence.id))
        assert changes(office.database) == {
            (RecordKind.UPDATE, update_id),
            (RecordKind.EVIDENCE, evidence_id),
            (RecordKind.TASK, office.task_id),
        }

    def test_all_faults_of_an_entry_are_told_at_once(self, office: Office) -> None:
        wrong = ProgressEntry(
            UpdateStatus.DONE,
            101,
            " \n ",
            difficulties="x" * 5001,
            proposals="x" * 5001,
            result_date=TODAY + timedelta(days=1),
            period="2024-Q2",
        )
        assert faults(office, wrong) == {
            "percent": "not-a-percentage",
            "narrative": "required",
            "difficulties": "too-long",
            "proposals": "too-long",
            "result_number": "result-needed",
            "result_date": "in-the-future",
            "period": "not-a-period",
        }

    @pytest.mark.parametrize("percent", [-1, 101])
    def test_a_percentage_lies_between_nothing_and_all(self, office: Office, percent: int) -> None:
        assert faults(office, replace(ENTRY, percent=percent)) == {"percent": "not-a-percentage"}

    def test_a_narrative_has_a_limit(self, office: Office) -> None:
        assert faults(office, replace(ENTRY, narrative="x" * 20_001)) == {"narrative": "too-long"}

    def test_a_claim_needs_number_and_date_of_its_result(self, office: Office) -> None:
        claim = replace(DONE, result_date=None)
        assert faults(office, claim) == {"result_number": "result-needed"}

    def test_a_claim_may_stand_on_evidence_alone(self, office: Office) -> None:
        evidence = (UploadedFile("anh.jpg", b"\xff\xd8\xff"),)
        assert office.log(ProgressEntry(UpdateStatus.DONE, 100, "Xong.", evidence=evidence))

    def test_control_and_direction_characters_are_not_kept(self, office: Office) -> None:
        hostile = "Đã\x00 \N{RIGHT-TO-LEFT OVERRIDE}xong\r\n\r\n- a"
        office.log(replace(ENTRY, narrative=hostile))
        (assignment,) = office.page(office.agency).assignments
        assert assignment.updates[0].narrative == "Đã xong\n\n- a"

    def test_nothing_is_kept_of_an_entry_with_a_fault(self, office: Office) -> None:
        evidence = (UploadedFile("a.txt", b"mot hai"),)
        faults(office, replace(ENTRY, percent=101, evidence=evidence))
        assert not office.files.folder.exists()
        assert changes(office.database) == set()

    def test_an_assignment_of_another_agency_does_not_exist(self, office: Office) -> None:
        other = agency_actor(office.database, make_agency(office.database, "Sở Nội vụ"))
        with pytest.raises(NotFound):
            log_update(office.database, office.files, other, office.assignment_id, ENTRY, now=NOW)

    def test_a_coordinating_agency_reports_only_on_its_own_part(self, office: Office) -> None:
        beside = make_agency(office.database, "Sở Nội vụ")
        own = make_assignment(office.database, office.task_id, beside, AssignmentRole.SUPPORTING)
        actor = agency_actor(office.database, beside)
        assert log_update(office.database, office.files, actor, own, ENTRY, now=NOW)
        with pytest.raises(NotFound):
            log_update(office.database, office.files, actor, office.assignment_id, ENTRY, now=NOW)

    @pytest.mark.parametrize("role", [Role.INSPECTOR, Role.COMMITTEE, Role.ADMINISTRATOR])
    def test_only_agencies_and_clerks_log_updates(self, office: Office, role: Role) -> None:
        actor = Actor(office.author_id, "Người khác", frozenset({role}))
        with pytest.raises(NotAllowed):
            log_update(office.database, office.files, actor, office.assignment_id, ENTRY, now=NOW)

    def test_what_is_confirmed_needs_no_more_reports(
        self, office: Office, inspector: Actor
    ) -> None:
        update_id = office.log(DONE)
        confirm(office, inspector, update_id)
        with pytest.raises(AlreadyConfirmed):
            office.log()

    def test_what_was_sent_back_is_reported_anew(self, office: Office, inspector: Actor) -> None:
        send_back(office, inspector, office.log(DONE))
        office.log()
        (assignment,) = office.page(office.agency).assignments
        assert assignment.workflow is Workflow.IN_PROGRESS

    def test_after_a_succession_the_heir_reports_and_the_old_account_only_reads(
        self, office: Office
    ) -> None:
        heir = succeed(office)
        with pytest.raises(HandedOver):
            office.log()
        assert not office.page(office.agency).assignments[0].may_report
        heirs = replace(office, agency=agency_actor(office.database, heir, office.agency_id))
        assert heirs.page(heirs.agency).assignments[0].may_report
        assert heirs.log()

    def test_a_withdrawn_directive_takes_no_updates(self, office: Office) -> None:
        with office.database.writing() as session:
            session.get_one(Directive, office.directive_id).state = DirectiveState.WITHDRAWN
        with pytest.raises(NotTracked):
            office.log()


class TestEvidence:
    def logged(self, office: Office, *evidence: UploadedFile) -> list[Evidence]:
        office.log(replace(ENTRY, evidence=evidence))
        with office.database.reading() as session:
            return list(session.scalars(select(Evidence).order_by(Evidence.id)))

    def test_the_words_of_a_word_file_are_read_for_search(self, office: Office) -> None:
        file = UploadedFile("Kế hoạch.docx", word_file("Kế hoạch nông thôn mới"))
        (evidence,) = self.logged(office, file)
        assert "Kế hoạch nông thôn mới" in evidence.text
        assert evidence.file_name == "Kế hoạch.docx"

    def test_a_picture_is_evidence_without_words(self, office: Office) -> None:
        (evidence,) = self.logged(office, UploadedFile("ảnh.png", b"\x89PNG\r\n\x1a\n\x00"))
        assert evidence.text == ""

    def test_the_same_file_twice_is_stored_once(self, office: Office) -> None:
        two = self.logged(office, *(UploadedFile(n, b"mot hai") for n in ("a.txt", "b.txt")))
        assert [evidence.file_name for evidence in two] == ["a.txt", "b.txt"]
        with office.database.reading() as session:
            assert len(session.scalars(select(SourceFile).where(SourceFile.size_bytes == 7)).all())

    def test_a_file_comes_back_as_it_was_sent(self, office: Office) -> None:
        (evidence,) = self.logged(office, UploadedFile("a.txt", "đồng ý".encode()))
        file = open_evidence(office.database, office.files, office.agency, evidence.id)
        assert (file.name, file.media_type) == ("a.txt", "text/plain")
        assert file.content == "đồng ý".encode()

    def test_a_stranger_does_not_know_of_a_file(self, office: Office) -> None:
        (evidence,) = self.logged(office, UploadedFile("a.txt", b"mot hai"))
        other = agency_actor(office.database, make_agency(office.database, "Sở Nội vụ"))
        with pytest.raises(NotFound):
            open_evidence(office.database, office.files, other, evidence.id)

    @pytest.mark.parametrize("mark", ["MẬT", "Độ mật: TỐI MẬT", "TUYỆT MẬT"])
    def test_a_file_marked_secret_is_refused_and_named(self, office: Office, mark: str) -> None:
        content = f"TỈNH ỦY KIÊN GIANG\n\n{mark}\n\nBáo cáo".encode()
        with pytest.raises(InvalidEntry) as caught:
            office.log(replace(ENTRY, evidence=(UploadedFile("bao-cao.txt", content),)))
        assert caught.value.fields == {"evidence": "secret-file"}
        assert caught.value.files == ("bao-cao.txt",)

    def test_the_word_secret_in_a_sentence_is_no_mark(self, office: Office) -> None:
        content = "Công tác bảo vệ bí mật nhà nước được chú trọng.".encode()
        assert self.logged(office, UploadedFile("bao-cao.txt", content))

    def test_an_empty_file_is_refused_and_named(self, office: Office) -> None:
        with pytest.raises(InvalidEntry) as caught:
            office.log(replace(ENTRY, evidence=(UploadedFile("rong.txt", b""),)))
        assert caught.value.fields == {"evidence": "empty-file"}
        assert caught.value.files == ("rong.txt",)

    def test_a_huge_file_is_refused(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tracker.models.entries.MAX_EVIDENCE_BYTES", 3)
        entry = replace(ENTRY, evidence=(UploadedFile("to.txt", b"bon!"),))
        assert faults(office, entry) == {"evidence": "file-too-large"}

    def test_too_many_files_are_refused(self, office: Office) -> None:
        many = tuple(UploadedFile(f"{n}.txt", b"x") for n in range(MAX_EVIDENCE_FILES + 1))
        assert faults(office, replace(ENTRY, evidence=many)) == {"evidence": "too-many-files"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Đồng ý.docx", "Đồng ý.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Tài liệu\\báo cáo.docx", "báo cáo.docx"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie: x=1.txt"),
        ("ảnh\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe", "ảnhgpj.exe"),
        ("..", "minh-chung"),
        ("", "minh-chung"),
        ("/", "minh-chung"),
    ],
)
def test_the_name_of_a_file_is_made_harmless(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@given(st.text(max_size=400))
def test_no_name_of_a_file_can_do_harm(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= MAX_NAME_CHARACTERS
    assert not set(safe) & set("/\\\r\n\x00\N{RIGHT-TO-LEFT OVERRIDE}")
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_type() -> None:
    assert safe_name("a" * 300 + ".docx") == "a" * 195 + ".docx"


@given(st.text())
def test_cleaning_a_text_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


class TestReportsOfPeriods:
    def states(self, office: Office) -> dict[str, ReportState]:
        (assignment,) = office.page(office.agency).assignments
        return {report.key: report.state for report in assignment.periods}

    def test_a_report_is_missed_once_its_day_is_over(self, quarterly: Office) -> None:
        assert self.states(quarterly) == {
            "2024-Q2": ReportState.OPEN,
            "2024-Q1": ReportState.MISSED,
        }

    def test_a_missed_report_can_still_be_handed_in(self, quarterly: Office) -> None:
        quarterly.log(replace(ENTRY, period="2024-Q1"))
        assert self.states(quarterly)["2024-Q1"] is ReportState.REPORTED_LATE

    @pytest.mark.parametrize("period", ["2024-Q3", "2023-Q4", "2024-05", "quý hai"])
    def test_only_a_period_of_the_task_that_has_begun_can_be_reported(
        self, quarterly: Office, period: str
    ) -> None:
        assert faults(quarterly, replace(ENTRY, period=period)) == {"period": "not-a-period"}

    def test_a_confirmed_report_does_not_end_the_duty(
        self, quarterly: Office, inspector: Actor
    ) -> None:
        confirm(quarterly, inspector, quarterly.log(replace(ENTRY, period="2024-Q1")))
        assert quarterly.log(replace(ENTRY, period="2024-Q2"))

    def test_the_form_of_a_report_shows_the_last_word(self, quarterly: Office) -> None:
        quarterly.log(replace(ENTRY, percent=55))
        about = report_page(
            quarterly.database,
            quarterly.agency,
            quarterly.assignment_id,
            period="2024-Q1",
            today=TODAY,
        )
        assert about.period is not None
        assert (about.period.key, about.period.due) == ("2024-Q1", date(2024, 3, 31))
        assert about.last is not None
        assert about.last.percent == 55

    def test_there_is_no_form_for_a_period_that_is_not_the_tasks(self, quarterly: Office) -> None:
        with pytest.raises(NotFound):
            report_page(
                quarterly.database,
                quarterly.agency,
                quarterly.assignment_id,
                period="2025-Q1",
                today=TODAY,
            )

    def test_there_is_no_form_for_the_task_of_another(self, quarterly: Office) -> None:
        other = agency_actor(quarterly.database, make_agency(quarterly.database, "Sở Y tế"))
        with pytest.raises(NotFound):
            report_page(
                quarterly.database, other, quarterly.assignment_id, period=None, today=TODAY
            )


def confirm(office: Office, inspector: Actor, update_id: int) -> int:
    return give_verdict(office.database, inspector, update_id, VerdictKind.CONFIRMED, "", now=NOW)


def send_back(office: Office, inspector: Actor, update_id: int, reason: str = "Thiếu.") -> int:
    return give_verdict(
        office.database, inspector, update_id, VerdictKind.SENT_BACK, reason, now=NOW
    )


def dispute(
    office: Office, inspector: Actor, update_id: int, reason: str = "Chưa thấy kế hoạch."
) -> int:
    return give_verdict(
        office.database, inspector, update_id, VerdictKind.DISPUTED, reason, now=NOW
    )


class TestVerdicts:
    def test_a_confirmed_claim_is_confirmed_done(self, office: Office, inspector: Actor) -> None:
        confirm(office, inspector, office.log(DONE))
        page = office.page(office.agency)
        assert page.assignments[0].workflow is Workflow.CONFIRMED
        assert page.assignments[0].updates[0].verdicts[0].kind is VerdictKind.CONFIRMED
        assert not page.assignments[0].may_report

    def test_sending_back_says_why(self, office: Office, inspector: Actor) -> None:
        send_back(office, inspector, office.log(DONE), "Chưa có số liệu cấp xã.")
        (assignment,) = office.page(office.agency).assignments
        assert assignment.workflow is Workflow.SENT_BACK
        assert assignment.updates[0].verdicts[0].reason == "Chưa có số liệu cấp xã."

    def test_sending_back_without_a_reason_is_refused(
        self, office: Office, inspector: Actor
    ) -> None:
        with pytest.raises(Invalid) as caught:
            send_back(office, inspector, office.log(DONE), "  ")
        assert caught.value.fields == {"reason": "required"}

    def test_a_reason_has_a_limit(self, office: Office, inspector: Actor) -> None:
        with pytest.raises(Invalid) as caught:
            send_back(office, inspector, office.log(DONE), "x" * 5001)
        assert caught.value.fields == {"reason": "too-long"}

    def test_the_index_learns_of_a_verdict(self, office: Office, inspector: Actor) -> None:
        update_id = make_update(
            office.database,
            office.assignment_id,
            author_id=office.author_id,
            status=UpdateStatus.DONE,
        )
        confirm(office, inspector, update_id)
        assert changes(office.database) == {
            (RecordKind.UPDATE, update_id),
            (RecordKind.TASK, office.task_id),
        }

    def test_only_the_newest_update_can_be_judged(self, office: Office, inspector: Actor) -> None:
        old = office.log(DONE)
        office.log(DONE)
        with pytest.raises(NotToBeJudged):
            confirm(office, inspector, old)

    @pytest.mark.parametrize("kind", [VerdictKind.CONFIRMED, VerdictKind.SENT_BACK])
    def test_work_in_progress_is_no_claim_to_judge(
        self, office: Office, inspector: Actor, kind: VerdictKind
    ) -> None:
        update_id = office.log()
        with pytest.raises(NotToBeJudged):
            give_verdict(office.database, inspector, update_id, kind, "Xem.", now=NOW)

    def test_work_in_progress_can_be_disputed_and_goes_on(
        self, office: Office, inspector: Actor
    ) -> None:
        dispute(office, inspector, office.log())
        (assignment,) = office.page(office.agency).assignments
        assert assignment.workflow is Workflow.IN_PROGRESS
        assert assignment.updates[0].verdicts[0].kind is VerdictKind.DISPUTED
        assert office.log()

    def test_a_claim_is_sent_back_and_not_merely_disputed(
        self, office: Office, inspector: Actor
    ) -> None:
        update_id = office.log(DONE)
        with pytest.raises(NotToBeJudged):
            dispute(office, inspector, update_id)

    def test_a_dispute_says_why(self, office: Office, inspector: Actor) -> None:
        update_id = office.log()
        with pytest.raises(Invalid):
            dispute(office, inspector, update_id, " ")

    def test_the_agency_is_told_of_a_verdict(self, office: Office, inspector: Actor) -> None:
        send_back(office, inspector, office.log(DONE), "Thiếu số liệu.")
        with office.database.reading() as session:
            (notice,) = session.scalars(select(Notice))
            assert (notice.user_id, notice.kind) == (office.agency.user_id, NoticeKind.VERDICT)
            assert notice.details["words"] == "Thiếu số liệu."

    def test_a_periodic_report_can_be_judged_while_work_goes_on(
        self, quarterly: Office, inspector: Actor
    ) -> None:
        assert confirm(quarterly, inspector, quarterly.log(replace(ENTRY, period="2024-Q1")))

    def test_the_second_of_two_inspectors_learns_of_the_first(
        self, office: Office, inspector: Actor
    ) -> None:
        update_id = office.log(DONE)
        confirm(office, inspector, update_id)
        with pytest.raises(Conflict):
            send_back(office, inspector, update_id)

    def test_whoever_saw_the_verdict_can_give_another(
        self, office: Office, inspector: Actor
    ) -> None:
        update_id = office.log(DONE)
        first = confirm(office, inspector, update_id)
        give_verdict(
            office.database,
            inspector,
            update_id,
            VerdictKind.SENT_BACK,
            "Nhầm.",
            now=NOW,
            last_verdict_id=first,
        )
        with office.database.reading() as session:
            kinds = session.scalars(select(Verdict.kind).order_by(Verdict.id)).all()
        assert kinds == [VerdictKind.CONFIRMED, VerdictKind.SENT_BACK]

    def test_only_inspectors_judge(self, office: Office, clerk: Actor) -> None:
        update_id = office.log(DONE)
        for actor in (clerk, office.agency):
            with pytest.raises(NotAllowed):
                confirm(office, actor, update_id)

    def test_an_unknown_update_cannot_be_judged(self, office: Office, inspector: Actor) -> None:
        with pytest.raises(NotFound):
            confirm(office, inspector, 999)


class TestTaskPage:
    def test_a_stranger_does_not_know_of_a_task(self, office: Office) -> None:
        other = agency_actor(office.database, make_agency(office.database, "Sở Nội vụ"))
        with pytest.raises(NotFound):
            office.page(other)

    def test_a_neighbour_with_the_same_duty_is_not_shown(
        self, office: Office, inspector: Actor
    ) -> None:
        neighbour = make_agency(office.database, "Ban Dân vận Tỉnh ủy")
        make_assignment(office.database, office.task_id, neighbour)
        names = [story.agency for story in office.page(office.agency).assignments]
        assert names == ["Ban Tuyên giáo Tỉnh ủy"]
        assert len(office.page(inspector).assignments) == 2

    def test_those_who_coordinate_see_the_lead_first(self, office: Office) -> None:
        beside = make_agency(office.database, "Ban Dân vận Tỉnh ủy")
        make_assignment(office.database, office.task_id, beside, AssignmentRole.SUPPORTING)
        stories = office.page(agency_actor(office.database, beside)).assignments
        assert [story.role for story in stories] == [AssignmentRole.LEAD, AssignmentRole.SUPPORTING]
        assert [story.may_report for story in stories] == [False, True]

    def test_a_group_task_counts_who_is_confirmed(self, office: Office, inspector: Actor) -> None:
        make_assignment(office.database, office.task_id, make_agency(office.database, "Sở Y tế"))
        confirm(office, inspector, office.log(DONE))
        page = office.page(inspector)
        assert (page.confirmed, page.leading) == (1, 2)

    def test_an_inspector_may_judge_only_the_newest_claim(
        self, office: Office, inspector: Actor
    ) -> None:
        office.log(DONE)
        office.log(DONE)
        (assignment,) = office.page(inspector).assignments
        assert [bool(update.open_verdicts) for update in assignment.updates] == [True, False]
        assert not any(u.open_verdicts for u in office.page(office.agency).assignments[0].updates)

    def test_the_bodies_are_shown_as_the_document_writes_them(
        self, office: Office, inspector: Actor
    ) -> None:
        group_id = make_group(office.database, "các sở, ngành", [])
        with office.database.writing() as session:
            body = session.scalars(select(TaskBody)).one()
            body.agency_id, body.group_id, body.words = None, group_id, "các sở ngành"
        (written,) = office.page(inspector).bodies
        assert (written.words, written.stands_for) == ("các sở ngành", "các sở, ngành")

    def test_a_task_links_to_its_parent_and_its_parts(
        self, office: Office, inspector: Actor
    ) -> None:
        part = office.again(parent_id=office.task_id, text="a) Ban hành kế hoạch.")
        assert [child.task_id for child in office.page(inspector).children] == [part.task_id]
        parent = part.page(inspector).parent
        assert parent is not None
        assert parent.task_id == office.task_id

    def test_an_agency_sees_no_link_to_a_part_that_is_not_its(self, office: Office) -> None:
        make_task(office.database, office.directive_id, parent_id=office.task_id)
        assert office.page(office.agency).children == ()

    def test_it_is_said_who_answers_after_a_succession(
        self, office: Office, inspector: Actor
    ) -> None:
        heir = succeed(office)
        (story,) = office.page(inspector).assignments
        assert story.agency == "Ban Tuyên giáo Tỉnh ủy"
        assert (story.answering_id, story.answering) == (heir, "Ban Tuyên giáo và Dân vận Tỉnh ủy")

    def test_the_clocks_that_run_are_told(self, office: Office, inspector: Actor) -> None:
        late = office.again(original_due=date(2024, 5, 31))
        clocks = {finding.clock for finding in late.page(inspector).assignments[0].clocks}
        assert Clock.PAST_DUE in clocks
