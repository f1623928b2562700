"""Sheets there and back: what goes out, how rows are known again, what is logged of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from sqlalchemy import select

from directives import DirectiveError, Every
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
from tests.tracker.sheets import (
    FILLED,
    PLACES,
    TODAY,
    WORDS,
    Office,
    changed_word,
    changed_workbook,
    filled_word,
    filled_workbook,
    heading,
    make_office,
)
from tracker import exchange
from tracker.db import Database
from tracker.domain import Actor, AssignmentEventKind, Role, UpdateStatus, VerdictKind
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.exchange import Level, RowState, SheetFormat, as_word, as_workbook
from tracker.exchange.columns import Column
from tracker.exchange.excel import HEADING_ROW
from tracker.exchange.typed import Typed
from tracker.grids import read_grid
from tracker.models import (
    Assignment,
    AssignmentEvent,
    IndexChange,
    ProgressUpdate,
    RecordKind,
)
from tracker.models.answering import HandedOver


@pytest.fixture(autouse=True)
def _read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read sheets without a child process each; that it is used is tested with hostile files."""
    monkeypatch.setattr(
        "tracker.parsing.grid_in_child", lambda content, name, _limits: read_grid(content, name)
    )


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return make_office(database, tmp_path)


def codes(row: exchange.ReviewedRow) -> list[str]:
    return [finding.code for finding in row.findings]


def about(page: exchange.ReturnPage) -> set[str]:
    return {finding.code for finding in page.findings} - {"rows-empty"}


class TestWhatGoesOut:
    def test_a_sheet_lists_the_open_tasks_with_their_last_entries(
        self, database: Database, office: Office, inspector: Actor
    ) -> None:
        first, second, _ = office.assignments
        make_update(database, first, author_id=office.actor.user_id, narrative="Đã\nlàm.")
        done = make_update(
            database, second, author_id=office.actor.user_id, status=UpdateStatus.DONE
        )
        make_verdict(database, done, VerdictKind.CONFIRMED, author_id=inspector.user_id)
        sheet = office.hand_out()
        assert [row.task for row in sheet.rows] == [WORDS[1], WORDS[3]]
        assert sheet.rows[0].last == "15/06/2024: Đang thực hiện, 40 %. Đã làm."
        assert sheet.rows[1].last == ""
        assert len({row.code for row in sheet.rows}) == 2

    def test_the_word_file_is_laid_out_as_offices_do(self, office: Office) -> None:
        document = docx.Document(BytesIO(as_word(office.hand_out())))
        section = document.sections[0]
        assert section.orientation is WD_ORIENT.LANDSCAPE
        assert document.styles["Normal"].font.name == "Times New Roman"
        rows = document.tables[0]._tbl.xpath("./w:tr")
        assert rows[0].xpath("./w:trPr/w:tblHeader")
        assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)
        assert [c.text for c in document.tables[0].rows[0].cells] == list(map(heading, Column))

    def test_the_workbook_has_real_days_lists_and_a_fixed_heading(
        self, database: Database, office: Office
    ) -> None:
        directive = make_directive(database, author_id=office.actor.user_id)
        task = make_task(database, directive, original_due=date(2024, 6, 30), text="=1+1")
        make_assignment(database, task, office.agency_id)
        book = openpyxl.load_workbook(BytesIO(as_workbook(office.hand_out(SheetFormat.EXCEL))))
        sheet = book.worksheets[0]
        first = [cell.value for cell in sheet[HEADING_ROW + 2]]
        assert first[PLACES[Column.DUE]].date() == date(2024, 6, 30)
        assert sheet.cell(HEADING_ROW + 2, PLACES[Column.TASK] + 1).data_type == "s"
        assert first[PLACES[Column.TASK]] == "=1+1"
        assert sheet.freeze_panes == "C6"
        assert len(sheet.data_validations.dataValidation) == 3

    def test_nobody_fetches_a_sheet_for_another_agency(self, office: Office) -> None:
        stranger = replace(office.actor, agency_ids=frozenset({office.agency_id + 99}))
        with pytest.raises(NotFound):
            replace(office, actor=stranger).hand_out()
        inspector = replace(office.actor, roles=frozenset({Role.INSPECTOR}))
        with pytest.raises(NotAllowed):
            replace(office, actor=inspector).hand_out()

    def test_a_unit_to_which_work_is_delegated_gets_it_too_and_halted_work_stays_out(
        self, database: Database, office: Office
    ) -> None:
        unit = make_agency(database, "Chi cục")
        with database.writing() as session:
            session.get_one(Assignment, office.assignments[1]).delegate_id = unit
            session.add(
                AssignmentEvent(
                    assignment_id=office.assignments[2],
                    kind=AssignmentEventKind.SUSPENDED,
                    effective_on=TODAY,
                    reason="Chờ hướng dẫn",
                    author_id=office.actor.user_id,
                    at=NOW,
                )
            )
        actor = replace(office.actor, agency_ids=frozenset({unit}))
        theirs = replace(office, actor=actor, agency_id=unit).hand_out()
        assert [row.task for row in theirs.rows] == [WORDS[2]]
        assert [row.task for row in office.hand_out().rows] == [WORDS[1], WORDS[2]]

    def test_an_agency_without_open_tasks_has_none(
        self, database: Database, office: Office
    ) -> None:
        idle = make_agency(database, "Sở Rảnh")
        actor = replace(office.actor, agency_ids=frozenset({idle}))
        with pytest.raises(exchange.NothingOpen):
            replace(office, actor=actor, agency_id=idle).hand_out()


