"""Six times clear: what a task must say before it is issued, and what becomes of gaps."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from flask import Flask

from directives import Due, Every, Figure, Nature, Precision, Recurrence, TaskDraft
from tests.conftest import SignIn, Visit
from tests.factories import NOW, make_agency, make_group
from tests.tracker.drafts import DOCUMENT, bodies, make_draft, make_reading_task
from tracker import assignments
from tracker.assignments import Clarity, Criterion, Gap
from tracker.assignments.clarity import _DECIDING, _PRODUCT, _URGING
from tracker.db import Database
from tracker.domain import Actor, Role, TrackingRules
from tracker.errors import Invalid
from tracker.models import Directive
from tracker.web.clarity_letter import ASKED, as_docx, clarification_letter
from tracker.web.clarity_words import GAPS

DUE = Due("trước ngày 30/6/2024", 0, 0, date(2024, 6, 30), Precision.DAY)
CLEAR = "Sở A xây dựng kế hoạch phòng cháy, trình Ủy ban nhân dân tỉnh trước ngày 30/6/2024."


def task(words: str = CLEAR, **fields: object) -> TaskDraft:
    known = {"lead": bodies("Sở A"), "due": DUE, **fields}
    return replace(make_reading_task("t1", **known), text=words)


@pytest.fixture
def registry(database: Database) -> None:
    """Two agencies, a group of both, and a group without members."""
    first, second = make_agency(database, "Sở A"), make_agency(database, "Sở B")
    make_group(database, "các sở", [first, second])
    make_group(database, "các hội", [])


def gaps_of(database: Database, clerk: Actor, *tasks: TaskDraft) -> dict[Criterion, str]:
    draft = make_draft(database, clerk, *tasks)
    found = assignments.clarity_of(database, clerk, draft, now=NOW).gaps
    return {gap.criterion: gap.code for gap in found}


@pytest.mark.usefixtures("registry")
class TestWhatIsClear:
    def test_a_task_that_says_all_six_has_no_gap(self, database: Database, clerk: Actor) -> None:
        assert gaps_of(database, clerk, task()) == {}

    @pytest.mark.parametrize(
        ("fields", "criterion", "code"),
        [
            ({"lead": ()}, Criterion.WHO, "nobody-named"),
            ({"lead": bodies("Hội Lạ")}, Criterion.WHO, "nobody-known"),
            ({"lead": bodies("các hội")}, Criterion.WHO, "nobody-known"),
            ({"lead": bodies("Sở A", "Sở B")}, Criterion.RESPONSIBILITY, "several-leads"),
            (
                {"lead": (), "coordinating": bodies("Sở A")},
                Criterion.RESPONSIBILITY,
                "no-lead",
            ),
            ({"due": None}, Criterion.WHEN, "no-deadline"),
            (
                {"due": replace(DUE, date=None)},
                Criterion.WHEN,
                "deadline-without-day",
            ),
            ({"words": "Sở A tăng cường, thường xuyên."}, Criterion.WHAT, "only-urges"),
            ({"words": "Sở A: Bảng."}, Criterion.WHAT, "no-duty"),
            ({"words": "Sở A vận động nhân dân, trình tỉnh."}, Criterion.PRODUCT, "no-product"),
            (
                {"words": "Sở A xây dựng kế hoạch về công trình."},
                Criterion.AUTHORITY,
                "no-authority",
            ),
        ],
    )
    def test_each_gap_has_its_criterion(
        self,
        database: Database,
        clerk: Actor,
        fields: dict[str, object],
        criterion: Criterion,
        code: str,
    ) -> None:
        assert gaps_of(database, clerk, task(**fields)).get(criterion) == code  # type: ignore[arg-type]  # each row names its own

    @pytest.mark.parametrize(
        "fields",
        [
            {"lead": bodies("các sở")},
            {"due": None, "recurrence": Recurrence("hằng quý", 0, 0, Every.QUARTER)},
            {"due": None, "nature": Nature.REGULAR},
            {"words": "Sở A vận động, trình tỉnh.", "figures": (Figure("5", 5, None, "xã", 0, 1),)},
            {"words": "Sở A lập danh mục.", "reports_to": bodies("Ủy ban nhân dân tỉnh")},
            {"words": "Sở A lập danh mục theo thẩm quyền."},
        ],
        ids=("a group", "comes back", "standing", "a figure", "a reader", "its own authority"),
    )
    def test_there_are_several_ways_to_be_clear(
        self, database: Database, clerk: Actor, fields: dict[str, object]
    ) -> None:
        assert gaps_of(database, clerk, task(**fields)) == {}  # type: ignore[arg-type]  # each row names its own

    def test_parts_are_judged_and_have_the_time_and_the_reader_of_the_task_above(
        self, database: Database, clerk: Actor
    ) -> None:
        part = replace(task("Sở A lập danh mục.", due=None), id="t1.1")
        whole = replace(task("Hai việc.", reports_to=bodies("Tỉnh ủy")), children=(part,))
        assert gaps_of(database, clerk, whole) == {}
        draft = make_draft(database, clerk, whole)
        assert assignments.clarity_of(database, clerk, draft, now=NOW).judged == 1

    def test_a_document_without_an_issuer_leaves_open_who_decides(
        self, database: Database, clerk: Actor
    ) -> None:
        draft = make_draft(database, clerk, task(), document=replace(DOCUMENT, issuer=None))
        clarity = assignments.clarity_of(database, clerk, draft, now=NOW)
        assert clarity.gaps == (Gap(Criterion.AUTHORITY, "no-issuer"),)
        assert clarity.clear[Criterion.AUTHORITY] == 1


class TestTheGate:
    def test_gaps_need_a_reason_and_are_kept_with_it(
        self, database: Database, clerk: Actor, inspector: Actor
    ) -> None:
        make_agency(database, "Sở A")
        draft = make_draft(database, clerk, task(due=None))
        with pytest.raises(Invalid) as refused:
            assignments.issue_directive(
                database, clerk, draft, revision=0, now=NOW, reason=" \u200b\n "
            )
        assert refused.value.fields == {"reason": "required"}
        assignments.issue_directive(
            database, clerk, draft, revision=0, now=NOW, reason=" Giao gấp.\x0b "
        )
        page = assignments.directive_page(
            database, inspector, draft, today=NOW.date(), rules=TrackingRules()
        )
        assert page.left_open is not None
        assert page.left_open.reason == "Giao gấp."
        assert [gap.code for gap in page.left_open.gaps] == ["no-deadline"]

    def test_a_clear_document_needs_none_and_keeps_none(
        self, database: Database, clerk: Actor
    ) -> None:
        make_agency(database, "Sở A")
        draft = make_draft(database, clerk, task())
        assignments.issue_directive(database, clerk, draft, revision=0, now=NOW, reason="Không cần")
        with database.reading() as session:
            directive = session.get_one(Directive, draft)
            assert (directive.gaps_when_issued, directive.reason_for_gaps) == ([], None)

    def test_the_page_lists_the_gaps_asks_for_the_reason_and_shows_both_afterwards(
        self, database: Database, clerk: Actor, sign_in: SignIn, visit: Visit
    ) -> None:
        agency = make_agency(database, "Sở A")
        draft = make_draft(database, clerk, task(due=None))
        browser = sign_in(Role.CLERK)
        page = visit(browser, f"/directives/{draft}/draft/issue")
        assert "Clear when 0/1" in page.words
        assert page.tree.xpath(f"//a[@href='/directives/{draft}/draft/tasks/t1']")
        answer = browser.post(f"/directives/{draft}/draft/issue", data={"revision": "0"})
        assert answer.status_code == 422
        assert "Fill this in" in answer.text
        sent = {"revision": "0", "reason": "Giao gấp <b>."}
        answer = browser.post(f"/directives/{draft}/draft/issue", data=sent)
        assert answer.status_code == 302
        shown = visit(browser, f"/directives/{draft}").words
        assert "Issued with 1 gap" in shown
        assert "Giao gấp <b>." in shown
        assert "Giao gấp" not in visit(sign_in(Role.AGENCY, agency), f"/directives/{draft}").words

    def test_the_letter_is_a_page_and_a_word_file(
        self, database: Database, clerk: Actor, sign_in: SignIn, visit: Visit
    ) -> None:
        draft = make_draft(database, clerk, task(due=None))
        browser = sign_in(Role.CLERK)
        words = visit(browser, f"/directives/{draft}/draft/clarification").words
        assert "Kính gửi: Ban Thường vụ Tỉnh ủy" in words
        assert "1 nhiệm vụ chưa nêu thời hạn hoàn thành" in words
        file = browser.get(f"/directives/{draft}/draft/clarification.docx")
        lines = [p.text for p in docx.Document(BytesIO(file.data)).paragraphs]
        assert any("chưa nêu thời hạn hoàn thành" in line for line in lines)
        other = sign_in(Role.INSPECTOR)
        assert other.get(f"/directives/{draft}/draft/clarification.docx").status_code == 403


def test_a_letter_about_many_gaps_stays_short(app: Flask) -> None:
    every = tuple(
        Gap(criterion, code, f"t{n}", None, "Rà soát các quy định " * 9)
        for n in range(60)
        for criterion, code in (
            (Criterion.WHO, "nobody-known"),
            (Criterion.WHAT, "only-urges"),
            (Criterion.WHEN, "no-deadline"),
            (Criterion.RESPONSIBILITY, "several-leads"),
            (Criterion.PRODUCT, "no-product"),
            (Criterion.AUTHORITY, "no-authority"),
        )
    )
    with app.test_request_context():
        letter = clarification_letter(Clarity(DOCUMENT, 60, every), "chi-thi.md", date(2024, 3, 1))
    assert letter.dated == "……, ngày 01 tháng 3 năm 2024"
    assert sum(len(line) for _, asked in letter.items for line in asked) < 1200
    written = docx.Document(BytesIO(as_docx(letter)))
    assert not any(run.text for p in written.paragraphs for run in p.runs if "\x0b" in run.text)
    assert written.element.body.findall(qn("w:tbl"))


def test_every_gap_has_words_on_the_page_and_in_the_letter() -> None:
    assert set(GAPS) == set(ASKED)


@pytest.mark.parametrize("pattern", [_URGING, _PRODUCT, _DECIDING])
@pytest.mark.parametrize("words", ["xây dựng ", "ban hành a b c d ", "trình", "lập, ", "a/"])
def test_no_words_make_a_pattern_slow(pattern: re.Pattern[str], words: str) -> None:
    text = words * (60_000 // len(words))
    assert len(pattern.sub("", text)) <= len(text)
