"""An alert tells of what newly matches: once, with the reason, and to those who may know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from search_index import SearchEngine
from tests.factories import make_assignment, make_task, make_user
from tests.tracker.alerting import Office
from tests.tracker.searching import keep_evidence
from tracker import accounts, alerts, search
from tracker.alerts import AlertForm, watching
from tracker.alerts.remembering import Remembered
from tracker.alerts.timing import next_digest, next_try
from tracker.db import Database
from tracker.domain import OFFICE_ZONE, Role
from tracker.errors import Unavailable
from tracker.models import (
    AgencyVersion,
    IndexedRecord,
    NoticeKind,
    RecordKind,
    RoleGrant,
    SavedSearch,
    User,
)


@pytest.fixture
def office(database: Database, engine: SearchEngine) -> Office:
    return Office(database, engine)


@pytest.fixture
def reader(office: Office) -> int:
    return office.inspector_id


def test_a_new_match_is_told_with_its_words_and_its_place(office: Office, reader: int) -> None:
    office.alert(reader, "nuôi biển")
    update = office.report(office.lead, "Đã giao 120 ha mặt nước nuôi biển.")
    office.look()
    (row,) = office.notices(reader)
    assert row.source is not None
    assert row.snippet is not None
    assert (row.source.kind, row.source.record_id) == (RecordKind.UPDATE, update)
    assert (row.source.agency, row.source.task_id) == ("Ban Tuyên giáo Tỉnh ủy", office.task)
    marked = [row.snippet.text[start:end] for start, end in row.snippet.marks]
    assert marked == ["nuôi", "biển"]


def test_what_matched_before_is_not_told_though_it_changes(office: Office, reader: int) -> None:
    update = office.report(office.lead, "Nuôi biển ở Hòn Đất.")
    office.alert(reader, "nuôi biển")
    office.index(RecordKind.UPDATE, update)
    office.look()
    assert office.told(reader) == []


def test_nothing_is_told_twice(office: Office, reader: int) -> None:
    office.alert(reader, "nuôi biển")
    update = office.report(office.lead, "Nuôi biển ở Hòn Đất.")
    office.look()
    office.index(RecordKind.UPDATE, update)
    office.look()
    office.look(days=1)
    assert office.told(reader) == [("update", update)]


def test_an_alert_keeps_every_filter(office: Office, reader: int) -> None:
    office.alert(reader, "nuôi biển", f=f"agency:{office.leader}", kind="update")
    office.alert(reader, "biển nuôi", x=f"agency:{office.leader}")
    theirs = office.report(office.parts[0], "Nuôi biển của huyện.")
    lead = office.report(office.lead, "Nuôi biển của ban.")
    office.look()
    assert office.told(reader) == [("update", lead), ("update", theirs)]


def test_the_words_of_evidence_are_watched_too(office: Office, reader: int) -> None:
    office.alert(reader, "thủy sản")
    update = office.report(office.lead, "Có biên bản kèm theo.")
    file = keep_evidence(office.database, update, "Biên bản kiểm tra vùng nuôi thủy sản")
    office.index(RecordKind.EVIDENCE, file)
    office.look()
    assert office.told(reader) == [("evidence", file)]


def test_what_stops_to_match_can_match_anew(office: Office, reader: int) -> None:
    office.alert(reader, "tt:chuabaocao", kind="task")
    task = make_task(office.database, office.directive, text="Việc chưa ai báo cáo.")
    office.index(RecordKind.TASK, task)
    office.look()
    before = office.told(reader)
    office.report(office.lead, "Đã bắt đầu.")
    office.look()
    assert office.told(reader) == before


def test_a_state_that_time_brings_is_told_on_its_day(office: Office, reader: int) -> None:
    late = make_task(office.database, office.directive, original_due=date(2024, 6, 16))
    make_assignment(office.database, late, office.leader)
    office.index(RecordKind.TASK, late)
    office.alert(reader, "tt:quahan")
    office.look()
    office.look(days=1)
    assert office.told(reader) == []
    office.look(days=1)
    office.look(hours=1)
    assert office.told(reader) == [("task", late)]


def test_an_agency_is_told_within_its_rights(office: Office) -> None:
    user = make_user(office.database, Role.AGENCY, agency_id=office.districts[0])
    office.alert(user, "nuôi biển")
    office.report(office.parts[1], "Nuôi biển của huyện bên.")
    own = office.report(office.parts[0], "Nuôi biển của huyện nhà.")
    office.look()
    assert office.told(user) == [("update", own)]


def test_a_closed_account_is_told_nothing_and_nothing_of_that_time_later(
    office: Office, reader: int
) -> None:
    make_user(office.database, Role.ADMINISTRATOR)
    boss = office.actor(make_user(office.database, Role.ADMINISTRATOR))
    office.alert(reader, "nuôi biển")
    accounts.disable_user(office.database, boss, reader, now=office.now)
    office.report(office.lead, "Nuôi biển khi vắng.")
    office.look()
    accounts.enable_user(office.database, boss, reader)
    office.look()
    back = office.report(office.lead, "Nuôi biển khi về.")
    office.look()
    assert office.told(reader) == [("update", back)]


def test_new_rights_bring_no_flood_of_what_is_old(office: Office) -> None:
    mine, other = office.districts
    user = make_user(office.database, Role.AGENCY, agency_id=mine)
    office.alert(user, "nuôi biển")
    office.report(office.parts[1], "Nuôi biển của huyện bên.")
    office.look()
    with office.database.writing() as session:
        session.add(RoleGrant(user_id=user, role=Role.AGENCY, agency_id=other))
    new = office.report(office.parts[0], "Nuôi biển, bài mới.")
    office.look()
    assert office.told(user) == [("update", new)]


def test_lost_rights_take_notices_away(office: Office) -> None:
    user = make_user(office.database, Role.AGENCY, agency_id=office.districts[0])
    office.alert(user, "nuôi biển")
    office.report(office.parts[0], "Nuôi biển của huyện nhà.")
    office.look()
    assert alerts.count_unread(office.database, office.actor(user), now=office.now) == 1
    with office.database.writing() as session:
        session.get_one(User, user).grants[0].agency_id = office.districts[1]
    assert office.notices(user) == []
    assert alerts.count_unread(office.database, office.actor(user), now=office.now) == 0


def test_a_daily_alert_is_told_at_the_office_hour(office: Office, reader: int) -> None:
    office.alert(reader, "nuôi biển", AlertForm(rhythm="daily"))
    office.report(office.lead, "Nuôi biển ở Hòn Đất.")
    office.look()  # it is 10 o'clock in the office
    assert office.told(reader) == []
    office.look(hours=20, minutes=59)
    assert office.told(reader) == []
    office.look(minutes=1)
    assert len(office.told(reader)) == 1


def test_what_was_indexed_while_nobody_looked_is_told(office: Office, reader: int) -> None:
    office.alert(reader, "nuôi biển")
    updates = [office.report(office.lead, f"Nuôi biển, bài {count}.") for count in range(3)]
    office.look(days=3)
    assert office.told(reader) == [("update", update) for update in updates]


def test_a_look_cut_off_anywhere_is_made_good(
    office: Office, reader: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        office.alert(reader, f"nuôi biển {number}")
    updates = [office.report(office.lead, f"Nuôi biển {number}.") for number in range(3)]
    monkeypatch.setattr("tracker.alerts.watching.ALERTS_AT_ONCE", 1)
    looks = iter([None, KeyboardInterrupt])
    with monkeypatch.context() as cut:
        cut.setattr(watching, "_keep", _until_killed(watching._keep, looks))
        with pytest.raises(KeyboardInterrupt):
            office.look()
    office.look()
    assert sorted(office.told(reader)) == [("update", update) for update in updates]


def _until_killed(
    act: Callable[..., None], ends: Iterator[type[BaseException] | None]
) -> Callable[..., None]:
    """Return ``act`` as a process does it that is killed right after one of its times."""

    def _acted(*arguments: object, **named: object) -> None:
        act(*arguments, **named)
        if (end := next(ends)) is not None:
            raise end

    return _acted


def test_without_an_index_nothing_is_passed_over(office: Office, reader: int) -> None:
    office.alert(reader, "nuôi biển")
    update = office.report(office.lead, "Nuôi biển ở Hòn Đất.")
    office.engine.condemn()
    with pytest.raises(Unavailable):
        office.look()
    search.rebuild(office.database, office.engine)
    office.look()
    assert office.told(reader) == [("update", update)]


def test_an_alert_begun_without_an_index_begins_when_there_is_one(
    office: Office, reader: int
) -> None:
    office.report(office.lead, "Nuôi biển, trước.")
    office.engine.condemn()
    office.alert(reader, "nuôi biển")
    search.rebuild(office.database, office.engine)
    office.look()
    new = office.report(office.lead, "Nuôi biển, sau.")
    office.look()
    assert office.told(reader) == [("update", new)]


def test_a_search_that_cannot_be_read_any_more_is_reported_once(
    office: Office, reader: int
) -> None:
    office.alert(reader, 'cq:"huyện ủy a" biển')
    office.report(office.lead, "Nuôi biển.")
    with office.database.writing() as session:
        for version in session.scalars(select(AgencyVersion)):
            version.name = f"Cơ quan {version.agency_id}"
    for _ in range(3):
        office.report(office.lead, "Nuôi biển.")
        office.look(days=1)
    (row,) = office.notices(reader)
    assert (row.kind, row.search_name) == (NoticeKind.UNREADABLE, 'Tìm cq:"huyện ủy a" biển')
    assert row.fault is not None
    assert (row.fault["code"], row.fault["position"]) == ("unknown-name", 3)


@pytest.mark.parametrize("address", ["q=biển&sort=size", "q=vốn+(&kind=task", "f=colour%3Ared"])
def test_a_kept_search_of_another_version_is_reported_to_its_owner(
    office: Office, reader: int, address: str
) -> None:
    search_id = office.saved(reader, "biển")
    with office.database.writing() as session:
        session.get_one(SavedSearch, search_id).address = address
    office.look()
    assert office.notices(reader) == []
    office.look(days=1)
    office.look(days=1)
    assert [row.kind for row in office.notices(reader)] == [NoticeKind.UNREADABLE]
    assert alerts.show_search(office.database, office.actor(reader), search_id).is_faulty


def test_what_all_have_seen_is_dropped(office: Office, reader: int) -> None:
    office.alert(reader, "nuôi biển")
    office.report(office.lead, "Nuôi biển.")
    office.look()
    assert _waiting(office) == 0
    office.report(office.lead, "Nuôi biển.")
    assert _waiting(office) > 0
    assert office.look() == 1
    assert office.look() == 0


def _waiting(office: Office) -> int:
    with office.database.reading() as session:
        return session.scalar(select(func.count()).select_from(IndexedRecord)) or 0


def test_without_alerts_nothing_gathers(office: Office) -> None:
    office.report(office.lead, "Nuôi biển.")
    office.look()
    assert _waiting(office) == 0


KEYS = st.builds(
    lambda kind, number: f"{kind.value}:{number}",
    st.sampled_from(RecordKind),
    st.integers(1, 3000),
)


@given(st.lists(KEYS), st.lists(KEYS), st.lists(KEYS))
def test_what_is_remembered_is_a_set(
    added: Sequence[str], dropped: Sequence[str], others: Sequence[str]
) -> None:
    known = Remembered()
    known.add(added)
    known = Remembered(known.kept())
    known.discard(dropped)
    kept = Remembered(known.kept())
    for key in (*added, *dropped, *others):
        assert (key in kept) == (key in set(added) - set(dropped))


@given(st.datetimes(timezones=st.just(OFFICE_ZONE)), st.integers(0, 23))
def test_the_next_digest_is_within_a_day_at_its_hour(moment: datetime, hour: int) -> None:
    at = next_digest(moment, hour)
    assert at.astimezone(OFFICE_ZONE).strftime("%H:%M:%S") == f"{hour:02}:00:00"
    assert timedelta(0) < at - moment <= timedelta(days=1)


def test_a_mail_is_tried_for_days_ever_more_seldom(office: Office) -> None:
    waits = [next_try(office.now, attempt) - office.now for attempt in range(1, 15)]
    assert waits == sorted(waits)
    assert sum(wait.total_seconds() for wait in waits) > 2 * 24 * 3600
