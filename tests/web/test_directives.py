"""The whole intake as a clerk uses it: take in, check, correct, issue."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask.testing import FlaskClient

from tests.conftest import SignIn, Visit
from tests.factories import make_agency
from tracker.db import Database
from tracker.domain import Role

# How every Office file begins that is not a zip, the encrypted ones among them.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DIRECTIVE = """BAN THƯỜNG VỤ TỈNH ỦY

Số 45-CT/TU

Kiên Giang, ngày 05 tháng 3 năm 2024

CHỈ THỊ

Về tăng cường phòng cháy, chữa cháy

Thời gian qua, công tác phòng cháy còn hạn chế. Ban Thường vụ Tỉnh ủy yêu cầu:

Một là, Ban Tuyên giáo Tỉnh ủy xây dựng kế hoạch tuyên truyền trước ngày 30/6/2024.

Hai là, Sở Phòng vệ tổ chức kiểm tra các cơ sở.

Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp với Công an tỉnh theo dõi, định kỳ hằng quý \
báo cáo Ban Thường vụ Tỉnh ủy.
"""


@pytest.fixture
def clerk_browser(database: Database, sign_in: SignIn) -> FlaskClient:
    make_agency(database, "Ban Tuyên giáo Tỉnh ủy")
    make_agency(database, "Công an tỉnh")
    return sign_in(Role.CLERK)


def _send(browser: FlaskClient, content: bytes, name: str = "chi-thi.md") -> int:
    answer = browser.post("/directives/new", data={"document": (BytesIO(content), name)})
    return answer.status_code


def _upload(browser: FlaskClient, text: str = DIRECTIVE) -> str:
    answer = browser.post(
        "/directives/new", data={"document": (BytesIO(text.encode()), "chi-thi.md")}
    )
    assert answer.status_code == 302, answer.text
    return answer.location


def test_a_directive_is_read_into_a_draft_that_names_what_still_blocks(
    clerk_browser: FlaskClient, visit: Visit
) -> None:
    page = visit(clerk_browser, _upload(clerk_browser))
    assert "45-CT/TU" in page.texts("//h1")[0]
    assert len(page.tree.xpath("//article")) == 3
    assert "1 unknown body" in page.words
    assert "Sở Phòng vệ" in page.words


def test_matching_the_unknown_body_lets_the_clerk_issue(
    clerk_browser: FlaskClient, visit: Visit
) -> None:
    draft = _upload(clerk_browser)
    clerk_browser.post(
        f"{draft}/bodies", data={"words": "Sở Phòng vệ", "choice": "words", "revision": 0}
    )
    plan = visit(clerk_browser, f"{draft}/issue")
    assert "3 assignments for 2 agencies" in plan.words
    clerk_browser.post(f"{draft}/issue", data={"revision": 1, "reason": "Gấp."})
    page = visit(clerk_browser, draft.removesuffix("/draft"))
    assert "Ban Tuyên giáo Tỉnh ủy (Lead agency)" in page.words


def test_a_task_is_corrected_and_the_correction_undone_and_redone(
    clerk_browser: FlaskClient, visit: Visit
) -> None:
    draft = _upload(clerk_browser)
    form = visit(clerk_browser, f"{draft}/tasks/t1")
    typed = {
        name: form.tree.xpath(f"string(//input[@name='{name}']/@value)")
        for name in ("start", "end")
    }
    said = {"label": "Một là", "nature": "specific", "lead": "Công an tỉnh", "due": "01/07/2024"}
    data = {**typed, **said, "revision": "0"}
    assert clerk_browser.post(f"{draft}/tasks/t1", data=data).status_code == 302
    assert "01/07/2024" in visit(clerk_browser, draft).words
    clerk_browser.post(f"{draft}/undo", data={"revision": 1})
    assert "01/07/2024" not in visit(clerk_browser, draft).words
    clerk_browser.post(f"{draft}/redo", data={"revision": 2})
    assert "01/07/2024" in visit(clerk_browser, draft).words


def test_all_faults_of_a_task_are_told_at_once_and_the_input_kept(
    clerk_browser: FlaskClient,
) -> None:
    draft = _upload(clerk_browser)
    data = {"start": "x", "end": "9", "due": "31/31/2024", "lead": "Công an tỉnh", "revision": "0"}
    answer = clerk_browser.post(f"{draft}/tasks/t1", data=data)
    assert answer.status_code == 422
    assert "Write a whole number." in answer.text
    assert "Write the day as day/month/year" in answer.text
    assert "Công an tỉnh</textarea>" in answer.text


def test_the_second_of_two_clerks_is_told_and_nothing_is_overwritten(
    clerk_browser: FlaskClient, visit: Visit
) -> None:
    draft = _upload(clerk_browser)
    first = clerk_browser.post(f"{draft}/tasks/t1/remove", data={"revision": 0})
    second = clerk_browser.post(
        f"{draft}/tasks/t2/remove", data={"revision": 0}, follow_redirects=True
    )
    assert first.status_code == 302
    assert "Đồng chí clerk changed the draft in the meantime (15/06/2024" in second.text
    assert len(visit(clerk_browser, draft).tree.xpath("//article")) == 2


def test_splitting_merging_adding_and_removing_keep_every_word(
    clerk_browser: FlaskClient, visit: Visit
) -> None:
    draft = _upload(clerk_browser)
    words = visit(clerk_browser, draft).texts("//div[@id='source-text']")
    start = int(
        visit(clerk_browser, f"{draft}/tasks/t1").tree.xpath(
            "string(//input[@name='start']/@value)"
        )
    )
    clerk_browser.post(f"{draft}/tasks/t1/split", data={"at": start + 31, "revision": 0})
    clerk_browser.post(f"{draft}/tasks/t1/merge", data={"revision": 1})
    clerk_browser.post(f"{draft}/tasks/t2/remove", data={"revision": 2})
    added = {"start": 0, "end": 10, "role": "task", "revision": 3}
    clerk_browser.post(f"{draft}/spans", data=added)
    page = visit(clerk_browser, draft)
    assert "Revision 4" in page.words
    assert page.texts("//div[@id='source-text']") == words


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "rong.docx", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "anh.docx", "no format that can be read"),
        (b"PK\x03\x04 word/document.xml" + b"\x00" * 64, "hong.docx", "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "khoa.docx", "protected by a password"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_gets_a_clear_message_and_leaves_nothing(
    clerk_browser: FlaskClient, visit: Visit, content: bytes, name: str, words: str
) -> None:
    answer = clerk_browser.post("/directives/new", data={"document": (BytesIO(content), name)})
    assert answer.status_code == 422
    assert words in answer.text
    assert "No document fits." in visit(clerk_browser, "/directives").words


def test_a_file_over_the_limit_is_refused(clerk_browser: FlaskClient) -> None:
    answer = clerk_browser.post(
        "/directives/new",
        data=b"x" * (51 * 1024 * 1024),
        content_type="multipart/form-data; boundary=grenze",
    )
    assert answer.status_code == 413
    assert "too large" in answer.text.lower()


def test_the_same_document_twice_leads_to_the_first(clerk_browser: FlaskClient) -> None:
    _upload(clerk_browser)
    answer = clerk_browser.post(
        "/directives/new", data={"document": (BytesIO(DIRECTIVE.encode()), "lai.md")}
    )
    assert answer.status_code == 422
    assert "taken in before" in answer.text
    assert 'href="/directives/1"' in answer.text


def test_a_secret_document_is_refused_and_nothing_of_it_kept(
    clerk_browser: FlaskClient, tmp_path: Path
) -> None:
    answer = clerk_browser.post(
        "/directives/new",
        data={"document": (BytesIO(("TUYỆT MẬT\n\n" + DIRECTIVE).encode()), "mat.md")},
    )
    assert "marked TUYỆT MẬT" in answer.text
    assert not (tmp_path / "files").exists()


def test_a_document_without_any_task_opens_with_a_warning(
    clerk_browser: FlaskClient, visit: Visit
) -> None:
    page = visit(clerk_browser, _upload(clerk_browser, "Hôm nay trời nắng đẹp ở Rạch Giá."))
    assert "there is no task yet" in page.words


def test_number_and_date_can_be_filled_in(clerk_browser: FlaskClient, visit: Visit) -> None:
    draft = _upload(clerk_browser, "Một là, Công an tỉnh xây dựng kế hoạch.\n\nHai là, tuần tra.")
    data = {"number": "12-CT/TU", "kind": "chi-thi", "issued_on": "01/02/2024", "revision": 0}
    clerk_browser.post(f"{draft}/document", data=data)
    page = visit(clerk_browser, draft)
    assert "12-CT/TU" in page.texts("//h1")[0]
    assert "01/02/2024" in page.words


def test_a_withdrawn_draft_can_be_restored(clerk_browser: FlaskClient, visit: Visit) -> None:
    draft = _upload(clerk_browser)
    clerk_browser.post(f"{draft.removesuffix('/draft')}/withdraw")
    assert "No document fits." in visit(clerk_browser, "/directives").words
    clerk_browser.post(f"{draft.removesuffix('/draft')}/restore")
    assert "45-CT/TU" in visit(clerk_browser, "/directives").words


def test_the_original_file_is_handed_out_unchanged_as_an_attachment(
    clerk_browser: FlaskClient,
) -> None:
    directive = _upload(clerk_browser).removesuffix("/draft")
    answer = clerk_browser.get(f"{directive}/source")
    assert answer.data == DIRECTIVE.encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_only_clerks_take_documents_in(sign_in: SignIn, role: Role) -> None:
    browser = sign_in(role)
    assert browser.get("/directives/new").status_code == 403
    assert _send(browser, DIRECTIVE.encode()) == 403


def test_a_draft_is_not_known_to_others(clerk_browser: FlaskClient, sign_in: SignIn) -> None:
    directive = _upload(clerk_browser).removesuffix("/draft")
    assert sign_in(Role.INSPECTOR).get(directive).status_code == 404


def test_a_word_file_is_read_like_its_text(clerk_browser: FlaskClient, visit: Visit) -> None:
    document = Document()
    for line in DIRECTIVE.splitlines():
        document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    answer = clerk_browser.post(
        "/directives/new", data={"document": (BytesIO(stream.getvalue()), "chi-thi.docx")}
    )
    assert len(visit(clerk_browser, answer.location).tree.xpath("//article")) == 3