class TestThereAndBack:
    @pytest.mark.parametrize("form", list(SheetFormat))
    def test_what_was_filled_in_is_logged_as_updates(
        self, database: Database, office: Office, form: SheetFormat
    ) -> None:
        sheet = office.hand_out(form)
        done = {
            Column.STATUS: "đã hoàn thành ",
            Column.PERCENT: "100 %",
            Column.NARRATIVE: "Đã làm.\nĐã xong.",
            Column.DIFFICULTIES: "Thiếu kinh phí",
            Column.RESULT_NUMBER: "12-KH/TU",
            Column.RESULT_DATE: "05/6/2024",
        }
        rows = {1: FILLED, 3: done}
        if form is SheetFormat.WORD:
            page = office.hand_in(filled_word(as_word(sheet), rows))
        else:
            page = office.hand_in(filled_workbook(as_workbook(sheet), rows), "phieu.xlsx")
        assert [(row.is_plain, row.assignment_id) for row in page.rows] == [
            (True, office.assignments[0]),
            (True, office.assignments[2]),
        ]
        assert office.log(page) == exchange.Outcome(2, {})
        with database.reading() as session:
            first, second = session.scalars(select(ProgressUpdate)).all()
            assert (first.percent, first.status) == (60, UpdateStatus.IN_PROGRESS)
            assert second.narrative == "Đã làm.\n\nĐã xong."
            assert second.result_date == date(2024, 6, 5)
            assert second.result_number == "12-KH/TU"
        after = office.review(page.return_id)
        assert after.is_closed
        assert [row.state for row in after.rows] == [RowState.LOGGED] * 2

    def test_what_the_form_would_refuse_is_refused_here(self, office: Office) -> None:
        done = {**FILLED, Column.STATUS: "Đã hoàn thành", Column.RESULT_DATE: "30/6/2024"}
        odd = {Column.STATUS: "gần xong", Column.PERCENT: "0,4", Column.RESULT_DATE: "6/30/2024"}
        page = office.hand_in(filled_word(as_word(office.hand_out()), {1: done, 2: odd}))
        assert [row.faults for row in page.rows] == [
            {"result_number": "result-needed", "result_date": "in-the-future"},
            {
                "status": "no-state",
                "percent": "not-a-percentage",
                "narrative": "required",
                "result_date": "not-a-date",
            },
        ]
        outcome = office.log(page)
        assert (outcome.logged, set(outcome.refused.values())) == (0, {"invalid"})

    def test_a_row_is_put_right_dropped_and_taken_up_again(self, office: Office) -> None:
        page = office.hand_in(
            filled_word(as_word(office.hand_out()), {1: {Column.PERCENT: "x"}, 2: FILLED})
        )
        first, second = page.rows
        database, actor, key = office.database, office.actor, page.return_id
        right = Typed("in-progress", "30", "Đã làm.", period="")
        with pytest.raises(Invalid):
            change(office, key, first.row_id, replace(right, percent="300"))
        change(office, key, first.row_id, right)
        exchange.drop_row(database, actor, key, second.row_id, now=NOW)
        with pytest.raises(exchange.RowDecided):
            exchange.drop_row(database, actor, key, second.row_id, now=NOW)
        assert office.log(office.review(key)).logged == 1
        assert office.review(key).is_closed
        exchange.take_up_row(database, actor, key, second.row_id)
        assert [row.state for row in office.review(key).rows] == [RowState.LOGGED, RowState.OPEN]
        with pytest.raises(exchange.RowDecided):
            exchange.take_up_row(database, actor, key, first.row_id)

    def test_a_report_of_a_period_is_handed_in_by_choosing_it(
        self, database: Database, office: Office
    ) -> None:
        directive = make_directive(database, author_id=office.actor.user_id)
        task = make_task(database, directive, recurs_every=Every.QUARTER)
        make_assignment(database, task, office.agency_id)
        page = office.hand_in(filled_word(as_word(office.hand_out()), {4: FILLED}))
        (row,) = page.rows
        assert codes(row) == ["no-period"]
        assert row.is_plain
        assert row.periods == ("2024-Q2", "2024-Q1")
        with pytest.raises(Invalid) as refused:
            change(office, page.return_id, row.row_id, replace(row.typed, period="2031-Q9"))
        assert refused.value.fields == {"period": "not-a-period"}
        change(office, page.return_id, row.row_id, replace(row.typed, period="2024-Q2"))
        assert office.log(office.review(page.return_id)).logged == 1
        with database.reading() as session:
            assert session.scalars(select(ProgressUpdate.period)).all() == ["2024-Q2"]


