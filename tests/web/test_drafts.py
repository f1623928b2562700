"""The pages on which a draft is checked: every stretch, every body, every fault in its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from directives import Metadata, Span, SpanRole
from directives.editing import set_document
from tests.conftest import SignIn, Visit
from tests.directives.readings import TEXT, reading
from tests.factories import NOW, make_agency, make_group
from tests.tracker.drafts import REASON, bodies, make_draft, make_reading_task
from tracker import assignments, intake
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.files import FileStore
from tracker.web.notices import NOTICES
from tracker.web.source_text import Marked, marked_tasks, pieces

DIRECTIVE = """Số 45-CT/TU

Kiên Giang, ngày 05 tháng 3 năm 2024

CHỈ THỊ

Về tăng cường phòng cháy, chữa cháy

Ban Thường vụ Tỉnh ủy yêu cầu:

Một là, Ban Tuyên giáo Tỉnh ủy xây dựng kế hoạch tuyên truyền; tổ chức phổ biến.

Hai là, tuần tra.
"""


@pytest.fixture
def browser(sign_in: SignIn) -> FlaskClient:
    return sign_in(Role.CLERK)


@pytest.fixture
def draft(database: Database, clerk: Actor, tmp_path: Path) -> str:
    """The address of a draft with two tasks, one of which names nobody."""
    files = FileStore(tmp_path / "files")
    sent = intake.Upload("chi-thi.md", DIRECTIVE.encode())
    return f"/directives/{intake.upload_directive(database, files, clerk, sent, now=NOW)}/draft"


@pytest.fixture
def change_elsewhere(database: Database, clerk: Actor) -> Callable[[str], None]:
    """Let another clerk change the draft while its page is open."""

    def _change(draft: str) -> None:
        edit = partial(set_document, document=Metadata(number="46-CT/TU"))
        intake.change_draft(
            database, clerk, int(draft.split("/")[2]), edit, action="document", revision=0, now=NOW
        )

    return _change


def fields_of(page: object, form: str) -> dict[str, str]:
    """Return what a form would send as it stands."""
    tree = page.tree.xpath(f"//form[contains(@action, '{form}')]")[0]  # type: ignore[attr-defined]  # a checked page
    sent = {f.get("name"): f.get("value") or "" for f in tree.xpath(".//input[@name]")}
    sent |= {f.get("name"): f.text or "" for f in tree.xpath(".//textarea")}
    for select in tree.xpath(".//select"):
        chosen = select.xpath(".//option[@selected]") or select.xpath(".//option")
        sent[select.get("name")] = chosen[0].get("value")
    return sent


# Source and tasks


def test_every_task_leads_to_its_place_and_every_place_to_its_task(
    browser: FlaskClient, visit: Visit, draft: str
) -> None:
    tree = visit(browser, draft).tree
    for task in ("t1", "t2"):
        assert tree.xpath(f"//article[@id='task-{task}']//a[@href='#s-{task}']")
        assert tree.xpath(f"//a[@id='s-{task}'][@href='#task-{task}']")


def test_every_character_of_the_text_is_on_the_page_with_its_place(
    browser: FlaskClient, visit: Visit, draft: str
) -> None:
    stretches = visit(browser, draft).tree.xpath("//*[@id='source-text']/*[@data-start]")
    at = 0
    for stretch in stretches:
        assert int(stretch.get("data-start")) == at
        at += len(stretch.text)
    assert at == len(DIRECTIVE.strip().replace("\n\n", "\n"))


def test_words_of_a_removed_task_stand_out_until_they_get_a_role(
    browser: FlaskClient, visit: Visit, draft: str
) -> None:
    browser.post(f"{draft}/tasks/t2/remove", data={"role": "unexplained", "revision": "0"})
    page = visit(browser, draft)
    stretch = page.tree.xpath("//*[@class='source-unexplained']")[-1]
    assert stretch.text.startswith("Hai là, tuần tra.")
    assert "without a role" in page.texts("//*[contains(@class, 'review-bar')]")[0]
    form = page.tree.xpath("//section[@id='unexplained']//form")[-1]
    start, end = (form.xpath(f"string(.//input[@name='{n}']/@value)") for n in ("start", "end"))
    sent = {"start": start, "end": end, "role": "context", "revision": "1"}
    browser.post(f"{draft}/spans", data=sent)
    after = visit(browser, draft).tree.xpath("//*[@class='source-unexplained']")
    assert not [left for left in after if "tuần tra" in left.text]


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("spans", {"start": "0", "end": "5", "role": "song"}, "Choose one of the list."),
        ("spans", {"start": "0", "end": "999999", "role": "task"}, "lies outside the text"),
        ("spans", {"start": "x", "role": "task"}, "lies outside the text"),
        ("tasks/t1/split", {"at": "0"}, "lies outside the text or the task"),
        ("tasks/t9/merge", {}, "no longer there"),
        ("tasks/t2/merge", {}, "No task follows"),
        ("tasks/t1/remove", {"role": "task"}, "Only making a task"),
        ("bodies", {"words": "Sở Khác", "choice": "words"}, "No task names a body"),
        ("bodies", {"words": "Ban Tuyên giáo Tỉnh ủy", "choice": "agency:9"}, "Choose one"),
        ("undo", {}, "no change left to take back"),
    ],
)
def test_a_step_that_cannot_be_done_says_why_and_changes_nothing(
    browser: FlaskClient, draft: str, path: str, data: dict[str, str], words: str
) -> None:
    answer = browser.post(f"{draft}/{path}", data={**data, "revision": "0"}, follow_redirects=True)
    assert words in answer.text
    assert "Revision 0" in answer.text


def test_a_task_is_split_at_one_of_its_clauses(
    browser: FlaskClient, visit: Visit, draft: str
) -> None:
    sent = fields_of(visit(browser, f"{draft}/tasks/t1"), "/split")
    browser.post(f"{draft}/tasks/t1/split", data=sent)
    page = visit(browser, draft)
    assert "tổ chức phổ biến." in page.texts("//article/div/p")[1]


def test_a_fault_of_bounds_is_told_beside_the_field(
    browser: FlaskClient, visit: Visit, draft: str
) -> None:
    sent = fields_of(visit(browser, f"{draft}/tasks/t1"), "/tasks/t1")
    answer = browser.post(f"{draft}/tasks/t1", data={**sent, "end": "999999"})
    assert answer.status_code == 422
    assert 'href="#start"' in answer.text
    assert 'value="999999"' in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("label", "x" * 501, "This is too long."),
        ("nature", "sometimes", "Choose one of the list."),
        ("due_day", "32", "Write a day of the month, from 1 to 31."),
    ],
)
def test_a_field_that_cannot_be_taken_is_named(
    browser: FlaskClient, draft: str, field: str, typed: str, words: str
) -> None:
    sent = {"start": "0", "end": "9", "revision": "0", field: typed}
    answer = browser.post(f"{draft}/tasks/t1", data=sent)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert words in answer.text


def test_a_duty_is_made_quarterly_with_the_day_of_its_report(
    browser: FlaskClient, visit: Visit, draft: str
) -> None:
    sent = fields_of(visit(browser, f"{draft}/tasks/t1"), "/tasks/t1")
    changed = {"every": "quarter", "due_day": "20", "nature": "periodic", "due": "2024-09-01"}
    browser.post(f"{draft}/tasks/t1", data={**sent, **changed})
    kept = fields_of(visit(browser, f"{draft}/tasks/t1"), "/tasks/t1")
    anew = {"revision": "", "csrf_token": ""}
    assert {**kept, **anew} == {**sent, **changed, **anew}


# Two clerks


def test_what_a_late_clerk_typed_of_a_task_is_kept_and_can_be_saved_again(
    browser: FlaskClient, visit: Visit, draft: str, change_elsewhere: Callable[[str], None]
) -> None:
    sent = fields_of(visit(browser, f"{draft}/tasks/t1"), "/tasks/t1")
    change_elsewhere(draft)
    answer = browser.post(f"{draft}/tasks/t1", data={**sent, "label": "Thứ nhất"})
    assert answer.status_code == 409
    assert "Đồng chí clerk changed the draft in the meantime (15/06/2024 10:00)" in answer.text
    assert 'value="Thứ nhất"' in answer.text
    browser.post(f"{draft}/tasks/t1", data={**sent, "label": "Thứ nhất", "revision": "1"})
    page = visit(browser, draft)
    assert "46-CT/TU" in page.words
    assert "Thứ nhất" in page.words


def test_what_a_late_clerk_typed_of_the_document_is_kept(
    browser: FlaskClient, draft: str, change_elsewhere: Callable[[str], None]
) -> None:
    change_elsewhere(draft)
    answer = browser.post(f"{draft}/document", data={"number": "47-CT/TU", "revision": "0"})
    assert answer.status_code == 409
    assert 'value="47-CT/TU"' in answer.text
    assert 'name="revision" value="1"' in answer.text


def test_a_date_that_is_none_is_told_beside_its_field(browser: FlaskClient, draft: str) -> None:
    answer = browser.post(f"{draft}/document", data={"issued_on": "31/02/2024", "revision": "0"})
    assert answer.status_code == 422
    assert 'href="#issued_on"' in answer.text


def test_what_was_issued_meanwhile_is_shown_instead_of_its_draft(
    browser: FlaskClient, visit: Visit, database: Database, clerk: Actor
) -> None:
    directive = make_draft(database, clerk, make_reading_task("t1"))
    assignments.issue_directive(database, clerk, directive, revision=0, now=NOW, reason=REASON)
    address = f"/directives/{directive}/draft"
    assert "Followed since" in visit(browser, address).words
    answer = browser.post(f"{address}/undo", data={"revision": "0"}, follow_redirects=True)
    assert "Followed since" in answer.text


def test_a_draft_that_was_put_away_leads_to_where_it_can_be_restored(
    browser: FlaskClient, visit: Visit, draft: str
) -> None:
    browser.post(f"{draft.removesuffix('/draft')}/withdraw")
    page = visit(browser, draft)
    assert "This draft was put away" in page.words
    assert page.texts("//button[text()='Restore']") == ["Restore"]


# Who is meant


def test_a_known_group_shows_the_names_of_its_members_and_can_be_changed(
    browser: FlaskClient, visit: Visit, database: Database, clerk: Actor
) -> None:
    members = [make_agency(database, f"Huyện ủy An {name}") for name in ("Biên", "Minh")]
    make_group(database, "các huyện ủy", members)
    directive = make_draft(database, clerk, make_reading_task("t1", lead=bodies("các huyện ủy")))
    page = visit(browser, f"/directives/{directive}/draft")
    assert "Huyện ủy An Biên; Huyện ủy An Minh" in page.words
    (link,) = page.tree.xpath("//section[@id='bodies']//a[contains(@href, '/body?')]/@href")
    sent = fields_of(visit(browser, link), "/bodies")
    browser.post(f"/directives/{directive}/draft/bodies", data={**sent, "choice": "words"})
    assert "words only, assigned to nobody" in visit(browser, link).words


def test_a_body_that_no_task_names_has_no_page(
    browser: FlaskClient, visit: Visit, draft: str
) -> None:
    visit(browser, f"{draft}/body?words=Sở Khác", 404)
    visit(browser, f"{draft}/tasks/t9", 404)


# What the reading noticed


def test_what_the_reading_noticed_is_listed_with_the_tasks_it_concerns(
    browser: FlaskClient, visit: Visit, draft: str
) -> None:
    page = visit(browser, draft)
    assert "These tasks name nobody" in page.texts("//section[@id='findings']")[0]
    assert page.tree.xpath("//section[@id='findings']//a/@href") == ["#task-t2"]


def test_every_finding_of_the_library_has_words() -> None:
    library = Path(__file__).parents[2] / "directives"
    sources = "".join(file.read_text(encoding="utf-8") for file in library.rglob("*.py"))
    codes = set(re.findall(r'Finding\(\s*"([a-z-]+)"', sources))
    assert "no-number" in codes
    assert codes <= set(NOTICES)


# Issuing


def test_a_document_issued_before_is_named_with_a_link(
    browser: FlaskClient, database: Database, clerk: Actor
) -> None:
    first = make_draft(database, clerk, make_reading_task("t1"))
    assignments.issue_directive(database, clerk, first, revision=0, now=NOW, reason=REASON)
    second = make_draft(database, clerk, make_reading_task("t1"))
    answer = browser.post(f"/directives/{second}/draft/issue", data={"revision": "0"})
    assert answer.status_code == 409
    assert "has already been issued" in answer.text
    assert f'href="/directives/{first}"' in answer.text


def test_issuing_what_is_not_ready_says_so_and_issues_nothing(
    browser: FlaskClient, visit: Visit, draft: str
) -> None:
    answer = browser.post(f"{draft}/issue", data={"revision": "0"})
    assert answer.status_code == 409
    assert "Something still blocks issuing" in answer.text
    assert "Check the reading" in visit(browser, draft).words


def test_an_agency_reads_its_own_tasks_of_a_directive_and_not_the_source(
    sign_in: SignIn, visit: Visit, database: Database, clerk: Actor
) -> None:
    mine, other = make_agency(database, "Sở A"), make_agency(database, "Sở B")
    tasks = (
        make_reading_task("t1", label="Một là", lead=bodies("Sở A")),
        make_reading_task("t2", label="Hai là", lead=bodies("Sở B")),
    )
    directive = make_draft(database, clerk, *tasks)
    assignments.issue_directive(database, clerk, directive, revision=0, now=NOW, reason=REASON)
    page = visit(sign_in(Role.AGENCY, mine), f"/directives/{directive}")
    assert "Một là" in page.words
    assert "Hai là" not in page.words
    assert not page.tree.xpath("//*[@id='source-text']")
    assert "The source" not in page.words
    assert "Hai là" in visit(sign_in(Role.AGENCY, other), f"/directives/{directive}").words


# Cutting the text


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 80)), max_size=8),
    st.lists(st.integers(1, len(TEXT) - 1), max_size=6),
)
def test_the_pieces_are_the_text_and_every_task_begins_once(
    places: list[tuple[int, int]], cuts: list[int]
) -> None:
    bounds = [0, *sorted(set(cuts)), len(TEXT)]
    spans = [Span(a, b, SpanRole.CONTEXT) for a, b in pairwise(bounds)]
    tasks = [
        Marked(f"t{n}", start, min(start + length, len(TEXT)))
        for n, (start, length) in enumerate(places)
        if start < len(TEXT)
    ]
    cut = list(pieces(TEXT, spans, tasks))
    assert "".join(piece.text for piece in cut) == TEXT
    assert all(TEXT.startswith(piece.text, piece.start) for piece in cut)
    begun = [name for piece in cut for name in piece.begin]
    assert sorted(begun) == sorted(task.name for task in tasks)


def test_the_innermost_task_names_a_piece() -> None:
    directive = reading()
    cut = list(pieces(TEXT, directive.spans, marked_tasks(directive.tasks)))
    assert [piece.task for piece in cut if piece.begin] == ["t1", "t2", "t2.1", "t2.2"]
