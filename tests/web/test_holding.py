"""The page of who has an assignment, with its three forms."""

from __future__ import annotations

from tests.conftest import SignIn, Visit
from tests.factories import make_agency, make_assignment, make_directive, make_task
from tests.pages import checked_page
from tracker.db import Database
from tracker.domain import Actor, Role


def test_a_clerk_hands_over_and_the_agency_delegates(
    database: Database, clerk: Actor, sign_in: SignIn, visit: Visit
) -> None:
    home = make_agency(database, "Sở Nội vụ")
    health = make_agency(database, "Sở Y tế", short_name="SYT")
    unit = make_agency(database, "Chi cục Dân số", parent_id=health)
    directive = make_directive(database, author_id=clerk.user_id)
    task = make_task(database, directive)
    part = make_assignment(database, task, home)
    place = f"/assignments/{part}"
    office = sign_in(Role.CLERK)
    assert f"{place}/holders" in visit(office, f"/tasks/{task}").response.text
    refused = checked_page(office.post(f"{place}/hand-over", data={"to": "Sở Lạ", "on": "x"}), 422)
    assert "No agency is called so" in refused.words
    told = {"to": "SYT", "on": "15/06/2024", "reason": "Theo kết luận", "held_by": home}
    assert office.post(f"{place}/hand-over", data=told).status_code == 302
    assert "Handed over by the office: Sở Y tế" in visit(office, f"{place}/holders").words
    assert office.post(f"{place}/hand-over", data=told).status_code == 409

    agency = sign_in(Role.AGENCY, health)
    assert "Chi cục Dân số" in visit(agency, f"{place}/holders").words
    assert checked_page(agency.post(f"{place}/delegate", data={"unit": home}), 422)
    assert agency.post(f"{place}/delegate", data={"unit": unit}).status_code == 302
    assert "Delegated to Chi cục Dân số" in visit(agency, f"/tasks/{task}").words
    long = {"reason": "x" * 6000}
    assert checked_page(agency.post(f"{place}/recall", data=long), 422)
    assert agency.post(f"{place}/recall", data={}).status_code == 302
    assert "Delegated to Chi cục Dân số, which" not in visit(agency, f"/tasks/{task}").words