def change(office: Office, return_id: int, row_id: int, typed: Typed, task: int = 0) -> None:
    exchange.change_row(
        office.database, office.actor, return_id, row_id, typed, assignment_id=task, now=NOW
    )


def rows_of(document: Any) -> list[Any]:
    return list(document.tables[0]._tbl.xpath("./w:tr"))


class TestRowsChangedByHand:
    def hand_in_changed(self, office: Office, change: Any) -> exchange.ReturnPage:
        filled = filled_word(as_word(office.hand_out()), {1: FILLED, 2: FILLED})
        return office.hand_in(changed_word(filled, change))

    def test_moved_rows_are_known_by_their_codes(self, office: Office) -> None:
        def move(document: Any) -> None:
            rows = rows_of(document)
            rows[3].addnext(rows[1])

        page = self.hand_in_changed(office, move)
        first, second, _ = office.assignments
        assert [row.assignment_id for row in page.rows] == [second, first]
        assert all(row.is_plain for row in page.rows)

    def test_deleted_rows_are_named(self, office: Office) -> None:
        def delete(document: Any) -> None:
            for row in rows_of(document)[2:]:
                row.getparent().remove(row)

        page = self.hand_in_changed(office, delete)
        assert [choice.place for choice in page.missing] == [2, 3]
        assert [row.assignment_id for row in page.rows] == [office.assignments[0]]

    def test_a_copied_row_is_taken_once_and_two_different_ones_wait_for_a_person(
        self, office: Office
    ) -> None:
        def copy(document: Any) -> None:
            rows = rows_of(document)
            rows[1].addnext(deepcopy(rows[1]))
            other = deepcopy(rows[2])
            rows[3].addnext(other)
            document.tables[0].rows[-1].cells[PLACES[Column.PERCENT]].text = "99"

        page = self.hand_in_changed(office, copy)
        assert about(page) == {"exact-copy"}
        assert [codes(row) for row in page.rows] == [[], ["duplicated"], ["duplicated"]]
        assert office.log(page).logged == 1
        exchange.drop_row(
            office.database, office.actor, page.return_id, page.rows[1].row_id, now=NOW
        )
        assert office.log(office.review(page.return_id)).logged == 1

    def test_an_added_row_belongs_to_no_task_until_a_person_says_so(self, office: Office) -> None:
        def add(document: Any) -> None:
            cells = document.tables[0].add_row().cells
            cells[PLACES[Column.TASK]].text = WORDS[3]
            for column, words in FILLED.items():
                cells[PLACES[column]].text = words

        page = self.hand_in_changed(office, add)
        added = page.rows[2]
        assert (codes(added), added.assignment_id) == (["no-code"], None)
        assert not added.may_log
        with pytest.raises(Invalid):
            change(office, page.return_id, added.row_id, added.typed, 999)
        change(office, page.return_id, added.row_id, added.typed, office.assignments[2])
        assert office.log(office.review(page.return_id)).logged == 3

    def test_an_empty_row_added_by_hand_is_nothing(self, office: Office) -> None:
        page = self.hand_in_changed(office, lambda document: document.tables[0].add_row())
        assert len(page.rows) == 2

    @pytest.mark.parametrize("typed", ["NV-1-1-22", "NV-1-2-XX", "1", "NV–", "NV-99999-1-AA"])
    def test_a_changed_code_is_reported(self, office: Office, typed: str) -> None:
        def change_code(document: Any) -> None:
            document.tables[0].rows[1].cells[PLACES[Column.CODE]].text = typed

        page = self.hand_in_changed(office, change_code)
        assert codes(page.rows[0]) == ["bad-code"]
        assert page.rows[0].assignment_id is None

    def test_edited_words_of_a_task_are_shown_and_wait_to_be_looked_at(
        self, office: Office
    ) -> None:
        def edit(document: Any) -> None:
            document.tables[0].rows[1].cells[PLACES[Column.TASK]].text = "Việc khác"

        row = self.hand_in_changed(office, edit).rows[0]
        assert (codes(row), row.findings[0].said) == (["words-changed"], "Việc khác")
        assert row.may_log
        assert not row.is_plain

    def test_a_row_of_another_sheet_is_reported(self, office: Office) -> None:
        other = docx.Document(BytesIO(as_word(office.hand_out())))
        pasted = deepcopy(rows_of(other)[3])

        def paste(document: Any) -> None:
            rows_of(document)[-1].addnext(pasted)
            cells = document.tables[0].rows[-1].cells
            cells[PLACES[Column.PERCENT]].text = "10"

        page = self.hand_in_changed(office, paste)
        assert codes(page.rows[2]) == ["other-sheet"]

    def test_moved_columns_are_known_by_their_headings(self, office: Office) -> None:
        def move(document: Any) -> None:
            for row in rows_of(document):
                cells = row.xpath("./w:tc")
                cells[0].addprevious(cells[PLACES[Column.NARRATIVE]])

        page = self.hand_in_changed(office, move)
        assert about(page) == {"columns-moved"}
        assert page.rows[0].typed.narrative == FILLED[Column.NARRATIVE]
        assert page.rows[0].is_plain

    def test_a_missing_column_and_one_too_many_are_reported(self, office: Office) -> None:
        def swap(document: Any) -> None:
            table = document.tables[0]
            table.rows[0].cells[PLACES[Column.PROPOSALS]].text = "Ghi chú riêng"
            table.rows[1].cells[PLACES[Column.PROPOSALS]].text = "mật khẩu"

        page = self.hand_in_changed(office, swap)
        assert about(page) == {"column-missing", "unknown-column"}
        assert page.rows[0].typed.proposals == ""

    def test_a_column_headed_twice_is_refused(self, office: Office) -> None:
        def double(document: Any) -> None:
            cells = document.tables[0].rows[0].cells
            cells[PLACES[Column.PROPOSALS]].text = heading(Column.DIFFICULTIES)

        with pytest.raises(exchange.NotASheet) as refused:
            self.hand_in_changed(office, double)
        assert refused.value.code == "column-twice"

    def test_a_table_without_its_heading_is_refused(self, office: Office) -> None:
        def delete(document: Any) -> None:
            first = rows_of(document)[0]
            first.getparent().remove(first)

        with pytest.raises(exchange.NotASheet) as refused:
            self.hand_in_changed(office, delete)
        assert refused.value.code == "no-table"

    def test_a_table_cut_in_two_goes_on_under_its_heading(self, office: Office) -> None:
        def cut(document: Any) -> None:
            table = document.tables[0]._tbl
            rest = deepcopy(table)
            for row in rest.xpath("./w:tr")[:2]:
                rest.remove(row)
            for row in table.xpath("./w:tr")[2:]:
                table.remove(row)
            table.addnext(rest)
            table.addnext(document.add_paragraph("…")._p)

        page = self.hand_in_changed(office, cut)
        assert [row.assignment_id for row in page.rows] == list(office.assignments[:2])


