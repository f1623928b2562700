"""The pages of acts of succession: chosen, previewed, recorded, listed, taken back."""

from __future__ import annotations

import io

import pytest

from tests.conftest import SignIn, Visit
from tests.factories import make_agency, make_assignment, make_directive, make_task
from tests.pages import checked_page
from tracker.db import Database
from tracker.domain import Actor, Role

MERGER = "/agencies/acts/new/merge-into-new"
TYPED = {
    "bodies": "BTGTU\nBan Dân vận Tỉnh ủy",
    "heirs": "Ban Tuyên giáo và Dân vận Tỉnh ủy; BTGDVTU",
    "effective_on": "01/06/2024",
    "legal_basis": "Quyết định 01-QĐ/TU (thử nghiệm)",
    "heirs_join_groups": "1",
}


@pytest.fixture
def propaganda(database: Database) -> int:
    make_agency(database, "Ban Dân vận Tỉnh ủy")
    return make_agency(database, "Ban Tuyên giáo Tỉnh ủy", short_name="BTGTU")


@pytest.fixture
def part(database: Database, clerk: Actor, propaganda: int) -> int:
    directive = make_directive(database, author_id=clerk.user_id)
    return make_assignment(database, make_task(database, directive), propaganda)


def hidden(page: object, name: str) -> str:
    return str(page.tree.xpath(f"//input[@name='{name}']/@value")[0])  # type: ignore[attr-defined]


@pytest.mark.usefixtures("part")
def test_a_merger_from_the_choice_to_its_taking_back(sign_in: SignIn, visit: Visit) -> None:
    clerk = sign_in(Role.CLERK)
    assert "Merger into a new body" in visit(clerk, "/agencies/acts/new").words
    visit(clerk, MERGER)
    shown = checked_page(clerk.post(MERGER, data={**TYPED, "step": "preview"}))
    assert "1 open task goes on by itself; 0 need a decision." in shown.words
    told = {**TYPED, "seen": hidden(shown, "seen"), "step": "record"}
    answer = clerk.post(MERGER, data=told)
    assert answer.status_code == 302
    act = visit(clerk, answer.location)
    assert "Ban Tuyên giáo Tỉnh ủy → Ban Tuyên giáo và Dân vận Tỉnh ủy" in act.words
    assert "01/06/2024" in visit(clerk, "/agencies/acts").words
    refused = clerk.post(f"{answer.location}/take-back", data={"on": "", "legal_basis": ""})
    assert "Fill this in." in checked_page(refused, 422).words
    back = clerk.post(
        f"{answer.location}/take-back", data={"on": "01/06/2024", "legal_basis": "Đính chính"}
    )
    assert "taken back" in visit(clerk, answer.location).words
    assert "Takes back" in visit(clerk, back.location).words


def test_faults_stand_beside_what_was_typed(sign_in: SignIn, propaganda: int) -> None:
    assert propaganda
    clerk = sign_in(Role.CLERK)
    wrong = {**TYPED, "bodies": "BTGTU\nBan Dân vạn", "effective_on": "xx", "step": "preview"}
    page = checked_page(clerk.post(MERGER, data=wrong), 422)
    assert "Write the day as day/month/year" in page.words
    wrong["effective_on"] = "01/06/2024"
    page = checked_page(clerk.post(MERGER, data=wrong), 422)
    assert "“Ban Dân vạn (Ban Dân vận Tỉnh ủy?)”" in page.words
    again = checked_page(clerk.post(MERGER, data={**wrong, "step": "edit"}))
    assert again.texts("//textarea[@name='bodies']") == ["BTGTU Ban Dân vạn"]


def test_undecided_tasks_are_asked_for_and_may_wait(
    sign_in: SignIn, visit: Visit, propaganda: int, part: int
) -> None:
    clerk = sign_in(Role.CLERK)
    place = "/agencies/acts/new/dissolution"
    shown = checked_page(clerk.post(place, data={**TYPED, "bodies": "BTGTU"}))
    assert "1 needs a decision" in shown.words
    told = {**TYPED, "bodies": "BTGTU", "seen": hidden(shown, "seen"), "step": "record"}
    page = checked_page(clerk.post(place, data=told), 422)
    assert "Say who gets these tasks" in page.words
    page = checked_page(clerk.post(place, data={**told, f"decision-{part}": "Ban Lạ"}), 422)
    assert "No body is called so" in page.words
    assert checked_page(clerk.post(place, data={**told, "seen": "x"}), 409)
    assert clerk.post(place, data={**told, f"rest-{propaganda}": "later"}).status_code == 302
    assert "xây dựng kế hoạch" in visit(clerk, "/agencies/unanswered").words
    assert "1 open task has nobody" in visit(clerk, "/agencies/acts").words


def test_a_whole_province_comes_as_rows_of_a_file(sign_in: SignIn, visit: Visit, part: int) -> None:
    assert part
    clerk = sign_in(Role.ADMINISTRATOR)
    place = "/agencies/acts/new/parent-merged"
    filled = visit(clerk, f"{place}?fill=1")
    assert "Ban Tuyên giáo Tỉnh ủy; Ban Tuyên giáo Tỉnh ủy; BTGTU" in filled.words
    rows = "BTGTU;Ban Tuyên giáo Tỉnh ủy An Giang\nBan Dân vận Tỉnh ủy;"
    sent = {**TYPED, "bodies": "", "file": (io.BytesIO(rows.encode()), "rows.csv")}
    shown = checked_page(clerk.post(place, data=sent))
    assert "Ban Tuyên giáo Tỉnh ủy An Giang" in shown.words
    sent = {**TYPED, "file": (io.BytesIO(b"\xff\xfe"), "rows.csv")}
    assert "UTF-8" in checked_page(clerk.post(place, data=sent), 422).words


def test_agencies_and_unknown_kinds_are_turned_away(sign_in: SignIn, propaganda: int) -> None:
    clerk = sign_in(Role.CLERK)
    assert clerk.get("/agencies/acts/new/taking-back").status_code == 404
    assert clerk.get("/agencies/acts/99").status_code == 404
    agency = sign_in(Role.AGENCY, propaganda)
    assert agency.get("/agencies/acts").status_code == 403
    assert agency.post(MERGER, data=TYPED).status_code == 403
