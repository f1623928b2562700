"""What the tests of alerts share: an office with a search engine, and time as one tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from search_index import SearchEngine
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_user,
)
from tracker import alerts, search
from tracker.alerts import AlertForm, NoticeRow, PostOffice, SearchForm
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, Role, TrackingRules, office_day
from tracker.models import RecordKind, User, actor_of, note_change

MORNING = 7


@dataclass
class Office:
    """An office in which one task has been given to two districts and a department."""

    database: Database
    engine: SearchEngine
    now: datetime = NOW
    post: PostOffice = field(default_factory=lambda: PostOffice(is_open=True, digest_hour=MORNING))

    def __post_init__(self) -> None:
        self.inspector_id = make_user(self.database, Role.INSPECTOR)
        self.leader = make_agency(self.database, "Ban Tuyên giáo Tỉnh ủy")
        self.districts = [make_agency(self.database, f"Huyện ủy {name}") for name in "AB"]
        self.directive = make_directive(self.database, author_id=self.inspector_id)
        self.task = make_task(self.database, self.directive, text="Phát triển kinh tế biển.")
        self.parts = [
            make_assignment(self.database, self.task, agency, AssignmentRole.DIRECTED)
            for agency in self.districts
        ]
        self.lead = make_assignment(self.database, self.task, self.leader)
        search.rebuild(self.database, self.engine)

    @property
    def finder(self) -> search.Finder:
        return search.Finder(self.database, self.engine, TrackingRules())

    def actor(self, user_id: int) -> Actor:
        with self.database.reading() as session:
            return actor_of(session, session.get_one(User, user_id), office_day(self.now))

    def saved(self, user_id: int, text: str, *, is_shared: bool = False, **state: str) -> int:
        form = SearchForm(f"Tìm {text}", urlencode({"q": text, **state}), is_shared)
        return alerts.save_search(
            self.database, self.finder, self.actor(user_id), form, now=self.now
        )

    def alert(self, user_id: int, text: str, form: AlertForm | None = None, **state: str) -> int:
        return self.set_alert(user_id, self.saved(user_id, text, is_shared=False, **state), form)

    def set_alert(self, user_id: int, search_id: int, form: AlertForm | None = None) -> int:
        return alerts.set_alert(
            self.database,
            self.finder,
            self.actor(user_id),
            search_id,
            form or AlertForm(),
            now=self.now,
        )

    def report(self, part: int, words: str) -> int:
        """Let an agency log an update, which the index follows."""
        update = make_update(
            self.database, part, author_id=self.inspector_id, at=self.now, narrative=words
        )
        self.index(RecordKind.UPDATE, update)
        return update

    def index(self, kind: RecordKind, *record_ids: int) -> None:
        with self.database.writing() as session:
            note_change(session, kind, *record_ids)
        search.drain(self.database, self.engine)

    def look(self, **later: int) -> int:
        """Let time pass, then look with every alert."""
        self.now += timedelta(**later)
        return alerts.look(self.database, self.finder, self.post, now=self.now)

    def notices(self, user_id: int) -> list[NoticeRow]:
        """Return what is shown to a person, the oldest first."""
        inbox = alerts.list_notices(self.database, self.actor(user_id), now=self.now)
        return list(reversed(inbox.rows))

    def told(self, user_id: int) -> list[tuple[str, int]]:
        """Return kind and row of what a person has been told of, the oldest first."""
        rows = [row.source for row in self.notices(user_id)]
        return [(row.kind.value, row.record_id) for row in rows if row is not None]


def give_address(office: Office, user: int, locale: str = "vi") -> None:
    with office.database.writing() as session:
        session.get_one(User, user).email = f"nguoi{user}@tinh.example"
        session.get_one(User, user).locale = locale