class TestWhichSheetItIs:
    def test_a_lost_mark_is_made_good_by_the_codes(self, office: Office) -> None:
        filled = filled_word(as_word(office.hand_out()), {1: FILLED})
        source = docx.Document(BytesIO(filled)).tables[0]._tbl
        document = docx.Document()
        document.add_paragraph()._p.addprevious(deepcopy(source))
        stream = BytesIO()
        document.save(stream)
        page = office.hand_in(stream.getvalue())
        assert about(page) == {"mark-lost"}
        assert page.rows[0].is_plain

    def test_no_mark_and_no_code_is_no_sheet(self, office: Office) -> None:
        stream = BytesIO()
        docx.Document().save(stream)
        with pytest.raises(exchange.NotASheet) as refused:
            office.hand_in(stream.getvalue())
        assert refused.value.code == "no-mark"

    def test_an_invented_token_and_another_agencys_sheet_are_answered_alike(
        self, database: Database, office: Office, tmp_path: Path
    ) -> None:
        sheet = office.hand_out()
        invented = replace(sheet, token="ABCD-EFGH-JKMN")  # noqa: S106 - no secret
        other = make_office(database, tmp_path, "Sở B")
        for who, content in ((office, as_word(invented)), (other, as_word(sheet))):
            with pytest.raises(exchange.NotASheet) as refused:
                who.hand_in(content)
            assert refused.value.code == "unknown-sheet"

    def test_a_sheet_marked_as_secret_is_refused(self, office: Office) -> None:
        def mark(document: Any) -> None:
            document.paragraphs[0].insert_paragraph_before("MẬT")

        with pytest.raises(exchange.NotASheet) as refused:
            office.hand_in(changed_word(as_word(office.hand_out()), mark))
        assert refused.value.code == "secret-sheet"

    def test_marks_of_two_sheets_are_refused(self, office: Office) -> None:
        first, second = office.hand_out(), office.hand_out()

        def add(document: Any) -> None:
            document.add_paragraph(f"Mã phiếu: {second.token}")

        with pytest.raises(exchange.NotASheet) as refused:
            office.hand_in(changed_word(as_word(first), add))
        assert refused.value.code == "two-sheets"

    def test_the_same_file_comes_back_once(self, office: Office) -> None:
        filled = filled_word(as_word(office.hand_out()), {1: FILLED})
        page = office.hand_in(filled)
        with pytest.raises(exchange.AlreadyReturned) as known:
            office.hand_in(filled, "khac.docx")
        assert known.value.details == {"return_id": page.return_id}

    def test_a_sheet_that_comes_back_again_says_what_was_logged_of_it(self, office: Office) -> None:
        content = as_word(office.hand_out())
        office.log(office.hand_in(filled_word(content, {1: FILLED})))
        again = office.hand_in(filled_word(content, {1: {**FILLED, Column.PERCENT: "70"}}))
        (row,) = again.rows
        assert row.newer is not None
        assert row.newer.from_this_sheet
        assert row.may_log
        assert not row.is_plain

    def test_an_old_sheet_shows_the_newer_update_and_logs_only_what_was_seen(
        self, database: Database, office: Office
    ) -> None:
        content = filled_word(as_word(office.hand_out()), {1: FILLED})
        make_update(database, office.assignments[0], author_id=office.actor.user_id)
        page = office.hand_in(content)
        assert page.rows[0].newer is not None
        assert not page.rows[0].newer.from_this_sheet
        make_update(database, office.assignments[0], author_id=office.actor.user_id)
        outcome = office.log(page)
        assert list(outcome.refused.values()) == ["newer-word"]
        assert office.log(office.review(page.return_id)).logged == 1

    def test_work_that_has_passed_on_or_is_confirmed_is_not_logged(
        self, database: Database, office: Office, inspector: Actor
    ) -> None:
        content = filled_word(as_word(office.hand_out()), {1: FILLED, 2: FILLED})
        done = make_update(
            database,
            office.assignments[0],
            author_id=office.actor.user_id,
            status=UpdateStatus.DONE,
        )
        make_verdict(database, done, VerdictKind.CONFIRMED, author_id=inspector.user_id)
        page = office.hand_in(content)
        assert codes(page.rows[0]) == ["already-confirmed"]
        make_succession(database, office.agency_id, make_agency(database, "Sở C"), on=TODAY)
        page = office.review(page.return_id)
        assert codes(page.rows[1]) == [HandedOver.code]
        assert office.log(page).logged == 0

    def test_a_return_is_for_its_agency_alone(self, office: Office) -> None:
        page = office.hand_in(filled_word(as_word(office.hand_out()), {1: FILLED}))
        stranger = replace(office.actor, agency_ids=frozenset({999}))
        other = replace(office, actor=stranger)
        for act in (lambda: other.review(page.return_id), lambda: other.log(page)):
            with pytest.raises(NotFound):
                act()

    def test_a_clerk_hands_a_sheet_in_for_the_agency_that_mailed_it(
        self, database: Database, office: Office, clerk: Actor
    ) -> None:
        desk = replace(office, actor=clerk)
        page = desk.hand_in(filled_word(as_word(desk.hand_out()), {1: FILLED}))
        assert desk.log(page).logged == 1
        with database.reading() as session:
            update = session.scalars(select(ProgressUpdate)).one()
            assert (update.author_id, update.on_behalf_of_id) == (clerk.user_id, office.agency_id)

    def test_the_search_index_hears_of_what_was_logged(
        self, database: Database, office: Office
    ) -> None:
        page = office.hand_in(filled_word(as_word(office.hand_out()), {1: FILLED}))
        before = _told(database)
        office.log(page)
        assert _told(database)[len(before) :] == [RecordKind.UPDATE, RecordKind.TASK]

    def test_of_two_people_who_log_a_row_at_once_one_does(
        self, database: Database, office: Office
    ) -> None:
        page = office.hand_in(filled_word(as_word(office.hand_out()), {1: FILLED}))
        with ThreadPoolExecutor(4) as pool:
            outcomes = list(pool.map(office.log, [page] * 4))
        assert sorted(outcome.logged for outcome in outcomes) == [0, 0, 0, 1]
        with database.reading() as session:
            assert len(session.scalars(select(ProgressUpdate)).all()) == 1

    def test_a_row_is_logged_once(self, office: Office) -> None:
        page = office.hand_in(filled_word(as_word(office.hand_out()), {1: FILLED}))
        assert office.log(page).logged == 1
        assert list(office.log(page).refused.values()) == ["row-decided"]


