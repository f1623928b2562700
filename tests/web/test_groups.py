"""The pages of groups with dated members, and what may change of an agency without an act."""

from __future__ import annotations

from tests.conftest import SignIn, Visit
from tests.factories import make_agency, make_group
from tests.pages import checked_page
from tracker.db import Database
from tracker.domain import Role


def test_members_begin_and_end_on_days(database: Database, sign_in: SignIn, visit: Visit) -> None:
    home, health = make_agency(database, "Sở Nội vụ"), make_agency(database, "Sở Y tế")
    group = make_group(database, "các sở", [home])
    place = f"/agencies/groups/{group}"
    clerk = sign_in(Role.CLERK)
    assert "các sở" in visit(clerk, "/agencies/groups").words
    wrong = clerk.post(f"{place}/members", data={"agency": "Sở Lạ", "since": "01/06/2024"})
    assert "No agency is called so" in checked_page(wrong, 422).words
    wrong = clerk.post(f"{place}/members", data={"agency": "Sở Nội vụ", "since": "01/06/2024"})
    assert "belongs to the group" in checked_page(wrong, 422).words
    clerk.post(f"{place}/members", data={"agency": "Sở Y tế", "since": "01/06/2024"})
    assert "Members on 01/06/2024 (2)" in visit(clerk, f"{place}?on=01/06/2024").words
    assert "Members on 31/05/2024 (1)" in visit(clerk, f"{place}?on=31/05/2024").words
    first = visit(clerk, place).tree.xpath("//form[contains(@action, '/end')]/@action")[0]
    assert (
        "before the membership"
        in checked_page(clerk.post(first, data={"last": "01/01/2019"}), 422).words
    )
    assert checked_page(clerk.post(first, data={"last": "x"}), 422)
    assert clerk.post(first, data={"last": "10/06/2024"}).status_code == 302
    assert "Members on 15/06/2024 (1)" in visit(clerk, place).words
    assert "các sở (01/01/2020 – 10/06/2024)" in visit(clerk, f"/agencies/{home}").words
    assert "các sở" in visit(clerk, f"/agencies/{health}").words


def test_groups_have_names_that_mean_nobody_else(
    database: Database, sign_in: SignIn, visit: Visit
) -> None:
    make_agency(database, "Sở Nội vụ")
    clerk = sign_in(Role.ADMINISTRATOR)
    refused = clerk.post("/agencies/groups", data={"name": "Sở Nội vụ"})
    assert "already means" in checked_page(refused, 422).words
    answer = clerk.post("/agencies/groups", data={"name": "các hội"})
    assert "None on that day." in visit(clerk, answer.location).words
    assert checked_page(clerk.post(f"{answer.location}/aliases", data={"alias": " "}), 422)
    clerk.post(f"{answer.location}/aliases", data={"alias": "các hội quần chúng"})
    assert "các hội quần chúng" in visit(clerk, answer.location).words
    inspector = sign_in(Role.INSPECTOR)
    assert "Add a group" not in visit(inspector, "/agencies/groups").words
    assert inspector.post("/agencies/groups", data={"name": "x"}).status_code == 403
    assert inspector.get("/agencies/groups/99").status_code == 404


def test_details_change_from_a_day_on(database: Database, sign_in: SignIn, visit: Visit) -> None:
    home = make_agency(database, "Sở Nội vụ", short_name="SNV")
    make_agency(database, "Sở Y tế", short_name="SYT")
    unit = make_agency(database, "Ban Thi đua", parent_id=home)
    place = f"/agencies/{unit}"
    clerk = sign_in(Role.CLERK)
    wrong = {"short_name": "SYT", "parent": "Sở Lạ", "since": "01/06/2024"}
    words = checked_page(clerk.post(f"{place}/details", data=wrong), 422).words
    assert "already means" in words
    assert "No agency is called so" in words
    wrong = {"parent": "Ban Thi đua", "since": "01/06/2024"}
    refused = clerk.post(f"/agencies/{home}/details", data=wrong)
    assert "cannot stand below itself" in checked_page(refused, 422).words
    assert checked_page(clerk.post(f"{place}/details", data={"since": "x"}), 422)
    told = {"short_name": "BTĐ", "parent": "Sở Y tế", "since": "01/06/2024"}
    assert clerk.post(f"{place}/details", data=told).status_code == 302
    page = visit(clerk, place).words
    assert "Stands below Sở Y tế" in page
    assert "Ban Thi đua (01/01/2020 – 31/05/2024)" in page
    earlier = checked_page(
        clerk.post(f"{place}/details", data={**told, "since": "01/05/2024"}), 422
    )
    assert "Other names already follow" in earlier.words
    clerk.post(f"{place}/aliases", data={"alias": "Ban TĐKT"})
    assert "Ban TĐKT" in visit(clerk, place).words
    clerk.post(f"{place}/aliases/remove", data={"alias": "Ban TĐKT"})
    assert "Ban TĐKT" not in visit(clerk, place).words
    assert clerk.post(f"{place}/aliases/remove", data={"alias": "x"}).status_code == 404
