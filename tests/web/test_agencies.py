"""The pages of the agencies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, Visit
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_succession,
    make_task,
    make_user,
)
from tests.pages import checked_page
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, Role, office_day
from tracker.models import Succession

TODAY = office_day(NOW)
LATE = TODAY - timedelta(days=20)


@pytest.fixture
def propaganda(database: Database) -> int:
    return make_agency(database, "Ban Tuyên giáo Tỉnh ủy", short_name="BTGTU", code="BTGTU")


@pytest.fixture
def late_task(database: Database, clerk: Actor, propaganda: int) -> int:
    directive_id = make_directive(database, author_id=clerk.user_id, number="23-CT/TU")
    task_id = make_task(database, directive_id, original_due=LATE, text="Xây dựng kế hoạch.")
    make_assignment(database, task_id, propaganda)
    return task_id


def columns(client: FlaskClient, visit: Visit, query: str = "") -> list[str]:
    return visit(client, f"/agencies{query}").texts("//tbody/tr")


@pytest.mark.usefixtures("late_task")
def test_the_list_counts_what_each_agency_owes(sign_in: SignIn, visit: Visit) -> None:
    (row,) = columns(sign_in(Role.COMMITTEE), visit)
    assert row == "Ban Tuyên giáo Tỉnh ủy (BTGTU) 1 0 1 0 1"


@pytest.mark.usefixtures("late_task")
def test_the_list_is_narrowed_by_words_and_standing(
    database: Database, sign_in: SignIn, visit: Visit
) -> None:
    make_agency(database, "Sở Nội vụ")
    client = sign_in(Role.CLERK)
    assert len(columns(client, visit)) == 2
    assert len(columns(client, visit, "?q=so+noi+vu")) == 1
    assert len(columns(client, visit, "?only=overdue")) == 1
    assert columns(client, visit, "?sort=-overdue")[0].startswith("Ban Tuyên giáo")
    assert columns(client, visit, "?sort=-name")[0].startswith("Sở Nội vụ")


def test_an_odd_query_is_no_error(sign_in: SignIn, visit: Visit) -> None:
    page = visit(sign_in(Role.CLERK), "/agencies?only=x&sort=y&page=z&q=zzz")
    assert "No agency fits." in page.words


def test_the_page_says_what_is_owed_and_why(
    sign_in: SignIn, visit: Visit, propaganda: int, late_task: int
) -> None:
    page = visit(sign_in(Role.INSPECTOR), f"/agencies/{propaganda}")
    assert page.texts("//h1") == ["Ban Tuyên giáo Tỉnh ủy"]
    assert page.texts("//section/h2") == ["Overdue (1)"]
    assert "Due on 26/05/2024, 20 days ago." in page.words
    assert "Directive 23-CT/TU" in page.words
    assert page.tree.xpath(f"//a[@href='/tasks/{late_task}']")


def test_an_agency_with_nothing_to_do_is_told_so(
    sign_in: SignIn, visit: Visit, propaganda: int
) -> None:
    page = visit(sign_in(Role.AGENCY, propaganda), f"/agencies/{propaganda}")
    assert "Nothing has been assigned to this agency yet." in page.words


def test_the_page_tells_former_and_present_names(
    database: Database, sign_in: SignIn, visit: Visit, propaganda: int, late_task: int
) -> None:
    heir = make_agency(database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
    make_succession(database, propaganda, heir, on=LATE)
    client = sign_in(Role.INSPECTOR)
    assert "Now Ban Tuyên giáo và Dân vận Tỉnh ủy (merged, 26/05/2024)" in (
        visit(client, f"/agencies/{propaganda}").words
    )
    page = visit(client, f"/agencies/{heir}")
    assert "Formerly Ban Tuyên giáo Tỉnh ủy (merged, 26/05/2024)" in page.words
    assert "Assigned to Ban Tuyên giáo Tỉnh ủy" in page.words
    assert page.tree.xpath(f"//a[@href='/tasks/{late_task}']")


def test_the_end_without_successor_is_told(
    database: Database, sign_in: SignIn, visit: Visit
) -> None:
    ended = make_agency(database, "Huyện ủy An Biên", valid_to=LATE)
    with database.writing() as session:
        session.add(Succession(from_agency_id=ended, kind="dissolution", effective_on=LATE))
    page = visit(sign_in(Role.CLERK), f"/agencies/{ended}")
    assert "This agency exists no more." in page.words
    assert "no successor; a person decides task by task (dissolved, 26/05/2024)" in page.words


def test_a_neighbour_shows_its_name_and_nothing_else(
    database: Database, sign_in: SignIn, visit: Visit, propaganda: int, late_task: int
) -> None:
    beside = make_agency(database, "Sở Nội vụ")
    make_assignment(database, late_task, beside, AssignmentRole.SUPPORTING)
    page = visit(sign_in(Role.AGENCY, beside), f"/agencies/{propaganda}")
    assert page.texts("//h1") == ["Ban Tuyên giáo Tỉnh ủy"]
    assert "Overdue" not in page.words


def test_an_agency_of_no_concern_is_not_found(
    database: Database, sign_in: SignIn, visit: Visit, propaganda: int
) -> None:
    visit(sign_in(Role.AGENCY, make_agency(database, "Sở Nội vụ")), f"/agencies/{propaganda}", 404)


def test_a_clerk_adds_an_agency(sign_in: SignIn, visit: Visit) -> None:
    client = sign_in(Role.CLERK)
    assert visit(client, "/agencies/new?name=Sở+Y+tế").tree.xpath("//input[@value='Sở Y tế']")
    form = {"name": "Sở Y tế", "code": "SYT", "valid_from": "01/03/2024", "alias": "Ngành y tế"}
    answer = client.post("/agencies/new", data=form, follow_redirects=True)
    page = checked_page(answer)
    assert page.texts("//h1") == ["Sở Y tế"]
    assert "The agency is added." in page.words
    assert "Also written Ngành y tế" in page.words


def test_faults_of_a_new_agency_stand_beside_its_fields_and_input_stays(
    sign_in: SignIn,
) -> None:
    form = {"name": "", "code": "SYT", "valid_from": "31/02/2024"}
    page = checked_page(sign_in(Role.CLERK).post("/agencies/new", data=form), 422)
    assert page.texts("//*[@id='name-error']") == ["Fill this in."]
    assert page.texts("//*[@id='valid_from-error']")
    assert page.tree.xpath("//input[@value='SYT']")
    assert page.tree.xpath("//*[@id='error-summary']//a[@href='#valid_from']")


def test_another_name_is_added_or_refused_beside_its_field(
    sign_in: SignIn, propaganda: int
) -> None:
    client = sign_in(Role.ADMINISTRATOR)
    address = f"/agencies/{propaganda}/aliases"
    added = client.post(address, data={"alias": "Ban Tuyên huấn"}, follow_redirects=True)
    assert "Also written Ban Tuyên huấn" in checked_page(added).words
    refused = checked_page(client.post(address, data={"alias": "ban tuyen huan"}), 422)
    assert refused.texts("//*[@id='alias-error']")
    assert refused.tree.xpath("//input[@value='ban tuyen huan']")


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.COMMITTEE])
def test_others_are_offered_no_changes_and_may_make_none(
    sign_in: SignIn, visit: Visit, propaganda: int, role: Role
) -> None:
    client = sign_in(role)
    assert not visit(client, "/agencies").tree.xpath("//a[@href='/agencies/new']")
    assert client.post("/agencies/new", data={"name": "x"}).status_code == 403
    aliases = f"/agencies/{propaganda}/aliases"
    assert client.post(aliases, data={"alias": "x"}).status_code == 403


def test_a_long_section_has_its_first_rows_and_the_rest_on_request(
    database: Database, sign_in: SignIn, visit: Visit
) -> None:
    browser = sign_in(Role.INSPECTOR)
    agency = make_agency(database)
    directive = make_directive(database, author_id=make_user(database, Role.CLERK))
    for _number in range(27):
        make_assignment(database, make_task(database, directive), agency)
    page = visit(browser, f"/agencies/{agency}")
    assert len(page.texts("//tbody/tr")) == 25
    assert "Show all 27" in page.words
    whole = visit(browser, f"/agencies/{agency}?whole=unheard")
    assert len(whole.texts("//tbody/tr")) == 27