def _told(database: Database) -> list[RecordKind]:
    with database.reading() as session:
        return list(session.scalars(select(IndexChange.kind).order_by(IndexChange.id)))


class TestWorkbooks:
    def hand_in(self, office: Office, **filling: Any) -> exchange.ReviewedRow:
        sheet = as_workbook(office.hand_out(SheetFormat.EXCEL))
        said = {Column[name]: value for name, value in filling.items()}
        filled = filled_workbook(sheet, {1: {**FILLED, **said}})
        return office.hand_in(filled, "phieu.xlsx").rows[0]

    @pytest.mark.parametrize(
        ("column", "value", "finding"),
        [
            ("NARRATIVE", "=HYPERLINK(1)", "formula"),
            ("PERCENT", "=40+2", "formula"),
            ("PERCENT", True, "no-value"),
            ("RESULT_NUMBER", date(2024, 6, 5), "day-for-words"),
            ("STATUS", "#REF!", "no-value"),
        ],
    )
    def test_what_is_no_plain_value_is_reported_and_not_taken(
        self, office: Office, column: str, value: object, finding: str
    ) -> None:
        row = self.hand_in(office, **{column: value})
        assert finding in codes(row)
        assert getattr(row.typed, column.lower()) == ""
        assert not row.may_log

    @pytest.mark.parametrize(
        ("value", "said"),
        [(40, "40"), (0.4, "0.4"), ("40 %", "40 %"), (100.0, "100")],
    )
    def test_percentages_are_read_as_they_stand(
        self, office: Office, value: object, said: str
    ) -> None:
        assert self.hand_in(office, PERCENT=value).typed.percent == said

    def test_a_percentage_that_a_program_made_a_fraction_is_read_as_it_is_shown(
        self, office: Office
    ) -> None:
        def fill(sheet: Any) -> None:
            cell = sheet.cell(HEADING_ROW + 2, PLACES[Column.PERCENT] + 1)
            cell.value, cell.number_format = 0.07, "0%"

        content = as_workbook(office.hand_out(SheetFormat.EXCEL))
        page = office.hand_in(changed_workbook(content, fill), "a.xlsx")
        assert page.rows[0].typed.percent == "7%"

    @pytest.mark.parametrize(
        ("form", "day", "found"),
        [
            ("dd/mm/yyyy", date(2024, 6, 5), []),
            ("mm-dd-yy", date(2024, 6, 5), ["day-order"]),
            ("m/d/yyyy", date(2024, 5, 30), []),
            ("m/d/yyyy", date(2024, 5, 5), []),
        ],
    )
    def test_a_day_shown_with_the_month_first_is_to_be_looked_at(
        self, office: Office, form: str, day: date, found: list[str]
    ) -> None:
        def fill(sheet: Any) -> None:
            cell = sheet.cell(HEADING_ROW + 2, PLACES[Column.RESULT_DATE] + 1)
            cell.value, cell.number_format = day, form

        content = as_workbook(office.hand_out(SheetFormat.EXCEL))
        row = office.hand_in(changed_workbook(content, fill), "a.xlsx").rows[0]
        assert codes(row) == found
        assert row.typed.result_date == f"{day:%d/%m/%Y}"

    def test_a_number_that_may_be_a_day_is_not_taken_for_one(self, office: Office) -> None:
        def fill(sheet: Any) -> None:
            cell = sheet.cell(HEADING_ROW + 2, PLACES[Column.RESULT_DATE] + 1)
            cell.value, cell.number_format = 45473, "General"

        content = as_workbook(office.hand_out(SheetFormat.EXCEL))
        row = office.hand_in(changed_workbook(content, fill), "a.xlsx").rows[0]
        assert codes(row) == ["number-for-day"]
        assert row.typed.result_date == ""

    def test_sorted_rows_and_another_sheet_beside_are_told_apart(self, office: Office) -> None:
        def sort(sheet: Any) -> None:
            first, last = HEADING_ROW + 2, HEADING_ROW + 4
            for column in range(1, len(Column) + 1):
                one, other = sheet.cell(first, column), sheet.cell(last, column)
                one.value, other.value = other.value, one.value
            sheet.parent.create_sheet("Nháp")["A1"] = "ghi chú"

        content = filled_workbook(as_workbook(office.hand_out(SheetFormat.EXCEL)), {1: FILLED})
        page = office.hand_in(changed_workbook(content, sort), "a.xlsx")
        assert about(page) == {"other-tables"}
        assert page.rows[0].assignment_id == office.assignments[0]
        assert page.rows[0].is_plain


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"%PDF-1.4", b"x" * 100])
def test_what_is_no_office_file_is_refused(office: Office, content: bytes) -> None:
    with pytest.raises(DirectiveError):
        office.hand_in(content)


def test_a_file_larger_than_a_sheet_is_refused(office: Office) -> None:
    with pytest.raises(exchange.NotASheet) as refused:
        office.hand_in(b"PK\x03\x04" + b"0" * exchange.MAX_SHEET_BYTES)
    assert refused.value.code == "sheet-too-large"


def test_findings_say_how_much_they_matter() -> None:
    assert [level.value for level in Level] == ["fault", "look", "note"]
