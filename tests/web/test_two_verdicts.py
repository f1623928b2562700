"""The agency's word and the inspector's stand side by side wherever work is followed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.conftest import SignIn, Visit
from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_user,
    make_verdict,
)
from tests.tracker.searching import keep_evidence
from tracker.db import Database
from tracker.domain import Role, UpdateStatus, VerdictKind


@dataclass(frozen=True)
class Dispute:
    """A claim that an inspector sent back, beside a claim that nobody judged."""

    directive_id: int
    task_id: int
    agency_id: int
    assignment_id: int
    author_id: int


@pytest.fixture
def dispute(database: Database) -> Dispute:
    author = make_user(database, Role.CLERK)
    agency = make_agency(database)
    directive = make_directive(database, author_id=author, number="23-CT/TU")
    tasks = [make_task(database, directive, text=text) for text in ("Lập đề án.", "Tập huấn.")]
    parts = [make_assignment(database, task, agency) for task in tasks]
    denied, _ = (_claim(database, part, author, agency) for part in parts)
    keep_evidence(database, denied, "biên bản")
    make_verdict(
        database,
        denied,
        VerdictKind.SENT_BACK,
        author_id=make_user(database, Role.INSPECTOR),
        reason="Chưa có số liệu cấp xã.",
    )
    return Dispute(directive, tasks[0], agency, parts[0], author)


def _claim(database: Database, part: int, author: int, agency: int) -> int:
    return make_update(
        database,
        part,
        author_id=author,
        status=UpdateStatus.DONE,
        percent=100,
        on_behalf_of_id=agency,
    )


@pytest.fixture
def rows(sign_in: SignIn) -> Callable[[str], list[dict[str, str]]]:
    """Read the rows of the file that the Standing Committee takes along."""

    def _rows(query: str) -> list[dict[str, str]]:
        answer = sign_in(Role.COMMITTEE).get(f"/review.csv?{query}")
        lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        heading = next(place for place, line in enumerate(lines) if line and line[0] == "No.")
        return [dict(zip(lines[heading], line, strict=True)) for line in lines[heading + 1 :]]

    return _rows


def test_disagreement_is_a_figure_and_a_filter_of_the_review(
    sign_in: SignIn, visit: Visit, dispute: Dispute
) -> None:
    client = sign_in(Role.COMMITTEE)
    page = visit(client, "/review")
    card = page.tree.xpath("//a[contains(@href, 'disagree=1')]")[0]
    assert "".join(card.itertext()).split()[0] == "1"
    listed = visit(client, "/review?disagree=1")
    assert "1 assignment in the list" in listed.words
    assert f"/tasks/{dispute.task_id}" in listed.tree.xpath("//tbody//a/@href")
    assert "Agency and inspector disagree" in listed.texts("//*[@class='chips']")[0]


def test_it_needs_attention_where_no_clock_runs(
    database: Database, sign_in: SignIn, visit: Visit, dispute: Dispute
) -> None:
    # A fresh update: nothing is silent, and there is no deadline.
    make_update(
        database, dispute.assignment_id, author_id=dispute.author_id, status=UpdateStatus.DONE
    )
    page = visit(sign_in(Role.INSPECTOR), "/review")
    assert "1 assignment in the list" in page.words
    assert "Denied, and upheld by the agency" in page.words


def test_both_words_stand_in_a_row_with_dates_and_evidence(
    sign_in: SignIn, visit: Visit, dispute: Dispute
) -> None:
    page = visit(sign_in(Role.COMMITTEE), "/review?disagree=1")
    (agency,) = page.texts("//td[@data-label='The agency says']")
    (inspector,) = page.texts("//td[@data-label='The inspector says']")
    assert "15/06/2024" in agency
    assert "1 file of evidence" in agency
    assert "entered for Ban Tuyên giáo Tỉnh ủy" in agency
    assert "15/06/2024 · Sent back" in inspector
    assert "Chưa có số liệu cấp xã." in inspector
    assert dispute.task_id


def test_the_file_has_both_words_and_both_names(
    rows: Callable[[str], list[dict[str, str]]], dispute: Dispute
) -> None:
    (row,) = rows("disagree=1")
    assert row["Reported by"] == "Đồng chí clerk, entered for Ban Tuyên giáo Tỉnh ủy"
    assert row["Verdict"].startswith("Sent back, 15/06/2024")
    assert row["Reason of the verdict"] == "Chưa có số liệu cấp xã."
    assert row["The two words"] == "Denied by an inspector"
    assert row["Evidence"] == "bien-ban.docx"
    assert dispute.task_id


def test_the_directives_page_has_both_words(
    sign_in: SignIn, visit: Visit, dispute: Dispute
) -> None:
    page = visit(sign_in(Role.INSPECTOR), f"/directives/{dispute.directive_id}")
    card = page.texts(f"//*[@id='task-{dispute.task_id}']")[0]
    assert "The agency says: 15/06/2024" in card
    assert "The inspector says: 15/06/2024, Sent back" in card


def test_the_tasks_page_says_that_they_differ(
    sign_in: SignIn, visit: Visit, dispute: Dispute
) -> None:
    page = visit(sign_in(Role.AGENCY, dispute.agency_id), f"/tasks/{dispute.task_id}")
    assert "An inspector denied the last update" in page.words
    assert page.texts("//article//h4") == ["The agency says", "The inspector says"]


def test_search_filters_by_it_and_names_who_entered_the_words(
    sign_in: SignIn, visit: Visit, indexed: Callable[[], int], dispute: Dispute
) -> None:
    indexed()
    client = sign_in(Role.INSPECTOR)
    page = visit(client, "/search?q=tt:chưathốngnhất")
    assert set(page.tree.xpath("//a[@data-result]/@href")) == {f"/tasks/{dispute.task_id}"}
    found = visit(client, "/search?q=số+liệu+cấp+xã")
    assert "Ban Tuyên giáo Tỉnh ủy (entered by Đồng chí clerk)" in found.words
