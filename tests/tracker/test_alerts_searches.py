"""Saved searches: whose they are, who may change them, and what becomes of alerts on them."""

from __future__ import annotations

import pytest

from search_index import SearchEngine
from tests.factories import make_user
from tests.tracker.alerting import Office
from tracker import alerts
from tracker.alerts import AlertForm, SearchForm
from tracker.db import Database
from tracker.domain import Role
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import NoticeKind


@pytest.fixture
def office(database: Database, engine: SearchEngine) -> Office:
    return Office(database, engine)


@pytest.fixture
def owner(office: Office) -> int:
    return office.inspector_id


@pytest.fixture
def other(office: Office) -> int:
    return make_user(office.database, Role.COMMITTEE)


@pytest.fixture
def boss(office: Office) -> int:
    return make_user(office.database, Role.ADMINISTRATOR)


def listed(office: Office, user: int) -> list[int]:
    return [row.search_id for row in alerts.list_searches(office.database, office.actor(user))]


def change(office: Office, user: int, search: int, *, is_shared: bool) -> None:
    form = SearchForm("Tên mới", is_shared=is_shared)
    alerts.change_search(office.database, office.actor(user), search, form, now=office.now)


def delete(office: Office, user: int, search: int) -> None:
    alerts.delete_search(office.database, office.actor(user), search, now=office.now)


def test_a_private_search_does_not_exist_for_anybody_else(
    office: Office, owner: int, other: int, boss: int
) -> None:
    private = office.saved(owner, "biển")
    for user in (other, boss):
        assert listed(office, user) == []
        with pytest.raises(NotFound):
            alerts.show_search(office.database, office.actor(user), private)
        with pytest.raises(NotFound):
            office.set_alert(user, private)
        with pytest.raises(NotFound):
            delete(office, user, private)
    assert listed(office, owner) == [private]


def test_a_shared_search_is_changed_by_its_owner_or_an_administrator(
    office: Office, owner: int, other: int, boss: int
) -> None:
    shared = office.saved(owner, "biển", is_shared=True)
    assert listed(office, other) == [shared]
    with pytest.raises(NotAllowed):
        change(office, other, shared, is_shared=False)
    with pytest.raises(NotAllowed):
        delete(office, other, shared)
    change(office, boss, shared, is_shared=True)
    assert alerts.show_search(office.database, office.actor(other), shared).name == "Tên mới"
    delete(office, owner, shared)
    assert listed(office, owner) == []


def test_alerts_of_others_end_with_what_is_shared_and_they_are_told(
    office: Office, owner: int, other: int
) -> None:
    shared = office.saved(owner, "nuôi biển", is_shared=True)
    office.set_alert(owner, shared)
    office.set_alert(other, shared, AlertForm(in_app=True, rhythm="daily"))
    change(office, owner, shared, is_shared=False)
    assert [row.kind for row in office.notices(other)] == [NoticeKind.ENDED]
    update = office.report(office.lead, "Nuôi biển.")
    office.look()
    assert office.told(owner) == [("update", update)]
    assert len(office.notices(other)) == 1
    delete(office, owner, shared)
    assert office.told(owner) == [("update", update)]


def test_everybody_sees_results_of_a_shared_search_by_their_own_rights(
    office: Office, owner: int
) -> None:
    shared = office.saved(owner, "nuôi biển", is_shared=True)
    district = make_user(office.database, Role.AGENCY, agency_id=office.districts[0])
    office.set_alert(owner, shared)
    office.set_alert(district, shared)
    office.report(office.parts[1], "Nuôi biển của huyện bên.")
    office.look()
    assert len(office.told(owner)) == 1
    assert office.told(district) == []


def test_only_ones_own_alert_is_stopped(office: Office, owner: int, other: int) -> None:
    alert = office.alert(owner, "biển")
    with pytest.raises(NotFound):
        alerts.stop_alert(office.database, office.actor(other), alert)
    assert alerts.stop_alert(office.database, office.actor(owner), alert) == "Tìm biển"
    office.report(office.lead, "Nuôi biển.")
    office.look()
    assert office.told(owner) == []


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        (SearchForm("", "q=a"), {"name": "required"}),
        (SearchForm("a" * 101, "q=a"), {"name": "too-long"}),
        (SearchForm("Tìm biển", "q=a"), {"name": "own-name-taken"}),
        (SearchForm("A", ""), {"address": "nothing-searched"}),
        (SearchForm("A", "q=" + "a" * 4000), {"address": "search-too-long"}),
        (SearchForm("A", "q=%22a"), {"address": "unreadable-search"}),
        (SearchForm("A", "q=a&f=colour%3Ared"), {"address": "unreadable-search"}),
    ],
)
def test_what_cannot_be_kept_is_said(
    office: Office, owner: int, form: SearchForm, fault: dict[str, str]
) -> None:
    office.saved(owner, "biển")
    with pytest.raises(Invalid) as found:
        alerts.save_search(
            office.database, office.finder, office.actor(owner), form, now=office.now
        )
    assert found.value.fields == fault


def test_an_alert_needs_a_way_and_a_rhythm(office: Office, owner: int) -> None:
    search = office.saved(owner, "biển")
    with pytest.raises(Invalid, match="in_app"):
        office.set_alert(owner, search, AlertForm(in_app=False))
    with pytest.raises(Invalid, match="rhythm"):
        office.set_alert(owner, search, AlertForm(rhythm="weekly"))


def test_an_alert_is_changed_without_beginning_anew(office: Office, owner: int) -> None:
    search = office.saved(owner, "nuôi biển")
    first = office.set_alert(owner, search)
    office.report(office.lead, "Nuôi biển.")
    assert office.set_alert(owner, search, AlertForm(rhythm="daily")) == first
    office.look()
    office.look(days=1)
    assert len(office.told(owner)) == 1
